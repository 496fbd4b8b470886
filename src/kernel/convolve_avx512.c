/* SPDX-License-Identifier: Apache-2.0
 * convolve_avx512.c - the loops of convolutional networks for x86-64 with AVX-512: 16 floats a vector, 32 vectors. */
#include "convolve_tables.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define VECTOR __m512
#define WIDE 16
#define LOAD(at) _mm512_loadu_ps(at)
#define STORE(at, x) _mm512_storeu_ps(at, x)
#define SPLAT(x) _mm512_set1_ps(x)
#define ADD(a, b) _mm512_add_ps(a, b)
#define SUBTRACT(a, b) _mm512_sub_ps(a, b)
#define MUL(a, b) _mm512_mul_ps(a, b)
#define FMA(a, b, c) _mm512_fmadd_ps(a, b, c)
#define PICK(a, b, x, y) _mm512_mask_blend_ps(_mm512_cmp_ps_mask(a, b, _CMP_GT_OQ), y, x)

#define UP_TO_12(T, v) \
    T(1, v) T(2, v) T(3, v) T(4, v) T(5, v) T(6, v) T(7, v) T(8, v) T(9, v) T(10, v) T(11, v) T(12, v)
#define UP_TO_16(T, v) UP_TO_12(T, v) T(13, v) T(14, v) T(15, v) T(16, v)
#define PIXELS_1(T) UP_TO_16(T, 1)
#define PIXELS_2(T) UP_TO_12(T, 2)
#define INPUTS_1(T) UP_TO_16(T, 1)
#define INPUTS_2(T) UP_TO_12(T, 2)
#define PIXELS_MAX_1 16
#define PIXELS_MAX_2 12
#define INPUTS_MAX_1 16
#define INPUTS_MAX_2 12
#include "convolve_body.h"

const struct au_convolve au_convolve_avx512 = {"avx512", correlate,  outer_sum,   moments,
                                               rectify,  slope_sums, slope_spread};
#else
typedef int au_convolve_avx512_unused;
#endif
