/* SPDX-License-Identifier: Apache-2.0
 * test_multiplicity.c - familywise error and false discovery rates by simulation, under dependence and early stopping. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "simulate.h"
#include "stats/betting.h"
#include "stats/distribution.h"
#include "stats/dose.h"
#include "stats/multiple.h"
#include "table.h"

#define MANY 10
#define NULLS 6
#define Q 0.1

TEST(e_values_adjusted_agree_with_the_definition)
{
    struct table *table = table_open("e_values");
    struct table_row row;
    double log_e[64], want[64];
    uint32_t order[64];
    size_t count = 0, expected = 0, cases = 0;
    while (table_next(table, &row)) {
        if (strcmp(row.word, "case") == 0) {
            expected = (size_t)row.n[0], count = 0;
            continue;
        }
        log_e[count] = row.n[0], want[count++] = row.n[1];
        if (count < expected) continue;
        cases++;
        au_e_benjamini_hochberg(log_e, count, order, log_e); /* in place */
        for (size_t i = 0; i < count; i++)
            CHECK_SAY(near(log_e[i], want[i], 1e-12), "%d of %d: %.15g, want %.15g", (int)i, (int)count, log_e[i],
                      want[i]);
    }
    CHECK(cases == 20);
    double extreme[] = {INFINITY, -INFINITY, 5000, 0};
    au_e_benjamini_hochberg(extreme, 4, order, extreme);
    CHECK(extreme[0] == 0 && extreme[1] == 1 && extreme[2] == 0 && extreme[3] == 1);
}

struct errors {
    double any, discoveries,
        power; /* P(a true null rejected), mean share of nulls among the rejected, share of the others found */
};

static void count_errors(const double *adjusted, double level, int rounds, struct errors *errors)
{
    int wrong = 0, found = 0;
    for (int i = 0; i < MANY; i++) {
        wrong += i < NULLS && adjusted[i] <= level;
        found += i >= NULLS && adjusted[i] <= level;
    }
    errors->any += (wrong > 0) / (double)rounds;
    errors->discoveries += wrong > 0 ? wrong / (double)(wrong + found) / rounds : 0;
    errors->power += found / (double)(MANY - NULLS) / rounds;
}

/* One-sided tests of normal means that share a part of their noise; the first NULLS are true nulls. */
static void draw_p(struct au_rng *rng, double shared, double effect, double p[MANY])
{
    const double common = sqrt(shared) * au_rng_normal(rng);
    for (int i = 0; i < MANY; i++)
        p[i] = au_normal_cdf(-(common + sqrt(1 - shared) * au_rng_normal(rng) + (i >= NULLS ? effect : 0)));
}

TEST(O18_holm_keeps_the_familywise_error_and_benjamini_hochberg_the_false_discovery_rate)
{
    const int rounds = 6000;
    double holm_most = 0, bh_most = 0;
    for (int s = 0; s < 3; s++) {
        struct errors holm = {0}, bonferroni = {0}, bh = {0}, plain = {0};
        struct au_rng rng;
        au_rng_start(&rng, SIM_SEED, 6000 + (uint64_t)s);
        for (int i = 0; i < rounds; i++) {
            double p[MANY], adjusted[MANY];
            uint32_t order[MANY];
            draw_p(&rng, 0.4 * s, 3, p);
            au_holm(p, MANY, order, adjusted);
            count_errors(adjusted, 0.05, rounds, &holm);
            au_bonferroni(p, MANY, adjusted);
            count_errors(adjusted, 0.05, rounds, &bonferroni);
            au_benjamini_hochberg(p, MANY, order, adjusted);
            count_errors(adjusted, Q, rounds, &bh);
            count_errors(p, 0.05, rounds, &plain);
        }
        printf(
            "seed %d: correlation %.1f: familywise error Holm %.4f, Bonferroni %.4f, none %.4f; false discoveries at %.2f BH %.4f; found Holm %.3f, "
            "Bonferroni %.3f, BH %.3f\n",
            SIM_SEED, 0.4 * s, holm.any, bonferroni.any, plain.any, Q, bh.discoveries, holm.power, bonferroni.power,
            bh.power);
        CHECK(holm.any <= sim_most(0.05, rounds) && bonferroni.any <= sim_most(0.05, rounds) && plain.any > 0.1);
        CHECK(bh.discoveries <= sim_most(Q * NULLS / MANY, rounds) && holm.power > bonferroni.power &&
              bh.power > holm.power);
        holm_most = fmax(holm_most, holm.any), bh_most = fmax(bh_most, bh.discoveries);
    }
    CHECK(holm_most > 0.03 && bh_most > 0.04);
}

