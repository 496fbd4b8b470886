/* SPDX-License-Identifier: Apache-2.0
 * test_sensitivity.c - functions whose variance shares are known in closed form (O13, O14, O15), and the laws of fair shares and designs. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "simulate.h"
#include "stats/sensitivity.h"
#include "table.h"

typedef double function_fn(const double *u);

#define ROWS_MAX 16384

static double first[ROWS_MAX], second[ROWS_MAX], mixed[ROWS_MAX];

/* The index of the factors `u` (bits) from `rows` rows of the design. */
static struct au_sobol index_of(function_fn *f, int factors, uint32_t u, uint32_t rows, uint64_t seed)
{
    double x[AU_SOBOL_FACTORS_MAX];
    for (uint32_t r = 0; r < rows; r++) {
        au_sobol_row(r, factors, 0, seed, x);
        first[r] = f(x);
        au_sobol_row(r, factors, ~0u, seed, x);
        second[r] = f(x);
        au_sobol_row(r, factors, u, seed, x);
        mixed[r] = f(x);
    }
    return au_sobol_index(first, second, mixed, rows);
}

static double product(const double *u)
{
    return (u[0] < 0.5 ? 0 : 1) * (u[1] < 0.5 ? 0 : 1);
}

TEST(O13_two_parts_that_harm_only_together_share_the_variance_in_thirds)
{
    const struct au_sobol one = index_of(product, 2, 1, 4096, 1), two = index_of(product, 2, 2, 4096, 1);
    const struct au_sobol both = index_of(product, 2, 3, 4096, 1);
    CHECK_SAY(near(one.closed, 1 / 3.0, 0.005) && near(two.closed, 1 / 3.0, 0.005), "S %g %g", one.closed, two.closed);
    CHECK_SAY(near(one.total, 2 / 3.0, 0.005) && near(two.total, 2 / 3.0, 0.005), "S_T %g %g", one.total, two.total);
    CHECK_SAY(near(both.closed - one.closed - two.closed, 1 / 3.0, 0.01), "S_12 %g",
              both.closed - one.closed - two.closed);
    CHECK(near(both.total, 1, 0.005));
}

TEST(O13_two_parts_that_harm_only_together_get_half_the_harm_each_and_an_interaction_of_1)
{
    const double value[4] = {0, 0, 0, 1};
    double share[2];
    au_shapley(value, 2, share);
    CHECK(share[0] == 0.5 && share[1] == 0.5 && au_shapley_pair(value, 2, 0, 1) == 1);
}

TEST(O13_a_screening_design_of_12_runs_mixes_an_interaction_into_every_other_factor_and_its_foldover_does_not)
{
    double results[24];
    for (int run = 0; run < 24; run++) results[run] = au_plackett_burman(run, 0) * au_plackett_burman(run, 1);
    for (int factor = 0; factor < AU_PLACKETT_BURMAN_FACTORS; factor++) {
        const double seen = au_factor_effect(results, 12, factor), folded = au_factor_effect(results, 24, factor);
        CHECK_SAY(factor < 2 ? fabs(seen) < 1e-12 : near(fabs(seen), 2 / 3.0, 1e-12), "factor %d shows %g", factor,
                  seen);
        CHECK_SAY(fabs(folded) < 1e-12, "folded over factor %d shows %g", factor, folded);
    }
}

TEST(columns_of_the_screening_design_are_balanced_and_orthogonal)
{
    for (int i = 0; i < AU_PLACKETT_BURMAN_FACTORS; i++)
        for (int j = -1; j <= i; j++) {
            int sum = 0, folded = 0;
            for (int run = 0; run < 24; run++) {
                const int value = au_plackett_burman(run, i) * (j < 0 ? 1 : au_plackett_burman(run, j));
                CHECK(value == 1 || value == -1);
                folded += value;
                if (run < 12) sum += value;
            }
            CHECK_SAY(sum == (i == j ? 12 : 0) && folded == 2 * sum, "columns %d and %d: %d", i, j, sum);
        }
}

