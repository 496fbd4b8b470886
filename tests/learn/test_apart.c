/* SPDX-License-Identifier: Apache-2.0
 * test_apart.c - versions of known distance are told apart as theory says. */
#include <math.h>
#include <string.h>

#include "check.h"
#include "core/memory.h"
#include "core/random.h"
#include "learn/apart.h"
#include "learn/linalg.h"
#include "stats/distribution.h"

enum { N = 4000, D = 6 };

static struct aug_error err;
static uint8_t fold[N];

/* Standard normal features, `shift` added to the first. */
static struct au_apart version(uint64_t seed, float shift)
{
    struct au_rng rng;
    float *z = au_alloc(N * (D + 1), sizeof *z);
    au_rng_start(&rng, seed, 3);
    for (size_t i = 0; i < N; i++) {
        for (size_t k = 0; k < D; k++) z[i * (D + 1) + k] = (float)au_rng_normal(&rng);
        z[i * (D + 1)] += shift;
        fold[i] = (uint8_t)(i % AU_FOLDS);
    }
    struct au_apart arm = {0};
    au_linalg_start();
    CHECK_OK(au_apart_make(z, N, D + 1, fold, &arm, &err));
    return arm;
}

/* 1 - 2 error. */
static double told(const struct au_apart *a, const struct au_apart *b)
{
    static float votes_a[N], votes_b[N];
    double sum = 0;
    CHECK_OK(au_apart_votes(a, b, votes_a, votes_b, &err));
    for (size_t i = 0; i < N; i++) sum += (double)(votes_b[i] - votes_a[i]);
    return sum / N;
}

TEST(a_version_is_not_told_from_itself_and_every_vote_is_a_tie)
{
    struct au_apart a = version(1, 0), b = version(1, 0);
    static float votes[N], others[N];
    CHECK_OK(au_apart_votes(&a, &b, votes, others, &err));
    for (size_t i = 0; i < N; i++) CHECK(votes[i] == 0.5f && others[i] == 0.5f);
    au_apart_release(&b);
    au_apart_release(&a);
}

TEST(two_normal_laws_are_told_apart_as_well_as_the_bayes_rule_does)
{
    static const double shifts[] = {0.3, 1, 2, 4};
    for (size_t i = 0; i < 4; i++)
        for (uint64_t same = 0; same < 2; same++) { /* the same images shifted, and other images */
            struct au_apart a = version(2, 0), b = version(3 - same, (float)shifts[i]);
            const double j = told(&a, &b), best = 2 * au_normal_cdf(shifts[i] / 2) - 1;
            CHECK_SAY(fabs(j - best) < 0.04, "shift %g: told %.3f, the Bayes rule %.3f", shifts[i], j, best);
            au_apart_release(&b);
            au_apart_release(&a);
        }
}

TEST(two_samples_of_one_law_are_not_told_apart)
{
    for (uint64_t seed = 10; seed < 16; seed += 2) {
        struct au_apart a = version(seed, 0), b = version(seed + 1, 0);
        CHECK_SAY(fabs(told(&a, &b)) < 0.06, "told %.3f", told(&a, &b));
        au_apart_release(&b);
        au_apart_release(&a);
    }
}

TEST(classes_that_differ_in_one_feature_are_read_as_the_bayes_rule_reads_them)
{
    static uint32_t label[N], read[N];
    struct au_apart arm = version(4, 0);
    struct au_rng rng;
    size_t right = 0;
    float *z = au_alloc(N * (D + 1), sizeof *z);
    au_rng_start(&rng, 9, 9);
    memcpy(z, arm.z, N * (D + 1) * sizeof *z);
    for (size_t i = 0; i < N; i++) {
        label[i] = (uint32_t)au_rng_integer(&rng, 0, 1);
        z[i * (D + 1) + 2] += label[i] ? 1.0f : -1.0f;
    }
    au_apart_release(&arm);
    CHECK_OK(au_apart_make(z, N, D + 1, fold, &arm, &err));
    CHECK_OK(au_apart_classes(&arm, label, 2, read, &err));
    for (size_t i = 0; i < N; i++) right += read[i] == label[i];
    CHECK_SAY(fabs((double)right / N - au_normal_cdf(1)) < 0.02, "right %.3f, the Bayes rule %.3f", (double)right / N,
              au_normal_cdf(1));
    au_apart_release(&arm);
}

TEST(every_failing_allocation_of_telling_apart_is_reported_and_leaks_nothing)
{
    struct au_apart a = version(5, 0), b = version(6, 1);
    static float votes[N], others[N];
    const size_t live = au_memory_live();
    for (size_t n = 1; n <= 2; n++) {
        au_memory_fail_at(n);
        CHECK(au_apart_votes(&a, &b, votes, others, &err) == AUG_NO_MEMORY);
        au_memory_fail_at(0);
        CHECK(au_memory_live() == live);
    }
    for (size_t n = 2; n <= 12; n++) { /* the first is z */
        struct au_apart c = {0};
        float *z = au_alloc(N * 2, sizeof *z);
        au_memory_fail_at(n - 1);
        CHECK(au_apart_make(z, N, 2, fold, &c, &err) == AUG_NO_MEMORY);
        au_memory_fail_at(0);
        CHECK(au_memory_live() == live);
    }
    au_apart_release(&b);
    au_apart_release(&a);
}
