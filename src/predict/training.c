/* SPDX-License-Identifier: Apache-2.0
 * training.c - clean networks once; then, for each leaf, transformed images and two networks. */
#include "training.h"

#include <math.h>
#include <string.h>

#include "core/hash.h"
#include "core/memory.h"
#include "core/workers.h"
#include "image/resize.h"
#include "look.h"
#include "temperature.h"

#define CLEAN_TRAININGS 3 /* averaged: every leaf is compared with them, so their luck would move all leaves together */
#define BATCH 64
#define LEAST_STEPS 10 /* in an epoch */
#define SHARPNESS \
    2 /* of calibrated probabilities, towards counted errors: their mean changes like accuracy, with less luck */
#define DRAWS_LOOKED_AT 16

static const struct au_network_layer layers[] = {
    {.filters = 16, .pool = true}, {.filters = 32, .pool = true}, {.filters = 64, .pool = true}, {.filters = 64}};
#define LAYERS (sizeof layers / sizeof *layers)

#define FIRST 15 /* "repeat" of what all go on from */

/* Few images are seen more often: a network needs steps to fit anything. */
static int steps(double epochs, size_t images, int hurry)
{
    return (int)lrint(epochs * fmax((double)images / BATCH, LEAST_STEPS) / hurry) + 1;
}

static struct au_network_plan plan(const struct au_training *t, int fold, int repeat)
{
    return (struct au_network_plan){
        .seed = t->seed ^ ((uint64_t)t->number << 32 | (uint64_t)repeat << 8 | (uint64_t)fold),
        .batch = BATCH,
        .steps = steps(repeat == FIRST ? t->first_epochs : t->epochs, t->fold_rows[fold], t->hurry),
        .rule = AU_NETWORK_MOMENTUM,
        .rate = .1,
        .warm_up = 1. / 6,
        .weight_decay = .0005,
        .average = .98,
        .start = t->first[fold].values ? &t->first[fold] : NULL};
}

static size_t image_floats(const struct au_training *t)
{
    return (size_t)(t->shape.height * t->shape.width * t->shape.channels);
}

/* ---- one leaf's images ---- */

struct desk { /* what one question needs */
    struct aug_image image, transformed;
    float *work;
    uint8_t *bytes; /* per image and draw: transformed work image, 0..255 */
    size_t draws;
    float *scores;
    double *probability;
};

static void desk_release(struct desk *d)
{
    aug_image_release(&d->image);
    aug_image_release(&d->transformed);
    au_free(d->work);
    au_free(d->bytes);
    au_free(d->scores);
    au_free(d->probability);
}

static enum aug_status desk_make(const struct au_training *t, struct desk *d, struct aug_error *err)
{
    const size_t rows = t->rows->count;
    d->work = au_alloc(image_floats(t), sizeof(float));
    d->bytes = au_alloc(rows * AU_TRAINING_DRAWS * image_floats(t), 1);
    d->scores = au_alloc(rows * t->rows->classes, sizeof(float));
    d->probability = au_alloc(rows, sizeof(double));
    return d->work && d->bytes && d->scores && d->probability
               ? AUG_OK
               : au_no_memory(err, "the transformed images of a prediction");
}

static enum aug_status transform_once(const struct au_training *t, const struct aug_leaf *leaf, size_t at, size_t draw,
                                      struct desk *d, uint8_t *out, struct aug_error *err)
{
    const uint64_t content = t->data->samples[t->rows->sample[t->order[at]]].content[1];
    const uint32_t number = t->number * AU_TRAINING_DRAWS + (uint32_t)draw;
    AUG_TRY(aug_leaf_apply(leaf, &d->image, t->seed, content, number, &d->transformed, NULL, NULL, err));
    AUG_TRY(au_image_to_float_area(&d->transformed, t->shape.width, t->shape.height, t->shape.channels, d->work, err));
    for (size_t i = 0; i < image_floats(t); i++) out[i] = (uint8_t)lrintf(255 * d->work[i]);
    return AUG_OK;
}

static enum aug_status decode(const struct au_training *t, size_t at, struct desk *d, struct aug_error *err)
{
    return aug_dataset_image(t->data, t->rows->sample[t->order[at]], &d->image, err);
}

