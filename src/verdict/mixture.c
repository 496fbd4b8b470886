/* SPDX-License-Identifier: Apache-2.0
 * mixture.c - when the shared label of mixtures is right, wrong, or open. */
#include "mixture.h"

#include <math.h>
#include <string.h>

static const double alpha = 0.05;

bool au_is_mixture(const struct au_findings *f)
{
    return f->mixing.images > 0 && !f->mixing.keeps_label;
}

static const struct au_class_findings *own(const struct au_case *c)
{
    return &c->findings->of_class[c->class_index];
}

/* ---- a third class ---- */

/* Each sign of each group is one of so many tests: partners times third classes, and third classes for all partners together. */
static double tail_of(const struct au_findings *f, const struct au_pair_findings *p)
{
    const double classes = f->classes;
    return alpha / (p->with >= 0 ? 2 * classes * classes : 2 * classes);
}

static double margin_of(const struct au_pair_findings *p)
{
    return p->with >= 0 ? AU_MARGIN_PAIR : AU_MARGIN_THIRD;
}

static double landing_of(const struct au_pair_findings *p)
{
    return fmax(p->landing[0].mean, p->landing[1].mean);
}

/* Read as and typical of the third class, for sure in one embedding and more often than of its images in both; still read so by a learner of mixtures; and clean images of the third
 * class are drawn towards the two. As for a collision (R3), with the margin of a group. */
static bool is_intrusion(const struct au_findings *f, const struct au_pair_findings *p)
{
    const double tail = tail_of(f, p), margin = margin_of(p), to = f->of_class[p->to].clusters;
    const double lands = fmax(au_case_low_at(p->landing[0], p->clusters, tail),
                              au_case_low_at(p->landing[1], p->clusters, tail));
    const bool outweighs = p->with < 0 || (p->landing[0].mean > p->home[0] && p->landing[1].mean > p->home[1]);
    const bool is_read = au_case_low_at(p->directed, p->clusters, tail) > margin;
    const bool harms = au_case_low_at(p->plug_in_harm, to, tail) > AU_MARGIN_ROUNDING ||
                       au_case_low_at(p->pooled_harm, to, tail) > AU_MARGIN_CONFLICT;
    return lands > margin && outweighs && is_read && harms;
}

static bool is_suspect(const struct au_pair_findings *p)
{
    return landing_of(p) > margin_of(p) && p->directed.mean > margin_of(p) / 2;
}

static bool is_in(const int *list, size_t count, int partner)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == partner) return true;
    return false;
}

static void add_once(int *list, size_t *count, int partner)
{
    if (*count < AU_PARTNERS_MAX && !is_in(list, *count, partner)) list[(*count)++] = partner;
}

/* Two groups may name one third class. */
static void forget_proven_suspects(struct au_case *c)
{
    size_t left = 0;
    for (size_t i = 0; i < c->suspect_count; i++)
        if (!is_in(c->hits, c->hit_count, c->suspects[i])) c->suspects[left++] = c->suspects[i];
    c->suspect_count = left;
}

static const struct au_pair_findings *stronger(const struct au_pair_findings *a, const struct au_pair_findings *b)
{
    return a && landing_of(a) >= landing_of(b) ? a : b;
}

void au_mixture_collide(struct au_case *c)
{
    const struct au_pair_findings *hit = NULL, *suspected = NULL;
    for (uint32_t i = 0; i < c->findings->pair_count; i++) {
        const struct au_pair_findings *p = &c->findings->pairs[i];
        if ((size_t)p->from != c->class_index) continue;
        if (is_intrusion(c->findings, p)) {
            add_once(c->hits, &c->hit_count, p->to);
            hit = stronger(hit, p);
        } else if (is_suspect(p)) {
            add_once(c->suspects, &c->suspect_count, p->to);
            suspected = stronger(suspected, p);
        }
    }
    forget_proven_suspects(c);
    c->strongest = hit ? hit : suspected;
    c->strongest_landing = c->strongest ? landing_of(c->strongest) : 0;
    c->tail = c->strongest ? tail_of(c->findings, c->strongest) : alpha;
}

