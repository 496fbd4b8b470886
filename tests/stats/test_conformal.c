/* SPDX-License-Identifier: Apache-2.0
 * test_conformal.c - conformal p-values, outlier excess: ranks, errors at small n, lists of suspects, clusters. */
#include "stats/conformal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "simulate.h"
#include "stats/distribution.h"
#include "stats/multiple.h"
#include "table.h"

#define MOST 400

static int upwards(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static size_t sorted_class(const struct au_calibration *all, uint32_t class_index, double *out)
{
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++) {
        if (all->class_of[i] == class_index) out[count++] = all->score[i];
    }
    qsort(out, count, sizeof *out, upwards);
    return count;
}

TEST(conformal_p_values_agree_with_ranks)
{
    struct table *table = table_open("conformal");
    struct table_row row;
    double score[MOST], sorted[MOST];
    uint32_t class_of[MOST];
    size_t count = 0, excesses = 0;
    while (table_next(table, &row)) {
        if (strcmp(row.word, "case") == 0) count = 0;
        if (strcmp(row.word, "point") == 0) score[count] = row.n[0], class_of[count++] = (uint32_t)row.n[1];
        if (strcmp(row.word, "result") == 0) {
            const struct au_calibration all = {score, class_of, count};
            const size_t own = sorted_class(&all, (uint32_t)row.n[0], sorted);
            CHECK_SAY(near(au_conformal_p(&all, (uint32_t)row.n[0], row.n[1]), row.n[2], 1e-15), "score %g", row.n[1]);
            CHECK(au_conformal_p_sorted(sorted, own, row.n[1]) == au_conformal_p(&all, (uint32_t)row.n[0], row.n[1]));
        }
        if (strcmp(row.word, "excess") != 0) continue;
        const double got = au_outlier_p((size_t)row.n[0], (size_t)row.n[1], (size_t)row.n[2], row.n[3]);
        CHECK_SAY(near(got, row.n[4], 1e-10), "%g of %g, %g: %.14g, want %.14g", row.n[0], row.n[1], row.n[2], got,
                  row.n[4]);
        excesses++;
    }
    CHECK(excesses > 20);
}

TEST(conformal_ends_are_what_the_header_says)
{
    const struct au_calibration none = {NULL, NULL, 0};
    const double p[] = {0.05, 0.01, 0.2, 0.9}, scores[] = {1, INFINITY};
    CHECK(au_conformal_p(&none, 0, 5) == 1 && au_conformal_p_sorted(NULL, 0, 5) == 1);
    CHECK(au_conformal_p_sorted(scores, 2, INFINITY) == 2.0 / 3 && au_conformal_p_sorted(scores, 2, -INFINITY) == 1);
    CHECK(near(au_outlier_excess(p, 4, 0.05), 0.45 / 0.95, 1e-15) && au_outlier_excess(p, 4, 0.004) == 0 &&
          au_outlier_excess(p, 0, 0.05) == 0);
    CHECK(near(au_outlier_p(1, 1, 99, 0.29), 0.29, 1e-12));                    /* 0.29 * 100 rounds below 29 */
    CHECK(near(au_outlier_p(1, 1, 5, nextafter(5.0 / 6, 0)), 4.0 / 6, 1e-12)); /* and this times 6 rounds up to 5 */
    CHECK(au_outlier_p(0, 5, 10, 0.05) == 1 && au_outlier_p(1, 5, 10, 0.05) == 0 /* 10 images never give 0.05 */ &&
          isnan(au_outlier_p(6, 5, 10, 0.1)));
}

/* Two classes whose odd images are odd to another degree. */
static double typical(struct au_rng *rng, uint32_t class_index)
{
    return au_rng_normal(rng) * (class_index == 1 ? 3 : 1);
}

TEST(O18_conformal_p_values_are_uniform_for_typical_images_of_each_class)
{
    static const size_t sizes[] = {3, 19, 40};
    const int rounds = 4000;
    for (size_t s = 0; s < 3; s++) {
        double score[80], levels[] = {0.05, 0.1, 0.25, 0.5};
        uint32_t class_of[80], as_one[80] = {0};
        int low[4] = {0}, pooled = 0, found = 0;
        struct au_rng rng;
        au_rng_start(&rng, SIM_SEED, 7000 + s);
        for (int i = 0; i < rounds; i++) {
            for (size_t k = 0; k < 2 * sizes[s]; k++) class_of[k] = k % 2, score[k] = typical(&rng, class_of[k]);
            const struct au_calibration own = {score, class_of, 2 * sizes[s]}, all = {score, as_one, 2 * sizes[s]};
            const double now = typical(&rng, 1), p = au_conformal_p(&own, 1, now);
            for (int l = 0; l < 4; l++) low[l] += p <= levels[l];
            pooled += au_conformal_p(&all, 0, now) <= 0.1;
            found += au_conformal_p(&own, 1, 15) <= 0.05;
        }
        for (int l = 0; l < 4; l++) {
            const double exact = floor(levels[l] * (double)(sizes[s] + 1) + 1e-12) / (double)(sizes[s] + 1);
            CHECK_SAY(low[l] / (double)rounds <= sim_most(exact, rounds) &&
                          low[l] / (double)rounds >= sim_least(exact, rounds),
                      "n %d: P(p <= %g) = %g", (int)sizes[s], levels[l], low[l] / (double)rounds);
        }
        printf("seed %d: %d calibration images: P(p <= .1) %.4f, by all classes together %.4f; outliers found %.3f\n",
               SIM_SEED, (int)sizes[s], low[1] / (double)rounds, pooled / (double)rounds, found / (double)rounds);
        CHECK(s == 0 || (pooled / (double)rounds > 0.13 && found > 0.95 * rounds));
    }
}

