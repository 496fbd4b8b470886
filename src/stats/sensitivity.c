/* SPDX-License-Identifier: Apache-2.0
 * sensitivity.c - Sobol' points, variance shares from them, Shapley values by subsets, Plackett-Burman by its generator. */
#include "sensitivity.h"

#include <math.h>

#include "core/random.h"

#define DIMENSIONS (2 * AU_SOBOL_FACTORS_MAX)
#define BITS 32

/* Primitive polynomial (degree, inner coefficients as bits) and first direction numbers of each dimension but the first. */
static const struct {
    int degree;
    uint32_t inner, first[7];
} polynomials[DIMENSIONS - 1] = {
    {1, 0, {1}},
    {2, 1, {1, 3}},
    {3, 1, {1, 3, 1}},
    {3, 2, {1, 1, 1}},
    {4, 1, {1, 1, 3, 3}},
    {4, 4, {1, 3, 5, 13}},
    {5, 2, {1, 1, 5, 5, 17}},
    {5, 4, {1, 1, 5, 5, 5}},
    {5, 7, {1, 1, 7, 11, 19}},
    {5, 11, {1, 1, 5, 1, 1}},
    {5, 13, {1, 1, 1, 3, 11}},
    {5, 14, {1, 3, 5, 5, 31}},
    {6, 1, {1, 3, 3, 9, 7, 49}},
    {6, 13, {1, 1, 1, 15, 21, 21}},
    {6, 16, {1, 3, 1, 13, 27, 49}},
    {6, 19, {1, 1, 1, 15, 7, 5}},
    {6, 22, {1, 3, 1, 15, 13, 25}},
    {6, 25, {1, 1, 5, 5, 19, 61}},
    {7, 1, {1, 3, 7, 11, 23, 15, 103}},
};

static void fill_directions(int dimension, uint32_t out[BITS])
{
    if (dimension == 0) {
        for (int i = 0; i < BITS; i++) out[i] = UINT32_C(1) << (BITS - 1 - i);
        return;
    }
    const int s = polynomials[dimension - 1].degree;
    for (int i = 0; i < s; i++) out[i] = polynomials[dimension - 1].first[i] << (BITS - 1 - i);
    for (int i = s; i < BITS; i++) {
        out[i] = out[i - s] ^ out[i - s] >> s;
        for (int k = 1; k < s; k++)
            if (polynomials[dimension - 1].inner >> (s - 1 - k) & 1) out[i] ^= out[i - k];
    }
}

static double coordinate(uint32_t row, int dimension, uint64_t seed)
{
    uint32_t directions[BITS];
    struct au_rng rng;
    au_rng_start(&rng, seed, (uint64_t)dimension);
    uint32_t value = au_rng_u32(&rng);
    const uint32_t gray = row ^ row >> 1;
    fill_directions(dimension, directions);
    for (int i = 0; i < BITS; i++)
        if (gray >> i & 1) value ^= directions[i];
    return (value + 0.5) / 4294967296.0;
}

void au_sobol_row(uint32_t row, int factors, uint32_t from_second, uint64_t seed, double *out)
{
    for (int i = 0; i < factors; i++) out[i] = coordinate(row, from_second >> i & 1 ? factors + i : i, seed);
}

struct moments {
    double mean, variance;
};

static struct moments moments_of(const double *first, const double *second, size_t count)
{
    struct moments m = {0};
    for (size_t r = 0; r < count; r++) m.mean += (first[r] + second[r]) / (2 * (double)count);
    for (size_t r = 0; r < count; r++)
        m.variance += (first[r] - m.mean) * (first[r] - m.mean) + (second[r] - m.mean) * (second[r] - m.mean);
    m.variance /= 2 * (double)count;
    return m;
}

/* What row r adds to V, to the closed and to the total numerator. */
static void row_terms(const double *first, const double *second, const double *mixed, size_t r, double mean,
                      double out[3])
{
    const double a = first[r] - mean, b = second[r] - mean, change = mixed[r] - first[r];
    out[0] = (a * a + b * b) / 2;
    out[1] = b * change;
    out[2] = change * change / 2;
}

struct au_sobol au_sobol_index(const double *first, const double *second, const double *mixed, size_t count)
{
    struct au_sobol out = {0};
    const struct moments m = count > 1 ? moments_of(first, second, count) : (struct moments){0};
    const double n = (double)count;
    double terms[3], closed = 0, total = 0;
    if (!(m.variance > 0)) return out;
    for (size_t r = 0; r < count; r++) {
        row_terms(first, second, mixed, r, m.mean, terms);
        out.closed += terms[1] / (n * m.variance);
        out.total += terms[2] / (n * m.variance);
    }
    for (size_t r = 0; r < count; r++) {
        row_terms(first, second, mixed, r, m.mean, terms);
        closed += pow((terms[1] - out.closed * terms[0]) / m.variance, 2);
        total += pow((terms[2] - out.total * terms[0]) / m.variance, 2);
    }
    out.closed_se = sqrt(closed / (n * (n - 1)));
    out.total_se = sqrt(total / (n * (n - 1)));
    return out;
}

static int size_of(uint32_t subset)
{
    int size = 0;
    for (; subset; subset &= subset - 1) size++;
    return size;
}

/* size! (count - size)! / (count + 1)! = 1 / ((count + 1) binomial(count, size)) */
static double weight(int size, int count)
{
    double binomial = 1;
    for (int i = 1; i <= size; i++) binomial = binomial * (count - size + i) / i;
    return 1 / ((count + 1) * binomial);
}

void au_shapley(const double *value, int players, double *out)
{
    const uint32_t all = UINT32_C(1) << players;
    for (int i = 0; i < players; i++) {
        const uint32_t own = UINT32_C(1) << i;
        out[i] = 0;
        for (uint32_t s = 0; s < all; s++)
            if (!(s & own)) out[i] += weight(size_of(s), players - 1) * (value[s | own] - value[s]);
    }
}

double au_shapley_pair(const double *value, int players, int i, int j)
{
    const uint32_t all = UINT32_C(1) << players, one = UINT32_C(1) << i, two = UINT32_C(1) << j;
    double sum = 0;
    for (uint32_t s = 0; s < all; s++)
        if (!(s & (one | two)))
            sum += weight(size_of(s), players - 2) *
                   (value[s | one | two] - value[s | one] - value[s | two] + value[s]);
    return sum;
}

int au_plackett_burman(int run, int factor)
{
    static const char generator[] = "++-+++---+-";
    const int fold = run >= AU_PLACKETT_BURMAN_RUNS ? -1 : 1, row = run % AU_PLACKETT_BURMAN_RUNS;
    if (row == AU_PLACKETT_BURMAN_RUNS - 1) return -fold;
    const int place = (factor - row + AU_PLACKETT_BURMAN_FACTORS) % AU_PLACKETT_BURMAN_FACTORS;
    return generator[place] == '+' ? fold : -fold;
}

double au_factor_effect(const double *results, int runs, int factor)
{
    double sum = 0;
    for (int run = 0; run < runs; run++) sum += au_plackett_burman(run, factor) * results[run];
    return 2 * sum / runs;
}
