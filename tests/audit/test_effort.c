/* SPDX-License-Identifier: Apache-2.0
 * test_effort.c - what an effort stands for: fixed pieces of work, from a table. */
#include <augaudit/effort.h>

#include <math.h>
#include <string.h>

#include "check.h"

static const struct aug_work_size audit_size = {.images = 5000, .classes = 10, .transforms = 12, .measurements = 40};

static struct aug_work plan(enum aug_effort effort, double budget, bool predict)
{
    return aug_work_plan(effort, budget, predict, &audit_size);
}

static int views(struct aug_work work)
{
    return work.prediction_looks + work.prediction_further + work.prediction_trainings;
}

TEST(a_quick_prediction_of_very_many_transforms_does_without_networks)
{
    struct aug_work_size size = {.images = 5000, .classes = 10, .transforms = 33, .values = 32 * 32 * 3};
    const struct aug_work usual = aug_work_plan(AUG_EFFORT_QUICK, 0, true, &size);
    CHECK(usual.prediction_looks == 1 && usual.prediction_further == 1);
    size.transforms = 400;
    const struct aug_work many = aug_work_plan(AUG_EFFORT_QUICK, 0, true, &size);
    CHECK(many.prediction_looks == 1 && many.prediction_further == 0);
}

TEST(a_thorough_prediction_that_takes_long_is_content_with_one_training_from_the_start)
{
    struct aug_work_size size = {.images = 5000, .classes = 10, .transforms = 27, .values = 28 * 28};
    CHECK(aug_work_plan(AUG_EFFORT_THOROUGH, 0, true, &size).prediction_trainings == 2);
    size.values = 32 * 32 * 3, size.transforms = 33;
    const struct aug_work work = aug_work_plan(AUG_EFFORT_THOROUGH, 0, true, &size);
    CHECK(work.prediction_trainings == 1 && work.prediction_further == 0 && work.prediction_looks == 2);
    CHECK(aug_work_plan(AUG_EFFORT_BUDGET, 2 * work.units, true, &size).prediction_trainings == 2);
}

TEST(quick_is_less_than_the_default_and_thorough_is_more)
{
    const struct aug_work quick = plan(AUG_EFFORT_QUICK, 0, true), usual = plan(AUG_EFFORT_DEFAULT, 0, true),
                          thorough = plan(AUG_EFFORT_THOROUGH, 0, true);
    CHECK(quick.units < usual.units && usual.units < thorough.units);
    CHECK(views(quick) >= 1 && views(quick) < views(usual) && thorough.prediction_looks == usual.prediction_looks);
    CHECK(quick.networks == 0 && usual.networks == 0 && thorough.networks > 0);
}

TEST(networks_from_the_start_take_the_place_of_those_trained_further)
{
    const struct aug_work thorough = plan(AUG_EFFORT_THOROUGH, 0, true);
    CHECK(thorough.prediction_trainings > 0 && thorough.prediction_further == 0);
    const struct aug_work little = plan(AUG_EFFORT_BUDGET, 100, true);
    CHECK(little.prediction_trainings == 0 && little.prediction_further > 0);
}

TEST(without_a_prediction_there_are_no_looks)
{
    for (int effort = 0; effort < AUG_EFFORT_COUNT; effort++)
        CHECK(plan((enum aug_effort)effort, 1e9, false).prediction_looks == 0 &&
              plan((enum aug_effort)effort, 1e9, false).prediction_trainings == 0);
}

TEST(a_prediction_alone_has_at_least_one_look_and_no_probes)
{
    const struct aug_work_size size = {.images = 5000, .classes = 10, .transforms = 12};
    for (int effort = 0; effort < AUG_EFFORT_COUNT; effort++) {
        const struct aug_work work = aug_work_plan((enum aug_effort)effort, 0.001, true, &size);
        CHECK(work.prediction_looks >= 1 && work.networks == 0);
    }
}

static const struct aug_work_size sizes[] = {
    {.images = 5000, .classes = 10, .transforms = 12, .measurements = 40},
    {.images = 100000, .classes = 10, .transforms = 12, .measurements = 12, .values = 28 * 28},
    {.images = 300, .classes = 3, .transforms = 200, .measurements = 900, .values = 24 * 24},
    {.images = 5000, .classes = 10, .transforms = 33},
    {.images = 5000, .classes = 10, .transforms = 33, .stack = true},
    {.images = 300, .classes = 3, .transforms = 200, .values = 24 * 24, .stack = true},
};
enum { SIZES = sizeof sizes / sizeof *sizes };

TEST(a_budget_is_kept_wherever_it_pays_for_the_least)
{
    for (size_t i = 0; i < SIZES; i++) {
        const double least = aug_work_plan(AUG_EFFORT_BUDGET, 1e-3, true, &sizes[i]).units;
        for (double budget = .01; budget < 1e5; budget *= 1.1) {
            const struct aug_work work = aug_work_plan(AUG_EFFORT_BUDGET, budget, true, &sizes[i]);
            CHECK_SAY(work.units <= (budget > least ? budget : least), "size %zu: %g units for a budget of %g", i,
                      work.units, budget);
        }
    }
}

