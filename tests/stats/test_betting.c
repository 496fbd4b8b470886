/* SPDX-License-Identifier: Apache-2.0
 * test_betting.c - betting e-processes: exact martingale, F34's medians, wrong decisions while looking all the time. */
#include "stats/betting.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "simulate.h"
#include "table.h"

#define ALPHA 0.05

TEST(betting_wealth_agrees_with_confseq)
{
    struct table *table = table_open("betting");
    struct table_row row;
    struct au_betting pass = {0}, fail = {0};
    int values = 0;
    while (table_next(table, &row)) {
        if (strcmp(row.word, "case") == 0) {
            au_betting_start_pass(&pass, row.n[0]);
            au_betting_start_fail(&fail, row.n[0]);
            continue;
        }
        au_betting_add(&pass, row.n[0]);
        au_betting_add(&fail, row.n[0]);
        CHECK_SAY(near(pass.log_e, row.n[1], 1e-11), "pass at %g, margin %g: %.15g, want %.15g", row.n[0], pass.margin,
                  pass.log_e, row.n[1]);
        CHECK_SAY(near(fail.log_e, row.n[2], 1e-11), "fail at %g, margin %g: %.15g, want %.15g", row.n[0], fail.margin,
                  fail.log_e, row.n[2]);
        values++;
    }
    CHECK(values > 500);
}

/* All sequences of `length` zeros and ones, weighted by their probability at rate p. */
static double mean_wealth(bool pass, double margin, double p, int length)
{
    double mean = 0;
    for (int sequence = 0; sequence < 1 << length; sequence++) {
        struct au_betting b;
        double probability = 1;
        if (pass) au_betting_start_pass(&b, margin);
        else au_betting_start_fail(&b, margin);
        for (int i = 0; i < length; i++) {
            const int x = sequence >> i & 1;
            probability *= x ? p : 1 - p;
            au_betting_add(&b, x);
        }
        mean += probability * exp(b.log_e);
    }
    return mean;
}

TEST(mean_wealth_is_1_at_the_margin_and_below_1_under_the_rest_of_the_hypothesis)
{
    for (double margin = 0.02; margin < 1; margin += 0.12) {
        for (int pass = 0; pass < 2; pass++) {
            const double worse = pass ? 0.5 * (1 + margin) : 0.5 * margin,
                         better = pass ? 0.3 * margin : 0.7 + 0.3 * margin;
            CHECK_SAY(near(mean_wealth(pass, margin, margin, 9), 1, 1e-12), "%.15g",
                      mean_wealth(pass, margin, margin, 9));
            CHECK(mean_wealth(pass, margin, worse, 9) < 0.98);
            CHECK(mean_wealth(pass, margin, better, 9) > 1.01);
        }
    }
}

enum decision { PASSED, FAILED, UNDECIDED };

struct run {
    enum decision decision;
    int images;
};

/* Looks after every image and stops at the first decision: the way the audit uses it. */
static struct run race(double margin, double rate, int images_max, struct au_rng *rng)
{
    struct au_betting pass, fail;
    au_betting_start_pass(&pass, margin);
    au_betting_start_fail(&fail, margin);
    for (int i = 1; i <= images_max; i++) {
        const double x = sim_loss(rng, rate);
        au_betting_add(&pass, x);
        au_betting_add(&fail, x);
        if (au_betting_decided(&pass, ALPHA)) return (struct run){PASSED, i};
        if (au_betting_decided(&fail, ALPHA)) return (struct run){FAILED, i};
    }
    return (struct run){UNDECIDED, images_max};
}

static int by_size(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* The medians that methods.md F34 tells, themselves from a simulation. */
static int told_median(double margin, double rate)
{
    static const double told[][3] = {{0.05, 0, 78},      {0.05, 0.0125, 133}, {0.05, 0.025, 375},  {0.05, 0.0375, 1938},
                                     {0.05, 0.075, 597}, {0.05, 0.1, 181},    {0.05, 0.2, 23},     {0.02, 0, 199},
                                     {0.02, 0.005, 337}, {0.02, 0.01, 1022},  {0.02, 0.015, 4504}, {0.1, 0, 38},
                                     {0.1, 0.025, 65},   {0.1, 0.05, 200},    {0.1, 0.075, 968}};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        if (told[i][0] == margin && told[i][1] == rate) return (int)told[i][2];
    }
    return 0;
}

