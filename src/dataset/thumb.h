/* SPDX-License-Identifier: Apache-2.0
 * thumb.h - a 16 x 16 grey picture of an image, freed of brightness and contrast: what tells the same scene again.
 *
 * Colour is not looked at: the same picture in another colour is the same picture. Pure functions; thread-safe.
 */
#ifndef AU_THUMB_H
#define AU_THUMB_H

#include <stdint.h>

#include <augaudit/error.h>
#include <augaudit/image.h>

#define AU_THUMB_SIDE 16
#define AU_THUMB_COUNT (AU_THUMB_SIDE * AU_THUMB_SIDE)

struct au_thumb {
    int8_t values[AU_THUMB_COUNT]; /* grey minus its mean, scaled to the full range */
    float scale;                   /* 1 / length of values; 0: the image is flat, no value 4 of 255 from the mean */
};

/* Any size of image. Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_thumb_make(const struct aug_image *image, struct au_thumb *out, struct aug_error *err);

/* 1 - correlation of the two, 0 .. 2: half the squared distance of the pictures at length 1. A flat image is 1 from all. Rounding
 * to 8 bits is worth less than 0.0005. */
float au_thumb_distance(const struct au_thumb *a, const struct au_thumb *b);

#endif
