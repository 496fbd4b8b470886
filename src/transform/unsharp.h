/* SPDX-License-Identifier: Apache-2.0
 * unsharp.h - sharpening by the difference from a Gaussian blur, on fractions of full range.
 */
#ifndef AU_UNSHARP_H
#define AU_UNSHARP_H

#include <augaudit/image.h>

struct au_unsharp {
    int ksize;
    double sigma, alpha;
};

/* image + alpha * (image - blurred), clipped and rounded. */
AUG_CHECKED enum aug_status au_sharpen_difference(const struct aug_image *in, double alpha, double sigma_px, int size,
                                                  struct aug_image *out, struct aug_error *err);
/* The same where the difference exceeds `threshold` levels; the places are blurred too, so that they fade in. */
AUG_CHECKED enum aug_status au_unsharp(const struct aug_image *in, const struct au_unsharp *unsharp, int threshold,
                                       struct aug_image *out, struct aug_error *err);

#endif
