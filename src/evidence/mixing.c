/* SPDX-License-Identifier: Apache-2.0
 * mixing.c - does the shared label of a mixture say what is seen of its images? (docs/methods.md, Mixtures)
 *
 * What is seen of an image is the part of its class's score that is left when the mean image stands where it is hidden (occlusion: Zeiler and
 * Fergus 2014), by a learner of whole and hidden images, so that hiding alone confuses nobody. Two learners read: in the main embedding, and in
 * small pixels. */
#include <math.h>

#include "core/memory.h"
#include "probe.h"

static const double readable = 0.10;               /* score above the base from which a learner knows an image */
static const double nothing = 0.05;                /* parts of scores, together, below which nothing is seen */
static const double hardly = 0.10, claimed = 0.30; /* design: P(share of what is seen < .1 | share of the label > .3) */

#define IMAGES_MAX 4
#define READERS 2 /* AU_SPACE_MAIN and AU_SPACE_PIXELS */

struct sight {
    const struct au_scores *scores;
    float *part[READERS][IMAGES_MAX]; /* row by row: score of the image's class in what is seen of it */
    float *whole[READERS];            /* the same in the image itself */
    double *difference, *gap, *overstated;
    float *seen;         /* share of what is seen that the class of the first image has, by the first reader */
    bool *told, *judged; /* told: of several classes, and judged */
};

static const struct au_mixed *mixed_of(const struct sight *g)
{
    return g->scores->source->mixed;
}

static uint32_t row_of(const struct sight *g, size_t row, int k)
{
    return mixed_of(g)->row[row * (size_t)mixed_of(g)->count + (size_t)k];
}

static uint32_t label_of(const struct sight *g, size_t row, int k)
{
    return g->scores->setting->label[row_of(g, row, k)];
}

static double share_of(const struct sight *g, size_t row, int k)
{
    return (double)mixed_of(g)->share[row * (size_t)mixed_of(g)->count + (size_t)k];
}

/* ---- one mixture ---- */

/* Parts of the images' scores that are left, 0 .. 1, and their sum; -1 where the reader does not know an image. */
static double parts_seen(const struct sight *g, size_t row, int reader, double seen[IMAGES_MAX])
{
    double sum = 0;
    for (int k = 0; k < mixed_of(g)->count; k++) {
        const double whole = (double)g->whole[reader][row_of(g, row, k)];
        if (whole < readable) return -1;
        seen[k] = fmin(1, fmax(0, (double)g->part[reader][k][row] / whole));
        sum += seen[k];
    }
    return sum;
}

/* Images of one class share their shares: the first of them gets all. */
static bool is_first_of_class(const struct sight *g, size_t row, int k)
{
    for (int j = 0; j < k; j++)
        if (label_of(g, row, j) == label_of(g, row, k)) return false;
    return true;
}

static double of_class(const struct sight *g, size_t row, int k, const double *values)
{
    double sum = 0;
    for (int j = k; j < mixed_of(g)->count; j++)
        if (label_of(g, row, j) == label_of(g, row, k)) sum += values[j];
    return sum;
}

struct excess { /* class by class: share of the label minus share of what is seen */
    double by[READERS];
};

static double half_of_all(const struct excess *excess, int count)
{
    double sum = 0;
    for (int i = 0; i < count; i++) sum += fabs(excess[i].by[0]) / 2;
    return sum;
}

/* One reader chooses the classes that have too much label, the other says how much too much: errors of the first cost, and those of the second
 * cancel, so that the mean is at most the true half sum (docs/methods.md). */
static double chosen_by_the_other(const struct excess *excess, int count)
{
    double sum = 0;
    for (int i = 0; i < count; i++)
        for (int reader = 0; reader < READERS; reader++)
            if (excess[i].by[!reader] > 0) sum += excess[i].by[reader] / READERS;
    return sum;
}

