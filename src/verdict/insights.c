/* SPDX-License-Identifier: Apache-2.0
 * insights.c - explaining numbers with their intervals. */
#include "insights.h"

#include <math.h>

#include "case.h"

static const double alpha = 0.05;

static const struct au_insight *insight_of(const struct au_findings *f, size_t k)
{
    return k == AU_ALL_CLASSES ? &f->insight : &f->of_class[k].insight;
}

static double clusters_of(const struct au_findings *f, size_t k)
{
    if (k != AU_ALL_CLASSES) return f->of_class[k].clusters;
    double sum = 0;
    for (uint32_t c = 0; c < f->classes; c++) sum += f->of_class[c].clusters;
    return sum;
}

/* ---- numbers ---- */

struct number_list {
    struct aug_evidence *items;
    size_t *count;
    double clusters;
};

static void add(const struct number_list *list, const char *name, struct au_stat stat, double least, double most)
{
    const struct au_mean mean = {stat.mean, stat.se, (size_t)list->clusters, 0};
    const double low = fmax(au_bound_low(mean, alpha), fmin(least, stat.mean));
    const double high = fmin(au_bound_high(mean, alpha), fmax(most, stat.mean));
    list->items[(*list->count)++] = (struct aug_evidence){
        name, {stat.mean, low, high, "cluster-t, one-sided 95 % bounds", AUG_GRADE_ESTIMATED}};
}

static void add_information(const struct number_list *list, const struct au_insight *in)
{
    add(list, "bits_clean", in->bits_clean, -INFINITY, INFINITY);
    add(list, "bits_kept", in->bits_kept, -INFINITY, INFINITY);
    add(list, "bits_lost", in->bits_lost, -INFINITY, INFINITY);
}

static void add_typicality(const struct number_list *list, const struct au_insight *in)
{
    add(list, "typical_p", in->typical_p, 0, 1);
    add(list, "atypical_own", in->atypical_own, 0, 1);
    add(list, "off_manifold", in->off_manifold, 0, 1);
    add(list, "off_manifold_clean", (struct au_stat){in->off_manifold_clean, 0}, 0, 1);
    add(list, "off_manifold_more", in->off_manifold_more, -1, 1);
}

static void add_coverage(const struct number_list *list, const struct au_insight *in)
{
    add(list, "gain_own", in->gain_own, 0, 1);
    add(list, "gain_other", in->gain_other, 0, 1);
    if (in->has_ratio) add(list, "gain_ratio", in->gain_ratio, 0, INFINITY);
    if (in->has_worth) add(list, "worth", in->worth, 0, INFINITY);
    add(list, "neighbour_change", in->neighbour_change, -1, 1);
    add(list, "real_change", in->real_change, -1, 1);
}

static void add_cues(const struct number_list *list, const struct au_insight *in)
{
    static const char *const clean[AU_CUES] = {"cue_colour", "cue_shape", "cue_texture", "cue_position"};
    static const char *const kept[AU_CUES] = {"cue_colour_kept", "cue_shape_kept", "cue_texture_kept",
                                              "cue_position_kept"};
    static const char *const misled[AU_CUES] = {"cue_colour_misleads", "cue_shape_misleads", "cue_texture_misleads",
                                                "cue_position_misleads"};
    for (int i = 0; i < AU_CUES; i++) {
        add(list, clean[i], in->cue[i].clean, -1, 1);
        add(list, kept[i], in->cue[i].kept, -1, 1);
        add(list, misled[i], in->cue[i].misled, 0, 1);
    }
}

static void add_redundancy(const struct number_list *list, const struct au_findings *f, size_t k)
{
    const struct au_redundancy r = au_redundancy(f, k);
    list->items[(*list->count)++] = (struct aug_evidence){
        "redundancy",
        {r.estimate, r.low, r.high, "least of three bounds, cluster-t, one-sided 95 %", AUG_GRADE_ESTIMATED}};
}

void au_insight_numbers(const struct au_findings *f, size_t k, struct aug_evidence *items, size_t *count)
{
    const struct au_insight *in = insight_of(f, k);
    const struct number_list list = {items, count, clusters_of(f, k)};
    if (list.clusters < 2) return; /* nothing is known of the spread */
    if (in->has_information) add_information(&list, in);
    if (in->has_typicality) add_typicality(&list, in);
    if (in->has_coverage) add_coverage(&list, in);
    if (in->has_overlap) add(&list, "overlap", in->overlap, 0, 2);
    if (in->has_cues) add_cues(&list, in);
    if (in->has_overlap && in->has_typicality) add_redundancy(&list, f, k);
    if (k != AU_ALL_CLASSES && !f->not_measured)
        items[(*count)++] = (struct aug_evidence){"margin_probability", au_margin_probability(f, k)};
}

