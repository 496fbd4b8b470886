/* SPDX-License-Identifier: Apache-2.0
 * test_sample_truth.c - the drawn sample set has known answers under flips, turns, grey and hue: an audit must find them. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "small_set.h"

static struct aug_error err;

struct truth {
    const char *spec;
    const char *broken[8]; /* must be accused */
    const char *kept[12];  /* must be cleared; the rest is not scored */
};

static const struct truth truths[] = {
    {"hflip",
     {"arrow_left", "arrow_right", "letter_b", "letter_d"},
     {"arrow_up", "arrow_down", "disc", "octagon", "lamp_red", "lamp_green"}},
    {"vflip", {"arrow_up", "arrow_down"}, {"arrow_left", "arrow_right", "disc", "octagon", "lamp_red", "lamp_green"}},
    {"rotate:180",
     {"arrow_left", "arrow_right", "arrow_up", "arrow_down", "digit_6", "digit_9"},
     {"disc", "octagon", "lamp_red", "lamp_green"}},
    {"gray", {"lamp_red", "lamp_green"}, {"arrow_left", "arrow_right", "arrow_up", "arrow_down", "disc", "octagon"}},
    {"hue:120", {"lamp_red"}, {"arrow_left", "arrow_up", "disc", "octagon"}},
    {"identity", {NULL}, {"arrow_left", "digit_6", "letter_b", "lamp_red", "disc"}},
};
#define TRUTHS (sizeof truths / sizeof *truths)

static size_t check_one(const struct truth *truth, const struct aug_transform_result *t)
{
    size_t open = 0;
    for (size_t i = 0; i < 8 && truth->broken[i]; i++) {
        const struct aug_class_result *c = small_set_class(t, truth->broken[i]);
        CHECK_SAY(c->label != AUG_LABEL_KEPT, "%s clears %s: %s", truth->spec, c->name, c->reason);
        if (c->label != AUG_LABEL_BROKEN) printf("open: %s %s: %s\n", truth->spec, c->name, c->reason);
        open += c->label != AUG_LABEL_BROKEN;
    }
    for (size_t i = 0; i < 12 && truth->kept[i]; i++) {
        const struct aug_class_result *c = small_set_class(t, truth->kept[i]);
        CHECK_SAY(c->label != AUG_LABEL_BROKEN, "%s accuses %s: %s", truth->spec, c->name, c->reason);
        if (c->label != AUG_LABEL_KEPT) printf("open: %s %s: %s\n", truth->spec, c->name, c->reason);
        open += c->label != AUG_LABEL_KEPT;
    }
    return open;
}

TEST(the_sample_set_gets_its_known_answers_and_little_stays_open)
{
    struct aug_dataset data = {0};
    struct aug_pipeline pipeline = {0};
    struct aug_audit audit = {0};
    const char *dir = check_folder();
    const char *specs[TRUTHS];
    for (size_t i = 0; i < TRUTHS; i++) specs[i] = truths[i].spec;
    small_set_write(dir, NULL, 120);
    CHECK_OK(aug_dataset_open(dir, NULL, &data, &err));
    CHECK(data.sample_count == 120 * (size_t)aug_sample_class_count());
    CHECK_OK(aug_pipeline_specs(specs, TRUTHS, 1, &pipeline, &err));
    CHECK_OK(aug_audit_run(&data, &pipeline, &(struct aug_audit_options){.seed = 1}, &audit, &err));
    printf("clean error %.3f\n", audit.clean_error);
    size_t open = 0;
    for (size_t i = 0; i < TRUTHS; i++) open += check_one(&truths[i], &audit.transforms[i]);
    CHECK_SAY(open <= 5, "%zu of the scored answers stayed open", open);
    CHECK(audit.transforms[TRUTHS - 1].verdict == AUG_VERDICT_REDUNDANT);
    CHECK_SAY(strstr(audit.learner, "720 random Fourier features"), "%s", audit.learner); /* half of 1,440 images */
    CHECK(aug_audit_found_broken(&audit));
    aug_audit_release(&audit);
    aug_pipeline_release(&pipeline);
    aug_dataset_release(&data);
}

/* The null: where labels mean nothing, nothing can be known about them. */
TEST(on_shuffled_labels_nothing_is_accused_and_nothing_that_moves_a_pixel_is_cleared)
{
    static const char *const specs[] = {"hflip",       "rotate:180",       "gray",        "noise:0.5",
                                        "cutout:12px", "brightness:+-0.3", "rotate:+-180"};
    const size_t count = sizeof specs / sizeof *specs;
    struct aug_dataset data = {0};
    struct aug_pipeline pipeline = {0};
    struct aug_audit audit = {0};
    const char *dir = check_folder();
    small_set_write_shuffled(dir, 4, 120);
    CHECK_OK(aug_dataset_open(dir, NULL, &data, &err));
    CHECK_OK(aug_pipeline_specs(specs, count, 1, &pipeline, &err));
    CHECK_OK(aug_audit_run(&data, &pipeline, &(struct aug_audit_options){.seed = 1}, &audit, &err));
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < audit.transforms[i].class_count; k++) {
            const struct aug_class_result *c = &audit.transforms[i].classes[k];
            CHECK_SAY(c->label == AUG_LABEL_UNDECIDED, "%s %s is %s: %s", specs[i], c->name, aug_label_name(c->label),
                      c->reason);
        }
    aug_audit_release(&audit);
    aug_pipeline_release(&pipeline);
    aug_dataset_release(&data);
}
