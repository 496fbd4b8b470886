/* SPDX-License-Identifier: Apache-2.0
 * rows.c - draws whole clusters, and deals them to two folds. */
#include "rows.h"

#include "core/memory.h"
#include "core/random.h"

#define STREAM_KEEP 0x6b656570u /* "keep" */
#define STREAM_FOLD 0x666f6c64u /* "fold"; the look in the upper half */

static void shuffled(uint32_t *order, size_t count, uint64_t seed, uint64_t stream)
{
    struct au_rng rng;
    for (uint32_t i = 0; i < count; i++) order[i] = i;
    au_rng_start(&rng, seed, stream);
    au_rng_shuffle(&rng, order, (uint32_t)count);
}

/* ---- which images ---- */

static enum aug_status choose_clusters(const struct aug_dataset *data, uint64_t seed, bool *kept, struct aug_error *err)
{
    const size_t clusters = (size_t)data->cluster_count;
    uint32_t *order = au_alloc(clusters, sizeof *order), *size = au_alloc(clusters, sizeof *size);
    const bool complete = order && size;
    if (complete) {
        size_t images = 0;
        shuffled(order, clusters, seed, STREAM_KEEP);
        for (size_t i = 0; i < data->sample_count; i++) size[data->samples[i].cluster]++;
        for (size_t i = 0; i < clusters; i++) {
            kept[order[i]] = images + size[order[i]] <= AU_PREDICT_IMAGES_MAX;
            if (kept[order[i]]) images += size[order[i]];
        }
    }
    au_free(order);
    au_free(size);
    return complete ? AUG_OK : au_no_memory(err, "the images of a prediction");
}

static void lay_out(const struct aug_dataset *data, const bool *kept, struct au_rows *r)
{
    size_t at = 0;
    for (size_t i = 0; i < data->sample_count; i++) {
        const struct aug_sample *s = &data->samples[i];
        if (!kept[s->cluster]) continue;
        r->sample[r->count] = (uint32_t)i;
        r->label[r->count] = (uint32_t)s->class_index;
        r->cluster[r->count++] = (uint32_t)s->cluster;
    }
    for (size_t k = 0; k < r->classes; k++) {
        r->class_start[k] = at;
        for (uint32_t i = 0; i < r->count; i++)
            if (r->label[i] == k) r->by_class[at++] = i;
    }
    r->class_start[r->classes] = at;
}

enum aug_status au_rows_choose(const struct aug_dataset *data, uint64_t seed, struct au_rows *out,
                               struct aug_error *err)
{
    const size_t most = data->sample_count;
    struct au_rows r = {.classes = (size_t)data->class_count, .clusters = (size_t)data->cluster_count};
    bool *kept = au_alloc(r.clusters, sizeof *kept);
    r.sample = au_alloc(most, sizeof *r.sample);
    r.label = au_alloc(most, sizeof *r.label);
    r.cluster = au_alloc(most, sizeof *r.cluster);
    r.by_class = au_alloc(most, sizeof *r.by_class);
    r.class_start = au_alloc(r.classes + 1, sizeof *r.class_start);
    const bool complete = kept && r.sample && r.label && r.cluster && r.by_class && r.class_start;
    enum aug_status status = complete ? choose_clusters(data, seed, kept, err)
                                      : au_no_memory(err, "the images of a prediction");
    if (status == AUG_OK) {
        lay_out(data, kept, &r);
        *out = r;
    } else {
        au_rows_release(&r);
    }
    au_free(kept);
    return status;
}

void au_rows_release(struct au_rows *r)
{
    au_free(r->sample);
    au_free(r->label);
    au_free(r->cluster);
    au_free(r->by_class);
    au_free(r->class_start);
    *r = (struct au_rows){0};
}

/* ---- folds ---- */

/* Clusters in the order of `shuffled_clusters`; the next fold of a class flips with every cluster, and classes begin by turns. */
static void deal(const struct au_rows *r, const uint32_t *shuffled_clusters, const uint32_t *class_of, uint8_t *next,
                 uint8_t *fold)
{
    for (size_t k = 0; k < r->classes; k++) next[k] = k % 2;
    for (size_t i = 0; i < r->clusters; i++) {
        const uint32_t c = shuffled_clusters[i];
        if (class_of[c] == UINT32_MAX) continue;
        fold[c] = next[class_of[c]];
        next[class_of[c]] ^= 1;
    }
}

static void find_classes(const struct au_rows *r, uint32_t *class_of)
{
    for (size_t c = 0; c < r->clusters; c++) class_of[c] = UINT32_MAX;
    for (size_t i = 0; i < r->count; i++)
        if (class_of[r->cluster[i]] == UINT32_MAX) class_of[r->cluster[i]] = r->label[i];
}

static void order_rows(const struct au_rows *r, const uint8_t *fold, uint32_t *order, size_t fold_rows[2])
{
    size_t at = 0;
    for (int f = 0; f < 2; f++) {
        const size_t first = at;
        for (uint32_t i = 0; i < r->count; i++)
            if (fold[r->cluster[i]] == f) order[at++] = i;
        fold_rows[f] = at - first;
    }
}

enum aug_status au_rows_deal(const struct au_rows *r, uint64_t seed, uint64_t look, uint32_t *order,
                             size_t fold_rows[2], struct aug_error *err)
{
    uint32_t *clusters = au_alloc(r->clusters, sizeof *clusters), *class_of = au_alloc(r->clusters, sizeof *class_of);
    uint8_t *next = au_alloc(r->classes, 1), *fold = au_alloc(r->clusters, 1);
    const bool complete = clusters && class_of && next && fold;
    if (complete) {
        find_classes(r, class_of);
        shuffled(clusters, r->clusters, seed, STREAM_FOLD | look << 32);
        deal(r, clusters, class_of, next, fold);
        order_rows(r, fold, order, fold_rows);
    }
    au_free(clusters);
    au_free(class_of);
    au_free(next);
    au_free(fold);
    return complete ? AUG_OK : au_no_memory(err, "the folds of a prediction");
}

/* ---- pictures ---- */

#define SIDE 32
#define SIDE_MIN 24
#define SIDE_MAX 36

void au_picture_size(const struct aug_dataset *data, int *width, int *height, int *channels)
{
    const struct aug_sample *s = data->samples;
    bool same = true;
    *channels = 1;
    for (size_t i = 0; i < data->sample_count; i++) {
        if (s[i].width != s[0].width || s[i].height != s[0].height) same = false;
        if (s[i].channels == 3) *channels = 3;
    }
    const bool fits = s[0].width >= SIDE_MIN && s[0].width <= SIDE_MAX && s[0].height >= SIDE_MIN &&
                      s[0].height <= SIDE_MAX;
    *width = same && fits ? s[0].width : SIDE;
    *height = same && fits ? s[0].height : SIDE;
}
