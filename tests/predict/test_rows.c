/* SPDX-License-Identifier: Apache-2.0
 * test_rows.c - which images of a large set a prediction looks at. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "core/memory.h"
#include "core/random.h"
#include "predict/rows.h"

enum { CLASSES_MAX = 30, CLUSTERS_MAX = 40000 };

static struct aug_error err;

struct plan { /* of one class */
    int clusters, images_each;
};

/* Class after class, cluster after cluster. */
static struct aug_dataset make_data(const struct plan *plans, int count, int classes)
{
    size_t images = 0, at = 0;
    int clusters = 0;
    for (int i = 0; i < count; i++) images += (size_t)(plans[i].clusters * plans[i].images_each);
    struct aug_sample *samples = calloc(images, sizeof *samples);
    for (int i = 0; i < count; i++)
        for (int c = 0; c < plans[i].clusters; c++, clusters++)
            for (int k = 0; k < plans[i].images_each; k++)
                samples[at++] = (struct aug_sample){.class_index = i % classes, .cluster = clusters};
    return (struct aug_dataset){
        .samples = samples, .sample_count = images, .class_count = classes, .cluster_count = clusters};
}

static void release(struct aug_dataset *data)
{
    free((void *)(uintptr_t)data->samples);
}

struct counts {
    size_t of_cluster[CLUSTERS_MAX], in_data[CLUSTERS_MAX], clusters[CLASSES_MAX];
};

static struct counts *count(const struct aug_dataset *data, const struct au_rows *rows)
{
    static struct counts counts;
    counts = (struct counts){0};
    for (size_t i = 0; i < data->sample_count; i++) counts.in_data[data->samples[i].cluster]++;
    for (size_t i = 0; i < rows->count; i++)
        if (counts.of_cluster[rows->cluster[i]]++ == 0) counts.clusters[rows->label[i]]++;
    return &counts;
}

/* The slow and obvious definition: whole clusters in a random order while they fit. */
static void check_whole_clusters(const struct aug_dataset *data, const struct au_rows *rows, uint64_t seed)
{
    static uint32_t order[CLUSTERS_MAX];
    const struct counts *counts = count(data, rows);
    struct au_rng rng;
    size_t images = 0;
    for (int i = 0; i < data->cluster_count; i++) order[i] = (uint32_t)i;
    au_rng_start(&rng, seed, 0x6b656570u);
    au_rng_shuffle(&rng, order, (uint32_t)data->cluster_count);
    for (int i = 0; i < data->cluster_count; i++) {
        const size_t size = counts->in_data[order[i]];
        const bool fits = images + size <= AU_PREDICT_IMAGES_MAX;
        CHECK(counts->of_cluster[order[i]] == (fits ? size : 0));
        if (fits) images += size;
    }
    CHECK(images == rows->count);
}

TEST(of_clusters_none_of_which_is_large_whole_ones_are_drawn_and_all_of_what_fits)
{
    const struct plan sets[][2] = {{{300, 15}, {400, 16}}, /* a tenth of a class's room is 250 */
                                   {{20, 250}, {40, 250}}, /* just not too large */
                                   {{1, 3000}, {10, 200}}, /* as many as fit: large or not */
                                   {{20000, 1}, {3, 1}}};
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        for (uint64_t seed = 1; seed < 4; seed++) {
            struct aug_dataset data = make_data(sets[i], 2, 2);
            struct au_rows rows = {0};
            CHECK_OK(au_rows_choose(&data, seed, &rows, &err));
            check_whole_clusters(&data, &rows, seed);
            au_rows_release(&rows);
            release(&data);
        }
}

TEST(where_there_are_many_classes_a_cluster_of_fifty_images_is_still_no_large_one)
{
    struct plan plans[CLASSES_MAX];
    for (int k = 0; k < CLASSES_MAX; k++) plans[k] = (struct plan){8, 50};
    struct aug_dataset data = make_data(plans, CLASSES_MAX, CLASSES_MAX);
    struct au_rows rows = {0};
    CHECK_OK(au_rows_choose(&data, 1, &rows, &err));
    check_whole_clusters(&data, &rows, 1);
    CHECK(rows.count == AU_PREDICT_IMAGES_MAX);
    au_rows_release(&rows);
    release(&data);
}

/* Both folds hold a cluster of every class, for any seed. */
static void check_folds(const struct aug_dataset *data, const struct au_rows *rows, uint64_t seed)
{
    uint32_t *order = calloc(rows->count, sizeof *order);
    size_t fold_rows[2], seen[2][CLASSES_MAX] = {{0}};
    CHECK_OK(au_rows_deal(rows, seed, 0, 2, order, fold_rows, &err));
    for (size_t i = 0; i < rows->count; i++) seen[i >= fold_rows[0]][rows->label[order[i]]]++;
    for (int k = 0; k < data->class_count; k++)
        CHECK_SAY(seen[0][k] > 0 && seen[1][k] > 0, "seed %d, class %d: %zu and %zu images", (int)seed, k, seen[0][k],
                  seen[1][k]);
    free(order);
}

