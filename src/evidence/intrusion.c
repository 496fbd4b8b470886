/* SPDX-License-Identifier: Apache-2.0
 * intrusion.c - does a mixture become something that none of its images is? (manifold intrusion: Guo, Mao and Zhang 2019; docs/methods.md, Mixtures)
 *
 * Over all pairs and weights an intrusion of one pair is diluted below notice, so every pair of classes is asked by itself, in its even mixtures. A
 * learner of clean images that takes a mixture for a third class may be fooled; that a learner of mixtures, which was told the shared label, still takes
 * it for that class, is the second sign, and that clean images of it are drawn towards the two is the third. */
#include <math.h>
#include <string.h>

#include "core/memory.h"
#include "probe.h"
#include "stats/rank.h"

static const double worth_a_pair = 0.03; /* as for landing (R3) */

struct groups { /* rows in order of their group, and what is needed to take means over them */
    const struct au_scores *scores;
    struct au_findings *findings;
    double *key; /* of each row; -1: in no group */
    uint32_t *order, *cluster;
    double *values;
    struct au_cluster_sum *sums;
    uint32_t *votes;      /* per class */
    uint32_t *partners;   /* per class: with how many classes it has even mixtures */
    float *clean, *other; /* probabilities of one row: scratch */
};

struct group {
    const uint32_t *rows;
    size_t count;
    int32_t a, b; /* classes; b -1: whatever the other images are */
};

static uint32_t source_of(const struct au_scores *x, size_t row, int k)
{
    return x->source->mixed->row[row * (size_t)x->source->mixed->count + (size_t)k];
}

/* ---- what one mixture is read as ---- */

static bool has_landed(const struct groups *g, int space, size_t row)
{
    const int32_t where = g->scores->landed[space][row];
    return where != AU_NO_CLASS && where != (int32_t)g->scores->setting->label[row];
}

static double lands_main(const void *context, size_t row)
{
    return has_landed(context, AU_SPACE_MAIN, row);
}

static double lands_pixels(const void *context, size_t row)
{
    return has_landed(context, AU_SPACE_PIXELS, row);
}

/* The third class that a learner of mixtures reads in an embedding; AU_NO_CLASS: it reads one of the images. */
static int32_t third_class(const struct au_scores *x, size_t row, int space)
{
    const struct au_setting *s = x->setting;
    const float *scores = space == AU_SPACE_MAIN ? x->read[AU_ARM_OWN] : x->mixed_pixels;
    const size_t read = au_largest(scores + row * s->classes, s->classes);
    for (int k = 0; k < x->source->mixed->count; k++) {
        const uint32_t source = source_of(x, row, k);
        const float *alone = s->space[AU_SPACE_MAIN].scores + source * s->classes;
        if (s->label[source] == read || au_largest(alone, s->classes) == read) return AU_NO_CLASS;
    }
    return (int32_t)read;
}

static double third_main(const void *context, size_t row)
{
    return third_class(((const struct groups *)context)->scores, row, AU_SPACE_MAIN) != AU_NO_CLASS;
}

static double third_pixels(const void *context, size_t row)
{
    return third_class(((const struct groups *)context)->scores, row, AU_SPACE_PIXELS) != AU_NO_CLASS;
}

/* ---- means over a group ---- */

typedef double (*value_fn)(const struct groups *g, size_t row, int which);

/* The image of a mixture that has the class, the first one if both have. */
static uint32_t image_of(const struct groups *g, size_t row, int32_t k)
{
    return (int32_t)g->scores->setting->label[row] == k ? (uint32_t)row : source_of(g->scores, row, 1);
}

static struct au_mean mean_by(const struct groups *g, const struct group *group, bool by_other)
{
    for (size_t i = 0; i < group->count; i++) {
        const size_t row = group->rows[i];
        const uint32_t image = image_of(g, row, group->a), other = source_of(g->scores, row, image == row);
        g->cluster[i] = g->scores->setting->cluster[by_other ? other : image];
    }
    return au_cluster_mean(g->values, g->cluster, NULL, group->count, g->sums);
}

/* A mixture of a pair depends on an image of either class, and the few clusters of one are met again and again: the wider of both errors, and the
 * fewer clusters. */
