/* SPDX-License-Identifier: Apache-2.0
 * kernel_avx2.c - row primitives for x86-64 with AVX2; the last few values of a row go to the scalar version. */
#include "kernel_tables.h"

#if defined(__x86_64__)
#include <immintrin.h>

/* 16 bytes mirrored within a register. */
static __m128i mirror_bytes(__m128i block)
{
    return _mm_shuffle_epi8(block, _mm_set_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
}

static void reverse_grey(uint8_t *out, const uint8_t *in, size_t pixels)
{
    size_t i = 0;
    for (; i + 32 <= pixels; i += 32) {
        const __m128i high = _mm_loadu_si128((const __m128i *)(const void *)(in + pixels - i - 16));
        const __m128i low = _mm_loadu_si128((const __m128i *)(const void *)(in + pixels - i - 32));
        _mm_storeu_si128((__m128i *)(void *)(out + i), mirror_bytes(high));
        _mm_storeu_si128((__m128i *)(void *)(out + i + 16), mirror_bytes(low));
    }
    au_kernels_scalar.reverse_u8(out + i, in, pixels - i, 1);
}

/* Five RGB pixels a step; the 16th byte that a load or store touches belongs to a neighbour and is written again later, so the
 * loop keeps one pixel away from both ends of the row. */
static void reverse_rgb(uint8_t *out, const uint8_t *in, size_t pixels)
{
    const __m128i order = _mm_setr_epi8(13, 14, 15, 10, 11, 12, 7, 8, 9, 4, 5, 6, 1, 2, 3, 0);
    size_t i = 0;
    for (; i + 6 <= pixels; i += 5) {
        const uint8_t *from = in + (pixels - i - 5) * 3 - 1;
        const __m128i block = _mm_loadu_si128((const __m128i *)(const void *)from);
        _mm_storeu_si128((__m128i *)(void *)(out + i * 3), _mm_shuffle_epi8(block, order));
    }
    au_kernels_scalar.reverse_u8(out + i * 3, in, pixels - i, 3);
}

static void reverse_u8(uint8_t *out, const uint8_t *in, size_t pixels, int channels)
{
    if (channels == 1) reverse_grey(out, in, pixels);
    else if (channels == 3) reverse_rgb(out, in, pixels);
    else au_kernels_scalar.reverse_u8(out, in, pixels, channels);
}

static __m256 eight_sums_f32(const float *const rows[], const float *weights, size_t row_count, size_t i)
{
    __m256 sum = _mm256_mul_ps(_mm256_set1_ps(weights[0]), _mm256_loadu_ps(rows[0] + i));
    for (size_t r = 1; r < row_count; r++)
        sum = _mm256_add_ps(sum, _mm256_mul_ps(_mm256_set1_ps(weights[r]), _mm256_loadu_ps(rows[r] + i)));
    return sum;
}

/* A NaN becomes 0, because max_ps gives its second operand then. */
static __m256i eight_sums(const float *const rows[], const float *weights, size_t row_count, size_t i)
{
    __m256 sum = eight_sums_f32(rows, weights, row_count, i);
    sum = _mm256_min_ps(_mm256_max_ps(sum, _mm256_setzero_ps()), _mm256_set1_ps(255));
    return _mm256_cvtps_epi32(sum);
}

static void mix_rows_u8(uint8_t *out, const float *const rows[], const float *weights, size_t row_count, size_t count)
{
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        const __m256i sums = eight_sums(rows, weights, row_count, i);
        const __m128i halves = _mm_packs_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
        _mm_storel_epi64((__m128i *)(void *)(out + i), _mm_packus_epi16(halves, halves));
    }
    for (; i < count; i++) {
        float sum = weights[0] * rows[0][i];
        for (size_t r = 1; r < row_count; r++) sum += weights[r] * rows[r][i];
        const __m128 one = _mm_min_ss(_mm_max_ss(_mm_set_ss(sum), _mm_setzero_ps()), _mm_set_ss(255));
        out[i] = (uint8_t)_mm_cvtss_si32(one);
    }
}

static void mix_rows_f32(float *out, const float *const rows[], const float *weights, size_t row_count, size_t count)
{
    size_t i = 0;
    for (; i + 8 <= count; i += 8) _mm256_storeu_ps(out + i, eight_sums_f32(rows, weights, row_count, i));
    for (; i < count; i++) {
        float sum = weights[0] * rows[0][i];
        for (size_t r = 1; r < row_count; r++) sum += weights[r] * rows[r][i];
        out[i] = sum;
    }
}

