/* SPDX-License-Identifier: Apache-2.0
 * predictions.c - asks the predictor about the leaves of a pipeline, keeps its answers in the store, and ranks them. */
#include <augaudit/augaudit.h>

#include <stdlib.h>
#include <string.h>

#include "core/hash.h"
#include "core/memory.h"
#include "predict/predictor.h"
#include "units.h"

#define KIND "prediction"

struct session {
    const struct au_prediction_job *job;
    size_t changes; /* of one leaf: 1 + classes */
    struct aug_change *out;
    bool *known;
    struct au_question *questions;
    size_t *leaf_of; /* per question */
    size_t count;
};

static enum aug_status key_of(const struct au_prediction_job *job, const struct au_question *q, struct au_view view,
                              uint64_t key[2], struct aug_error *err)
{
    struct au_hasher *hasher = au_hasher_new();
    uint64_t bits;
    if (!hasher) return au_no_memory(err, "a content key");
    memcpy(&bits, &q->probability, sizeof bits);
    au_hasher_u64(hasher, job->data->content[0]);
    au_hasher_u64(hasher, job->data->content[1]);
    au_hasher_u64(hasher, job->seed);
    au_hasher_u64(hasher, AU_PREDICT_VERSION);
    au_hasher_u64(hasher, 3 * (uint64_t)view.number + (uint64_t)view.kind);
    au_hasher_text(hasher, AUG_VERSION);
    au_hasher_text(hasher, q->leaf->spec);
    au_hasher_text(hasher, q->leaf->params_text);
    au_hasher_u64(hasher, bits);
    au_hasher_finish(hasher, key);
    au_hasher_free(hasher);
    return AUG_OK;
}

/* ---- what one view said of one question, in the store: the clean error, then every difference (none: nothing changed) ---- */

static enum aug_status recall(void *context, size_t i, struct au_view view, struct au_heard *heard, bool *found,
                              struct aug_error *err)
{
    const struct session *s = context;
    uint64_t key[2];
    struct au_blob blob = {0};
    AUG_TRY(key_of(s->job, &s->questions[i], view, key, err));
    AUG_TRY(au_store_get(s->job->store, KIND, key, &blob, err));
    const size_t head = sizeof heard->clean_error, all = head + AU_READINGS * heard->rows * sizeof *heard->difference;
    *found = blob.bytes && (blob.size == head || blob.size == all);
    if (*found) {
        memcpy(&heard->clean_error, blob.bytes, head);
        heard->changed = blob.size == all;
        if (heard->changed) memcpy(heard->difference, (const char *)blob.bytes + head, all - head);
    }
    au_blob_release(&blob);
    return AUG_OK;
}

static enum aug_status keep(void *context, size_t i, struct au_view view, const struct au_heard *heard,
                            struct aug_error *err)
{
    const struct session *s = context;
    const size_t head = sizeof heard->clean_error,
                 tail = heard->changed ? AU_READINGS * heard->rows * sizeof *heard->difference : 0;
    uint64_t key[2];
    char *bytes = au_alloc(head + tail, 1);
    if (!bytes) return au_no_memory(err, "a piece of a prediction");
    memcpy(bytes, &heard->clean_error, head);
    memcpy(bytes + head, heard->difference, tail);
    enum aug_status status = key_of(s->job, &s->questions[i], view, key, err);
    if (status == AUG_OK) status = au_store_put(s->job->store, KIND, key, bytes, head + tail, err);
    au_free(bytes);
    return status;
}

/* ---- questions ---- */

/* The predictor gives transformed images their own labels. */
static bool is_swapped(const struct au_prediction_job *job, size_t leaf)
{
    const struct aug_intent *intent = job->intent;
    for (size_t k = 0; intent && k < intent->class_count; k++)
        if (intent->rulings[leaf * intent->class_count + k].kind == AUG_RULING_SWAP) return true;
    return false;
}

static void plan(struct session *s)
{
    for (size_t i = 0; i < s->job->pipeline->leaf_count; i++) {
        const struct aug_leaf *leaf = &s->job->pipeline->leaves[i];
        const double probability = au_mixture_probability(leaf, s->job->probability);
        s->known[i] = leaf->part_count > 0 && !(probability > 0); /* never fires: changes nothing */
        if (leaf->part_count == 0 || s->known[i] || is_swapped(s->job, i)) continue;
        s->questions[s->count] = (struct au_question){leaf, probability < 1 ? probability : 1, s->out + i * s->changes,
                                                      false};
        s->leaf_of[s->count++] = i;
    }
}

static enum aug_status worked(void *context, size_t done, size_t total, struct aug_error *err)
{
    const struct session *s = context;
    if (!s->job->progress || s->job->progress(s->job->progress_context, "prediction", done, total)) return AUG_OK;
    return aug_fail(err, AUG_CANCELLED, "the prediction was stopped; what is finished is kept in the store");
}

static enum aug_status ask(struct session *s, struct aug_error *err)
{
    const bool has_store = s->job->store != NULL;
    const struct au_predict_hooks hooks = {has_store ? recall : NULL, has_store ? keep : NULL, worked, s};
    const struct au_predict_how how = {s->job->seed,    s->job->threads,   s->job->looks,
                                       s->job->further, s->job->trainings, 0};
    plan(s);
    if (s->count == 0) return AUG_OK;
    AUG_TRY(worked(s, 0, s->count * (size_t)(s->job->looks + s->job->further + s->job->trainings), err));
    AUG_TRY(au_predict(s->job->data, &how, s->questions, s->count, &hooks, err));
    for (size_t q = 0; q < s->count; q++) s->known[s->leaf_of[q]] = s->questions[q].is_answered;
    return AUG_OK;
}

