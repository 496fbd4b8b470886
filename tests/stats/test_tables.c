/* SPDX-License-Identifier: Apache-2.0
 * test_tables.c - estimates and intervals against NumPy, SciPy and scikit-learn. */
#include <math.h>
#include <string.h>

#include "check.h"
#include "stats/cluster.h"
#include "stats/isotonic.h"
#include "stats/multiple.h"
#include "stats/proportion.h"
#include "stats/rank.h"
#include "stats/shrink.h"
#include "table.h"

#define POINTS 128

static bool is(const struct table_row *row, const char *word)
{
    return strcmp(row->word, word) == 0;
}

TEST(binomial_intervals_agree_with_scipy)
{
    struct table *table = table_open("proportion");
    struct table_row row;
    while (table_next(table, &row)) {
        const uint64_t k = (uint64_t)row.n[0], n = (uint64_t)row.n[1];
        const struct au_interval exact = au_clopper_pearson(k, n, row.n[2]), score = au_wilson(k, n, row.n[2]);
        CHECK_SAY(relatively_near(exact.low, row.n[3], 5e-12) && relatively_near(exact.high, row.n[4], 5e-12),
                  "exact %g/%g at %g: %.15g %.15g", row.n[0], row.n[1], row.n[2], exact.low, exact.high);
        CHECK_SAY(near(score.low, row.n[5], 1e-11) &&
                      near(score.high, row.n[6], 1e-11) /* SciPy is told 1 - alpha, rounded */,
                  "Wilson %g/%g: %.15g %.15g", row.n[0], row.n[1], score.low, score.high);
    }
    CHECK(isnan(au_clopper_pearson_low(3, 2, 0.05)) && isnan(au_wilson(1, 2, 0).low));
    CHECK(au_clopper_pearson(0, 0, 0.05).low == 0 && au_clopper_pearson(0, 0, 0.05).high == 1 &&
          au_wilson(0, 0, 0.05).high == 1);
}

TEST(isotonic_fits_agree_with_scikit_learn)
{
    struct table *table = table_open("isotonic");
    struct table_row row;
    double x[POINTS], y[POINTS], w[POINTS];
    size_t count = 0, knots = 0, values = 0;
    while (table_next(table, &row)) {
        if (is(&row, "case")) count = knots = 0;
        if (is(&row, "point")) x[count] = row.n[0], y[count] = row.n[1], w[count++] = row.n[2];
        if (!is(&row, "value")) continue;
        if (knots == 0) knots = au_isotonic_fit_weighted(x, y, w, count);
        const double got = au_isotonic_predict(x, y, knots, row.n[0]);
        CHECK_SAY(near(got, row.n[1], 1e-12), "at %.17g: %.17g, want %.17g", row.n[0], got, row.n[1]);
        values++;
    }
    CHECK(values > 900);
}

TEST(isotonic_knots_rise_and_no_points_are_fine)
{
    double x[] = {3, 1, 2, 2, 5, 4}, y[] = {0, 1, 0, 1, 1, 0}, scratch[6];
    CHECK(au_isotonic_scratch(6) == 6);
    const size_t knots = au_isotonic_fit(x, y, 6, scratch);
    CHECK(knots == 3 && x[0] == 1 && x[1] == 4 && x[2] == 5 && near(y[0], 0.4, 1e-15) && y[1] == y[0] && y[2] == 1);
    double near_x[] = {0, 1e-16, 1}, near_y[] = {0, 1, 1};
    CHECK(au_isotonic_fit(near_x, near_y, 3, scratch) == 2 && near_y[0] == 0.5);
    CHECK(au_isotonic_fit(x, y, 0, scratch) == 0 && au_isotonic_predict(x, y, 0, 1) == 0);
}

TEST(quantiles_agree_with_numpy_in_both_number_types)
{
    struct table *table = table_open("quantile");
    struct table_row row;
    double v[POINTS];
    float f[POINTS];
    size_t count = 0;
    while (table_next(table, &row)) {
        if (is(&row, "case")) count = 0;
        if (is(&row, "point")) f[count] = (float)row.n[0], v[count++] = row.n[0];
        if (!is(&row, "quantile")) continue;
        CHECK_SAY(near(au_quantile(v, count, row.n[0]), row.n[1], 1e-15), "quantile %g of %d values", row.n[0],
                  (int)count);
        CHECK(near((double)au_quantile_f32(f, count, row.n[0]), row.n[1], 2e-7));
    }
    CHECK(au_quantile(v, 0, 0.5) == 0 && au_quantile_f32(f, 0, 0.5) == 0);
}

