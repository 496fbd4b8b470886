/* SPDX-License-Identifier: Apache-2.0
 * test_judging.c - where a prediction looks at no image, there is nothing to judge. */
#include <stdlib.h>
#include <string.h>

#include <augaudit/augaudit.h>

#include "check.h"
#include "predict/rows.h"

static struct aug_error err;

enum { FILM = AU_PREDICT_IMAGES_MAX + 1, FILMS = 4 };

static struct aug_dataset films(void)
{
    static const char *const classes[] = {"a", "b"};
    struct aug_sample *samples = calloc(FILM * FILMS, sizeof *samples);
    for (int i = 0; i < FILM * FILMS; i++)
        samples[i] = (struct aug_sample){
            .class_index = i / FILM % 2, .cluster = i / FILM, .width = 32, .height = 32, .channels = 1};
    return (struct aug_dataset){.dir = "films",
                                .samples = samples,
                                .sample_count = FILM * FILMS,
                                .class_names = classes,
                                .class_count = 2,
                                .cluster_count = FILMS};
}

TEST(where_every_cluster_has_more_images_than_a_prediction_looks_at_it_says_so_judges_nothing_and_does_not_fail)
{
    static const char *const specs[] = {"hflip"};
    const struct aug_dataset data = films();
    struct aug_pipeline pipeline = {0};
    struct aug_prediction made = {0};
    CHECK_OK(aug_pipeline_specs(specs, 1, .5, &pipeline, &err));
    CHECK_OK(aug_predict_run(&data, &pipeline, NULL, &made, &err));
    const struct aug_predicted *item = &made.transforms[0];
    CHECK(!item->is_known && strstr(item->why_not, "too few") && !item->is_judged && !item->is_recommended);
    CHECK_SAY(made.image_count == 0, "%zu images are said to be used", made.image_count);
    aug_prediction_release(&made);
    aug_pipeline_release(&pipeline);
    free((void *)(uintptr_t)data.samples);
}
