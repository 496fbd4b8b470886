/* SPDX-License-Identifier: Apache-2.0
 * recode.h - an image after a lossy codec.
 *
 * The channels are handed over as if they were blue, green, red, because that is what Albumentations does with RGB: red and blue change
 * roles in the codec's luma and chroma.
 */
#ifndef AU_RECODE_H
#define AU_RECODE_H

#include <augaudit/image.h>

/* quality: 1 to 100; chroma at half resolution. AUG_UNSUPPORTED for sides beyond the codec's limit. */
AUG_CHECKED enum aug_status au_recode_jpeg(const struct aug_image *in, int quality, struct aug_image *out,
                                           struct aug_error *err);
AUG_CHECKED enum aug_status au_recode_webp(const struct aug_image *in, int quality, struct aug_image *out,
                                           struct aug_error *err);

#endif
