/* SPDX-License-Identifier: Apache-2.0
 * outcome.c - labels, doses, costs and probabilities added up. */
#include "outcome.h"

#include <math.h>
#include <string.h>

static void count_labels(struct au_outcome *o)
{
    const struct au_findings *f = o->in->findings;
    for (size_t k = 0; k < f->classes; k++) {
        const struct au_judged_class *c = &o->judgement->classes[k];
        const double images = f->of_class[k].images;
        if (images == 0) continue;
        o->classes++;
        o->images += images;
        o->broken += c->label == AUG_LABEL_BROKEN;
        o->broken_images += c->label == AUG_LABEL_BROKEN ? images : 0;
        o->kept += c->label == AUG_LABEL_KEPT;
        o->undecided += c->label == AUG_LABEL_UNDECIDED;
        o->few += c->cause == AU_CAUSE_FEW;
        o->suspicious += c->cause == AU_CAUSE_SUSPICION;
    }
}

/* Like labels (judge.c): where a range only grows and the class is kept as a whole, a collision at one fixed strength is a learner's weakness; a loss is not. */
bool au_outcome_breaks_at(const struct au_outcome *o, const struct au_judged_dose *dose, size_t k)
{
    const struct au_judged_class *c = &dose->classes[k], *whole = &o->judgement->classes[k];
    if (whole->cause == AU_CAUSE_RULING) return whole->label == AUG_LABEL_BROKEN;
    if (c->cause == AU_CAUSE_LOST) return true;
    if (!dose->own_view && o->judgement->classes[k].label == AUG_LABEL_KEPT) return false;
    return c->label == AUG_LABEL_BROKEN || (c->cause == AU_CAUSE_SUSPICION && c->strong_suspicion);
}

static bool dose_is_safe(const struct au_outcome *o, size_t i)
{
    for (size_t k = 0; k < o->in->findings->classes; k++)
        if (au_outcome_breaks_at(o, &o->judgement->doses[i], k)) return false;
    return true;
}

static double total_harm(const struct au_outcome *o, size_t i)
{
    double sum = 0;
    for (size_t k = 0; k < o->in->findings->classes; k++) sum += o->judgement->doses[i].classes[k].harm.estimate;
    return sum;
}

/* Where the transform does least: 0 if the doses lie around it, else the strength with the least harm. */
static double neutral_strength(const struct au_outcome *o, size_t from, size_t to)
{
    const struct au_judged_dose *doses = o->judgement->doses;
    if (doses[from].strength <= 0 && doses[to - 1].strength >= 0) return 0;
    size_t best = from;
    for (size_t i = from + 1; i < to; i++)
        if (total_harm(o, i) < total_harm(o, best)) best = i;
    return doses[best].strength;
}

/* Doses from .. to - 1 are those of one parameter. Safe are those nearer to neutral than the nearest unsafe one on either side: fixed sequence
 * from weak to strong, so that one unsafe strength ends the search (methods.md F29), and the same reach both ways. */
static void find_safe_of(struct au_outcome *o, size_t from, size_t to)
{
    const struct au_judged_dose *doses = o->judgement->doses;
    const double neutral = neutral_strength(o, from, to);
    double unsafe = INFINITY, low = INFINITY, high = -INFINITY;
    for (size_t i = from; i < to; i++)
        if (!doses[i].beyond && !dose_is_safe(o, i)) unsafe = fmin(unsafe, fabs(doses[i].strength - neutral));
    for (size_t i = from; i < to; i++) {
        if (doses[i].beyond || fabs(doses[i].strength - neutral) >= unsafe) continue;
        low = fmin(low, doses[i].strength);
        high = fmax(high, doses[i].strength);
    }
    if (isinf(unsafe) || low > high) return;
    const bool around_zero = neutral == 0;
    o->safe_param = doses[from].param;
    o->safe_low = around_zero ? fmin(low, -0.0) : low;
    o->safe_high = around_zero ? fmax(high, 0.0) : high;
    o->has_safe_dose = o->safe_low < o->safe_high || low == high;
}

static void find_safe_doses(struct au_outcome *o)
{
    const struct au_judgement *j = o->judgement;
    for (size_t from = 0, to; from < j->dose_count && !o->has_safe_dose; from = to) {
        for (to = from + 1; to < j->dose_count && strcmp(j->doses[to].param, j->doses[from].param) == 0;) to++;
        find_safe_of(o, from, to);
    }
}

