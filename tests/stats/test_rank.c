/* SPDX-License-Identifier: Apache-2.0
 * test_rank.c - selection and order against counting; sample sizes against methods.md. */
#include "stats/rank.h"

#include <math.h>
#include <string.h>

#include "check.h"
#include "core/random.h"
#include "stats/samples_needed.h"

#define MOST 300

/* Random, few distinct, rising, falling, all equal, organ pipe, and a saw. */
static double pattern(int kind, int i, int count, struct au_rng *rng)
{
    switch (kind) {
    case 0: return au_rng_normal(rng);
    case 1: return au_rng_integer(rng, 0, 3);
    case 2: return i;
    case 3: return -i;
    case 4: return 7;
    case 5: return i < count / 2 ? i : count - i;
    default: return i % 10;
    }
}

TEST(nth_has_as_many_below_and_above_as_its_rank_says)
{
    struct au_rng rng;
    double values[MOST], kept[MOST];
    float floats[MOST];
    au_rng_start(&rng, 3, 1);
    for (int kind = 0; kind < 7; kind++) {
        for (int count = 1; count < MOST; count = count * 2 + 1) {
            for (int i = 0; i < count; i++) kept[i] = pattern(kind, i, count, &rng);
            for (int k = 0; k < count; k += count / 9 + 1) {
                memcpy(values, kept, sizeof values);
                for (int i = 0; i < count; i++) floats[i] = (float)kept[i];
                const double got = au_nth(values, (size_t)count, (size_t)k);
                int below = 0, equal = 0;
                for (int i = 0; i < count; i++) below += kept[i] < got, equal += kept[i] == got;
                CHECK_SAY(below <= k && k < below + equal, "pattern %d, %d of %d", kind, k, count);
                CHECK(values[k] == got && au_nth_f32(floats, (size_t)count, (size_t)k) == (float)got);
                for (int i = 0; i < count; i++) CHECK(i < k ? values[i] <= got : values[i] >= got);
            }
        }
    }
}

TEST(order_sorts_upwards_and_keeps_ties_in_order)
{
    struct au_rng rng;
    double values[MOST];
    uint32_t order[MOST];
    au_rng_start(&rng, 3, 2);
    for (int kind = 0; kind < 7; kind++) {
        for (int count = 0; count < MOST; count = count * 2 + 1) {
            bool seen[MOST] = {false};
            for (int i = 0; i < count; i++) values[i] = pattern(kind, i, count, &rng);
            au_order(values, (size_t)count, order);
            for (int i = 0; i < count; i++) {
                CHECK(order[i] < (uint32_t)count && !seen[order[i]]);
                seen[order[i]] = true;
                if (i == 0) continue;
                const double a = values[order[i - 1]], b = values[order[i]];
                CHECK(a < b || (a == b && order[i - 1] < order[i]));
            }
        }
    }
}

TEST(sample_sizes_are_those_of_the_methods_page)
{
    CHECK(au_pairs_for_equivalence(0.02, 0.05, 0.05, 0.8) == 1071);
    CHECK(au_pairs_for_equivalence(0.02, 0.10, 0.05, 0.8) == 2141);
    CHECK(au_pairs_for_equivalence(0.03, 0.10, 0.05, 0.8) == 952);
    CHECK(au_pairs_for_equivalence(0.05, 0.10, 0.05, 0.8) == 343);
    CHECK(au_pairs_for_noninferiority(0.02, 0.05, 0.05, 0.8) == 773); /* (1.6449 + .8416)^2 * 125 = 772.8 */
    CHECK(au_trials_without_failure(0.01, 0.05) == 299 && au_trials_without_failure(0.02, 0.05) == 149);
    CHECK(au_trials_without_failure(0.05, 0.05) == 59 && au_trials_without_failure(0.10, 0.05) == 29);
    CHECK(au_trials_without_failure(1, 0.05) == 1 && au_trials_without_failure(0, 0.05) == SIZE_MAX);
    CHECK(au_pairs_for_equivalence(0, 0.1, 0.05, 0.8) == SIZE_MAX &&
          au_pairs_for_equivalence(NAN, 0.1, 0.05, 0.8) == SIZE_MAX);
}

TEST(clusters_needed_is_the_first_number_that_clears_the_margin)
{
    static const double margins[] = {0.02, 0.05, 0.3};
    for (size_t i = 0; i < 3; i++) {
        for (double mean = -0.1; mean < 0.3; mean += 0.037) {
            const struct au_mean now = {mean, 0.03, 40, 200};
            const size_t needed = au_clusters_needed(now, margins[i], 0.05);
            if (mean >= margins[i]) {
                CHECK(needed == SIZE_MAX);
                continue;
            }
            for (int less = 0; less < 2; less++) {
                const size_t clusters = needed - (size_t)less;
                const struct au_mean then = {mean, 0.03 * sqrt(40 / (double)clusters), clusters, 0};
                CHECK_SAY((au_careful_high(then, 0.05) <= margins[i]) == !less, "%d clusters for %g below %g",
                          (int)needed, mean, margins[i]);
            }
        }
    }
    CHECK(au_clusters_needed((struct au_mean){0, 0, 1, 5}, 0.1, 0.05) == SIZE_MAX);
    CHECK(au_clusters_needed((struct au_mean){0, 0, 9, 5}, 1e-9, 0.05) == SIZE_MAX);
}
