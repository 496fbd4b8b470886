/* SPDX-License-Identifier: Apache-2.0
 * training.c - clean networks once; then, for each leaf, transformed images and two networks. */
#include "training.h"

#include <math.h>
#include <string.h>

#include "core/memory.h"
#include "core/workers.h"
#include "precision.h"
#include "temperature.h"

#define BATCH 64
#define LEAST_STEPS 10                               /* in an epoch */
static const double sharpness[AU_READINGS] = {4, 1}; /* of calibrated temperatures */
#define DRAWS_LOOKED_AT 16

static const struct au_network_layer layers[] = {
    {.filters = 16, .pool = true}, {.filters = 32, .pool = true}, {.filters = 64, .pool = true}, {.filters = 64}};
#define LAYERS (sizeof layers / sizeof *layers)

#define FIRST AU_REPEATS_MAX /* "repeat" of what all go on from */

/* Few images are seen more often: a network needs steps to fit anything. */
static int steps(double epochs, size_t images, int hurry)
{
    return (int)lrint(epochs * fmax((double)images / BATCH, LEAST_STEPS) / hurry) + 1;
}

/* Course c learns from all folds but one, and reads that one. */
static size_t held_out(const struct au_training *t, size_t course)
{
    return (course + 1) % t->pictures.folds;
}

static size_t first_of(const struct au_training *t, size_t fold)
{
    size_t first = 0;
    for (size_t f = 0; f < fold; f++) first += t->pictures.fold_rows[f];
    return first;
}

static size_t learnt_from(const struct au_training *t, size_t course)
{
    return t->pictures.rows->count - t->pictures.fold_rows[held_out(t, course)];
}

static struct au_network_plan plan(const struct au_training *t, size_t course, int repeat)
{
    return (struct au_network_plan){
        .seed = t->pictures.seed ^ ((uint64_t)t->number << 32 | (uint64_t)repeat << 8 | course),
        .batch = BATCH,
        .steps = steps(repeat == FIRST ? t->first_epochs : t->epochs, learnt_from(t, course), t->hurry),
        .rule = AU_NETWORK_MOMENTUM,
        .rate = .1,
        .warm_up = 1. / 6,
        .weight_decay = .0005,
        .average = .98,
        .start = t->first[course].values ? &t->first[course] : NULL};
}

/* ---- the images of one question ---- */

struct desk { /* what one question needs */
    struct au_easel easel;
    float *work;
    uint8_t *bytes; /* per image and draw: transformed work image, 0..255 */
    size_t draws;
    float *scores;
    double *probability;
};

static void desk_release(struct desk *d)
{
    au_easel_release(&d->easel);
    au_free(d->work);
    au_free(d->bytes);
    au_free(d->scores);
    au_free(d->probability);
}

size_t au_training_bytes(const struct au_training *t)
{
    const size_t passing = 8 * BATCH * (size_t)t->shape.layers[0].filters *
                           t->pictures.size; /* of a network in training */
    return t->pictures.rows->count * AU_TRAINING_DRAWS * t->pictures.size + passing;
}

static enum aug_status desk_make(const struct au_training *t, struct desk *d, struct aug_error *err)
{
    const size_t rows = t->pictures.rows->count;
    d->work = au_alloc(t->pictures.size, sizeof(float));
    d->bytes = au_alloc(t->pictures.rows->count * AU_TRAINING_DRAWS * t->pictures.size, 1);
    d->scores = au_alloc(rows * t->pictures.rows->classes, sizeof(float));
    d->probability = au_alloc(AU_READINGS * rows, sizeof(double));
    return d->work && d->bytes && d->scores && d->probability
               ? AUG_OK
               : au_no_memory(err, "the transformed images of a prediction");
}

/* Of the image on the easel. */
static enum aug_status transform_once(const struct au_training *t, const struct au_subject *subject, size_t at,
                                      size_t draw, struct desk *d, uint8_t *out, struct aug_error *err)
{
    const uint32_t number = t->number * AU_TRAINING_DRAWS + (uint32_t)draw;
    AUG_TRY(au_pictures_show(&t->pictures, subject, at, number, &d->easel, d->work, err));
    for (size_t i = 0; i < t->pictures.size; i++) out[i] = (uint8_t)lrintf(255 * d->work[i]);
    return AUG_OK;
}

