/* SPDX-License-Identifier: Apache-2.0
 * test_seeds.c - means over several seeds cover what they say; means over images alone do not (methods F38). */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "simulate.h"
#include "stats/seeds.h"

enum { IMAGES = 400, SEEDS_MAX = 10 };

static double values[SEEDS_MAX * IMAGES], means[IMAGES];
static uint32_t cluster[IMAGES];
static struct au_cluster_sum sums[IMAGES];

struct law {
    size_t seeds;
    int size;                            /* images of a cluster */
    double images, clusters, luck, rest; /* standard deviations */
};

/* A mean of 0.1 is true. */
static void draw(const struct law *law, uint64_t round)
{
    struct au_rng rng;
    double image[IMAGES], group = 0;
    au_rng_start(&rng, SIM_SEED + round, 38);
    for (int i = 0; i < IMAGES; i++) {
        cluster[i] = (uint32_t)(i / law->size);
        if (i % law->size == 0) group = law->clusters * au_rng_normal(&rng);
        image[i] = 0.1 + group + law->images * au_rng_normal(&rng);
    }
    for (size_t s = 0; s < law->seeds; s++) {
        const double luck = law->luck * au_rng_normal(&rng);
        for (int i = 0; i < IMAGES; i++)
            values[s * IMAGES + (size_t)i] = image[i] + luck + law->rest * au_rng_normal(&rng);
    }
}

TEST(F38_bounds_that_know_of_seeds_cover_95_of_100_where_bounds_on_images_cover_far_fewer)
{
    enum { ROUNDS = 2000 };
    static const struct law laws[] = {
        {3, 1, 0.3, 0, 0.015, 0.3}, {3, 1, 0.3, 0, 0.05, 0.1}, {5, 1, 0.3, 0, 0.03, 0.3}, {5, 5, 0.2, 0.2, 0.03, 0.2},
        {10, 1, 0.3, 0, 0.02, 0.3}, {3, 1, 0.3, 0, 0, 0.3},    {5, 5, 0.2, 0.2, 0, 0.2},
    };
    for (size_t l = 0; l < sizeof laws / sizeof *laws; l++) {
        int covered = 0, by_images = 0, above = 0;
        for (uint64_t round = 0; round < ROUNDS; round++) {
            draw(&laws[l], round);
            const struct au_seed_mean m = au_seed_mean_of(values, laws[l].seeds, cluster, IMAGES, means, sums);
            const struct au_interval both = au_seed_bound_both(&m, 0.05);
            const struct au_mean alone = {m.mean, m.images_se, m.clusters, IMAGES};
            const struct au_interval images = au_bound_both(alone, 0.05);
            covered += both.low <= 0.1 && 0.1 <= both.high;
            by_images += images.low <= 0.1 && 0.1 <= images.high;
            above += au_seed_bound_high(&m, 0.05) < 0.1;
        }
        printf("%zu seeds, luck %g, clusters of %d: 95 %% covers %.3f, images alone %.3f; one-sided 5 %% misses %.3f\n",
               laws[l].seeds, laws[l].luck, laws[l].size, covered / (double)ROUNDS, by_images / (double)ROUNDS,
               above / (double)ROUNDS);
        CHECK_SAY(covered / (double)ROUNDS > sim_least(0.935, ROUNDS), "law %zu covers %g", l,
                  covered / (double)ROUNDS);
        CHECK_SAY(covered / (double)ROUNDS < 0.995, "law %zu covers %g", l, covered / (double)ROUNDS);
        CHECK_SAY(above / (double)ROUNDS < sim_most(0.06, ROUNDS), "law %zu misses %g", l, above / (double)ROUNDS);
        if (laws[l].luck >= 0.03) CHECK_SAY(by_images < 0.93 * ROUNDS, "law %zu: images alone cover %d", l, by_images);
    }
}

TEST(F38_the_variance_is_that_of_the_images_plus_that_of_a_seed_over_their_number)
{
    enum { ROUNDS = 4000 };
    const struct law law = {4, 5, 0.2, 0.15, 0.03, 0.25};
    double sum = 0, squares = 0, said = 0, luck = 0;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        draw(&law, round);
        const struct au_seed_mean m = au_seed_mean_of(values, law.seeds, cluster, IMAGES, means, sums);
        sum += m.mean, squares += m.mean * m.mean, said += m.se * m.se, luck += m.seed_variance;
    }
    const double seen = squares / ROUNDS - pow(sum / ROUNDS, 2);
    const double true_one = 0.2 * 0.2 / IMAGES + 0.15 * 0.15 / (IMAGES / 5.0) + 0.03 * 0.03 / 4 +
                            0.25 * 0.25 / (4.0 * IMAGES);
    printf("variance seen %.3g, said %.3g, true %.3g; of a seed %.3g (9e-4)\n", seen, said / ROUNDS, true_one,
           luck / ROUNDS);
    CHECK(fabs(seen / true_one - 1) < 0.1 && fabs(said / ROUNDS / true_one - 1) < 0.08);
    CHECK(fabs(luck / ROUNDS / 9e-4 - 1) < 0.08);
}

TEST(one_seed_or_one_cluster_says_nothing_and_leaves_the_scratch_clean)
{
    const struct law law = {3, 1, 0.3, 0, 0.02, 0.1};
    draw(&law, 0);
    struct au_seed_mean m = au_seed_mean_of(values, 1, cluster, IMAGES, means, sums);
    CHECK(au_seed_bound_low(&m, 0.05) == -1 && au_seed_bound_high(&m, 0.05) == 1 && m.seeds == 1);
    m = au_seed_mean_of(values, 0, cluster, IMAGES, means, sums);
    CHECK(au_seed_bound_both(&m, 0.05).low == -1);
    au_seed_mean_of(values, 3, cluster, IMAGES, means, sums);
    for (int i = 0; i < IMAGES; i++) CHECK(sums[i].sum == 0 && sums[i].count == 0);
    memset(cluster, 0, sizeof cluster);
    m = au_seed_mean_of(values, 3, cluster, IMAGES, means, sums);
    CHECK(au_seed_bound_high(&m, 0.05) == 1);
}

/* Without luck and rest all seeds say the same: the mean of one, and Student's t on the images. */
TEST(equal_seeds_are_as_good_as_one)
{
    const struct law law = {3, 1, 0.3, 0, 0, 0};
    draw(&law, 1);
    const struct au_seed_mean m = au_seed_mean_of(values, 3, cluster, IMAGES, means, sums);
    const struct au_mean one = au_cluster_mean(values, cluster, NULL, IMAGES, sums);
    CHECK(fabs(m.mean - one.mean) < 1e-12 && fabs(m.se - one.se) < 1e-12 && m.seed_variance < 1e-20);
    CHECK(fabs(au_seed_bound_high(&m, 0.05) - au_bound_high(one, 0.05)) < 1e-9);
}