static struct au_mean mean_over(const struct groups *g, const struct group *group, value_fn value, int which)
{
    for (size_t i = 0; i < group->count; i++) g->values[i] = value(g, group->rows[i], which);
    struct au_mean mean = mean_by(g, group, false);
    if (group->b < 0) return mean;
    const struct au_mean other = mean_by(g, group, true);
    mean.se = fmax(mean.se, other.se);
    if (other.clusters < mean.clusters) mean.clusters = other.clusters;
    return mean;
}

static struct au_stat stat_of(struct au_mean mean)
{
    return (struct au_stat){mean.mean, mean.se};
}

struct wanted { /* a third class and an embedding in one number */
    int32_t to;
    int space;
};

static int pack(struct wanted w)
{
    return w.to * AU_SPACE_COUNT + w.space;
}

static double lands_in(const struct groups *g, size_t row, int which)
{
    return g->scores->landed[which % AU_SPACE_COUNT][row] == which / AU_SPACE_COUNT;
}

static double lands_at_home(const struct groups *g, size_t row, int space)
{
    return g->scores->landed[space][row] == (int32_t)g->scores->setting->label[row];
}

static double read_as(const struct groups *g, size_t row, int to)
{
    return third_class(g->scores, row, AU_SPACE_MAIN) == to;
}

static double read_as_third(const struct groups *g, size_t row, int space)
{
    return third_class(g->scores, row, space) != AU_NO_CLASS;
}

/* ---- harm to clean images of the third class ---- */

struct pull {
    const struct groups *g;
    const struct group *group;
    int32_t to;
    bool pooled;
};

static bool pulls(const struct group *group, size_t k)
{
    return (int32_t)k == group->a || (int32_t)k == group->b;
}

/* How much more training with mixtures moves a clean image of `to` towards the classes of the group than, class for class, towards others. */
static double pull(const void *context, size_t row)
{
    const struct pull *p = context;
    const struct au_scores *x = p->g->scores;
    const size_t classes = x->setting->classes;
    double towards[2] = {0}, count[2] = {0};
    au_probabilities(x->setting->space[AU_SPACE_MAIN].scores + row * classes, classes, p->g->clean);
    au_probabilities((p->pooled ? x->clean_by_pooled : x->clean_by_own) + row * classes, classes, p->g->other);
    for (size_t k = 0; k < classes; k++) {
        if ((int32_t)k == p->to) continue;
        towards[pulls(p->group, k)] += (double)(p->g->other[k] - p->g->clean[k]);
        count[pulls(p->group, k)]++;
    }
    const double base = count[0] > 0 ? towards[0] / count[0] * count[1] : 0;
    return (towards[1] - base) * (p->pooled ? 1 : (double)x->seen_clean[row]);
}

/* ---- one group ---- */

/* The class that most rows of a group are taken for, in one embedding or the other. */
static int32_t most_foreign(const struct groups *g, const struct group *group)
{
    const size_t classes = g->scores->setting->classes;
    memset(g->votes, 0, classes * sizeof *g->votes);
    for (size_t i = 0; i < group->count; i++)
        for (int space = 0; space <= AU_SPACE_PIXELS; space++)
            if (has_landed(g, space, group->rows[i])) g->votes[g->scores->landed[space][group->rows[i]]]++;
    size_t best = 0;
    for (size_t k = 1; k < classes; k++)
        if (g->votes[k] > g->votes[best]) best = k;
    return g->votes[best] ? (int32_t)best : AU_NO_CLASS;
}

static void find_examples(const struct groups *g, const struct group *group, struct au_pair_findings *p)
{
    size_t found = 0;
    p->example[0] = p->example[1] = p->nearest[0] = p->nearest[1] = -1;
    for (size_t i = 0; i < group->count && found < 2; i++) {
        if (g->scores->landed[AU_SPACE_MAIN][group->rows[i]] != p->to) continue;
        p->example[found] = (int32_t)group->rows[i];
        p->nearest[found++] = (int32_t)g->scores->nearest[group->rows[i]];
    }
}

