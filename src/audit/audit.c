/* SPDX-License-Identifier: Apache-2.0
 * audit.c - the story in one page: plan, look at clean images, make features, measure, judge. */
#include <augaudit/audit.h>

#include <pthread.h>
#include <time.h>

#include "core/memory.h"
#include "core/workers.h"
#include "dataset/part.h"
#include "kernel/kernel.h"
#include "learn/linalg.h"
#include "units.h"

/* Below this many images nothing can be trained; above the product of images and classes the score matrices would not fit. */
#define IMAGES_MIN 8
#define MEASURED_MAX ((size_t)128 * 1024)
#define SCORES_MAX ((size_t)12 * 1024 * 1024)

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

enum aug_status au_run_progress(const struct au_run *run, const char *what, size_t done, size_t total,
                                struct aug_error *err)
{
    static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
    if (!run->options->progress) return AUG_OK;
    pthread_mutex_lock(&one_at_a_time);
    const bool go_on = run->options->progress(run->options->progress_context, what, done, total);
    pthread_mutex_unlock(&one_at_a_time);
    return go_on ? AUG_OK
                 : aug_fail(err, AUG_CANCELLED, "the audit was stopped; what is finished is kept in the store");
}

static enum aug_status start_setting(struct au_run *run, struct aug_error *err)
{
    const struct aug_dataset *data = run->data;
    uint32_t *label = au_alloc(data->sample_count, sizeof *label),
             *cluster = au_alloc(data->sample_count, sizeof *cluster);
    enum aug_status status = label && cluster ? AUG_OK : au_no_memory(err, "the labels");
    for (size_t i = 0; status == AUG_OK && i < data->sample_count; i++) {
        label[i] = (uint32_t)data->samples[i].class_index;
        cluster[i] = (uint32_t)data->samples[i].cluster;
    }
    if (status == AUG_OK)
        status = au_setting_start(data->sample_count, (size_t)data->class_count, label, cluster, run->options->seed,
                                  run->options->threads, &run->setting, err);
    au_free(cluster);
    au_free(label);
    return status;
}

static enum aug_status measure(struct au_run *run, struct aug_error *err)
{
    const double start = now();
    AUG_TRY(au_run_bases(run, err));
    AUG_TRY(au_run_features(run, err));
    run->seconds_features = now() - start;
    AUG_TRY(au_run_evidence(run, err));
    AUG_TRY(au_run_networks(run, err));
    run->seconds_evidence = now() - start - run->seconds_features;
    return AUG_OK;
}

static enum aug_status predict(struct au_run *run, const struct aug_pipeline *pipeline, struct aug_error *err)
{
    const double start = now();
    const struct aug_audit_options *o = run->options;
    const struct au_prediction_job job = {.data = run->whole,
                                          .store = run->store,
                                          .seed = o->seed,
                                          .threads = o->threads,
                                          .looks = run->work.prediction_looks,
                                          .further = run->work.prediction_further,
                                          .trainings = run->work.prediction_trainings,
                                          .pipeline = pipeline,
                                          .probability = o->probability,
                                          .intent = o->intent,
                                          .progress = o->progress,
                                          .progress_context = o->progress_context};
    AUG_TRY(au_foretell(&job, &run->arena, &run->forecast, err));
    run->seconds_predict = now() - start;
    return AUG_OK;
}

static enum aug_status check(const struct aug_dataset *data, const struct aug_pipeline *pipeline,
                             const struct aug_intent *intent, struct aug_error *err)
{
    if (pipeline->leaf_count == 0)
        return aug_fail(err, AUG_BAD_INPUT, "%s holds no transform: nothing to audit", pipeline->source);
    if (data->class_count < 2 || data->sample_count == 0)
        return aug_fail(err, AUG_BAD_INPUT, "%s: an audit needs images of at least two classes", data->dir);
    if (intent && (intent->leaf_count != pipeline->leaf_count || intent->class_count != (size_t)data->class_count))
        return aug_fail(err, AUG_BAD_INPUT, "%s: read for another data set or pipeline than those audited",
                        intent->source);
    return AUG_OK;
}

static bool can_learn(const struct aug_dataset *data)
{
    return data->sample_count >= IMAGES_MIN && data->sample_count * (size_t)data->class_count <= SCORES_MAX;
}

