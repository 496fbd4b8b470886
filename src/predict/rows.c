/* SPDX-License-Identifier: Apache-2.0
 * rows.c - draws whole clusters, and deals them to two folds. */
#include "rows.h"

#include "core/memory.h"
#include "core/random.h"

#define STREAM_KEEP 0x6b656570u /* "keep" */
#define STREAM_FOLD 0x666f6c64u /* "fold" */
#define OUT UINT8_MAX

struct dealing {
    size_t clusters;
    uint32_t *order;       /* cluster numbers, shuffled */
    uint32_t *size;        /* images of a cluster */
    uint32_t *class_of;    /* of its first image */
    uint8_t *fold;         /* of a cluster; OUT: not used */
    uint8_t *next;         /* of a class: fold of its next cluster */
};

static void shuffle(struct dealing *d, uint64_t seed, uint64_t stream)
{
    struct au_rng rng;
    for (uint32_t i = 0; i < d->clusters; i++) d->order[i] = i;
    au_rng_start(&rng, seed, stream);
    au_rng_shuffle(&rng, d->order, (uint32_t)d->clusters);
}

static void count_clusters(const struct au_predictor *p, struct dealing *d)
{
    for (size_t i = 0; i < p->data->sample_count; i++) {
        const struct aug_sample *s = &p->data->samples[i];
        if (d->size[s->cluster]++ == 0) d->class_of[s->cluster] = (uint32_t)s->class_index;
    }
}

static void keep_some(const struct au_predictor *p, struct dealing *d)
{
    size_t kept = 0;
    shuffle(d, p->seed, STREAM_KEEP);
    for (size_t i = 0; i < d->clusters; i++) {
        const uint32_t c = d->order[i];
        d->fold[c] = kept + d->size[c] <= AU_PREDICT_IMAGES_MAX ? 0 : OUT;
        if (d->fold[c] != OUT) kept += d->size[c];
    }
}

static void deal(const struct au_predictor *p, struct dealing *d)
{
    for (size_t k = 0; k < (size_t)p->data->class_count; k++) d->next[k] = k % 2;
    shuffle(d, p->seed, STREAM_FOLD);
    for (size_t i = 0; i < d->clusters; i++) {
        const uint32_t c = d->order[i];
        if (d->fold[c] == OUT) continue;
        d->fold[c] = d->next[d->class_of[c]];
        d->next[d->class_of[c]] ^= 1;
    }
}

static void lay_out_rows(struct au_predictor *p, const struct dealing *d)
{
    const size_t classes = (size_t)p->data->class_count;
    size_t at = 0;
    for (int fold = 0; fold < 2; fold++) {
        for (size_t i = 0; i < p->data->sample_count; i++) {
            const struct aug_sample *s = &p->data->samples[i];
            if (d->fold[s->cluster] != fold) continue;
            p->sample[at] = (uint32_t)i;
            p->label[at] = (uint32_t)s->class_index;
            p->cluster[at++] = (uint32_t)s->cluster;
            p->fold_rows[fold]++;
        }
    }
    p->rows = at;
    at = 0;
    for (size_t k = 0; k < classes; k++) {
        p->class_start[k] = at;
        for (uint32_t i = 0; i < p->rows; i++)
            if (p->label[i] == k) p->by_class[at++] = i;
    }
    p->class_start[classes] = at;
}

static enum aug_status make_room(struct au_predictor *p, struct aug_error *err)
{
    const size_t count = p->data->sample_count;
    p->sample = au_alloc(count, sizeof *p->sample);
    p->label = au_alloc(count, sizeof *p->label);
    p->cluster = au_alloc(count, sizeof *p->cluster);
    p->by_class = au_alloc(count, sizeof *p->by_class);
    p->class_start = au_alloc((size_t)p->data->class_count + 1, sizeof *p->class_start);
    const bool complete = p->sample && p->label && p->cluster && p->by_class && p->class_start;
    return complete ? AUG_OK : au_no_memory(err, "the images of a prediction");
}

enum aug_status au_rows_choose(struct au_predictor *p, struct aug_error *err)
{
    const size_t clusters = (size_t)p->data->cluster_count, classes = (size_t)p->data->class_count;
    struct dealing d = {
        .clusters = clusters,
        .order = au_alloc(clusters, sizeof(uint32_t)),
        .size = au_alloc(clusters, sizeof(uint32_t)),
        .class_of = au_alloc(clusters, sizeof(uint32_t)),
        .fold = au_alloc(clusters, 1),
        .next = au_alloc(classes, 1),
    };
    enum aug_status status = d.order && d.size && d.class_of && d.fold && d.next ? make_room(p, err) : au_no_memory(err, "the images of a prediction");
    if (status == AUG_OK) {
        count_clusters(p, &d);
        keep_some(p, &d);
        deal(p, &d);
        lay_out_rows(p, &d);
    }
    au_free(d.order);
    au_free(d.size);
    au_free(d.class_of);
    au_free(d.fold);
    au_free(d.next);
    return status;
}
