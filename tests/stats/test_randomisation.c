/* SPDX-License-Identifier: Apache-2.0
 * test_randomisation.c - permutation and involution tests: exact answers, small n, clusters, early stopping, O19. */
#include "stats/randomisation.h"

#include <math.h>
#include <stdio.h>

#include "check.h"
#include "simulate.h"

#define UNITS_MAX 40

struct groups {
    double value[UNITS_MAX];
    uint32_t first, count; /* the first `first` units are one group */
};

static double mean_gap(void *context, const uint32_t *order)
{
    const struct groups *g = context;
    double sums[2] = {0, 0};
    for (uint32_t i = 0; i < g->count; i++) sums[i >= g->first] += g->value[order[i]];
    return sums[0] / g->first - sums[1] / (g->count - g->first);
}

static double test(struct groups *groups, uint32_t rounds, uint32_t enough, uint64_t stream)
{
    uint32_t order[UNITS_MAX];
    return au_permutation_test(
        mean_gap, groups, order, groups->count,
        &(struct au_rounds){.count = rounds, .enough = enough, .seed = SIM_SEED, .stream = stream << 32});
}

TEST(permutation_p_approaches_the_share_of_all_permutations)
{
    struct groups g = {.value = {5.1, 4.2, 3.9, 4.0, 1.5, 2.5, 3.0}, .first = 3, .count = 7};
    double truth = 0, all = 0;
    for (int set = 0; set < 1 << 7; set++) { /* all choices of the first three */
        uint32_t order[7], at = 0, behind = 3;
        if (__builtin_popcount((unsigned)set) != 3) continue;
        for (uint32_t i = 0; i < 7; i++) order[set >> i & 1 ? at++ : behind++] = i;
        all++;
        truth += mean_gap(&g, order) >= mean_gap(&g, (const uint32_t[]){0, 1, 2, 3, 4, 5, 6}) - 1e-12;
    }
    const double p = test(&g, 20000, 0, 1);
    printf("seed %d: permutation p %.4f, of all permutations %.4f\n", SIM_SEED, p, truth / all);
    CHECK(all == 35 && p > sim_least(truth / all, 20000) && p < sim_most(truth / all, 20000) + 1e-4);
    CHECK(test(&g, 20000, 0, 1) == p && test(&g, 20000, 0, 2) != p);
}

static double first_uniform(void *context, struct au_rng *rng)
{
    double *seen = context;
    if (!rng) return 0.25;
    seen[0]++;
    return seen[(int)seen[0]] = au_rng_uniform(rng);
}

TEST(every_round_has_a_stream_of_its_own_and_ties_count)
{
    double seen[101] = {0};
    int reached = 0;
    const struct au_rounds rounds = {.count = 100, .seed = 9, .stream = 77};
    const double p = au_randomisation_test(first_uniform, seen, &rounds);
    for (uint64_t b = 1; b <= 100; b++) {
        struct au_rng rng;
        au_rng_start(&rng, 9, 77 + b);
        CHECK(seen[b] == au_rng_uniform(&rng));
        reached += seen[b] >= 0.25;
    }
    CHECK(p == (1 + reached) / 101.0 && au_randomisation_p(0, 99) == 0.01 && au_randomisation_p(99, 99) == 1);
    struct groups same = {.value = {1, 1, 1, 1}, .first = 2, .count = 4};
    CHECK(test(&same, 19, 0, 3) == 1);
    struct groups unknown = {.value = {NAN, 1, 2, 3}, .first = 2, .count = 4};
    CHECK(test(&unknown, 19, 0, 3) == 1);
}

enum law { SKEWED, COIN };

static double null_rate(enum law law, uint32_t enough, double level, uint32_t rounds, double effect, uint64_t stream)
{
    const int repeats = 5000;
    struct au_rng rng;
    int low = 0;
    au_rng_start(&rng, SIM_SEED, stream);
    for (int i = 0; i < repeats; i++) {
        struct groups g = {.first = 5, .count = 12};
        for (uint32_t k = 0; k < g.count; k++) {
            const double x = au_rng_normal(&rng);
            g.value[k] = (law == SKEWED ? exp(2 * x) : x > 0.5) + (k < g.first ? effect : 0);
        }
        low += test(&g, rounds, enough, stream + 1000 + (uint64_t)i) <= level;
    }
    return low / (double)repeats;
}