bool au_mixture_intrudes(const struct au_case *c)
{
    return au_is_mixture(c->findings) && c->hit_count > 0;
}

/* ---- shares ---- */

bool au_mixture_misstates(const struct au_case *c)
{
    return au_is_mixture(c->findings) && c->findings->mixing.hides &&
           au_case_low(own(c)->mixing.gap, own(c)->mixing.told_clusters) > AU_MARGIN_SHARE;
}

bool au_mixture_is_suspected(const struct au_case *c)
{
    const bool gap = c->findings->mixing.hides && own(c)->mixing.gap.mean > AU_MARGIN_SHARE;
    return au_is_mixture(c->findings) && (c->suspect_count > 0 || gap);
}

bool au_mixture_is_blind(const struct au_case *c)
{
    return au_is_mixture(c->findings) && c->blind_to >= 0;
}

/* ---- what a kept label needs ---- */

struct list {
    struct au_mixture_sign *signs;
    size_t count;
};

static void add(struct list *list, const char *number, struct au_stat stat, double clusters, double margin)
{
    list->signs[list->count++] = (struct au_mixture_sign){number, stat.mean, au_case_low(stat, clusters),
                                                          au_case_high(stat, clusters), margin};
}

/* Any learner that reads the label proves that it is there: the better one counts. */
static struct au_stat best_of(const struct au_stat *stats, size_t count, double clusters)
{
    size_t best = 0;
    for (size_t i = 1; i < count; i++)
        if (au_case_high(stats[i], clusters) < au_case_high(stats[best], clusters)) best = i;
    return stats[best];
}

static struct au_stat misplaced(const struct au_class_findings *f)
{
    return best_of(f->mixing.misplaced, AU_MIXED_LEARNERS, f->clusters);
}

static struct au_stat third(const struct au_class_findings *f)
{
    return best_of(f->mixing.third, 2, f->clusters);
}

size_t au_mixture_signs(const struct au_case *c, struct au_mixture_sign signs[AU_MIXTURE_SIGNS])
{
    const struct au_class_findings *f = own(c);
    struct list list = {signs, 0};
    /* A learner that is half sure of its classes can show half of a loss. */
    add(&list, "misplaced_label", misplaced(f), f->clusters, AU_MARGIN_LOSS * fmax(0.02, f->mixing.skill));
    add(&list, "third_class", third(f), f->clusters, AU_MARGIN_THIRD);
    if (c->findings->mixing.images == 2)
        add(&list, "third_class_pair", f->mixing.worst_third, f->mixing.worst_clusters, AU_MARGIN_PAIR);
    if (c->findings->mixing.hides) {
        add(&list, "share_difference", f->mixing.difference, f->mixing.told_clusters, AU_MARGIN_SHARE);
        add(&list, "share_overstated", f->mixing.overstated, f->mixing.told_clusters, AU_MARGIN_OVERSTATED);
    }
    if (c->seen_upper >= AU_MARGIN_CONFLICT || c->conflict_upper < AU_MARGIN_CONFLICT)
        signs[list.count++] = (struct au_mixture_sign){"conflict", f->conflict[AU_P_HALF].mean,
                                                       au_case_low(f->conflict[AU_P_HALF], f->clusters),
                                                       c->conflict_upper, AU_MARGIN_CONFLICT};
    return list.count;
}

static double groups_for_pairs(const struct au_case *c)
{
    const struct au_class_mixing *m = &own(c)->mixing;
    if (c->findings->mixing.images != 2 || m->fewest >= AU_EVEN_MIN) return own(c)->clusters;
    return m->fewest > 0 ? ceil(own(c)->clusters * AU_EVEN_MIN / m->fewest) : 0;
}

static bool met_all(const struct au_case *c)
{
    return c->findings->mixing.images != 2 || own(c)->mixing.fewest >= AU_EVEN_MIN;
}

static bool is_judged(const struct au_case *c)
{
    return !c->findings->mixing.hides || own(c)->mixing.judged >= AU_JUDGED_MIN;
}