static void compare(struct sight *g, size_t row, double seen[READERS][IMAGES_MAX], const double sum[READERS])
{
    struct excess excess[IMAGES_MAX];
    double share[IMAGES_MAX];
    int classes = 0;
    for (int k = 0; k < mixed_of(g)->count; k++) share[k] = share_of(g, row, k);
    for (int k = 0; k < mixed_of(g)->count; k++) {
        if (!is_first_of_class(g, row, k)) continue;
        const double own = of_class(g, row, k, share);
        for (int reader = 0; reader < READERS; reader++)
            excess[classes].by[reader] = own - of_class(g, row, k, seen[reader]) / sum[reader];
        if (own > claimed && own - excess[classes].by[0] < hardly) g->overstated[row] = 1;
        classes++;
    }
    g->seen[row] = (float)(of_class(g, row, 0, seen[0]) / sum[0]);
    g->difference[row] = half_of_all(excess, classes);
    g->gap[row] = chosen_by_the_other(excess, classes);
}

static bool has_several_classes(const struct sight *g, size_t row)
{
    for (int k = 1; k < mixed_of(g)->count; k++)
        if (label_of(g, row, k) != label_of(g, row, 0)) return true;
    return false;
}

/* Where a reader sees nothing at all the label is as wrong as can be for whoever clears, and right for whoever accuses. */
static void look_at(struct sight *g, size_t row)
{
    double seen[READERS][IMAGES_MAX], sum[READERS];
    g->judged[row] = true;
    for (int reader = 0; reader < READERS; reader++)
        if ((sum[reader] = parts_seen(g, row, reader, seen[reader])) < 0) g->judged[row] = false;
    g->told[row] = g->judged[row] && has_several_classes(g, row);
    if (!g->told[row]) return;
    if (fmin(sum[0], sum[1]) < nothing) g->difference[row] = g->overstated[row] = 1;
    else compare(g, row, seen, sum);
}

/* ---- means ---- */

struct sums {
    double *values;
    uint32_t *cluster;
    struct au_cluster_sum *sums;
};

/* Over the rows of class k that tell. */
static struct au_stat mean_of(const struct sight *g, size_t k, const double *values, struct sums *scratch,
                              double *clusters)
{
    const struct au_setting *s = g->scores->setting;
    size_t n = 0;
    for (size_t at = s->class_start[k]; at < s->class_start[k + 1]; at++) {
        const uint32_t row = s->by_class[at];
        if (!g->told[row]) continue;
        scratch->values[n] = values[row];
        scratch->cluster[n++] = s->local_cluster[at];
    }
    const struct au_mean mean = au_cluster_mean(scratch->values, scratch->cluster, NULL, n, scratch->sums);
    *clusters = (double)mean.clusters;
    return (struct au_stat){mean.mean, mean.se};
}

static double share_judged(const struct sight *g, size_t k)
{
    const struct au_setting *s = g->scores->setting;
    const size_t from = s->class_start[k], to = s->class_start[k + 1];
    double count = 0;
    for (size_t at = from; at < to; at++) count += g->judged[s->by_class[at]];
    return to > from ? count / (double)(to - from) : 0;
}

static bool is_example(const struct au_class_mixing *c, size_t found, uint32_t row)
{
    for (size_t i = 0; i < found; i++)
        if (c->example[i].row == (int32_t)row) return true;
    return false;
}

static double first_share(const struct sight *g, size_t row)
{
    double share[IMAGES_MAX];
    for (int k = 0; k < mixed_of(g)->count; k++) share[k] = share_of(g, row, k);
    return of_class(g, row, 0, share);
}

static void find_examples(const struct sight *g, size_t k, struct au_class_mixing *c)
{
    const struct au_setting *s = g->scores->setting;
    for (size_t i = 0; i < AU_MIXED_EXAMPLES; i++) {
        c->example[i].row = -1;
        for (size_t at = s->class_start[k]; at < s->class_start[k + 1]; at++) {
            const uint32_t row = s->by_class[at];
            const double largest = c->example[i].row < 0 ? 0 : g->gap[c->example[i].row];
            if (!g->told[row] || is_example(c, i, row) || g->gap[row] <= largest) continue;
            c->example[i] = (struct au_mixed_example){(int32_t)row, (float)first_share(g, row), g->seen[row]};
        }
    }
}

