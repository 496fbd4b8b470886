/* SPDX-License-Identifier: Apache-2.0
 * asking.c - asks the predictor, and keeps every piece of its answers in the store. */
#include <augaudit/augaudit.h>

#include <string.h>

#include "core/hash.h"
#include "core/memory.h"
#include "foretell.h"
#include "pipeline/hashing.h"

#define KIND "prediction"

struct session {
    const struct au_prediction_job *job;
    const struct au_question *questions;
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
    if (q->subject.leaf) au_leaf_hash(q->subject.leaf, hasher);
    else au_pipeline_hash(q->subject.pipeline, hasher);
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

static enum aug_status worked(void *context, size_t done, size_t total, struct aug_error *err)
{
    const struct session *s = context;
    if (!s->job->progress || s->job->progress(s->job->progress_context, "prediction", done, total)) return AUG_OK;
    return aug_fail(err, AUG_CANCELLED, "the prediction was stopped; what is finished is kept in the store");
}

enum aug_status au_ask(const struct au_prediction_job *job, struct au_question *questions, size_t count,
                       struct au_contrast *contrasts, size_t contrast_count, struct aug_error *err)
{
    struct session s = {job, questions};
    const bool has_store = job->store != NULL;
    const struct au_predict_hooks hooks = {has_store ? recall : NULL, has_store ? keep : NULL, worked, &s};
    const struct au_predict_how how = {.seed = job->seed,
                                       .threads = job->threads,
                                       .looks = job->looks,
                                       .further = job->further,
                                       .trainings = job->trainings};
    if (count > 0) AUG_TRY(worked(&s, 0, count * (size_t)(job->looks + job->further + job->trainings), err));
    return au_predict_contrasts(job->data, &how, questions, count, contrasts, contrast_count, &hooks, err);
}