bool au_mixture_is_fair(const struct au_case *c)
{
    struct au_mixture_sign signs[AU_MIXTURE_SIGNS];
    const size_t count = au_is_mixture(c->findings) ? au_mixture_signs(c, signs) : 0;
    for (size_t i = 0; i < count; i++)
        if (signs[i].high >= signs[i].margin) return false;
    return count > 0 && met_all(c) && is_judged(c);
}

/* Widths shrink with the root of the number. */
double au_mixture_groups_needed(const struct au_case *c)
{
    struct au_mixture_sign signs[AU_MIXTURE_SIGNS];
    const size_t count = au_mixture_signs(c, signs);
    double most = groups_for_pairs(c);
    if (most == 0 || !is_judged(c)) return 0;
    for (size_t i = 0; i < count; i++) {
        if (signs[i].high < signs[i].margin) continue;
        if (signs[i].estimate >= signs[i].margin) return 0;
        const double ratio = (signs[i].high - signs[i].estimate) / (signs[i].margin - fmax(0, signs[i].estimate));
        most = fmax(most, ceil(own(c)->clusters * ratio * ratio));
    }
    return most > own(c)->clusters && most < 1e6 ? most : 0;
}

/* ---- deciding numbers ---- */

static const char careful[] = "cluster-t, one-sided 95 % bounds, at least 1.5 discordant clusters wide";

static double inside(double value)
{
    return fmax(-1, fmin(1, value));
}

static void put(struct aug_deciding *out, const struct au_mixture_sign *sign, const char *method, enum aug_grade grade)
{
    const double e = inside(fmin(sign->estimate, sign->high));
    out->number = sign->number;
    out->value = (struct aug_number){e, fmin(e, inside(sign->low)), fmax(e, inside(sign->high)), method, grade};
    out->margin = sign->margin;
}

static void put_landing(const struct au_case *c, enum aug_grade grade, struct aug_deciding *out)
{
    static const char *const names[2][2] = {{"intrusion", "intrusion_pixels"},
                                            {"pair_intrusion", "pair_intrusion_pixels"}};
    const struct au_pair_findings *p = c->strongest;
    const int space = au_case_low_at(p->landing[1], p->clusters, c->tail) >
                      au_case_low_at(p->landing[0], p->clusters, c->tail);
    const struct au_stat stat = p->landing[space];
    const struct au_mixture_sign sign = {names[p->with >= 0][space], stat.mean,
                                         au_case_low_at(stat, p->clusters, c->tail),
                                         au_case_high_at(stat, p->clusters, c->tail), margin_of(p)};
    put(out, &sign, "cluster-t, one-sided 5 % over the number of pairs and third classes", grade);
}

void au_mixture_decide_intrusion(const struct au_case *c, struct aug_deciding *out)
{
    put_landing(c, AUG_GRADE_ESTIMATED, out);
}

static void put_gap(const struct au_case *c, enum aug_grade grade, struct aug_deciding *out)
{
    const struct au_stat gap = own(c)->mixing.gap;
    const struct au_mixture_sign sign = {"share_gap", gap.mean, au_case_low(gap, own(c)->mixing.told_clusters),
                                         au_case_high(gap, own(c)->mixing.told_clusters), AU_MARGIN_SHARE};
    put(out, &sign, careful, grade);
}

void au_mixture_decide_misstated(const struct au_case *c, struct aug_deciding *out)
{
    put_gap(c, AUG_GRADE_ESTIMATED, out);
}

void au_mixture_decide_suspicion(const struct au_case *c, struct aug_deciding *out)
{
    if (c->suspect_count > 0) put_landing(c, AUG_GRADE_SUSPECTED, out);
    else put_gap(c, AUG_GRADE_SUSPECTED, out);
}

static struct au_mixture_sign nearest(const struct au_case *c)
{
    struct au_mixture_sign signs[AU_MIXTURE_SIGNS];
    const size_t count = au_mixture_signs(c, signs);
    size_t best = 0;
    for (size_t i = 1; i < count; i++)
        if (signs[i].high / signs[i].margin > signs[best].high / signs[best].margin) best = i;
    return signs[best];
}

