/* SPDX-License-Identifier: Apache-2.0
 * measured.c - which images of a very large data set the evidence is measured on, so that memory stays bounded. */
#include "core/memory.h"
#include "core/random.h"
#include "dataset/part.h"
#include "units.h"

#define LEAST_OF_CLASS 50    /* fewer decide nothing (rule `few`): then nothing is left out, and nothing measured */
#define CLUSTERS_OF_CLASS 10 /* there is room for: of a larger cluster, as of a long film, images are left out evenly */

struct choice {
    const struct aug_dataset *data;
    uint32_t *order, *size, *class_of; /* clusters: shuffled, their images, the class of their first image */
    uint32_t *wanted, *met;            /* per cluster: images that are measured, images passed */
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

static enum aug_status lay_out(struct choice *c, struct aug_dataset *out, struct aug_error *err)
{
    uint32_t *chosen = au_alloc(c->data->sample_count, sizeof *chosen);
    size_t count = 0;
    if (!chosen) return au_no_memory(err, "the images that are measured");
    for (size_t i = 0; i < c->data->sample_count; i++)
        if (is_wanted(c, c->data->samples[i].cluster)) chosen[count++] = (uint32_t)i;
    const enum aug_status status = au_part_make(c->data, chosen, count, out, err);
    au_free(chosen);
    return status;
}

static enum aug_status take(struct choice *c, size_t most, uint64_t seed, struct aug_dataset *out,
                            struct aug_error *err)
{
    count(c);
    c->quota = au_part_quota(c->class_size, (size_t)c->data->class_count, most);
    if (c->quota < LEAST_OF_CLASS) return AUG_OK;
    choose(c, seed);
    return lay_out(c, out, err);
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
                       .met = au_alloc(clusters, sizeof *c.met)};
    void *const blocks[] = {c.order, c.size, c.class_of, c.class_size, c.taken, c.wanted, c.met};
    bool complete = true;
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) complete = complete && blocks[i];
    const enum aug_status status = complete ? take(&c, most, seed, out, err)
                                            : au_no_memory(err, "the images that are measured");
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) au_free(blocks[i]);
    return status;
}
