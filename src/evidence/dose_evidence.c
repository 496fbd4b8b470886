/* SPDX-License-Identifier: Apache-2.0
 * dose_evidence.c - features averaged over a range of strengths, and how probable they make the labels (methods.md F31).
 *
 * The average over a range weighs 0 and the two ends by Simpson's rule: images at fixed strengths that are measured anyway, and equally many for
 * every range, since to average over more views is worth something by itself. */
#include "dose_evidence.h"

#include <math.h>
#include <string.h>

#include "core/memory.h"
#include "learn/bayes.h"
#include "probe.h"

#define ROWS_MAX 2000
#define FOURIER_MAX 256

uint32_t au_dose_evidence_best(const struct au_dose_evidence *e)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < e->count; i++)
        if (e->evidence[i] > e->evidence[best]) best = i;
    return best;
}

#define MIDDLE (4. / 6) /* Simpson's rule: what the mean over a range weighs its middle ... */
#define END (1. / 6)    /* ... and either end */

static size_t find(const struct au_dose_source *d, double strength)
{
    size_t i = 0;
    while (i < d->count && d->strength[i] != strength) i++;
    return i;
}

/* Half a turn is measured once, and lies at both ends of a full circle. */
static bool is_circle(const struct au_dose_source *d, double reach)
{
    return d->low == -reach && d->high == reach && find(d, -reach) == d->count;
}

/* Ranges as far from 0 on either side, the nearest first. */
static void list_ranges(const struct au_dose_source *d, struct au_dose_evidence *e)
{
    double reach = 0;
    for (e->count = 1; e->count < AU_EVIDENCE_RANGES; e->count++) {
        double next = INFINITY;
        for (size_t i = 0; i < d->count; i++) {
            const double s = d->strength[i];
            if (s > reach && (find(d, -s) < d->count || is_circle(d, s))) next = fmin(next, s);
        }
        if (isinf(next)) return;
        reach = next;
        e->low[e->count] = -reach;
        e->high[e->count] = reach;
    }
}

static double weight_of(const struct au_dose_source *d, double strength, double reach)
{
    if (fabs(strength) != reach) return 0;
    return is_circle(d, reach) ? 2 * END : END;
}

struct work {
    struct au_basis basis; /* the first Fourier features of the main one; borrows all but the weights */
    size_t rows;
    uint32_t *row, *label;
    float *moved, *picked, *fourier;
    float *mean[AU_EVIDENCE_RANGES]; /* rows x fourier */
};

static void release(struct work *w)
{
    au_free(w->basis.weights);
    au_free(w->row);
    au_free(w->label);
    au_free(w->moved);
    au_free(w->picked);
    au_free(w->fourier);
    for (int i = 0; i < AU_EVIDENCE_RANGES; i++) au_free(w->mean[i]);
}

static enum aug_status prepare(const struct au_setting *s, uint32_t ranges, struct work *w, struct aug_error *err)
{
    const struct au_basis *main = &s->space[AU_SPACE_MAIN].basis;
    w->rows = s->count < ROWS_MAX ? s->count : ROWS_MAX;
    w->basis = *main;
    w->basis.fourier_count = main->fourier_count < FOURIER_MAX ? main->fourier_count : FOURIER_MAX;
    w->basis.weights = au_alloc(main->count * w->basis.fourier_count, sizeof(float));
    w->row = au_alloc(w->rows, sizeof *w->row);
    w->label = au_alloc(w->rows, sizeof *w->label);
    w->moved = au_alloc(s->count * main->count, sizeof(float));
    w->picked = au_alloc(w->rows * main->count, sizeof(float));
    w->fourier = au_alloc(w->rows * w->basis.fourier_count, sizeof(float));
    bool complete = w->basis.weights && w->row && w->label && w->moved && w->picked && w->fourier;
    for (uint32_t i = 0; i < ranges; i++)
        complete = (w->mean[i] = au_alloc(w->rows * w->basis.fourier_count, sizeof(float))) && complete;
    if (!complete) return au_no_memory(err, "the evidence of a dose");
    for (size_t i = 0; i < main->count; i++)
        memcpy(w->basis.weights + i * w->basis.fourier_count, main->weights + i * main->fourier_count,
               w->basis.fourier_count * sizeof(float));
    for (size_t i = 0; i < w->rows; i++) {
        w->row[i] = s->by_class[i * s->count / w->rows];
        w->label[i] = s->label[w->row[i]];
    }
    return AUG_OK;
}

static void add(const struct au_setting *s, const float *from, const double *weights, uint32_t ranges, struct work *w)
{
    const size_t components = s->space[AU_SPACE_MAIN].basis.count, values = w->rows * w->basis.fourier_count;
    for (size_t i = 0; i < w->rows; i++)
        memcpy(w->picked + i * components, from + w->row[i] * components, components * sizeof *from);
    au_basis_fourier(&w->basis, w->picked, w->rows, w->fourier);
    for (uint32_t range = 0; range < ranges; range++) {
        const float weight = (float)weights[range];
        for (size_t i = 0; weight > 0 && i < values; i++) w->mean[range][i] += weight * w->fourier[i];
    }
}

static enum aug_status add_dose(const struct au_scores *x, size_t dose, const struct au_dose_evidence *e,
                                struct work *w, struct aug_error *err)
{
    const struct au_dose_source *d = x->source->doses;
    double weights[AU_EVIDENCE_RANGES] = {0};
    bool counts = false;
    for (uint32_t i = 1; i < e->count; i++) {
        weights[i] = weight_of(d, d->strength[dose], e->high[i]);
        counts = counts || weights[i] > 0;
    }
    if (!counts) return AUG_OK;
    AUG_TRY(d->load(x->source->context, dose, w->moved, err));
    add(x->setting, w->moved, weights, e->count, w);
    return AUG_OK;
}

static bool is_one_class(const struct work *w)
{
    for (size_t i = 1; i < w->rows; i++)
        if (w->label[i] != w->label[0]) return false;
    return true;
}

static enum aug_status compare(const struct au_scores *x, struct au_dose_evidence *e, struct work *w,
                               struct aug_error *err)
{
    double clean[AU_EVIDENCE_RANGES];
    AUG_TRY(prepare(x->setting, e->count, w, err));
    if (is_one_class(w)) { /* of many images few were asked: there is nothing to explain */
        e->count = 0;
        return AUG_OK;
    }
    e->rows = (uint32_t)w->rows;
    for (uint32_t i = 0; i < e->count; i++) clean[i] = i == 0 ? 1 : MIDDLE;
    add(x->setting, x->setting->space[AU_SPACE_MAIN].projected, clean, e->count, w);
    for (size_t i = 0; i < x->source->doses->count; i++) AUG_TRY(add_dose(x, i, e, w, err));
    for (uint32_t i = 0; i < e->count; i++)
        AUG_TRY(au_log_evidence(w->mean[i], w->rows, w->basis.fourier_count, w->label, x->setting->classes,
                                &e->evidence[i], err));
    return AUG_OK;
}

static enum aug_status measure(const struct au_scores *x, struct au_findings *f, struct aug_error *err)
{
    struct work w = {.rows = 0};
    struct au_dose_evidence e = {0};
    if (!x->source->doses) return AUG_OK;
    list_ranges(x->source->doses, &e);
    if (e.count < 2) return AUG_OK;
    const enum aug_status status = compare(x, &e, &w, err);
    release(&w);
    if (status == AUG_OK) f->dose_evidence = e;
    return status;
}

const struct au_probe au_probe_dose_evidence = {
    "dose_evidence", "How wide a range of the transform do the labels favour, by their evidence alone?", measure};
