/* SPDX-License-Identifier: Apache-2.0
 * predictor.c - asks every look about every leaf, and makes changes of the averages. */
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

struct asking {
    const struct aug_dataset *data;
    struct au_rows rows;
    uint64_t seed;
    int threads, looks, trainings;
    struct au_question *questions;
    size_t count;
    double *difference; /* question by question, of every row: sum over looks */
    double *learned;    /* the same, of trainings */
    bool *changed;      /* of every question */
    bool *prepared_for; /* of every question: the look has been asked */
    size_t *todo;       /* questions that share the prepared probability */
    struct au_desk *desks;
    struct au_look *look;
    struct au_training *training;
    double clean_error; /* mean over trainings, over looks where there is none */
    const struct au_predict_hooks *hooks;
    pthread_mutex_t lock;
    size_t done;
};

static enum aug_status tell(struct asking *a, struct aug_error *err)
{
    if (!a->hooks || !a->hooks->worked) return AUG_OK;
    pthread_mutex_lock(&a->lock);
    const enum aug_status status = a->hooks->worked(a->hooks->context, ++a->done,
                                                    a->count * (size_t)(a->looks + a->trainings), err);
    pthread_mutex_unlock(&a->lock);
    return status;
}

static enum aug_status take_question(void *context, size_t i, int worker, struct aug_error *err)
{
    struct asking *a = context;
    const size_t q = a->todo[i];
    AUG_TRY(au_look_ask(a->look, a->questions[q].leaf, &a->desks[worker], a->difference + q * a->rows.count,
                        &a->changed[q], err));
    return tell(a, err);
}

/* All questions with the probability of the first that is left; returns how many. */
static size_t gather(struct asking *a)
{
    size_t first = 0, found = 0;
    while (first < a->count && a->prepared_for[first]) first++;
    for (size_t i = first; i < a->count; i++) {
        if (a->prepared_for[i] || a->questions[i].probability != a->questions[first].probability) continue;
        a->prepared_for[i] = true;
        a->todo[found++] = i;
    }
    return found;
}

static enum aug_status ask_all(struct asking *a, struct aug_error *err)
{
    memset(a->prepared_for, 0, a->count * sizeof *a->prepared_for);
    for (size_t some = gather(a); some > 0; some = gather(a)) {
        AUG_TRY(au_regression_prepare(&a->look->regression, a->questions[a->todo[0]].probability, a->threads, err));
        AUG_TRY(au_workers_run(a->threads, some, take_question, a, err));
    }
    if (a->trainings == 0) a->clean_error += a->look->clean_error / a->looks;
    return AUG_OK;
}

static enum aug_status ask_view(struct asking *a, uint32_t number, bool *able, struct aug_error *err)
{
    struct au_look look = {0};
    AUG_TRY(au_look_make(a->data, &a->rows, a->seed, number, a->threads, &look, able, err));
    a->look = &look;
    const enum aug_status status = *able ? ask_all(a, err) : AUG_OK;
    const int threads = au_workers_count(a->threads);
    for (int i = 0; i < threads; i++) au_desk_release(&a->desks[i]);
    au_look_release(&look);
    return status;
}

static enum aug_status train_question(void *context, size_t q, int worker, struct aug_error *err)
{
    struct asking *a = context;
    const size_t rows = a->rows.count;
    double *one = au_alloc(rows, sizeof *one);
    bool changed = false;
    (void)worker;
    if (!one) return au_no_memory(err, "the answer of a training");
    const enum aug_status status = au_training_ask(a->training, a->questions[q].leaf, a->questions[q].probability, one,
                                                   &changed, err);
    for (size_t i = 0; status == AUG_OK && i < rows; i++) a->learned[q * rows + i] += one[i] / a->trainings;
    a->changed[q] = a->changed[q] || changed;
    au_free(one);
    return status == AUG_OK ? tell(a, err) : status;
}

static enum aug_status ask_training(struct asking *a, uint32_t number, bool *able, struct aug_error *err)
{
    struct au_training training = {0};
    AUG_TRY(au_training_make(a->data, &a->rows, a->seed, number, a->threads, &training, able, err));
    a->training = &training;
    a->clean_error += training.clean_error / a->trainings;
    const enum aug_status status = *able ? au_workers_run(a->threads, a->count, train_question, a, err) : AUG_OK;
    au_training_release(&training);
    return status;
}

/* Where both ways of looking were used, the mean of the two: one is wrong by bias, the other by luck, and not about the same transforms. */
static double blend(const struct asking *a, double looked, double learned)
{
    if (a->trainings == 0) return looked / a->looks;
    return a->looks == 0 ? learned : KERNEL_SHARE * looked / a->looks + (1 - KERNEL_SHARE) * learned;
}

static enum aug_status conclude(struct asking *a, size_t q, struct aug_error *err)
{
    const struct au_rows *rows = &a->rows;
    const struct au_readings r = {rows->count,    rows->classes,     rows->label,   rows->cluster,
                                  rows->by_class, rows->class_start, rows->clusters};
    double *difference = a->difference + q * rows->count;
    struct au_question *question = &a->questions[q];
    for (size_t i = 0; i < rows->count; i++) difference[i] = blend(a, difference[i], a->learned[q * rows->count + i]);
    memset(question->out, 0, (1 + rows->classes) * sizeof *question->out);
    if (a->changed[q]) AUG_TRY(au_changes(&r, difference, a->clean_error, question->out, err));
    question->is_answered = true;
    return a->hooks && a->hooks->answered ? a->hooks->answered(a->hooks->context, q, err) : AUG_OK;
}

static enum aug_status ask(struct asking *a, struct aug_error *err)
{
    bool able = true;
    for (uint32_t v = 0; able && v < (uint32_t)a->looks; v++) AUG_TRY(ask_view(a, v, &able, err));
    for (uint32_t t = 0; able && t < (uint32_t)a->trainings; t++) AUG_TRY(ask_training(a, t, &able, err));
    for (size_t q = 0; able && q < a->count; q++) AUG_TRY(conclude(a, q, err));
    return AUG_OK;
}

enum aug_status au_predict(const struct aug_dataset *data, const struct au_predict_how *how,
                           struct au_question *questions, size_t count, const struct au_predict_hooks *hooks,
                           struct aug_error *err)
{
    struct asking a = {.data = data,
                       .seed = how->seed,
                       .threads = how->threads,
                       .looks = how->looks,
                       .trainings = how->trainings,
                       .questions = questions,
                       .count = count,
                       .hooks = hooks,
                       .lock = PTHREAD_MUTEX_INITIALIZER};
    if (count == 0) return AUG_OK;
    au_linalg_start();
    AUG_TRY(au_rows_choose(data, how->seed, &a.rows, err));
    a.difference = au_alloc(count * a.rows.count, sizeof *a.difference);
    a.learned = au_alloc(how->trainings > 0 ? count * a.rows.count : 1, sizeof *a.learned);
    a.changed = au_alloc(count, sizeof *a.changed);
    a.prepared_for = au_alloc(count, sizeof *a.prepared_for);
    a.todo = au_alloc(count, sizeof *a.todo);
    a.desks = au_alloc((size_t)au_workers_count(how->threads), sizeof *a.desks);
    const bool complete = a.difference && a.learned && a.changed && a.prepared_for && a.todo && a.desks;
    const enum aug_status status = complete ? ask(&a, err) : au_no_memory(err, "the questions of a prediction");
    au_free(a.desks);
    au_free(a.todo);
    au_free(a.prepared_for);
    au_free(a.changed);
    au_free(a.learned);
    au_free(a.difference);
    au_rows_release(&a.rows);
    return status;
}
