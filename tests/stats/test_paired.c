/* SPDX-License-Identifier: Apache-2.0
 * test_paired.c - Tango and McNemar against tables, by enumeration, in clusters; sample sizes by their power. */
#include "stats/paired.h"

#include <math.h>
#include <stdio.h>

#include "check.h"
#include "simulate.h"
#include "stats/cluster.h"
#include "stats/design.h"
#include "stats/samples_needed.h"
#include "table.h"

TEST(tango_and_mcnemar_agree_with_scipy_and_statsmodels)
{
    struct table *table = table_open("paired");
    struct table_row row;
    while (table_next(table, &row)) {
        const struct au_pairs pairs = {(uint64_t)row.n[0], (uint64_t)row.n[1], (uint64_t)row.n[2]};
        const struct au_interval got = au_tango(pairs, row.n[3]);
        CHECK_SAY(near(got.low, row.n[4], 1e-7) && near(got.high, row.n[5], 1e-7),
                  "%g/%g of %g at %g: %.12g %.12g, want %.12g %.12g", row.n[0], row.n[1], row.n[2], row.n[3], got.low,
                  got.high, row.n[4], row.n[5]);
        CHECK_SAY(near(au_mcnemar(pairs), row.n[6], 1e-12) && near(au_mcnemar_first_worse(pairs), row.n[7], 1e-12),
                  "McNemar %g/%g", row.n[0], row.n[1]);
    }
}

TEST(tango_z_falls_with_the_difference_and_is_mcnemars_at_0)
{
    for (uint64_t b = 0; b < 12; b += 3) {
        for (uint64_t c = 0; c < 12; c += 2) {
            const struct au_pairs pairs = {b, c, b + c + (b * c) % 7}, other = {c, b, pairs.n};
            double before = INFINITY;
            if (pairs.n == 0) continue;
            for (double d = -1; d <= 1; d += 1.0 / 64) {
                const double z = au_tango_z(pairs, d);
                CHECK_SAY(z <= before + 1e-12 && relatively_near(au_tango_z(other, -d), -z, 1e-9), "%d %d at %g: %g",
                          (int)b, (int)c, d, z);
                before = z;
            }
            if (b + c > 0) CHECK(near(au_tango_z(pairs, 0), ((double)b - (double)c) / sqrt((double)(b + c)), 1e-12));
            CHECK(near(au_tango(pairs, 0.1).low, -au_tango(other, 0.1).high, 1e-12));
            CHECK(au_tango_low(pairs, 0.05) == au_tango(pairs, 0.1).low &&
                  au_tango_high(pairs, 0.05) == au_tango(pairs, 0.1).high);
        }
    }
}

TEST(pairs_at_the_ends_and_nonsense_are_what_the_header_says)
{
    CHECK(au_tango((struct au_pairs){0, 0, 0}, 0.05).low == -1 && au_tango((struct au_pairs){0, 0, 0}, 0.05).high == 1);
    CHECK(au_tango_high((struct au_pairs){0, 0, 0}, 0.9) == 1 && au_tango_low((struct au_pairs){0, 0, 0}, 0.9) == -1);
    CHECK(au_tango_high((struct au_pairs){4, 0, 4}, 0.05) == 1 && au_tango_low((struct au_pairs){0, 4, 4}, 0.05) == -1);
    CHECK(au_mcnemar((struct au_pairs){0, 0, 9}) == 1 && au_mcnemar((struct au_pairs){3, 3, 9}) == 1);
    CHECK(isnan(au_tango_low((struct au_pairs){3, 3, 5}, 0.05)) && isnan(au_tango_high((struct au_pairs){1, 1, 5}, 0)));
    CHECK(isnan(au_mcnemar((struct au_pairs){3, 3, 5})) && isnan(au_tango_z((struct au_pairs){1, 1, 5}, 1.5)));
}

#define PAIRS_MAX 100

struct intervals {
    int n;
    struct au_interval both[PAIRS_MAX + 1][PAIRS_MAX + 1]; /* by b and c */
    double high[PAIRS_MAX + 1][PAIRS_MAX + 1], mcnemar[PAIRS_MAX + 1][PAIRS_MAX + 1];
};

