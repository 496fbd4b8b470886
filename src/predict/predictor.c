/* SPDX-License-Identifier: Apache-2.0
 * predictor.c - asks every view about every leaf, and makes changes of the averages. */
#include "predictor.h"

#include <pthread.h>
#include <string.h>

#include "change.h"
#include "core/memory.h"
#include "core/workers.h"
#include "learn/linalg.h"
#include "look.h"
#include "training.h"

#define KERNEL_SHARE .5
#define KERNEL_LESS .4    /* beside networks trained from the start */
#define KERNEL_PATTERN .3 /* of what sets classes apart */
/* Errors fall by about a fifth when images double, and what a transform changes with them. */
#define OF_HALF .8
#define OF_THREE_QUARTERS .91

struct asking {
    const struct aug_dataset *data;
    struct au_rows rows;
    uint64_t seed;
    int threads, looks, further, trainings, hurry;
    struct au_question *questions;
    size_t count;
    struct au_contrast *contrasts;
    size_t contrast_count;
    double *difference; /* question by question, AU_READINGS of every row: weighted sum over views */
    bool *changed;      /* of every question */
    double clean_error; /* mean over trainings, over looks where there is none */
    float *differences; /* of the view at hand, for heard */
    struct au_heard *heard;
    bool *has_heard;
    size_t *todo; /* questions that share the prepared probability */
    struct au_desk *desks;
    struct au_view view;
    struct au_look *look;
    struct au_training *training;
    const struct au_predict_hooks *hooks;
    pthread_mutex_t lock;
    size_t done;
};

static int networks(const struct asking *a)
{
    return a->further + a->trainings;
}

static size_t values_of(const struct asking *a) /* of one question */
{
    return AU_READINGS * a->rows.count;
}

/* ---- one view ---- */

static enum aug_status tell(struct asking *a, struct aug_error *err)
{
    a->done++;
    return a->hooks->worked
               ? a->hooks->worked(a->hooks->context, a->done, a->count * (size_t)(a->looks + networks(a)), err)
               : AUG_OK;
}

static enum aug_status recall_all(struct asking *a, struct aug_error *err)
{
    for (size_t q = 0; q < a->count; q++) {
        a->heard[q] = (struct au_heard){.difference = a->differences + q * values_of(a), .rows = a->rows.count};
        a->has_heard[q] = false;
        if (!a->hooks->recall) continue;
        AUG_TRY(a->hooks->recall(a->hooks->context, q, a->view, &a->heard[q], &a->has_heard[q], err));
        if (a->has_heard[q]) AUG_TRY(tell(a, err));
    }
    return AUG_OK;
}

static enum aug_status finish_question(struct asking *a, size_t q, struct aug_error *err)
{
    pthread_mutex_lock(&a->lock);
    enum aug_status status = a->hooks->keep ? a->hooks->keep(a->hooks->context, q, a->view, &a->heard[q], err) : AUG_OK;
    if (status == AUG_OK) status = tell(a, err);
    pthread_mutex_unlock(&a->lock);
    return status;
}

static enum aug_status look_at_question(void *context, size_t i, int worker, struct aug_error *err)
{
    struct asking *a = context;
    const size_t q = a->todo[i];
    struct au_heard *heard = &a->heard[q];
    heard->clean_error = a->look->clean_error;
    AUG_TRY(au_look_ask(a->look, &a->questions[q].subject, &a->desks[worker], heard->difference, &heard->changed, err));
    return finish_question(a, q, err);
}

static enum aug_status train_question(void *context, size_t i, int worker, struct aug_error *err)
{
    struct asking *a = context;
    const size_t q = a->todo[i];
    struct au_heard *heard = &a->heard[q];
    (void)worker;
    heard->clean_error = a->training->clean_error;
    AUG_TRY(au_training_ask(a->training, &a->questions[q].subject, a->questions[q].probability, heard->difference,
                            &heard->changed, err));
    return finish_question(a, q, err);
}

/* All questions with the probability of the first that is left, or all that are left; returns how many. */
static size_t gather(struct asking *a, bool of_one_probability)
{
    size_t first = 0, found = 0;
    while (first < a->count && a->has_heard[first]) first++;
    for (size_t i = first; i < a->count; i++) {
        if (a->has_heard[i]) continue;
        if (of_one_probability && a->questions[i].probability != a->questions[first].probability) continue;
        a->has_heard[i] = true;
        a->todo[found++] = i;
    }
    return found;
}

static enum aug_status ask_look(struct asking *a, struct aug_error *err)
{
    const int threads = au_workers_that_fit(a->threads, au_desk_bytes(a->look));
    for (size_t some = gather(a, true); some > 0; some = gather(a, true)) {
        AUG_TRY(au_regression_prepare(&a->look->regression, a->questions[a->todo[0]].probability, a->threads, err));
        AUG_TRY(au_workers_run(threads, some, look_at_question, a, err));
    }
    return AUG_OK;
}

