/* SPDX-License-Identifier: Apache-2.0
 * test_random.c - Philox against the authors' known answers; are the distributions what they are called? */
#include "core/random.h"

#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

#define SEED 424242

TEST(philox_gives_the_known_answers_of_its_authors)
{
    static const struct {
        uint32_t counter[4], key[2], out[4];
    } known[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        uint32_t out[4];
        au_philox(known[i].key, known[i].counter, out);
        CHECK_SAY(memcmp(out, known[i].out, sizeof out) == 0, "vector %d: %08x %08x %08x %08x", (int)i, out[0], out[1],
                  out[2], out[3]);
    }
}

TEST(a_stream_is_the_cipher_of_its_counter)
{
    struct au_rng rng;
    const uint64_t seed = 0x0123456789abcdef, stream = 0xfedcba9876543210;
    const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
    au_rng_start(&rng, seed, stream);
    for (uint32_t block = 0; block < 50; block++) {
        const uint32_t counter[4] = {block, 0, (uint32_t)stream, (uint32_t)(stream >> 32)};
        uint32_t out[4];
        au_philox(key, counter, out);
        for (int i = 0; i < 4; i++) CHECK(au_rng_u32(&rng) == out[i]);
    }
}

TEST(a_counter_carries_into_its_second_word)
{
    struct au_rng rng;
    au_rng_start(&rng, 1, 2);
    rng.counter[0] = 0xffffffff;
    for (int i = 0; i < 4; i++) au_rng_u32(&rng);
    CHECK(rng.counter[0] == 0 && rng.counter[1] == 1);
}

TEST(a_copy_goes_on_alike_and_other_seeds_and_streams_differ)
{
    struct au_rng rng, copy, other;
    au_rng_start(&rng, 5, 6);
    au_rng_normal(&rng); /* a spare one is kept, which the copy must have too */
    copy = rng;
    for (int i = 0; i < 20; i++) CHECK(au_rng_normal(&rng) == au_rng_normal(&copy));
    static const uint64_t near[][2] = {{5, 7}, {6, 5}, {4, 6}, {5, (uint64_t)6 << 32}, {(uint64_t)5 << 32, 6}};
    for (size_t i = 0; i < sizeof near / sizeof *near; i++) {
        int equal = 0;
        au_rng_start(&rng, 5, 6);
        au_rng_start(&other, near[i][0], near[i][1]);
        for (int k = 0; k < 1000; k++) equal += au_rng_u32(&rng) == au_rng_u32(&other);
        CHECK_SAY(equal <= 1, "seed and stream %d: %d numbers are the same", (int)i, equal);
    }
}

/* (chi^2 - df) / sd: within 5 for good numbers. */
static double chi_square_score(const int *counts, int cells, double expected)
{
    double sum = 0;
    for (int i = 0; i < cells; i++) sum += (counts[i] - expected) * (counts[i] - expected) / expected;
    return (sum - (cells - 1)) / sqrt(2.0 * (cells - 1));
}

TEST(every_byte_of_the_words_is_uniform)
{
    static int counts[4][256];
    struct au_rng rng;
    const int draws = 200000;
    au_rng_start(&rng, SEED, 1);
    for (int i = 0; i < draws; i++) {
        const uint32_t word = au_rng_u32(&rng);
        for (int b = 0; b < 4; b++) counts[b][word >> (8 * b) & 0xff]++;
    }
    for (int b = 0; b < 4; b++) {
        const double score = chi_square_score(counts[b], 256, draws / 256.0);
        CHECK_SAY(fabs(score) < 5, "byte %d, seed %d: %.2f", b, SEED, score);
    }
}

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Kolmogorov's distance times root(n): above 2 in 1 of 1500 samples of the right law. */
static double kolmogorov(double *values, int count, double (*cdf)(double))
{
    double most = 0;
    qsort(values, (size_t)count, sizeof *values, compare);
    for (int i = 0; i < count; i++) {
        const double p = cdf(values[i]);
        most = fmax(most, fmax(fabs((double)i / count - p), fabs((i + 1.0) / count - p)));
    }
    return most * sqrt(count);
}

