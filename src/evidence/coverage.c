/* SPDX-License-Identifier: Apache-2.0
 * coverage.c - does the transform bring unseen images of the class nearer, as new images would? (methods.md F20)
 *
 * The images stand in three groups of whole clusters. A held-out clean image of one group is compared with the clean images of the next (X), with those
 * and their transforms (X and T(X)), and with those and the third group, which is as many new images again: what T(X) is held against.
 * Distances are Euclidean. All ratios are ratios of sums, their standard errors those of the linearised ratio. */
#include <math.h>

#include "core/memory.h"
#include "probe.h"

struct desk {
    const struct au_setting *setting;
    struct au_nearest moved; /* a row against the transforms of the next group */
};

struct
    ratio { /* of the sums of two values, or of two ratios of sums: which row values, and their means over the rows in question */
    const struct desk *desk;
    au_value_fn over[2], under[2]; /* (over 0 / under 0) / (over 1 / under 1); [1] NULL: only the first */
    double over_mean[2], under_mean[2];
};

static bool has_both(const struct au_nearest *n, size_t row)
{
    return n->own[row] < AU_FAR && n->other[row] < AU_FAR;
}

/* Rows whose class is in every group. */
static bool counts(const struct desk *d, size_t row)
{
    const struct au_backdrop *b = &d->setting->backdrop;
    return has_both(&b->first, row) && has_both(&b->second, row) && has_both(&d->moved, row);
}

static double root(const struct desk *d, const float *squared, size_t row)
{
    return counts(d, row) ? sqrt((double)squared[row]) : 0;
}

static double own_before(const void *context, size_t row)
{
    const struct desk *d = context;
    return root(d, d->setting->backdrop.first.own, row);
}

static double other_before(const void *context, size_t row)
{
    const struct desk *d = context;
    return root(d, d->setting->backdrop.first.other, row);
}

static double own_gain(const void *context, size_t row)
{
    const struct desk *d = context;
    return fmax(0, own_before(d, row) - root(d, d->moved.own, row));
}

static double other_gain(const void *context, size_t row)
{
    const struct desk *d = context;
    return fmax(0, other_before(d, row) - root(d, d->moved.other, row));
}

static double real_gain(const void *context, size_t row)
{
    const struct desk *d = context;
    return fmax(0, own_before(d, row) - root(d, d->setting->backdrop.second.own, row));
}

static double vote(float own, float other)
{
    return own < other ? 1 : own == other ? 0.5 : 0;
}

static double change_by(const struct desk *d, const struct au_nearest *more, size_t row)
{
    const struct au_nearest *first = &d->setting->backdrop.first;
    if (!counts(d, row)) return 0;
    return vote(fminf(first->own[row], more->own[row]), fminf(first->other[row], more->other[row])) -
           vote(first->own[row], first->other[row]);
}

static double neighbour_change(const void *context, size_t row)
{
    const struct desk *d = context;
    return change_by(d, &d->moved, row);
}

static double real_change(const void *context, size_t row)
{
    const struct desk *d = context;
    return change_by(d, &d->setting->backdrop.second, row);
}

/* ---- ratios ---- */

struct scope { /* one class, or all images */
    const struct desk *desk;
    bool is_all;
    size_t k;
    struct au_mean_scratch *means;
};

static struct au_stat mean_in(const struct scope *scope, au_value_fn value, const void *context)
{
    const struct au_setting *s = scope->desk->setting;
    return scope->is_all ? au_overall_mean(s, value, context, scope->means)
                         : au_class_mean(s, scope->k, value, context, scope->means);
}

/* Derivative of the logarithm of the ratio by the weight of one row. */
static double influence(const void *context, size_t row)
{
    const struct ratio *r = context;
    double sum = 0;
    for (int i = 0; i < 2 && r->over[i]; i++) {
        const double sign = i == 0 ? 1 : -1;
        sum += sign * (r->over[i](r->desk, row) / r->over_mean[i] - r->under[i](r->desk, row) / r->under_mean[i]);
    }
    return sum;
}

/* False where a sum is 0: nothing came nearer. */
static bool measure_ratio(const struct scope *scope, struct ratio r, struct au_stat *out)
{
    double ratio = 1;
    r.desk = scope->desk;
    *out = (struct au_stat){0};
    for (int i = 0; i < 2 && r.over[i]; i++) {
        r.over_mean[i] = mean_in(scope, r.over[i], r.desk).mean;
        r.under_mean[i] = mean_in(scope, r.under[i], r.desk).mean;
        if (!(r.over_mean[i] > 0) || !(r.under_mean[i] > 0)) return false;
        ratio *= i == 0 ? r.over_mean[i] / r.under_mean[i] : r.under_mean[i] / r.over_mean[i];
    }
    *out = (struct au_stat){ratio, ratio * mean_in(scope, influence, &r).se};
    return true;
}

static void measure_scope(const struct scope *scope, struct au_insight *in)
{
    struct au_stat real;
    const bool any = mean_in(scope, own_before, scope->desk).mean > 0;
    in->has_coverage = any;
    if (!any) return;
    measure_ratio(scope, (struct ratio){.over = {own_gain}, .under = {own_before}}, &in->gain_own);
    measure_ratio(scope, (struct ratio){.over = {other_gain}, .under = {other_before}}, &in->gain_other);
    in->has_ratio = measure_ratio(
        scope, (struct ratio){.over = {own_gain, other_gain}, .under = {own_before, other_before}}, &in->gain_ratio);
    in->has_worth = measure_ratio(scope, (struct ratio){.over = {real_gain}, .under = {own_before}}, &real);
    measure_ratio(scope, (struct ratio){.over = {own_gain}, .under = {real_gain}}, &in->worth);
    in->neighbour_change = mean_in(scope, neighbour_change, scope->desk);
    in->real_change = mean_in(scope, real_change, scope->desk);
}

static enum aug_status measure(const struct au_scores *x, struct au_findings *f, struct aug_error *err)
{
    const struct au_setting *s = x->setting;
    if (x->source->is_stratum || !s->backdrop.is_made) return AUG_OK;
    struct desk d = {s, {au_alloc(s->count, sizeof(float)), au_alloc(s->count, sizeof(float))}};
    struct au_mean_scratch means = {0};
    enum aug_status status = au_mean_scratch_make(s, &means, err);
    if (!d.moved.own || !d.moved.other) status = au_no_memory(err, "the coverage probe");
    if (status == AUG_OK) status = au_group_nearest(s, au_moved(x, AU_SPACE_MAIN), x->moved_label, 1, &d.moved, err);
    if (status == AUG_OK) {
        measure_scope(&(struct scope){&d, true, 0, &means}, &f->insight);
        for (size_t k = 0; k < s->classes; k++)
            if (s->class_start[k + 1] > s->class_start[k])
                measure_scope(&(struct scope){&d, false, k, &means}, &f->of_class[k].insight);
    }
    au_mean_scratch_release(&means);
    au_free(d.moved.other);
    au_free(d.moved.own);
    return status;
}

const struct au_probe au_probe_coverage = {
    "coverage", "Does the transform bring unseen images of the class nearer, as new images would?", measure};