/* Does a second draw look different on any of the first images? */
static enum aug_status count_draws(const struct au_training *t, const struct aug_leaf *leaf, struct desk *d,
                                   struct aug_error *err)
{
    const size_t size = image_floats(t), some = t->rows->count < DRAWS_LOOKED_AT ? t->rows->count : DRAWS_LOOKED_AT;
    d->draws = 1;
    for (size_t i = 0; d->draws == 1 && i < some; i++) {
        AUG_TRY(decode(t, i, d, err));
        AUG_TRY(transform_once(t, leaf, i, 0, d, d->bytes, err));
        AUG_TRY(transform_once(t, leaf, i, 1, d, d->bytes + size, err));
        if (memcmp(d->bytes, d->bytes + size, size) != 0)
            d->draws = t->first_epochs > 0 ? AU_TRAINING_DRAWS / 2 : AU_TRAINING_DRAWS;
    }
    return AUG_OK;
}

static bool differs(const struct au_training *t, size_t at, const uint8_t *bytes)
{
    const float *clean = t->images + at * image_floats(t);
    for (size_t i = 0; i < image_floats(t); i++) {
        const size_t c = i % (size_t)t->shape.channels;
        if (fabsf(((float)bytes[i] / 255 - t->mean[c]) * t->inverse[c] - clean[i]) > t->inverse[c] / 400) return true;
    }
    return false;
}

static enum aug_status transform_all(const struct au_training *t, const struct aug_leaf *leaf, struct desk *d,
                                     bool *changed, struct aug_error *err)
{
    const size_t size = image_floats(t);
    *changed = false;
    AUG_TRY(count_draws(t, leaf, d, err));
    for (size_t i = 0; i < t->rows->count; i++) {
        AUG_TRY(decode(t, i, d, err));
        for (size_t draw = 0; draw < d->draws; draw++) {
            uint8_t *out = d->bytes + (i * d->draws + draw) * size;
            AUG_TRY(transform_once(t, leaf, i, draw, d, out, err));
            *changed = *changed || differs(t, i, out);
        }
    }
    return AUG_OK;
}

/* ---- training ---- */

static void standardise_bytes(const struct au_training *t, const uint8_t *bytes, float *pixels)
{
    const size_t channels = (size_t)t->shape.channels;
    for (size_t i = 0; i < image_floats(t); i += channels)
        for (size_t c = 0; c < channels; c++)
            pixels[i + c] = ((float)bytes[i + c] * (1 / 255.f) - t->mean[c]) * t->inverse[c];
}

struct lesson { /* the images of one training */
    const struct au_training *training;
    const struct desk *desk; /* NULL: clean */
    double probability;
    size_t first; /* of its fold */
};

static enum aug_status fill(void *context, const struct au_network_view *view, float *pixels, float *target,
                            struct aug_error *err)
{
    const struct lesson *l = context;
    const struct au_training *t = l->training;
    const size_t at = l->first + view->image, size = image_floats(t);
    (void)err;
    target[t->label[at]] = 1;
    if (!l->desk || view->chance >= l->probability) {
        memcpy(pixels, t->images + at * size, size * sizeof *pixels);
        return AUG_OK;
    }
    standardise_bytes(t, l->desk->bytes + (at * l->desk->draws + view->epoch % l->desk->draws) * size, pixels);
    return AUG_OK;
}

/* Trains on one fold and reads the other. */
static enum aug_status train_fold(const struct au_training *t, const struct desk *desk, double probability, int fold,
                                  int repeat, const float *read, float *scores, struct aug_error *err)
{
    struct lesson lesson = {t, desk, probability, fold ? t->fold_rows[0] : 0};
    const struct au_network_images images = {t->fold_rows[fold], fill, &lesson};
    const struct au_network_plan p = plan(t, fold, repeat);
    const size_t other = fold ? 0 : t->fold_rows[0];
    struct au_network network = {0};
    AUG_TRY(au_network_train(&t->shape, &p, &images, &network, NULL, err));
    const enum aug_status status = au_network_scores(&network, read + other * image_floats(t), t->fold_rows[!fold],
                                                     scores + other * (size_t)t->shape.classes, err);
    au_network_release(&network);
    return status;
}

static struct au_readings readings(const struct au_training *t)
{
    return (struct au_readings){.rows = t->rows->count, .classes = t->rows->classes, .label = t->label};
}

static void read_scores(const struct au_training *t, const float *scores, double *probability)
{
    const struct au_readings r = readings(t);
    au_true_probability(&r, scores, SHARPNESS * au_fit_temperature(&r, scores, probability), probability);
}

/* ---- clean networks ---- */

struct clean_work {
    struct au_training *training;
    float *scores; /* training by training */
};

#define BLOCK 64

