/* SPDX-License-Identifier: Apache-2.0
 * normalize.h - pixels as the numbers that a network gets.
 */
#ifndef AU_NORMALIZE_H
#define AU_NORMALIZE_H

#include <augaudit/transform.h>

enum au_normalization {
    AU_NORM_STANDARD,
    AU_NORM_IMAGE,
    AU_NORM_IMAGE_PER_CHANNEL,
    AU_NORM_MIN_MAX,
    AU_NORM_MIN_MAX_PER_CHANNEL
};

struct au_normalize {             /* the parameters of Normalize */
    struct aug_numbers mean, std; /* fractions of full range; count 0: ImageNet's; one value or one a channel */
    double max_pixel_value;
    int normalization; /* enum au_normalization */
};

/* out[height * width * channels], rows packed: (v / max - mean) / std, or the image's own mean and deviation, or its own range. */
void au_normalize(const struct aug_image *in, const struct au_normalize *params, float *out);

#endif
