/* SPDX-License-Identifier: Apache-2.0
 * test_work.c - what a prediction does with and without verdicts, and what that costs. */
#include "audit/units.h"
#include "check.h"

static struct aug_error err;

enum { IMAGES = 2000 };
static struct aug_sample samples[IMAGES];
static const struct aug_dataset data = {
    .samples = samples, .sample_count = IMAGES, .class_count = 4, .cluster_count = IMAGES};

static struct aug_pipeline open_specs(void)
{
    static const char *const specs[] = {"hflip", "rotate:+-15", "gray"};
    struct aug_pipeline pipeline = {0};
    for (size_t i = 0; i < IMAGES; i++)
        samples[i] = (struct aug_sample){.width = 32, .height = 32, .channels = 3, .cluster = (int)i};
    CHECK_OK(aug_pipeline_specs(specs, 3, .5, &pipeline, &err));
    return pipeline;
}

TEST(a_prediction_pays_for_verdicts_wherever_it_gives_them_and_trains_no_networks_for_them)
{
    struct aug_pipeline pipeline = open_specs();
    for (int effort = 0; effort < AUG_EFFORT_COUNT; effort++)
        for (int stack = 0; stack < 2; stack++) {
            struct aug_predict_options o = {.effort = (enum aug_effort)effort, .stack = stack == 1};
            bool verdicts = false, none = true;
            if (effort == AUG_EFFORT_BUDGET) o.budget_units = 1e6;
            const struct aug_work with = au_work_of_prediction(&o, &data, &pipeline, &verdicts);
            o.skip_verdicts = true;
            const struct aug_work without = au_work_of_prediction(&o, &data, &pipeline, &none);
            CHECK(verdicts && !none && with.networks == 0 && without.networks == 0);
            CHECK_SAY(with.units > without.units + 1, "%g and %g units", with.units, without.units);
            CHECK(with.prediction_looks == without.prediction_looks &&
                  with.prediction_trainings == without.prediction_trainings);
        }
    aug_pipeline_release(&pipeline);
}

TEST(a_budget_that_holds_a_prediction_alone_buys_no_verdicts_but_to_a_stack)
{
    struct aug_pipeline pipeline = open_specs();
    double before = 0;
    bool had = false;
    for (double budget = .01; budget < 1e5; budget *= 1.05) {
        bool verdicts = false, stacked = false;
        const struct aug_work work = au_work_of_prediction(&(struct aug_predict_options){.budget_units = budget}, &data,
                                                           &pipeline, &verdicts);
        CHECK_SAY(work.units >= before, "a budget of %g buys %g units, less than %g", budget, work.units, before);
        CHECK(verdicts || !had);
        CHECK(work.units <= budget || (work.prediction_looks == 1 && !verdicts));
        (void)au_work_of_prediction(&(struct aug_predict_options){.budget_units = budget, .stack = true}, &data,
                                    &pipeline, &stacked);
        CHECK(stacked);
        had = verdicts;
        before = work.units;
    }
    CHECK(had);
    aug_pipeline_release(&pipeline);
}

TEST(parts_of_a_composition_and_the_whole_of_a_pipeline_are_questions_and_no_transforms)
{
    static const char *const specs[] = {"hflip", "rotate:+-15", "hflip|rotate:+-15"};
    struct aug_pipeline pipeline = open_specs(), composed = {0}, preset = {0};
    const struct aug_work_size simple = au_work_size(&data, &pipeline, true);
    CHECK(simple.transforms == 3 && simple.questions == 0 && simple.measurements > 3);
    CHECK_OK(aug_pipeline_specs(specs, 3, .5, &composed, &err));
    const struct aug_work_size parts = au_work_size(&data, &composed, true);
    CHECK_SAY(parts.transforms == 3 && parts.questions == 2, "%zu and %zu", parts.transforms, parts.questions);
    CHECK(au_work_size(&data, &composed, false).questions == 0);
    CHECK_OK(aug_pipeline_preset("alexnet", &preset, &err));
    const struct aug_work_size whole = au_work_size(&data, &preset, true);
    CHECK_SAY(whole.transforms == 2 && whole.questions == 1, "%zu and %zu", whole.transforms, whole.questions);
    aug_pipeline_release(&pipeline);
    aug_pipeline_release(&composed);
    aug_pipeline_release(&preset);
}