TEST(cluster_means_and_bounds_agree_with_the_reference)
{
    struct table *table = table_open("cluster");
    struct table_row row;
    double values[POINTS], zeros[POINTS] = {0};
    uint32_t cluster[POINTS], index[POINTS];
    struct au_cluster_sum scratch[POINTS] = {0};
    size_t count = 0;
    while (table_next(table, &row)) {
        if (is(&row, "case")) count = 0;
        if (is(&row, "point"))
            values[count] = row.n[0], index[count] = (uint32_t)count, cluster[count++] = (uint32_t)row.n[1];
        if (!is(&row, "result")) continue;
        const struct au_mean m = au_cluster_mean(values, cluster, NULL, count, scratch);
        CHECK(near(m.mean, row.n[0], 1e-14) && near(m.se, row.n[1], 1e-14) && (double)m.clusters == row.n[2] &&
              m.count == count);
        CHECK(near(au_bound_low(m, row.n[3]), row.n[4], 1e-12) && near(au_bound_high(m, row.n[3]), row.n[5], 1e-12));
        CHECK(near(au_careful_low(m, row.n[3]), row.n[6], 1e-12) &&
              near(au_careful_high(m, row.n[3]), row.n[7], 1e-12));
        CHECK(au_bound_both(m, 2 * row.n[3]).low == au_bound_low(m, row.n[3]));
        CHECK(au_careful_both(m, 2 * row.n[3]).high == au_careful_high(m, row.n[3]));
        const struct au_mean other = au_cluster_mean_difference(values, zeros, cluster, index, count, scratch);
        CHECK(other.mean == m.mean && other.se == m.se && other.clusters == m.clusters);
        for (size_t i = 0; i < POINTS; i++) CHECK(scratch[i].sum == 0 && scratch[i].count == 0);
    }
}

TEST(a_cluster_mean_reads_the_subset_that_the_index_names)
{
    const double values[] = {9, 1, 9, 3, 9, 5};
    const uint32_t cluster[] = {0, 7, 0, 7, 0, 2}, index[] = {1, 3, 5};
    struct au_cluster_sum scratch[8] = {0};
    const struct au_mean m = au_cluster_mean(values, cluster, index, 3, scratch);
    CHECK(m.mean == 3 && m.clusters == 2 && m.count == 3);
    CHECK(near(m.se, sqrt(4 + 4) / 3 * sqrt(2), 1e-15)); /* sums of residuals: (1-3)+(3-3) and 5-3 */
    const struct au_mean none = au_cluster_mean(values, cluster, NULL, 0, scratch);
    CHECK(none.mean == 0 && none.clusters == 0 && au_bound_low(none, 0.05) == -1 && au_careful_high(none, 0.05) == 1);
}

TEST(shrinkage_agrees_with_the_reference)
{
    struct table *table = table_open("shrink");
    struct table_row row;
    struct au_mean classes[POINTS];
    size_t count = 0, at = 0;
    while (table_next(table, &row)) {
        if (is(&row, "case")) count = at = 0;
        if (is(&row, "point")) classes[count++] = (struct au_mean){row.n[0], row.n[1], (size_t)row.n[2], 0};
        if (!is(&row, "result")) continue;
        const struct au_shrinkage all = au_shrink_fit(classes, count);
        const struct au_shrunk got = au_shrink_class(&all, classes[at]);
        CHECK_SAY(near(got.mean, row.n[0], 1e-13) && near(got.se, row.n[1], 1e-13), "class %d of %d: %.15g %.15g",
                  (int)at, (int)count, got.mean, got.se);
        CHECK(near(au_shrink_high(&all, classes[at]), row.n[2], 1e-12));
        at++;
    }
}

TEST(adjusted_p_values_agree_with_scipy_and_the_definition)
{
    struct table *table = table_open("multiple");
    struct table_row row;
    double p[POINTS], want[3][POINTS], got[POINTS];
    uint32_t order[POINTS];
    size_t count = 0, expected = 0;
    while (table_next(table, &row)) {
        if (is(&row, "case")) expected = (size_t)row.n[0], count = 0;
        if (!is(&row, "result")) continue;
        p[count] = row.n[0];
        for (int i = 0; i < 3; i++) want[i][count] = row.n[1 + i];
        if (++count < expected) continue;
        au_bonferroni(p, count, got);
        for (size_t i = 0; i < count; i++) CHECK(near(got[i], want[0][i], 1e-15));
        au_holm(p, count, order, got);
        for (size_t i = 0; i < count; i++) CHECK(near(got[i], want[1][i], 1e-15));
        au_benjamini_hochberg(p, count, order, p); /* in place */
        for (size_t i = 0; i < count; i++) CHECK(near(p[i], want[2][i], 1e-15));
    }
}