TEST(of_few_long_films_images_from_all_over_each_are_looked_at_in_both_folds)
{
    enum { LONG = 3 * AU_PREDICT_IMAGES_MAX };
    struct aug_dataset data = make_data((const struct plan[]){{2, LONG}, {2, LONG}}, 2, 2);
    for (uint64_t seed = 1; seed < 6; seed++) {
        struct au_rows rows = {0};
        CHECK_OK(au_rows_choose(&data, seed, &rows, &err));
        const struct counts *counts = count(&data, &rows);
        for (int c = 0; c < 4; c++)
            CHECK_SAY(counts->of_cluster[c] == AU_PREDICT_IMAGES_MAX / 4, "%zu of film %d", counts->of_cluster[c], c);
        for (size_t i = 1; i < rows.count; i++)
            CHECK(rows.cluster[i] != rows.cluster[i - 1] || rows.sample[i] - rows.sample[i - 1] == 12);
        check_folds(&data, &rows, seed);
        au_rows_release(&rows);
    }
    release(&data);
}

TEST(of_many_long_films_a_few_images_of_many_are_looked_at_and_not_all_of_a_few)
{
    struct aug_dataset data = make_data((const struct plan[]){{60, 1200}, {3, 6000}}, 2, 2);
    for (uint64_t seed = 1; seed < 6; seed++) {
        struct au_rows rows = {0};
        CHECK_OK(au_rows_choose(&data, seed, &rows, &err));
        const struct counts *counts = count(&data, &rows);
        for (int c = 0; c < data.cluster_count; c++) CHECK(counts->of_cluster[c] == 0 || counts->of_cluster[c] == 125);
        CHECK_SAY(counts->clusters[0] + counts->clusters[1] == 40 && counts->clusters[1] >= 2, "%zu and %zu films",
                  counts->clusters[0], counts->clusters[1]);
        check_folds(&data, &rows, seed);
        au_rows_release(&rows);
    }
    release(&data);
}

TEST(beside_a_long_film_a_class_of_two_clusters_still_stands_in_both_folds)
{
    struct aug_dataset data = make_data((const struct plan[]){{30000, 1}, {1, 200}, {2, 1}, {0, 0}, {1, 200}}, 5, 3);
    for (uint64_t seed = 1; seed < 6; seed++) {
        struct au_rows rows = {0};
        CHECK_OK(au_rows_choose(&data, seed, &rows, &err));
        const struct counts *counts = count(&data, &rows);
        CHECK_SAY(counts->clusters[2] == 2 && counts->of_cluster[30000] == 83 && counts->of_cluster[30003] == 83,
                  "%zu rare ones, %zu and %zu of the films", counts->clusters[2], counts->of_cluster[30000],
                  counts->of_cluster[30003]);
        CHECK(rows.count == AU_PREDICT_IMAGES_MAX);
        check_folds(&data, &rows, seed);
        au_rows_release(&rows);
    }
    release(&data);
}

TEST(the_seed_decides_which_images_of_which_films)
{
    struct aug_dataset data = make_data((const struct plan[]){{60, 1200}, {50, 1200}}, 2, 2);
    struct au_rows rows[3] = {{0}};
    for (uint64_t i = 0; i < 3; i++) CHECK_OK(au_rows_choose(&data, i < 2 ? 7 : 8, &rows[i], &err));
    CHECK(rows[0].count == AU_PREDICT_IMAGES_MAX && rows[1].count == rows[0].count && rows[2].count == rows[0].count);
    CHECK(memcmp(rows[0].sample, rows[1].sample, rows[0].count * sizeof *rows[0].sample) == 0);
    CHECK(memcmp(rows[0].sample, rows[2].sample, rows[0].count * sizeof *rows[0].sample) != 0);
    for (int i = 0; i < 3; i++) au_rows_release(&rows[i]);
    release(&data);
}

TEST(each_failing_allocation_of_the_rows_ends_with_a_message_and_no_leak)
{
    struct aug_dataset data = make_data((const struct plan[]){{4, 2000}, {1, 10}}, 2, 2);
    const size_t before = au_memory_live();
    for (size_t n = 1;; n++) {
        struct au_rows rows = {0};
        struct aug_error failure = {0};
        au_memory_fail_at(n);
        const enum aug_status status = au_rows_choose(&data, 1, &rows, &failure);
        const bool failed = au_memory_failed();
        au_memory_fail_at(0);
        au_rows_release(&rows);
        CHECK(au_memory_live() == before);
        if (!failed) break;
        CHECK(status == AUG_NO_MEMORY && failure.message[0] != '\0');
    }
    release(&data);
}
