/* SPDX-License-Identifier: Apache-2.0
 * warp.h - moves pixels by a map.
 */
#ifndef AU_WARP_H
#define AU_WARP_H

#include <augaudit/image.h>

#include "map.h"
#include "sampling.h"

/* `out` becomes width x height pixels; output pixel q holds the value of `in` at the inverse map of q. Coordinates are doubles,
 * weights floats, the sum is rounded to the nearest (ties to even): what OpenCV 5 computes, and within a few levels of OpenCV 4,
 * whose coordinates are whole 1/32 pixels. Area means linear here. A map without inverse gives the fill colour everywhere.
 * Fails as aug_image_resize_storage. */
AUG_CHECKED enum aug_status au_warp(const struct aug_image *in, const struct au_map *map,
                                    const struct au_sampling *sampling, int width, int height, struct aug_image *out,
                                    struct aug_error *err);

/* The way back: `out` becomes width x height pixels of `in` under the inverse of `map`; beyond `in` lies the fill colour. */
AUG_CHECKED enum aug_status au_unwarp(const struct aug_image *in, const struct au_map *map,
                                      const struct au_sampling *sampling, int width, int height, struct aug_image *out,
                                      struct aug_error *err);

/* Weights of the `au_tap_count` pixels around a place `fraction` (0..1) behind pixel `before`; the first of them is
 * before + 1 - au_tap_count / 2. Cubic is Keys' with a = -0.75, Lanczos has four lobes and sums to 1. */
int au_tap_count(enum au_interpolation interpolation);
void au_tap_weights(enum au_interpolation interpolation, double fraction, float weights[8]);

#endif
