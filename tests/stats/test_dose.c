/* SPDX-License-Identifier: Apache-2.0
 * test_dose.c - Learn-then-Test: exact p-values, the guarantee by simulation, the cutout oracle O9. */
#include "stats/dose.h"

#include <math.h>
#include <stdio.h>

#include "check.h"
#include "simulate.h"
#include "stats/distribution.h"
#include "table.h"

#define DELTA 0.05
#define DOSES 6

TEST(risk_p_values_agree_with_scipy)
{
    struct table *table = table_open("dose");
    struct table_row row;
    while (table_next(table, &row)) {
        const uint64_t n = (uint64_t)row.n[1], k = (uint64_t)nearbyint(row.n[0]);
        CHECK_SAY(near(au_risk_p_binomial(k, n, row.n[2]), row.n[3], 1e-12), "%d of %d", (int)k, (int)n);
        CHECK_SAY(near(au_risk_p_bounded(row.n[0], n, row.n[2]), row.n[4], 1e-12), "%g of %d at %g: %.15g, want %.15g",
                  row.n[0], (int)n, row.n[2], au_risk_p_bounded(row.n[0], n, row.n[2]), row.n[4]);
    }
    CHECK(isnan(au_risk_p_binomial(3, 2, 0.1)) && isnan(au_risk_p_bounded(3, 2, 0.1)) &&
          isnan(au_risk_p_bounded(-1, 2, 0.1)));
    CHECK(isnan(au_risk_p_bounded(NAN, 2, 0.1)) && isnan(au_risk_p_bounded(1, 2, 0)) &&
          au_risk_p_bounded(0, 0, 0.1) == 1);
}

/* P(p <= level) when the risk is the limit, over all outcomes of n 0/1 losses. */
static double rejection(bool bounded, uint64_t n, double limit, double level)
{
    double total = 0;
    for (uint64_t k = 0; k <= n; k++) {
        const double p = bounded ? au_risk_p_bounded((double)k, n, limit) : au_risk_p_binomial(k, n, limit);
        if (p <= level)
            total += au_binomial_cdf((double)k, (double)n, limit) - au_binomial_cdf((double)k - 1, (double)n, limit);
    }
    return total;
}

TEST(risk_p_values_never_reject_more_often_than_they_say)
{
    double most[2] = {0, 0};
    for (uint64_t n = 1; n < 400; n = n * 3 / 2 + 1) {
        for (double limit = 0.01; limit < 1; limit += 0.09) {
            for (int bounded = 0; bounded < 2; bounded++) {
                for (double level = 0.01; level < 0.3; level *= 2) {
                    const double rate = rejection(bounded, n, limit, level);
                    CHECK_SAY(rate <= level + 1e-12, "n %d limit %g level %g: %g", (int)n, limit, level, rate);
                    most[bounded] = fmax(most[bounded], rate / level);
                }
            }
        }
    }
    printf("largest error over level: binomial %.3f, Hoeffding-Bentkus %.3f\n", most[0], most[1]);
    CHECK(most[0] > 0.98 && most[1] > 0.2 && most[1] < 1);
}

enum kind { ZERO_ONE, THREE_DRAWS };

struct setting {
    const double *risk; /* of each dose */
    size_t safe;        /* doses before the first whose risk is not below the limit */
    enum kind kind;
    bool shared; /* the same images lose first at all doses */
    int images;
};

struct outcome {
    double violated, naive,
        exact; /* by LTT, by the largest dose with an estimate below the limit, LTT found the last safe one */
};

static void draw_losses(const struct setting *s, struct au_rng *rng, double sums[DOSES])
{
    for (int d = 0; d < DOSES; d++) sums[d] = 0;
    for (int i = 0; i < s->images; i++) {
        struct au_rng image;
        au_rng_start(&image, au_rng_u64(rng), 0);
        for (int d = 0; d < DOSES; d++) {
            struct au_rng again = image; /* the image's own luck, the same for every dose */
            sums[d] += s->kind == ZERO_ONE ? sim_loss(s->shared ? &again : &image, s->risk[d])
                                           : sim_image_loss(s->shared ? &again : &image, 3, s->risk[d], 0.6);
        }
    }
}

