/* SPDX-License-Identifier: Apache-2.0
 * case.c - bounds and collisions of one class under one transform. */
#include "case.h"

#include <math.h>

#include "stats/distribution.h"

static const double alpha = 0.05;

/* R3 */
static const double landing_margin = 0.05, directed_margin = 0.10, suspect_landing = 0.03;

static double student(double tail, double clusters)
{
    return au_student_quantile(1 - tail, clusters > 2 ? clusters - 1 : 1);
}

static double spread(struct au_stat stat, double clusters)
{
    return sqrt(stat.se * stat.se + 1.5 / clusters * (1.5 / clusters));
}

double au_case_low(struct au_stat stat, double clusters)
{
    return clusters < 3 ? -1 : stat.mean - student(alpha, clusters) * spread(stat, clusters);
}

double au_case_high(struct au_stat stat, double clusters)
{
    return clusters < 3 ? 1 : stat.mean + student(alpha, clusters) * spread(stat, clusters);
}

/* Cluster-t without the floor, at a tail of our choice. */
static double plain_low(struct au_stat stat, double clusters, double tail)
{
    return stat.mean - student(tail, clusters) * stat.se;
}

typedef struct au_stat (*pick_fn)(const struct au_class_findings *c, int which);

struct pooled { /* sums over the classes with images */
    double weight, weighted_mean, square_weight, count;
};

static double variance(const struct au_class_findings *c, struct au_stat stat)
{
    const double floor = 1.5 / (c->clusters > 1 ? c->clusters : 1);
    return stat.se * stat.se + floor * floor;
}

static struct pooled pool(const struct au_findings *f, pick_fn pick, int which, double between)
{
    struct pooled p = {0};
    for (uint32_t k = 0; k < f->classes; k++) {
        const struct au_class_findings *c = &f->of_class[k];
        if (c->images == 0) continue;
        const struct au_stat stat = pick(c, which);
        const double w = 1 / (variance(c, stat) + between);
        p.weight += w;
        p.weighted_mean += w * stat.mean;
        p.square_weight += w * w;
        p.count++;
    }
    if (p.weight > 0) p.weighted_mean /= p.weight;
    return p;
}

/* DerSimonian and Laird, Controlled Clinical Trials 1986: variance between classes. */
static double between_classes(const struct au_findings *f, pick_fn pick, int which, const struct pooled *p)
{
    double q = 0;
    for (uint32_t k = 0; k < f->classes; k++) {
        const struct au_class_findings *c = &f->of_class[k];
        if (c->images == 0) continue;
        const struct au_stat stat = pick(c, which);
        q += (stat.mean - p->weighted_mean) * (stat.mean - p->weighted_mean) / variance(c, stat);
    }
    const double tau = (q - (p->count - 1)) / (p->weight - p->square_weight / p->weight);
    return tau > 0 ? tau : 0;
}

/* The smaller of the own upper bound and the empirical-Bayes one (R1b). */
static double upper(const struct au_findings *f, size_t k, pick_fn pick, int which)
{
    const struct au_class_findings *c = &f->of_class[k];
    const struct au_stat own = pick(c, which);
    const double own_high = au_case_high(own, c->clusters);
    struct pooled p = pool(f, pick, which, 0);
    if (p.count < 5) return own_high;
    const double tau = between_classes(f, pick, which, &p), v = variance(c, own);
    p = pool(f, pick, which, tau);
    const double share = tau / (tau + v);
    const double mean = p.weighted_mean + share * (own.mean - p.weighted_mean);
    const double shrunk = mean + 1.645 * sqrt(share * v + (1 - share) * (1 - share) / p.weight);
    return shrunk < own_high ? shrunk : own_high;
}

static struct au_stat pick_loss(const struct au_class_findings *c, int arm)
{
    return c->lost[arm];
}

static struct au_stat pick_undone(const struct au_class_findings *c, int which)
{
    (void)which;
    return c->undone;
}

static struct au_stat pick_conflict(const struct au_class_findings *c, int p_index)
{
    return c->conflict[p_index];
}

static struct au_stat pick_excess(const struct au_class_findings *c, int which)
{
    (void)which;
    return c->excess;
}

static struct au_stat pick_seen(const struct au_class_findings *c, int which)
{
    (void)which;
    return c->seen;
}

double au_case_conflict_upper(const struct au_findings *f, size_t k, int p_index)
{
    return upper(f, k, pick_conflict, p_index);
}

