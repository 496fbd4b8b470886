/* SPDX-License-Identifier: Apache-2.0
 * test_mlp.c - the small network learns what no linear reading can, and the same twice. */
#include <math.h>
#include <string.h>

#include "check.h"
#include "core/memory.h"
#include "core/random.h"
#include "learn/linalg.h"
#include "learn/mlp.h"

enum { ROWS = 800, INPUTS = 4 };
static struct aug_error err;

struct exam {
    float x[ROWS * INPUTS];
    uint32_t label[ROWS], learnt[ROWS / 2], asked[ROWS / 2];
};

/* The class is whether the signs of two inputs agree; the other inputs say nothing. */
static void make(struct exam *e, uint64_t seed)
{
    struct au_rng rng;
    au_linalg_start();
    au_rng_start(&rng, seed, 1);
    for (uint32_t i = 0; i < ROWS; i++) {
        for (int j = 0; j < INPUTS; j++) e->x[i * INPUTS + (size_t)j] = (float)(3 * au_rng_normal(&rng));
        e->label[i] = e->x[i * INPUTS] * e->x[i * INPUTS + 1] > 0;
        if (i % 2) e->asked[i / 2] = i;
        else e->learnt[i / 2] = i;
    }
}

static void answer(const struct exam *e, const float *const *draws, size_t draw_count, uint64_t seed, float *scores)
{
    const struct au_mlp_lesson lesson = {draws, draw_count, INPUTS, 2, e->learnt, ROWS / 2, e->label, seed};
    struct au_mlp mlp = {0};
    CHECK_OK(au_mlp_train(&lesson, &mlp, &err));
    CHECK_OK(au_mlp_score(&mlp, e->x, e->asked, ROWS / 2, scores, &err));
    au_mlp_release(&mlp);
}

static double error_of(const struct exam *e, const float *scores)
{
    double wrong = 0;
    for (size_t i = 0; i < ROWS / 2; i++) {
        const float *row = scores + 2 * e->asked[i];
        wrong += (row[1] > row[0]) != e->label[e->asked[i]];
    }
    return wrong / (ROWS / 2);
}

TEST(a_small_network_learns_whether_two_signs_agree_on_images_that_it_never_saw)
{
    struct exam e;
    float scores[2 * ROWS] = {0};
    make(&e, 7);
    answer(&e, (const float *const[]){e.x}, 1, 7, scores);
    CHECK_SAY(error_of(&e, scores) < 0.1, "error %g (seed 7)", error_of(&e, scores));
}

TEST(a_small_network_says_the_same_twice_and_something_else_with_another_seed)
{
    struct exam e;
    float scores[3][2 * ROWS] = {{0}};
    make(&e, 8);
    for (uint64_t i = 0; i < 3; i++) answer(&e, (const float *const[]){e.x}, 1, 8 + i / 2, scores[i]);
    CHECK(memcmp(scores[0], scores[1], sizeof scores[0]) == 0 && memcmp(scores[0], scores[2], sizeof scores[0]) != 0);
}

/* One version of the images says the opposite: shown by turns, nothing is left to learn. */
TEST(versions_of_the_images_are_seen_by_turns)
{
    struct exam e;
    float other[ROWS * INPUTS], scores[2 * ROWS] = {0};
    make(&e, 9);
    for (size_t i = 0; i < ROWS * INPUTS; i++) other[i] = i % INPUTS == 0 ? -e.x[i] : e.x[i];
    answer(&e, (const float *const[]){e.x, other}, 2, 9, scores);
    CHECK_SAY(fabs(error_of(&e, scores) - 0.5) < 0.2, "error %g (seed 9)", error_of(&e, scores));
}
