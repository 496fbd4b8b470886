/* SPDX-License-Identifier: Apache-2.0
 * conflict.c - would training with the transform teach something false about clean images?
 *
 * Minimising (1-p) E l(f(X),Y) + p E l(f(TX),Y) gives f* = (1-w) eta + w eta_T with w the posterior of "transformed" (methods.md F7);
 * its error on clean images minus that of eta is the plug-in bias. Beside it the retrained learner (F9, without its sham: R6). */
#include "core/memory.h"
#include "probe.h"

static const double grid[AU_P_GRID - 1] = {0.1, 0.25, 0.5, 0.75, 0.9};

struct mixture {
    const struct au_scores *scores;
    double p;
    float *clean, *own; /* probabilities of one row: scratch */
};

double au_mixture_weight(double w, double p)
{
    if (w <= 0)
        return 0; /* also at p = 1, where the formula is 0/0: what is never seen as transformed keeps its clean posterior */
    return w >= 1 ? 1 : p * w / ((1 - p) * (1 - w) + p * w);
}

/* Mixes into m->clean; returns the label's probability before mixing. */
static double mix(const struct mixture *m, size_t row, double *mixed)
{
    const struct au_setting *s = m->scores->setting;
    const size_t classes = s->classes, label = s->label[row];
    const float *scores = s->space[AU_SPACE_MAIN].scores + row * classes;
    au_probabilities(scores, classes, m->clean);
    au_probabilities(m->scores->clean_by_own + row * classes, classes, m->own);
    const float w = (float)au_mixture_weight((double)m->scores->seen_clean[row], m->p);
    const double before = (double)m->clean[label];
    for (size_t k = 0; k < classes; k++) m->clean[k] = (1 - w) * m->clean[k] + w * m->own[k];
    *mixed = (double)m->clean[label];
    return before;
}

static bool read_right(const struct au_setting *s, const float *scores, size_t row)
{
    return au_largest(scores, s->classes) == s->label[row];
}

static double bias(const void *context, size_t row)
{
    const struct mixture *m = context;
    const struct au_setting *s = m->scores->setting;
    double after;
    mix(m, row, &after);
    return (double)read_right(s, s->space[AU_SPACE_MAIN].scores + row * s->classes, row) -
           (double)read_right(s, m->clean, row);
}

static double soft_bias(const void *context, size_t row)
{
    double after;
    const double before = mix(context, row, &after);
    return before - after;
}

static double excess(const void *context, size_t row)
{
    const struct mixture *m = context;
    const struct au_setting *s = m->scores->setting;
    return (double)read_right(s, s->space[AU_SPACE_MAIN].scores + row * s->classes, row) -
           (double)read_right(s, m->scores->clean_by_pooled + row * s->classes, row);
}

static double seen(const void *context, size_t row)
{
    const struct mixture *m = context;
    return m->scores->seen_clean[row] >= 0.5f ? 1 : 0;
}

static double hard_vote(float w)
{
    return w > 0.5f ? 1 : w == 0.5f ? 0.5 : 0; /* R7: a calibrated half is a tie */
}

static double two_sample_error(const struct au_scores *x)
{
    double wrong = 0;
    for (size_t i = 0; i < x->setting->count; i++)
        wrong += hard_vote(x->seen_clean[i]) + 1 - hard_vote(x->seen_transformed[i]);
    return wrong / (2 * (double)x->setting->count);
}

static void measure_class(const struct mixture *at_half, size_t k, struct au_mean_scratch *means, struct au_findings *f)
{
    const struct au_setting *s = at_half->scores->setting;
    struct au_class_findings *c = &f->of_class[k];
    for (int i = 0; i < AU_P_GRID; i++) {
        struct mixture at_p = *at_half;
        at_p.p = f->probability[i];
        c->conflict[i] = au_class_mean(s, k, bias, &at_p, means);
    }
    c->conflict_soft = au_class_mean(s, k, soft_bias, at_half, means);
    c->excess = au_class_mean(s, k, excess, at_half, means);
    c->seen = au_class_mean(s, k, seen, at_half, means);
}

static enum aug_status measure(const struct au_scores *x, struct au_findings *f, struct aug_error *err)
{
    const struct au_setting *s = x->setting;
    const struct mixture m = {x, grid[AU_P_HALF], au_alloc(s->classes, sizeof(float)),
                              au_alloc(s->classes, sizeof(float))};
    struct au_mean_scratch means = {0};
    const enum aug_status status = au_mean_scratch_make(s, &means, err);
    const bool complete = m.clean && m.own && status == AUG_OK;
    for (int i = 0; i < AU_P_GRID - 1; i++) f->probability[i] = grid[i];
    f->probability[AU_P_GRID - 1] = x->source->probability;
    if (complete) f->two_sample_error = two_sample_error(x);
    for (size_t k = 0; complete && k < s->classes; k++) measure_class(&m, k, &means, f);
    au_mean_scratch_release(&means);
    au_free(m.own);
    au_free(m.clean);
    return complete ? AUG_OK : au_no_memory(err, "the conflict probe");
}

const struct au_probe au_probe_conflict = {
    "conflict", "Would training with the transform teach something false about clean images?", measure};
