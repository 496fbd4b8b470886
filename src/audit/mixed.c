/* SPDX-License-Identifier: Apache-2.0
 * mixed.c - mixtures of several images: who is mixed with whom, with which shares, and what they show. */
#include "evidence/mixed.h"

#include <string.h>

#include "core/memory.h"
#include "core/random.h"
#include "image/resize.h"
#include "pipeline/mix.h"
#include "units.h"

#define SIDE 32
#define MEAN_IMAGES_MAX 512

bool au_run_mixes(const struct au_run *run)
{
    for (size_t i = 0; i < run->unit_count; i++)
        if (au_leaf_mixing(run->units[i].leaf)) return true;
    return false;
}

/* ---- who is mixed with whom ---- */

/* Partner k of a row in a draw is some places further on in a shuffled part, so that nobody is mixed with himself while the part has that many. A part is
 * read by learners that saw nothing of its fold, and stands on one side of a two-sample test. */
static enum aug_status pair_all(struct au_run *run, struct aug_error *err)
{
    const struct au_parts *parts = &run->setting.parts;
    struct au_rng rng;
    run->mixing_order = au_alloc(parts->count, sizeof *run->mixing_order);
    run->mixing_place = au_alloc(parts->count, sizeof *run->mixing_place);
    if (!run->mixing_order || !run->mixing_place) return au_no_memory(err, "the pairs of mixed images");
    au_rng_start(&rng, run->options->seed, 0x4D495845u); /* "MIXE" */
    memcpy(run->mixing_order, parts->order, parts->count * sizeof *parts->order);
    for (int p = 0; p < AU_PARTS; p++)
        au_rng_shuffle(&rng, run->mixing_order + parts->start[p], (uint32_t)(parts->start[p + 1] - parts->start[p]));
    for (size_t i = 0; i < parts->count; i++) run->mixing_place[run->mixing_order[i]] = (uint32_t)i;
    return AUG_OK;
}

static uint32_t partner_of(const struct au_run *run, size_t row, int draw, int k)
{
    const struct au_parts *parts = &run->setting.parts;
    const size_t part = run->setting.part[row], from = parts->start[part], count = parts->start[part + 1] - from;
    const size_t further = (size_t)(draw * (AUG_MIX_MAX - 1) + k);
    return run->mixing_order[from + (run->mixing_place[row] - from + further) % count];
}

/* ---- what stands where nothing is seen: the mean image ---- */

static enum aug_status add_image(const struct au_run *run, size_t row, struct aug_image *image, float *values,
                                 double *sum, struct aug_error *err)
{
    AUG_TRY(aug_dataset_image(run->data, row, image, err));
    AUG_TRY(au_image_to_float_area(image, SIDE, SIDE, run->channels, values, err));
    for (int i = 0; i < SIDE * SIDE * run->channels; i++) sum[i] += (double)values[i];
    return AUG_OK;
}

static enum aug_status average(struct au_run *run, float *values, double *sum, struct aug_error *err)
{
    const size_t count = run->data->sample_count, step = 1 + (count - 1) / MEAN_IMAGES_MAX;
    struct aug_image image = {0};
    size_t some = 0;
    enum aug_status status = AUG_OK;
    for (size_t row = 0; row < count && status == AUG_OK; row += step, some++)
        status = add_image(run, row, &image, values, sum, err);
    aug_image_release(&image);
    if (status == AUG_OK) status = aug_image_resize_storage(&run->mean_image, SIDE, SIDE, run->channels, err);
    for (int i = 0; status == AUG_OK && i < SIDE * SIDE * run->channels; i++)
        run->mean_image.pixels[i] = (uint8_t)(255 * sum[i] / (double)some + 0.5);
    return status;
}

static enum aug_status average_all(struct au_run *run, struct aug_error *err)
{
    const size_t size = SIDE * SIDE * (size_t)run->channels;
    float *values = au_alloc(size, sizeof *values);
    double *sum = au_alloc(size, sizeof *sum);
    const enum aug_status status = values && sum ? average(run, values, sum, err) : au_no_memory(err, "the mean image");
    au_free(sum);
    au_free(values);
    return status;
}

enum aug_status au_run_mix(struct au_run *run, struct aug_error *err)
{
    AUG_TRY(pair_all(run, err));
    return average_all(run, err);
}

/* ---- what a mixture shows ---- */

static struct au_occasion occasion_of(const struct au_run *run, size_t row, int draw)
{
    return (struct au_occasion){run->options->seed, run->data->samples[row].content[1], (uint32_t)draw};
}

