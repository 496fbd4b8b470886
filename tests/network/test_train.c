/* SPDX-License-Identifier: Apache-2.0
 * test_train.c - trainings: they learn, they repeat, they share random numbers, and they refuse nonsense. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "core/memory.h"
#include "core/random.h"
#include "core/workers.h"
#include "network/network.h"
#include "network/plan.h"

enum { SIDE = 12, PIXELS = SIDE * SIDE, CLASSES = 3, TRAINED = 300, TESTED = 300 };

static struct aug_error err;

static const struct au_network_shape small = {SIDE, SIDE, 1, CLASSES, 2, {{16, 3, 1, true}, {16, 3, 1, false}}};

/* A bar that lies, a bar that stands, or a square, somewhere, in noise. */
static void draw_shape(uint64_t stream, float *pixels, uint32_t *label)
{
    struct au_rng rng;
    au_rng_start(&rng, 5, stream);
    *label = (uint32_t)au_rng_integer(&rng, 0, CLASSES - 1);
    const int height = *label == 0 ? 2 : *label == 1 ? 6 : 4, width = *label == 0 ? 6 : *label == 1 ? 2 : 4;
    const int top = au_rng_integer(&rng, 0, SIDE - height), left = au_rng_integer(&rng, 0, SIDE - width);
    for (int i = 0; i < PIXELS; i++) {
        const int y = i / SIDE, x = i % SIDE;
        const bool inside = y >= top && y < top + height && x >= left && x < left + width;
        pixels[i] = (float)((inside ? 1.5 : -.5) + 0.5 * au_rng_normal(&rng));
    }
}

struct source {         /* what a fill function needs */
    bool identity_copy; /* where the chance is below one half, take the "transformed" image: the same one */
    int calls, fail_at;
    float replacement; /* of the first pixel, unless 0 */
    uint32_t order[4000];
    double chances[4000];
};

static enum aug_status fill(void *context, const struct au_network_view *view, float *pixels, float *target,
                            struct aug_error *e)
{
    struct source *source = context;
    uint32_t label;
    if (source->fail_at && source->calls + 1 == source->fail_at) return aug_fail(e, AUG_CANCELLED, "enough");
    if (source->calls < 4000) source->order[source->calls] = view->image, source->chances[source->calls] = view->chance;
    source->calls++;
    draw_shape(view->image, pixels, &label);
    if (source->identity_copy && view->chance < 0.5) {
        float copy[PIXELS];
        memcpy(copy, pixels, sizeof copy);
        memcpy(pixels, copy, sizeof copy);
    }
    if (source->replacement != 0) pixels[0] = source->replacement;
    target[label] = 1;
    return AUG_OK;
}

static struct au_network trained(const struct au_network_plan *plan, struct source *source,
                                 struct au_network_course *course)
{
    struct au_network network = {0};
    const struct au_network_images images = {TRAINED, fill, source};
    CHECK_OK(au_network_train(&small, plan, &images, &network, course, &err));
    return network;
}

static double held_out_share(const struct au_network *network)
{
    static float pixels[TESTED * PIXELS], scores[TESTED * CLASSES];
    uint32_t label[TESTED];
    int right = 0;
    for (int i = 0; i < TESTED; i++) draw_shape((uint64_t)(100000 + i), pixels + i * PIXELS, &label[i]);
    CHECK_OK(au_network_scores(network, pixels, TESTED, scores, &err));
    for (int i = 0; i < TESTED; i++) {
        int best = 0;
        for (int k = 1; k < CLASSES; k++)
            if (scores[i * CLASSES + k] > scores[i * CLASSES + best]) best = k;
        right += best == (int)label[i];
    }
    return (double)right / TESTED;
}

static const struct au_network_plan plans[] = {
    {.seed = 3, .batch = 32, .epochs = 12},
    {.seed = 3, .batch = 32, .epochs = 12, .average = .95, .smoothing = .1},
    {.seed = 3, .batch = 32, .epochs = 12, .rule = AU_NETWORK_MOMENTUM},
    {.seed = 3,
     .batch = 48,
     .steps = 120,
     .rule = AU_NETWORK_MOMENTUM,
     .average = .9,
     .warm_up = -1,
     .weight_decay = -1},
};
#define PLANS (sizeof plans / sizeof *plans)

