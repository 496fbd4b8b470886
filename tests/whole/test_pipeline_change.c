/* SPDX-License-Identifier: Apache-2.0
 * test_pipeline_change.c - besides its transforms a pipeline gets one change, for all of them as they run. */
#include <math.h>
#include <string.h>

#include "check.h"
#include "small_set.h"

static struct aug_error err;

#define ALB(name, more) "{\"__class_fullname__\": \"" name "\"" more "}"
#define FILE_OF(children) \
    "{\"__version__\": \"2.0.8\", \"transform\": " ALB("Compose", ", \"p\": 1.0, \"transforms\": [" children "]") "}"
#define ACROSS ALB("HorizontalFlip", ", \"p\": 0.5")
#define DOWN ALB("VerticalFlip", ", \"p\": 0.5")

static struct small_audit run(const char *text, double budget_units)
{
    static const char *const classes[] = {"disc", "arrow_left", "arrow_right", NULL};
    const struct aug_audit_options options = {
        .seed = 1, .effort = AUG_EFFORT_QUICK, .budget_units = budget_units, .predict = AUG_PREDICT_ALWAYS};
    const char *dir = check_folder();
    struct small_audit r = {0};
    small_set_write(dir, classes, 40);
    CHECK_OK(aug_dataset_open(dir, NULL, &r.data, &err));
    CHECK_OK(aug_pipeline_parse(text, strlen(text), "test.json", &r.pipeline, &err));
    CHECK_OK(aug_audit_run(&r.data, &r.pipeline, &options, &r.audit, &err));
    return r;
}

static bool equal(struct aug_change a, struct aug_change b)
{
    return a.estimate == b.estimate && a.low == b.low && a.high == b.high;
}

TEST(a_choice_between_two_mirrors_is_not_both_of_them_one_after_the_other)
{
    struct small_audit both = run(
                           FILE_OF(ALB("HorizontalFlip", ", \"p\": 1.0") ", " ALB("HorizontalFlip", ", \"p\": 1.0")),
                           3),
                       one = run(FILE_OF(ALB("OneOf", ", \"p\": 1.0, \"transforms\": [" ACROSS ", " DOWN "]")), 3);
    CHECK(both.audit.has_whole && both.audit.whole.is_known && one.audit.whole.is_known);
    CHECK_SAY(both.audit.whole.change.estimate == 0, "mirrored twice: %g", both.audit.whole.change.estimate);
    CHECK(both.audit.transforms[0].change.high < 0);
    CHECK_SAY(one.audit.whole.change.high < 0, "one mirror: up to %g", one.audit.whole.change.high);
    CHECK(one.audit.whole.classes[1].estimate < 0 && one.audit.whole.classes[2].estimate < 0);
    small_set_release(&both);
    small_set_release(&one);
}

TEST(an_audit_and_a_prediction_say_the_same_of_a_pipeline_and_for_any_threads)
{
    struct small_audit r = run(FILE_OF(ACROSS ", " ALB("Rotate", ", \"p\": 0.7, \"limit\": [-30, 30]")), 0);
    const struct aug_predict_options options = {.seed = 1, .threads = 3, .effort = AUG_EFFORT_QUICK};
    struct aug_prediction alone = {0};
    CHECK_OK(aug_predict_run(&r.data, &r.pipeline, &options, &alone, &err));
    CHECK(alone.work.prediction_looks == r.audit.work.prediction_looks && alone.has_whole && alone.whole.is_known);
    CHECK_SAY(equal(alone.whole.change, r.audit.whole.change), "%g and %g", alone.whole.change.estimate,
              r.audit.whole.change.estimate);
    for (int k = 0; k < 3; k++) CHECK(equal(alone.whole.classes[k], r.audit.whole.classes[k]));
    aug_prediction_release(&alone);
    small_set_release(&r);
}

TEST(a_pipeline_of_one_transform_changes_what_the_transform_changes)
{
    struct small_audit r = run(FILE_OF(ALB("Rotate", ", \"p\": 0.4, \"limit\": [-30, 30]")), 3);
    CHECK(r.audit.whole.is_known && equal(r.audit.whole.change, r.audit.transforms[0].change));
    CHECK(equal(r.audit.whole.classes[2], r.audit.transforms[0].classes[2].change));
    small_set_release(&r);
}

TEST(where_a_pipeline_cannot_be_applied_a_sentence_says_why_and_specs_are_no_pipeline)
{
    struct small_audit r = run(FILE_OF(ACROSS ", " ALB("RandomFog", ", \"p\": 0.5")), 3);
    CHECK(r.audit.has_whole && !r.audit.whole.is_known && strcmp(r.audit.whole.why_not, "") != 0);
    CHECK_SAY(strstr(r.audit.whole.why_not, "RandomFog"), "%s", r.audit.whole.why_not);
    CHECK(r.audit.transforms[0].has_change);
    struct aug_pipeline specs = {0};
    struct aug_prediction listed = {0};
    CHECK_OK(aug_pipeline_specs((const char *const[]){"hflip", "vflip"}, 2, 1, &specs, &err));
    CHECK_OK(aug_predict_run(&r.data, &specs, &(struct aug_predict_options){.budget_units = 1e-6}, &listed, &err));
    CHECK(!listed.has_whole);
    aug_prediction_release(&listed);
    aug_pipeline_release(&specs);
    small_set_release(&r);
}

TEST(a_mixture_gets_a_sentence_in_place_of_a_figure_and_so_does_a_pipeline_that_holds_one)
{
    struct small_audit r = run(FILE_OF(ACROSS ", " ALB("Mosaic", ", \"p\": 0.5")), 3);
    CHECK(r.audit.has_whole && !r.audit.whole.is_known);
    CHECK_SAY(strstr(r.audit.whole.why_not, "mixes several images"), "%s", r.audit.whole.why_not);
    CHECK(r.audit.transforms[0].has_change && !r.audit.transforms[1].has_change);
    CHECK_SAY(strstr(r.audit.transforms[1].advice, "is not predicted"), "%s", r.audit.transforms[1].advice);
    CHECK(!strstr(r.audit.transforms[0].advice, "is not predicted"));
    struct aug_prediction alone = {0};
    CHECK_OK(aug_predict_run(&r.data, &r.pipeline, &(struct aug_predict_options){.budget_units = 1e-6}, &alone, &err));
    CHECK(!alone.whole.is_known && !alone.transforms[1].is_known && !alone.transforms[0].why_not);
    CHECK_SAY(strstr(alone.transforms[1].why_not, "mixes several images"), "%s", alone.transforms[1].why_not);
    aug_prediction_release(&alone);
    small_set_release(&r);
}