static enum aug_status run_all(struct au_run *run, const struct aug_pipeline *pipeline, struct aug_audit *out,
                               struct aug_error *err)
{
    const double start = now();
    run->work = au_work_of(run->options, run->data, pipeline);
    AUG_TRY(au_store_open(run->options->store, &run->store, err));
    AUG_TRY(start_setting(run, err));
    run->setting.work = run->work;
    run->has_setting = can_learn(run->data);
    AUG_TRY(au_run_plan(run, pipeline, err));
    if (run->has_setting) AUG_TRY(measure(run, err));
    if (run->work.prediction_looks + run->work.prediction_further + run->work.prediction_trainings > 0)
        AUG_TRY(predict(run, pipeline, err));
    AUG_TRY(au_run_result(run, pipeline, out, err));
    out->work = run->work;
    out->seconds_total = now() - start;
    out->seconds_features = run->seconds_features;
    out->seconds_evidence = run->seconds_evidence;
    out->seconds_predict = run->seconds_predict;
    out->threads = au_workers_count(run->options->threads);
    out->instruction_set = au_kernels()->name;
    out->units_computed = run->units_computed;
    out->units_reused = run->units_reused;
    return AUG_OK;
}

static void release_run(struct au_run *run)
{
    for (size_t i = 0; i < run->unit_count; i++) au_findings_release(&run->units[i].findings);
    for (int i = 0; i < AU_SPACE_COUNT; i++) au_basis_release(&run->basis[i]);
    au_setting_release(&run->setting);
    au_store_close(run->store);
    au_free(run->units);
    au_free(run->leaf_first);
    au_free(run->unswapped);
    au_free(run->arms);
    au_free(run->traced);
    au_free(run->mixing_order);
    au_free(run->mixing_place);
    aug_image_release(&run->mean_image);
}

static size_t most_measured(const struct aug_dataset *data, const struct aug_audit_options *options)
{
    const size_t fit = SCORES_MAX / (size_t)data->class_count,
                 most = options->images_measured_max > 0 ? options->images_measured_max : MEASURED_MAX;
    return most < fit ? most : fit;
}

static enum aug_status run_view(struct au_run *run, const struct aug_pipeline *pipeline, struct aug_audit *out,
                                struct aug_error *err)
{
    struct aug_dataset view = {0};
    AUG_TRY(check(run->whole, pipeline, run->options->intent, err));
    AUG_TRY(au_measured_take(run->whole, most_measured(run->whole, run->options), run->options->seed, &view, err));
    run->data = &view;
    const enum aug_status status = run_all(run, pipeline, out, err);
    au_part_release(&view, run->whole);
    return status;
}

enum aug_status aug_audit_run(const struct aug_dataset *data, const struct aug_pipeline *pipeline,
                              const struct aug_audit_options *options, struct aug_audit *out, struct aug_error *err)
{
    const struct aug_audit_options defaults = {0};
    struct au_run run = {.whole = data, .options = options ? options : &defaults};
    struct aug_audit audit = {0};
    au_linalg_start();
    const enum aug_status status = run_view(&run, pipeline, &audit, err);
    release_run(&run);
    if (status != AUG_OK) {
        au_arena_release(&run.arena);
        return status;
    }
    struct au_arena *owner = au_arena_alloc(&run.arena, 1, sizeof *owner);
    if (!owner) {
        au_arena_release(&run.arena);
        return au_no_memory(err, "the result of an audit");
    }
    *owner = run.arena;
    audit.owner = owner;
    *out = audit;
    return AUG_OK;
}

void aug_audit_release(struct aug_audit *audit)
{
    if (audit->owner) {
        struct au_arena arena = *(struct au_arena *)audit->owner;
        au_arena_release(&arena);
    }
    *audit = (struct aug_audit){0};
}

bool aug_audit_found_broken(const struct aug_audit *audit)
{
    for (size_t i = 0; i < audit->transform_count; i++)
        for (size_t k = 0; k < audit->transforms[i].class_count; k++)
            if (audit->transforms[i].classes[k].label == AUG_LABEL_BROKEN) return true;
    return false;
}
