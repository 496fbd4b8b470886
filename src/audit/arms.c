/* SPDX-License-Identifier: Apache-2.0
 * arms.c - transforms images and keeps their projected features, chunk by chunk; every image is decoded once for all arms that lack it. */
#include <string.h>

#include "core/hash.h"
#include "core/memory.h"
#include "core/workers.h"
#include "units.h"

/* Images whose features are projected together: one product with the basis instead of one an image. */
#define BATCH 16

struct bench { /* what one worker needs */
    struct aug_image image, transformed, undone;
    float *raw[AU_SPACE_COUNT]; /* arm after arm, BATCH images each */
    struct au_trace_bench trace;
    struct au_mixture_bench mix;
};

struct factory {
    struct au_run *run;
    struct bench *benches;
    size_t done;
};

static size_t chunk_first(const struct au_run *run, size_t chunk)
{
    return chunk * run->chunk_images;
}

static size_t chunk_size(const struct au_run *run, size_t chunk)
{
    const size_t left = run->data->sample_count - chunk_first(run, chunk);
    return left < run->chunk_images ? left : run->chunk_images;
}

/* Where the rows of an embedding start in a chunk's blob: one embedding after the other, then one float: how many images did not change. */
static size_t space_start(const struct au_run *run, size_t chunk, int space)
{
    size_t components = 0;
    for (int k = 0; k < space; k++) components += run->components[k];
    return chunk_size(run, chunk) * components;
}

static size_t blob_floats(const struct au_run *run, size_t chunk)
{
    return space_start(run, chunk, AU_SPACE_COUNT) + 1;
}

static void chunk_key(const struct au_arm_key *arm, size_t chunk, uint64_t key[2])
{
    const uint64_t parts[3] = {arm->key[0], arm->key[1], chunk};
    au_hash128(parts, sizeof parts, key);
}

static bool same_pixels(const struct aug_image *a, const struct aug_image *b)
{
    if (a->width != b->width || a->height != b->height || a->channels != b->channels) return false;
    const size_t row = (size_t)a->width * (size_t)a->channels;
    for (int y = 0; y < a->height; y++)
        if (memcmp(a->pixels + (size_t)y * a->stride, b->pixels + (size_t)y * b->stride, row) != 0) return false;
    return true;
}

/* A grey image that comes back as three equal channels has not changed. */
static bool same_look(const struct aug_image *grey, const struct aug_image *rgb)
{
    if (grey->channels != 1 || rgb->channels != 3) return same_pixels(grey, rgb);
    if (grey->width != rgb->width || grey->height != rgb->height) return false;
    for (int y = 0; y < grey->height; y++)
        for (int x = 0; x < grey->width; x++) {
            const uint8_t v = grey->pixels[(size_t)y * grey->stride + (size_t)x];
            const uint8_t *p = rgb->pixels + (size_t)y * rgb->stride + 3 * (size_t)x;
            if (p[0] != v || p[1] != v || p[2] != v) return false;
        }
    return true;
}

/* The image that an arm shows; *out points at one of the bench's images. */
static enum aug_status show_arm(const struct au_run *run, const struct au_arm_key *arm, size_t row, struct bench *b,
                                const struct aug_image **out, struct aug_error *err)
{
    const uint64_t image_key = run->data->samples[row].content[1], seed = run->options->seed;
    *out = &b->image;
    if (!arm->leaf) return AUG_OK;
    if (au_leaf_mixing(arm->leaf)) {
        *out = &b->transformed;
        return au_show_mixture(run, arm, row, &b->image, &b->mix, &b->transformed, err);
    }
    AUG_TRY(
        aug_leaf_apply(arm->leaf, &b->image, seed, image_key, (uint32_t)arm->draw, &b->transformed, NULL, NULL, err));
    *out = &b->transformed;
    if (!arm->undone) return AUG_OK;
    *out = &b->undone;
    return aug_leaf_undo(arm->leaf, &b->transformed, &b->image, seed, image_key, (uint32_t)arm->draw, &b->undone, err);
}

static bool is_stored(const struct au_run *run, const struct au_arm_key *arm, size_t chunk)
{
    uint64_t key[2];
    chunk_key(arm, chunk, key);
    return au_store_has(run->store, "features", key) && (!arm->traced || au_store_has(run->store, "traces", key));
}

static size_t traced_in_chunk(const struct au_run *run, size_t chunk, size_t *first)
{
    return au_traced_between(run, chunk_first(run, chunk), chunk_first(run, chunk) + chunk_size(run, chunk), first);
}

struct missing { /* arms that lack this chunk, each with room for its features */
    const struct au_arm_key **arms;
    float **features, **traces; /* traces: NULL for an arm that is not traced */
    size_t count;
    size_t traced_done; /* images of the chunk */
};