TEST(every_rule_learns_to_tell_bars_from_squares_it_never_saw)
{
    for (size_t p = 0; p < PLANS; p++) {
        struct source source = {0};
        struct au_network_course course;
        struct au_network network = trained(&plans[p], &source, &course);
        const double share = held_out_share(&network);
        CHECK_SAY(share > .95, "plan %zu: %.3f of the held-out images are right", p, share);
        CHECK_SAY(course.loss[9] < course.loss[0] && course.right[9] > .95, "plan %zu: loss %g to %g, %g right", p,
                  course.loss[0], course.loss[9], course.right[9]);
        au_network_release(&network);
    }
}

TEST(the_same_seed_gives_the_same_bytes_and_another_does_not)
{
    for (size_t p = 0; p < PLANS; p++) {
        struct au_network_plan plan = plans[p];
        plan.steps = 20;
        struct source source[3] = {{0}};
        struct au_network a = trained(&plan, &source[0], NULL), b = trained(&plan, &source[1], NULL);
        plan.seed++;
        struct au_network c = trained(&plan, &source[2], NULL);
        const size_t size = a.value_count * sizeof *a.values;
        CHECK(memcmp(a.values, b.values, size) == 0);
        CHECK(memcmp(a.values, c.values, size) != 0);
        au_network_release(&a);
        au_network_release(&b);
        au_network_release(&c);
    }
}

static enum aug_status train_one(void *context, size_t index, int worker, struct aug_error *e)
{
    struct au_network *networks = context;
    struct source source = {0};
    struct au_network_plan plan = plans[index % PLANS];
    const struct au_network_images images = {TRAINED, fill, &source};
    (void)worker;
    plan.steps = 12;
    return au_network_train(&small, &plan, &images, &networks[index], NULL, e);
}

TEST(trainings_side_by_side_give_the_bytes_of_one_after_the_other)
{
    struct au_network alone[2 * PLANS] = {0}, together[2 * PLANS] = {0};
    CHECK_OK(au_workers_run(1, 2 * PLANS, train_one, alone, &err));
    CHECK_OK(au_workers_run(4, 2 * PLANS, train_one, together, &err));
    for (size_t i = 0; i < 2 * PLANS; i++) {
        CHECK(memcmp(alone[i].values, together[i].values, alone[i].value_count * sizeof(float)) == 0);
        au_network_release(&alone[i]);
        au_network_release(&together[i]);
    }
}

TEST(the_identity_on_half_of_the_images_changes_nothing_at_all)
{
    struct au_network_plan plan = plans[1];
    plan.steps = 40;
    struct source clean = {0}, identity = {.identity_copy = true};
    struct au_network a = trained(&plan, &clean, NULL), b = trained(&plan, &identity, NULL);
    CHECK(memcmp(a.values, b.values, a.value_count * sizeof *a.values) == 0);
    au_network_release(&a);
    au_network_release(&b);
}

TEST(arms_with_one_seed_see_the_same_images_in_the_same_order_with_the_same_chances)
{
    struct au_network_plan plan = {.seed = 8, .batch = 50, .steps = 12};
    struct source a = {0}, b = {.replacement = 3};
    struct au_network first = trained(&plan, &a, NULL), second = trained(&plan, &b, NULL);
    CHECK(a.calls == 600 && b.calls == 600);
    CHECK(memcmp(a.order, b.order, sizeof a.order) == 0);
    CHECK(memcmp(a.chances, b.chances, sizeof a.chances) == 0);
    CHECK(memcmp(first.values, second.values, first.value_count * sizeof *first.values) != 0);
    au_network_release(&first);
    au_network_release(&second);
}

TEST(training_goes_on_from_a_network_and_refuses_one_of_another_size)
{
    struct source source = {0};
    struct au_network_plan plan = {.seed = 3, .epochs = 30};
    struct au_network first = trained(&plan, &source, NULL), other = first, again = {0};
    struct au_network_course fresh, further;
    plan.epochs = 1;
    struct au_network one = trained(&plan, &source, &fresh);
    plan.start = &first;
    struct au_network more = trained(&plan, &source, &further);
    CHECK_SAY(further.loss[0] < fresh.loss[0] / 2, "loss %g from the network, %g from nothing", further.loss[0],
              fresh.loss[0]);
    other.shape.layers[1].stride = 2; /* as many values, but another network */
    plan.start = &other;
    const struct au_network_images images = {TRAINED, fill, &source};
    CHECK(au_network_train(&small, &plan, &images, &again, NULL, &err) == AUG_BAD_INPUT);
    au_network_release(&first);
    au_network_release(&one);
    au_network_release(&more);
}

