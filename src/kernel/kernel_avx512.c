/* SPDX-License-Identifier: Apache-2.0
 * kernel_avx512.c - row primitives for x86-64 with AVX-512, where twice the width of AVX2 pays; the last few values of a row go to the version for AVX2. */
#include "kernel_tables.h"

#if defined(__x86_64__)
#include <immintrin.h>

static __m512 sixteen_cosines(__m512 value)
{
    const __m512 sign = _mm512_set1_ps(-0.0f), turns = _mm512_mul_ps(value, _mm512_set1_ps(AU_PER_TURN_F));
    const __mmask16 is_up = _mm512_cmp_ps_mask(turns, _mm512_setzero_ps(), _CMP_GE_OQ);
    const __m512 half = _mm512_mask_blend_ps(is_up, _mm512_set1_ps(-0.5f), _mm512_set1_ps(0.5f));
    const __m512 r = _mm512_sub_ps(turns, _mm512_cvtepi32_ps(_mm512_cvttps_epi32(_mm512_add_ps(turns, half))));
    const __m512 t = _mm512_mul_ps(_mm512_sub_ps(_mm512_andnot_ps(sign, r), _mm512_set1_ps(0.25f)),
                                   _mm512_set1_ps(AU_TURN_F));
    const __m512 square = _mm512_mul_ps(t, t);
    __m512 p = _mm512_set1_ps(au_sine[0]);
    for (int i = 1; i < AU_SINE_TERMS; i++) p = _mm512_add_ps(_mm512_mul_ps(p, square), _mm512_set1_ps(au_sine[i]));
    return _mm512_xor_ps(_mm512_mul_ps(t, p), sign);
}

static void cosines_f32(float *values, const float *phases, size_t count, float scale)
{
    size_t i = 0;
    for (; i + 16 <= count; i += 16) {
        const __m512 value = _mm512_add_ps(_mm512_loadu_ps(values + i), _mm512_loadu_ps(phases + i));
        _mm512_storeu_ps(values + i, _mm512_mul_ps(sixteen_cosines(value), _mm512_set1_ps(scale)));
    }
    au_kernels_avx2.cosines_f32(values + i, phases + i, count - i, scale);
}

/* min_ps gives its second operand for a NaN, as the scalar version does. */
static __m512 less_of(const float *products, const float *norms, __m512 least)
{
    const __m512 twice = _mm512_mul_ps(_mm512_set1_ps(2), _mm512_loadu_ps(products));
    return _mm512_min_ps(_mm512_sub_ps(_mm512_loadu_ps(norms), twice), least);
}

static float least_f32(const float *products, const float *norms, size_t count, float least)
{
    __m512 lanes[4];
    size_t i = 0;
    for (int v = 0; v < 4; v++) lanes[v] = _mm512_set1_ps(least);
    for (; i + 64 <= count; i += 64)
        for (size_t v = 0; v < 4; v++) lanes[v] = less_of(products + i + 16 * v, norms + i + 16 * v, lanes[v]);
    for (; i + 16 <= count; i += 16) lanes[0] = less_of(products + i, norms + i, lanes[0]);
    const __m512 last = _mm512_min_ps(_mm512_min_ps(lanes[0], lanes[1]), _mm512_min_ps(lanes[2], lanes[3]));
    return au_kernels_avx2.least_f32(products + i, norms + i, count - i, _mm512_reduce_min_ps(last));
}

struct sixteen { /* a seeker in every lane */
    __m512 norm;
    __m512i group;
};

/* Lanes that are not wanted are neither read nor written, and far. */
static __m512 sixteen_distances(float *products, const struct au_shelf *shelf, size_t i, struct sixteen seeker,
                                __mmask16 wanted)
{
    const __m512i groups = _mm512_maskz_loadu_epi32(wanted, shelf->groups + i);
    const __mmask16 counts = _mm512_mask_cmpneq_epi32_mask(wanted, groups, seeker.group);
    const __m512 twice = _mm512_mul_ps(_mm512_set1_ps(2), _mm512_maskz_loadu_ps(wanted, products + i));
    const __m512 sum = _mm512_add_ps(seeker.norm, _mm512_maskz_loadu_ps(wanted, shelf->norms + i));
    const __m512 distance = _mm512_mask_max_ps(_mm512_set1_ps(AU_FAR), counts, _mm512_sub_ps(sum, twice),
                                               _mm512_setzero_ps());
    _mm512_mask_storeu_ps(products + i, wanted, distance);
    return distance;
}