/* Does a second draw look different on any of the first images? */
static enum aug_status count_draws(const struct au_training *t, const struct au_subject *subject, struct desk *d,
                                   struct aug_error *err)
{
    const size_t size = t->pictures.size,
                 some = t->pictures.rows->count < DRAWS_LOOKED_AT ? t->pictures.rows->count : DRAWS_LOOKED_AT;
    d->draws = 1;
    for (size_t i = 0; d->draws == 1 && i < some; i++) {
        AUG_TRY(au_pictures_open(&t->pictures, i, &d->easel, err));
        AUG_TRY(transform_once(t, subject, i, 0, d, d->bytes, err));
        AUG_TRY(transform_once(t, subject, i, 1, d, d->bytes + size, err));
        if (memcmp(d->bytes, d->bytes + size, size) != 0)
            d->draws = t->first_epochs > 0 ? AU_TRAINING_DRAWS / 2 : AU_TRAINING_DRAWS;
    }
    return AUG_OK;
}

static bool differs(const struct au_training *t, size_t at, const uint8_t *bytes)
{
    const float *clean = t->pictures.clean + at * t->pictures.size;
    for (size_t i = 0; i < t->pictures.size; i++) {
        const size_t c = i % (size_t)t->shape.channels;
        if (fabsf(((float)bytes[i] / 255 - t->mean[c]) * t->inverse[c] - clean[i]) > t->inverse[c] / 400) return true;
    }
    return false;
}

static enum aug_status transform_all(const struct au_training *t, const struct au_subject *subject, struct desk *d,
                                     bool *changed, struct aug_error *err)
{
    AUG_TRY(count_draws(t, subject, d, err));
    *changed = false;
    for (size_t i = 0; i < t->pictures.rows->count; i++) {
        AUG_TRY(au_pictures_open(&t->pictures, i, &d->easel, err));
        for (size_t draw = 0; draw < d->draws; draw++) {
            uint8_t *out = d->bytes + (i * d->draws + draw) * t->pictures.size;
            AUG_TRY(transform_once(t, subject, i, draw, d, out, err));
            *changed = *changed || differs(t, i, out);
        }
    }
    return AUG_OK;
}

/* ---- training ---- */

static void standardise_bytes(const struct au_training *t, const uint8_t *bytes, float *pixels)
{
    const size_t channels = (size_t)t->shape.channels;
    for (size_t i = 0; i < t->pictures.size; i += channels)
        for (size_t c = 0; c < channels; c++)
            pixels[i + c] = ((float)bytes[i + c] * (1 / 255.f) - t->mean[c]) * t->inverse[c];
}

struct lesson { /* the images of one training */
    const struct au_training *training;
    const struct desk *desk; /* NULL: clean */
    double probability;
    size_t first, held; /* of the fold that is held out: first row, rows */
};

static enum aug_status fill(void *context, const struct au_network_view *view, float *pixels, float *target,
                            struct aug_error *err)
{
    const struct lesson *l = context;
    const struct au_training *t = l->training;
    const size_t at = view->image + (view->image < l->first ? 0 : l->held), size = t->pictures.size;
    (void)err;
    target[t->pictures.label[at]] = 1;
    if (!l->desk || view->chance >= l->probability) {
        memcpy(pixels, t->pictures.clean + at * size, size * sizeof *pixels);
        return AUG_OK;
    }
    standardise_bytes(t, l->desk->bytes + (at * l->desk->draws + view->epoch % l->desk->draws) * size, pixels);
    return AUG_OK;
}

static struct lesson lesson_of(const struct au_training *t, const struct desk *desk, double probability, size_t course)
{
    const size_t held = held_out(t, course);
    return (struct lesson){t, desk, probability, first_of(t, held), t->pictures.fold_rows[held]};
}

