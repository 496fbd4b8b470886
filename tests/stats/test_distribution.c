/* SPDX-License-Identifier: Apache-2.0
 * test_distribution.c - laws against SciPy's tables, against sums, and against their own inverses. */
#include "stats/distribution.h"

#include <math.h>
#include <string.h>

#include "check.h"
#include "table.h"

static double answer(const struct table_row *row)
{
    const double *n = row->n + 1;
    if (strcmp(row->word, "normal_cdf") == 0) return au_normal_cdf(n[0]);
    if (strcmp(row->word, "normal_quantile") == 0) return au_normal_quantile(n[0]);
    if (strcmp(row->word, "beta_cdf") == 0) return au_beta_cdf(n[0], n[1], n[2]);
    if (strcmp(row->word, "beta_quantile") == 0) return au_beta_quantile(n[0], n[1], n[2]);
    if (strcmp(row->word, "beta_quantile_upper") == 0) return au_beta_quantile_upper(n[0], n[1], n[2]);
    if (strcmp(row->word, "t_cdf") == 0) return au_t_cdf(n[0], n[1]);
    if (strcmp(row->word, "t_quantile") == 0) return au_t_quantile(n[0], n[1]);
    if (strcmp(row->word, "binomial_cdf") == 0) return au_binomial_cdf(n[0], n[1], n[2]);
    check_failed(__FILE__, __LINE__, "no law is called %s", row->word);
}

TEST(every_law_agrees_with_scipy)
{
    struct table *table = table_open("distribution");
    struct table_row row;
    int count = 0;
    while (table_next(table, &row)) {
        const double got = answer(&row), want = row.n[0];
        if (fabs(want) < 1e-290) CHECK_SAY(fabs(got) < 1e-280, "%s: %g, want %g", row.word, got, want);
        else
            CHECK_SAY(relatively_near(got, want, 2e-12), "%s(%.17g, %.17g, %.17g) = %.17g, SciPy says %.17g", row.word,
                      row.n[1], row.n[2], row.n[3], got, want);
        count++;
    }
    CHECK(count > 900);
}

TEST(binomial_cdf_is_the_sum_of_its_terms)
{
    for (int n = 1; n <= 60; n += 7) {
        for (double p = 0.02; p < 1; p += 0.07) {
            long double term = powl(1 - (long double)p, n), sum = term;
            for (int k = 0; k < n; k++) {
                CHECK_SAY(relatively_near(au_binomial_cdf(k, n, p), (double)sum, 1e-13), "k %d n %d p %g", k, n, p);
                term *= (long double)(n - k) / (k + 1) * p / (1 - (long double)p);
                sum += term;
            }
            CHECK(au_binomial_cdf(n, n, p) == 1 && au_binomial_cdf(-1, n, p) == 0);
        }
    }
}

/* A quantile may be off by a rounding of itself, which moves the probability by its density. */
TEST(quantiles_invert_distribution_functions)
{
    static const double shapes[] = {0.05, 0.5, 1, 3, 40, 1e3, 1e5, 1e7, 3e9};
    static const double tails[] = {1e-200, 1e-50, 1e-12, 1e-4, 0.025, 0.2, 0.4999, 0.5};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        for (size_t k = 0; k < sizeof tails / sizeof *tails; k++) {
            const double p = tails[k], df = shapes[i], t = au_t_quantile(p, df);
            if (fabs(t) < 1e150)
                CHECK_SAY(relatively_near(au_t_cdf(t, df), p, 1e-11), "t %g df %g: %g", p, df, au_t_cdf(t, df));
            for (size_t j = 0; j < sizeof shapes / sizeof *shapes; j++) {
                const double a = shapes[i], b = shapes[j], x = au_beta_quantile(p, a, b),
                             y = au_beta_quantile_upper(p, b, a);
                if (x < 1e-290 || x > 0.99) continue;
                CHECK_SAY(relatively_near(au_beta_cdf(x, a, b), p, 2e-10), "beta(%g, %g) at %g: %g", a, b, p,
                          au_beta_cdf(x, a, b));
                CHECK_SAY(near(1 - y, x, 1e-13), "beta(%g, %g) is not beta(%g, %g) mirrored at %g", a, b, b, a, p);
            }
        }
    }
}

TEST(closed_forms_hold)
{
    for (double x = 0.01; x < 1; x += 0.01) {
        CHECK(relatively_near(au_beta_cdf(x, 1, 1), x, 1e-14));
        CHECK(relatively_near(au_beta_cdf(x, 7, 1), pow(x, 7), 1e-13));
        CHECK(relatively_near(au_beta_cdf(x, 0.5, 0.5), 2 / 3.14159265358979323846 * asin(sqrt(x)), 1e-13));
        CHECK(near(au_beta_cdf(x, 3, 8) + au_beta_cdf(1 - x, 8, 3), 1, 1e-14));
        CHECK(near(au_t_quantile(x, 1), tan(3.14159265358979323846 * (x - 0.5)), 1e-13));
        CHECK(near(au_t_quantile(x, 2), (2 * x - 1) * sqrt(0.5 / (x * (1 - x))), 1e-13));
        CHECK(au_t_quantile(x, INFINITY) == au_normal_quantile(x));
        CHECK(near(au_t_quantile(x, 1e9), au_normal_quantile(x), 1e-8));
        CHECK(near(au_normal_cdf(au_normal_quantile(x)), x, 1e-15));
    }
}

TEST(ends_and_nonsense_are_what_the_header_says)
{
    CHECK(au_normal_quantile(0) == -INFINITY && au_normal_quantile(1) == INFINITY && au_normal_quantile(0.5) == 0);
    CHECK(au_normal_cdf(-INFINITY) == 0 && au_normal_cdf(INFINITY) == 1);
    CHECK(au_t_quantile(0, 3) == -INFINITY && au_t_quantile(1, 3) == INFINITY && au_t_quantile(0.5, 3) == 0);
    CHECK(au_t_cdf(-INFINITY, 3) == 0 && au_t_cdf(INFINITY, 3) == 1 && au_t_cdf(0, 3) == 0.5);
    CHECK(au_beta_cdf(-1, 2, 3) == 0 && au_beta_cdf(2, 2, 3) == 1);
    CHECK(au_beta_quantile(0, 2, 3) == 0 && au_beta_quantile(1, 2, 3) == 1 && au_beta_quantile_upper(0, 2, 3) == 1);
    CHECK(au_binomial_cdf(3, 10, 0) == 1 && au_binomial_cdf(3, 10, 1) == 0 && au_binomial_cdf(0, 0, 0.5) == 1);
    CHECK(isnan(au_normal_quantile(-0.1)) && isnan(au_normal_quantile(NAN)) && isnan(au_t_quantile(0.5, 0)));
    CHECK(isnan(au_t_quantile(1.5, 2)) && isnan(au_t_cdf(1, -1)) && isnan(au_t_cdf(NAN, 2)) &&
          isnan(au_beta_cdf(0.5, 0, 1)));
    CHECK(isnan(au_beta_cdf(0.5, 1, INFINITY)) && isnan(au_beta_cdf(NAN, 1, 1)) && isnan(au_beta_quantile(2, 1, 1)));
    CHECK(isnan(au_binomial_cdf(1, 2, 1.5)) && isnan(au_binomial_cdf(NAN, 2, 0.5)) &&
          isnan(au_binomial_cdf(1, -2, 0.5)));
}