/* ---- redundancy ---- */

static double between_0_and_1(double value)
{
    return value < 0 ? 0 : value > 1 ? 1 : value;
}

struct bounds {
    double estimate, low, high;
};

/* Of a value that falls (slope < 0) or rises with the statistic: at alpha below, at a third of it above, since the least of three is taken. */
static struct bounds line(struct au_stat stat, double clusters, double intercept, double slope)
{
    const struct au_mean mean = {stat.mean, stat.se, (size_t)clusters, 0};
    const double worst = slope < 0 ? au_bound_high(mean, alpha) : au_bound_low(mean, alpha);
    const double best = slope < 0 ? au_bound_low(mean, alpha / 3) : au_bound_high(mean, alpha / 3);
    return (struct bounds){between_0_and_1(intercept + slope * stat.mean), between_0_and_1(intercept + slope * worst),
                           between_0_and_1(intercept + slope * best)};
}

static struct bounds least(struct bounds a, struct bounds b)
{
    return (struct bounds){fmin(a.estimate, b.estimate), fmin(a.low, b.low), fmin(a.high, b.high)};
}

static struct au_stat need_of(const struct au_findings *f, size_t k)
{
    if (k != AU_ALL_CLASSES) return f->of_class[k].lost[AU_ARM_CLEAN];
    struct au_stat all = {0};
    double images = 0;
    for (uint32_t c = 0; c < f->classes; c++) images += f->of_class[c].images;
    for (uint32_t c = 0; c < f->classes && images > 0; c++) {
        const double share = f->of_class[c].images / images;
        all.mean += share * f->of_class[c].lost[AU_ARM_CLEAN].mean;
        all.se = hypot(all.se, share * f->of_class[c].lost[AU_ARM_CLEAN].se);
    }
    return all;
}

static double room_of(const struct au_findings *f, size_t k)
{
    const double error = k == AU_ALL_CLASSES ? f->clean_error : f->of_class[k].clean_error;
    return fmax(0.05, 1 - error - 1 / (double)f->classes);
}

static const double level = 0.05; /* typicality.c: the share of clean images that are atypical */

struct au_redundancy au_redundancy(const struct au_findings *f, size_t k)
{
    const struct au_insight *in = insight_of(f, k);
    const double clusters = clusters_of(f, k);
    const struct au_stat need = need_of(f, k);
    if (f->unchanged >= 1) return (struct au_redundancy){1, 1, 1, true};
    const struct bounds overlap = line(in->overlap, clusters, 0, 1);
    const struct bounds typical = line(in->atypical_own, clusters, 1 / (1 - level), -1 / (1 - level));
    const struct bounds readable = line(need, clusters, 1, -1 / room_of(f, k));
    const struct bounds all = least(overlap, least(typical, readable));
    const bool is_redundant = in->has_overlap && in->has_typicality && overlap.estimate >= 0.9 &&
                              typical.estimate >= 0.95 && au_case_high(need, clusters) < AU_MARGIN_CONFLICT;
    return (struct au_redundancy){all.estimate, all.low, all.high, is_redundant};
}

/* ---- the curve in p ---- */

typedef double (*curve_fn)(struct au_stat stat, double clusters);

static double estimate_of(struct au_stat stat, double clusters)
{
    (void)clusters;
    return stat.mean;
}

/* The curve starts at (0, 0): what is never applied costs nothing. */
static double first_reach(const struct au_findings *f, const struct au_class_findings *c, curve_fn value)
{
    double p = 0, before = 0;
    for (int i = 0; i < AU_P_GRID - 1; i++) {
        const double here = value(c->conflict[i], c->clusters);
        if (here >= AU_MARGIN_CONFLICT)
            return p + (f->probability[i] - p) * (AU_MARGIN_CONFLICT - before) / (here - before);
        p = f->probability[i];
        before = here;
    }
    return 1;
}