#define RACES 301

struct tally {
    int median, by, passed, failed; /* images; runs decided by the exact median, for and against */
};

static struct tally races(const struct table_row *row, int rounds, uint64_t stream)
{
    static int images[2 * RACES];
    struct au_rng rng;
    struct tally tally = {0};
    au_rng_start(&rng, SIM_SEED, stream);
    for (int i = 0; i < rounds; i++) {
        const struct run run = race(row->n[0], row->n[1], (int)row->n[2], &rng);
        images[i] = run.images;
        tally.by += run.decision != UNDECIDED && run.images <= row->n[3];
        tally.passed += run.decision == PASSED;
        tally.failed += run.decision == FAILED;
    }
    qsort(images, (size_t)rounds, sizeof *images, by_size);
    tally.median = images[rounds / 2];
    return tally;
}

static bool is_likely(int seen, double probability, int rounds)
{
    const double p = fmin(fmax(probability, 0), 1);
    return seen >= rounds * sim_least(p, rounds) - 1 && seen <= rounds * sim_most(p, rounds) + 1;
}

/* The table holds the exact law of these races, computed from the numbers of images and losses without any run. */
TEST(O18_races_take_as_many_images_as_the_methods_page_says_and_as_their_exact_law_says)
{
    struct table *table = table_open("race");
    struct table_row row;
    for (uint64_t stream = 1000; table_next(table, &row); stream++) {
        const int told = told_median(row.n[0], row.n[1]), rounds = row.n[1] == 0 ? 1 : told == 0 ? 2 * RACES : RACES;
        const struct tally t = races(&row, rounds, stream);
        printf(
            "seed %d: margin %.2f, rate %.4f: median %d images (exact %.0f, F34 %d); %d passed (exact %.4f), %d failed (%.4f) of %d\n",
            SIM_SEED, row.n[0], row.n[1], t.median, row.n[3], told, t.passed, row.n[5], t.failed, row.n[6], rounds);
        CHECK(is_likely(t.passed, row.n[5], rounds) && is_likely(t.failed, row.n[6], rounds));
        if (told == 0) continue; /* at the margin */
        CHECK(is_likely(t.by, row.n[4], rounds));
        CHECK_SAY(fabs(row.n[3] - told) <= 0.18 * told, "exact median %g, F34 says %d", row.n[3], told);
    }
}

/* Four laws within the hypothesis that hurt most: mean at the margin given everything before. */
enum law { COIN, THREE_DRAWS, SKEW, SPITEFUL, LAWS };
static const char *const law_names[LAWS] = {"coin", "mean of 3 correlated draws", "skew", "chosen by the wealth"};

static double draw(enum law law, double margin, double wealth, struct au_rng *rng)
{
    switch (law) {
    case COIN: return sim_loss(rng, margin);
    case THREE_DRAWS: return sim_image_loss(rng, 3, margin, 0.5);
    case SKEW: return au_rng_uniform(rng) < margin ? 0.5 + 0.5 * (double)sim_loss(rng, 0.5) : margin / 4 / (1 - margin);
    default:
        return wealth > 0 ? sim_loss(rng, margin) : 2 * margin * (double)sim_loss(rng, 0.5); /* bold once it is ahead */
    }
}

static double wrong_rate(bool pass, double margin, enum law law, int rounds, int images)
{
    struct au_rng rng;
    int wrong = 0;
    au_rng_start(&rng, SIM_SEED, 2000 + (uint64_t)law);
    for (int i = 0; i < rounds; i++) {
        struct au_betting b;
        if (pass) au_betting_start_pass(&b, margin);
        else au_betting_start_fail(&b, margin);
        for (int k = 0; k < images && !au_betting_decided(&b, ALPHA); k++)
            au_betting_add(&b, draw(law, margin, b.log_e, &rng));
        wrong += au_betting_decided(&b, ALPHA);
    }
    return wrong / (double)rounds;
}