static enum aug_status take_course(const struct au_training *t, const struct desk *desk, double probability,
                                   size_t course, int repeat, const float *read, float *scores, struct aug_error *err)
{
    struct lesson l = lesson_of(t, desk, probability, course);
    const struct au_network_images images = {learnt_from(t, course), fill, &l};
    const struct au_network_plan p = plan(t, course, repeat);
    struct au_network network = {0};
    AUG_TRY(au_network_train(&t->shape, &p, &images, &network, NULL, err));
    const enum aug_status status = au_network_scores(&network, read + l.first * t->pictures.size, l.held,
                                                     scores + l.first * (size_t)t->shape.classes, err);
    au_network_release(&network);
    return status;
}

static enum aug_status take_courses(const struct au_training *t, struct desk *d, double probability, const float *read,
                                    struct aug_error *err)
{
    for (size_t c = 0; c < t->pictures.folds; c++) AUG_TRY(take_course(t, d, probability, c, 0, read, d->scores, err));
    return AUG_OK;
}

static struct au_readings readings(const struct au_training *t)
{
    return (struct au_readings){
        .rows = t->pictures.rows->count, .classes = t->pictures.rows->classes, .label = t->pictures.label};
}

/* probability: AU_READINGS times the rows. */
static void read_scores(const struct au_training *t, const float *scores, double *probability)
{
    const struct au_readings r = readings(t);
    const double temperature = au_fit_temperature(&r, scores, probability);
    for (size_t i = 0; i < AU_READINGS; i++)
        au_true_probability(&r, scores, sharpness[i] * temperature, probability + i * r.rows);
}

/* ---- clean networks ---- */

struct clean_work {
    struct au_training *training;
    float *scores; /* training by training */
};

static void standardise(struct au_training *t)
{
    const size_t channels = (size_t)t->shape.channels, count = t->pictures.rows->count * t->pictures.size;
    double sum[3] = {0}, squares[3] = {0};
    for (size_t i = 0; i < count; i++) {
        sum[i % channels] += t->pictures.clean[i];
        squares[i % channels] += (double)t->pictures.clean[i] * t->pictures.clean[i];
    }
    for (size_t c = 0; c < channels; c++) {
        const double n = (double)count / (double)channels, mean = sum[c] / n;
        t->mean[c] = (float)mean;
        t->inverse[c] = (float)(1 / (sqrt(fmax(0, squares[c] / n - mean * mean)) + 1e-3));
    }
    for (size_t i = 0; i < count; i++)
        t->pictures.clean[i] = (t->pictures.clean[i] - t->mean[i % channels]) * t->inverse[i % channels];
}

static enum aug_status train_clean(void *context, size_t i, int worker, struct aug_error *err)
{
    const struct clean_work *w = context;
    const struct au_training *t = w->training;
    const size_t folds = t->pictures.folds;
    (void)worker;
    return take_course(t, NULL, 0, i % folds, (int)(i / folds), t->pictures.clean,
                       w->scores + i / folds * t->pictures.rows->count * t->pictures.rows->classes, err);
}

static enum aug_status train_first(void *context, size_t course, int worker, struct aug_error *err)
{
    struct au_training *t = ((const struct clean_work *)context)->training;
    struct lesson l = lesson_of(t, NULL, 0, course);
    const struct au_network_images images = {learnt_from(t, course), fill, &l};
    const struct au_network_plan p = plan(t, course, FIRST);
    (void)worker;
    return au_network_train(&t->shape, &p, &images, &t->first[course], NULL, err);
}

static void count_right(const struct au_training *t, const float *scores, double weight, double *right)
{
    for (size_t i = 0; i < t->pictures.rows->count; i++) {
        const size_t top = au_top_class(scores + i * t->pictures.rows->classes, t->pictures.rows->classes);
        right[i] += top == t->pictures.label[i] ? weight : 0;
    }
}