static enum aug_status look_closely(struct asking *a, bool *able, struct aug_error *err)
{
    struct au_look look = {0};
    AUG_TRY(au_look_make(a->data, &a->rows, a->seed, a->view.number, a->threads, &look, able, err));
    a->look = &look;
    const enum aug_status status = *able ? ask_look(a, err) : AUG_OK;
    const int threads = au_workers_count(a->threads);
    for (int i = 0; i < threads; i++) au_desk_release(&a->desks[i]);
    au_look_release(&look);
    return status;
}

static enum aug_status train_networks(struct asking *a, bool *able, struct aug_error *err)
{
    struct au_training training = {0};
    const bool further = a->view.kind == AU_VIEW_FURTHER;
    const struct au_training_how how = {.seed = a->seed,
                                        .number = a->view.number,
                                        .further = further,
                                        .folds = further ? 2 : AU_TRAINING_FOLDS,
                                        .repeats = further ? AU_FURTHER_REPEATS : AU_TRAINING_REPEATS,
                                        .hurry = a->hurry,
                                        .threads = a->threads};
    AUG_TRY(au_training_make(a->data, &a->rows, &how, &training, able, err));
    a->training = &training;
    const enum aug_status status = *able ? au_workers_run(au_workers_that_fit(a->threads, au_training_bytes(&training)),
                                                          gather(a, false), train_question, a, err)
                                         : AUG_OK;
    au_training_release(&training);
    return status;
}

static bool has_heard_all(const struct asking *a)
{
    for (size_t q = 0; q < a->count; q++)
        if (!a->has_heard[q]) return false;
    return true;
}

/* Beside networks from the start those trained further add nothing but bias. */
static double share_of_networks(const struct asking *a, struct au_view view)
{
    if (a->trainings == 0) return 1. / a->further;
    return view.kind == AU_VIEW_TRAINING ? 1. / a->trainings : 0;
}

static const struct au_trust *trust_of(const struct asking *a)
{
    static const struct au_trust kernel = {.pattern = .35, .method = 1}, further = {.pattern = .5, .method = 1},
                                 training = {.pattern = .6, .method = .8};
    return a->trainings > 0 ? &training : a->further > 0 ? &further : &kernel;
}

/* Where both ways of viewing are used they count the same: a kernel is wrong by bias, a network by luck, and not about the same transforms. */
static double weight_of(const struct asking *a, struct au_view view, enum au_reading reading)
{
    const double share[AU_READINGS] = {
        [AU_SHARP] = a->trainings > 0 ? KERNEL_LESS : KERNEL_SHARE, [AU_SOFT] = KERNEL_PATTERN};
    const double kernels = networks(a) == 0 ? 1 : a->looks == 0 ? 0 : share[reading];
    const double learnt = view.kind == AU_VIEW_TRAINING ? OF_THREE_QUARTERS : OF_HALF;
    return view.kind == AU_VIEW_LOOK ? kernels / a->looks : learnt * (1 - kernels) * share_of_networks(a, view);
}

static void add_up(struct asking *a)
{
    const double weight[AU_READINGS] = {weight_of(a, a->view, AU_SHARP), weight_of(a, a->view, AU_SOFT)};
    for (size_t q = 0; q < a->count; q++) {
        double *sum = a->difference + q * values_of(a);
        a->changed[q] = a->changed[q] || a->heard[q].changed;
        for (size_t i = 0; a->heard[q].changed && i < values_of(a); i++)
            sum[i] += weight[i / a->rows.count] * (double)a->heard[q].difference[i];
    }
    if (a->view.kind != AU_VIEW_LOOK) a->clean_error += share_of_networks(a, a->view) * a->heard[0].clean_error;
    else if (networks(a) == 0) a->clean_error += a->heard[0].clean_error / a->looks;
}

static enum aug_status take_view(struct asking *a, struct au_view view, bool *able, struct aug_error *err)
{
    a->view = view;
    AUG_TRY(recall_all(a, err));
    if (!has_heard_all(a))
        AUG_TRY(view.kind == AU_VIEW_LOOK ? look_closely(a, able, err) : train_networks(a, able, err));
    if (*able) add_up(a);
    return AUG_OK;
}

/* ---- all views ---- */

static struct au_readings readings(const struct au_rows *rows)
{
    return (struct au_readings){rows->count,    rows->classes,     rows->label,   rows->cluster,
                                rows->by_class, rows->class_start, rows->clusters};
}

