/* SPDX-License-Identifier: Apache-2.0
 * convolve_avx2.c - the loops of convolutional networks for x86-64 with AVX2 and FMA: 8 floats a vector, 16 vectors. */
#include "convolve_tables.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define VECTOR __m256
#define WIDE 8
#define LOAD(at) _mm256_loadu_ps(at)
#define STORE(at, x) _mm256_storeu_ps(at, x)
#define SPLAT(x) _mm256_set1_ps(x)
#define ADD(a, b) _mm256_add_ps(a, b)
#define SUBTRACT(a, b) _mm256_sub_ps(a, b)
#define MUL(a, b) _mm256_mul_ps(a, b)
#define FMA(a, b, c) _mm256_fmadd_ps(a, b, c)
#define PICK(a, b, x, y) _mm256_blendv_ps(y, x, _mm256_cmp_ps(a, b, _CMP_GT_OQ))

#define UP_TO_6(T) T(1, 2) T(2, 2) T(3, 2) T(4, 2) T(5, 2) T(6, 2)
#define PIXELS_2(T) UP_TO_6(T)
#define INPUTS_2(T) UP_TO_6(T)
#define PIXELS_MAX_2 6
#define INPUTS_MAX_2 6
#include "convolve_body.h"

const struct au_convolve au_convolve_avx2 = {"avx2", correlate, outer_sum, moments, rectify, slope_sums, slope_spread};
#else
typedef int au_convolve_avx2_unused;
#endif
