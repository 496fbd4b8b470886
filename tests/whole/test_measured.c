/* SPDX-License-Identifier: Apache-2.0
 * test_measured.c - an audit that measures fewer images than there are. */
#include "check.h"
#include "small_set.h"

static struct aug_error err;

TEST(an_audit_of_more_images_than_it_may_measure_says_how_many_it_measured_and_still_judges)
{
    static const char *const classes[] = {"arrow_left", "arrow_right", "disc", NULL}, *const specs[] = {"hflip"};
    const char *dir = check_folder();
    struct aug_dataset data = {0};
    struct aug_pipeline pipeline = {0};
    struct aug_audit audit = {0};
    small_set_write(dir, classes, 100);
    CHECK_OK(aug_dataset_open(dir, NULL, &data, &err));
    CHECK_OK(aug_pipeline_specs(specs, 1, 0, &pipeline, &err));
    const struct aug_audit_options options = {.seed = 1, .threads = 1, .images_measured_max = 240};
    CHECK_OK(aug_audit_run(&data, &pipeline, &options, &audit, &err));
    CHECK_SAY(audit.image_count == 240 && audit.found_count == 300, "%zu of %zu", audit.image_count, audit.found_count);
    for (int k = 0; k < 3; k++) CHECK(audit.class_images[k] == 80 && audit.class_clusters[k] == 80);
    CHECK(small_set_class(&audit.transforms[0], "arrow_left")->label == AUG_LABEL_BROKEN);
    CHECK(small_set_class(&audit.transforms[0], "disc")->label != AUG_LABEL_BROKEN);
    aug_audit_release(&audit);
    aug_pipeline_release(&pipeline);
    aug_dataset_release(&data);
}
