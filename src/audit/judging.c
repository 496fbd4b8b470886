/* SPDX-License-Identifier: Apache-2.0
 * judging.c - a small audit for a prediction: where there are more images than it looks at, of a data set of those. */
#include "judging.h"

#include <augaudit/audit.h>

#include "core/hash.h"
#include "core/memory.h"
#include "predict/rows.h"

/* ---- the images ---- */

/* Chosen samples with their clusters numbered anew; the rest is the whole set's. */
static enum aug_status choose(const struct aug_dataset *data, const struct au_rows *rows, struct aug_sample *samples,
                              struct aug_dataset *out, struct aug_error *err)
{
    int *number = au_alloc((size_t)data->cluster_count, sizeof *number); /* 0: not met yet */
    if (!number) return au_no_memory(err, "the images of an audit");
    *out = *data;
    out->cluster_count = 0;
    for (size_t i = 0; i < rows->count; i++) {
        samples[i] = data->samples[rows->sample[i]];
        int *met = &number[samples[i].cluster];
        if (*met == 0) *met = ++out->cluster_count;
        samples[i].cluster = *met - 1;
    }
    au_free(number);
    const uint64_t content[3] = {data->content[0], data->content[1], rows->count};
    out->content[1] = au_hash64(content, sizeof content, 1);
    out->samples = samples;
    out->sample_count = rows->count;
    out->duplicate_count = 0;
    out->grouping_count = 0;
    return AUG_OK;
}

struct audited { /* what is audited: the data set, or some of it */
    struct aug_dataset data;
    struct aug_sample *samples;
};

static enum aug_status take_images(const struct au_prediction_job *job, struct audited *out, struct aug_error *err)
{
    struct au_rows rows = {0};
    *out = (struct audited){.data = *job->data};
    if (job->data->sample_count <= AU_PREDICT_IMAGES_MAX) return AUG_OK;
    AUG_TRY(au_rows_choose(job->data, job->seed, &rows, err));
    out->samples = au_alloc(rows.count, sizeof *out->samples);
    const enum aug_status status = out->samples ? choose(job->data, &rows, out->samples, &out->data, err)
                                                : au_no_memory(err, "the images of an audit");
    au_rows_release(&rows);
    return status;
}

/* ---- the words ---- */

static enum aug_status lay_out(const struct aug_transform_result *from, struct au_arena *arena,
                               struct aug_predicted *out, struct aug_error *err)
{
    size_t *broken = au_arena_alloc(arena, from->class_count, sizeof *broken);
    if (!broken) return au_no_memory(err, "the verdicts beside a prediction");
    out->is_judged = true;
    out->verdict = from->verdict;
    out->broken = broken;
    for (size_t k = 0; k < from->class_count; k++) {
        if (from->classes[k].label == AUG_LABEL_BROKEN) broken[out->broken_count++] = k;
        out->undecided_count += from->classes[k].label == AUG_LABEL_UNDECIDED;
    }
    out->is_recommended = out->is_known && out->change.low > 0 && out->broken_count == 0;
    return AUG_OK;
}

static enum aug_status judge(const struct au_prediction_job *job, const struct aug_dataset *data, const char *store,
                             struct au_arena *arena, struct aug_predicted *items, struct aug_error *err)
{
    const struct aug_audit_options options = {.seed = job->seed,
                                              .threads = job->threads,
                                              .store = store,
                                              .probability = job->probability,
                                              .effort = AUG_EFFORT_QUICK,
                                              .predict = AUG_PREDICT_NEVER,
                                              .progress = job->progress,
                                              .progress_context = job->progress_context};
    struct aug_audit audit = {0};
    AUG_TRY(aug_audit_run(data, job->pipeline, &options, &audit, err));
    enum aug_status status = AUG_OK;
    for (size_t i = 0; status == AUG_OK && i < audit.transform_count; i++)
        status = lay_out(&audit.transforms[i], arena, &items[i], err);
    aug_audit_release(&audit);
    return status;
}

enum aug_status au_judge_predicted(const struct au_prediction_job *job, const char *store, struct au_arena *arena,
                                   struct aug_predicted *items, struct aug_error *err)
{
    struct audited audited;
    enum aug_status status = take_images(job, &audited, err);
    if (status == AUG_OK) status = judge(job, &audited.data, store, arena, items, err);
    au_free(audited.samples);
    return status;
}
