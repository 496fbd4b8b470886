/* SPDX-License-Identifier: Apache-2.0
 * predictor.c - clean images once; then, for each leaf, transformed features, one mixture, and the changes. */
#include "predictor.h"

#include <string.h>

#include "core/memory.h"
#include "core/workers.h"
#include "image/resize.h"
#include "learn/linalg.h"
#include "rows.h"

#define SIDE 32         /* of work images ... */
#define SIDE_MIN 24     /* ... unless all images have one size between these: then their own, so that nothing is blurred */
#define SIDE_MAX 36
#define BLOCK 64        /* rows that a worker takes at once */
#define DRAWS_LOOKED_AT 16 /* images that tell whether a transform draws */

/* ---- clean images ---- */

static void choose_size(struct au_predictor *p)
{
    const struct aug_sample *s = p->data->samples;
    bool same = true;
    p->channels = 1;
    for (size_t i = 0; i < p->data->sample_count; i++) {
        if (s[i].width != s[0].width || s[i].height != s[0].height) same = false;
        if (s[i].channels == 3) p->channels = 3;
    }
    const bool fits = s[0].width >= SIDE_MIN && s[0].width <= SIDE_MAX && s[0].height >= SIDE_MIN && s[0].height <= SIDE_MAX;
    p->width = same && fits ? s[0].width : SIDE;
    p->height = same && fits ? s[0].height : SIDE;
}

static size_t image_floats(const struct au_predictor *p)
{
    return (size_t)(p->width * p->height * p->channels);
}

struct clean_work {
    struct au_predictor *p;
    float *images; /* rows of work images */
};

static size_t block_end(const struct au_predictor *p, size_t block)
{
    const size_t end = (block + 1) * BLOCK;
    return end < p->rows ? end : p->rows;
}

static enum aug_status decode_block(void *context, size_t block, int worker, struct aug_error *err)
{
    const struct clean_work *w = context;
    struct au_predictor *p = w->p;
    struct aug_image image = {0};
    enum aug_status status = AUG_OK;
    (void)worker;
    for (size_t i = block * BLOCK; status == AUG_OK && i < block_end(p, block); i++) {
        status = aug_dataset_image(p->data, p->sample[i], &image, err);
        if (status == AUG_OK)
            status = au_image_to_float_area(&image, p->width, p->height, p->channels, w->images + i * image_floats(p), err);
    }
    aug_image_release(&image);
    return status;
}

static enum aug_status raw_block(void *context, size_t block, int worker, struct aug_error *err)
{
    const struct clean_work *w = context;
    const struct au_predictor *p = w->p;
    float *scratch = au_alloc(au_patches_scratch(&p->patches), sizeof *scratch);
    (void)worker;
    if (!scratch) return au_no_memory(err, "the patches of an image");
    for (size_t i = block * BLOCK; i < block_end(p, block); i++)
        au_patches_raw(&p->patches, w->images + i * image_floats(p), scratch, p->z + i * p->patches.count);
    au_free(scratch);
    return AUG_OK;
}

static enum aug_status make_clean(struct au_predictor *p, float *images, struct aug_error *err)
{
    struct clean_work work = {p, images};
    const size_t blocks = (p->rows + BLOCK - 1) / BLOCK;
    AUG_TRY(au_workers_run(p->threads, blocks, decode_block, &work, err));
    AUG_TRY(au_patches_make(images, p->rows, p->width, p->height, p->channels, AU_PREDICT_FILTERS, p->seed, &p->patches, err));
    p->z = au_alloc(p->rows * p->patches.count, sizeof *p->z);
    if (!p->z) return au_no_memory(err, "the features of clean images");
    AUG_TRY(au_workers_run(p->threads, blocks, raw_block, &work, err));
    au_patches_standardise(&p->patches, p->z, p->rows);
    for (size_t i = 0; i < p->rows; i++) au_patches_unit(&p->patches, p->z + i * p->patches.count);
    return AUG_OK;
}

static struct au_readings readings(const struct au_predictor *p)
{
    return (struct au_readings){p->rows, (size_t)p->data->class_count, p->label, p->cluster, p->by_class, p->class_start,
                                (size_t)p->data->cluster_count};
}