static void fill(struct intervals *all, int n)
{
    all->n = n;
    for (int b = 0; b <= n; b++) {
        for (int c = 0; c <= n - b; c++) {
            const struct au_pairs pairs = {(uint64_t)b, (uint64_t)c, (uint64_t)n};
            all->both[b][c] = au_tango(pairs, 0.05);
            all->high[b][c] = au_tango_high(pairs, 0.05);
            all->mcnemar[b][c] = au_mcnemar(pairs);
        }
    }
}

struct rates {
    double covered, high_missed, rejected;
};

/* Sums over all outcomes with P(first alone loses) = p, P(second alone loses) = q. */
static struct rates rates(const struct intervals *all, double p, double q)
{
    struct rates out = {0};
    const int n = all->n;
    for (int b = 0; b <= n; b++) {
        for (int c = 0; c <= n - b; c++) {
            const double logs = lgamma(n + 1.0) - lgamma(b + 1.0) - lgamma(c + 1.0) - lgamma(n - b - c + 1.0);
            const double probability = exp(logs + b * log(p) + c * log(q) + (n - b - c) * log(1 - p - q));
            if (all->both[b][c].low <= p - q && p - q <= all->both[b][c].high) out.covered += probability;
            if (all->high[b][c] < p - q) out.high_missed += probability;
            if (all->mcnemar[b][c] <= 0.05) out.rejected += probability;
        }
    }
    return out;
}

TEST(O18_tango_covers_95_of_100_on_average_and_mcnemar_never_rejects_too_often)
{
    static struct intervals all;
    static const int sizes[] = {10, 20, 50, 100};
    static const double shares[] = {0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.45};
    const size_t kinds = sizeof shares / sizeof *shares;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        double least = 1, total = 0, high = 0, null = 0;
        int count = 0;
        fill(&all, sizes[i]);
        for (size_t k = 0; k < kinds; k++) {
            for (size_t l = 0; l < kinds; l++, count++) {
                const double p = shares[k], q = shares[l];
                const struct rates r = rates(&all, p, q);
                least = fmin(least, r.covered);
                high = fmax(high, r.high_missed);
                total += r.covered;
                if (p == q) null = fmax(null, r.rejected);
            }
        }
        printf(
            "%d pairs: Tango 95%% covers %.4f on average, %.4f at least; high bound at 5%% misses %.4f at most; McNemar rejects %.4f at most\n",
            sizes[i], total / count, least, high, null);
        CHECK(total / count > 0.945 && total / count < 0.99 && least > 0.92 && high < 0.09);
        CHECK(null <= 0.05 && null > 0.01);
    }
}

TEST(mcnemar_sees_a_reading_that_is_worse)
{
    static struct intervals all;
    fill(&all, 50);
    CHECK(rates(&all, 0.3, 0.02).rejected > 0.9 && rates(&all, 0.02, 0.3).rejected > 0.9);
    CHECK(au_mcnemar_first_worse((struct au_pairs){15, 1, 50}) < 0.001 &&
          au_mcnemar_first_worse((struct au_pairs){1, 15, 50}) > 0.99);
}

/* 30 clusters of 8 images; what differs in a cluster differs alike. */
TEST(clustered_pairs_need_cluster_bounds)
{
    enum { CLUSTERS = 30, SIZE = 8, COUNT = CLUSTERS * SIZE };
    static double first[COUNT], second[COUNT];
    static uint32_t cluster[COUNT];
    static struct au_cluster_sum scratch[CLUSTERS];
    const int rounds = 1500;
    struct au_rng rng;
    int tango = 0, robust = 0;
    au_rng_start(&rng, SIM_SEED, 5000);
    for (int i = 0; i < rounds; i++) {
        struct au_pairs pairs = {.n = COUNT};
        for (int k = 0; k < COUNT; k++) {
            static bool own_first, own_second;
            if (k % SIZE == 0) own_first = sim_loss(&rng, 0.2), own_second = sim_loss(&rng, 0.2);
            first[k] = sim_shared_loss(&rng, own_first, 0.2, 0.6);
            second[k] = sim_shared_loss(&rng, own_second, 0.2, 0.6);
            cluster[k] = (uint32_t)(k / SIZE);
            pairs.b += first[k] > second[k];
            pairs.c += first[k] < second[k];
        }
        const struct au_interval score = au_tango(pairs, 0.05);
        const struct au_interval both = au_bound_both(
            au_cluster_mean_difference(first, second, cluster, NULL, COUNT, scratch), 0.05);
        tango += score.low <= 0 && 0 <= score.high;
        robust += both.low <= 0 && 0 <= both.high;
    }
    printf("seed %d: pairs in clusters of 8: Tango 95%% covers %.3f, cluster-t %.3f\n", SIM_SEED,
           tango / (double)rounds, robust / (double)rounds);
    CHECK(tango / (double)rounds < 0.8);
    CHECK(robust / (double)rounds > 0.925 && robust / (double)rounds < 0.975);
}

