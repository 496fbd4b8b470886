/* SPDX-License-Identifier: Apache-2.0
 * cue_loss.c - which cue carries the label, and which does the transform take from a learner that has nothing else?
 *
 * Skill in class c: share of c read as c, minus the mean over the other classes of the share read as c (Youden's index): 0 is guessing, 1 is perfect,
 * whatever the shares of the classes. A cue is kept as far as a learner of clean and transformed images that sees this cue alone still reads both. It
 * misleads as far as transformed images of c are read as c' by who knows clean images, oftener than those of c', and clean images of c' as c by who
 * knows transformed ones, oftener than those of c: even where a learner of both could tell the two apart, the cue itself then says the opposite. */
#include <math.h>
#include <string.h>

#include "core/memory.h"
#include "probe.h"

enum reading { /* who reads what, as which class; readings across are turned back under a swap of labels */
               CLEAN_BY_CLEAN,
               CLEAN_BY_BOTH,
               MOVED_BY_BOTH,
               MOVED_BY_CLEAN,
               CLEAN_BY_MOVED,
               READINGS
};

struct desk {
    const struct au_scores *scores;
    const struct au_cues *cues;
    float *traces;            /* of the transformed images */
    uint32_t *read[READINGS]; /* per image */
    uint32_t *label;          /* per image: as which class its transform counts */
    double *values;
    struct au_mean_scratch means;
};

/* ---- readings ---- */

#define LEARNERS 3 /* of clean images, of both, of transformed ones */

struct lesson {
    struct au_gram gram; /* of the transformed images */
    struct au_learn_scratch scratch;
    float *moved, *weights, *scores[2];
};

/* Two learners read a fold of clean or of moved images: their columns start with the learner `from`. */
static void read_fold(const struct desk *d, const struct au_cue_learner *learner, int fold, size_t from,
                      const enum reading reading[2], struct lesson *l)
{
    const size_t classes = d->scores->setting->classes;
    const struct au_parts *parts = &d->cues->parts;
    const bool is_moved = reading[0] == MOVED_BY_CLEAN;
    const struct au_opinion readings[] = {{l->scores[0], classes}, {l->scores[1], classes}};
    const struct au_readers readers = {l->weights + from * classes, LEARNERS * classes, readings, 2};
    au_ridge_read(&learner->basis, is_moved ? l->moved : learner->projected, parts, fold, &readers, &l->scratch);
    for (int r = 0; r < 2; r++)
        for (size_t at = parts->start[2 * fold]; at < parts->start[2 * fold + 2]; at++) {
            const uint32_t i = parts->order[at];
            const size_t read = au_largest(l->scores[r] + i * classes, classes);
            d->read[reading[r]][i] = (uint32_t)(is_moved ? au_counts_as(d->scores, read) : read);
        }
}

/* Learners of clean images, of both, and of moved ones, side by side. */
static void fit_fold(const struct desk *d, const struct au_cue_learner *learner, int fold, struct lesson *l)
{
    const size_t classes = d->scores->setting->classes, stride = LEARNERS * classes;
    const struct au_gram *const grams[] = {&l->gram, &learner->gram};
    for (size_t i = 0; i < learner->basis.fourier_count; i++)
        memcpy(l->weights + i * stride, learner->weights[fold] + i * classes, classes * sizeof(float));
    for (size_t g = 0; g < 2; g++)
        au_ridge_fit(grams, 2 - g, fold, learner->lambda[fold],
                     (struct au_columns){l->weights + (1 + g) * classes, stride}, &l->scratch);
}

static void read_all(const struct desk *d, const struct au_cue_learner *learner, struct lesson *l)
{
    static const enum reading moved[] = {MOVED_BY_CLEAN, MOVED_BY_BOTH}, clean[] = {CLEAN_BY_BOTH, CLEAN_BY_MOVED};
    memcpy(d->read[CLEAN_BY_CLEAN], learner->read, d->cues->count * sizeof *learner->read);
    for (int fold = 0; fold < AU_FOLDS; fold++) {
        fit_fold(d, learner, fold, l);
        read_fold(d, learner, fold, 0, moved, l);
        read_fold(d, learner, fold, 1, clean, l);
    }
}

