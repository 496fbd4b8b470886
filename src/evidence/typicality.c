/* SPDX-License-Identifier: Apache-2.0
 * typicality.c - do transformed images look like images of their class, or like no image at all? (methods.md F17, F18)
 *
 * Conformal p-value of T(x) in its own class: the rank of its oddness (distance to the 10th neighbour, its own cluster left out) among the clean images
 * of the class other than x, whose oddness leaves out their own clusters alike. Where T(x) is as good as another image of the class the p-values are
 * uniform. */
#include <math.h>

#include "core/memory.h"
#include "probe.h"

static const double level = 0.05;

struct desk {
    const struct au_setting *setting;
    const uint32_t *label; /* per row: the class as which T(x) counts */
    float *oddness;        /* per row: of T(x) in that class */
    bool *off;             /* per asked entry: T(x) is typical of no class */
    double *values;        /* per entry of by_class */
};

static double p_value(const void *context, size_t row)
{
    const struct desk *d = context;
    return au_typical_p(d->setting, row, d->label[row], d->oddness[row]);
}

static double is_atypical(const void *context, size_t row)
{
    return p_value(context, row) <= level ? 1 : 0;
}

static enum aug_status find_oddness(const struct au_scores *x, struct desk *d, struct aug_error *err)
{
    const struct au_setting *s = x->setting;
    const struct au_learner *main = &s->space[AU_SPACE_MAIN];
    const float *moved = au_moved(x, AU_SPACE_MAIN);
    float *found = au_alloc(s->count, sizeof *found);
    enum aug_status status = found ? AUG_OK : au_no_memory(err, "the typicality probe");
    for (size_t k = 0; status == AUG_OK && k < s->classes; k++) {
        const size_t own = au_counts_as(x, k), count = s->class_start[k + 1] - s->class_start[k];
        const uint32_t *rows = s->by_class + s->class_start[k];
        const struct au_points queries = {moved, rows, count, main->basis.count, s->cluster};
        const struct au_points references = au_class_references(s, AU_SPACE_MAIN, own);
        if (count > 0) status = au_kth_distance(&queries, &references, AU_NEIGHBOUR, found, NULL, err);
        for (size_t i = 0; status == AUG_OK && i < count; i++) d->oddness[rows[i]] = found[i];
    }
    au_free(found);
    return status;
}

/* Mean over the asked images of class k of off - factor * off when clean. */
static struct au_stat off_share(const struct desk *d, size_t k, double factor, struct au_mean_scratch *means)
{
    const struct au_setting *s = d->setting;
    const struct au_backdrop *b = &s->backdrop;
    const size_t from = b->asked_start[k], to = b->asked_start[k + 1];
    for (size_t i = from; i < to; i++) d->values[b->asked[i]] = (double)d->off[i] - factor * (double)b->asked_off[i];
    const struct au_mean mean = au_cluster_mean(d->values, s->local_cluster, b->asked + from, to - from, means->sums);
    return (struct au_stat){mean.mean, mean.se};
}

static void measure_class(const struct desk *d, size_t k, struct au_mean_scratch *means, struct au_insight *in)
{
    in->has_typicality = 1;
    in->typical_p = au_class_mean(d->setting, k, p_value, d, means);
    in->atypical_own = au_class_mean(d->setting, k, is_atypical, d, means);
    in->off_manifold = off_share(d, k, 0, means);
    in->off_manifold_more = off_share(d, k, 1, means);
    in->off_manifold_clean = in->off_manifold.mean - in->off_manifold_more.mean;
}

static struct au_stat added(struct au_stat sum, struct au_stat part, double share)
{
    return (struct au_stat){sum.mean + share * part.mean, hypot(sum.se, share * part.se)};
}

static void measure_all(const struct desk *d, struct au_mean_scratch *means, struct au_findings *f)
{
    const struct au_setting *s = d->setting;
    struct au_insight *all = &f->insight;
    all->has_typicality = 1;
    for (size_t k = 0; k < s->classes; k++) {
        const size_t count = s->class_start[k + 1] - s->class_start[k];
        const double share = (double)count / (double)s->count;
        struct au_insight *in = &f->of_class[k].insight;
        if (count == 0) continue;
        measure_class(d, k, means, in);
        all->typical_p = added(all->typical_p, in->typical_p, share);
        all->atypical_own = added(all->atypical_own, in->atypical_own, share);
        all->off_manifold = added(all->off_manifold, in->off_manifold, share);
        all->off_manifold_more = added(all->off_manifold_more, in->off_manifold_more, share);
        all->off_manifold_clean += share * in->off_manifold_clean;
    }
}

static enum aug_status look(const struct au_scores *x, struct desk *d, struct aug_error *err)
{
    AUG_TRY(find_oddness(x, d, err));
    return au_off_manifold(x->setting, au_moved(x, AU_SPACE_MAIN), x->landed[AU_SPACE_MAIN], d->off, err);
}

static enum aug_status measure(const struct au_scores *x, struct au_findings *f, struct aug_error *err)
{
    const struct au_setting *s = x->setting;
    if (x->source->is_stratum || !s->backdrop.is_made) return AUG_OK;
    struct desk d = {s, x->moved_label, au_alloc(s->count, sizeof(float)), au_alloc(s->count, sizeof(bool)),
                     au_alloc(s->count, sizeof(double))};
    struct au_mean_scratch means = {0};
    enum aug_status status = au_mean_scratch_make(s, &means, err);
    if (!d.oddness || !d.off || !d.values) status = au_no_memory(err, "the typicality probe");
    if (status == AUG_OK) status = look(x, &d, err);
    if (status == AUG_OK) measure_all(&d, &means, f);
    au_mean_scratch_release(&means);
    au_free(d.values);
    au_free(d.off);
    au_free(d.oddness);
    return status;
}

const struct au_probe au_probe_typicality = {
    "typicality", "Do transformed images look like images of their class, or like no image at all?", measure};
