/* SPDX-License-Identifier: Apache-2.0
 * test_stack.c - verdicts beside a prediction, and the best stack. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "audit/stack.h"
#include "check.h"
#include "small_set.h"

static struct aug_error err;

static const char *const specs[] = {"hflip", "rotate:+-10", "shift:+-2px", "brightness:+-0.2"};
enum { SPECS = sizeof specs / sizeof *specs };

struct asked {
    struct aug_dataset data;
    struct aug_pipeline pipeline;
};

static struct asked open_set(void)
{
    static const char *const classes[] = {"arrow_left", "arrow_right", "disc", NULL};
    const char *dir = check_folder();
    struct asked a = {0};
    small_set_write(dir, classes, 60);
    CHECK_OK(aug_dataset_open(dir, NULL, &a.data, &err));
    CHECK_OK(aug_pipeline_specs(specs, SPECS, 1, &a.pipeline, &err));
    return a;
}

static void close_set(struct asked *a)
{
    aug_pipeline_release(&a->pipeline);
    aug_dataset_release(&a->data);
}

static struct aug_prediction predict(const struct asked *a, struct aug_predict_options options)
{
    struct aug_prediction out = {0};
    options.budget_units = 2; /* the audit, and one look */
    CHECK_OK(aug_predict_run(&a->data, &a->pipeline, &options, &out, &err));
    return out;
}

static bool equal(struct aug_change a, struct aug_change b)
{
    return a.estimate == b.estimate && a.low == b.low && a.high == b.high;
}

static const struct aug_predicted *find(const struct aug_prediction *p, const char *spec)
{
    for (size_t i = 0; i < p->count; i++)
        if (strcmp(p->transforms[i].spec, spec) == 0) return &p->transforms[i];
    CHECK_SAY(false, "%s is not there", spec);
    return NULL;
}

TEST(beside_a_prediction_stands_the_word_of_the_audit_and_what_breaks_a_label_is_not_recommended)
{
    struct asked a = open_set();
    struct aug_prediction with = predict(&a, (struct aug_predict_options){.seed = 1}),
                          without = predict(&a, (struct aug_predict_options){.seed = 1, .skip_verdicts = true});
    struct aug_audit audit = {0};
    CHECK_OK(
        aug_audit_run(&a.data, &a.pipeline,
                      &(struct aug_audit_options){.seed = 1, .effort = AUG_EFFORT_QUICK, .predict = AUG_PREDICT_NEVER},
                      &audit, &err));
    for (size_t i = 0; i < SPECS; i++) {
        const struct aug_predicted *p = find(&with, specs[i]);
        CHECK(p->is_judged && p->verdict == audit.transforms[i].verdict && !find(&without, specs[i])->is_judged);
        CHECK(equal(p->change, find(&without, specs[i])->change));
        CHECK(p->is_recommended == (p->change.low > 0 && p->broken_count == 0));
    }
    const struct aug_predicted *mirror = find(&with, "hflip");
    CHECK_SAY(mirror->broken_count == 2 && mirror->broken[0] == 0 && mirror->broken[1] == 1, "%zu broken",
              mirror->broken_count);
    aug_audit_release(&audit);
    aug_prediction_release(&with);
    aug_prediction_release(&without);
    close_set(&a);
}

TEST(a_stack_is_measured_step_by_step_beside_the_sum_and_is_the_same_for_any_threads)
{
    struct asked a = open_set();
    struct aug_prediction one = predict(&a, (struct aug_predict_options){.stack = true, .threads = 1}),
                          many = predict(&a, (struct aug_predict_options){.stack = true, .threads = 3});
    CHECK_SAY(one.step_count >= 2 && one.step_count == many.step_count, "%zu steps", one.step_count);
    CHECK(strcmp(one.steps[0].spec, one.transforms[0].spec) == 0 && equal(one.steps[0].gain, one.transforms[0].change));
    for (size_t i = 0; i < one.step_count; i++) {
        const struct aug_stack_step *s = &one.steps[i];
        CHECK(strcmp(s->spec, many.steps[i].spec) == 0 && equal(s->gain, many.steps[i].gain));
        CHECK(s->is_taken == (s->gain.low > 0) && (s->is_taken || i + 1 == one.step_count));
        CHECK(equal(s->alone, find(&one, s->spec)->change) && strcmp(s->spec, "hflip") != 0);
        if (i == 0) continue;
        CHECK(fabs(s->sum.estimate - s[-1].sum.estimate - s->alone.estimate) < 1e-9);
        CHECK_SAY(fabs(s->change.estimate - s[-1].change.estimate - s->gain.estimate) < 1e-6, "%g - %g is not %g",
                  s->change.estimate, s[-1].change.estimate, s->gain.estimate);
        CHECK(s->tried > 0 && s->tried <= (size_t)one.work.stack_tries);
    }
    aug_prediction_release(&one);
    aug_prediction_release(&many);
    close_set(&a);
}