static enum aug_status open_lesson(const struct desk *d, const struct au_cue_learner *learner, enum au_cue cue,
                                   struct lesson *l, struct aug_error *err)
{
    const size_t classes = d->scores->setting->classes, fourier = learner->basis.fourier_count;
    l->weights = au_alloc(fourier * LEARNERS * classes, sizeof *l->weights);
    for (int r = 0; r < 2; r++) l->scores[r] = au_alloc(d->cues->count * classes, sizeof(float));
    if (!l->weights || !l->scores[0] || !l->scores[1]) return au_no_memory(err, "the learners of cues");
    AUG_TRY(au_cue_project(d->cues, cue, d->traces, &l->moved, err));
    AUG_TRY(au_gram_make(fourier, classes, &l->gram, err));
    return au_learn_scratch_make(fourier, learner->basis.count, 2 * classes, &l->scratch, err);
}

static enum aug_status learn(const struct desk *d, enum au_cue cue, struct aug_error *err)
{
    const struct au_cue_learner *learner = &d->cues->of[cue];
    struct lesson l = {0};
    const enum aug_status status = open_lesson(d, learner, cue, &l, err);
    if (status == AUG_OK) {
        au_gram_add_arm(&l.gram, &learner->basis, l.moved, d->label, NULL, &d->cues->parts, &l.scratch);
        read_all(d, learner, &l);
    }
    au_gram_release(&l.gram);
    au_learn_scratch_release(&l.scratch);
    au_free(l.moved);
    for (int r = 0; r < 2; r++) au_free(l.scores[r]);
    au_free(l.weights);
    return status;
}

/* ---- skill ---- */

static size_t size_of_class(const struct desk *d, size_t k)
{
    return d->cues->class_start[k + 1] - d->cues->class_start[k];
}

/* Share of the images of class `from` that are read as k. */
static struct au_stat share(const struct desk *d, enum reading reading, size_t from, size_t k)
{
    const struct au_cues *c = d->cues;
    const uint32_t *rows = c->by_class + c->class_start[from];
    const size_t count = size_of_class(d, from);
    for (size_t i = 0; i < count; i++) d->values[rows[i]] = d->read[reading][rows[i]] == k ? 1 : 0;
    const struct au_mean mean = au_cluster_mean(d->values, c->local_cluster, rows, count, d->means.sums);
    return (struct au_stat){mean.mean, mean.se};
}

static struct au_stat skill(const struct desk *d, enum reading reading, size_t k)
{
    const struct au_stat own = share(d, reading, k, k);
    double others = 0, mean = 0, variance = 0;
    for (size_t j = 0; j < d->scores->setting->classes; j++) {
        if (j == k || size_of_class(d, j) == 0) continue;
        const struct au_stat other = share(d, reading, j, k);
        mean += other.mean;
        variance += other.se * other.se;
        others++;
    }
    if (others == 0) return (struct au_stat){0};
    return (struct au_stat){own.mean - mean / others, sqrt(own.se * own.se + variance / (others * others))};
}

static struct au_stat smaller(struct au_stat a, struct au_stat b)
{
    return b.mean < a.mean ? b : a;
}

/* How much oftener class `from` is read as k than class k itself is: above 0 only where the reading is the wrong way round, and not where all is read as k. */
static struct au_stat reversed(const struct desk *d, enum reading reading, size_t from, size_t k)
{
    const struct au_stat wrong = share(d, reading, from, k), right = share(d, reading, k, k);
    return (struct au_stat){wrong.mean - right.mean, hypot(wrong.se, right.se)};
}