/* The dependence that is worst for BH (Guo and Rao 2008): k nulls at once get p-values just below k q / K. */
static void draw_worst(struct au_rng *rng, double p[MANY], double log_e[MANY])
{
    double u = au_rng_uniform(rng);
    uint32_t who[MANY];
    for (uint32_t i = 0; i < MANY; i++) who[i] = i;
    au_rng_shuffle(rng, who, MANY);
    int k = 1;
    for (; k <= MANY && u >= Q / k; k++) u -= Q / k;
    for (int i = 0; i < MANY; i++) {
        const bool hit = k <= MANY && i < k;
        p[who[i]] = hit ? (k - au_rng_uniform(rng)) * Q / MANY : Q + (1 - Q) * au_rng_uniform(rng);
        log_e[who[i]] = -INFINITY;
    }
    if (sim_loss(rng, Q))
        log_e[who[0]] = log(MANY / Q); /* the e-values that are worst for e-BH: mean 1, one at a time */
}

TEST(O18_e_benjamini_hochberg_holds_under_the_worst_dependence)
{
    const int rounds = 4000;
    struct au_rng rng;
    int bh = 0, ebh = 0;
    au_rng_start(&rng, SIM_SEED, 6100);
    for (int i = 0; i < rounds; i++) {
        double p[MANY], log_e[MANY];
        uint32_t order[MANY];
        draw_worst(&rng, p, log_e);
        au_benjamini_hochberg(p, MANY, order, p);
        au_e_benjamini_hochberg(log_e, MANY, order, log_e);
        bool p_any = false, e_any = false;
        for (int k = 0; k < MANY; k++) p_any |= p[k] <= Q, e_any |= log_e[k] <= Q + 1e-12;
        bh += p_any, ebh += e_any;
    }
    printf("seed %d: all null, worst dependence, level %.2f: e-BH is wrong %.4f, BH %.4f\n", SIM_SEED, Q,
           ebh / (double)rounds, bh / (double)rounds);
    CHECK(ebh / (double)rounds <= sim_most(Q, rounds) && ebh / (double)rounds >= sim_least(Q, rounds));
    CHECK(bh / (double)rounds > 2 * Q);
}

/* Ten transforms on the same images, watched together; whoever watches stops as soon as anything is on the list. */
TEST(O18_e_benjamini_hochberg_holds_when_stopped_at_the_first_discovery)
{
    const int rounds = 300, images = 400;
    const double margin = 0.1;
    struct au_rng rng;
    struct errors errors = {0};
    int stopped = 0;
    au_rng_start(&rng, SIM_SEED, 6200);
    for (int i = 0; i < rounds; i++) {
        struct au_betting fail[MANY];
        double adjusted[MANY] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
        for (int k = 0; k < MANY; k++) au_betting_start_fail(&fail[k], margin);
        bool any = false;
        for (int t = 0; t < images && !any; t++) {
            const double luck = au_rng_uniform(&rng);
            for (int k = 0; k < MANY; k++) {
                const double u = k % 2 ? luck : au_rng_uniform(&rng);
                au_betting_add(&fail[k], u < (k < NULLS ? margin : 0.16));
            }
            double log_e[MANY];
            uint32_t order[MANY];
            for (int k = 0; k < MANY; k++) log_e[k] = fail[k].log_e;
            if (t % 5 == 4) au_e_benjamini_hochberg(log_e, MANY, order, adjusted);
            for (int k = 0; k < MANY; k++) any |= adjusted[k] <= Q;
        }
        stopped += any;
        count_errors(adjusted, Q, rounds, &errors);
    }
    printf("seed %d: e-BH watched and stopped: false discovery rate %.4f at %.2f, a list in %.3f of runs\n", SIM_SEED,
           errors.discoveries, Q, stopped / (double)rounds);
    CHECK(errors.discoveries <= sim_most(Q * NULLS / MANY, rounds) && stopped > 0.5 * rounds);
}

TEST(O18_all_classes_are_cleared_together_without_correction)
{
    enum { CLASSES = 5 };
    const int rounds = 4000;
    const double margin = 0.1;
    struct au_rng rng;
    int lone = 0, all = 0, good = 0;
    au_rng_start(&rng, SIM_SEED, 6300);
    for (int i = 0; i < rounds; i++) {
        double p[3][CLASSES];
        for (int c = 0; c < CLASSES; c++) {
            const double rate[] = {c == 2 ? margin : 0, margin, 0.02};
            uint64_t lost[3] = {0};
            for (int k = 0; k < 76; k++) {
                for (int r = 0; r < 3; r++) lost[r] += sim_loss(&rng, rate[r]);
            }
            for (int r = 0; r < 3; r++) p[r][c] = au_risk_p_binomial(lost[r], 76, margin);
        }
        lone += au_intersection_union(p[0], CLASSES) <= 0.05;
        all += au_intersection_union(p[1], CLASSES) <= 0.05;
        good += au_intersection_union(p[2], CLASSES) <= 0.05;
    }
    printf("seed %d: five classes claimed safe: wrongly %.4f with one at the margin, %.4f with all, rightly %.3f\n",
           SIM_SEED, lone / (double)rounds, all / (double)rounds, good / (double)rounds);
    CHECK(lone / (double)rounds <= sim_most(0.05, rounds) && lone / (double)rounds > 0.02 && all < lone &&
          good > 0.3 * rounds);
    const double bad[] = {0.01, NAN, 0.02};
    CHECK(au_intersection_union(NULL, 0) == 1 && !(au_intersection_union(bad, 2) <= 1));
}
