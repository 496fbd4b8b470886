/* SPDX-License-Identifier: Apache-2.0
 * test_intent.c - drawn arrows under a mirror: the right swap clears them, a wrong one does not, and no ruling outvotes a measurement. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "small_set.h"

static struct aug_error err;
static const char *const classes[] = {"arrow_left", "arrow_right", "disc", NULL};
static const char *const specs[] = {"hflip"};

static struct aug_dataset data;
static struct aug_pipeline pipeline;
static struct aug_audit audit;

static void audit_with(const char *dir, const char *store, const char *rulings)
{
    struct aug_intent intent = {0};
    CHECK_OK(aug_dataset_open(dir, NULL, &data, &err));
    CHECK_OK(aug_pipeline_specs(specs, 1, 1, &pipeline, &err));
    CHECK_OK(aug_intent_parse(rulings, strlen(rulings), "intent.yaml", &data, &pipeline, &intent, &err));
    CHECK_OK(aug_audit_run(&data, &pipeline, &(struct aug_audit_options){.seed = 1, .store = store, .intent = &intent},
                           &audit, &err));
    aug_intent_release(&intent);
}

static void end_audit(void)
{
    aug_audit_release(&audit);
    aug_pipeline_release(&pipeline);
    aug_dataset_release(&data);
}

static void check_label(const char *name, enum aug_label label)
{
    const struct aug_class_result *c = small_set_class(&audit.transforms[0], name);
    CHECK_SAY(c->label == label, "%s is %s: %s", name, aug_label_name(c->label), c->reason);
}

TEST(mirrored_arrows_are_valid_with_their_labels_swapped_and_only_so)
{
    const char *dir = check_folder();
    small_set_write(dir, classes, 120);
    audit_with(dir, NULL, "transforms: { hflip: { arrow_left: swap(arrow_left,arrow_right), \"*\": invariant } }\n");
    const struct aug_transform_result *t = &audit.transforms[0];
    for (int k = 0; k < 3; k++) check_label(classes[k], AUG_LABEL_KEPT);
    CHECK_SAY(t->verdict == AUG_VERDICT_KEEP, "%s: %s", aug_verdict_name(t->verdict), t->sentence);
    const struct aug_class_result *left = small_set_class(t, "arrow_left");
    CHECK(left->ruling.kind == AUG_RULING_SWAP && left->has_unswapped && left->unswapped == AUG_LABEL_BROKEN);
    CHECK(!left->by_ruling && left->collides_count == 0);
    CHECK_SAY(strstr(t->sentence, "Valid only with the swap that you declared: arrow_left with arrow_right"), "%s",
              t->sentence);
    CHECK_SAY(strstr(t->advice, "Apply it only together with the label map arrow_left ↔ arrow_right"), "%s", t->advice);
    CHECK(!aug_audit_found_broken(&audit));
    end_audit();
}

TEST(a_wrong_swap_is_caught)
{
    const char *dir = check_folder();
    small_set_write(dir, classes, 120);
    audit_with(dir, NULL, "transforms: { hflip: { arrow_left: swap(disc) } }\n");
    check_label("arrow_left", AUG_LABEL_BROKEN);
    check_label("disc", AUG_LABEL_BROKEN);
    CHECK_SAY(strstr(audit.transforms[0].sentence, "The declared swap of arrow_left with disc is wrong"), "%s",
              audit.transforms[0].sentence);
    end_audit();
}

TEST(a_ruling_that_arrows_keep_their_label_is_outvoted_and_one_that_discs_change_it_is_not)
{
    const char *dir = check_folder();
    small_set_write(dir, classes, 120);
    audit_with(dir, NULL, "transforms: { hflip: { disc: changes, \"*\": invariant } }\n");
    check_label("arrow_left", AUG_LABEL_BROKEN);
    check_label("arrow_right", AUG_LABEL_BROKEN);
    check_label("disc", AUG_LABEL_BROKEN);
    CHECK(small_set_class(&audit.transforms[0], "disc")->by_ruling);
    CHECK(!small_set_class(&audit.transforms[0], "arrow_left")->by_ruling);
    CHECK_SAY(strstr(audit.transforms[0].sentence, "You ruled that it keeps the label of arrow_left and arrow_right"),
              "%s", audit.transforms[0].sentence);
    end_audit();
}

TEST(a_store_tells_measurements_with_a_swap_from_those_without)
{
    const char *dir = check_folder();
    char store[600];
    small_set_write(dir, classes, 60);
    snprintf(store, sizeof store, "%s.sqlite", dir);
    audit_with(dir, store, "transforms: {}\n");
    check_label("arrow_left", AUG_LABEL_BROKEN);
    end_audit();
    for (int i = 0; i < 2; i++) { /* computed, then reused */
        audit_with(dir, store, "transforms: { hflip: { arrow_left: swap(arrow_right) } }\n");
        check_label("arrow_left", AUG_LABEL_KEPT);
        CHECK_SAY(audit.units_reused == (size_t)i + 1 && audit.units_computed == (size_t)1 - (size_t)i,
                  "run %d reused %zu and computed %zu", i, audit.units_reused, audit.units_computed);
        end_audit();
    }
    remove(store);
}

TEST(an_intent_for_another_pipeline_is_refused)
{
    const char *dir = check_folder();
    struct aug_intent intent = {.source = "i", .leaf_count = 2, .class_count = 3};
    small_set_write(dir, classes, 4);
    CHECK_OK(aug_dataset_open(dir, NULL, &data, &err));
    CHECK_OK(aug_pipeline_specs(specs, 1, 1, &pipeline, &err));
    CHECK(aug_audit_run(&data, &pipeline, &(struct aug_audit_options){.intent = &intent}, &audit, &err) ==
          AUG_BAD_INPUT);
    end_audit();
}
