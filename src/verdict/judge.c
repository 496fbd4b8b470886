/* SPDX-License-Identifier: Apache-2.0
 * judge.c - labels over a range and its strata, and the numbers behind them.
 *
 * A range is judged as a whole and at fixed strengths inside it, and the worst answer stands (revision R5): over +-180 degrees the
 * collision of 6 and 9 is diluted below notice, at 180 degrees it is plain. That holds for views of their own: angles, hues, outcomes. Where a
 * range only grows in strength nothing is diluted, and a fixed small shift or shade can fool a learner that the mixture does not; there a
 * stratum worsens only what the range left open, and otherwise shows in the dose curve and in the advice. A stratum that is open for want of
 * precision never counts, nor does a suspect that is landed in less often than the own class. */
#include "judge.h"

#include <math.h>
#include <string.h>

#include "case.h"
#include "core/memory.h"
#include "counter.h"
#include "evidence/grades.h"
#include "insights.h"
#include "mixture.h"
#include "rulings.h"
#include "tells.h"

static void add_partners(struct au_judged_class *to, const struct au_judged_class *from)
{
    for (size_t i = 0; i < from->partner_count; i++) {
        bool known = false;
        for (size_t j = 0; j < to->partner_count; j++) known = known || to->partners[j] == from->partners[i];
        if (!known && to->partner_count < AU_JUDGED_PARTNERS) to->partners[to->partner_count++] = from->partners[i];
    }
}

static int severity(const struct au_judged_class *c)
{
    return c->label == AUG_LABEL_BROKEN ? 2 : c->label == AUG_LABEL_UNDECIDED ? 1 : 0;
}

static enum aug_status worsen(struct au_judged_class *whole, const struct au_judged_class *part,
                              const struct au_stratum_input *stratum, struct au_arena *arena, struct aug_error *err)
{
    if (!stratum->own_view && whole->label == AUG_LABEL_KEPT) return AUG_OK;
    const bool counts = part->label == AUG_LABEL_BROKEN ||
                        (part->cause == AU_CAUSE_SUSPICION && part->strong_suspicion);
    if (!counts) return AUG_OK;
    if (severity(part) > severity(whole)) {
        whole->label = part->label;
        whole->cause = part->cause;
        whole->deciding = part->deciding;
        whole->deciding.at = stratum->spec;
        whole->counter = part->counter;
        whole->counter_reach = part->counter_reach;
        whole->need = part->need;
        whole->touched = part->touched;
        whole->off_support = false;
        whole->reason = au_arena_printf(arena, "As %s: %s", stratum->spec, part->reason);
        if (!whole->reason) return au_no_memory(err, "the reason of a label");
    }
    add_partners(whole, part);
    return AUG_OK;
}

static enum aug_status judge_all(const struct au_findings *findings, const char *const *class_names,
                                 struct au_arena *arena, struct au_judged_class **out, struct aug_error *err)
{
    struct au_overview overview = {0};
    AUG_TRY(au_overview_make(findings, &overview, err));
    *out = au_arena_alloc(arena, findings->classes, sizeof **out);
    if (!*out) return au_no_memory(err, "the labels of a transform");
    for (size_t k = 0; k < findings->classes; k++)
        AUG_TRY(au_judge_class(findings, &overview, k, class_names, arena, &(*out)[k], err));
    return AUG_OK;
}

/* Strata come parameter by parameter; within one they are put in order. */
static bool in_order(const struct au_judged_dose *a, const struct au_judged_dose *b)
{
    return strcmp(a->param, b->param) != 0 || a->strength <= b->strength;
}

static void sort_doses(struct au_judged_dose *doses, size_t count)
{
    for (size_t i = 1; i < count; i++)
        for (size_t j = i; j > 0 && !in_order(&doses[j - 1], &doses[j]); j--) {
            const struct au_judged_dose kept = doses[j];
            doses[j] = doses[j - 1];
            doses[j - 1] = kept;
        }
}

