/* SPDX-License-Identifier: Apache-2.0
 * traced.c - the images whose pixels are looked at for tells, and what is read from them under an arm. */
#include <stdlib.h>

#include "core/memory.h"
#include "core/random.h"
#include "image/compare.h"
#include "image/jpeg_round.h"
#include "image/traces.h"
#include "image/turn.h"
#include "units.h"

static int compare_rows(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* The last row whose recoding is looked at. */
static uint32_t last_recoded(const struct au_run *run)
{
    size_t found = 0;
    for (size_t i = 0; i < run->traced_count; i++)
        if (run->data->samples[run->traced[i]].quality > 0 && ++found == AU_RECODED_MAX) return run->traced[i];
    return UINT32_MAX;
}

enum aug_status au_run_trace(struct au_run *run, struct aug_error *err)
{
    const size_t count = run->data->sample_count;
    struct au_rng rng;
    run->traced = au_alloc(count, sizeof *run->traced);
    if (!run->traced) return au_no_memory(err, "the traced images");
    for (size_t i = 0; i < count; i++) run->traced[i] = (uint32_t)i;
    run->traced_count = count;
    if (count > AU_TRACED_MAX) {
        au_rng_start(&rng, run->options->seed, 0x54524143u); /* "TRAC" */
        au_rng_shuffle(&rng, run->traced, (uint32_t)count);
        run->traced_count = AU_TRACED_MAX;
        qsort(run->traced, run->traced_count, sizeof *run->traced, compare_rows);
    }
    run->last_recoded = last_recoded(run);
    return AUG_OK;
}

/* First traced image at or behind a row. */
static size_t traced_from(const struct au_run *run, size_t row)
{
    size_t low = 0, high = run->traced_count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (run->traced[middle] < row) low = middle + 1;
        else high = middle;
    }
    return low;
}

size_t au_traced_between(const struct au_run *run, size_t first_row, size_t end_row, size_t *first)
{
    *first = traced_from(run, first_row);
    return traced_from(run, end_row) - *first;
}

bool au_is_traced(const struct au_run *run, size_t row)
{
    const size_t at = traced_from(run, row);
    return at < run->traced_count && run->traced[at] == row;
}

/* ---- the grid of a JPEG ---- */

#define PROXY 32 /* at least so many pixels a side, and the image's own number modulo 32 */

/* A picture of the image's shape modulo the largest block, no two turns of which are alike. */
static enum aug_status make_proxy(const struct aug_image *image, struct aug_image *out, struct aug_error *err)
{
    AUG_TRY(aug_image_resize_storage(out, PROXY + image->width % PROXY, PROXY + image->height % PROXY, image->channels,
                                     err));
    for (int y = 0; y < out->height; y++)
        for (int x = 0; x < out->width * out->channels; x++)
            out->pixels[(size_t)y * out->stride + (size_t)x] = (uint8_t)((5 * (x / out->channels) + 11 * y) % 251);
    return AUG_OK;
}

/* Which flip or turn of the whole frame the arm is for this image; 0: none, but something else. */
static int turn_of(const struct au_run *run, const struct au_arm_key *arm, size_t row, struct au_trace_bench *b,
                   const struct aug_image *image)
{
    if (make_proxy(image, &b->proxy, NULL) != AUG_OK) return 0;
    const enum aug_status status = aug_leaf_apply(arm->leaf, &b->proxy, run->options->seed,
                                                  run->data->samples[row].content[1], (uint32_t)arm->draw, &b->turned,
                                                  NULL, NULL, NULL);
    return status == AUG_OK ? au_image_turn_between(&b->proxy, &b->turned) : 0;
}

static enum aug_status trace_codec(const struct au_run *run, const struct au_arm_key *arm, size_t row,
                                   const struct aug_image *image, const struct aug_image *shown,
                                   struct au_trace_bench *b, float *out, struct aug_error *err)
{
    const struct aug_sample *sample = &run->data->samples[row];
    const struct au_jpeg_coding coding = {sample->block_width, sample->block_height, sample->quality, false};
    out[AU_TRACE_BLOCK] = (float)(sample->block_width > sample->block_height ? sample->block_width
                                                                             : sample->block_height);
    out[AU_TRACE_TURN] = 0;
    out[AU_TRACE_RESIDUAL] = -1;
    if (sample->quality == 0) return AUG_OK;
    if (arm->leaf && !arm->undone) {
        const int turn = turn_of(run, arm, row, b, image);
        out[AU_TRACE_TURN] = turn > 1 ? (float)au_jpeg_turned(&coding, image->width, image->height, turn) : 0;
    }
    if (row > run->last_recoded) return AUG_OK;
    AUG_TRY(au_jpeg_round(shown, &coding, &b->turned, err));
    out[AU_TRACE_RESIDUAL] = (float)au_image_mean_difference(shown, &b->turned);
    return AUG_OK;
}

enum aug_status au_trace_image(const struct au_run *run, const struct au_arm_key *arm, size_t row,
                               const struct aug_image *image, const struct aug_image *shown, struct au_trace_bench *b,
                               float *out, struct aug_error *err)
{
    AUG_TRY(au_image_traces(shown, out, err));
    return trace_codec(run, arm, row, image, shown, b, out, err);
}

void au_trace_bench_release(struct au_trace_bench *bench)
{
    aug_image_release(&bench->proxy);
    aug_image_release(&bench->turned);
}