TEST(planned_sizes_agree_with_the_reference)
{
    struct table *table = table_open("plan");
    struct table_row row;
    while (table_next(table, &row)) {
        const size_t got = au_pairs_for_tango(row.n[0], row.n[1], row.n[2], row.n[3], row.n[4]);
        CHECK_SAY(fabs((double)got - ceil(row.n[5])) <= 1, "%g at %g: %d, want %g", row.n[0], row.n[1], (int)got,
                  row.n[5]);
    }
    CHECK(au_pairs_for_tango(0.05, 0.05, 0.1, 0.05, 0.8) == SIZE_MAX &&
          au_pairs_for_tango(0.5, 0.2, 0.1, 0.05, 0.8) == SIZE_MAX);
    CHECK(au_pairs_for_tango(NAN, 0, 0.1, 0.05, 0.8) == SIZE_MAX &&
          au_pairs_for_tango(2, 0, 0.1, 0.05, 0.8) == SIZE_MAX);
    CHECK(au_clustered_count(100, 4.5) == 450 && au_clustered_count(3, 1.1) == 4 &&
          au_clustered_count(3, 0.9) == SIZE_MAX);
    CHECK(au_clustered_count(SIZE_MAX, 1) == SIZE_MAX && au_clustered_count(1, NAN) == SIZE_MAX);
}

struct shown {
    double not_worse, equivalent; /* share of rounds */
};

/* The second reading loses more often by `difference`. */
static struct shown shown(size_t n, double margin, double difference, double discordance, uint64_t stream)
{
    const int rounds = 2000;
    const double first = 0.5 * (discordance - difference);
    struct shown out = {0};
    struct au_rng rng;
    au_rng_start(&rng, SIM_SEED, stream);
    for (int i = 0; i < rounds; i++) {
        struct au_pairs pairs = {.n = n};
        for (size_t k = 0; k < n; k++) {
            const double u = au_rng_uniform(&rng);
            pairs.b += u < first;
            pairs.c += u >= first && u < discordance;
        }
        const bool low = au_tango_low(pairs, 0.05) > -margin, high = au_tango_high(pairs, 0.05) < margin;
        out.not_worse += low / (double)rounds;
        out.equivalent += (low && high) / (double)rounds;
    }
    return out;
}

TEST(planned_sizes_have_their_power_and_keep_their_error)
{
    const size_t plain = au_pairs_for_noninferiority(0.05, 0.1, 0.05, 0.8),
                 exact = au_pairs_for_tango(0.05, 0, 0.1, 0.05, 0.8);
    const size_t other = au_pairs_for_tango(0.1, 0.03, 0.2, 0.05, 0.8),
                 both = au_pairs_for_equivalence(0.05, 0.1, 0.05, 0.8);
    const struct shown a = shown(plain, 0.05, 0, 0.1, 5100), b = shown(exact, 0.05, 0, 0.1, 5101),
                       c = shown(other, 0.1, 0.03, 0.2, 5102);
    const struct shown d = shown(both, 0.05, 0, 0.1, 5103), worse = shown(exact, 0.05, 0.05, 0.1, 5104),
                       same = shown(both, 0.05, 0.05, 0.1, 5105);
    printf(
        "seed %d: planned power 0.8: non-inferiority %d pairs %.3f, for Tango %d pairs %.3f and %d pairs %.3f, equivalence %d pairs %.3f; at the "
        "margin %.3f and %.3f\n",
        SIM_SEED, (int)plain, a.not_worse, (int)exact, b.not_worse, (int)other, c.not_worse, (int)both, d.equivalent,
        worse.not_worse, same.equivalent);
    CHECK(b.not_worse > 0.77 && b.not_worse < 0.84 && c.not_worse > 0.77 && c.not_worse < 0.84);
    CHECK(a.not_worse > 0.68 && a.not_worse < 0.84 && d.equivalent > 0.7 && d.equivalent < 0.84);
    CHECK(worse.not_worse <= sim_most(0.05, 2000) && same.equivalent <= sim_most(0.05, 2000) && worse.not_worse > 0.03);
}