TEST(each_epoch_shows_every_image_once_in_another_order)
{
    struct au_network_plan plan = {.seed = 8, .batch = 32, .epochs = 2};
    struct source source = {0};
    struct au_network network = trained(&plan, &source, NULL);
    int seen[2][TRAINED] = {{0}};
    CHECK(source.calls >= 2 * TRAINED && source.calls < 2 * TRAINED + 32);
    for (int i = 0; i < 2 * TRAINED; i++) seen[i / TRAINED][source.order[i]]++;
    for (int i = 0; i < TRAINED; i++) CHECK(seen[0][i] == 1 && seen[1][i] == 1);
    CHECK(memcmp(source.order, source.order + TRAINED, TRAINED * sizeof *source.order) != 0);
    au_network_release(&network);
}

TEST(chances_are_uniform)
{
    struct au_network_plan plan = {.seed = 4, .batch = 50, .steps = 72};
    struct source source = {0};
    struct au_network network = trained(&plan, &source, NULL);
    double square = 0;
    int bins[10] = {0};
    for (int i = 0; i < 3600; i++) bins[(int)(source.chances[i] * 10)]++;
    for (int b = 0; b < 10; b++) square += pow(bins[b] - 360.0, 2) / 360;
    CHECK_SAY(square < 27.9, "chi-squared is %g with 9 degrees of freedom", square); /* 0.1 % */
    au_network_release(&network);
}

TEST(the_rate_rises_to_its_top_and_falls_to_its_last_share)
{
    struct au_network_plan plan;
    const struct au_network_plan wanted = {.steps = 100, .rate = .4, .warm_up = .2, .last_rate = .1};
    CHECK_OK(au_network_settle(&wanted, 1000, &plan, &err));
    CHECK(fabs(au_network_rate(&plan, 9) - .2) < 1e-12);
    CHECK(fabs(au_network_rate(&plan, 19) - .4) < 1e-12);
    CHECK(fabs(au_network_rate(&plan, 59) - (.04 + .36 * .5)) < 1e-12);
    CHECK(fabs(au_network_rate(&plan, 99) - .04) < 1e-12);
    for (int s = 20; s < 100; s++) CHECK(au_network_rate(&plan, s) < au_network_rate(&plan, s - 1));
}

TEST(probabilities_are_positive_and_add_up_to_one)
{
    float scores[6] = {1000, 0, -1000, .1f, .2f, .3f};
    au_network_probabilities(scores, 2, 3);
    CHECK(scores[0] == 1 && scores[1] == 0 && scores[2] == 0);
    CHECK(fabs((double)(scores[3] + scores[4] + scores[5]) - 1) < 1e-6);
    CHECK(fabs((double)(scores[5] / scores[3]) - exp(.2)) < 1e-5);
}

TEST(scores_do_not_depend_on_how_many_images_are_read_at_once)
{
    static float pixels[130 * PIXELS], together[130 * CLASSES], alone[CLASSES];
    struct au_network_plan plan = plans[0];
    plan.steps = 20;
    struct source source = {0};
    struct au_network network = trained(&plan, &source, NULL);
    uint32_t label;
    for (int i = 0; i < 130; i++) draw_shape((uint64_t)i, pixels + i * PIXELS, &label);
    CHECK_OK(au_network_scores(&network, pixels, 130, together, &err));
    for (int i = 0; i < 130; i += 43) {
        CHECK_OK(au_network_scores(&network, pixels + i * PIXELS, 1, alone, &err));
        CHECK(memcmp(alone, together + i * CLASSES, sizeof alone) == 0);
    }
    CHECK_OK(au_network_scores(&network, pixels, 0, together, &err));
    au_network_release(&network);
}

/* ---- refusals ---- */

static const struct au_network_shape wrong_shapes[] = {
    {3, 12, 1, 3, 1, {{16, 3, 1, false}}},   {12, 3, 1, 3, 1, {{16, 3, 1, false}}},
    {12, 12, 0, 3, 1, {{16, 3, 1, false}}},  {12, 12, 1, 0, 1, {{16, 3, 1, false}}},
    {12, 12, 1, 1, 1, {{16, 3, 1, false}}},  {12, 12, 1, 3, 0, {{16, 3, 1, false}}},
    {12, 12, 1, 3, 1, {{0, 3, 1, false}}},   {12, 12, 1, 3, 1, {{16, 4, 1, false}}},
    {12, 12, 1, 3, 1, {{16, 3, 3, false}}},  {12, 12, 1, 3, 1, {{9999, 3, 1, false}}},
    {12, 12, 1, 3, 99, {{16, 3, 1, false}}}, {4, 4, 1, 3, 3, {{16, 3, 1, true}, {16, 3, 1, true}, {16, 3, 1, true}}},
};