static double ishigami(const double *u)
{
    const double x[3] = {(2 * u[0] - 1) * M_PI, (2 * u[1] - 1) * M_PI, (2 * u[2] - 1) * M_PI};
    return sin(x[0]) + 7 * sin(x[1]) * sin(x[1]) + 0.1 * pow(x[2], 4) * sin(x[0]);
}

TEST(O14_ishigamis_function_has_the_indices_of_its_closed_form)
{
    static const double closed[3] = {0.3139, 0.4424, 0}, total[3] = {0.5576, 0.4424, 0.2437};
    for (int i = 0; i < 3; i++) {
        const struct au_sobol got = index_of(ishigami, 3, 1u << i, ROWS_MAX, 2);
        CHECK_SAY(fabs(got.closed - closed[i]) < 0.003 && fabs(got.total - total[i]) < 0.003,
                  "x%d: S %.4f (%.4f), S_T %.4f (%.4f)", i + 1, got.closed, closed[i], got.total, total[i]);
    }
}

/* Shares of the pair x1, x3 are split: .3139 + .2437/2, .4424, .2437/2. */
TEST(O14_shapley_effects_of_ishigamis_function_split_its_interaction_in_halves)
{
    double value[8] = {0}, share[3];
    static const double expected[3] = {0.4357, 0.4424, 0.1218};
    for (uint32_t u = 1; u < 8; u++) value[u] = index_of(ishigami, 3, u, ROWS_MAX, 3).closed;
    au_shapley(value, 3, share);
    for (int i = 0; i < 3; i++)
        CHECK_SAY(fabs(share[i] - expected[i]) < 0.004, "x%d: %.4f, not %.4f", i + 1, share[i], expected[i]);
    CHECK_SAY(fabs(au_shapley_pair(value, 3, 0, 2) - 0.2437) < 0.005, "pair %g", au_shapley_pair(value, 3, 0, 2));
}

static double sobol_g(const double *u)
{
    static const double a[8] = {0, 1, 4.5, 9, 99, 99, 99, 99};
    double value = 1;
    for (int i = 0; i < 8; i++) value *= (fabs(4 * u[i] - 2) + a[i]) / (1 + a[i]);
    return value;
}

TEST(O15_sobols_g_function_has_the_indices_of_its_closed_form)
{
    static const double closed[8] = {0.7165, 0.1791, 0.0237, 0.0072, 0.0001, 0.0001, 0.0001, 0.0001};
    static const double a[8] = {0, 1, 4.5, 9, 99, 99, 99, 99};
    double all = 1;
    for (int i = 0; i < 8; i++) all *= 1 + 1 / (3 * (1 + a[i]) * (1 + a[i]));
    for (int i = 0; i < 8; i++) {
        const double own = 1 / (3 * (1 + a[i]) * (1 + a[i])), total = own * all / (1 + own) / (all - 1);
        const struct au_sobol got = index_of(sobol_g, 8, 1u << i, ROWS_MAX, 4);
        CHECK_SAY(fabs(got.closed - closed[i]) < 0.004 && fabs(got.total - total) < 0.004,
                  "x%d: S %.4f (%.4f), S_T %.4f (%.4f)", i + 1, got.closed, closed[i], got.total, total);
    }
}

TEST(sobol_points_are_those_of_scipy_but_for_their_shift)
{
    struct table_row row;
    int seen = 0;
    for (struct table *table = table_open("sobol"); table_next(table, &row); seen++) {
        double point[AU_SOBOL_FACTORS_MAX], origin[AU_SOBOL_FACTORS_MAX];
        const int dimension = (int)row.n[1], factor = dimension % AU_SOBOL_FACTORS_MAX;
        const uint32_t from_second = dimension < AU_SOBOL_FACTORS_MAX ? 0 : ~0u;
        au_sobol_row((uint32_t)row.n[0], AU_SOBOL_FACTORS_MAX, from_second, 5, point);
        au_sobol_row(0, AU_SOBOL_FACTORS_MAX, from_second, 5, origin);
        const uint32_t got = (uint32_t)(point[factor] * 4294967296.0) ^ (uint32_t)(origin[factor] * 4294967296.0);
        CHECK_SAY(got == (uint32_t)(row.n[2] * 4294967296.0), "point %g, dimension %d: %u", row.n[0], dimension, got);
    }
    CHECK(seen == 180);
}

