/* SPDX-License-Identifier: Apache-2.0
 * noise_rows.h - Gaussian noise added to an image, row by row.
 */
#ifndef AU_NOISE_ROWS_H
#define AU_NOISE_ROWS_H

#include <stdbool.h>

#include <augaudit/image.h>

struct au_noise {
    double seed;
    float mean, deviation; /* levels */
    double grain;          /* 1: every value its own; less: a field smaller by this factor, enlarged bilinearly */
    bool shared;           /* all channels of a pixel get the same */
    bool cut;              /* the noise loses its fraction before it is added; else the sum is rounded */
};

AUG_CHECKED enum aug_status au_noise_add(const struct aug_image *in, const struct au_noise *noise,
                                         struct aug_image *out, struct aug_error *err);

/* out[i] = in[i] + noise[i / share], clipped. */
void au_noise_add_row(const uint8_t *in, const float *noise, uint8_t *out, size_t values, size_t share, bool cut);

/* out[i] = in[i] * factors[i / share], clipped, fraction cut off. */
void au_noise_multiply_row(const uint8_t *in, const float *factors, uint8_t *out, size_t values, size_t share);

#endif
