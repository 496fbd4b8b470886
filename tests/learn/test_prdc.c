/* SPDX-License-Identifier: Apache-2.0
 * test_prdc.c - precision, recall, density and coverage: by definition, and where both samples have one law (methods F13, O16). */
#include <math.h>
#include <string.h>

#include "check.h"
#include "core/memory.h"
#include "core/random.h"
#include "learn/linalg.h"
#include "learn/prdc.h"

static struct aug_error err;

struct pair {
    struct au_points first, second;
    float *values;
    uint32_t *rows, *cluster;
};

/* Two normal samples, the second moved by `shift` along every axis, in one matrix. */
static struct pair draw(size_t n, size_t m, size_t d, double shift, uint64_t seed)
{
    struct pair p = {.values = au_alloc((n + m) * d, sizeof(float)),
                     .rows = au_alloc(n + m, sizeof(uint32_t)),
                     .cluster = au_alloc(n + m, sizeof(uint32_t))};
    struct au_rng rng;
    au_rng_start(&rng, seed, 16);
    for (size_t i = 0; i < n + m; i++) {
        p.rows[i] = p.cluster[i] = (uint32_t)i;
        for (size_t k = 0; k < d; k++) p.values[i * d + k] = (float)(au_rng_normal(&rng) + (i < n ? 0 : shift));
    }
    p.first = (struct au_points){p.values, p.rows, n, d, p.cluster};
    p.second = (struct au_points){p.values, p.rows + n, m, d, p.cluster};
    au_linalg_start();
    return p;
}

static void release(struct pair *p)
{
    au_free(p->values);
    au_free(p->rows);
    au_free(p->cluster);
}

static double squared(const struct pair *p, uint32_t a, uint32_t b)
{
    double sum = 0;
    for (size_t k = 0; k < p->first.dimensions; k++)
        sum += pow((double)p->values[a * p->first.dimensions + k] - (double)p->values[b * p->first.dimensions + k], 2);
    return sum;
}

static double radius(const struct pair *p, const struct au_points *sample, uint32_t row, size_t k)
{
    double nearest[8];
    for (size_t i = 0; i < k; i++) nearest[i] = INFINITY;
    for (size_t i = 0; i < sample->count; i++) {
        if (p->cluster[sample->rows[i]] == p->cluster[row]) continue;
        double d = squared(p, row, sample->rows[i]);
        for (size_t at = 0; at < k; at++)
            if (d < nearest[at]) {
                const double old = nearest[at];
                nearest[at] = d, d = old;
            }
    }
    return nearest[k - 1];
}

/* As the definitions say, pair by pair. */
static struct au_prdc slow(const struct pair *p, size_t k)
{
    struct au_prdc out = {0};
    const double n = (double)p->first.count, m = (double)p->second.count;
    for (size_t j = 0; j < p->second.count; j++) {
        int balls = 0;
        for (size_t i = 0; i < p->first.count; i++) {
            const uint32_t a = p->first.rows[i], b = p->second.rows[j];
            balls += p->cluster[a] != p->cluster[b] && squared(p, a, b) < radius(p, &p->first, a, k);
        }
        out.precision += (balls > 0) / m, out.density += balls / (m * (double)k);
    }
    for (size_t i = 0; i < p->first.count; i++) {
        bool covered = false, recalled = false;
        for (size_t j = 0; j < p->second.count; j++) {
            const uint32_t a = p->first.rows[i], b = p->second.rows[j];
            if (p->cluster[a] == p->cluster[b]) continue;
            covered = covered || squared(p, a, b) < radius(p, &p->first, a, k);
            recalled = recalled || squared(p, a, b) < radius(p, &p->second, b, k);
        }
        out.coverage += covered / n, out.recall += recalled / n;
    }
    return out;
}

TEST(precision_recall_density_and_coverage_are_those_of_their_definitions)
{
    for (uint64_t seed = 0; seed < 6; seed++) {
        struct pair p = draw(70, 50, 4, 0.3 * (double)seed, seed);
        struct au_prdc got;
        if (seed % 2) /* copies: a point of the second shares the cluster of one of the first */
            for (size_t j = 0; j < p.second.count; j++) p.cluster[p.second.rows[j]] = (uint32_t)j;
        CHECK_OK(au_prdc_measure(&p.first, &p.second, 5, &got, &err));
        const struct au_prdc want = slow(&p, 5);
        CHECK_SAY(fabs(got.precision - want.precision) < 1e-9 && fabs(got.recall - want.recall) < 1e-9 &&
                      fabs(got.density - want.density) < 1e-9 && fabs(got.coverage - want.coverage) < 1e-9,
                  "%g %g %g %g, not %g %g %g %g", got.precision, got.recall, got.density, got.coverage, want.precision,
                  want.recall, want.density, want.coverage);
        release(&p);
    }
    CHECK(au_memory_live() == 0);
}

TEST(O16_samples_of_one_law_have_density_one_and_the_coverage_that_the_formula_says)
{
    static const size_t sizes[][2] = {{600, 600}, {900, 300}, {300, 900}};
    CHECK(fabs(au_prdc_coverage_null(10000, 10000, 5) - 0.9688) < 5e-5);
    for (size_t s = 0; s < 3; s++) {
        double density = 0, coverage = 0;
        enum { ROUNDS = 12 };
        for (uint64_t seed = 0; seed < ROUNDS; seed++) {
            struct pair p = draw(sizes[s][0], sizes[s][1], 6, 0, 100 + seed);
            struct au_prdc got;
            CHECK_OK(au_prdc_measure(&p.first, &p.second, 5, &got, &err));
            density += got.density / ROUNDS, coverage += got.coverage / ROUNDS;
            release(&p);
        }
        const double expected = au_prdc_coverage_null(sizes[s][0], sizes[s][1], 5);
        CHECK_SAY(fabs(density - 1) < 0.03, "density %g", density);
        CHECK_SAY(fabs(coverage - expected) < 0.012, "coverage %g, not %g", coverage, expected);
    }
}

TEST(far_samples_have_nothing_in_common)
{
    struct pair p = draw(100, 100, 3, 50, 3);
    struct au_prdc got;
    CHECK_OK(au_prdc_measure(&p.first, &p.second, 5, &got, &err));
    CHECK(got.precision == 0 && got.recall == 0 && got.density == 0 && got.coverage == 0);
    p.second.count = 0;
    CHECK_OK(au_prdc_measure(&p.first, &p.second, 5, &got, &err));
    release(&p);
}

TEST(each_failing_allocation_of_a_comparison_of_samples_ends_with_a_message_and_no_leak)
{
    struct pair p = draw(30, 30, 3, 0, 4);
    const size_t live = au_memory_live();
    for (size_t n = 1, done = 0; !done; n++) {
        struct au_prdc got;
        au_memory_fail_at(n);
        const enum aug_status status = au_prdc_measure(&p.first, &p.second, 5, &got, &err);
        done = !au_memory_failed();
        au_memory_fail_at(0);
        CHECK((status == AUG_OK) == (done != 0) && au_memory_live() == live);
    }
    release(&p);
}
