/* SPDX-License-Identifier: Apache-2.0
 * resize.h - other sizes, for features and thumbnails: area averages where an axis shrinks, linear interpolation where it grows.
 *
 * Each axis on its own: when it shrinks, an output pixel is the mean of the input it covers, pixels at the edges by their share (OpenCV's
 * INTER_AREA); when it grows, linear interpolation with half-pixel centres, edges repeated (OpenCV's INTER_LINEAR); equal sizes copy
 * exactly. Sums are in single precision, in a fixed order. Thread-safe.
 */
#ifndef AU_RESIZE_H
#define AU_RESIZE_H

#include <augaudit/error.h>
#include <augaudit/image.h>

/* `out` (storage reused, not `in`) becomes width x height with the channels of `in`, rounded to nearest (halves up). Fails: AUG_BAD_INPUT
 * for sizes beyond the limits of image.h, AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_image_resize_area(const struct aug_image *in, struct aug_image *out, int width,
                                                 int height, struct aug_error *err);

/* Fills out[height][width][channels_out] with values in [0,1]. channels_out 1: luma .299 R + .587 G + .114 B; 3: grey is repeated.
 * Fails: AUG_BAD_INPUT for other channels_out or an empty image, AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_image_to_float_area(const struct aug_image *in, int width, int height, int channels_out,
                                                   float *out, struct aug_error *err);

#endif
