/* SPDX-License-Identifier: Apache-2.0
 * look.c - clean images once; then, for each leaf, transformed features and one mixture. */
#include "look.h"

#include <string.h>

#include "change.h"
#include "core/memory.h"
#include "core/workers.h"
#include "image/resize.h"

#define BLOCK 64           /* rows that a worker takes at once */
#define DRAWS_LOOKED_AT 16 /* images that tell whether a transform draws */

/* ---- clean images ---- */

static size_t image_floats(const struct au_look *v)
{
    return (size_t)(v->width * v->height * v->channels);
}

static size_t sample_of(const struct au_look *v, size_t at)
{
    return v->rows->sample[v->order[at]];
}

struct clean_work {
    struct au_look *look;
    float *images; /* work images, in the look's order */
};

static size_t block_end(const struct au_look *v, size_t block)
{
    const size_t end = (block + 1) * BLOCK;
    return end < v->rows->count ? end : v->rows->count;
}

static enum aug_status decode_block(void *context, size_t block, int worker, struct aug_error *err)
{
    const struct clean_work *w = context;
    const struct au_look *v = w->look;
    struct aug_image image = {0};
    enum aug_status status = AUG_OK;
    (void)worker;
    for (size_t i = block * BLOCK; status == AUG_OK && i < block_end(v, block); i++) {
        status = aug_dataset_image(v->data, sample_of(v, i), &image, err);
        if (status == AUG_OK)
            status = au_image_to_float_area(&image, v->width, v->height, v->channels, w->images + i * image_floats(v),
                                            err);
    }
    aug_image_release(&image);
    return status;
}

static enum aug_status raw_block(void *context, size_t block, int worker, struct aug_error *err)
{
    const struct clean_work *w = context;
    const struct au_look *v = w->look;
    float *scratch = au_alloc(au_patches_scratch(&v->patches), sizeof *scratch);
    (void)worker;
    if (!scratch) return au_no_memory(err, "the patches of an image");
    for (size_t i = block * BLOCK; i < block_end(v, block); i++)
        au_patches_raw(&v->patches, w->images + i * image_floats(v), scratch, v->z + i * v->patches.count);
    au_free(scratch);
    return AUG_OK;
}

static enum aug_status make_features(struct au_look *v, float *images, struct aug_error *err)
{
    struct clean_work work = {v, images};
    const size_t count = v->rows->count, blocks = (count + BLOCK - 1) / BLOCK;
    AUG_TRY(au_workers_run(v->threads, blocks, decode_block, &work, err));
    AUG_TRY(au_patches_make(images, count, v->width, v->height, v->channels, AU_PREDICT_FILTERS, v->seed + v->number,
                            &v->patches, err));
    v->z = au_alloc(count * v->patches.count, sizeof *v->z);
    if (!v->z) return au_no_memory(err, "the features of clean images");
    AUG_TRY(au_workers_run(v->threads, blocks, raw_block, &work, err));
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
    return (struct au_readings){.rows = v->rows->count, .classes = v->rows->classes, .label = v->label};
}

static enum aug_status learn_clean(struct au_look *v, struct aug_error *err)
{
    const struct au_readings r = readings(v);
    AUG_TRY(
        au_regression_make(v->z, v->fold_rows, v->patches.count, v->label, r.classes, v->threads, &v->regression, err));
    v->clean = au_alloc(r.rows, sizeof *v->clean);
    if (!v->clean) return au_no_memory(err, "the clean learner");
    v->temperature = au_choose_temperature(&r, v->regression.scores, v->clean);
    v->clean_error = au_error_rate(&r, v->regression.scores);
    au_true_probability(&r, v->regression.scores, v->temperature, v->clean);
    return AUG_OK;
}

static enum aug_status make(struct au_look *v, bool *able, struct aug_error *err)
{
    v->order = au_alloc(v->rows->count, sizeof *v->order);
    v->label = au_alloc(v->rows->count, sizeof *v->label);
    if (!v->order || !v->label) return au_no_memory(err, "the images of a prediction");
    AUG_TRY(au_rows_deal(v->rows, v->seed, v->number, v->order, v->fold_rows, err));
    *able = v->rows->classes >= 2 && v->fold_rows[0] >= AU_PREDICT_IMAGES_MIN &&
            v->fold_rows[1] >= AU_PREDICT_IMAGES_MIN;
    if (!*able) return AUG_OK;
    for (size_t i = 0; i < v->rows->count; i++) v->label[i] = v->rows->label[v->order[i]];
    au_picture_size(v->data, &v->width, &v->height, &v->channels);
    float *images = au_alloc(v->rows->count * image_floats(v), sizeof *images);
    if (!images) return au_no_memory(err, "the images of a prediction");
    const enum aug_status status = make_features(v, images, err);
    au_free(images);
    return status == AUG_OK ? learn_clean(v, err) : status;
}

enum aug_status au_look_make(const struct aug_dataset *data, const struct au_rows *rows, uint64_t seed, uint32_t number,
                             int threads, struct au_look *out, bool *able, struct aug_error *err)
{
    struct au_look v = {.data = data, .rows = rows, .seed = seed, .number = number, .threads = threads};
    *able = false;
    const enum aug_status status = make(&v, able, err);
    if (status == AUG_OK && *able) *out = v;
    else au_look_release(&v);
    return status;
}

