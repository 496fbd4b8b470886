/* SPDX-License-Identifier: Apache-2.0
 * judging.c - a small audit for a prediction: where there are more images than it looks at, of a data set of those. */
#include "judging.h"

#include <augaudit/audit.h>

#include "core/memory.h"
#include "dataset/part.h"
#include "predict/rows.h"

/* ---- the images ---- */

static enum aug_status take_images(const struct au_prediction_job *job, struct aug_dataset *out, struct aug_error *err)
{
    struct au_rows rows = {0};
    *out = *job->data;
    if (job->data->sample_count <= AU_PREDICT_IMAGES_MAX) return AUG_OK;
    AUG_TRY(au_rows_choose(job->data, job->seed, &rows, err));
    const enum aug_status status = au_part_make(job->data, rows.sample, rows.count, out, err);
    au_rows_release(&rows);
    out->duplicate_count = out->grouping_count = 0;
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
    struct aug_dataset audited;
    enum aug_status status = take_images(job, &audited, err);
    if (status == AUG_OK) status = judge(job, &audited, store, arena, items, err);
    au_part_release(&audited, job->data);
    return status;
}