struct au_mean au_outcome_need(const struct au_findings *f)
{
    double sum = 0, variance = 0, count = 0;
    for (uint32_t k = 0; k < f->classes; k++) {
        const struct au_class_findings *c = &f->of_class[k];
        if (c->images == 0) continue;
        sum += c->lost[AU_ARM_CLEAN].mean;
        variance += c->lost[AU_ARM_CLEAN].se * c->lost[AU_ARM_CLEAN].se;
        count++;
    }
    return (struct au_mean){.mean = count > 0 ? sum / count : 0, .se = count > 0 ? sqrt(variance) / count : 0};
}

static bool all_kept(const struct au_outcome *o, const struct au_judged_dose *dose)
{
    for (size_t k = 0; k < o->in->findings->classes; k++)
        if (dose->classes[k].label != AUG_LABEL_KEPT && dose->classes[k].cause != AU_CAUSE_FEW) return false;
    return true;
}

/* Room to widen: half as far again every class still keeps its label, and a clean learner lacks it there (methods.md section 6, 6e). */
static void find_room(struct au_outcome *o)
{
    const struct au_judgement *j = o->judgement;
    size_t beyond = 0, fine = 0;
    for (size_t i = 0; i < j->dose_count; i++) {
        if (!j->doses[i].beyond) continue;
        const struct au_mean need = au_outcome_need(j->doses[i].findings);
        beyond++;
        fine += all_kept(o, &j->doses[i]) && need.mean - 1.645 * need.se > AU_MARGIN_NEED;
        o->room_param = j->doses[i].param;
        o->room_low = fmin(o->room_low, j->doses[i].strength);
        o->room_high = fmax(o->room_high, j->doses[i].strength);
    }
    o->has_room = beyond > 0 && fine == beyond;
}

static void find_costs(struct au_outcome *o)
{
    const struct au_findings *f = o->in->findings;
    double variance = 0, floor = 0;
    o->need_upper = -1;
    for (size_t k = 0; k < f->classes; k++) {
        const struct au_class_findings *c = &f->of_class[k];
        if (c->images == 0) continue;
        o->excess += c->excess.mean / (double)o->classes;
        variance += c->excess.se * c->excess.se;
        floor += 1.5 / c->clusters * (1.5 / c->clusters);
        const double need = c->lost[AU_ARM_CLEAN].mean + 2 * c->lost[AU_ARM_CLEAN].se;
        if (c->clusters < AU_FEW_CLUSTERS || need <= o->need_upper) continue;
        o->need_upper = need;
        o->need_class = k;
    }
    o->excess_low = o->excess - 1.645 * sqrt(variance + floor) / (double)(o->classes ? o->classes : 1);
}

static bool safe_at(const struct au_findings *f, const struct au_overview *overview, int p_index)
{
    for (size_t k = 0; k < f->classes; k++)
        if (f->of_class[k].images > 0 && au_case_conflict_upper(f, overview, k, p_index) >= AU_MARGIN_CONFLICT)
            return false;
    return true;
}

static void find_safe_p(struct au_outcome *o, const struct au_overview *overview)
{
    const struct au_findings *f = o->in->findings;
    for (int i = 0; i < AU_P_GRID - 1 && safe_at(f, overview, i); i++) o->safe_p = f->probability[i];
    o->conflict_upper = -1;
    for (size_t k = 0; k < f->classes; k++) {
        const double upper = f->of_class[k].images > 0 ? au_case_conflict_upper(f, overview, k, AU_P_HALF) : -1;
        if (upper <= o->conflict_upper) continue;
        o->conflict_upper = upper;
        o->conflict_class = k;
    }
}

enum aug_status au_outcome_make(const struct au_judgement_input *in, const struct au_judgement *judgement,
                                struct au_outcome *out, struct aug_error *err)
{
    struct au_overview overview = {0};
    *out = (struct au_outcome){.in = in, .judgement = judgement};
    AUG_TRY(au_overview_make(in->findings, &overview, err));
    count_labels(out);
    find_safe_doses(out);
    find_room(out);
    find_costs(out);
    find_safe_p(out, &overview);
    return AUG_OK;
}
