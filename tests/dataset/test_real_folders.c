/* SPDX-License-Identifier: Apache-2.0
 * test_real_folders.c - the sets beside the project: how many images, classes and clusters they have. */
#include <stdio.h>

#include <augaudit/dataset.h>

#include "check.h"
#include "core/memory.h"

TEST(real_sets_open_with_the_counts_that_their_readme_tells)
{
    static const struct {
        const char *name, *cluster_by;
        size_t images;
        int classes, clusters, channels;
    } sets[] = {
        {"data/mnist", NULL, 7000, 10, 7000, 1}, {"data/fashion", NULL, 7000, 10, 7000, 1},
        {"data/letters", NULL, 520, 26, 520, 1}, {"data/cifar10", NULL, 7000, 10, 7000, 3},
        {"data/lights", NULL, 1484, 3, 1484, 3}, {"data/gtsrb", "([^/]+/[0-9]+)_[0-9]+\\.[a-z]+$", 10456, 43, 1307, 3},
    };
    if (!check_shared("data")) check_skip("no ../shared/data");
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        const char *dir = check_shared(sets[i].name);
        if (!dir) continue;
        struct aug_dataset d;
        struct aug_error err = {0};
        CHECK_OK(aug_dataset_open(
            dir, &(struct aug_dataset_options){.cluster_by = sets[i].cluster_by, .clusters = AUG_CLUSTERS_NONE}, &d,
            &err));
        CHECK_SAY(d.sample_count == sets[i].images && d.class_count == sets[i].classes && d.bad_count == 0 &&
                      d.cluster_count == sets[i].clusters && d.samples[0].channels == sets[i].channels,
                  "%s: %zu images, %d classes, %d clusters, %zu bad", sets[i].name, d.sample_count, d.class_count,
                  d.cluster_count, d.bad_count);
        aug_dataset_release(&d);
        CHECK(au_memory_live() == 0);
    }
}

/* Pictures taken twice are few, tracks are found by their names, and no digit is another digit's near-duplicate. */
TEST(real_sets_have_the_clusters_that_are_known_of_them)
{
    static const struct {
        const char *name;
        int least, most, accepted;
    } sets[] = {
        {"data/mnist", 7000, 7000, 0},   {"data/fashion", 6990, 6999, 0}, {"data/letters", 520, 520, 0},
        {"data/cifar10", 6975, 6995, 0}, {"data/lights", 1470, 1483, 0},  {"data/gtsrb", 1295, 1307, 1},
    };
    if (!check_shared("data")) check_skip("no ../shared/data");
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        const char *dir = check_shared(sets[i].name);
        if (!dir) continue;
        struct aug_dataset d;
        struct aug_error err = {0};
        int accepted = 0;
        CHECK_OK(aug_dataset_open(dir, NULL, &d, &err));
        for (size_t g = 0; g < d.grouping_count; g++) accepted += d.groupings[g].accepted;
        CHECK_SAY(d.cluster_count >= sets[i].least && d.cluster_count <= sets[i].most && accepted == sets[i].accepted,
                  "%s: %d clusters, %d namings accepted", sets[i].name, d.cluster_count, accepted);
        aug_dataset_release(&d);
    }
}