/* Raw features of image i of the chunk under every missing arm, as number `at` of the batch. */
static enum aug_status image_features(const struct factory *f, struct missing *m, size_t chunk, size_t i, size_t at,
                                      struct bench *b, struct aug_error *err)
{
    const struct au_run *run = f->run;
    const size_t row = chunk_first(run, chunk) + i;
    const bool is_traced = au_is_traced(run, row);
    AUG_TRY(aug_dataset_image(run->data, row, &b->image, err));
    for (size_t a = 0; a < m->count; a++) {
        const struct aug_image *shown = NULL;
        float *out[AU_SPACE_COUNT];
        for (int k = 0; k < AU_SPACE_COUNT; k++)
            out[k] = b->raw[k] + (a * BATCH + at) * au_raw_count((enum au_space)k, run->channels);
        AUG_TRY(show_arm(run, m->arms[a], row, b, &shown, err));
        if (m->arms[a]->leaf && same_look(&b->image, shown)) m->features[a][blob_floats(run, chunk) - 1] += 1;
        AUG_TRY(au_raw_features(run, shown, out, err));
        if (!is_traced || !m->traces[a]) continue;
        float *traces = m->traces[a] + m->traced_done * AU_TRACE_ROW;
        AUG_TRY(au_trace_image(run, m->arms[a], row, &b->image, shown, &b->trace, traces, err));
        if (!m->arms[a]->undone)
            au_cue_features(out[AU_SPACE_MAIN], out[AU_SPACE_PIXELS], out[AU_SPACE_COLOUR], run->channels,
                            traces + AU_TRACE_CUES);
    }
    m->traced_done += is_traced;
    return AUG_OK;
}

static void project_batch(const struct factory *f, const struct missing *m, size_t chunk, size_t first, size_t some,
                          const struct bench *b)
{
    const struct au_run *run = f->run;
    for (size_t a = 0; a < m->count; a++)
        for (int k = 0; k < AU_SPACE_COUNT; k++)
            au_basis_project(&run->basis[k], b->raw[k] + a * BATCH * au_raw_count((enum au_space)k, run->channels),
                             some, m->features[a] + space_start(run, chunk, k) + first * run->components[k]);
}

static enum aug_status keep(const struct factory *f, const struct missing *m, size_t chunk, struct aug_error *err)
{
    AUG_TRY(au_store_begin(f->run->store, err));
    enum aug_status status = AUG_OK;
    for (size_t a = 0; status == AUG_OK && a < m->count; a++) {
        uint64_t key[2];
        chunk_key(m->arms[a], chunk, key);
        status = au_store_put(f->run->store, "features", key, m->features[a],
                              blob_floats(f->run, chunk) * sizeof(float), err);
        if (status == AUG_OK && m->traces[a])
            status = au_store_put(f->run->store, "traces", key, m->traces[a],
                                  m->traced_done * AU_TRACE_ROW * sizeof(float), err);
    }
    const enum aug_status end = au_store_commit(f->run->store, status == AUG_OK ? err : NULL);
    return status == AUG_OK ? end : status;
}

static enum aug_status fill(const struct factory *f, struct missing *m, size_t chunk, struct bench *b,
                            struct aug_error *err)
{
    size_t first_traced;
    for (size_t a = 0; a < m->count; a++) {
        m->features[a] = au_alloc(blob_floats(f->run, chunk), sizeof(float));
        if (m->arms[a]->traced)
            m->traces[a] = au_alloc(traced_in_chunk(f->run, chunk, &first_traced) * AU_TRACE_ROW, sizeof(float));
        if (!m->features[a] || (m->arms[a]->traced && !m->traces[a]))
            return au_no_memory(err, "the features of some images");
    }
    for (size_t first = 0; first < chunk_size(f->run, chunk); first += BATCH) {
        const size_t left = chunk_size(f->run, chunk) - first, some = left < BATCH ? left : BATCH;
        for (size_t at = 0; at < some; at++) AUG_TRY(image_features(f, m, chunk, first + at, at, b, err));
        project_batch(f, m, chunk, first, some, b);
    }
    return keep(f, m, chunk, err);
}

static enum aug_status make_chunk(void *context, size_t chunk, int worker, struct aug_error *err)
{
    struct factory *f = context;
    struct au_run *run = f->run;
    struct missing m = {.arms = au_alloc(run->arm_count, sizeof *m.arms),
                        .features = au_alloc(run->arm_count, sizeof *m.features),
                        .traces = au_alloc(run->arm_count, sizeof *m.traces)};
    const bool complete = m.arms && m.features && m.traces;
    enum aug_status status = complete ? AUG_OK : au_no_memory(err, "the features of some images");
    for (size_t a = 0; status == AUG_OK && a < run->arm_count; a++)
        if (!is_stored(run, &run->arms[a], chunk)) m.arms[m.count++] = &run->arms[a];
    if (status == AUG_OK && m.count > 0) status = fill(f, &m, chunk, &f->benches[worker], err);
    for (size_t a = 0; complete && a < m.count; a++) {
        au_free(m.features[a]);
        au_free(m.traces[a]);
    }
    au_free(m.traces);
    au_free(m.features);
    au_free(m.arms);
    if (status == AUG_OK)
        status = au_run_progress(run, "features", __atomic_add_fetch(&f->done, 1, __ATOMIC_SEQ_CST), run->chunk_count,
                                 err);
    return status;
}