TEST(what_an_audit_calls_broken_is_never_stacked_however_much_it_would_gain)
{
    struct asked a = open_set();
    const struct aug_change gain = {5, 4, 6};
    struct aug_predicted items[SPECS];
    struct au_arena arena = {0};
    const struct aug_stack_step *steps = NULL;
    size_t count = 0;
    const struct au_prediction_job job = {.data = &a.data, .pipeline = &a.pipeline, .looks = 1};
    for (size_t i = 0; i < SPECS; i++)
        items[i] = (struct aug_predicted){.spec = specs[i], .is_known = true, .change = gain, .is_judged = true};
    items[0].broken_count = 1;
    items[1].verdict = AUG_VERDICT_REMOVE;
    items[2].is_judged = false;
    CHECK_OK(au_stack(&job, items, SPECS, 3, &arena, &steps, &count, &err));
    CHECK_SAY(count == 1 && strcmp(steps[0].spec, specs[3]) == 0, "%zu steps", count);
    CHECK_OK(au_stack(&job, items, 3, 3, &arena, &steps, &count, &err));
    CHECK_SAY(count == 0, "%zu steps", count);
    au_arena_release(&arena);
    close_set(&a);
}

TEST(a_stack_of_a_pipeline_or_without_verdicts_is_refused)
{
    struct asked a = open_set();
    struct aug_pipeline preset = {0};
    struct aug_prediction out = {0};
    CHECK_OK(aug_pipeline_preset("alexnet", &preset, &err));
    CHECK(aug_predict_run(&a.data, &preset, &(struct aug_predict_options){.stack = true}, &out, &err) == AUG_BAD_INPUT);
    CHECK(aug_predict_run(&a.data, &a.pipeline, &(struct aug_predict_options){.stack = true, .skip_verdicts = true},
                          &out, &err) == AUG_BAD_INPUT);
    CHECK(strstr(err.message, "verdicts"));
    aug_pipeline_release(&preset);
    close_set(&a);
}

TEST(of_more_images_than_a_prediction_looks_at_those_are_judged)
{
    enum { EACH = 2520 };
    const char *dir = check_folder();
    struct aug_dataset data = {0};
    struct aug_pipeline pipeline = {0};
    struct aug_prediction out = {0};
    for (int k = 0; k < 2; k++)
        for (int i = 0; i < EACH; i++) {
            char name[32];
            snprintf(name, sizeof name, "%04d.png", i);
            small_set_picture(dir, k ? "right" : "left", name, (const int[]){8, 8, 1}, k, i);
        }
    const struct aug_dataset_options alone = {.clusters = AUG_CLUSTERS_NONE};
    CHECK_OK(aug_dataset_open(dir, &alone, &data, &err));
    CHECK_OK(aug_pipeline_specs((const char *const[]){"identity"}, 1, 1, &pipeline, &err));
    CHECK_OK(aug_predict_run(&data, &pipeline, &(struct aug_predict_options){.budget_units = 4}, &out, &err));
    CHECK_SAY(data.sample_count > 5000 && out.image_count == 5000, "%zu of %zu images", out.image_count,
              data.sample_count);
    CHECK(out.transforms[0].is_judged && out.transforms[0].verdict == AUG_VERDICT_REDUNDANT);
    aug_prediction_release(&out);
    aug_pipeline_release(&pipeline);
    aug_dataset_release(&data);
}
