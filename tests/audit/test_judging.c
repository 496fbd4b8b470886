/* SPDX-License-Identifier: Apache-2.0
 * test_judging.c - where a prediction looks at no image, there is nothing to judge. */
#include <stdlib.h>

#include "audit/judging.h"
#include "check.h"
#include "predict/rows.h"

static struct aug_error err;

TEST(where_every_cluster_has_more_images_than_a_prediction_looks_at_nothing_is_judged_and_nothing_fails)
{
    enum { FILM = AU_PREDICT_IMAGES_MAX + 1, FILMS = 4 };
    static const char *const classes[] = {"a", "b"}, *const specs[] = {"hflip"};
    struct aug_sample *samples = calloc(FILM * FILMS, sizeof *samples);
    for (int i = 0; i < FILM * FILMS; i++)
        samples[i] = (struct aug_sample){.class_index = i / FILM % 2, .cluster = i / FILM};
    const struct aug_dataset data = {.dir = "films",
                                     .samples = samples,
                                     .sample_count = FILM * FILMS,
                                     .class_names = classes,
                                     .class_count = 2,
                                     .cluster_count = FILMS};
    struct aug_pipeline pipeline = {0};
    struct au_arena arena = {0};
    struct aug_predicted item = {0};
    CHECK_OK(aug_pipeline_specs(specs, 1, .5, &pipeline, &err));
    const struct au_prediction_job job = {.data = &data, .pipeline = &pipeline};
    CHECK_OK(au_judge_predicted(&job, NULL, &arena, &item, &err));
    CHECK(!item.is_judged && !item.is_recommended);
    au_arena_release(&arena);
    aug_pipeline_release(&pipeline);
    free(samples);
}