static enum aug_status learn_clean(struct au_training *t, struct aug_error *err)
{
    const size_t rows = t->pictures.rows->count, classes = t->pictures.rows->classes;
    const struct au_readings r = readings(t);
    if (t->first_epochs > 0)
        AUG_TRY(au_workers_run(t->threads, t->pictures.folds, train_first, &(struct clean_work){t, NULL}, err));
    struct clean_work work = {t, au_alloc(t->repeats * rows * classes, sizeof(float))};
    double *one = au_alloc(AU_READINGS * rows, sizeof *one);
    t->clean = au_alloc(AU_READINGS * rows, sizeof *t->clean);
    t->right = au_alloc(rows, sizeof *t->right);
    t->read = au_alloc(t->repeats * rows, sizeof *t->read);
    enum aug_status status = work.scores && one && t->clean && t->right && t->read
                                 ? au_workers_run(t->threads, t->pictures.folds * t->repeats, train_clean, &work, err)
                                 : au_no_memory(err, "the clean networks");
    for (size_t k = 0; status == AUG_OK && k < t->repeats; k++) {
        const float *scores = work.scores + k * rows * classes;
        read_scores(t, scores, one);
        t->clean_error += au_error_rate(&r, scores) / (double)t->repeats;
        for (size_t i = 0; i < AU_READINGS * rows; i++) t->clean[i] += one[i] / (double)t->repeats;
        count_right(t, scores, 1. / (double)t->repeats, t->right);
        for (size_t i = 0; i < rows; i++) t->read[k * rows + i] = (uint32_t)au_top_class(scores + i * classes, classes);
    }
    au_free(one);
    au_free(work.scores);
    return status;
}

static enum aug_status make(struct au_training *t, struct aug_error *err)
{
    const struct au_pictures *p = &t->pictures;
    t->shape = (struct au_network_shape){.height = p->height,
                                         .width = p->width,
                                         .channels = p->channels,
                                         .classes = (int)p->rows->classes,
                                         .layer_count = LAYERS};
    memcpy(t->shape.layers, layers, sizeof layers);
    standardise(t);
    return learn_clean(t, err);
}

static enum aug_status deal(const struct aug_dataset *data, const struct au_rows *rows,
                            const struct au_training_how *how, struct au_pictures *out, bool *able,
                            struct aug_error *err)
{
    AUG_TRY(au_pictures_make(data, rows, how->seed, how->number, how->folds, how->threads, out, able, err));
    return *able ? AUG_OK : au_pictures_make(data, rows, how->seed, how->number, 2, how->threads, out, able, err);
}

enum aug_status au_training_make(const struct aug_dataset *data, const struct au_rows *rows,
                                 const struct au_training_how *how, struct au_training *out, bool *able,
                                 struct aug_error *err)
{
    struct au_training t = {.number = how->number,
                            .threads = how->threads,
                            .hurry = how->hurry,
                            .repeats = how->repeats,
                            .first_epochs = how->further ? AU_FIRST_EPOCHS : 0,
                            .epochs = how->further ? AU_FURTHER_EPOCHS : AU_TRAINING_EPOCHS};
    *able = false;
    if (rows->classes > AU_NETWORK_CLASSES_MAX) return AUG_OK;
    AUG_TRY(deal(data, rows, how, &t.pictures, able, err));
    if (!*able) return AUG_OK;
    const enum aug_status status = make(&t, err);
    if (status == AUG_OK) *out = t;
    else au_training_release(&t);
    return status;
}

void au_training_release(struct au_training *t)
{
    au_pictures_release(&t->pictures);
    au_free(t->clean);
    au_free(t->right);
    au_free(t->read);
    for (int c = 0; c < AU_FOLDS_MAX; c++) au_network_release(&t->first[c]);
    *t = (struct au_training){0};
}

/* ---- one question ---- */

static enum aug_status answer(const struct au_training *t, const struct au_subject *subject, double probability,
                              struct desk *d, float *difference, bool *changed, struct aug_error *err)
{
    const size_t rows = t->pictures.rows->count;
    memset(difference, 0, AU_READINGS * rows * sizeof *difference);
    AUG_TRY(transform_all(t, subject, d, changed, err));
    if (!*changed) return AUG_OK;
    AUG_TRY(take_courses(t, d, probability, t->pictures.clean, err));
    read_scores(t, d->scores, d->probability);
    for (size_t i = 0; i < AU_READINGS * rows; i++)
        difference[i - i % rows + t->pictures.order[i % rows]] = (float)(d->probability[i] - t->clean[i]);
    return AUG_OK;
}