static struct outcome run(const struct setting *s, double limit, double delta, int rounds, uint64_t stream)
{
    struct au_rng rng;
    struct outcome out = {0};
    au_rng_start(&rng, SIM_SEED, stream);
    for (int i = 0; i < rounds; i++) {
        double sums[DOSES], p[DOSES];
        size_t naive = 0;
        draw_losses(s, &rng, sums);
        for (size_t d = 0; d < DOSES; d++) {
            p[d] = s->kind == ZERO_ONE ? au_risk_p_binomial((uint64_t)sums[d], (uint64_t)s->images, limit)
                                       : au_risk_p_bounded(sums[d], (uint64_t)s->images, limit);
            if (sums[d] / s->images <= limit) naive = d + 1;
        }
        const size_t accepted = au_fixed_sequence(p, DOSES, delta);
        out.violated += (accepted > s->safe) / (double)rounds;
        out.exact += (accepted == s->safe) / (double)rounds;
        out.naive += (naive > s->safe) / (double)rounds;
    }
    return out;
}

TEST(O18_fixed_sequence_breaks_its_limit_at_most_delta_of_the_time)
{
    static const double rising[] = {0.005, 0.01, 0.02, 0.05, 0.05, 0.06}, wavy[] = {0.01, 0.05, 0.01, 0.05, 0.01, 0.05},
                        steep[] = {0.0, 0.0, 0.05, 0.2, 0.3, 0.5};
    const struct setting settings[] = {
        {rising, 3, ZERO_ONE, true, 300}, {rising, 3, ZERO_ONE, false, 300},   {wavy, 1, ZERO_ONE, false, 300},
        {steep, 2, ZERO_ONE, true, 60},   {rising, 3, THREE_DRAWS, true, 400}, {steep, 2, THREE_DRAWS, false, 100},
    };
    double most = 0, most_naive = 0;
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        const int rounds = 3000;
        const struct outcome out = run(&settings[i], 0.05, DELTA, rounds, 4000 + i);
        printf("seed %d: %s losses, %s images, n %d: LTT violates %.4f, largest dose below the line %.4f\n", SIM_SEED,
               settings[i].kind == ZERO_ONE ? "0/1" : "mean of 3", settings[i].shared ? "shared" : "new",
               settings[i].images, out.violated, out.naive);
        CHECK(out.violated <= sim_most(DELTA, rounds));
        most = fmax(most, out.violated), most_naive = fmax(most_naive, out.naive);
    }
    CHECK(most > 0.02 && most_naive > 0.4);
}

TEST(two_ended_ranges_share_delta)
{
    static const double up[] = {0.01, 0.05, 0.05, 0.1, 0.1, 0.1};
    struct au_rng rng;
    const int rounds = 3000, images = 200;
    int any = 0;
    au_rng_start(&rng, SIM_SEED, 4100);
    for (int i = 0; i < rounds; i++) {
        size_t accepted[2];
        for (int end = 0; end < 2; end++) {
            double sums[DOSES], p[DOSES];
            draw_losses(&(struct setting){up, 1, ZERO_ONE, true, images}, &rng, sums);
            for (size_t d = 0; d < DOSES; d++) p[d] = au_risk_p_binomial((uint64_t)sums[d], (uint64_t)images, 0.05);
            accepted[end] = au_fixed_sequence(p, DOSES, DELTA / 2);
        }
        any += accepted[0] > 1 || accepted[1] > 1;
    }
    printf("seed %d: either end of a range beyond its limit: %.4f\n", SIM_SEED, any / (double)rounds);
    CHECK(any / (double)rounds <= sim_most(DELTA, rounds) && any > 0);
}

/* Clusters of 5 images of one fate. By clusters the mean is bounded and honest, by images the same evidence is
 * counted 5 times. */