TEST(O18_looking_after_every_image_is_wrong_at_most_alpha_of_the_time)
{
    const int rounds = 800, images = 800;
    double most_pass = 0, most_fail = 0;
    for (enum law law = 0; law < LAWS; law++) {
        for (double margin = 0.05; margin < 0.3; margin += 0.2) {
            const double pass = wrong_rate(true, margin, law, rounds, images),
                         fail = wrong_rate(false, margin, law, rounds, images);
            printf("seed %d: mean = margin = %.2f, %s: wrong pass %.4f, wrong fail %.4f in %d images\n", SIM_SEED,
                   margin, law_names[law], pass, fail, images);
            CHECK(pass <= sim_most(ALPHA, rounds) && fail <= sim_most(ALPHA, rounds));
            most_pass = fmax(most_pass, pass), most_fail = fmax(most_fail, fail);
        }
    }
    CHECK(most_pass > 0.02 && most_fail > 0.02); /* the promise is used, not wasted */
}

/* 8 draws an image that agree much: as observations of their own they are not what the hypothesis allows. */
static double pass_rate_of_draws(bool image_means, int rounds)
{
    const double margin = 0.05;
    struct au_rng rng;
    int wrong = 0;
    au_rng_start(&rng, SIM_SEED, 3000);
    for (int i = 0; i < rounds; i++) {
        struct au_betting pass;
        au_betting_start_pass(&pass, margin);
        for (int image = 0; image < 150; image++) {
            const bool own = sim_loss(&rng, margin);
            double lost = 0;
            for (int k = 0; k < 8; k++) {
                const double x = sim_shared_loss(&rng, own, margin, 0.8);
                if (!image_means) au_betting_add(&pass, x);
                lost += x;
            }
            if (image_means) au_betting_add(&pass, lost / 8);
        }
        wrong += au_betting_decided(&pass, ALPHA);
    }
    return wrong / (double)rounds;
}

TEST(clustered_draws_must_enter_as_means_of_their_image)
{
    const int rounds = 600;
    const double means = pass_rate_of_draws(true, rounds), draws = pass_rate_of_draws(false, rounds);
    printf("seed %d: 8 correlated draws an image: wrong pass %.4f by image means, %.4f by single draws\n", SIM_SEED,
           means, draws);
    CHECK(means <= sim_most(ALPHA, rounds));
    CHECK(draws > 0.15);
}

TEST(an_observation_outside_0_to_1_voids_the_process)
{
    static const double bad[] = {-1e-9, 1.0000001, NAN, INFINITY};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct au_betting b;
        au_betting_start_pass(&b, 0.5);
        for (int k = 0; k < 100; k++) au_betting_add(&b, 0);
        CHECK(au_betting_decided(&b, 0.05) && au_betting_p(&b) < 1e-10);
        au_betting_add(&b, bad[i]);
        au_betting_add(&b, 0);
        CHECK(!au_betting_decided(&b, 0.05) && au_betting_p(&b) == 1 && b.count == 102);
    }
    for (int i = 0; i < 3; i++) {
        struct au_betting b;
        au_betting_start_fail(&b, i == 0 ? 0 : i == 1 ? 1 : NAN);
        au_betting_add(&b, 1);
        CHECK(!au_betting_decided(&b, 0.5));
    }
}

/* Wealth beyond the range of a double, and all bets but one bankrupt. */
TEST(wealth_neither_overflows_nor_is_lost)
{
    struct au_betting b;
    au_betting_start_pass(&b, 0.5);
    for (int i = 0; i < 100000; i++) au_betting_add(&b, 0);
    CHECK(near(b.log_e, 100000 * log(2) - log(9), 1e-9)); /* the bet that stakes all */
    au_betting_add(&b, 1);
    CHECK(b.log_wealth[0] == -INFINITY && isfinite(b.log_e) && b.log_e < b.log_e_max && au_betting_p(&b) == 0);
    au_betting_start_fail(&b, 0.5);
    for (int i = 0; i < 100000; i++) au_betting_add(&b, 0);
    CHECK(b.log_e < -5000 && b.log_e_max == 0 && au_betting_p(&b) == 1);
}
