/* SPDX-License-Identifier: Apache-2.0
 * test_explained.c - what a real audit says about itself holds together: the deciding number, its pictures, the confusion, the curves. */
#include <math.h>
#include <string.h>

#include "check.h"
#include "small_set.h"

static struct aug_error err;

static const struct aug_number *number_of(const struct aug_class_result *c, const char *name)
{
    for (size_t i = 0; i < c->evidence_count; i++)
        if (strcmp(c->evidence[i].name, name) == 0) return &c->evidence[i].number;
    return NULL;
}

static double cell(const struct aug_transform_result *t, int from, int to)
{
    for (size_t i = 0; i < t->confusion_count; i++)
        if (t->confusion[i].from == from && t->confusion[i].to == to) return t->confusion[i].share;
    return 0;
}

static void check_deciding(const struct aug_transform_result *t)
{
    CHECK(aug_rule_find(t->deciding.rule));
    CHECK_SAY(strcmp(aug_rule_find(t->deciding.rule)->result, aug_verdict_name(t->verdict)) == 0, "%s: %s", t->spec,
              t->deciding.rule);
    if (t->deciding.class_index < 0) return;
    CHECK_SAY(t->picture_count > 0 && t->pictures[0].class_index == t->deciding.class_index,
              "%s: the first pictures are not of the class that decided", t->spec);
}

/* What is read as the own class changes by exactly what a learner of clean images loses. */
static void check_confusion(const struct aug_transform_result *t)
{
    for (size_t k = 0; k < t->class_count; k++) {
        const struct aug_number *need = number_of(&t->classes[k], "need");
        CHECK(need);
        CHECK_SAY(fabs(cell(t, (int)k, (int)k) + need->estimate) <= 0.0101, "%s, %s: itself %g, need %g", t->spec,
                  t->classes[k].name, cell(t, (int)k, (int)k), need->estimate);
    }
}

static void check_doses(const struct aug_transform_result *t)
{
    for (size_t i = 0; i < t->dose_count; i++)
        for (size_t k = 0; k < t->class_count; k++)
            CHECK(t->dose[i].harm_low[k] <= t->dose[i].harm[k] && t->dose[i].harm[k] <= t->dose[i].harm_high[k]);
}

TEST(an_audit_explains_itself_without_contradiction)
{
    static const char *const classes[] = {"arrow_left", "arrow_right", "disc", "octagon", NULL};
    static const char *const specs[] = {"hflip", "rotate:+-180", "identity", "noise:0.5"};
    const size_t count = sizeof specs / sizeof *specs;
    struct aug_dataset data = {0};
    struct aug_pipeline pipeline = {0};
    struct aug_audit audit = {0};
    const char *dir = check_folder();
    small_set_write(dir, classes, 80);
    CHECK_OK(aug_dataset_open(dir, NULL, &data, &err));
    CHECK_OK(aug_pipeline_specs(specs, count, 1, &pipeline, &err));
    CHECK_OK(aug_audit_run(&data, &pipeline, &(struct aug_audit_options){.seed = 1}, &audit, &err));
    for (size_t i = 0; i < count; i++) {
        check_deciding(&audit.transforms[i]);
        check_confusion(&audit.transforms[i]);
        check_doses(&audit.transforms[i]);
    }
    CHECK(cell(&audit.transforms[0], 0, 1) > 0.5 && cell(&audit.transforms[0], 1, 0) > 0.5);
    CHECK(audit.transforms[1].dose_count > 0 && audit.transforms[2].confusion_count == 0);
    aug_audit_release(&audit);
    aug_pipeline_release(&pipeline);
    aug_dataset_release(&data);
}