/* max_ps gives its second operand, 0, for a NaN, as the scalar version does. */
static __m256 above(__m256 value, __m256 threshold)
{
    return _mm256_max_ps(_mm256_sub_ps(value, threshold), _mm256_setzero_ps());
}

/* Eight filters of all pixels, sums in registers. */
static void rectify_eight(float *cell, const float *products, const float *mean, const float *scale, size_t pixels,
                          const struct au_rectifier *r, size_t f)
{
    const __m256 sums = _mm256_loadu_ps(r->sums + f), offsets = _mm256_loadu_ps(r->offsets + f);
    const __m256 threshold = _mm256_set1_ps(r->threshold), sign = _mm256_set1_ps(-0.0f);
    __m256 up = _mm256_loadu_ps(cell + f), down = _mm256_loadu_ps(cell + r->filters + f);
    for (size_t i = 0; i < pixels; i++) {
        const __m256 product = _mm256_loadu_ps(products + i * r->filters + f);
        const __m256 centred = _mm256_sub_ps(product, _mm256_mul_ps(_mm256_set1_ps(mean[i]), sums));
        const __m256 a = _mm256_sub_ps(_mm256_mul_ps(centred, _mm256_set1_ps(scale[i])), offsets);
        up = _mm256_add_ps(up, above(a, threshold));
        down = _mm256_add_ps(down, above(_mm256_xor_ps(a, sign), threshold));
    }
    _mm256_storeu_ps(cell + f, up);
    _mm256_storeu_ps(cell + r->filters + f, down);
}

static float above_one(float value, float threshold)
{
    const float over = value - threshold;
    return over > 0 ? over : 0;
}

static void rectify_f32(float *cell, const float *products, const float *mean, const float *scale, size_t pixels,
                        const struct au_rectifier *r)
{
    size_t f = 0;
    for (; f + 8 <= r->filters; f += 8) rectify_eight(cell, products, mean, scale, pixels, r, f);
    for (; f < r->filters; f++)
        for (size_t i = 0; i < pixels; i++) {
            const float a = (products[i * r->filters + f] - mean[i] * r->sums[f]) * scale[i] - r->offsets[f];
            cell[f] += above_one(a, r->threshold);
            cell[r->filters + f] += above_one(-a, r->threshold);
        }
}

static __m256 eight_arc_cosines(__m256 cosine)
{
    const __m256 one = _mm256_set1_ps(1), sign = _mm256_set1_ps(-0.0f);
    const __m256 cut = _mm256_min_ps(_mm256_max_ps(cosine, _mm256_set1_ps(-1)), one);
    const __m256 a = _mm256_andnot_ps(sign, cut);
    __m256 p = _mm256_set1_ps(au_arccos[0]);
    for (int i = 1; i < AU_ARCCOS_TERMS; i++) p = _mm256_add_ps(_mm256_mul_ps(p, a), _mm256_set1_ps(au_arccos[i]));
    const __m256 root = _mm256_sqrt_ps(_mm256_sub_ps(one, a)), angle = _mm256_mul_ps(root, p);
    const __m256 is_negative = _mm256_cmp_ps(cut, _mm256_setzero_ps(), _CMP_LT_OQ);
    const __m256 rest = _mm256_blendv_ps(_mm256_sub_ps(_mm256_set1_ps(AU_PI_F), angle), angle, is_negative);
    const __m256 first = _mm256_mul_ps(root, _mm256_sqrt_ps(_mm256_add_ps(one, a)));
    const __m256 second = _mm256_mul_ps(_mm256_mul_ps(_mm256_set1_ps(2), rest), cut);
    return _mm256_mul_ps(_mm256_add_ps(first, second), _mm256_set1_ps(1.0f / AU_PI_F));
}

static void arc_cosine_f32(float *cosines, size_t count)
{
    size_t i = 0;
    for (; i + 8 <= count; i += 8) _mm256_storeu_ps(cosines + i, eight_arc_cosines(_mm256_loadu_ps(cosines + i)));
    au_kernels_scalar.arc_cosine_f32(cosines + i, count - i);
}