static struct au_pair_findings measure_pair(const struct groups *g, const struct group *group, int32_t to,
                                            struct au_mean_scratch *means)
{
    const struct au_setting *s = g->scores->setting;
    struct au_pair_findings p = {.from = group->a, .with = group->b, .to = to, .images = (uint32_t)group->count};
    for (int space = 0; space < AU_SPACE_COUNT; space++) {
        const struct au_mean landing = mean_over(g, group, lands_in, pack((struct wanted){to, space}));
        p.landing[space] = stat_of(landing);
        p.clusters = (uint32_t)landing.clusters;
        p.home[space] = mean_over(g, group, lands_at_home, space).mean;
    }
    p.directed = stat_of(mean_over(g, group, read_as, to));
    struct pull harm = {g, group, to, false};
    p.plug_in_harm = au_class_mean(s, (size_t)to, pull, &harm, means);
    harm.pooled = true;
    p.pooled_harm = au_class_mean(s, (size_t)to, pull, &harm, means);
    find_examples(g, group, &p);
    return p;
}

static enum aug_status add_both(struct au_findings *f, struct au_pair_findings p, struct aug_error *err)
{
    AUG_TRY(au_add_pair(f, p, err));
    if (p.with < 0 || p.from == p.with) return AUG_OK;
    const int32_t first = p.from;
    p.from = p.with;
    p.with = first;
    return au_add_pair(f, p, err);
}

static enum aug_status find_intrusion(const struct groups *g, const struct group *group, struct au_mean_scratch *means,
                                      struct aug_error *err)
{
    const int32_t to = most_foreign(g, group);
    if (to == AU_NO_CLASS || group->count < AU_EVEN_MIN) return AUG_OK;
    const struct au_pair_findings p = measure_pair(g, group, to, means);
    if (p.landing[AU_SPACE_MAIN].mean <= worth_a_pair && p.landing[AU_SPACE_PIXELS].mean <= worth_a_pair) return AUG_OK;
    return add_both(g->findings, p, err);
}

/* ---- what clears a class: even mixtures with every class, and none of them read as a third one ---- */

static void remember(const struct groups *g, const struct group *group, int32_t own, int32_t other,
                     struct au_mean third)
{
    struct au_class_mixing *c = &g->findings->of_class[own].mixing;
    const struct au_mean before = {c->worst_third.mean, c->worst_third.se, (size_t)c->worst_clusters, 0};
    if (g->partners[own]++ == 0 || (double)group->count < c->fewest) {
        c->fewest = (double)group->count;
        c->fewest_with = other;
    }
    if (c->worst_with >= 0 && au_careful_high(third, 0.05) <= au_careful_high(before, 0.05)) return;
    c->worst_third = stat_of(third);
    c->worst_clusters = (double)third.clusters;
    c->worst_with = other;
}

/* By the learner that reads the pair better: one that reads the label proves that it is there. */
static void find_worst(const struct groups *g, const struct group *group)
{
    const struct au_mean by_edges = mean_over(g, group, read_as_third, AU_SPACE_MAIN),
                         by_pixels = mean_over(g, group, read_as_third, AU_SPACE_PIXELS);
    const bool pixels_read = au_careful_high(by_pixels, 0.05) < au_careful_high(by_edges, 0.05);
    const struct au_mean third = pixels_read ? by_pixels : by_edges;
    remember(g, group, group->a, group->b, third);
    if (group->b != group->a) remember(g, group, group->b, group->a, third);
}

/* A class that never met some other one is not cleared. */
static void note_missing(const struct groups *g)
{
    const struct au_setting *s = g->scores->setting;
    size_t present = 0;
    for (size_t k = 0; k < s->classes; k++) present += s->class_start[k + 1] > s->class_start[k];
    for (size_t k = 0; k < s->classes; k++)
        if (g->partners[k] < present) g->findings->of_class[k].mixing.fewest = 0;
}

/* ---- all groups ---- */

/* Two classes in either order whose images share a mixture evenly, or one class. */
static double key_of(const struct au_scores *x, size_t row, bool in_pairs)
{
    const struct au_setting *s = x->setting;
    const struct au_mixed *m = x->source->mixed;
    const double a = s->label[row];
    if (!in_pairs) return a;
    if ((double)m->share[2 * row] < AU_EVEN_SHARE || (double)m->share[2 * row + 1] < AU_EVEN_SHARE) return -1;
    const double b = s->label[source_of(x, row, 1)];
    return (a < b ? a : b) * (double)s->classes + (a < b ? b : a);
}