void au_look_release(struct au_look *v)
{
    au_free(v->order);
    au_free(v->label);
    au_patches_release(&v->patches);
    au_free(v->z);
    au_regression_release(&v->regression);
    au_free(v->clean);
    *v = (struct au_look){0};
}

/* ---- one leaf ---- */

static enum aug_status make_desk(const struct au_look *v, struct au_desk *d, struct aug_error *err)
{
    const size_t rows = v->rows->count;
    if (d->is_made) return AUG_OK;
    d->is_made = true;
    d->work = au_alloc(image_floats(v), sizeof(float));
    d->scratch = au_alloc(au_patches_scratch(&v->patches), sizeof(float));
    d->z = au_alloc(AU_PREDICT_DRAWS * rows * v->patches.count, sizeof(float));
    d->scores = au_alloc(rows * v->regression.classes, sizeof(float));
    d->probability = au_alloc(rows, sizeof(double));
    if (!d->work || !d->scratch || !d->z || !d->scores || !d->probability)
        return au_no_memory(err, "the features of transformed images");
    return au_mix_bench_make(&v->regression, AU_PREDICT_DRAWS, &d->bench, err);
}

void au_desk_release(struct au_desk *d)
{
    aug_image_release(&d->image);
    aug_image_release(&d->transformed);
    au_free(d->work);
    au_free(d->scratch);
    au_free(d->z);
    au_free(d->scores);
    au_free(d->probability);
    au_mix_bench_release(&d->bench);
    *d = (struct au_desk){0};
}

static enum aug_status transformed_row(const struct au_look *v, const struct aug_leaf *leaf, size_t at, uint32_t draw,
                                       struct au_desk *d, float *out, struct aug_error *err)
{
    const size_t i = sample_of(v, at);
    draw += v->number * AU_PREDICT_DRAWS;
    AUG_TRY(aug_dataset_image(v->data, i, &d->image, err));
    AUG_TRY(aug_leaf_apply(leaf, &d->image, v->seed, v->data->samples[i].content[1], draw, &d->transformed, NULL, NULL,
                           err));
    AUG_TRY(au_image_to_float_area(&d->transformed, v->width, v->height, v->channels, d->work, err));
    au_patches_raw(&v->patches, d->work, d->scratch, out);
    au_patches_unit(&v->patches, out);
    return AUG_OK;
}

/* Does a second draw look different on any of the first images? */
static enum aug_status count_draws(const struct au_look *v, const struct aug_leaf *leaf, struct au_desk *d,
                                   size_t *draws, struct aug_error *err)
{
    const size_t count = v->patches.count, some = v->rows->count < DRAWS_LOOKED_AT ? v->rows->count : DRAWS_LOOKED_AT;
    *draws = 1;
    for (size_t i = 0; AU_PREDICT_DRAWS > 1 && *draws == 1 && i < some; i++) {
        AUG_TRY(transformed_row(v, leaf, i, 0, d, d->z, err));
        AUG_TRY(transformed_row(v, leaf, i, 1, d, d->z + count, err));
        if (memcmp(d->z, d->z + count, count * sizeof(float)) != 0) *draws = AU_PREDICT_DRAWS;
    }
    return AUG_OK;
}

/* Fold by fold, draw by draw. */
static enum aug_status transformed_rows(const struct au_look *v, const struct aug_leaf *leaf, size_t draws,
                                        struct au_desk *d, bool *changed, struct aug_error *err)
{
    const size_t count = v->patches.count;
    float *out = d->z;
    *changed = false;
    for (int fold = 0; fold < 2; fold++)
        for (uint32_t draw = 0; draw < draws; draw++)
            for (size_t i = 0; i < v->fold_rows[fold]; i++, out += count) {
                const size_t at = i + (fold ? v->fold_rows[0] : 0);
                AUG_TRY(transformed_row(v, leaf, at, draw, d, out, err));
                *changed = *changed || memcmp(out, v->z + at * count, count * sizeof(float)) != 0;
            }
    return AUG_OK;
}

enum aug_status au_look_ask(const struct au_look *v, const struct aug_leaf *leaf, struct au_desk *d, float *difference,
                            bool *changed, struct aug_error *err)
{
    const struct au_readings r = readings(v);
    size_t draws = 1;
    AUG_TRY(make_desk(v, d, err));
    AUG_TRY(count_draws(v, leaf, d, &draws, err));
    AUG_TRY(transformed_rows(v, leaf, draws, d, changed, err));
    memset(difference, 0, r.rows * sizeof *difference);
    if (!*changed) return AUG_OK; /* exactly nothing, which rounding would hide */
    const float *const folds[2] = {d->z, d->z + draws * v->fold_rows[0] * v->patches.count};
    au_regression_mix(&v->regression, folds, draws, &d->bench, d->scores);
    au_true_probability(&r, d->scores, v->temperature, d->probability);
    for (size_t i = 0; i < r.rows; i++) difference[v->order[i]] = (float)(d->probability[i] - v->clean[i]);
    return AUG_OK;
}