static __m256 polynomial(const float *terms, int count, __m256 at)
{
    __m256 p = _mm256_set1_ps(terms[0]);
    for (int i = 1; i < count; i++) p = _mm256_add_ps(_mm256_mul_ps(p, at), _mm256_set1_ps(terms[i]));
    return p;
}

static __m256 eight_cosines(__m256 value)
{
    const __m256 sign = _mm256_set1_ps(-0.0f), turns = _mm256_mul_ps(value, _mm256_set1_ps(AU_PER_TURN_F));
    const __m256 is_up = _mm256_cmp_ps(turns, _mm256_setzero_ps(), _CMP_GE_OQ);
    const __m256 half = _mm256_blendv_ps(_mm256_set1_ps(-0.5f), _mm256_set1_ps(0.5f), is_up);
    const __m256 r = _mm256_sub_ps(turns, _mm256_cvtepi32_ps(_mm256_cvttps_epi32(_mm256_add_ps(turns, half))));
    const __m256 t = _mm256_mul_ps(_mm256_sub_ps(_mm256_andnot_ps(sign, r), _mm256_set1_ps(0.25f)),
                                   _mm256_set1_ps(AU_TURN_F));
    const __m256 p = polynomial(au_sine, AU_SINE_TERMS, _mm256_mul_ps(t, t));
    return _mm256_xor_ps(_mm256_mul_ps(t, p), sign);
}

static void cosines_f32(float *values, size_t count, float scale)
{
    const __m256 scales = _mm256_set1_ps(scale);
    size_t i = 0;
    for (; i + 8 <= count; i += 8)
        _mm256_storeu_ps(values + i, _mm256_mul_ps(eight_cosines(_mm256_loadu_ps(values + i)), scales));
    au_kernels_scalar.cosines_f32(values + i, count - i, scale);
}

static __m256 eight_eighths(__m256 x, __m256 y)
{
    const __m256 zero = _mm256_setzero_ps(), one = _mm256_set1_ps(1), sign = _mm256_set1_ps(-0.0f);
    const __m256 a = _mm256_andnot_ps(sign, x), b = _mm256_andnot_ps(sign, y);
    const __m256 most = _mm256_max_ps(a, b), least = _mm256_min_ps(a, b);
    const __m256 below = _mm256_blendv_ps(one, most, _mm256_cmp_ps(most, zero, _CMP_GT_OQ));
    const __m256 t = _mm256_div_ps(least, below);
    const __m256 first = _mm256_mul_ps(t, polynomial(au_arctan, AU_ARCTAN_TERMS, _mm256_mul_ps(t, t)));
    const __m256 quarter = _mm256_blendv_ps(first, _mm256_sub_ps(_mm256_set1_ps(2), first),
                                            _mm256_cmp_ps(b, a, _CMP_GT_OQ));
    const __m256 half = _mm256_blendv_ps(quarter, _mm256_sub_ps(_mm256_set1_ps(4), quarter),
                                         _mm256_cmp_ps(x, zero, _CMP_LT_OQ));
    const __m256 turned = _mm256_blendv_ps(half, _mm256_xor_ps(half, sign), _mm256_cmp_ps(y, zero, _CMP_LT_OQ));
    return _mm256_add_ps(_mm256_set1_ps(4), turned);
}

static void directions_f32(float *size, float *place, const float *x, const float *y, size_t count)
{
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        const __m256 gx = _mm256_loadu_ps(x + i), gy = _mm256_loadu_ps(y + i);
        const __m256 square = _mm256_add_ps(_mm256_mul_ps(gx, gx), _mm256_mul_ps(gy, gy));
        _mm256_storeu_ps(size + i, _mm256_sqrt_ps(square));
        _mm256_storeu_ps(place + i, eight_eighths(gx, gy));
    }
    au_kernels_scalar.directions_f32(size + i, place + i, x + i, y + i, count - i);
}

const struct au_kernels au_kernels_avx2 = {
    .name = "avx2",
    .reverse_u8 = reverse_u8,
    .mix_rows_u8 = mix_rows_u8,
    .mix_rows_f32 = mix_rows_f32,
    .rectify_f32 = rectify_f32,
    .arc_cosine_f32 = arc_cosine_f32,
    .cosines_f32 = cosines_f32,
    .directions_f32 = directions_f32,
};
#else
typedef int au_kernel_avx2_unused;
#endif
