/* SPDX-License-Identifier: Apache-2.0
 * test_measured.c - which images of a very large data set are measured. */
#include <stdlib.h>
#include <string.h>

#include "audit/units.h"
#include "check.h"
#include "core/memory.h"
#include "dataset/part.h"

enum { MOST = 128 * 1024, FEW = 300 };

static struct aug_error err;

struct plan { /* of one class */
    int images, per_cluster;
};

/* Images of all classes by turns, so that the order of the data is not that of the classes; contents number them. */
static struct aug_dataset make_data(const struct plan *plans, unsigned classes)
{
    size_t count = 0;
    int clusters = 0;
    for (unsigned k = 0; k < classes; k++) count += (size_t)plans[k].images;
    struct aug_sample *samples = calloc(count, sizeof *samples);
    int *first = calloc(classes, sizeof *first);
    for (unsigned k = 0; k < classes; k++) {
        first[k] = clusters;
        clusters += (plans[k].images + plans[k].per_cluster - 1) / plans[k].per_cluster;
    }
    size_t at = 0;
    for (int i = 0; at < count; i++)
        for (unsigned k = 0; k < classes; k++)
            if (i < plans[k].images) {
                samples[at] = (struct aug_sample){.class_index = (int)k,
                                                  .cluster = first[k] + i / plans[k].per_cluster};
                samples[at].content[0] = at;
                at++;
            }
    free(first);
    return (struct aug_dataset){.samples = samples,
                                .sample_count = count,
                                .class_count = (int)classes,
                                .cluster_count = clusters,
                                .found_count = count,
                                .content = {1, 2}};
}

static void count_classes(const struct aug_dataset *data, size_t *images)
{
    for (int k = 0; k < data->class_count; k++) images[k] = 0;
    for (size_t i = 0; i < data->sample_count; i++) images[data->samples[i].class_index]++;
}

TEST(of_very_many_images_as_many_of_each_class_are_measured_and_all_of_a_rare_one)
{
    struct aug_dataset data = make_data((const struct plan[]){{200000, 3}, {90000, 1}, {FEW, 1}}, 3), view = {0};
    size_t images[3];
    CHECK_OK(au_measured_take(&data, MOST, 7, &view, &err));
    count_classes(&view, images);
    CHECK_SAY(view.sample_count <= MOST && view.sample_count >= MOST - 3, "%zu images", view.sample_count);
    CHECK_SAY(images[2] == FEW, "%zu of the rare class", images[2]);
    CHECK_SAY(images[1] - images[0] < 3, "%zu and %zu of the others", images[0], images[1]);
    CHECK(view.found_count == data.found_count && view.class_count == 3);
    au_part_release(&view, &data);
    free((void *)(uintptr_t)data.samples);
}

TEST(what_is_measured_are_whole_clusters_in_the_order_of_the_data_numbered_anew)
{
    struct aug_dataset data = make_data((const struct plan[]){{3000, 7}, {3000, 5}}, 2), view = {0};
    int *of_view = calloc((size_t)data.cluster_count, sizeof *of_view);
    size_t *in_data = calloc((size_t)data.cluster_count, sizeof *in_data),
           *in_view = calloc((size_t)data.cluster_count, sizeof *in_view);
    int seen = 0;
    CHECK_OK(au_measured_take(&data, 1000, 7, &view, &err));
    for (size_t i = 0; i < data.sample_count; i++) in_data[data.samples[i].cluster]++;
    for (size_t i = 0; i < view.sample_count; i++) {
        const size_t place = view.samples[i].content[0];
        const int own = data.samples[place].cluster, now = view.samples[i].cluster;
        CHECK(i == 0 || view.samples[i - 1].content[0] < place);
        if (in_view[own]++ == 0) CHECK(now == seen++);
        if (in_view[own] == 1) of_view[own] = now;
        CHECK(of_view[own] == now && view.samples[i].class_index == data.samples[place].class_index);
    }
    CHECK(seen == view.cluster_count);
    for (int c = 0; c < data.cluster_count; c++) CHECK(in_view[c] == 0 || in_view[c] == in_data[c]);
    au_part_release(&view, &data);
    free(of_view);
    free(in_data);
    free(in_view);
    free((void *)(uintptr_t)data.samples);
}