static enum aug_status decode_block(void *context, size_t block, int worker, struct aug_error *err)
{
    const struct au_training *t = ((const struct clean_work *)context)->training;
    const size_t end = (block + 1) * BLOCK < t->rows->count ? (block + 1) * BLOCK : t->rows->count;
    struct aug_image image = {0};
    enum aug_status status = AUG_OK;
    (void)worker;
    for (size_t i = block * BLOCK; status == AUG_OK && i < end; i++) {
        status = aug_dataset_image(t->data, t->rows->sample[t->order[i]], &image, err);
        if (status == AUG_OK)
            status = au_image_to_float_area(&image, t->shape.width, t->shape.height, t->shape.channels,
                                            t->images + i * image_floats(t), err);
    }
    aug_image_release(&image);
    return status;
}

static void standardise(struct au_training *t)
{
    const size_t channels = (size_t)t->shape.channels, count = t->rows->count * image_floats(t);
    double sum[3] = {0}, squares[3] = {0};
    for (size_t i = 0; i < count; i++) {
        sum[i % channels] += t->images[i];
        squares[i % channels] += (double)t->images[i] * t->images[i];
    }
    for (size_t c = 0; c < channels; c++) {
        const double n = (double)count / (double)channels, mean = sum[c] / n;
        t->mean[c] = (float)mean;
        t->inverse[c] = (float)(1 / (sqrt(fmax(0, squares[c] / n - mean * mean)) + 1e-3));
    }
    for (size_t i = 0; i < count; i++) t->images[i] = (t->images[i] - t->mean[i % channels]) * t->inverse[i % channels];
}

static enum aug_status train_clean(void *context, size_t i, int worker, struct aug_error *err)
{
    const struct clean_work *w = context;
    const struct au_training *t = w->training;
    (void)worker;
    return train_fold(t, NULL, 0, (int)(i % 2), (int)(i / 2), t->images,
                      w->scores + i / 2 * t->rows->count * t->rows->classes, err);
}

static enum aug_status train_first(void *context, size_t fold, int worker, struct aug_error *err)
{
    struct au_training *t = ((const struct clean_work *)context)->training;
    struct lesson lesson = {t, NULL, 0, fold ? t->fold_rows[0] : 0};
    const struct au_network_images images = {t->fold_rows[fold], fill, &lesson};
    const struct au_network_plan p = plan(t, (int)fold, FIRST);
    (void)worker;
    return au_network_train(&t->shape, &p, &images, &t->first[fold], NULL, err);
}

static void count_right(const struct au_training *t, const float *scores, double weight, double *right)
{
    for (size_t i = 0; i < t->rows->count; i++) {
        const float *row = scores + i * t->rows->classes;
        size_t top = 0;
        for (size_t k = 1; k < t->rows->classes; k++)
            if (row[k] > row[top]) top = k;
        right[i] += top == t->label[i] ? weight : 0;
    }
}

static enum aug_status learn_clean(struct au_training *t, struct aug_error *err)
{
    const size_t rows = t->rows->count, classes = t->rows->classes;
    const struct au_readings r = readings(t);
    if (t->first_epochs > 0) AUG_TRY(au_workers_run(t->threads, 2, train_first, &(struct clean_work){t, NULL}, err));
    struct clean_work work = {t, au_alloc(CLEAN_TRAININGS * rows * classes, sizeof(float))};
    double *one = au_alloc(rows, sizeof *one);
    t->clean = au_alloc(rows, sizeof *t->clean);
    t->right = au_alloc(rows, sizeof *t->right);
    enum aug_status status = work.scores && one && t->clean && t->right
                                 ? au_workers_run(t->threads, 2 * (size_t)CLEAN_TRAININGS, train_clean, &work, err)
                                 : au_no_memory(err, "the clean networks");
    for (size_t k = 0; status == AUG_OK && k < CLEAN_TRAININGS; k++) {
        const float *scores = work.scores + k * rows * classes;
        read_scores(t, scores, one);
        t->clean_error += au_error_rate(&r, scores) / CLEAN_TRAININGS;
        for (size_t i = 0; i < rows; i++) t->clean[i] += one[i] / CLEAN_TRAININGS;
        count_right(t, scores, 1. / CLEAN_TRAININGS, t->right);
    }
    au_free(one);
    au_free(work.scores);
    return status;
}