static double smaller(double a, double b)
{
    return a < b ? a : b;
}

static void add_partner(int *list, size_t *count, int partner)
{
    if (*count < AU_PARTNERS_MAX) list[(*count)++] = partner;
}

static double clusters_of(const struct au_findings *f, int32_t k)
{
    return f->of_class[k].clusters;
}

/* R3: reciprocal landing with directed harm, each at alpha over the number of candidates. */
static bool is_collision(const struct au_findings *f, const struct au_pair_findings *p, double tail)
{
    const struct au_class_findings *c = &f->of_class[p->from];
    const double g = c->clusters, g_to = clusters_of(f, p->to);
    const bool lands = fmax(plain_low(p->landing[0], g, tail), plain_low(p->landing[1], g, tail)) > landing_margin &&
                       p->landing[0].mean > c->own[0] && p->landing[1].mean > c->own[1];
    const bool read_as = plain_low(p->directed, g_to, tail) > directed_margin;
    const bool harms = fmax(plain_low(p->plug_in_harm, g_to, tail), plain_low(p->pooled_harm, g_to, tail)) > 0;
    return lands && read_as && harms;
}

static bool is_suspect(const struct au_findings *f, const struct au_pair_findings *p)
{
    const struct au_class_findings *c = &f->of_class[p->from];
    const bool mostly_itself = c->own[0] > 3 * p->landing[0].mean && c->own[1] > 3 * p->landing[1].mean;
    return fmax(p->landing[0].mean, p->landing[1].mean) > suspect_landing && p->directed.mean > directed_margin && !mostly_itself;
}

static void collide(struct au_case *c)
{
    const struct au_findings *f = c->findings;
    double candidates = 0, hit_landing = 0, suspect_landing_seen = 0;
    for (uint32_t i = 0; i < f->pair_count; i++) candidates += (size_t)f->pairs[i].from == c->class_index;
    for (uint32_t i = 0; i < f->pair_count; i++) {
        const struct au_pair_findings *p = &f->pairs[i];
        if ((size_t)p->from != c->class_index) continue;
        const double landing = fmax(p->landing[0].mean, p->landing[1].mean);
        if (is_collision(f, p, alpha / candidates)) {
            add_partner(c->hits, &c->hit_count, p->to);
            hit_landing = fmax(hit_landing, landing);
        } else if (is_suspect(f, p)) {
            add_partner(c->suspects, &c->suspect_count, p->to);
            suspect_landing_seen = fmax(suspect_landing_seen, landing);
        }
    }
    c->strongest_landing = c->hit_count ? hit_landing : suspect_landing_seen;
}

static void recover(struct au_case *c, const struct au_class_findings *own)
{
    const struct au_findings *f = c->findings;
    enum au_arm order[AU_ARM_COUNT];
    au_findings_arms(f, order);
    c->best_arm = order[0];
    c->loss = own->lost[order[0]].mean;
    c->loss_low = au_case_low(own->lost[order[0]], own->clusters);
    c->loss_upper = smaller(upper(f, c->class_index, pick_loss, (int)order[0]), upper(f, c->class_index, pick_loss, (int)order[1]));
    c->first_loss = smaller(own->lost[AU_ARM_OWN].mean, own->lost[AU_ARM_POOLED].mean);
    c->precision_lost = own->precision_lost[order[0]];
    c->room = fmax(0.05, 1 - own->clean_error - 1 / (double)f->classes);
    c->can_undo = f->has_undo;
    if (!f->has_undo || f->exact_undo) return; /* an exact undo loses nothing: zeros */
    c->undone_loss = own->undone.mean;
    c->undone_low = au_case_low(own->undone, own->clusters);
    c->undone_upper = upper(f, c->class_index, pick_undone, 0);
}

void au_case_make(const struct au_findings *f, size_t k, struct au_case *out)
{
    const struct au_class_findings *own = &f->of_class[k];
    *out = (struct au_case){.findings = f, .class_index = k};
    out->is_few = own->images < AU_FEW_IMAGES || own->clusters < AU_FEW_CLUSTERS;
    if (own->images == 0) return;
    collide(out);
    recover(out, own);
    const double soft = own->conflict_soft.mean + student(alpha, own->clusters) * own->conflict_soft.se;
    out->conflict = own->conflict[2].mean;
    out->conflict_upper = smaller(soft, smaller(upper(f, k, pick_conflict, 2), upper(f, k, pick_excess, 0)));
    out->seen_upper = upper(f, k, pick_seen, 0);
}
