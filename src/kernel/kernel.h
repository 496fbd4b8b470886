/* SPDX-License-Identifier: Apache-2.0
 * kernel.h - the row primitives, the only functions with vector versions.
 *
 * Every version of an integer kernel gives the same bytes on every instruction set; the scalar one defines what they
 * are. Float kernels do the same operations in the same order (no fused multiply-add), so they give the same bytes too.
 * Rows never overlap unless the comment says so. The choice is made once; AUG_KERNELS=scalar in the environment overrides it.
 * A new slot goes at the end; a table that does not fill it gets the scalar version.
 */
#ifndef AU_KERNEL_H
#define AU_KERNEL_H

#include <stddef.h>
#include <stdint.h>

struct au_rectifier {            /* of a cell's filters */
    size_t filters;              /* at least 1 */
    const float *sums, *offsets; /* one a filter */
    float threshold;
};

struct au_kernels {
    const char *name; /* "scalar", "avx2" */
    /* out[i] = table[in[i]]; in and out may be the same row. */
    void (*map_u8)(uint8_t *out, const uint8_t *in, const uint8_t table[256], size_t count);
    /* Mirrors `pixels` pixels of `channels` bytes each. */
    void (*reverse_u8)(uint8_t *out, const uint8_t *in, size_t pixels, int channels);
    /* out[i] = weights[0] * rows[0][i] + weights[1] * rows[1][i] + ..., summed in this order, rounded to the nearest (ties to even),
     * clamped to 0..255. The vertical half of a separable filter or resize. row_count >= 1. */
    void (*mix_rows_u8)(uint8_t *out, const float *const rows[], const float *weights, size_t row_count, size_t count);
    /* The same sums, neither rounded nor clamped; rows may overlap each other, not `out`: the taps of a filter along a row. */
    void (*mix_rows_f32)(float *out, const float *const rows[], const float *weights, size_t row_count, size_t count);
    /* Responses of `pixels` patches, added to cell[filter] (positive ones) and cell[filters + filter] (negative ones), pixel after pixel:
     * a = (products[pixel][filter] - mean[pixel] * sums[filter]) * scale[pixel] - offsets[filter], then max(a - threshold, 0) and
     * max(-a - threshold, 0). */
    void (*rectify_f32)(float *cell, const float *products, const float *mean, const float *scale, size_t pixels,
                        const struct au_rectifier *r);
    /* The arc-cosine neural tangent kernel of one hidden layer of rectifiers, in place: each cosine c becomes (sqrt(1 - c^2) + 2 (pi - arccos c) c) / pi, values
     * beyond -1 and 1 cut (Cho and Saul, NIPS 2009, kernels of order 0 and 1, put together as in Jacot, Gabriel and Hongler, NeurIPS 2018). k(1) = 2,
     * k(0) = 1/pi, k(-1) = 0. Absolute error below 1e-6 (arccos by Abramowitz and Stegun 4.4.46). */
    void (*arc_cosine_f32)(float *cosines, size_t count);
    /* Each value becomes scale * cos(value); absolute error below 5e-6 scale for |value| < 40. */
    void (*cosines_f32)(float *values, size_t count, float scale);
    /* size[i]: length of the gradient (x[i], y[i]); place[i]: its direction in eighths of a turn, 0 to 8 from -180 degrees on (4: to the right, 6: down
     * where y counts downwards); 4 for a gradient of length 0. Error of place below 1e-6 (arctan by Abramowitz and Stegun 4.4.49). size and place may be x and y. */
    void (*directions_f32)(float *size, float *place, const float *x, const float *y, size_t count);
};

/* The table in use; thread-safe, always the same one within a process. */
const struct au_kernels *au_kernels(void);

/* All tables this build has and this machine can run; index 0 is scalar. NULL past the end. For tests and benchmarks. */
const struct au_kernels *au_kernels_at(size_t i);

#endif