TEST(O18_permutation_tests_of_few_images_reject_as_often_as_they_say)
{
    const double skewed = null_rate(SKEWED, 0, 0.05, 99, 0, 40000), coin = null_rate(COIN, 0, 0.05, 99, 0, 50000);
    const double few = null_rate(SKEWED, 0, 0.05, 19, 0, 60000), early = null_rate(SKEWED, 5, 0.05, 199, 0, 70000);
    const double lax = null_rate(SKEWED, 5, 0.3, 199, 0, 70000), power = null_rate(COIN, 0, 0.05, 99, 1, 80000);
    printf(
        "seed %d: 5 against 7 images at 0.05: skewed %.4f, 0/1 %.4f, 19 rounds %.4f, stopped early %.4f (at 0.3: %.4f); with an effect %.3f\n",
        SIM_SEED, skewed, coin, few, early, lax, power);
    CHECK(skewed <= sim_most(0.05, 5000) && skewed > sim_least(0.05, 5000) && coin <= sim_most(0.05, 5000));
    CHECK(few <= sim_most(0.05, 5000) && few > sim_least(0.05, 5000) && early <= sim_most(0.05, 5000) &&
          early > sim_least(0.05, 5000));
    CHECK(lax <= sim_most(0.3, 5000) && power > 0.8);
}

struct counter {
    int rounds;
    double share;
};

static double counted(void *context, struct au_rng *rng)
{
    struct counter *counter = context;
    if (!rng) return 1;
    counter->rounds++;
    return au_rng_uniform(rng) < counter->share ? 1 : 0;
}

static double unbounded(void *context, struct au_rng *rng)
{
    const double *values = context; /* of the truth, and of the copies in turn */
    return !rng ? values[0] : values[1 + au_rng_integer(rng, 0, 1)];
}

TEST(infinite_statistics_are_compared_as_they_are)
{
    double best[] = {INFINITY, 5, -INFINITY}, tied[] = {INFINITY, INFINITY, INFINITY},
           worst[] = {-INFINITY, 0, -INFINITY};
    double between[] = {0, -INFINITY, -1};
    const struct au_rounds rounds = {.count = 19, .seed = SIM_SEED};
    CHECK(au_randomisation_test(unbounded, best, &rounds) == 0.05 &&
          au_randomisation_test(unbounded, tied, &rounds) == 1);
    CHECK(au_randomisation_test(unbounded, worst, &rounds) == 1 &&
          au_randomisation_test(unbounded, between, &rounds) == 0.05);
}

TEST(early_stopping_saves_rounds_where_nothing_is_found)
{
    struct counter half = {0, 0.5}, never = {0, 0};
    const struct au_rounds rounds = {.count = 999, .enough = 10, .seed = SIM_SEED, .stream = 5};
    const double p = au_randomisation_test(counted, &half, &rounds);
    CHECK(half.rounds < 60 && p == 10.0 / half.rounds && au_randomisation_test(counted, &never, &rounds) == 0.001 &&
          never.rounds == 999);
}

/* Two groups of 4 clusters of 5 images. */
TEST(clustered_images_are_shuffled_as_clusters)
{
    const int repeats = 4000;
    struct au_rng rng;
    int by_image = 0, by_cluster = 0;
    au_rng_start(&rng, SIM_SEED, 18000);
    for (int i = 0; i < repeats; i++) {
        struct groups images = {.first = 20, .count = 40}, clusters = {.first = 4, .count = 8};
        for (int g = 0; g < 8; g++) {
            const double shared = au_rng_normal(&rng);
            for (int k = 0; k < 5; k++) {
                images.value[5 * g + k] = shared + 0.5 * au_rng_normal(&rng);
                clusters.value[g] += images.value[5 * g + k] / 5;
            }
        }
        by_image += test(&images, 99, 0, 19000 + (uint64_t)i) <= 0.05;
        by_cluster += test(&clusters, 99, 0, 19000 + (uint64_t)i) <= 0.05;
    }
    printf("seed %d: no difference, 4 clusters against 4: rejected %.4f by images, %.4f by clusters\n", SIM_SEED,
           by_image / (double)repeats, by_cluster / (double)repeats);
    CHECK(by_image > 0.15 * repeats && by_cluster / (double)repeats <= sim_most(0.05, repeats));
}