TEST(clustered_losses_must_enter_as_means_of_their_cluster)
{
    struct au_rng rng;
    const int rounds = 4000, clusters = 60;
    int by_cluster = 0, by_image = 0;
    au_rng_start(&rng, SIM_SEED, 4200);
    for (int i = 0; i < rounds; i++) {
        double sum = 0;
        for (int g = 0; g < clusters; g++) sum += sim_image_loss(&rng, 5, 0.2, 0.9);
        by_cluster += au_risk_p_bounded(sum, (uint64_t)clusters, 0.2) <= DELTA;
        by_image += au_risk_p_binomial((uint64_t)nearbyint(5 * sum), 5 * (uint64_t)clusters, 0.2) <= DELTA;
    }
    printf("seed %d: risk at the limit accepted %.4f by clusters, %.4f by images\n", SIM_SEED,
           by_cluster / (double)rounds, by_image / (double)rounds);
    CHECK(by_cluster / (double)rounds <= sim_most(DELTA, rounds) && by_image / (double)rounds > 0.15);
}

/* O9: the label is one pixel, a hole of s x s pixels lies anywhere within a W x W image. */
#define WIDTH 28

static int covering(int at, int hole)
{
    const int first = at - hole + 1 > 0 ? at - hole + 1 : 0, last = at < WIDTH - hole ? at : WIDTH - hole;
    return last - first + 1;
}

static bool is_hit(struct au_rng *rng, int row, int column, int hole)
{
    const int top = au_rng_integer(rng, 0, WIDTH - hole), left = au_rng_integer(rng, 0, WIDTH - hole);
    return top <= row && row < top + hole && left <= column && column < left + hole;
}

TEST(O9_cutout_dose_is_the_last_hole_below_the_limit)
{
    enum { HOLES = 9, IMAGES = 6000, ROUNDS = 150 };
    const int row = 13, column = 3;
    const double limit = 0.069;
    struct au_rng rng;
    double loss[HOLES], lost_total[HOLES] = {0};
    size_t safe = 0;
    int violated = 0, exact = 0;
    for (int s = 1; s <= HOLES; s++) {
        loss[s - 1] = covering(row, s) * covering(column, s) / (double)((WIDTH - s + 1) * (WIDTH - s + 1));
        safe += loss[s - 1] <= limit;
    }
    CHECK(safe > 2 && safe < HOLES);
    au_rng_start(&rng, SIM_SEED, 4300);
    for (int i = 0; i < ROUNDS; i++) {
        double p[HOLES];
        for (int s = 1; s <= HOLES; s++) {
            uint64_t lost = 0;
            for (int k = 0; k < IMAGES; k++) lost += is_hit(&rng, row, column, s);
            lost_total[s - 1] += (double)lost;
            p[s - 1] = au_risk_p_binomial(lost, IMAGES, limit);
        }
        const size_t accepted = au_fixed_sequence(p, HOLES, DELTA);
        violated += accepted > safe;
        exact += accepted == safe;
    }
    for (int s = 0; s < HOLES; s++) {
        const double seen = lost_total[s] / (IMAGES * ROUNDS);
        CHECK_SAY(seen > sim_least(loss[s], IMAGES * ROUNDS) && seen < sim_most(loss[s], IMAGES * ROUNDS),
                  "hole %d: %g, want %g", s + 1, seen, loss[s]);
    }
    printf("seed %d: last safe hole %d px (loss %.4f, next %.4f, limit %.3f) found in %d of %d, exceeded in %d\n",
           SIM_SEED, (int)safe, loss[safe - 1], loss[safe], limit, exact, ROUNDS, violated);
    CHECK(violated <= sim_most(DELTA, ROUNDS) * ROUNDS && exact >= 0.9 * ROUNDS);
}

TEST(the_sequence_stops_at_the_first_dose_that_is_not_shown)
{
    const double p[] = {0.01, 0.05, 0.051, 0.001}, bad[] = {0.01, NAN, 0.01};
    CHECK(au_fixed_sequence(p, 4, 0.05) == 2 && au_fixed_sequence(p, 1, 0.05) == 1 &&
          au_fixed_sequence(p, 0, 0.05) == 0);
    CHECK(au_fixed_sequence(p, 4, 0.06) == 4 && au_fixed_sequence(p, 4, 0.001) == 0 &&
          au_fixed_sequence(bad, 3, 0.05) == 1);
}