static double uniform_cdf(double x)
{
    return x;
}

static double normal_cdf(double x)
{
    return 0.5 * erfc(-x / sqrt(2));
}

#define DRAWS 50000

TEST(uniform_numbers_are_uniform_and_normal_ones_normal)
{
    static double values[DRAWS];
    struct au_rng rng;
    au_rng_start(&rng, SEED, 2);
    for (int i = 0; i < DRAWS; i++) {
        values[i] = au_rng_uniform(&rng);
        CHECK(values[i] >= 0 && values[i] < 1 && values[i] * 0x1p53 == floor(values[i] * 0x1p53));
    }
    const double flat = kolmogorov(values, DRAWS, uniform_cdf);
    for (int i = 0; i < DRAWS; i++) values[i] = au_rng_normal(&rng);
    double correlation = 0;
    for (int i = 0; i + 1 < DRAWS; i++) correlation += values[i] * values[i + 1] / sqrt(DRAWS);
    const double bell = kolmogorov(values, DRAWS, normal_cdf);
    printf("seed %d: Kolmogorov %.2f (uniform), %.2f (normal), neighbours %.2f\n", SEED, flat, bell, correlation);
    CHECK(flat < 2 && bell < 2 && fabs(correlation) < 4);
}

TEST(integers_are_unbiased_over_narrow_wide_and_full_spans)
{
    struct au_rng rng;
    int counts[7] = {0}, thirds[3] = {0}, signs[2] = {0};
    au_rng_start(&rng, SEED, 3);
    for (int i = 0; i < 70000; i++) {
        const int value = au_rng_integer(&rng, -3, 3);
        CHECK(value >= -3 && value <= 3);
        counts[value + 3]++;
    }
    CHECK(fabs(chi_square_score(counts, 7, 10000)) < 5);
    for (int i = 0; i < 30000; i++) { /* 3 * 2^30 values: a plain modulo would give the first third half of the draws */
        const int64_t value = (int64_t)au_rng_integer(&rng, INT_MIN, (1 << 30) - 1) - INT_MIN;
        thirds[value >> 30]++;
    }
    CHECK(fabs(chi_square_score(thirds, 3, 10000)) < 5);
    for (int i = 0; i < 20000; i++) signs[au_rng_integer(&rng, INT_MIN, INT_MAX) < 0]++;
    CHECK(fabs(chi_square_score(signs, 2, 10000)) < 5);
    CHECK(au_rng_integer(&rng, 9, 9) == 9);
}

TEST(between_never_reaches_its_upper_end)
{
    static const double ends[][2] = {{0, 1}, {-2, 3}, {1, 1.0000000000000002}, {1e16, 1e16 + 2}, {5, 5}, {-0.1, 0.1}};
    struct au_rng rng;
    au_rng_start(&rng, SEED, 4);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        for (int k = 0; k < 1000; k++) {
            const double value = au_rng_between(&rng, ends[i][0], ends[i][1]);
            CHECK_SAY(value >= ends[i][0] && (value < ends[i][1] || ends[i][0] == ends[i][1]), "%.17g", value);
        }
    }
}

TEST(a_shuffle_gives_every_order_equally_often)
{
    struct au_rng rng;
    int counts[24] = {0};
    au_rng_start(&rng, SEED, 5);
    for (int round = 0; round < 24000; round++) {
        uint32_t items[4] = {0, 1, 2, 3};
        bool seen[4] = {false};
        au_rng_shuffle(&rng, items, 4);
        int code = 0;
        for (int i = 0; i < 4; i++) { /* Lehmer code */
            int smaller = 0;
            for (int k = i + 1; k < 4; k++) smaller += items[k] < items[i];
            code = code * (4 - i) + smaller;
            CHECK(items[i] < 4 && !seen[items[i]]);
            seen[items[i]] = true;
        }
        counts[code]++;
    }
    CHECK(fabs(chi_square_score(counts, 24, 1000)) < 5);
    uint32_t one = 7;
    au_rng_shuffle(&rng, &one, 1);
    au_rng_shuffle(&rng, NULL, 0);
    CHECK(one == 7);
}