static enum aug_status make(struct au_training *t, bool *able, struct aug_error *err)
{
    t->order = au_alloc(t->rows->count, sizeof *t->order);
    t->label = au_alloc(t->rows->count, sizeof *t->label);
    if (!t->order || !t->label) return au_no_memory(err, "the images of a prediction");
    AUG_TRY(au_rows_deal(t->rows, t->seed, t->number, t->order, t->fold_rows, err));
    *able = t->rows->classes >= 2 && t->fold_rows[0] >= AU_PREDICT_IMAGES_MIN &&
            t->fold_rows[1] >= AU_PREDICT_IMAGES_MIN;
    if (!*able) return AUG_OK;
    for (size_t i = 0; i < t->rows->count; i++) t->label[i] = t->rows->label[t->order[i]];
    au_picture_size(t->data, &t->shape.width, &t->shape.height, &t->shape.channels);
    t->shape.classes = (int)t->rows->classes;
    t->shape.layer_count = LAYERS;
    memcpy(t->shape.layers, layers, sizeof layers);
    t->images = au_alloc(t->rows->count * image_floats(t), sizeof *t->images);
    if (!t->images) return au_no_memory(err, "the images of a prediction");
    struct clean_work work = {t, NULL};
    AUG_TRY(au_workers_run(t->threads, (t->rows->count + BLOCK - 1) / BLOCK, decode_block, &work, err));
    standardise(t);
    return learn_clean(t, err);
}

enum aug_status au_training_make(const struct aug_dataset *data, const struct au_rows *rows, uint64_t seed,
                                 uint32_t number, bool further, int hurry, int threads, struct au_training *out,
                                 bool *able, struct aug_error *err)
{
    struct au_training t = {.data = data,
                            .rows = rows,
                            .seed = seed,
                            .number = number,
                            .threads = threads,
                            .hurry = hurry,
                            .first_epochs = further ? AU_FIRST_EPOCHS : 0,
                            .epochs = further ? AU_FURTHER_EPOCHS : AU_TRAINING_EPOCHS};
    *able = false;
    const enum aug_status status = make(&t, able, err);
    if (status == AUG_OK && *able) *out = t;
    else au_training_release(&t);
    return status;
}

void au_training_release(struct au_training *t)
{
    au_free(t->order);
    au_free(t->label);
    au_free(t->images);
    au_free(t->clean);
    au_free(t->right);
    for (int f = 0; f < 2; f++) au_network_release(&t->first[f]);
    *t = (struct au_training){0};
}

/* ---- one leaf ---- */

static enum aug_status answer(const struct au_training *t, const struct aug_leaf *leaf, double probability,
                              struct desk *d, float *difference, bool *changed, struct aug_error *err)
{
    AUG_TRY(transform_all(t, leaf, d, changed, err));
    memset(difference, 0, t->rows->count * sizeof *difference);
    if (!*changed) return AUG_OK;
    for (int fold = 0; fold < 2; fold++) AUG_TRY(train_fold(t, d, probability, fold, 0, t->images, d->scores, err));
    read_scores(t, d->scores, d->probability);
    for (size_t i = 0; i < t->rows->count; i++) difference[t->order[i]] = (float)(d->probability[i] - t->clean[i]);
    return AUG_OK;
}

enum aug_status au_training_ask(const struct au_training *t, const struct aug_leaf *leaf, double probability,
                                float *difference, bool *changed, struct aug_error *err)
{
    struct desk d = {0};
    enum aug_status status = desk_make(t, &d, err);
    if (status == AUG_OK) status = answer(t, leaf, probability, &d, difference, changed, err);
    desk_release(&d);
    return status;
}

/* ---- is the label still there? ---- */

static enum aug_status read_moved(const struct au_training *t, struct desk *d, double *right_moved,
                                  struct aug_error *err)
{
    const size_t size = image_floats(t), rows = t->rows->count;
    float *moved = au_alloc(rows * size, sizeof *moved);
    double *right = au_alloc(rows, sizeof *right);
    enum aug_status status = moved && right ? AUG_OK : au_no_memory(err, "the transformed images of a network");
    for (size_t i = 0; status == AUG_OK && i < rows; i++)
        standardise_bytes(t, d->bytes + i * d->draws * size, moved + i * size);
    for (int fold = 0; status == AUG_OK && fold < 2; fold++)
        status = train_fold(t, d, 1, fold, 0, moved, d->scores, err);
    if (status == AUG_OK) count_right(t, d->scores, 1, right);
    for (size_t i = 0; status == AUG_OK && i < rows; i++) right_moved[t->order[i]] = right[i];
    au_free(right);
    au_free(moved);
    return status;
}

enum aug_status au_training_read(const struct au_training *t, const struct aug_leaf *leaf, double *right_clean,
                                 double *right_moved, struct aug_error *err)
{
    struct desk d = {0};
    bool changed = false;
    enum aug_status status = desk_make(t, &d, err);
    if (status == AUG_OK) status = transform_all(t, leaf, &d, &changed, err);
    if (status == AUG_OK) status = read_moved(t, &d, right_moved, err);
    for (size_t i = 0; status == AUG_OK && i < t->rows->count; i++) right_clean[t->order[i]] = t->right[i];
    desk_release(&d);
    return status;
}