struct batch {
    double p[MOST];
    double calibration[MOST];
};

static void draw_batch(struct batch *batch, struct au_rng *rng, size_t calibration_count, size_t tested,
                       size_t outliers)
{
    for (size_t i = 0; i < calibration_count; i++) batch->calibration[i] = au_rng_normal(rng);
    qsort(batch->calibration, calibration_count, sizeof *batch->calibration, upwards);
    for (size_t i = 0; i < tested; i++)
        batch->p[i] = au_conformal_p_sorted(batch->calibration, calibration_count,
                                            au_rng_normal(rng) + (i < outliers ? 6 : 0));
}

static size_t count_low(const double *p, size_t count)
{
    size_t low = 0;
    for (size_t i = 0; i < count; i++) low += p[i] <= 0.05;
    return low;
}

TEST(O18_outlier_excess_is_on_average_no_larger_than_the_truth_and_its_test_knows_the_shared_calibration)
{
    static struct batch batch;
    const int rounds = 1500;
    const size_t n = 59, tested = 150;
    for (size_t outliers = 0; outliers <= 30; outliers += 30) {
        double mean = 0, uncut = 0;
        int exact = 0, binomial = 0;
        struct au_rng rng;
        au_rng_start(&rng, SIM_SEED, 7100 + outliers);
        for (int i = 0; i < rounds; i++) {
            draw_batch(&batch, &rng, n, tested, outliers);
            const size_t low = count_low(batch.p, tested);
            mean += au_outlier_excess(batch.p, tested, 0.05) / rounds;
            uncut += ((double)low / (double)tested - 0.05) / 0.95 / rounds;
            exact += au_outlier_p(low, tested, n, 0.05) <= 0.05;
            binomial += 1 - au_binomial_cdf((double)low - 1, (double)tested, 0.05) <= 0.05;
        }
        const double truth = (double)outliers / (double)tested;
        printf(
            "seed %d: %.2f untypical: excess %.4f (uncut %.4f), found by the exact test %.4f, by a binomial test %.4f\n",
            SIM_SEED, truth, mean, uncut, exact / (double)rounds, binomial / (double)rounds);
        CHECK(uncut < truth + 0.004 && mean >= uncut && mean < truth + 0.03);
        if (outliers == 0)
            CHECK(exact / (double)rounds <= sim_most(0.05, rounds) && exact > 0.02 * rounds && binomial > 0.1 * rounds);
        else CHECK(exact > 0.95 * rounds && mean > truth - 0.02);
    }
}

TEST(O18_lists_of_outliers_by_benjamini_hochberg_keep_their_false_discovery_rate)
{
    static struct batch batch;
    const int rounds = 1000;
    const size_t tested = 50, outliers = 10;
    double rate = 0, found = 0;
    uint32_t order[MOST];
    struct au_rng rng;
    au_rng_start(&rng, SIM_SEED, 7200);
    for (int i = 0; i < rounds; i++) {
        draw_batch(&batch, &rng, 300, tested, outliers);
        au_benjamini_hochberg(batch.p, tested, order, batch.p);
        int right = 0, wrong = 0;
        for (size_t k = 0; k < tested; k++)
            right += k < outliers && batch.p[k] <= 0.1, wrong += k >= outliers && batch.p[k] <= 0.1;
        rate += right + wrong > 0 ? wrong / (double)(right + wrong) / rounds : 0;
        found += right / (double)outliers / rounds;
    }
    printf("seed %d: BH on conformal p-values that share calibration: false discovery rate %.4f at 0.10, found %.3f\n",
           SIM_SEED, rate, found);
    CHECK(rate <= sim_most(0.08, rounds) && rate > 0.04 && found > 0.9);
}

/* 5 tracks of 10 alike frames are 5 calibration images, not 50. */
TEST(clustered_calibration_counts_one_image_a_cluster)
{
    struct au_rng rng;
    const int rounds = 3000;
    int frames = 0, tracks = 0;
    au_rng_start(&rng, SIM_SEED, 7300);
    for (int i = 0; i < rounds; i++) {
        double all[50], one[5];
        for (int g = 0; g < 5; g++) {
            const double track = au_rng_normal(&rng);
            for (int k = 0; k < 10; k++) all[10 * g + k] = track + 0.1 * au_rng_normal(&rng);
            one[g] = all[10 * g];
        }
        const double now = au_rng_normal(&rng) + 0.1 * au_rng_normal(&rng);
        qsort(all, 50, sizeof *all, upwards);
        qsort(one, 5, sizeof *one, upwards);
        frames += au_conformal_p_sorted(all, 50, now) <= 0.05;
        tracks += au_conformal_p_sorted(one, 5, now) <= 0.2;
    }
    printf("seed %d: P(p <= .05) by frames %.4f; P(p <= .2) by tracks %.4f\n", SIM_SEED, frames / (double)rounds,
           tracks / (double)rounds);
    CHECK(frames > 0.12 * rounds && tracks / (double)rounds <= sim_most(1.0 / 6, rounds));
}
