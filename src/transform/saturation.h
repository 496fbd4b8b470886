/* SPDX-License-Identifier: Apache-2.0
 * saturation.h - pixels mixed with their own grey.
 */
#ifndef AU_SATURATION_H
#define AU_SATURATION_H

#include <augaudit/image.h>

/* factor * pixel + (1 - factor) * its grey, the grey unrounded (.299 .587 .114); a grey image is copied. */
AUG_CHECKED enum aug_status au_mix_with_exact_grey(const struct aug_image *in, double factor, struct aug_image *out,
                                                   struct aug_error *err);
/* The same with the grey rounded to 8 bits first, as torchvision's and Albumentations' saturation do. */
AUG_CHECKED enum aug_status au_mix_with_rounded_grey(const struct aug_image *in, double factor, struct aug_image *out,
                                                     struct aug_error *err);

#endif