TEST(of_a_cluster_that_is_a_large_part_of_its_class_images_from_all_over_are_measured)
{
    enum { LONG = 2000, CLASS = 20 * LONG };
    struct aug_dataset data = make_data((const struct plan[]){{CLASS, LONG}, {CLASS, LONG}, {FEW, FEW}}, 3), view = {0};
    size_t images[3], place[21] = {0}, seen[21] = {0};
    CHECK_OK(
        au_measured_take(&data, 2000 + FEW, 7, &view, &err)); /* half as many of a class as one of its clusters has */
    count_classes(&view, images);
    CHECK_SAY(images[0] == 1000 && images[1] == 1000 && view.cluster_count == 21, "%zu and %zu images, %d clusters",
              images[0], images[1], view.cluster_count);
    CHECK_SAY(images[2] == FEW, "%zu of a class that is all measured", images[2]);
    for (size_t i = 0; i < view.sample_count; i++) {
        const int now = view.samples[i].cluster, own = data.samples[view.samples[i].content[0]].cluster;
        const size_t turn = view.samples[i].content[0], /* classes come by turns */
            at = (turn < 3 * FEW ? turn / 3 : FEW + (turn - 3 * FEW) / 2) % LONG;
        CHECK(own / 20 == view.samples[i].class_index);
        CHECK_SAY(seen[now]++ == 0 || (at > place[now] && at - place[now] <= LONG / 100), "from %zu to %zu", place[now],
                  at);
        place[now] = at;
    }
    for (int c = 0; c < 21; c++) CHECK(seen[c] == 100 || seen[c] == FEW);
    au_part_release(&view, &data);
    free((void *)(uintptr_t)data.samples);
}

TEST(the_seed_decides_which_images_are_measured_and_every_choice_has_its_own_key)
{
    struct aug_dataset data = make_data((const struct plan[]){{3000, 1}, {3000, 1}}, 2), views[3] = {0};
    for (int i = 0; i < 3; i++) CHECK_OK(au_measured_take(&data, 1000, i < 2 ? 7 : 8, &views[i], &err));
    const size_t bytes = views[0].sample_count * sizeof *views[0].samples;
    CHECK(views[0].sample_count == 1000 && views[1].sample_count == 1000);
    CHECK(memcmp(views[0].samples, views[1].samples, bytes) == 0);
    CHECK(memcmp(views[0].content, views[1].content, sizeof data.content) == 0);
    CHECK(memcmp(views[0].samples, views[2].samples, bytes) != 0);
    CHECK(memcmp(views[0].content, views[2].content, sizeof data.content) != 0);
    CHECK(memcmp(views[0].content, data.content, sizeof data.content) != 0);
    for (int i = 0; i < 3; i++) au_part_release(&views[i], &data);
    free((void *)(uintptr_t)data.samples);
}

TEST(nothing_is_left_out_of_what_fits_nor_where_no_class_would_have_enough)
{
    struct aug_dataset data = make_data((const struct plan[]){{60, 1}, {60, 1}}, 2), view = {0};
    CHECK_OK(au_measured_take(&data, 120, 7, &view, &err));
    CHECK(view.samples == data.samples && view.sample_count == 120 && view.content[0] == 1);
    CHECK_OK(au_measured_take(&data, 90, 7, &view, &err));
    CHECK(view.samples == data.samples && view.sample_count == 120 && view.content[0] == 1);
    free((void *)(uintptr_t)data.samples);
}

TEST(each_failing_allocation_of_the_choice_ends_with_a_message_and_no_leak)
{
    struct aug_dataset data = make_data((const struct plan[]){{300, 1}, {300, 1}}, 2), view = {0};
    const size_t before = au_memory_live();
    for (size_t n = 1;; n++) {
        struct aug_error failure = {0};
        au_memory_fail_at(n);
        const enum aug_status status = au_measured_take(&data, 200, 7, &view, &failure);
        const bool failed = au_memory_failed();
        au_memory_fail_at(0);
        au_part_release(&view, &data);
        CHECK(au_memory_live() == before);
        if (!failed) break;
        CHECK(status == AUG_NO_MEMORY && failure.message[0] != '\0');
    }
    free((void *)(uintptr_t)data.samples);
}
