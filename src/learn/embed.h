/* SPDX-License-Identifier: Apache-2.0
 * embed.h - principal components of features, and random Fourier features of those.
 *
 * Random Fourier features: Rahimi and Recht, NIPS 2007: z_j = sqrt(2/D) cos(w_j . p + b_j), w ~ N(0, 2/m) with m the median
 * squared distance, b ~ U(0, 2 pi), so that z . z' approximates exp(-|p - p'|^2 / m).
 * A basis is made once from clean images and never changes; using it is thread-safe.
 */
#ifndef AU_EMBED_H
#define AU_EMBED_H

#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>

struct au_basis {       /* {0} is empty */
    size_t input_count; /* raw features */
    size_t count;       /* components */
    float *mean;        /* input_count */
    float *vectors;     /* input_count x count, column k the k-th component */
    size_t fourier_count;
    float *weights; /* count x fourier_count */
    float *phases;  /* fourier_count */
};

/* Principal components of `features` (rows x input_count), at most `components` of them, rows / 4 and input_count, then
 * `fourier_count` random Fourier features with the bandwidth of these rows. Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_basis_make(const float *features, size_t rows, size_t input_count, size_t components,
                                          size_t fourier_count, uint64_t seed, struct au_basis *out,
                                          struct aug_error *err);
void au_basis_release(struct au_basis *basis);

/* out (rows x count) = (features - mean) * vectors; `features` is overwritten by the centred ones. */
void au_basis_project(const struct au_basis *basis, float *features, size_t rows, float *out);
/* out (rows x fourier_count) from projected rows (rows x count). */
void au_basis_fourier(const struct au_basis *basis, const float *projected, size_t rows, float *out);

#endif