enum aug_status au_predict_leaves(const struct au_prediction_job *job, struct aug_change *out, bool *known,
                                  struct aug_error *err)
{
    struct session s = {.job = job, .changes = 1 + (size_t)job->data->class_count, .out = out, .known = known};
    s.questions = au_alloc(job->pipeline->leaf_count, sizeof *s.questions);
    s.leaf_of = au_alloc(job->pipeline->leaf_count, sizeof *s.leaf_of);
    const enum aug_status status = s.questions && s.leaf_of ? ask(&s, err)
                                                            : au_no_memory(err, "the questions of a prediction");
    au_free(s.leaf_of);
    au_free(s.questions);
    return status;
}

/* ---- the ranking alone ---- */

static int better_first(const void *a, const void *b)
{
    const struct aug_predicted *x = a, *y = b;
    if (x->is_known != y->is_known) return x->is_known ? -1 : 1;
    if (x->change.estimate != y->change.estimate) return x->change.estimate > y->change.estimate ? -1 : 1;
    return strcmp(x->spec, y->spec);
}

static enum aug_status lay_out(const struct au_prediction_job *job, struct au_arena *arena,
                               const struct aug_change *changes, const bool *known, struct aug_prediction *out,
                               struct aug_error *err)
{
    const size_t classes = (size_t)job->data->class_count, count = job->pipeline->leaf_count,
                 images = job->data->sample_count;
    const char **names = au_arena_alloc(arena, classes, sizeof *names);
    struct aug_predicted *items = au_arena_alloc(arena, count, sizeof *items);
    bool complete = names && items;
    for (size_t k = 0; complete && k < classes; k++)
        complete = (names[k] = au_arena_strdup(arena, job->data->class_names[k])) != NULL;
    for (size_t i = 0; complete && i < count; i++) {
        const struct aug_leaf *leaf = &job->pipeline->leaves[i];
        const struct aug_change *own = changes + i * (1 + classes);
        items[i] = (struct aug_predicted){au_arena_strdup(arena, leaf->spec),
                                          au_arena_strdup(arena, leaf->name),
                                          au_mixture_probability(leaf, job->probability),
                                          known[i],
                                          own[0],
                                          own + 1};
        complete = items[i].spec && items[i].name;
    }
    if (!complete) return au_no_memory(err, "the result of a prediction");
    qsort(items, count, sizeof *items, better_first);
    *out = (struct aug_prediction){.class_count = classes,
                                   .class_names = names,
                                   .image_count = images < AU_PREDICT_IMAGES_MAX ? images : AU_PREDICT_IMAGES_MAX,
                                   .count = count,
                                   .transforms = items};
    return AUG_OK;
}

static enum aug_status run(const struct au_prediction_job *job, struct au_arena *arena, struct aug_prediction *out,
                           struct aug_error *err)
{
    const size_t count = job->pipeline->leaf_count;
    if (count == 0)
        return aug_fail(err, AUG_BAD_INPUT, "%s holds no transform: nothing to predict", job->pipeline->source);
    struct aug_change *changes = au_arena_alloc(arena, count * (1 + (size_t)job->data->class_count), sizeof *changes);
    bool *known = au_arena_alloc(arena, count, sizeof *known);
    if (!changes || !known) return au_no_memory(err, "the result of a prediction");
    AUG_TRY(au_predict_leaves(job, changes, known, err));
    return lay_out(job, arena, changes, known, out, err);
}

static enum aug_status finish(enum aug_status status, struct au_arena arena, struct aug_prediction *made,
                              struct aug_prediction *out, struct aug_error *err)
{
    struct au_arena *owner = status == AUG_OK ? au_arena_alloc(&arena, 1, sizeof *owner) : NULL;
    if (status == AUG_OK && !owner) status = au_no_memory(err, "the result of a prediction");
    if (status != AUG_OK) {
        au_arena_release(&arena);
        return status;
    }
    *owner = arena;
    made->owner = owner;
    *out = *made;
    return AUG_OK;
}

enum aug_status aug_predict_run(const struct aug_dataset *data, const struct aug_pipeline *pipeline,
                                const struct aug_predict_options *options, struct aug_prediction *out,
                                struct aug_error *err)
{
    const struct aug_predict_options defaults = {0}, *o = options ? options : &defaults;
    const struct aug_work_size size = au_work_size(data, pipeline, false);
    const struct aug_work work = aug_work_plan(o->budget_units > 0 ? AUG_EFFORT_BUDGET : o->effort, o->budget_units,
                                               true, &size);
    struct au_prediction_job job = {.data = data,
                                    .seed = o->seed,
                                    .threads = o->threads,
                                    .looks = work.prediction_looks,
                                    .further = work.prediction_further,
                                    .trainings = work.prediction_trainings,
                                    .pipeline = pipeline,
                                    .probability = o->probability,
                                    .progress = o->progress,
                                    .progress_context = o->progress_context};
    struct au_arena arena = {0};
    struct aug_prediction made = {0};
    if (o->store) AUG_TRY(au_store_open(o->store, &job.store, err));
    const enum aug_status status = run(&job, &arena, &made, err);
    au_store_close(job.store);
    made.work = work;
    return finish(status, arena, &made, out, err);
}

void aug_prediction_release(struct aug_prediction *prediction)
{
    if (prediction->owner) {
        struct au_arena arena = *(struct au_arena *)prediction->owner;
        au_arena_release(&arena);
    }
    *prediction = (struct aug_prediction){0};
}
