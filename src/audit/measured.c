/* SPDX-License-Identifier: Apache-2.0
 * measured.c - which images of a very large data set the evidence is measured on, so that memory stays bounded. */
#include <string.h>

#include "core/hash.h"
#include "core/memory.h"
#include "core/random.h"
#include "dataset/part.h"
#include "units.h"

#define LEAST_OF_CLASS 50    /* fewer decide nothing (rule `few`): then nothing is left out, and nothing measured */
#define CLUSTERS_OF_CLASS 10 /* there is room for: of a larger cluster, as of a long film, images are left out evenly */

struct choice {
    const struct aug_dataset *data;
    uint32_t *order, *size, *class_of; /* clusters: shuffled, their images, the class of their first image */
    uint32_t *wanted, *met, *number;   /* per cluster: images that are measured, images passed, 1 + its new number */
    size_t *class_size, *taken;        /* images of each class */
    size_t quota;
};

static void count(struct choice *c)
{
    for (size_t i = 0; i < c->data->sample_count; i++) {
        const struct aug_sample *s = &c->data->samples[i];
        if (c->size[s->cluster]++ == 0) c->class_of[s->cluster] = (uint32_t)s->class_index;
    }
    for (int i = 0; i < c->data->cluster_count; i++) c->class_size[c->class_of[i]] += c->size[i];
}

static void choose(struct choice *c, uint64_t seed)
{
    const uint32_t clusters = (uint32_t)c->data->cluster_count;
    struct au_rng rng;
    for (uint32_t i = 0; i < clusters; i++) c->order[i] = i;
    au_rng_start(&rng, seed, 0x4D454153u); /* "MEAS" */
    au_rng_shuffle(&rng, c->order, clusters);
    for (uint32_t i = 0; i < clusters; i++) {
        const uint32_t cluster = c->order[i], k = c->class_of[cluster];
        const size_t most = c->class_size[k] > c->quota ? c->quota / CLUSTERS_OF_CLASS : c->quota;
        const size_t some = c->size[cluster] < most ? c->size[cluster] : most;
        if (c->taken[k] + some > c->quota) continue;
        c->wanted[cluster] = (uint32_t)some;
        c->taken[k] += some;
    }
}

/* Is the next image of the cluster one of those that are measured? */
static bool is_wanted(struct choice *c, int cluster)
{
    return au_part_takes(c->met[cluster]++, c->wanted[cluster], c->size[cluster]);
}

/* Chosen images in the order of the data; clusters numbered anew in order of appearance. */
static void lay_out(struct choice *c, struct aug_sample *samples, struct aug_dataset *out)
{
    size_t at = 0;
    uint32_t clusters = 0;
    for (size_t i = 0; i < c->data->sample_count; i++) {
        const struct aug_sample *s = &c->data->samples[i];
        if (!is_wanted(c, s->cluster)) continue;
        if (c->number[s->cluster] == 0) c->number[s->cluster] = ++clusters;
        samples[at] = *s;
        samples[at++].cluster = (int)c->number[s->cluster] - 1;
    }
    out->samples = samples;
    out->sample_count = at;
    out->cluster_count = (int)clusters;
}

static enum aug_status take(struct choice *c, size_t most, uint64_t seed, struct aug_dataset *out,
                            struct aug_error *err)
{
    count(c);
    c->quota = au_part_quota(c->class_size, (size_t)c->data->class_count, most);
    if (c->quota < LEAST_OF_CLASS) return AUG_OK;
    choose(c, seed);
    size_t all = 0;
    for (int k = 0; k < c->data->class_count; k++) all += c->taken[k];
    struct aug_sample *samples = au_alloc(all, sizeof *samples);
    if (!samples) return au_no_memory(err, "the images that are measured");
    const uint64_t parts[5] = {c->data->content[0], c->data->content[1], most, seed, CLUSTERS_OF_CLASS};
    lay_out(c, samples, out);
    au_hash128(parts, sizeof parts, out->content);
    return AUG_OK;
}

enum aug_status au_measured_take(const struct aug_dataset *data, size_t most, uint64_t seed, struct aug_dataset *out,
                                 struct aug_error *err)
{
    const size_t clusters = (size_t)data->cluster_count, classes = (size_t)data->class_count;
    *out = *data;
    out->owner = NULL;
    if (data->sample_count <= most) return AUG_OK;
    struct choice c = {.data = data,
                       .order = au_alloc(clusters, sizeof *c.order),
                       .size = au_alloc(clusters, sizeof *c.size),
                       .class_of = au_alloc(clusters, sizeof *c.class_of),
                       .class_size = au_alloc(classes, sizeof *c.class_size),
                       .taken = au_alloc(classes, sizeof *c.taken),
                       .wanted = au_alloc(clusters, sizeof *c.wanted),
                       .met = au_alloc(clusters, sizeof *c.met),
                       .number = au_alloc(clusters, sizeof *c.number)};
    void *const blocks[] = {c.order, c.size, c.class_of, c.class_size, c.taken, c.wanted, c.met, c.number};
    bool complete = true;
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) complete = complete && blocks[i];
    const enum aug_status status = complete ? take(&c, most, seed, out, err)
                                            : au_no_memory(err, "the images that are measured");
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) au_free(blocks[i]);
    return status;
}

void au_measured_release(struct aug_dataset *view, const struct aug_dataset *data)
{
    if (view->samples != data->samples) au_free((void *)(uintptr_t)view->samples);
    *view = (struct aug_dataset){0};
}