TEST(involution_p_is_the_upper_tail_of_a_fair_coin)
{
    CHECK(au_involution_p(0, 0) == 1 && fabs(au_involution_p(5, 0) - 1.0 / 32) < 1e-16 && au_involution_p(0, 5) == 1);
    CHECK(fabs(au_involution_p(8, 2) - 56.0 / 1024) < 1e-15 && fabs(au_involution_p(2, 8) - (1 - 11.0 / 1024)) < 1e-15);
    const double differences[] = {1, -3, 2, 2, 0.5, 0, -1, 1};
    const uint32_t cluster[] = {4, 4, 0, 0, 9, 2, 7, 7};
    struct au_cluster_sum scratch[10] = {0};
    CHECK(au_involution_clusters_p(differences, cluster, 8, scratch) ==
          au_involution_p(2, 1)); /* clusters 2 and 7 are ties */
    for (int i = 0; i < 10; i++) CHECK(scratch[i].sum == 0 && scratch[i].count == 0);
}

#define DIMENSIONS 5
#define IMAGES 60

/* An image is a vector; T turns the sign of its first two numbers. Originals lean to one side of T, unless
 * `symmetric`: then each cluster is turned or not by a coin. `size`: images of a cluster, which share 7/10 of their
 * variance. */
static void draw_images(struct au_rng *rng, bool symmetric, int size, double images[IMAGES][DIMENSIONS])
{
    const double own = size > 1 ? 0.7 : 0;
    double shared[DIMENSIONS] = {0};
    bool turned = false;
    for (int i = 0; i < IMAGES; i++) {
        if (i % size == 0) turned = symmetric && sim_loss(rng, 0.5);
        for (int d = 0; d < DIMENSIONS; d++) {
            if (i % size == 0) shared[d] = au_rng_normal(rng);
            images[i][d] = sqrt(own) * shared[d] + sqrt(1 - own) * au_rng_normal(rng) + 0.5;
            if (turned && d < 2) images[i][d] = -images[i][d];
        }
    }
}

/* Learns the direction from originals to transformed on one half, and scores the other: score(x) - score(Tx). */
static void score_held_out(double learned[IMAGES][DIMENSIONS], double held_out[IMAGES][DIMENSIONS],
                           double differences[IMAGES])
{
    double direction[2] = {0, 0};
    for (int i = 0; i < IMAGES; i++) direction[0] += learned[i][0], direction[1] += learned[i][1];
    for (int i = 0; i < IMAGES; i++)
        differences[i] = 2 * (direction[0] * held_out[i][0] + direction[1] * held_out[i][1]);
}

struct involution {
    double accuracy, by_image, by_cluster; /* shares rejected at 0.05 */
};

static struct involution involution(bool symmetric, int size, uint64_t stream)
{
    const int repeats = 4000;
    struct involution out = {0};
    struct au_rng rng;
    au_rng_start(&rng, SIM_SEED, stream);
    for (int i = 0; i < repeats; i++) {
        double learned[IMAGES][DIMENSIONS], held_out[IMAGES][DIMENSIONS], differences[IMAGES];
        struct au_cluster_sum scratch[IMAGES / 5] = {0};
        uint32_t cluster[IMAGES];
        uint64_t wins = 0;
        draw_images(&rng, symmetric, size, learned);
        draw_images(&rng, symmetric, size, held_out);
        score_held_out(learned, held_out, differences);
        for (int k = 0; k < IMAGES; k++) wins += differences[k] > 0, cluster[k] = (uint32_t)k / 5;
        out.accuracy += (double)wins / IMAGES / repeats;
        out.by_image += (au_involution_p(wins, IMAGES - wins) <= 0.05) / (double)repeats;
        out.by_cluster += (au_involution_clusters_p(differences, cluster, IMAGES, scratch) <= 0.05) / (double)repeats;
    }
    return out;
}

TEST(O19_symmetrised_images_have_no_chirality_and_leaning_ones_do)
{
    const struct involution none = involution(true, 1, 20000), some = involution(false, 1, 20001),
                            tracks = involution(true, 5, 20002);
    printf(
        "seed %d: involution test: symmetrised accuracy %.4f, rejected %.4f; leaning %.3f, %.3f; clusters by image %.4f, by cluster %.4f\n",
        SIM_SEED, none.accuracy, none.by_image, some.accuracy, some.by_image, tracks.by_image, tracks.by_cluster);
    CHECK(none.accuracy > 0.49 && none.accuracy < 0.51 && none.by_image <= sim_most(0.05, 4000) &&
          none.by_image > 0.02);
    CHECK(some.accuracy > 0.6 && some.by_image > 0.9 && some.by_cluster > 0.5);
    CHECK(tracks.by_image > 0.1 && tracks.by_cluster <= sim_most(0.05, 4000) &&
          none.by_cluster <= sim_most(0.05, 4000));
}
