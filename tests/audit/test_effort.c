/* SPDX-License-Identifier: Apache-2.0
 * test_effort.c - what an effort stands for: fixed pieces of work, from a table. */
#include <augaudit/effort.h>

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

TEST(quick_is_less_than_the_default_and_thorough_is_more)
{
    const struct aug_work quick = plan(AUG_EFFORT_QUICK, 0, true), usual = plan(AUG_EFFORT_DEFAULT, 0, true),
                          thorough = plan(AUG_EFFORT_THOROUGH, 0, true);
    CHECK(quick.units < usual.units && usual.units < thorough.units);
    CHECK(views(quick) >= 1 && views(quick) < views(usual) && views(usual) < views(thorough));
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

TEST(a_budget_is_kept_wherever_it_pays_for_the_least)
{
    const double least = plan(AUG_EFFORT_QUICK, 0, false).units;
    for (double budget = 1; budget < 2000; budget *= 1.3) {
        const struct aug_work work = plan(AUG_EFFORT_BUDGET, budget, true);
        CHECK_SAY(work.units <= (budget > least ? budget : least), "%g units for a budget of %g", work.units, budget);
    }
}

TEST(a_larger_budget_never_buys_fewer_units_and_a_huge_one_buys_everything)
{
    double before = 0;
    for (double budget = 1; budget < 1e5; budget *= 1.2) {
        const struct aug_work work = plan(AUG_EFFORT_BUDGET, budget, true);
        CHECK_SAY(work.units >= before, "a budget of %g buys %g units, less than %g", budget, work.units, before);
        before = work.units;
    }
    const struct aug_work everything = plan(AUG_EFFORT_THOROUGH, 0, true);
    CHECK(before == everything.units);
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