enum aug_status au_training_ask(const struct au_training *t, const struct au_subject *subject, double probability,
                                float *difference, bool *changed, struct aug_error *err)
{
    struct desk d = {0};
    enum aug_status status = desk_make(t, &d, err);
    if (status == AUG_OK) status = answer(t, subject, probability, &d, difference, changed, err);
    desk_release(&d);
    return status;
}

/* ---- is the label still there? ---- */

/* The first draw of every image. */
static void keep_moved(const struct au_training *t, const struct desk *d, float *moved)
{
    const size_t size = t->pictures.size;
    for (size_t i = 0; i < t->pictures.rows->count; i++)
        standardise_bytes(t, d->bytes + i * d->draws * size, moved + i * size);
}

static enum aug_status train_moved(const struct au_training *t, const struct au_subject *subject, struct desk *d,
                                   float *moved, struct aug_error *err)
{
    bool changed = false;
    AUG_TRY(transform_all(t, subject, d, &changed, err));
    keep_moved(t, d, moved);
    return take_courses(t, d, 1, moved, err);
}

static enum aug_status compare_precision(const struct au_training *t, const float *scores, double *lost,
                                         struct aug_error *err)
{
    const struct au_readings r = readings(t);
    uint32_t *read = au_alloc(r.rows, sizeof *read);
    double *after = au_alloc(r.classes, sizeof *after), *scratch = au_alloc(2 * r.classes, sizeof *scratch);
    const bool complete = read && after && scratch;
    if (complete) {
        for (size_t i = 0; i < r.rows; i++) read[i] = (uint32_t)au_top_class(scores + i * r.classes, r.classes);
        au_precision(&r, t->read, t->repeats, lost, scratch);
        au_precision(&r, read, 1, after, scratch);
        for (size_t k = 0; k < r.classes; k++) lost[k] -= after[k];
    }
    au_free(read);
    au_free(after);
    au_free(scratch);
    return complete ? AUG_OK : au_no_memory(err, "the precision of a network");
}

static enum aug_status read_moved(const struct au_training *t, const struct au_subject *subject, struct desk *d,
                                  double *right_moved, double *precision_lost, struct aug_error *err)
{
    const size_t rows = t->pictures.rows->count;
    float *moved = au_alloc(rows * t->pictures.size, sizeof *moved);
    double *right = au_alloc(rows, sizeof *right);
    enum aug_status status = moved && right ? AUG_OK : au_no_memory(err, "the transformed images of a network");
    if (status == AUG_OK) status = train_moved(t, subject, d, moved, err);
    if (status == AUG_OK) count_right(t, d->scores, 1, right);
    if (status == AUG_OK) status = compare_precision(t, d->scores, precision_lost, err);
    for (size_t i = 0; status == AUG_OK && i < rows; i++) right_moved[t->pictures.order[i]] = right[i];
    au_free(right);
    au_free(moved);
    return status;
}

enum aug_status au_training_read(const struct au_training *t, const struct aug_leaf *leaf, double *right_clean,
                                 double *right_moved, double *precision_lost, struct aug_error *err)
{
    struct desk d = {0};
    enum aug_status status = desk_make(t, &d, err);
    if (status == AUG_OK)
        status = read_moved(t, &(struct au_subject){.leaf = leaf}, &d, right_moved, precision_lost, err);
    for (size_t i = 0; status == AUG_OK && i < t->pictures.rows->count; i++)
        right_clean[t->pictures.order[i]] = t->right[i];
    desk_release(&d);
    return status;
}

/* Of the clean readings of class k that are k or c, the share that is c. */
static double one_way(const struct au_training *t, size_t k, size_t c)
{
    const size_t rows = t->pictures.rows->count;
    double right = 0, wrong = 0;
    for (size_t i = 0; i < t->repeats * rows; i++) {
        if (t->pictures.label[i % rows] != k) continue;
        right += t->read[i] == k;
        wrong += t->read[i] == c;
    }
    return right + wrong > 0 ? wrong / (right + wrong) : 0.5;
}

double au_training_pair_error(const struct au_training *t, size_t k, size_t c)
{
    return (one_way(t, k, c) + one_way(t, c, k)) / 2;
}