static enum aug_status add_up(struct sight *g, struct au_findings *f, struct aug_error *err)
{
    const struct au_setting *s = g->scores->setting;
    struct sums scratch = {au_alloc(s->count, sizeof(double)), au_alloc(s->count, sizeof(uint32_t)),
                           au_alloc(s->clusters_max, sizeof(struct au_cluster_sum))};
    const bool complete = scratch.values && scratch.cluster && scratch.sums;
    for (size_t i = 0; complete && i < s->count; i++) look_at(g, i);
    for (size_t k = 0; complete && k < s->classes; k++) {
        struct au_class_mixing *c = &f->of_class[k].mixing;
        c->difference = mean_of(g, k, g->difference, &scratch, &c->told_clusters);
        c->gap = mean_of(g, k, g->gap, &scratch, &c->told_clusters);
        c->overstated = mean_of(g, k, g->overstated, &scratch, &c->told_clusters);
        c->judged = share_judged(g, k);
        find_examples(g, k, c);
    }
    au_free(scratch.sums);
    au_free(scratch.cluster);
    au_free(scratch.values);
    f->mixing.hides = 1;
    return complete ? AUG_OK : au_no_memory(err, "the mixing probe");
}

/* ---- readers ---- */

struct desk { /* of one reader */
    struct sight *sight;
    int reader;
    uint32_t *label; /* of image k, row by row */
    float *seen;     /* projected features of what is seen of image k */
    float *scores, *weights[AU_FOLDS];
    struct au_gram gram;
    struct au_learn_scratch scratch;
};

static const struct au_learner *clean_of(const struct desk *d)
{
    return &d->sight->scores->setting->space[d->reader];
}

static enum aug_status load_part(const struct desk *d, int k, struct aug_error *err)
{
    const struct au_mixed *m = mixed_of(d->sight);
    float *out[AU_SPACE_COUNT] = {NULL};
    out[d->reader] = d->seen;
    return m->load_seen(m->context, k, out, err);
}

/* Whole images and parts of them; one part at a time is in memory. */
static enum aug_status learn(struct desk *d, struct aug_error *err)
{
    const struct au_setting *s = d->sight->scores->setting;
    const struct au_learner *clean = clean_of(d);
    const struct au_gram *const grams[] = {&clean->gram, &d->gram};
    for (int k = 0; k < mixed_of(d->sight)->count; k++) {
        AUG_TRY(load_part(d, k, err));
        for (size_t i = 0; i < s->count; i++) d->label[i] = label_of(d->sight, i, k);
        au_gram_add_arm(&d->gram, &clean->basis, d->seen, d->label, NULL, &s->parts, &d->scratch);
    }
    for (int fold = 0; fold < AU_FOLDS; fold++)
        au_ridge_fit(grams, 2, fold, clean->lambda, (struct au_columns){d->weights[fold], s->classes}, &d->scratch);
    return AUG_OK;
}

static void keep_scores(struct desk *d, int k, int fold)
{
    const struct au_setting *s = d->sight->scores->setting;
    const struct au_parts *parts = &s->parts;
    float *out = k < 0 ? d->sight->whole[d->reader] : d->sight->part[d->reader][k];
    for (size_t at = parts->start[2 * fold]; at < parts->start[2 * fold + 2]; at++) {
        const uint32_t row = parts->order[at];
        out[row] = d->scores[row * s->classes + (k < 0 ? s->label[row] : label_of(d->sight, row, k))];
    }
}

/* Whole images (k < 0) or what is seen of image k, each fold by a learner of the others. */
static void read_part(struct desk *d, int k)
{
    const struct au_setting *s = d->sight->scores->setting;
    const struct au_learner *clean = clean_of(d);
    for (int fold = 0; fold < AU_FOLDS; fold++) {
        au_ridge_score(&clean->basis, k < 0 ? clean->projected : d->seen, &s->parts, fold, d->weights[fold], s->classes,
                       d->scores, &d->scratch);
        keep_scores(d, k, fold);
    }
}