enum aug_status au_judge(const struct au_judgement_input *in, struct au_arena *arena, struct au_judgement *out,
                         struct aug_error *err)
{
    *out = (struct au_judgement){0};
    AUG_TRY(judge_all(in->findings, in->class_names, arena, &out->classes, err));
    out->doses = au_arena_alloc(arena, in->stratum_count, sizeof *out->doses);
    if (!out->doses) return au_no_memory(err, "the doses of a transform");
    for (size_t i = 0; i < in->stratum_count; i++) {
        const struct au_stratum_input *stratum = &in->strata[i];
        struct au_judged_class *classes = NULL;
        AUG_TRY(judge_all(stratum->findings, in->class_names, arena, &classes, err));
        for (size_t k = 0; !stratum->beyond && k < in->findings->classes; k++)
            AUG_TRY(worsen(&out->classes[k], &classes[k], stratum, arena, err));
        if (stratum->param)
            out->doses[out->dose_count++] = (struct au_judged_dose){
                stratum->param,    stratum->spec, stratum->strength, stratum->own_view, stratum->beyond,
                stratum->findings, classes};
    }
    sort_doses(out->doses, out->dose_count);
    struct au_judged_class *unswapped = NULL;
    if (in->unswapped) AUG_TRY(judge_all(in->unswapped, in->class_names, arena, &unswapped, err));
    AUG_TRY(au_rulings_apply(in, unswapped, arena, out->classes, err));
    AUG_TRY(au_judge_transform(in, arena, out, err));
    return au_counter_choose(in, arena, out, err);
}

/* ---- the numbers behind a label ---- */

struct number_list {
    struct aug_evidence *items;
    size_t count;
};