TEST(standard_errors_of_independent_rows_cover_the_truth)
{
    enum { ROUNDS = 400, ROWS = 2000 };
    int closed = 0, total = 0;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        struct au_rng rng;
        au_rng_start(&rng, SIM_SEED + round, 14);
        for (int r = 0; r < ROWS; r++) {
            double a[3], b[3];
            for (int i = 0; i < 3; i++) a[i] = au_rng_uniform(&rng), b[i] = au_rng_uniform(&rng);
            first[r] = ishigami(a), second[r] = ishigami(b);
            a[0] = b[0];
            mixed[r] = ishigami(a);
        }
        const struct au_sobol got = au_sobol_index(first, second, mixed, ROWS);
        closed += fabs(got.closed - 0.3139) < 1.96 * got.closed_se;
        total += fabs(got.total - 0.5576) < 1.96 * got.total_se;
    }
    printf("95 %% intervals of Sobol' indices cover %.3f (closed), %.3f (total); seed %d\n", closed / (double)ROUNDS,
           total / (double)ROUNDS, SIM_SEED);
    CHECK(closed / (double)ROUNDS > sim_least(0.95, ROUNDS) && total / (double)ROUNDS > sim_least(0.95, ROUNDS));
    CHECK(closed / (double)ROUNDS < sim_most(0.95, ROUNDS) + 0.001);
}

TEST(fair_shares_are_efficient_symmetric_and_give_nothing_to_who_adds_nothing)
{
    enum { D = 6 };
    double value[1 << D], share[D], order_mean[D] = {0};
    struct au_rng rng;
    au_rng_start(&rng, SIM_SEED, 15);
    for (uint32_t s = 0; s < 1 << D; s++)
        value[s] = s & 1 ? value[s & ~1u] : au_rng_normal(&rng); /* player 0 adds nothing */
    au_shapley(value, D, share);
    double sum = 0;
    for (int i = 0; i < D; i++) sum += share[i];
    CHECK(fabs(share[0]) < 1e-12 && near(sum, value[(1 << D) - 1] - value[0], 1e-12));
    int order[D] = {0, 1, 2, 3, 4, 5},
        orders = 0; /* by definition: the mean over all orders of what a player adds when he comes */
    for (int code = 0; code < 720; code++, orders++) {
        int left[D] = {0, 1, 2, 3, 4, 5}, rest = code;
        for (int i = 0, base = 120; i < D; base /= i < D - 2 ? D - 1 - i : 1, i++) {
            const int at = i < D - 1 ? rest / base : 0;
            rest -= at * base;
            order[i] = left[at];
            for (int k = at; k < D - 1 - i; k++) left[k] = left[k + 1];
        }
        uint32_t s = 0;
        for (int i = 0; i < D; i++) {
            order_mean[order[i]] += (value[s | 1u << order[i]] - value[s]) / 720;
            s |= 1u << order[i];
        }
        CHECK(s == (1 << D) - 1);
    }
    for (int i = 0; i < D; i++)
        CHECK_SAY(near(share[i], order_mean[i], 1e-10), "player %d: %g, %g", i, share[i], order_mean[i]);
}

TEST(what_does_not_vary_has_no_indices)
{
    const double same[4] = {2, 2, 2, 2}, one[1] = {1};
    CHECK(au_sobol_index(same, same, same, 4).total == 0 && au_sobol_index(one, one, one, 1).closed == 0);
}
