/* SPDX-License-Identifier: Apache-2.0
 * test_judging.c - films that are longer than all that a prediction looks at are predicted on and judged. */
#include <stdio.h>
#include <stdlib.h>

#include <augaudit/augaudit.h>

#include "check.h"
#include "drawn.h"
#include "predict/rows.h"

static struct aug_error err;

enum { FRAMES = 10, FILM = AU_PREDICT_IMAGES_MAX + 1, FILMS = 6 };

/* Films of one class and the other by turns, each showing some frames again and again. */
static struct aug_dataset films(const struct aug_dataset *frames)
{
    const int each = (int)frames->sample_count / FILMS;
    struct aug_sample *samples = calloc(FILM * FILMS, sizeof *samples);
    for (int i = 0; i < FILM * FILMS; i++) {
        const int film = i / FILM, kind = film % 2;
        samples[i] = frames->samples[(kind * FILMS / 2 + film / 2) * each + i % each];
        samples[i].cluster = film;
        CHECK(samples[i].class_index == kind);
    }
    struct aug_dataset data = *frames;
    data.samples = samples;
    data.sample_count = FILM * FILMS;
    data.cluster_count = FILMS;
    data.duplicate_count = data.grouping_count = 0;
    data.owner = NULL;
    return data;
}

TEST(where_every_cluster_has_more_images_than_a_prediction_looks_at_some_of_each_are_predicted_on_and_judged)
{
    static const char *const specs[] = {"hflip"};
    char root[256];
    snprintf(root, sizeof root, "%s", check_folder());
    for (int i = 0; i < FRAMES * FILMS; i++) drawn_side_bar(root, i % 2, i / 2, 3, 200, 20);
    struct aug_dataset frames = {0};
    CHECK_OK(aug_dataset_open(root, NULL, &frames, &err));
    const struct aug_dataset data = films(&frames);
    struct aug_pipeline pipeline = {0};
    struct aug_prediction made = {0};
    CHECK_OK(aug_pipeline_specs(specs, 1, .5, &pipeline, &err));
    CHECK_OK(aug_predict_run(&data, &pipeline, &(struct aug_predict_options){.budget_units = 4}, &made, &err));
    const struct aug_predicted *item = &made.transforms[0];
    CHECK_SAY(made.image_count > AU_PREDICT_IMAGES_MAX - FILMS && made.image_count <= AU_PREDICT_IMAGES_MAX,
              "%zu images are said to be used", made.image_count);
    CHECK(item->is_known && item->is_judged);
    CHECK_SAY(item->change.high < 0, "%g to %g", item->change.low, item->change.high); /* left becomes right */
    aug_prediction_release(&made);
    aug_pipeline_release(&pipeline);
    free((void *)(uintptr_t)data.samples);
    aug_dataset_release(&frames);
}