/* Of one worker that lacks every arm. */
static size_t bench_bytes(const struct au_run *run)
{
    size_t floats = 0;
    for (int k = 0; k < AU_SPACE_COUNT; k++)
        floats += BATCH * au_raw_count((enum au_space)k, run->channels) + run->chunk_images * run->components[k];
    return run->arm_count * floats * sizeof(float);
}

enum aug_status au_run_features(struct au_run *run, struct aug_error *err)
{
    const int threads = au_workers_that_fit(run->options->threads, bench_bytes(run));
    struct factory f = {run, au_alloc((size_t)threads, sizeof *f.benches), 0};
    bool complete = f.benches != NULL;
    for (int i = 0; complete && i < threads; i++)
        for (int k = 0; k < AU_SPACE_COUNT; k++)
            complete = (f.benches[i].raw[k] = au_alloc(
                            run->arm_count * BATCH * au_raw_count((enum au_space)k, run->channels), sizeof(float))) &&
                       complete;
    const enum aug_status status = complete ? au_workers_run(threads, run->chunk_count, make_chunk, &f, err)
                                            : au_no_memory(err, "the features of some images");
    for (int i = 0; f.benches && i < threads; i++) {
        aug_image_release(&f.benches[i].image);
        aug_image_release(&f.benches[i].transformed);
        aug_image_release(&f.benches[i].undone);
        au_trace_bench_release(&f.benches[i].trace);
        au_mixture_bench_release(&f.benches[i].mix);
        for (int k = 0; k < AU_SPACE_COUNT; k++) au_free(f.benches[i].raw[k]);
    }
    au_free(f.benches);
    return status;
}

static enum aug_status lost(const struct au_run *run, const char *what, size_t chunk, struct aug_error *err)
{
    const size_t first = chunk_first(run, chunk);
    return aug_fail(err, AUG_IO, "the store has lost the %s of images %zu to %zu; run again to compute them anew", what,
                    first, first + chunk_size(run, chunk) - 1);
}

static enum aug_status take_chunk(const struct au_run *run, size_t chunk, const struct au_blob *blob,
                                  float *const out[AU_SPACE_COUNT], size_t *unchanged, struct aug_error *err)
{
    const size_t first = chunk_first(run, chunk), size = chunk_size(run, chunk);
    if (!blob->bytes || blob->size != blob_floats(run, chunk) * sizeof(float)) return lost(run, "features", chunk, err);
    const float *from = blob->bytes;
    for (int k = 0; k < AU_SPACE_COUNT; k++) {
        const size_t components = run->components[k];
        if (out[k])
            memcpy(out[k] + first * components, from + space_start(run, chunk, k), size * components * sizeof *from);
    }
    if (unchanged) *unchanged += (size_t)from[blob_floats(run, chunk) - 1];
    return AUG_OK;
}

enum aug_status au_arm_load(const struct au_run *run, const struct au_arm_key *arm, float *const out[AU_SPACE_COUNT],
                            size_t *unchanged, struct aug_error *err)
{
    if (unchanged) *unchanged = 0;
    for (size_t chunk = 0; chunk < run->chunk_count; chunk++) {
        uint64_t key[2];
        struct au_blob blob = {0};
        chunk_key(arm, chunk, key);
        AUG_TRY(au_store_get(run->store, "features", key, &blob, err));
        const enum aug_status status = take_chunk(run, chunk, &blob, out, unchanged, err);
        au_blob_release(&blob);
        AUG_TRY(status);
    }
    return AUG_OK;
}

enum aug_status au_arm_traces(const struct au_run *run, const struct au_arm_key *arm, float *out, struct aug_error *err)
{
    for (size_t chunk = 0; chunk < run->chunk_count; chunk++) {
        uint64_t key[2];
        size_t first;
        const size_t bytes = traced_in_chunk(run, chunk, &first) * AU_TRACE_ROW * sizeof(float);
        struct au_blob blob = {0};
        chunk_key(arm, chunk, key);
        AUG_TRY(au_store_get(run->store, "traces", key, &blob, err));
        const bool whole = blob.bytes && blob.size == bytes;
        if (whole) memcpy(out + first * AU_TRACE_ROW, blob.bytes, bytes);
        au_blob_release(&blob);
        if (!whole) return lost(run, "traces", chunk, err);
    }
    return AUG_OK;
}

const struct au_arm_key *au_arm_find(const struct au_run *run, const struct aug_leaf *leaf, int draw, bool undone)
{
    for (size_t a = 0; a < run->arm_count; a++)
        if (run->arms[a].leaf == leaf && run->arms[a].draw == draw && run->arms[a].undone == undone &&
            run->arms[a].seen == 0)
            return &run->arms[a];
    return NULL;
}

const struct au_arm_key *au_arm_find_seen(const struct au_run *run, const struct aug_leaf *leaf, int k)
{
    for (size_t a = 0; a < run->arm_count; a++)
        if (run->arms[a].leaf == leaf && run->arms[a].seen == k + 1) return &run->arms[a];
    return NULL;
}