void au_mixture_decide_fair(const struct au_case *c, struct aug_deciding *out)
{
    const struct au_mixture_sign sign = nearest(c);
    put(out, &sign, careful, AUG_GRADE_ESTIMATED);
}

void au_mixture_decide_open(const struct au_case *c, struct aug_deciding *out)
{
    const struct au_mixture_sign sign = nearest(c);
    out->number = NULL;
    if (sign.high >= sign.margin) put(out, &sign, careful, AUG_GRADE_ESTIMATED);
}

/* ---- sentences ---- */

static double points(double share)
{
    return 100 * share;
}

static void say_landing(const struct au_class_story *s)
{
    const struct au_pair_findings *p = s->c->strongest;
    if (p->with < 0)
        au_text_printf(
            s->text,
            "up to %.0f %% of its mixtures are read as, and look typical of, %s, which none of their images is",
            points(s->c->strongest_landing), s->class_names[p->to]);
    else
        au_text_printf(s->text, "up to %.0f %% of its even mixtures with %s are read as, and look typical of, %s",
                       points(s->c->strongest_landing), p->with == p->from ? "its own class" : s->class_names[p->with],
                       s->class_names[p->to]);
}

void au_mixture_say_intrusion(const struct au_class_story *s)
{
    au_text_puts(s->text, "Its mixtures become a third class: ");
    say_landing(s);
    au_text_puts(
        s->text,
        ", also by a learner of mixtures, and training on them draws clean images of that class away from it.");
}

void au_mixture_say_misstated(const struct au_class_story *s)
{
    const struct au_class_findings *f = own(s->c);
    au_text_printf(
        s->text,
        "The label of its mixtures does not say what is seen: on average at least %.0f %% of it belong to another "
        "image than the one that shows (by the surer of two readings; margin %.0f), and in %.0f %% an image with a good part of the label is hardly seen.",
        points(au_case_low(f->mixing.gap, f->mixing.told_clusters)), points(AU_MARGIN_SHARE),
        points(f->mixing.overstated.mean));
}

void au_mixture_say_suspicion(const struct au_class_story *s)
{
    if (s->c->suspect_count > 0) {
        au_text_puts(s->text, "Its mixtures may become a third class: ");
        say_landing(s);
        au_text_puts(s->text, ", but not all signs of it agree.");
        return;
    }
    au_text_printf(
        s->text,
        "The label of its mixtures may not say what is seen: by estimate %.0f %% of it belong to another image than the one that "
        "shows (margin %.0f).",
        points(own(s->c)->mixing.gap.mean), points(AU_MARGIN_SHARE));
}

void au_mixture_say_fair(const struct au_class_story *s)
{
    struct au_mixture_sign signs[AU_MIXTURE_SIGNS];
    const size_t count = au_mixture_signs(s->c, signs);
    au_text_printf(
        s->text,
        "The shared label can be read off its mixtures: at most %.1f %% of it are misplaced beyond what is misplaced on the images by "
        "themselves, and at most %.1f %% of them are read as a third class",
        points(fmax(0, signs[0].high)), points(fmax(0, signs[1].high)));
    for (size_t i = 2; i < count; i++)
        if (strcmp(signs[i].number, "share_difference") == 0)
            au_text_printf(s->text, "; it differs from what is seen by at most %.1f %%", points(signs[i].high));
    au_text_puts(s->text, ".");
}

static const struct {
    const char *number, *words; /* "up to N " + words */
} opens[] = {
    {"misplaced_label", "% of the shared label may be misplaced by who learns from mixtures"},
    {"third_class", "% of its mixtures may be read as a third class by who learns from mixtures"},
    {"third_class_pair", "% of its even mixtures with one class may be read as a third class"},
    {"share_difference", "% of the label may belong to another image than the one that shows"},
    {"share_overstated", "% of its mixtures may have a label for what is hardly seen"},
    {"conflict", "points of clean accuracy may be lost by training with it"},
};