static double inside(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

static void add(struct number_list *list, const char *name, double estimate, double low, double high,
                const char *method, enum aug_grade grade)
{
    const double e = inside(estimate, -1, 1);
    list->items[list->count++] = (struct aug_evidence){
        name, {e, inside(low < e ? low : e, -1, 1), inside(high > e ? high : e, -1, 1), method, grade}};
}

/* A loss after undoing is exact for a bijection only: else the better of two learners was chosen. */
static enum aug_grade grade_of_mean(const char *name, double clusters)
{
    return strcmp(name, "undone_loss") == 0 ? AUG_GRADE_ESTIMATED : au_grade_of(name, clusters);
}

static void add_stat(struct number_list *list, const char *name, struct au_stat stat, double clusters)
{
    add(list, name, stat.mean, au_case_low(stat, clusters), au_case_high(stat, clusters),
        "cluster-t, one-sided 95 % bounds, at least 1.5 discordant clusters wide", grade_of_mean(name, clusters));
}

/* Its numbers are not clipped: some are pixels. */
static void add_tells(struct number_list *list, const struct au_findings *f)
{
    list->count += au_tells_evidence(f, list->items + list->count);
}

static void add_point(struct number_list *list, const char *name, double value, const char *method,
                      enum aug_grade grade)
{
    add(list, name, value, value, value, method, grade);
}

static void add_strongest_pair(struct number_list *list, const struct au_findings *f, size_t k)
{
    const struct au_pair_findings *best = NULL;
    for (uint32_t i = 0; i < f->pair_count; i++)
        if ((size_t)f->pairs[i].from == k && (!best || f->pairs[i].landing[0].mean > best->landing[0].mean))
            best = &f->pairs[i];
    if (!best) return;
    add_stat(list, "landing", best->landing[0], f->of_class[k].clusters);
    add_stat(list, "landing_pixels", best->landing[1], f->of_class[k].clusters);
    add_stat(list, "directed_harm", best->directed, f->of_class[best->to].clusters);
    add_stat(list, "plug_in_harm", best->plug_in_harm, f->of_class[best->to].clusters);
    add_stat(list, "pooled_harm", best->pooled_harm, f->of_class[best->to].clusters);
}

#define NUMBERS_MAX (32 + AU_INSIGHT_NUMBERS + AU_MIXTURE_NUMBERS)

static const double hard = 0.05; /* points of confusion that matter: adequacy.c */

/* How each learner of clean images tells the class from its hardest neighbour, where that is hard. */
static void add_adequacy(struct number_list *list, const struct au_class_findings *c)
{
    static const char *const names[AU_READERS] = {"pair_error", "pair_error_pixels", "pair_error_colour",
                                                  "pair_error_second", "pair_error_networks"};
    const struct au_adequacy *a = &c->adequacy;
    const bool is_blind = c->blind_to >= 0;
    if (!is_blind && (a->hardest < 0 || a->error[AU_READER_MAIN] <= hard)) return;
    for (int i = 0; i < AU_READERS; i++)
        if (a->asked >> i & 1 || (is_blind && i == AU_READER_MAIN))
            add_point(list, names[i], is_blind && i == AU_READER_MAIN ? c->blind_error : a->error[i],
                      "cross-fitted, balanced over both directions", AUG_GRADE_ESTIMATED);
}

/* The p-curve beside `conflict`, which is at 1/2; the order is that of findings.h. */
static const char *const curve[AU_P_GRID - 1] = {"conflict_at_p10", "conflict_at_p25", NULL, "conflict_at_p75",
                                                 "conflict_at_p90"};

static void add_recovery(struct number_list *list, const struct au_findings *f, const struct au_class_findings *c)
{
    enum au_arm order[AU_ARM_COUNT];
    au_findings_arms(f, order);
    add_stat(list, "need", c->lost[AU_ARM_CLEAN], c->clusters);
    add_stat(list, "recoverability_loss", c->lost[order[0]], c->clusters);
    if (f->has_pixels) add_stat(list, "pixels_loss", c->pixels_lost, c->clusters);
    if (f->has_second) add_stat(list, "second_loss", c->second_lost, c->clusters);
    if (f->has_network) add_stat(list, "network_loss", c->network_lost, c->clusters);
    if (f->exact_undo) add_point(list, "undone_loss", 0, "exact: the transform is a bijection", AUG_GRADE_CERTIFIED);
    else if (f->has_undo) add_stat(list, "undone_loss", c->undone, c->clusters);
    add_point(list, "precision_loss", c->precision_lost[order[0]], "difference of class-balanced precisions",
              AUG_GRADE_ESTIMATED);
}

static void add_conflict(struct number_list *list, const struct au_class_findings *c)
{
    add_stat(list, "conflict", c->conflict[2], c->clusters);
    add_stat(list, "conflict_soft", c->conflict_soft, c->clusters);
    add_stat(list, "conflict_at_p", c->conflict[AU_P_GRID - 1], c->clusters);
    for (int i = 0; i < AU_P_GRID - 1; i++)
        if (curve[i]) add_stat(list, curve[i], c->conflict[i], c->clusters);
    add_stat(list, "retrained_excess", c->excess, c->clusters);
    add_stat(list, "seen_as_transformed", c->seen, c->clusters);
}

static void add_landing(struct number_list *list, const struct au_findings *f, size_t k)
{
    const struct au_class_findings *c = &f->of_class[k];
    add_point(list, "own_landing", c->own[0], "share of images", AUG_GRADE_SUSPECTED);
    add_point(list, "off_data", c->off_data, "share of images", AUG_GRADE_SUSPECTED);
    add_strongest_pair(list, f, k);
}

enum aug_status au_class_evidence(const struct au_findings *f, size_t k, const struct aug_evidence **out, size_t *count,
                                  struct au_arena *arena, struct aug_error *err)
{
    const struct au_class_findings *c = &f->of_class[k];
    struct number_list list = {au_arena_alloc(arena, NUMBERS_MAX, sizeof *list.items), 0};
    if (!list.items) return au_no_memory(err, "the evidence of a class");
    *out = list.items;
    *count = 0;
    if (c->images == 0) return AUG_OK;
    add_adequacy(&list, c);
    if (au_is_mixture(f)) list.count += au_mixture_evidence(f, k, list.items + list.count);
    else add_recovery(&list, f, c);
    add_conflict(&list, c);
    if (!au_is_mixture(f)) {
        add_landing(&list, f, k);
        au_insight_numbers(f, k, list.items, &list.count);
    }
    *count = list.count;
    return AUG_OK;
}

static void add_nats(struct number_list *list, const char *name, double value)
{
    list->items[list->count++] = (struct aug_evidence){
        name, {value, value, value, "marginal likelihood of a linear model", AUG_GRADE_ESTIMATED}};
}

static void add_dose_evidence(struct number_list *list, const struct au_findings *f)
{
    const struct au_dose_evidence *e = &f->dose_evidence;
    if (e->count == 0) return;
    const uint32_t best = au_dose_evidence_best(e);
    add_nats(list, "evidence_gain", e->evidence[best] - e->evidence[0]);
    add_nats(list, "evidence_reach", fmax(-e->low[best], e->high[best]));
}

enum aug_status au_transform_evidence(const struct au_findings *f, const struct aug_evidence **out, size_t *count,
                                      struct au_arena *arena, struct aug_error *err)
{
    struct number_list list = {au_arena_alloc(arena, NUMBERS_MAX + AU_TELLS_NUMBERS_MAX, sizeof *list.items), 0};
    if (!list.items) return au_no_memory(err, "the evidence of a transform");
    add_point(&list, "unchanged_share", f->unchanged, "count", AUG_GRADE_CERTIFIED);
    add_point(&list, "two_sample_error", f->two_sample_error, "cross-fitted ridge, isotonic calibration",
              AUG_GRADE_ESTIMATED);
    add_point(&list, "clean_error", f->clean_error, "cross-fitted ridge", AUG_GRADE_ESTIMATED);
    add_tells(&list, f);
    add_dose_evidence(&list, f);
    au_insight_numbers(f, AU_ALL_CLASSES, list.items, &list.count);
    *out = list.items;
    *count = list.count;
    return AUG_OK;
}