static enum aug_status conclude(struct asking *a, size_t q, struct aug_error *err)
{
    const struct au_readings r = readings(&a->rows);
    const double *sharp = a->difference + q * values_of(a), *soft = sharp + r.rows;
    struct au_question *question = &a->questions[q];
    memset(question->out, 0, (1 + r.classes) * sizeof *question->out);
    if (a->changed[q]) AUG_TRY(au_changes(&r, sharp, soft, trust_of(a), a->clean_error, question->out, err));
    question->is_answered = true;
    return AUG_OK;
}

static enum aug_status contrast(struct asking *a, struct au_contrast *c, struct aug_error *err)
{
    const struct au_readings r = readings(&a->rows);
    double *difference = au_alloc(values_of(a), sizeof *difference);
    struct aug_change *changes = au_alloc(1 + r.classes, sizeof *changes);
    bool changed = false;
    enum aug_status status = difference && changes ? AUG_OK : au_no_memory(err, "the contrasts of a prediction");
    for (size_t k = 0; status == AUG_OK && k < c->count; k++) {
        const double *from = a->difference + c->question[k] * values_of(a);
        changed = changed || a->changed[c->question[k]];
        for (size_t i = 0; i < values_of(a); i++) difference[i] += c->weight[k] * from[i];
    }
    if (status == AUG_OK && changed)
        status = au_changes(&r, difference, difference + r.rows, trust_of(a), a->clean_error, changes, err);
    if (status == AUG_OK) c->out = changes[0];
    au_free(changes);
    au_free(difference);
    return status;
}

static enum aug_status ask(struct asking *a, struct aug_error *err)
{
    const int counts[] = {a->looks, a->further, a->trainings};
    bool able = true;
    for (int kind = AU_VIEW_LOOK; kind <= AU_VIEW_TRAINING; kind++)
        for (uint32_t i = 0; able && i < (uint32_t)counts[kind]; i++)
            AUG_TRY(take_view(a, (struct au_view){(enum au_view_kind)kind, i}, &able, err));
    for (size_t q = 0; able && q < a->count; q++) AUG_TRY(conclude(a, q, err));
    for (size_t c = 0; able && c < a->contrast_count; c++) AUG_TRY(contrast(a, &a->contrasts[c], err));
    return AUG_OK;
}

static bool make_room(struct asking *a)
{
    a->difference = au_alloc(a->count * values_of(a), sizeof *a->difference);
    a->differences = au_alloc(a->count * values_of(a), sizeof *a->differences);
    a->changed = au_alloc(a->count, sizeof *a->changed);
    a->heard = au_alloc(a->count, sizeof *a->heard);
    a->has_heard = au_alloc(a->count, sizeof *a->has_heard);
    a->todo = au_alloc(a->count, sizeof *a->todo);
    a->desks = au_alloc((size_t)au_workers_count(a->threads), sizeof *a->desks);
    return a->difference && a->differences && a->changed && a->heard && a->has_heard && a->todo && a->desks;
}

static void release(struct asking *a)
{
    void *const blocks[] = {a->difference, a->differences, a->changed, a->heard, a->has_heard, a->todo, a->desks};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) au_free(blocks[i]);
    au_rows_release(&a->rows);
}

enum aug_status au_predict_contrasts(const struct aug_dataset *data, const struct au_predict_how *how,
                                     struct au_question *questions, size_t count, struct au_contrast *contrasts,
                                     size_t contrast_count, const struct au_predict_hooks *hooks, struct aug_error *err)
{
    static const struct au_predict_hooks none = {0};
    struct asking a = {.data = data,
                       .seed = how->seed,
                       .threads = how->threads,
                       .looks = how->looks,
                       .further = how->further,
                       .trainings = how->trainings,
                       .hurry = how->hurry > 0 ? how->hurry : 1,
                       .questions = questions,
                       .count = count,
                       .contrasts = contrasts,
                       .contrast_count = contrast_count,
                       .hooks = hooks ? hooks : &none,
                       .lock = PTHREAD_MUTEX_INITIALIZER};
    for (size_t c = 0; c < contrast_count; c++) contrasts[c].out = (struct aug_change){0};
    if (count == 0) return AUG_OK;
    au_linalg_start();
    AUG_TRY(au_rows_choose(data, how->seed, &a.rows, err));
    const enum aug_status status = make_room(&a) ? ask(&a, err) : au_no_memory(err, "the questions of a prediction");
    release(&a);
    return status;
}

enum aug_status au_predict(const struct aug_dataset *data, const struct au_predict_how *how,
                           struct au_question *questions, size_t count, const struct au_predict_hooks *hooks,
                           struct aug_error *err)
{
    return au_predict_contrasts(data, how, questions, count, NULL, 0, hooks, err);
}
