/* SPDX-License-Identifier: Apache-2.0
 * test_keypoints.c - drawn people, mirrored with and without the exchange of left and right (O21). */
#include <math.h>
#include <string.h>

#include "check.h"
#include "core/memory.h"
#include "core/random.h"
#include "evidence/keypoints.h"

enum { POINTS = 7, WIDTH = 640 }; /* nose, left and right eye, shoulder, hip */

static const uint32_t exchange[POINTS] = {0, 2, 1, 4, 3, 6, 5};
static struct aug_error err;

struct people {
    size_t count;
    float *clean, *moved;
    uint32_t *cluster;
};

/* Anywhere in the frame, of any size, turned a little, facing us: the left is on the right of the picture. `lean`: how far they all look to one side. */
static void stand(struct au_rng *rng, double lean, float *out)
{
    static const double pose[POINTS][2] = {{0, 0},      {0.1, -0.1}, {-0.1, -0.1}, {0.4, 0.5},
                                           {-0.4, 0.5}, {0.25, 1.6}, {-0.25, 1.6}};
    const double size = au_rng_between(rng, 40, 120), x = au_rng_between(rng, 150, WIDTH - 150),
                 y = au_rng_between(rng, 100, 250);
    const double angle = 0.2 * au_rng_normal(rng), look = lean * size;
    for (int k = 0; k < POINTS; k++) {
        const double u = pose[k][0] + 0.05 * au_rng_normal(rng), v = pose[k][1] + 0.05 * au_rng_normal(rng);
        out[2 * k] = (float)(x + size * (u * cos(angle) - v * sin(angle)) + (k == 0 ? look : 0));
        out[2 * k + 1] = (float)(y + size * (u * sin(angle) + v * cos(angle)));
    }
}

static void mirror(const float *from, const uint32_t *permutation, float *to)
{
    for (int k = 0; k < POINTS; k++) {
        const uint32_t source = permutation ? permutation[k] : (uint32_t)k;
        to[2 * k] = WIDTH - 1 - from[2 * source];
        to[2 * k + 1] = from[2 * source + 1];
    }
}

static struct people draw(size_t count, size_t per_cluster, double lean, const uint32_t *permutation, uint64_t seed)
{
    struct people p = {count, au_alloc(count * POINTS, 2 * sizeof(float)), au_alloc(count * POINTS, 2 * sizeof(float)),
                       au_alloc(count, sizeof(uint32_t))};
    for (size_t i = 0; i < count; i++) {
        struct au_rng rng;
        au_rng_start(&rng, seed, i / per_cluster);
        p.cluster[i] = (uint32_t)(i / per_cluster);
        stand(&rng, lean, p.clean + 2 * POINTS * i);
        mirror(p.clean + 2 * POINTS * i, permutation, p.moved + 2 * POINTS * i);
    }
    return p;
}

static struct au_keypoint_check check_people(const struct people *p)
{
    struct au_keypoint_check out;
    CHECK_OK(au_keypoint_check(p->clean, p->moved, p->count, POINTS, p->cluster, 5, &out, &err));
    return out;
}

static void release(struct people *p)
{
    au_free(p->clean);
    au_free(p->moved);
    au_free(p->cluster);
}

TEST(O21_a_flip_that_does_not_exchange_left_and_right_is_given_away_by_coordinates_alone)
{
    struct people p = draw(400, 1, 0, NULL, 1);
    const struct au_keypoint_check c = check_people(&p);
    CHECK_SAY(c.auc > 0.99 && c.low > 0.97, "AUC %g, at least %g", c.auc, c.low);
    release(&p);
    p = draw(400, 1, 0, exchange, 1);
    const struct au_keypoint_check right = check_people(&p);
    CHECK_SAY(fabs(right.auc - 0.5) < 0.08 && right.low < 0.5 && right.high < 0.75, "AUC %g, %g .. %g", right.auc,
              right.low, right.high);
    release(&p);
}

/* Nothing to tell: the interval holds 1/2 at least as often as it says, also for frames of one film. */
TEST(O21_rightly_mirrored_people_are_called_different_in_at_most_one_of_ten_draws)
{
    for (size_t per_cluster = 1; per_cluster <= 5; per_cluster += 4) {
        int wrong = 0;
        enum { ROUNDS = 200 };
        for (uint64_t seed = 0; seed < ROUNDS; seed++) {
            struct people p = draw(100 * per_cluster, per_cluster, 0, exchange, 100 + seed);
            const struct au_keypoint_check c = check_people(&p);
            wrong += c.low > 0.5 || c.high < 0.5;
            release(&p);
        }
        CHECK_SAY(wrong <= 37, "%d of %d intervals lack 1/2", wrong, ROUNDS); /* 20 and four standard errors */
    }
}

TEST(people_who_all_look_to_one_side_are_told_apart_though_no_index_is_wrong)
{
    struct people p = draw(400, 1, 0.1, exchange, 3);
    const struct au_keypoint_check c = check_people(&p);
    CHECK_SAY(c.low > 0.55, "AUC %g", c.auc);
    release(&p);
}

TEST(exchanges_that_are_no_pairs_do_not_return)
{
    static const uint32_t cycle[3] = {1, 2, 0}, outside[3] = {0, 1, 7};
    CHECK(au_exchange_returns(exchange, POINTS) && au_exchange_returns(NULL, POINTS));
    CHECK(!au_exchange_returns(cycle, 3) && !au_exchange_returns(outside, 3));
    float there[2 * POINTS], back[2 * POINTS], person[2 * POINTS];
    struct au_rng rng;
    au_rng_start(&rng, 4, 4);
    stand(&rng, 0.3, person);
    mirror(person, exchange, there), mirror(there, exchange, back); /* P T P T = id */
    for (int k = 0; k < 2 * POINTS; k++) CHECK(fabsf(back[k] - person[k]) < 1e-3f);
}

TEST(few_people_say_nothing_and_failing_allocations_end_with_a_message)
{
    struct people p = draw(39, 1, 0, NULL, 2);
    struct au_keypoint_check c = check_people(&p);
    CHECK(c.auc == 0.5 && c.low == 0 && c.high == 1 && c.clean + c.moved == 39);
    const size_t live = au_memory_live();
    for (size_t n = 1, done = 0; !done; n++) {
        au_memory_fail_at(n);
        const enum aug_status status = au_keypoint_check(p.clean, p.moved, p.count, POINTS, p.cluster, 5, &c, &err);
        done = !au_memory_failed();
        au_memory_fail_at(0);
        CHECK((status == AUG_OK) == (done != 0) && au_memory_live() == live);
    }
    release(&p);
}