static enum aug_status make_desk(struct desk *d, struct aug_error *err)
{
    const struct au_setting *s = d->sight->scores->setting;
    const struct au_basis *basis = &clean_of(d)->basis;
    bool complete = true;
    for (int fold = 0; fold < AU_FOLDS; fold++)
        complete = (d->weights[fold] = au_alloc(basis->fourier_count * s->classes, sizeof(float))) && complete;
    d->label = au_alloc(s->count, sizeof *d->label);
    d->scores = au_alloc(s->count * s->classes, sizeof(float));
    d->seen = au_alloc(s->count * basis->count, sizeof(float));
    if (!complete || !d->label || !d->scores || !d->seen) return au_no_memory(err, "the mixing probe");
    AUG_TRY(au_learn_scratch_make(basis->fourier_count, basis->count, s->classes, &d->scratch, err));
    return au_gram_make(basis->fourier_count, s->classes, &d->gram, err);
}

static enum aug_status read_with(struct desk *d, struct aug_error *err)
{
    AUG_TRY(make_desk(d, err));
    AUG_TRY(learn(d, err));
    read_part(d, -1);
    for (int k = 0; k < mixed_of(d->sight)->count; k++) {
        AUG_TRY(load_part(d, k, err));
        read_part(d, k);
    }
    return AUG_OK;
}

static enum aug_status read_by(struct sight *g, int reader, struct aug_error *err)
{
    struct desk d = {.sight = g, .reader = reader};
    const enum aug_status status = read_with(&d, err);
    au_gram_release(&d.gram);
    au_learn_scratch_release(&d.scratch);
    for (int fold = 0; fold < AU_FOLDS; fold++) au_free(d.weights[fold]);
    au_free(d.seen);
    au_free(d.scores);
    au_free(d.label);
    return status;
}

/* ---- the probe ---- */

static bool make_room(struct sight *g)
{
    const size_t count = g->scores->setting->count;
    bool complete = true;
    for (int reader = 0; reader < READERS; reader++) {
        complete = (g->whole[reader] = au_alloc(count, sizeof(float))) && complete;
        for (int k = 0; k < mixed_of(g)->count; k++)
            complete = (g->part[reader][k] = au_alloc(count, sizeof(float))) && complete;
    }
    g->difference = au_alloc(count, sizeof *g->difference);
    g->seen = au_alloc(count, sizeof *g->seen);
    g->gap = au_alloc(count, sizeof *g->gap);
    g->overstated = au_alloc(count, sizeof *g->overstated);
    g->told = au_alloc(count, sizeof *g->told);
    g->judged = au_alloc(count, sizeof *g->judged);
    return complete && g->seen && g->difference && g->gap && g->overstated && g->told && g->judged;
}

static void release(struct sight *g)
{
    for (int reader = 0; reader < READERS; reader++) {
        au_free(g->whole[reader]);
        for (int k = 0; k < IMAGES_MAX; k++) au_free(g->part[reader][k]);
    }
    au_free(g->difference);
    au_free(g->seen);
    au_free(g->gap);
    au_free(g->overstated);
    au_free(g->told);
    au_free(g->judged);
}

static enum aug_status measure(const struct au_scores *x, struct au_findings *f, struct aug_error *err)
{
    const struct au_mixed *m = x->source->mixed;
    if (!m || !m->load_seen) return AUG_OK;
    struct sight g = {.scores = x};
    enum aug_status status = make_room(&g) ? AUG_OK : au_no_memory(err, "the mixing probe");
    for (int reader = 0; status == AUG_OK && reader < READERS; reader++) status = read_by(&g, reader, err);
    if (status == AUG_OK) status = add_up(&g, f, err);
    release(&g);
    return status;
}

const struct au_probe au_probe_mixing = {"mixing", "Does the label of a mixture say what is seen of its images?",
                                         measure};