/* Image k of the mixture; kept from arm to arm. */
static enum aug_status picture(const struct au_run *run, size_t row, int draw, int k, const struct aug_image *own,
                               struct au_mixture_bench *b, const struct aug_image **out, struct aug_error *err)
{
    *out = own;
    if (k == 0) return AUG_OK;
    const uint32_t partner = partner_of(run, row, draw, k);
    *out = &b->other[k];
    if (b->other_row[k] == partner + (size_t)1) return AUG_OK;
    b->other_row[k] = 0;
    AUG_TRY(aug_dataset_image(run->data, partner, &b->other[k], err));
    b->other_row[k] = partner + (size_t)1;
    return AUG_OK;
}

enum aug_status au_show_mixture(const struct au_run *run, const struct au_arm_key *arm, size_t row,
                                const struct aug_image *own, struct au_mixture_bench *b, struct aug_image *out,
                                struct aug_error *err)
{
    const struct aug_mixing *mixing = au_leaf_mixing(arm->leaf)->mixing;
    const struct au_occasion occasion = occasion_of(run, row, arm->draw);
    const struct aug_image *pictures[AUG_MIX_MAX] = {NULL};
    if (arm->seen > 0) {
        AUG_TRY(picture(run, row, arm->draw, arm->seen - 1, own, b, &pictures[0], err));
        return au_leaf_seen(arm->leaf, &occasion, own, arm->seen - 1, pictures[0], &run->mean_image, &b->mixer, out,
                            err);
    }
    for (int k = 0; k < mixing->count; k++) AUG_TRY(picture(run, row, arm->draw, k, own, b, &pictures[k], err));
    return au_leaf_mix(arm->leaf, &occasion, pictures, &b->mixer, out, NULL, err);
}

void au_mixture_bench_release(struct au_mixture_bench *b)
{
    for (int k = 0; k < AUG_MIX_MAX; k++) aug_image_release(&b->other[k]);
    au_mixer_release(&b->mixer);
}

/* ---- what a measurement needs to know ---- */

static uint32_t drawn_label(const struct au_run *run, size_t row, const uint32_t *rows, const double *share, int count)
{
    struct au_rng rng;
    au_rng_start(&rng, run->options->seed ^ 0x4C41424Cu, row); /* "LABL" */
    double left = au_rng_uniform(&rng);
    for (int k = 0; k < count; k++) {
        if (left < share[k]) return run->setting.label[rows[k]];
        left -= share[k];
    }
    return run->setting.label[rows[0]];
}

size_t au_mixed_row(const struct au_run *run, size_t row, int k)
{
    return partner_of(run, row, 0, k);
}

enum aug_status au_mixed_shares(const struct au_run *run, const struct aug_leaf *leaf, size_t row, double *share,
                                struct aug_error *err)
{
    const struct au_occasion occasion = occasion_of(run, row, 0);
    const struct aug_sample *sample = &run->data->samples[row];
    return au_leaf_shares(leaf, &occasion, sample->width, sample->height, share, err);
}

static enum aug_status describe_row(const struct au_run *run, const struct aug_leaf *leaf, size_t row,
                                    struct au_mixture *m, struct aug_error *err)
{
    uint32_t *rows = m->row + row * (size_t)m->count;
    double share[AUG_MIX_MAX];
    AUG_TRY(au_mixed_shares(run, leaf, row, share, err));
    for (int k = 0; k < m->count; k++) {
        rows[k] = k == 0 ? (uint32_t)row : partner_of(run, row, 0, k);
        m->share[row * (size_t)m->count + (size_t)k] = (float)share[k];
    }
    m->label[row] = drawn_label(run, row, rows, share, m->count);
    return AUG_OK;
}

enum aug_status au_mixture_describe(const struct au_run *run, const struct aug_leaf *leaf, struct au_mixture *out,
                                    struct aug_error *err)
{
    const size_t count = run->data->sample_count;
    out->count = au_leaf_mixing(leaf)->mixing->count;
    out->row = au_alloc(count * (size_t)out->count, sizeof *out->row);
    out->share = au_alloc(count * (size_t)out->count, sizeof *out->share);
    out->label = au_alloc(count, sizeof *out->label);
    if (!out->row || !out->share || !out->label) return au_no_memory(err, "the shares of mixed images");
    for (size_t row = 0; row < count; row++) AUG_TRY(describe_row(run, leaf, row, out, err));
    return AUG_OK;
}

void au_mixture_release(struct au_mixture *m)
{
    au_free(m->row);
    au_free(m->share);
    au_free(m->label);
    *m = (struct au_mixture){0};
}