static enum aug_status learn_clean(struct au_predictor *p, struct aug_error *err)
{
    const struct au_readings r = readings(p);
    AUG_TRY(au_regression_make(p->z, p->fold_rows, p->patches.count, p->label, r.classes, p->threads, &p->regression, err));
    p->clean = au_alloc(p->rows, sizeof *p->clean);
    if (!p->clean) return au_no_memory(err, "the clean learner");
    p->temperature = au_choose_temperature(&r, p->regression.scores, p->clean);
    p->clean_error = au_error_rate(&r, p->regression.scores);
    au_true_probability(&r, p->regression.scores, p->temperature, p->clean);
    return AUG_OK;
}

static enum aug_status make(struct au_predictor *p, struct aug_error *err)
{
    au_linalg_start();
    AUG_TRY(au_rows_choose(p, err));
    p->is_able = p->data->class_count >= 2 && p->fold_rows[0] >= AU_PREDICT_IMAGES_MIN / 2 && p->fold_rows[1] >= AU_PREDICT_IMAGES_MIN / 2;
    if (!p->is_able) return AUG_OK;
    choose_size(p);
    float *images = au_alloc(p->rows * image_floats(p), sizeof *images);
    if (!images) return au_no_memory(err, "the images of a prediction");
    const enum aug_status status = make_clean(p, images, err);
    au_free(images);
    return status == AUG_OK ? learn_clean(p, err) : status;
}

enum aug_status au_predictor_make(const struct aug_dataset *data, uint64_t seed, int threads, struct au_predictor *out,
                                  struct aug_error *err)
{
    struct au_predictor p = {.data = data, .seed = seed, .threads = threads};
    const enum aug_status status = make(&p, err);
    if (status == AUG_OK) *out = p;
    else au_predictor_release(&p);
    return status;
}

void au_predictor_release(struct au_predictor *p)
{
    au_free(p->sample);
    au_free(p->label);
    au_free(p->cluster);
    au_free(p->by_class);
    au_free(p->class_start);
    au_patches_release(&p->patches);
    au_free(p->z);
    au_regression_release(&p->regression);
    au_free(p->clean);
    *p = (struct au_predictor){0};
}

/* ---- one leaf ---- */

struct asking {
    struct au_predictor *p;
    const struct au_question *questions;
    const size_t *todo; /* questions that share the prepared probability */
    struct desk *desks;
    au_answered_fn answered;
    void *context;
};

struct desk { /* what one worker needs; made when it takes its first leaf */
    bool is_made;
    struct aug_image image, transformed;
    float *work, *scratch, *z, *scores;
    double *difference;
    struct au_mix_bench bench;
};

static enum aug_status make_desk(const struct au_predictor *p, struct desk *d, struct aug_error *err)
{
    if (d->is_made) return AUG_OK;
    d->is_made = true;
    d->work = au_alloc(image_floats(p), sizeof(float));
    d->scratch = au_alloc(au_patches_scratch(&p->patches), sizeof(float));
    d->z = au_alloc(AU_PREDICT_DRAWS * p->rows * p->patches.count, sizeof(float));
    d->scores = au_alloc(p->rows * p->regression.classes, sizeof(float));
    d->difference = au_alloc(p->rows, sizeof(double));
    if (!d->work || !d->scratch || !d->z || !d->scores || !d->difference) return au_no_memory(err, "the features of transformed images");
    return au_mix_bench_make(&p->regression, AU_PREDICT_DRAWS, &d->bench, err);
}

static void release_desk(struct desk *d)
{
    aug_image_release(&d->image);
    aug_image_release(&d->transformed);
    au_free(d->work);
    au_free(d->scratch);
    au_free(d->z);
    au_free(d->scores);
    au_free(d->difference);
    au_mix_bench_release(&d->bench);
}

static enum aug_status transformed_row(const struct au_predictor *p, const struct aug_leaf *leaf, size_t row, uint32_t draw,
                                       struct desk *d, float *out, struct aug_error *err)
{
    const size_t i = p->sample[row];
    AUG_TRY(aug_dataset_image(p->data, i, &d->image, err));
    AUG_TRY(aug_leaf_apply(leaf, &d->image, p->seed, p->data->samples[i].content[1], draw, &d->transformed, NULL, NULL, err));
    AUG_TRY(au_image_to_float_area(&d->transformed, p->width, p->height, p->channels, d->work, err));
    au_patches_raw(&p->patches, d->work, d->scratch, out);
    au_patches_unit(&p->patches, out);
    return AUG_OK;
}

