/* SPDX-License-Identifier: Apache-2.0
 * networks.c - where the audit left something open and the effort allows it, small networks read the transformed images too.
 *
 * Success of any learner proves that a label is still there (docs/methods.md, F4); a network sees what histograms of gradients do not.
 */
#include "core/memory.h"
#include "core/workers.h"
#include "predict/training.h"
#include "stats/cluster.h"
#include "units.h"

struct reading {
    struct au_run *run;
    struct au_rows rows;
    struct au_training training;
    size_t *units, count, done;
};

static bool is_lost(const struct au_judged_class *judged)
{
    return judged->cause == AU_CAUSE_LOST;
}

/* Under a swap too: a learner of transformed images alone does not mind how labels are called. A loss is asked about again as well: it convicts only where a network agrees (revision R2). A fixed strength counts only where it convicts (judge.c). */
static bool is_open(const struct au_judged_class *judged)
{
    return is_lost(judged) || (judged->label == AUG_LABEL_UNDECIDED && judged->cause != AU_CAUSE_FEW &&
                               judged->cause != AU_CAUSE_NOT_AUDITED);
}

static enum aug_status stays_open(const struct au_run *run, const struct au_unit *unit, bool *open,
                                  struct aug_error *err)
{
    const struct au_findings *f = &unit->findings;
    *open = false;
    if (unit->beyond || f->mixing.images || f->has_network || f->not_measured) return AUG_OK;
    return au_unit_asks(run, unit, unit->is_stratum ? is_lost : is_open, open, err);
}

static void write_down(const struct reading *r, struct au_unit *unit, const double *right_clean,
                       const double *right_moved, const double *precision_lost, struct au_cluster_sum *scratch)
{
    const struct au_rows *rows = &r->rows;
    for (size_t k = 0; k < rows->classes; k++) {
        const struct au_mean lost = au_cluster_mean_difference(
            right_clean, right_moved, rows->cluster, rows->by_class + rows->class_start[k],
            rows->class_start[k + 1] - rows->class_start[k], scratch);
        const bool says_something = lost.clusters > 1;
        unit->findings.of_class[k].network_lost = (struct au_stat){says_something ? lost.mean : 1,
                                                                   says_something ? lost.se : 1};
        unit->findings.of_class[k].network_precision_lost = precision_lost[k];
    }
    unit->findings.has_network = 1;
}

/* Can networks tell apart what the audit's learner cannot, or hardly (F12)? */
static void compare_pairs(const struct reading *r, struct au_findings *f)
{
    for (size_t k = 0; k < f->classes; k++) {
        struct au_adequacy *a = &f->of_class[k].adequacy;
        if (a->hardest < 0) continue;
        a->error[AU_READER_NETWORKS] = au_training_pair_error(&r->training, k, (size_t)a->hardest);
        a->asked |= 1u << AU_READER_NETWORKS;
    }
}

static enum aug_status read_unit(void *context, size_t i, int worker, struct aug_error *err)
{
    struct reading *r = context;
    struct au_unit *unit = &r->run->units[r->units[i]];
    double *clean = au_alloc(r->rows.count, sizeof *clean), *moved = au_alloc(r->rows.count, sizeof *moved);
    double *precision_lost = au_alloc(r->rows.classes, sizeof *precision_lost);
    struct au_cluster_sum *scratch = au_alloc(r->rows.clusters, sizeof *scratch);
    (void)worker;
    enum aug_status status = clean && moved && precision_lost && scratch
                                 ? au_training_read(&r->training, unit->leaf, clean, moved, precision_lost, err)
                                 : au_no_memory(err, "the readings of a network");
    if (status == AUG_OK) write_down(r, unit, clean, moved, precision_lost, scratch);
    if (status == AUG_OK) compare_pairs(r, &unit->findings);
    au_free(scratch);
    au_free(precision_lost);
    au_free(moved);
    au_free(clean);
    if (status == AUG_OK) status = au_run_keep(r->run, unit, err);
    const size_t done = __atomic_add_fetch(&r->done, 1, __ATOMIC_SEQ_CST);
    return status == AUG_OK ? au_run_progress(r->run, "networks", done, r->count, err) : status;
}

static enum aug_status read_all(struct reading *r, struct aug_error *err)
{
    const struct aug_audit_options *o = r->run->options;
    bool able = false;
    AUG_TRY(au_rows_choose(r->run->data, o->seed, &r->rows, err));
    const struct au_training_how how = {
        .seed = o->seed, .folds = 2, .repeats = AU_FURTHER_REPEATS, .hurry = 1, .threads = o->threads};
    AUG_TRY(au_training_make(r->run->data, &r->rows, &how, &r->training, &able, err));
    if (!able) return AUG_OK;
    const size_t moved = r->rows.count * r->training.pictures.size * sizeof(float);
    return au_workers_run(au_workers_that_fit(o->threads, au_training_bytes(&r->training) + moved), r->count, read_unit,
                          r, err);
}

enum aug_status au_run_networks(struct au_run *run, struct aug_error *err)
{
    struct reading r = {.run = run, .units = au_alloc(run->unit_count, sizeof *r.units)};
    enum aug_status status = r.units ? AUG_OK : au_no_memory(err, "the plan of the networks");
    for (size_t i = 0; status == AUG_OK && run->work.networks > 0 && i < run->unit_count; i++) {
        bool open = false;
        if (run->units[i].same_as == i) status = stays_open(run, &run->units[i], &open, err);
        if (open) r.units[r.count++] = i;
    }
    if (status == AUG_OK && r.count > 0) status = read_all(&r, err);
    au_training_release(&r.training);
    au_rows_release(&r.rows);
    au_free(r.units);
    return status;
}
