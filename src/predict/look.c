/* SPDX-License-Identifier: Apache-2.0
 * look.c - clean images once; then, for each leaf, transformed features and one mixture. */
#include "look.h"

#include <string.h>

#include "change.h"
#include "core/memory.h"
#include "core/workers.h"

#define BLOCK 64 /* rows that a worker takes at once */

/* ---- clean images ---- */

static size_t rows_of(const struct au_look *v)
{
    return v->pictures.rows->count;
}

static enum aug_status raw_block(void *context, size_t block, int worker, struct aug_error *err)
{
    const struct au_look *v = context;
    const size_t end = (block + 1) * BLOCK < rows_of(v) ? (block + 1) * BLOCK : rows_of(v);
    float *scratch = au_alloc(au_patches_scratch(&v->patches), sizeof *scratch);
    (void)worker;
    if (!scratch) return au_no_memory(err, "the patches of an image");
    for (size_t i = block * BLOCK; i < end; i++)
        au_patches_raw(&v->patches, v->pictures.clean + i * v->pictures.size, scratch, v->z + i * v->patches.count);
    au_free(scratch);
    return AUG_OK;
}

static enum aug_status make_features(struct au_look *v, struct aug_error *err)
{
    const struct au_pictures *p = &v->pictures;
    const size_t count = rows_of(v), blocks = (count + BLOCK - 1) / BLOCK;
    AUG_TRY(au_patches_make(p->clean, count, p->width, p->height, p->channels, AU_PREDICT_FILTERS, p->seed + v->number,
                            &v->patches, err));
    v->z = au_alloc(count * v->patches.count, sizeof *v->z);
    if (!v->z) return au_no_memory(err, "the features of clean images");
    AUG_TRY(au_workers_run(v->threads, blocks, raw_block, v, err));
    double *sums = au_alloc(2 * v->patches.count, sizeof *sums);
    if (!sums) return au_no_memory(err, "the features of clean images");
    au_patches_standardise(&v->patches, v->z, count, sums);
    au_free(sums);
    for (size_t i = 0; i < count; i++) au_patches_unit(&v->patches, v->z + i * v->patches.count);
    return AUG_OK;
}

/* Temperatures and error rates look at rows and labels only. */
static struct au_readings readings(const struct au_look *v)
{
    return (struct au_readings){.rows = rows_of(v), .classes = v->pictures.rows->classes, .label = v->pictures.label};
}

static enum aug_status learn_clean(struct au_look *v, struct aug_error *err)
{
    const struct au_readings r = readings(v);
    AUG_TRY(au_regression_make(v->z, v->pictures.fold_rows, v->patches.count, r.label, r.classes, v->threads,
                               &v->regression, err));
    v->clean = au_alloc(r.rows, sizeof *v->clean);
    if (!v->clean) return au_no_memory(err, "the clean learner");
    v->temperature = au_choose_temperature(&r, v->regression.scores, v->clean);
    v->clean_error = au_error_rate(&r, v->regression.scores);
    au_true_probability(&r, v->regression.scores, v->temperature, v->clean);
    return AUG_OK;
}

static enum aug_status make(struct au_look *v, struct aug_error *err)
{
    AUG_TRY(make_features(v, err));
    au_pictures_forget(&v->pictures);
    return learn_clean(v, err);
}

enum aug_status au_look_make(const struct aug_dataset *data, const struct au_rows *rows, uint64_t seed, uint32_t number,
                             int threads, struct au_look *out, bool *able, struct aug_error *err)
{
    struct au_look v = {.number = number, .threads = threads};
    AUG_TRY(au_pictures_make(data, rows, seed, number, 2, threads, &v.pictures, able, err));
    if (!*able) return AUG_OK;
    const enum aug_status status = make(&v, err);
    if (status == AUG_OK) *out = v;
    else au_look_release(&v);
    return status;
}

void au_look_release(struct au_look *v)
{
    au_pictures_release(&v->pictures);
    au_patches_release(&v->patches);
    au_free(v->z);
    au_regression_release(&v->regression);
    au_free(v->clean);
    *v = (struct au_look){0};
}

/* ---- one question ---- */

size_t au_desk_bytes(const struct au_look *v)
{
    return rows_of(v) * (v->patches.count + v->regression.classes) * sizeof(float) +
           au_mix_bench_bytes(&v->regression, 1);
}

static enum aug_status make_desk(const struct au_look *v, struct au_desk *d, struct aug_error *err)
{
    const size_t rows = rows_of(v);
    if (d->is_made) return AUG_OK;
    d->is_made = true;
    d->work = au_alloc(v->pictures.size, sizeof(float));
    d->scratch = au_alloc(au_patches_scratch(&v->patches), sizeof(float));
    d->z = au_alloc(rows * v->patches.count, sizeof(float));
    d->scores = au_alloc(rows * v->regression.classes, sizeof(float));
    d->probability = au_alloc(rows, sizeof(double));
    if (!d->work || !d->scratch || !d->z || !d->scores || !d->probability)
        return au_no_memory(err, "the features of transformed images");
    return au_mix_bench_make(&v->regression, 1, &d->bench, err);
}

void au_desk_release(struct au_desk *d)
{
    au_easel_release(&d->easel);
    au_free(d->work);
    au_free(d->scratch);
    au_free(d->z);
    au_free(d->scores);
    au_free(d->probability);
    au_mix_bench_release(&d->bench);
    *d = (struct au_desk){0};
}

/* One draw of each image: two state gains better, and losses by holes and full turns worse. */
static enum aug_status transformed_rows(const struct au_look *v, const struct au_subject *subject, struct au_desk *d,
                                        bool *changed, struct aug_error *err)
{
    const size_t count = v->patches.count;
    *changed = false;
    for (size_t at = 0; at < rows_of(v); at++) {
        float *out = d->z + at * count;
        AUG_TRY(au_pictures_open(&v->pictures, at, &d->easel, err));
        AUG_TRY(au_pictures_show(&v->pictures, subject, at, v->number, &d->easel, d->work, err));
        au_patches_raw(&v->patches, d->work, d->scratch, out);
        au_patches_unit(&v->patches, out);
        *changed = *changed || memcmp(out, v->z + at * count, count * sizeof(float)) != 0;
    }
    return AUG_OK;
}

enum aug_status au_look_ask(const struct au_look *v, const struct au_subject *subject, struct au_desk *d,
                            float *difference, bool *changed, struct aug_error *err)
{
    const struct au_readings r = readings(v);
    AUG_TRY(make_desk(v, d, err));
    AUG_TRY(transformed_rows(v, subject, d, changed, err));
    memset(difference, 0, AU_READINGS * r.rows * sizeof *difference);
    if (!*changed) return AUG_OK; /* exactly nothing, which rounding would hide */
    const float *const folds[2] = {d->z, d->z + v->pictures.fold_rows[0] * v->patches.count};
    au_regression_mix(&v->regression, folds, 1, &d->bench, d->scores);
    au_true_probability(&r, d->scores, v->temperature, d->probability);
    for (size_t i = 0; i < r.rows; i++) {
        const float change = (float)(d->probability[i] - v->clean[i]);
        for (size_t reading = 0; reading < AU_READINGS; reading++)
            difference[reading * r.rows + v->pictures.order[i]] = change;
    }
    return AUG_OK;
}
