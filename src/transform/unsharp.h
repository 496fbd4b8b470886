/* SPDX-License-Identifier: Apache-2.0
 * unsharp.h - sharpening by the difference from a Gaussian blur.
 */
#ifndef AU_UNSHARP_H
#define AU_UNSHARP_H

#include <augaudit/image.h>

struct au_unsharp {
    int ksize;
    double sigma, alpha;
};

/* image + alpha * (image - blurred), clipped and cut, the difference modulo 256 (an error of Albumentations 2.0.8 that its users train with). */
AUG_CHECKED enum aug_status au_sharpen_difference(const struct aug_image *in, double alpha, double sigma_px, int size,
                                                  struct aug_image *out, struct aug_error *err);
/* image + alpha * (image - blurred) where the difference exceeds `threshold` levels, on fractions of full range, clipped and rounded; the
 * places are blurred too, so that they fade in. */
AUG_CHECKED enum aug_status au_unsharp(const struct aug_image *in, const struct au_unsharp *unsharp, int threshold,
                                       struct aug_image *out, struct aug_error *err);

#endif