TEST(a_larger_budget_never_buys_fewer_units_and_a_huge_one_buys_everything)
{
    for (size_t i = 0; i < SIZES; i++) {
        double before = 0;
        for (double budget = .01; budget < 1e6; budget *= 1.01) {
            const struct aug_work work = aug_work_plan(AUG_EFFORT_BUDGET, budget, true, &sizes[i]);
            CHECK_SAY(work.units >= before, "size %zu: a budget of %g buys %g units, less than %g", i, budget,
                      work.units, before);
            before = work.units;
        }
        CHECK(before >= aug_work_plan(AUG_EFFORT_THOROUGH, 0, true, &sizes[i]).units);
        CHECK(aug_work_plan(AUG_EFFORT_BUDGET, 1e9, true, &sizes[i]).prediction_trainings == 2);
    }
}

static double of_networks(size_t transforms, size_t measurements)
{
    const struct aug_work_size size = {
        .images = 5000, .classes = 10, .transforms = transforms, .measurements = measurements};
    return aug_work_plan(AUG_EFFORT_THOROUGH, 0, false, &size).units -
           aug_work_plan(AUG_EFFORT_DEFAULT, 0, false, &size).units;
}

TEST(networks_of_an_audit_are_paid_for_by_the_transform_and_by_the_fixed_strength_that_they_read)
{
    CHECK(of_networks(20, 20) > 1.5 * of_networks(10, 10) && of_networks(20, 20) < 2 * of_networks(10, 10));
    CHECK(of_networks(10, 90) > 1.3 * of_networks(10, 10));
    struct aug_work_size alone = {.images = 5000, .classes = 10, .transforms = 6};
    const struct aug_work all = aug_work_plan(AUG_EFFORT_THOROUGH, 0, true, &alone);
    const double read = of_networks(
        12, 37); /* of 37 units of mnist 7 were, of cifar10 10: two folds each, like a training of as many */
    CHECK(all.prediction_trainings == 2);
    CHECK_SAY(read > .8 * all.units / 6 && read < all.units / 6, "%g units, two trainings of four folds %g", read,
              all.units);
}

TEST(what_only_a_prediction_asks_is_paid_for_by_the_prediction_and_not_by_networks_of_an_audit)
{
    struct aug_work_size size = {.images = 5000,
                                 .classes = 10,
                                 .transforms = 12,
                                 .measurements = 37,
                                 .values = 28 * 28},
                         more = size;
    more.questions = 12;
    for (int predicts = 0; predicts <= 1; predicts++)
        for (int effort = 0; effort < AUG_EFFORT_BUDGET; effort++) {
            const double with = aug_work_plan((enum aug_effort)effort, 0, predicts, &more).units,
                         without = aug_work_plan((enum aug_effort)effort, 0, predicts, &size).units;
            CHECK_SAY(predicts ? with > 1.2 * without : with == without, "%g and %g units", with, without);
        }
}

TEST(what_trainings_take_the_place_of_is_not_paid_for_by_a_stack_either)
{
    struct aug_work_size size = {.images = 5000, .classes = 10, .transforms = 12, .stack = true};
    const struct aug_work all = aug_work_plan(AUG_EFFORT_THOROUGH, 0, true, &size);
    CHECK(all.prediction_further == 0 && all.stack_tries == 5);
    size.stack = false;
    const double ranked = aug_work_plan(AUG_EFFORT_THOROUGH, 0, true, &size).units;
    size.transforms = 5;
    const double step = aug_work_plan(AUG_EFFORT_THOROUGH, 0, true, &size).units;
    CHECK_SAY(fabs(all.units - ranked - 3 * step) < 1e-9 * all.units, "%g, %g and %g units", all.units, ranked, step);
}

TEST(every_piece_of_work_has_a_name_of_its_own_and_a_sentence)
{
    for (size_t i = 0; i < aug_work_count(); i++) {
        const char *about = aug_work_about(i);
        CHECK(about[strlen(about) - 1] == '.');
        for (size_t j = 0; j < i; j++) CHECK(strcmp(aug_work_name(i), aug_work_name(j)) != 0);
    }
    CHECK(!aug_work_name(aug_work_count()) && !aug_work_about(aug_work_count()));
}

TEST(a_stack_that_is_asked_for_is_built_of_few_tries_and_costs_a_bounded_number_of_units)
{
    struct aug_work_size size = {.images = 5000, .classes = 10, .transforms = 33};
    const struct aug_work ranked = aug_work_plan(AUG_EFFORT_DEFAULT, 0, true, &size);
    size.stack = true;
    const struct aug_work quick = aug_work_plan(AUG_EFFORT_QUICK, 0, true, &size),
                          usual = aug_work_plan(AUG_EFFORT_DEFAULT, 0, true, &size),
                          little = aug_work_plan(AUG_EFFORT_BUDGET, 1e-3, true, &size),
                          none = aug_work_plan(AUG_EFFORT_DEFAULT, 0, false, &size);
    CHECK(ranked.stack_tries == 0 && none.stack_tries == 0 && quick.stack_tries == 3 && usual.stack_tries == 5);
    CHECK(little.stack_tries == 3 && views(little) == 1);
    CHECK(views(usual) == views(ranked));
    CHECK_SAY(usual.units > ranked.units && usual.units < 2.5 * ranked.units, "%g and %g units", usual.units,
              ranked.units);
    size.transforms = 400;
    CHECK(aug_work_plan(AUG_EFFORT_DEFAULT, 0, true, &size).stack_tries == 5);
}
