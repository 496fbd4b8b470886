/* SPDX-License-Identifier: Apache-2.0
 * evidence.c - trains the learners of clean images once, then measures every unit that the store does not know. */
#include <string.h>

#include "core/memory.h"
#include "core/workers.h"
#include "learn/linalg.h"
#include "units.h"
#include "verdict/case.h"

static enum aug_status learn_clean(struct au_run *run, struct aug_error *err)
{
    float *projected[AU_SPACE_COUNT];
    bool complete = true;
    for (int i = 0; i < AU_SPACE_COUNT; i++)
        complete = (projected[i] = au_alloc(run->data->sample_count * run->components[i], sizeof(float))) && complete;
    enum aug_status status = complete ? AUG_OK : au_no_memory(err, "the features of the clean images");
    if (status == AUG_OK) status = au_arm_load(run, &run->arms[0], projected, NULL, err);
    for (int i = 0; i < AU_SPACE_COUNT; i++) {
        if (status != AUG_OK) {
            au_free(projected[i]);
            continue;
        }
        status = au_setting_learn(&run->setting, (enum au_space)i, &run->basis[i], projected[i], err);
    }
    if (status == AUG_OK) status = au_setting_compare(&run->setting, err);
    if (status == AUG_OK) status = au_backdrop_make(&run->setting, err);
    return status;
}

static enum aug_status trace_clean(struct au_run *run, struct aug_error *err)
{
    const size_t count = run->traced_count;
    float *clean = au_alloc(count * AU_TRACE_ROW, sizeof *clean);
    const enum aug_status status = clean ? au_arm_traces(run, &run->arms[0], clean, err)
                                         : au_no_memory(err, "the traces of the clean images");
    if (status != AUG_OK) {
        au_free(clean);
        return status;
    }
    AUG_TRY(au_setting_trace(&run->setting, run->traced, count, clean, err));
    AUG_TRY(au_setting_shortcut(&run->setting, err));
    return au_cues_make(&run->setting, err);
}

struct source {
    const struct au_run *run;
    const struct au_unit *unit;
    struct au_unit_doses doses;
    struct au_dose_source dose_source;
};

static enum aug_status load(void *context, int draw, bool undone, float *const out[AU_SPACE_COUNT],
                            struct aug_error *err)
{
    const struct source *s = context;
    return au_arm_load(s->run, au_arm_find(s->run, s->unit->leaf, draw, undone), out, NULL, err);
}

static enum aug_status load_seen(void *context, int k, float *const out[AU_SPACE_COUNT], struct aug_error *err)
{
    const struct source *s = context;
    return au_arm_load(s->run, au_arm_find_seen(s->run, s->unit->leaf, k), out, NULL, err);
}

static enum aug_status load_traces(void *context, bool undone, float *out, struct aug_error *err)
{
    const struct source *s = context;
    const struct au_run *run = s->run;
    return au_arm_traces(run, au_arm_find(run, s->unit->leaf, 0, undone), out, err);
}

static enum aug_status load_dose(void *context, size_t dose, float *out, struct aug_error *err)
{
    const struct source *s = context;
    return au_arm_load(s->run, au_arm_find(s->run, s->doses.leaf[dose], 0, false), (float *const[AU_SPACE_COUNT]){out},
                       NULL, err);
}

static void describe_doses(struct source *s)
{
    au_unit_doses(s->run, s->unit, &s->doses);
    s->dose_source = (struct au_dose_source){
        .low = s->doses.low, .high = s->doses.high, .count = s->doses.count, .load = load_dose};
    memcpy(s->dose_source.strength, s->doses.strength, sizeof s->doses.strength);
}

static enum aug_status describe(const struct source *s, struct au_arm_source *out, struct aug_error *err)
{
    const struct au_run *run = s->run;
    size_t unchanged = 0;
    const struct aug_leaf *leaf = s->unit->leaf;
    AUG_TRY(au_arm_load(run, au_arm_find(run, leaf, 0, false), (float *const[AU_SPACE_COUNT]){NULL}, &unchanged, err));
    *out = (struct au_arm_source){
        .context = (void *)(uintptr_t)s,
        .load = load,
        .load_traces = s->unit->is_stratum ? NULL : load_traces,
        .is_random = au_arm_find(run, leaf, 1, false) != NULL,
        .can_undo = aug_leaf_can_undo(leaf),
        .undo_is_exact = aug_leaf_undo_is_exact(leaf),
        .is_preprocessing = aug_leaf_idle(leaf) >= 1, /* but not a Resize, which throws information away */
        .is_stratum = s->unit->is_stratum,
        .unchanged = (double)unchanged / (double)run->data->sample_count,
        .counts_as = s->unit->counts_as,
        .probability = s->unit->probability,
        .doses = s->doses.count > 0 ? &s->dose_source : NULL,
    };
    return AUG_OK;
}

