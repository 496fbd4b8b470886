/* SPDX-License-Identifier: Apache-2.0
 * rows.c - draws clusters, and deals them to two folds. */
#include "rows.h"

#include "core/memory.h"
#include "core/random.h"
#include "dataset/part.h"

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

#define CLUSTERS_OF_CLASS 10    /* there is room for, ... */
#define LEAST_OF_CLUSTER_MAX 50 /* ... and for so many images of any cluster */

struct choice { /* all per cluster but the last ones */
    const struct aug_dataset *data;
    uint32_t *order, *class_of;  /* shuffled; the class of its first image */
    size_t *size, *wanted, *met; /* images, those taken, those passed */
    size_t *begun;               /* per class: clusters of which images are taken */
    size_t images, most_of_cluster;
};

static void count(struct choice *c)
{
    for (size_t i = 0; i < c->data->sample_count; i++) {
        const struct aug_sample *s = &c->data->samples[i];
        if (c->size[s->cluster]++ == 0) c->class_of[s->cluster] = (uint32_t)s->class_index;
    }
}

static size_t at_least(size_t value, size_t least)
{
    return value < least ? least : value;
}

/* Whole clusters, unless one has so many images that others of its class may find no room. */
static bool limit(struct choice *c)
{
    const size_t clusters = (size_t)c->data->cluster_count;
    c->most_of_cluster = AU_PREDICT_IMAGES_MAX;
    if (c->data->sample_count <= AU_PREDICT_IMAGES_MAX) return false;
    const size_t share = AU_PREDICT_IMAGES_MAX / (size_t)c->data->class_count / CLUSTERS_OF_CLASS;
    size_t largest = 0;
    for (size_t i = 0; i < clusters; i++) largest = at_least(largest, c->size[i]);
    if (largest <= at_least(share, LEAST_OF_CLUSTER_MAX)) return false;
    c->most_of_cluster = at_least(au_part_quota(c->size, clusters, AU_PREDICT_IMAGES_MAX), at_least(share / 2, 1));
    return true;
}

static void take(struct choice *c, uint32_t cluster)
{
    const size_t some = c->size[cluster] < c->most_of_cluster ? c->size[cluster] : c->most_of_cluster;
    if (some == 0 || c->images + some > AU_PREDICT_IMAGES_MAX) return;
    c->wanted[cluster] = some;
    c->images += some;
    c->begun[c->class_of[cluster]]++;
}

static void choose_clusters(struct choice *c, uint64_t seed)
{
    const size_t clusters = (size_t)c->data->cluster_count;
    count(c);
    shuffled(c->order, clusters, seed, STREAM_KEEP);
    const bool each_fold_first = limit(c); /* one cluster of every class for each */
    for (size_t i = 0; each_fold_first && i < clusters; i++)
        if (c->begun[c->class_of[c->order[i]]] < 2) take(c, c->order[i]);
    for (size_t i = 0; i < clusters; i++)
        if (c->wanted[c->order[i]] == 0) take(c, c->order[i]);
}

static void lay_out(struct choice *c, struct au_rows *r)
{
    size_t at = 0;
    for (size_t i = 0; i < c->data->sample_count; i++) {
        const struct aug_sample *s = &c->data->samples[i];
        if (!au_part_takes(c->met[s->cluster]++, c->wanted[s->cluster], c->size[s->cluster])) continue;
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

static bool make_room(const struct aug_dataset *data, struct au_rows *r)
{
    r->sample = au_alloc(data->sample_count, sizeof *r->sample);
    r->label = au_alloc(data->sample_count, sizeof *r->label);
    r->cluster = au_alloc(data->sample_count, sizeof *r->cluster);
    r->by_class = au_alloc(data->sample_count, sizeof *r->by_class);
    r->class_start = au_alloc(r->classes + 1, sizeof *r->class_start);
    return r->sample && r->label && r->cluster && r->by_class && r->class_start;
}

enum aug_status au_rows_choose(const struct aug_dataset *data, uint64_t seed, struct au_rows *out,
                               struct aug_error *err)
{
    struct au_rows r = {.classes = (size_t)data->class_count, .clusters = (size_t)data->cluster_count};
    struct choice c = {.data = data,
                       .order = au_alloc(r.clusters, sizeof *c.order),
                       .class_of = au_alloc(r.clusters, sizeof *c.class_of),
                       .size = au_alloc(r.clusters, sizeof *c.size),
                       .wanted = au_alloc(r.clusters, sizeof *c.wanted),
                       .met = au_alloc(r.clusters, sizeof *c.met),
                       .begun = au_alloc(r.classes, sizeof *c.begun)};
    const bool complete = make_room(data, &r) && c.order && c.class_of && c.size && c.wanted && c.met && c.begun;
    if (complete) {
        choose_clusters(&c, seed);
        lay_out(&c, &r);
        *out = r;
    } else {
        au_rows_release(&r);
    }
    void *const blocks[] = {c.order, c.class_of, c.size, c.wanted, c.met, c.begun};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) au_free(blocks[i]);
    return complete ? AUG_OK : au_no_memory(err, "the images of a prediction");
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

/* Clusters in the order of `shuffled_clusters`; the next fold of a class moves on with every cluster, and classes begin by turns. */
static void deal(const struct au_rows *r, const uint32_t *shuffled_clusters, const uint32_t *class_of, size_t folds,
                 uint8_t *next, uint8_t *fold)
{
    for (size_t k = 0; k < r->classes; k++) next[k] = (uint8_t)(k % folds);
    for (size_t i = 0; i < r->clusters; i++) {
        const uint32_t c = shuffled_clusters[i];
        if (class_of[c] == UINT32_MAX) continue;
        fold[c] = next[class_of[c]];
        next[class_of[c]] = (uint8_t)((next[class_of[c]] + 1) % folds);
    }
}

static void find_classes(const struct au_rows *r, uint32_t *class_of)
{
    for (size_t c = 0; c < r->clusters; c++) class_of[c] = UINT32_MAX;
    for (size_t i = 0; i < r->count; i++)
        if (class_of[r->cluster[i]] == UINT32_MAX) class_of[r->cluster[i]] = r->label[i];
}

static void order_rows(const struct au_rows *r, const uint8_t *fold, size_t folds, uint32_t *order, size_t *fold_rows)
{
    size_t at = 0;
    for (size_t f = 0; f < folds; f++) {
        const size_t first = at;
        for (uint32_t i = 0; i < r->count; i++)
            if (fold[r->cluster[i]] == f) order[at++] = i;
        fold_rows[f] = at - first;
    }
}

enum aug_status au_rows_deal(const struct au_rows *r, uint64_t seed, uint64_t look, size_t folds, uint32_t *order,
                             size_t *fold_rows, struct aug_error *err)
{
    uint32_t *clusters = au_alloc(r->clusters, sizeof *clusters), *class_of = au_alloc(r->clusters, sizeof *class_of);
    uint8_t *next = au_alloc(r->classes, 1), *fold = au_alloc(r->clusters, 1);
    const bool complete = clusters && class_of && next && fold;
    if (complete) {
        find_classes(r, class_of);
        shuffled(clusters, r->clusters, seed, STREAM_FOLD | look << 32);
        deal(r, clusters, class_of, folds, next, fold);
        order_rows(r, fold, folds, order, fold_rows);
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