static struct au_stat misled(const struct desk *d, size_t k)
{
    struct au_stat most = {0};
    for (size_t to = 0; to < d->scores->setting->classes; to++) {
        if (to == k || size_of_class(d, to) == 0) continue;
        const struct au_stat pair = smaller(
            reversed(d, MOVED_BY_CLEAN, k, to),
            reversed(d, CLEAN_BY_MOVED, au_counts_as(d->scores, to), au_counts_as(d->scores, k)));
        if (pair.mean > most.mean) most = pair;
    }
    return most;
}

static void add_share(struct au_stat *sum, struct au_stat part, double share_of_all)
{
    sum->mean += share_of_all * part.mean;
    sum->se = hypot(sum->se, share_of_all * part.se);
}

static void measure_cue(const struct desk *d, enum au_cue cue, struct au_findings *f)
{
    const size_t classes = d->scores->setting->classes;
    struct au_cue_stats *all = &f->insight.cue[cue];
    double seen = 0;
    for (size_t k = 0; k < classes; k++) seen += size_of_class(d, k) > 0;
    for (size_t k = 0; k < classes; k++) {
        if (size_of_class(d, k) == 0) continue;
        struct au_cue_stats *own = &f->of_class[k].insight.cue[cue];
        f->of_class[k].insight.has_cues = 1;
        own->clean = skill(d, CLEAN_BY_CLEAN, k);
        own->kept = smaller(skill(d, CLEAN_BY_BOTH, k), skill(d, MOVED_BY_BOTH, k));
        own->misled = misled(d, k);
        add_share(&all->clean, own->clean, 1 / seen);
        add_share(&all->kept, own->kept, 1 / seen);
        add_share(&all->misled, own->misled, 1 / seen);
    }
}

static enum aug_status load(const struct au_scores *x, float *traces, struct aug_error *err)
{
    const struct au_traced *traced = &x->setting->traced;
    if (x->source->unchanged < 1) return x->source->load_traces(x->source->context, false, traces, err);
    memcpy(traces, traced->clean, traced->count * AU_TRACE_ROW * sizeof *traces);
    return AUG_OK;
}

static enum aug_status measure_all(const struct desk *d, struct au_findings *f, struct aug_error *err)
{
    for (size_t i = 0; i < d->cues->count; i++) d->label[i] = (uint32_t)au_counts_as(d->scores, d->cues->label[i]);
    AUG_TRY(load(d->scores, d->traces, err));
    f->insight.has_cues = 1;
    f->insight.is_grey = !d->cues->has_colour;
    for (size_t k = 0; k < f->classes; k++) f->of_class[k].insight.is_grey = !d->cues->has_colour;
    for (int cue = 0; cue < AU_CUES; cue++) {
        AUG_TRY(learn(d, (enum au_cue)cue, err));
        measure_cue(d, (enum au_cue)cue, f);
    }
    return AUG_OK;
}

static enum aug_status measure(const struct au_scores *x, struct au_findings *f, struct aug_error *err)
{
    const struct au_setting *s = x->setting;
    const size_t n = s->cues.count;
    if (!s->cues.is_made || !x->source->load_traces || x->source->is_stratum) return AUG_OK;
    struct desk d = {.scores = x, .cues = &s->cues};
    enum aug_status status = au_mean_scratch_make(s, &d.means, err);
    d.traces = au_alloc(n * AU_TRACE_ROW, sizeof *d.traces);
    d.values = au_alloc(n, sizeof *d.values);
    uint32_t *block = au_alloc((READINGS + 1) * n, sizeof *block);
    if (!d.traces || !d.values || !block) status = au_no_memory(err, "the cue probe");
    for (size_t i = 0; i < READINGS && status == AUG_OK; i++) d.read[i] = block + i * n;
    if (status == AUG_OK) {
        d.label = block + READINGS * n;
        status = measure_all(&d, f, err);
    }
    au_mean_scratch_release(&d.means);
    au_free(block);
    au_free(d.values);
    au_free(d.traces);
    return status;
}

const struct au_probe au_probe_cue_loss = {
    "cue_loss", "Which cue carries the label, and which does the transform invalidate?", measure};
