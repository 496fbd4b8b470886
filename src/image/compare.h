/* SPDX-License-Identifier: Apache-2.0
 * compare.h - are two images the same, and how far apart are they? Pure functions; thread-safe.
 */
#ifndef AU_COMPARE_H
#define AU_COMPARE_H

#include <stdbool.h>

#include <augaudit/image.h>

/* Same width, height and channels. */
bool au_image_same_shape(const struct aug_image *a, const struct aug_image *b);
/* Same shape and same pixels; strides may differ. */
bool au_image_equal(const struct aug_image *a, const struct aug_image *b);
/* Largest absolute difference of two values, 0..255; -1 when the shapes differ. */
int au_image_max_difference(const struct aug_image *a, const struct aug_image *b);
/* Mean absolute difference of the values, 0..255; -1 when the shapes differ. */
double au_image_mean_difference(const struct aug_image *a, const struct aug_image *b);

#endif