/* Does a second draw look different on any of the first images? */
static enum aug_status count_draws(const struct au_predictor *p, const struct aug_leaf *leaf, struct desk *d, size_t *draws,
                                   struct aug_error *err)
{
    const size_t count = p->patches.count, some = p->rows < DRAWS_LOOKED_AT ? p->rows : DRAWS_LOOKED_AT;
    *draws = 1;
    for (size_t i = 0; *draws == 1 && i < some; i++) {
        AUG_TRY(transformed_row(p, leaf, i, 0, d, d->z, err));
        AUG_TRY(transformed_row(p, leaf, i, 1, d, d->z + count, err));
        if (memcmp(d->z, d->z + count, count * sizeof(float)) != 0) *draws = AU_PREDICT_DRAWS;
    }
    return AUG_OK;
}

/* Fold by fold, draw by draw; false in *changed when every row is the clean one. */
static enum aug_status transformed_rows(const struct au_predictor *p, const struct aug_leaf *leaf, size_t draws, struct desk *d,
                                        bool *changed, struct aug_error *err)
{
    const size_t count = p->patches.count;
    float *out = d->z;
    *changed = false;
    for (int fold = 0; fold < 2; fold++)
        for (uint32_t draw = 0; draw < draws; draw++)
            for (size_t i = 0; i < p->fold_rows[fold]; i++, out += count) {
                const size_t row = i + (fold ? p->fold_rows[0] : 0);
                AUG_TRY(transformed_row(p, leaf, row, draw, d, out, err));
                *changed = *changed || memcmp(out, p->z + row * count, count * sizeof(float)) != 0;
            }
    return AUG_OK;
}

static enum aug_status answer(const struct au_predictor *p, const struct au_question *q, struct desk *d, struct aug_error *err)
{
    const struct au_readings r = readings(p);
    bool changed = false;
    size_t draws = 1;
    AUG_TRY(make_desk(p, d, err));
    AUG_TRY(count_draws(p, q->leaf, d, &draws, err));
    AUG_TRY(transformed_rows(p, q->leaf, draws, d, &changed, err));
    if (!changed) { /* exactly nothing, which rounding would hide */
        memset(q->out, 0, (1 + r.classes) * sizeof *q->out);
        return AUG_OK;
    }
    const float *const folds[2] = {d->z, d->z + draws * p->fold_rows[0] * p->patches.count};
    au_regression_mix(&p->regression, folds, draws, &d->bench, d->scores);
    au_true_probability(&r, d->scores, p->temperature, d->difference);
    for (size_t i = 0; i < p->rows; i++) d->difference[i] -= p->clean[i];
    return au_changes(&r, d->difference, p->clean_error, q->out, err);
}

static enum aug_status take_question(void *context, size_t i, int worker, struct aug_error *err)
{
    const struct asking *a = context;
    const size_t q = a->todo[i];
    AUG_TRY(answer(a->p, &a->questions[q], &a->desks[worker], err));
    return a->answered ? a->answered(a->context, q, err) : AUG_OK;
}

/* All questions with the probability of the first that is not done; returns how many. */
static size_t gather(const struct au_question *questions, size_t count, bool *done, size_t *todo)
{
    size_t first = 0, found = 0;
    while (first < count && done[first]) first++;
    for (size_t i = first; i < count; i++) {
        if (done[i] || questions[i].probability != questions[first].probability) continue;
        done[i] = true;
        todo[found++] = i;
    }
    return found;
}

static enum aug_status ask(struct asking *a, size_t count, bool *done, size_t *todo, struct aug_error *err)
{
    struct au_predictor *p = a->p;
    for (size_t some = gather(a->questions, count, done, todo); some > 0; some = gather(a->questions, count, done, todo)) {
        AUG_TRY(au_regression_prepare(&p->regression, a->questions[todo[0]].probability, p->threads, err));
        AUG_TRY(au_workers_run(p->threads, some, take_question, a, err));
    }
    return AUG_OK;
}

enum aug_status au_predictor_ask(struct au_predictor *p, const struct au_question *questions, size_t count, au_answered_fn answered,
                                 void *context, struct aug_error *err)
{
    const int threads = au_workers_count(p->threads);
    bool *done = au_alloc(count, sizeof *done);
    size_t *todo = au_alloc(count, sizeof *todo);
    struct desk *desks = au_alloc((size_t)threads, sizeof *desks);
    struct asking a = {p, questions, todo, desks, answered, context};
    const enum aug_status status = done && todo && desks ? ask(&a, count, done, todo, err) : au_no_memory(err, "the questions of a prediction");
    for (int i = 0; desks && i < threads; i++) release_desk(&desks[i]);
    au_free(desks);
    au_free(todo);
    au_free(done);
    return status;
}