static void say_few_even(const struct au_class_story *s)
{
    const struct au_class_mixing *m = &own(s->c)->mixing;
    au_text_printf(s->text, "Open: only %.0f of its even mixtures with %s were seen (%d are needed).", m->fewest,
                   m->fewest > 0 && m->fewest_with != (int32_t)s->c->class_index ? s->class_names[m->fewest_with]
                   : m->fewest > 0                                               ? "its own class"
                                                                                 : "some class",
                   AU_EVEN_MIN);
}

static void say_few_judged(const struct au_class_story *s)
{
    au_text_printf(
        s->text, "Open: only %.0f %% of its mixtures have images that the learners know, too few to say what is seen.",
        points(own(s->c)->mixing.judged));
}

void au_mixture_say_open(const struct au_class_story *s)
{
    const struct au_mixture_sign sign = nearest(s->c);
    const bool all_inside = sign.high < sign.margin;
    if (!met_all(s->c) && (all_inside || strcmp(sign.number, "third_class_pair") == 0)) say_few_even(s);
    else if (all_inside) say_few_judged(s);
    else {
        au_text_puts(s->text, "Open: up to ");
        for (size_t i = 0; i < sizeof opens / sizeof *opens; i++)
            if (strcmp(opens[i].number, sign.number) == 0)
                au_text_printf(s->text, "%.1f %s", points(fmin(1, sign.high)), opens[i].words);
        au_text_printf(s->text, " (margin %.1f).", points(sign.margin));
    }
}

/* ---- evidence ---- */

static void list_number(struct aug_evidence *items, size_t *count, const char *name, struct au_stat stat,
                        double clusters)
{
    const double e = inside(stat.mean);
    items[(*count)++] = (struct aug_evidence){name,
                                              {e, fmin(e, inside(au_case_low(stat, clusters))),
                                               fmax(e, inside(au_case_high(stat, clusters))), careful,
                                               AUG_GRADE_ESTIMATED}};
}

static const struct au_pair_findings *best_pair(const struct au_findings *f, size_t k)
{
    const struct au_pair_findings *best = NULL;
    for (uint32_t i = 0; i < f->pair_count; i++)
        if ((size_t)f->pairs[i].from == k && f->pairs[i].with >= 0) best = stronger(best, &f->pairs[i]);
    return best;
}

static void list_pair(struct aug_evidence *items, size_t *count, const struct au_findings *f, size_t k)
{
    const struct au_pair_findings *p = best_pair(f, k);
    if (!p) return;
    list_number(items, count, "pair_intrusion", p->landing[0], p->clusters);
    list_number(items, count, "pair_intrusion_pixels", p->landing[1], p->clusters);
    list_number(items, count, "plug_in_harm", p->plug_in_harm, f->of_class[p->to].clusters);
    list_number(items, count, "pooled_harm", p->pooled_harm, f->of_class[p->to].clusters);
}

static void list_shares(struct aug_evidence *items, size_t *count, const struct au_class_findings *c)
{
    list_number(items, count, "share_difference", c->mixing.difference, c->mixing.told_clusters);
    list_number(items, count, "share_gap", c->mixing.gap, c->mixing.told_clusters);
    list_number(items, count, "share_overstated", c->mixing.overstated, c->mixing.told_clusters);
    items[(*count)++] = (struct aug_evidence){
        "share_judged", {c->mixing.judged, c->mixing.judged, c->mixing.judged, "count", AUG_GRADE_ESTIMATED}};
}

size_t au_mixture_evidence(const struct au_findings *f, size_t k, struct aug_evidence *items)
{
    const struct au_class_findings *c = &f->of_class[k];
    size_t count = 0;
    list_number(items, &count, "misplaced_label", misplaced(c), c->clusters);
    list_number(items, &count, "third_class", third(c), c->clusters);
    list_number(items, &count, "intrusion", c->mixing.intrusion[0], c->clusters);
    list_number(items, &count, "intrusion_pixels", c->mixing.intrusion[1], c->clusters);
    if (c->mixing.worst_with >= 0)
        list_number(items, &count, "third_class_pair", c->mixing.worst_third, c->mixing.worst_clusters);
    list_pair(items, &count, f, k);
    if (f->mixing.hides) list_shares(items, &count, c);
    return count;
}