static enum aug_status measure_group(const struct groups *g, struct group group, bool in_pairs,
                                     struct au_mean_scratch *means, struct aug_error *err)
{
    const struct au_setting *s = g->scores->setting;
    group.a = (int32_t)s->label[group.rows[0]];
    group.b = in_pairs ? (int32_t)s->label[source_of(g->scores, group.rows[0], 1)] : -1;
    if (in_pairs) find_worst(g, &group);
    return find_intrusion(g, &group, means, err);
}

static enum aug_status measure_groups(const struct groups *g, bool in_pairs, struct au_mean_scratch *means,
                                      struct aug_error *err)
{
    const size_t rows = g->scores->setting->count;
    for (size_t i = 0; i < rows; i++) g->key[i] = key_of(g->scores, i, in_pairs);
    au_order(g->key, rows, g->order);
    for (size_t from = 0, to; from < rows; from = to) {
        const double key = g->key[g->order[from]];
        for (to = from + 1; to < rows && g->key[g->order[to]] <= key;) to++;
        if (key >= 0) AUG_TRY(measure_group(g, (struct group){g->order + from, to - from, 0, 0}, in_pairs, means, err));
    }
    return AUG_OK;
}

static enum aug_status measure_all(const struct groups *g, struct au_mean_scratch *means, struct aug_error *err)
{
    const struct au_setting *s = g->scores->setting;
    for (size_t k = 0; k < s->classes; k++) {
        struct au_class_mixing *c = &g->findings->of_class[k].mixing;
        c->intrusion[0] = au_class_mean(s, k, lands_main, g, means);
        c->intrusion[1] = au_class_mean(s, k, lands_pixels, g, means);
        c->third[0] = au_class_mean(s, k, third_main, g, means);
        c->third[1] = au_class_mean(s, k, third_pixels, g, means);
        c->worst_with = c->fewest_with = -1;
    }
    AUG_TRY(measure_groups(g, false, means, err));
    if (g->scores->source->mixed->count != 2) return AUG_OK;
    AUG_TRY(measure_groups(g, true, means, err));
    note_missing(g);
    return AUG_OK;
}

static enum aug_status make(struct groups *g, struct aug_error *err)
{
    const struct au_setting *s = g->scores->setting;
    g->key = au_alloc(s->count, sizeof *g->key);
    g->order = au_alloc(s->count, sizeof *g->order);
    g->cluster = au_alloc(s->count, sizeof *g->cluster);
    g->values = au_alloc(s->count, sizeof *g->values);
    g->sums = au_alloc(s->count, sizeof *g->sums);
    g->votes = au_alloc(s->classes, sizeof *g->votes);
    g->partners = au_alloc(s->classes, sizeof *g->partners);
    g->clean = au_alloc(s->classes, sizeof *g->clean);
    g->other = au_alloc(s->classes, sizeof *g->other);
    const bool complete = g->key && g->order && g->cluster && g->values && g->sums && g->votes && g->partners &&
                          g->clean && g->other;
    return complete ? AUG_OK : au_no_memory(err, "the intrusion probe");
}

static enum aug_status measure(const struct au_scores *x, struct au_findings *f, struct aug_error *err)
{
    struct groups g = {.scores = x, .findings = f};
    struct au_mean_scratch means = {0};
    if (!x->source->mixed) return AUG_OK;
    enum aug_status status = make(&g, err);
    if (status == AUG_OK) status = au_mean_scratch_make(x->setting, &means, err);
    if (status == AUG_OK) status = measure_all(&g, &means, err);
    au_mean_scratch_release(&means);
    au_free(g.other);
    au_free(g.clean);
    au_free(g.partners);
    au_free(g.votes);
    au_free(g.sums);
    au_free(g.values);
    au_free(g.cluster);
    au_free(g.order);
    au_free(g.key);
    return status;
}

const struct au_probe au_probe_intrusion = {"intrusion", "Does a mixture become something that none of its images is?",
                                            measure};
