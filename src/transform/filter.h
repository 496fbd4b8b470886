/* SPDX-License-Identifier: Apache-2.0
 * filter.h - weighted sums, means and medians of a pixel's neighbourhood.
 *
 * Every filter sees the image continued past its edges by mirroring about the end pixels (reflect101), the median by repeating
 * them; this is what OpenCV does for Albumentations. Sums are in 32-bit floats in a fixed order, rounded to nearest, ties to even.
 */
#ifndef AU_FILTER_H
#define AU_FILTER_H

#include <augaudit/image.h>

#define AU_FILTER_SIZE_MAX 2047

/* Correlates with weights[ky] * weights[kx]; `size` is odd, at most AU_FILTER_SIZE_MAX. AUG_NO_MEMORY else. */
AUG_CHECKED enum aug_status au_filter_separable(const struct aug_image *in, const float *weights, int size,
                                                struct aug_image *out, struct aug_error *err);
/* Correlates with a square of size * size weights, rows first. */
AUG_CHECKED enum aug_status au_filter_square(const struct aug_image *in, const float *weights, int size,
                                             struct aug_image *out, struct aug_error *err);
/* Mean over a size x size square. */
AUG_CHECKED enum aug_status au_filter_box(const struct aug_image *in, int size, struct aug_image *out,
                                          struct aug_error *err);
/* Median over a size x size square. */
AUG_CHECKED enum aug_status au_filter_median(const struct aug_image *in, int size, struct aug_image *out,
                                             struct aug_error *err);

/* A row of floats in and out of the separable filter: values are read by `load` for a row number and given to `store`. For
 * filters of something that is not an 8-bit image. */
struct au_filter_rows {
    int width, height, channels;
    void (*load)(void *context, int y, float *values);
    void (*store)(void *context, int y, const float *values);
    void *context;
};
AUG_CHECKED enum aug_status au_filter_rows(const struct au_filter_rows *rows, const float *weights, int size,
                                           struct aug_error *err);

/* exp(-x^2 / 2 sigma^2) at whole x, scaled to sum 1, into weights[size]; sigma > 0. */
void au_gaussian_weights(float *weights, int size, double sigma);
/* The same in whole 1/256, rounding errors passed on inwards and the rest in the middle, as OpenCV's 8-bit GaussianBlur has them: two passes over
 * bytes are then exact in 32-bit floats. */
void au_gaussian_weights_256(float *weights, int size, double sigma);

#endif
