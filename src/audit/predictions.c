/* SPDX-License-Identifier: Apache-2.0
 * predictions.c - the ranking of a pipeline's transforms with the audit's verdicts beside, the pipeline as a whole, and the best stack. */
#include <augaudit/augaudit.h>

#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "foretell.h"
#include "judging.h"
#include "predict/rows.h"
#include "stack.h"
#include "units.h"

struct ranking { /* while it is made */
    const struct aug_dataset *data;
    struct au_prediction_job job;
    struct au_arena arena;
    struct aug_predicted *items;
    const char *store;
    bool verdicts, stack;
};

static enum aug_status no_memory(struct aug_error *err)
{
    return au_no_memory(err, "the result of a prediction");
}

static int better_first(const void *a, const void *b)
{
    const struct aug_predicted *x = a, *y = b;
    if (x->is_known != y->is_known) return x->is_known ? -1 : 1;
    if (x->change.estimate != y->change.estimate) return x->change.estimate > y->change.estimate ? -1 : 1;
    return strcmp(x->spec, y->spec);
}

/* ---- the result ---- */

static enum aug_status lay_out_names(struct ranking *r, struct aug_prediction *out, struct aug_error *err)
{
    const char **names = au_arena_alloc(&r->arena, out->class_count, sizeof *names);
    bool complete = names != NULL;
    for (size_t k = 0; complete && k < out->class_count; k++)
        complete = (names[k] = au_arena_strdup(&r->arena, r->data->class_names[k])) != NULL;
    out->class_names = names;
    return complete ? AUG_OK : no_memory(err);
}

static enum aug_status lay_out(struct ranking *r, const struct au_forecast *f, struct aug_prediction *out,
                               struct aug_error *err)
{
    bool complete = (r->items = au_arena_alloc(&r->arena, out->count, sizeof *r->items)) != NULL;
    for (size_t i = 0; complete && i < out->count; i++) {
        const struct aug_leaf *leaf = &r->job.pipeline->leaves[i];
        const struct aug_change *own = f->changes + i * (1 + out->class_count);
        r->items[i] = (struct aug_predicted){.spec = au_arena_strdup(&r->arena, leaf->spec),
                                             .name = au_arena_strdup(&r->arena, leaf->name),
                                             .probability = au_mixture_probability(leaf, r->job.probability),
                                             .is_known = f->known[i],
                                             .change = own[0],
                                             .classes = own + 1,
                                             .why_not = f->known[i] ? NULL : au_no_answer(&r->job, i)};
        complete = r->items[i].spec && r->items[i].name;
    }
    out->transforms = r->items;
    out->has_whole = f->has_whole;
    out->whole = f->whole;
    return complete ? AUG_OK : no_memory(err);
}

static enum aug_status check_stack(const struct ranking *r, struct aug_error *err)
{
    if (strcmp(r->job.pipeline->format, "spec") != 0)
        return aug_fail(err, AUG_BAD_INPUT, "%s: a stack is built of SPECs or of the catalogue, not of a pipeline",
                        r->job.pipeline->source);
    if (!r->verdicts)
        return aug_fail(err, AUG_BAD_INPUT, "a stack needs verdicts: what breaks a label is never stacked");
    return AUG_OK;
}

static enum aug_status count_images(const struct ranking *r, size_t *count, struct aug_error *err)
{
    struct au_rows rows = {0};
    AUG_TRY(au_rows_choose(r->data, r->job.seed, &rows, err));
    *count = rows.count;
    au_rows_release(&rows);
    return AUG_OK;
}

static enum aug_status run(struct ranking *r, struct aug_prediction *out, struct aug_error *err)
{
    const struct aug_pipeline *pipeline = r->job.pipeline;
    struct au_forecast forecast = {0};
    if (pipeline->leaf_count == 0)
        return aug_fail(err, AUG_BAD_INPUT, "%s holds no transform: nothing to predict", pipeline->source);
    if (r->stack) AUG_TRY(check_stack(r, err));
    out->class_count = (size_t)r->data->class_count;
    AUG_TRY(count_images(r, &out->image_count, err));
    out->count = pipeline->leaf_count;
    AUG_TRY(lay_out_names(r, out, err));
    AUG_TRY(au_foretell(&r->job, &r->arena, &forecast, err));
    AUG_TRY(lay_out(r, &forecast, out, err));
    if (r->verdicts) AUG_TRY(au_judge_predicted(&r->job, r->store, &r->arena, r->items, err));
    qsort(r->items, out->count, sizeof *r->items, better_first);
    if (!r->stack) return AUG_OK;
    return au_stack(&r->job, r->items, out->count, (size_t)out->work.stack_tries, &r->arena, &out->steps,
                    &out->step_count, err);
}

static enum aug_status finish(enum aug_status status, struct au_arena arena, struct aug_prediction *made,
                              struct aug_prediction *out, struct aug_error *err)
{
    struct au_arena *owner = status == AUG_OK ? au_arena_alloc(&arena, 1, sizeof *owner) : NULL;
    if (status == AUG_OK && !owner) status = no_memory(err);
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
    bool verdicts;
    const struct aug_work work = au_work_of_prediction(o, data, pipeline, &verdicts);
    struct ranking r = {.data = data,
                        .store = o->store,
                        .verdicts = verdicts,
                        .stack = o->stack,
                        .job = {.data = data,
                                .seed = o->seed,
                                .threads = o->threads,
                                .looks = work.prediction_looks,
                                .further = work.prediction_further,
                                .trainings = work.prediction_trainings,
                                .pipeline = pipeline,
                                .without_pairs = true,
                                .probability = o->probability,
                                .progress = o->progress,
                                .progress_context = o->progress_context}};
    struct aug_prediction made = {.work = work};
    if (o->store || o->stack) AUG_TRY(au_store_open(o->store, &r.job.store, err)); /* a stack asks the same again */
    const enum aug_status status = run(&r, &made, err);
    au_store_close(r.job.store);
    return finish(status, r.arena, &made, out, err);
}

void aug_prediction_release(struct aug_prediction *prediction)
{
    if (prediction->owner) {
        struct au_arena arena = *(struct au_arena *)prediction->owner;
        au_arena_release(&arena);
    }
    *prediction = (struct aug_prediction){0};
}