struct aug_number au_margin_probability(const struct au_findings *f, size_t k)
{
    const struct au_class_findings *c = &f->of_class[k];
    const double estimate = first_reach(f, c, estimate_of);
    return (struct aug_number){
        estimate, fmin(estimate, first_reach(f, c, au_case_high)), fmax(estimate, first_reach(f, c, au_case_low)),
        "linear between p = 0, 0.1, 0.25, 0.5, 0.75 and 0.9; bounds of the curve at one-sided 95 %",
        AUG_GRADE_ESTIMATED};
}

/* ---- coverage ---- */

static const double worth_something = 0.1, worth_nothing = 0.05, confusing = 0.9;

enum au_coverage_kind au_coverage_kind(const struct au_insight *in, double clusters)
{
    const size_t g = (size_t)clusters;
    if (!in->has_coverage || !in->has_worth || g < 2) return AU_COVERAGE_UNKNOWN;
    const struct au_mean worth = {in->worth.mean, in->worth.se, g, 0},
                         ratio = {in->gain_ratio.mean, in->gain_ratio.se, g, 0},
                         change = {in->neighbour_change.mean, in->neighbour_change.se, g, 0};
    if (in->has_ratio && au_bound_high(ratio, alpha) < confusing && au_bound_high(change, alpha) < 0)
        return AU_COVERAGE_CONFUSER;
    if (in->has_worth && au_bound_low(worth, alpha) >= worth_something && in->gain_ratio.mean >= 1)
        return AU_COVERAGE_GAP;
    if (au_bound_high(worth, alpha) < worth_nothing) return AU_COVERAGE_NOTHING;
    return AU_COVERAGE_MIXED;
}

/* ---- cues ---- */

static const double carries = 0.3, half = 0.5;

static struct au_mean mean_of(struct au_stat stat, size_t clusters)
{
    return (struct au_mean){stat.mean, stat.se, clusters, 0};
}

/* Colours alone now say another class (the cue of case.c), and say it oftener than they say it of that class: not all is read alike. */
static bool colours_point_elsewhere(const struct au_findings *f, size_t k)
{
    for (uint32_t i = 0; k != AU_ALL_CLASSES && i < f->pair_count; i++) {
        const struct au_pair_findings *p = &f->pairs[i];
        if ((size_t)p->from == k && au_case_is_cue(f, p) && p->landing[2].mean > f->of_class[p->to].own[2]) return true;
    }
    return false;
}

enum au_cue_state au_cue_state(const struct au_findings *f, size_t k, enum au_cue cue)
{
    const struct au_insight *in = insight_of(f, k);
    const struct au_cue_stats *c = &in->cue[cue];
    const size_t g = (size_t)clusters_of(f, k);
    if (!in->has_cues || g < 2 || au_bound_low(mean_of(c->clean, g), alpha) < carries) return AU_CUE_SILENT;
    if (au_bound_low(mean_of(c->misled, g), alpha) > AU_MARGIN_LANDING) return AU_CUE_INVALID;
    if (cue == AU_CUE_COLOUR && colours_point_elsewhere(f, k)) return AU_CUE_INVALID;
    if (au_bound_high(mean_of(c->kept, g), alpha) < half * c->clean.mean) return AU_CUE_INVALID;
    const bool tells = au_bound_low(mean_of(c->kept, g), alpha) >= half * c->clean.mean &&
                       au_bound_high(mean_of(c->misled, g), alpha) < AU_MARGIN_LANDING;
    return tells ? AU_CUE_TELLS : AU_CUE_OPEN;
}

static const char *word_of(const struct au_insight *in, enum au_cue cue)
{
    static const char *const words[AU_CUES] = {"colour", "shape", "texture", "position"};
    return cue == AU_CUE_COLOUR && in->is_grey ? "tone" : words[cue];
}

int au_name_cues(const struct au_findings *f, size_t k, enum au_cue_state state, struct au_text *text)
{
    int count = 0, said = 0;
    for (int i = 0; i < AU_CUES; i++) count += au_cue_state(f, k, (enum au_cue)i) == state;
    for (int i = 0; text && i < AU_CUES; i++) {
        if (au_cue_state(f, k, (enum au_cue)i) != state) continue;
        au_text_printf(text, "%s%s",
                       said == 0           ? ""
                       : said + 1 == count ? " and "
                                           : ", ",
                       word_of(insight_of(f, k), (enum au_cue)i));
        said++;
    }
    return count;
}