static __mmask16 first_of(size_t left)
{
    return (__mmask16)(left < 16 ? (1u << left) - 1 : 0xffff);
}

/* Products become distances; least: the smallest of each of AU_KTH_MAX shares of them. */
static void all_distances(float *products, const struct au_shelf *shelf, const struct au_seeker *seeker,
                          __m512 least[4])
{
    const struct sixteen sixteen = {_mm512_set1_ps(seeker->norm), _mm512_set1_epi32((int)seeker->group)};
    size_t i = 0;
    for (int v = 0; v < 4; v++) least[v] = _mm512_set1_ps(AU_FAR);
    for (; i + 64 <= shelf->count; i += 64)
        for (size_t v = 0; v < 4; v++)
            least[v] = _mm512_min_ps(sixteen_distances(products, shelf, i + 16 * v, sixteen, 0xffff), least[v]);
    for (; i < shelf->count; i += 16) {
        const __mmask16 wanted = first_of(shelf->count - i);
        least[0] = _mm512_min_ps(sixteen_distances(products, shelf, i, sixteen, wanted), least[0]);
    }
}

/* The k-th smallest of count values, a multiple of 16: the largest of those than which fewer than k are smaller. */
static float kth_of(const float *values, size_t count, size_t k)
{
    const __m512i one = _mm512_set1_epi32(1);
    __m512 most = _mm512_set1_ps(-1);
    for (size_t i = 0; i < count; i += 16) {
        const __m512 sixteen = _mm512_loadu_ps(values + i);
        __m512i less = _mm512_setzero_si512();
        for (size_t j = 0; j < count; j++) {
            const __mmask16 is_less = _mm512_cmp_ps_mask(_mm512_set1_ps(values[j]), sixteen, _CMP_LT_OQ);
            less = _mm512_mask_add_epi32(less, is_less, less, one);
        }
        const __mmask16 is_kept = _mm512_cmplt_epi32_mask(less, _mm512_set1_epi32((int)k));
        most = _mm512_mask_max_ps(most, is_kept, sixteen, most);
    }
    return _mm512_reduce_max_ps(most);
}

/* Of few shares of the values only as many minima are needed as leave k of them some choice; the k-th bounds the k-th of all. */
static float bound_of(__m512 least[4], size_t k)
{
    float values[AU_KTH_MAX];
    size_t vectors = 4;
    for (; vectors > 1 && vectors * 16 >= 3 * k; vectors /= 2)
        for (size_t v = 0; v < vectors / 2; v++) least[v] = _mm512_min_ps(least[v], least[v + vectors / 2]);
    for (size_t v = 0; v < vectors; v++) _mm512_storeu_ps(values + 16 * v, least[v]);
    return kth_of(values, vectors * 16, k);
}

/* Writes sixteen values, those below the limit first; how many they are. */
static size_t take_sixteen(__m512 values, __m512 limit, float *out)
{
    const __mmask16 is_below = _mm512_cmp_ps_mask(values, limit, _CMP_LT_OQ);
    _mm512_storeu_ps(out, _mm512_maskz_compress_ps(is_below, values));
    return (size_t)__builtin_popcount(is_below);
}

static size_t take_below(const float *values, size_t count, float limit, float *out)
{
    const __m512 limits = _mm512_set1_ps(limit), none = _mm512_set1_ps(AU_FAR);
    size_t some = 0, i = 0;
    for (; i + 16 <= count; i += 16) some += take_sixteen(_mm512_loadu_ps(values + i), limits, out + some);
    return some + take_sixteen(_mm512_mask_loadu_ps(none, first_of(count - i), values + i), limits, out + some);
}

static float kth_distance_f32(float *products, const struct au_shelf *shelf, const struct au_seeker *seeker,
                              float *room)
{
    __m512 least[4];
    all_distances(products, shelf, seeker, least);
    const float bound = bound_of(least, seeker->k);
    const size_t some = take_below(products, shelf->count, bound, room);
    if (some < seeker->k) return bound;
    _mm512_storeu_ps(room + some, _mm512_set1_ps(AU_FAR));
    return kth_of(room, (some + 15) / 16 * 16, seeker->k);
}

const struct au_kernels au_kernels_avx512 = {
    .name = "avx512",
    .cosines_f32 = cosines_f32,
    .least_f32 = least_f32,
    .kth_distance_f32 = kth_distance_f32,
};
#else
typedef int au_kernel_avx512_unused;
#endif