TEST(shapes_that_make_no_network_are_refused_in_a_sentence)
{
    struct source source = {0};
    const struct au_network_images images = {TRAINED, fill, &source};
    const struct au_network_plan plan = {.steps = 1};
    struct au_network network = {0};
    for (size_t i = 0; i < sizeof wrong_shapes / sizeof *wrong_shapes; i++) {
        CHECK_SAY(au_network_train(&wrong_shapes[i], &plan, &images, &network, NULL, &err) == AUG_BAD_INPUT,
                  "shape %zu was taken", i);
        CHECK(strlen(err.message) > 20 && network.values == NULL && source.calls == 0);
        CHECK(au_network_cost(&wrong_shapes[i]) == 0);
    }
}

TEST(plans_and_image_counts_that_make_no_training_are_refused)
{
    struct source source = {0};
    struct au_network network = {0};
    const struct au_network_plan wrong[] = {{.batch = 1},     {.batch = -1},        {.batch = 100000}, {.steps = -1},
                                            {.epochs = NAN},  {.rate = -1},         {.rate = NAN},     {.momentum = 1},
                                            {.smoothing = 1}, {.average = 1},       {.warm_up = 2},    {.last_rate = 2},
                                            {.epochs = 1e12}, {.second_moment = 1}, {.rule = 7}};
    const struct au_network_images images = {TRAINED, fill, &source};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        CHECK_SAY(au_network_train(&small, &wrong[i], &images, &network, NULL, &err) == AUG_BAD_INPUT,
                  "plan %zu was taken", i);
    const struct au_network_plan plan = {.steps = 1};
    for (size_t count = 0; count < 2; count++) {
        const struct au_network_images few = {count, fill, &source};
        CHECK(au_network_train(&small, &plan, &few, &network, NULL, &err) == AUG_BAD_INPUT);
    }
    CHECK(source.calls == 0);
}

TEST(a_pixel_that_is_no_number_stops_the_training_with_a_sentence)
{
    struct source source = {.replacement = NAN};
    const struct au_network_images images = {TRAINED, fill, &source};
    const struct au_network_plan plan = {.steps = 5};
    struct au_network network = {0};
    CHECK(au_network_train(&small, &plan, &images, &network, NULL, &err) == AUG_BAD_INPUT);
    CHECK(strstr(err.message, "step 1 of 5"));
}

TEST(a_caller_that_has_enough_gets_its_own_status_back_and_nothing_leaks)
{
    const size_t before = au_memory_live();
    struct source source = {.fail_at = 100};
    const struct au_network_images images = {TRAINED, fill, &source};
    const struct au_network_plan plan = {.steps = 5, .average = .9};
    struct au_network network = {0};
    CHECK(au_network_train(&small, &plan, &images, &network, NULL, &err) == AUG_CANCELLED);
    CHECK(strcmp(err.message, "enough") == 0 && au_memory_live() == before);
}

TEST(a_training_survives_the_failure_of_any_allocation_and_makes_none_in_its_steps)
{
    const struct au_network_plan plan = {.steps = 3, .average = .9}, longer = {.steps = 9, .average = .9};
    struct source source = {0};
    au_memory_fail_at(0);
    struct au_network network = trained(&plan, &source, NULL);
    const size_t made = au_memory_fail_at(0);
    au_network_release(&network);
    network = trained(&longer, &source, NULL);
    CHECK_SAY(au_memory_fail_at(0) == made, "more steps make more allocations than %zu", made);
    au_network_release(&network);
    const size_t before = au_memory_live();
    const struct au_network_images images = {TRAINED, fill, &source};
    for (size_t n = 1; n <= made; n++) {
        au_memory_fail_at(n);
        CHECK_SAY(au_network_train(&small, &plan, &images, &network, NULL, &err) == AUG_NO_MEMORY, "allocation %zu", n);
        CHECK(au_memory_live() == before);
    }
    au_memory_fail_at(0);
}