static enum aug_status measure_shared(struct au_run *run, const struct source *source, struct au_arm_source *arms,
                                      struct au_findings *out, struct aug_error *err)
{
    struct au_mixture m = {0};
    enum aug_status status = au_mixture_describe(run, source->unit->leaf, &m, err);
    const bool hides = au_leaf_mixing(source->unit->leaf)->mixing->seen != NULL;
    const struct au_mixed mixed = {m.count, m.row, m.share, m.label, hides ? load_seen : NULL, arms->context};
    arms->mixed = &mixed;
    if (status == AUG_OK) status = au_measure(&run->setting, arms, out, err);
    au_mixture_release(&m);
    return status;
}

/* Tells are asked of single images only, and nothing takes an image out of a mixture. */
static enum aug_status measure_mixture(struct au_run *run, const struct source *source, struct au_arm_source *arms,
                                       struct au_findings *out, struct aug_error *err)
{
    const struct aug_leaf *leaf = source->unit->leaf;
    arms->load_traces = NULL;
    arms->can_undo = arms->undo_is_exact = false;
    AUG_TRY(au_leaf_keeps_label(leaf) ? au_measure(&run->setting, arms, out, err)
                                      : measure_shared(run, source, arms, out, err));
    out->mixing.images = (uint32_t)au_leaf_mixing(leaf)->mixing->count;
    out->mixing.keeps_label = au_leaf_keeps_label(leaf);
    return AUG_OK;
}

static enum aug_status measure(struct au_run *run, struct au_unit *unit, struct aug_error *err)
{
    struct source source = {.run = run, .unit = unit};
    struct au_arm_source arms = {0};
    describe_doses(&source);
    AUG_TRY(describe(&source, &arms, err));
    if (au_leaf_mixing(unit->leaf)) return measure_mixture(run, &source, &arms, &unit->findings, err);
    return au_measure(&run->setting, &arms, &unit->findings, err);
}

enum aug_status au_unit_asks(const struct au_run *run, const struct au_unit *unit,
                             bool (*asks)(const struct au_judged_class *judged), bool *any, struct aug_error *err)
{
    const char *const *names = (const char *const *)run->data->class_names;
    struct au_overview overview = {0};
    struct au_arena arena = {0};
    *any = false;
    enum aug_status status = au_overview_make(&unit->findings, &overview, err);
    for (size_t k = 0; status == AUG_OK && k < unit->findings.classes && !*any; k++) {
        struct au_judged_class judged = {0};
        status = au_judge_class(&unit->findings, &overview, k, names, &arena, &judged, err);
        *any = status == AUG_OK && asks(&judged);
    }
    au_arena_release(&arena);
    return status;
}

enum aug_status au_run_keep(struct au_run *run, const struct au_unit *unit, struct aug_error *err)
{
    void *bytes = NULL;
    size_t size = 0;
    AUG_TRY(au_findings_pack(&unit->findings, &bytes, &size, err));
    const enum aug_status status = au_store_put(run->store, "findings", unit->key, bytes, size, err);
    au_free(bytes);
    return status;
}

struct todo {
    struct au_run *run;
    size_t *units;
    size_t count, done;
};

static enum aug_status do_unit(void *context, size_t i, int worker, struct aug_error *err)
{
    (void)worker;
    struct todo *todo = context;
    struct au_unit *unit = &todo->run->units[todo->units[i]];
    AUG_TRY(measure(todo->run, unit, err));
    AUG_TRY(au_second_ask(todo->run, unit, err));
    unit->is_known = true;
    AUG_TRY(au_run_keep(todo->run, unit, err));
    return au_run_progress(todo->run, "evidence", __atomic_add_fetch(&todo->done, 1, __ATOMIC_SEQ_CST), todo->count,
                           err);
}

enum aug_status au_run_evidence(struct au_run *run, struct aug_error *err)
{
    struct todo todo = {run, au_alloc(run->unit_count, sizeof *todo.units), 0, 0};
    if (!todo.units) return au_no_memory(err, "the plan of an audit");
    for (size_t i = 0; i < run->unit_count; i++)
        if (run->units[i].same_as == i && !run->units[i].is_known) todo.units[todo.count++] = i;
    /* The clean learners are always trained: the report's clean error comes from them. */
    enum aug_status status = learn_clean(run, err);
    if (status == AUG_OK) status = trace_clean(run, err);
    if (status == AUG_OK)
        status = au_workers_run(au_workers_that_fit(run->options->threads, au_scores_bytes(&run->setting)), todo.count,
                                do_unit, &todo, err);
    run->units_computed = todo.done;
    au_free(todo.units);
    return status;
}
