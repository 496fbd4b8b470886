/* SPDX-License-Identifier: Apache-2.0
 * erase.h - rectangles of an image filled.
 */
#ifndef AU_ERASE_H
#define AU_ERASE_H

#include <augaudit/transform.h>

struct au_hole { /* pixels x_min .. x_max - 1, y_min .. y_max - 1; inside the image */
    int x_min, y_min, x_max, y_max;
};

/* What a hole is filled with: `values` as a parameter keeps them (count < 0: au_fill_words[-1 - count]); random ones are a function
 * of `seed` and the hole's `number`. Words that are not supported fail with AUG_UNSUPPORTED. */
extern const char *const au_fill_words[];
AUG_CHECKED enum aug_status au_fill_hole(struct aug_image *image, const struct au_hole *hole,
                                         const struct aug_numbers *values, double seed, int number,
                                         struct aug_error *err);

/* PixelDropout's rule: value i of a row becomes `drop` (one value or one a channel) where chance[i / share] < limit. */
struct au_drop {
    const struct aug_numbers *values;
    double limit;
    size_t channels, share;
};
void au_drop_row(uint8_t *row, const float *chance, const struct au_drop *drop, size_t count);

#endif
