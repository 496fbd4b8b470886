/* SPDX-License-Identifier: Apache-2.0
 * deciding.c - the deciding numbers, with the bounds that the rules compare. */
#include "deciding.h"

#include <math.h>

static const char careful[] = "cluster-t, one-sided 95 % bounds, at least 1.5 discordant clusters wide";
static const char smallest[] =
    "cluster-t, one-sided 95 % bounds; the upper one is the smallest of hard, soft and retrained";
static const char shared[] = "cluster-t, one-sided 95 % bounds; the upper one may lean on the other classes";

static double inside(double value)
{
    return fmax(-1, fmin(1, value));
}

static void put(struct aug_deciding *out, const char *number, double estimate, double low, double high,
                const char *method)
{
    const double e = inside(fmin(estimate, high));
    out->number = number;
    out->value = (struct aug_number){e, fmin(e, inside(low)), fmax(e, inside(high)), method, AUG_GRADE_ESTIMATED};
}

static const struct au_class_findings *own(const struct au_case *c)
{
    return &c->findings->of_class[c->class_index];
}

/* ---- of a class ---- */

void au_decide_nothing(const struct au_case *c, struct aug_deciding *out)
{
    (void)c;
    out->number = NULL;
}

static void put_unchanged(const struct au_findings *f, struct aug_deciding *out)
{
    put(out, "unchanged_share", f->unchanged, f->unchanged, f->unchanged, "count");
    out->value.grade = AUG_GRADE_CERTIFIED;
    out->margin = 0.999;
}

void au_decide_unchanged(const struct au_case *c, struct aug_deciding *out)
{
    put_unchanged(c->findings, out);
}

/* In the embedding whose lower bound is the higher one; for a suspicion, whose estimate is. */
void au_decide_landing(const struct au_case *c, struct aug_deciding *out)
{
    static const char *const names[] = {"landing", "landing_pixels"};
    const double clusters = own(c)->clusters;
    const bool is_hit = c->hit_count > 0;
    double low[2], rank[2];
    for (int i = 0; i < 2; i++) {
        low[i] = au_case_low_at(c->strongest->landing[i], clusters, c->tail);
        rank[i] = is_hit ? low[i] : c->strongest->landing[i].mean;
    }
    const int best = rank[1] > rank[0];
    const struct au_stat stat = c->strongest->landing[best];
    put(out, names[best], stat.mean, low[best], au_case_high_at(stat, clusters, c->tail),
        "cluster-t, one-sided 5 % over the number of classes that it might be taken for");
    out->margin = is_hit ? AU_MARGIN_LANDING : AU_SUSPECT_LANDING;
    if (!is_hit) out->value.grade = AUG_GRADE_SUSPECTED;
}

void au_decide_loss(const struct au_case *c, struct aug_deciding *out)
{
    if (c->can_undo) put(out, "undone_loss", c->undone_loss, c->undone_low, c->undone_high, careful);
    else put(out, "recoverability_loss", c->loss, c->loss_low, c->loss_high, careful);
    out->margin = fmax(AU_MARGIN_LOSS, 0.10 * c->room);
}

void au_decide_precision(const struct au_case *c, struct aug_deciding *out)
{
    put(out, "precision_loss", c->precision_lost, c->precision_lost, c->precision_lost,
        "difference of class-balanced precisions");
    out->margin = c->precision_lost > 0.20 ? 0.20 : 0.10;
}

void au_decide_blind(const struct au_case *c, struct aug_deciding *out)
{
    put(out, "pair_error", own(c)->blind_error, own(c)->blind_error, own(c)->blind_error,
        "cross-fitted, balanced over both directions");
    out->margin = c->blind_space < 0 ? AU_BLIND_ERROR : AU_POOR_ERROR;
}

static void put_conflict(const struct au_case *c, struct aug_deciding *out)
{
    const struct au_stat conflict = own(c)->conflict[AU_P_HALF], seen = own(c)->seen;
    if (c->conflict_upper < AU_MARGIN_CONFLICT || c->seen_upper >= AU_MARGIN_CONFLICT)
        put(out, "conflict", conflict.mean, au_case_low(conflict, own(c)->clusters), c->conflict_upper, smallest);
    else put(out, "seen_as_transformed", seen.mean, au_case_low(seen, own(c)->clusters), c->seen_upper, shared);
    out->margin = AU_MARGIN_CONFLICT;
}

static void put_nearer(const struct au_case *c, struct aug_deciding *out, double loss_upper)
{
    struct aug_deciding conflict = *out;
    put_conflict(c, &conflict);
    if (conflict.value.high / AU_MARGIN_CONFLICT > loss_upper / AU_MARGIN_LOSS) *out = conflict;
}

static void put_loss(const struct au_case *c, struct aug_deciding *out)
{
    put(out, "recoverability_loss", c->loss, c->loss_low, c->loss_upper, shared);
    out->margin = AU_MARGIN_LOSS;
}

static void put_undone(const struct au_case *c, struct aug_deciding *out)
{
    put(out, "undone_loss", c->undone_loss, c->undone_low, c->undone_upper, shared);
    out->margin = AU_MARGIN_LOSS;
}

void au_decide_survival(const struct au_case *c, struct aug_deciding *out)
{
    put_loss(c, out);
    put_nearer(c, out, c->loss_upper);
}

void au_decide_survival_undone(const struct au_case *c, struct aug_deciding *out)
{
    put_undone(c, out);
    put_nearer(c, out, c->undone_upper);
}

/* As the sentence tells it: the loss where that is open, else the conflict. */
void au_decide_open(const struct au_case *c, struct aug_deciding *out)
{
    if (c->can_undo && c->undone_upper <= c->loss_upper) put_undone(c, out);
    else put_loss(c, out);
    if (out->value.high < AU_MARGIN_LOSS) put_conflict(c, out);
}

/* ---- of a transform ---- */

void au_decided_nothing(const struct au_outcome *o, struct aug_deciding *out)
{
    (void)o;
    *out = (struct aug_deciding){.class_index = -1};
}

void au_decided_unchanged(const struct au_outcome *o, struct aug_deciding *out)
{
    *out = (struct aug_deciding){.class_index = -1};
    put_unchanged(o->in->findings, out);
}

/* How far a number is beyond its margin: the surer bound of an accusation, the worse bound of everything else. */
static double weight(const struct au_judged_class *c)
{
    const struct aug_deciding *d = &c->deciding;
    if (!d->number || !(d->margin > 0)) return -INFINITY;
    return (c->label == AUG_LABEL_BROKEN ? d->value.low : d->value.high) / d->margin;
}

static void put_heaviest(const struct au_outcome *o, enum aug_label label, struct aug_deciding *out)
{
    const struct au_judged_class *heaviest = NULL;
    for (size_t k = 0; k < o->in->findings->classes; k++) {
        const struct au_judged_class *c = &o->judgement->classes[k];
        if (c->label == label && (!heaviest || weight(c) > weight(heaviest))) heaviest = c;
    }
    if (heaviest) *out = heaviest->deciding;
    else au_decided_nothing(o, out);
}

void au_decided_broken(const struct au_outcome *o, struct aug_deciding *out)
{
    put_heaviest(o, AUG_LABEL_BROKEN, out);
}

void au_decided_open(const struct au_outcome *o, struct aug_deciding *out)
{
    put_heaviest(o, AUG_LABEL_UNDECIDED, out);
}

void au_decided_kept(const struct au_outcome *o, struct aug_deciding *out)
{
    put_heaviest(o, AUG_LABEL_KEPT, out);
}

static double distance(const struct au_outcome *o, const struct au_judged_dose *dose)
{
    return fmax(0, fmax(o->safe_low - dose->strength, dose->strength - o->safe_high));
}

void au_decided_dose(const struct au_outcome *o, struct aug_deciding *out)
{
    const struct au_judgement *j = o->judgement;
    double nearest = INFINITY;
    au_decided_nothing(o, out);
    for (size_t i = 0; i < j->dose_count; i++)
        for (size_t k = 0; k < o->in->findings->classes; k++) {
            const struct au_judged_dose *dose = &j->doses[i];
            if (dose->beyond || distance(o, dose) >= nearest || !au_outcome_breaks_at(o, dose, k)) continue;
            nearest = distance(o, dose);
            *out = dose->classes[k].deciding;
            out->at = dose->spec;
        }
}

void au_decided_conflict(const struct au_outcome *o, struct aug_deciding *out)
{
    const struct au_class_findings *c = &o->in->findings->of_class[o->conflict_class];
    const struct au_stat stat = c->conflict[AU_P_HALF];
    *out = (struct aug_deciding){.class_index = (int)o->conflict_class, .margin = AU_MARGIN_CONFLICT};
    put(out, "conflict", stat.mean, au_case_low(stat, c->clusters), o->conflict_upper, shared);
}

void au_decided_cost(const struct au_outcome *o, struct aug_deciding *out)
{
    *out = (struct aug_deciding){.class_index = -1, .margin = AU_MARGIN_COST};
    put(out, "retrained_excess", o->excess, o->excess_low, 2 * o->excess - o->excess_low,
        "mean over the classes, one-sided 95 % bounds");
}

void au_decided_need(const struct au_outcome *o, struct aug_deciding *out)
{
    const struct au_class_findings *c = &o->in->findings->of_class[o->need_class];
    const struct au_stat stat = c->lost[AU_ARM_CLEAN];
    *out = (struct aug_deciding){.class_index = (int)o->need_class, .margin = AU_MARGIN_NEED};
    put(out, "need", stat.mean, stat.mean - 2 * stat.se, o->need_upper, "two standard errors");
}

/* The strength beyond the range at which the need is least sure. */
void au_decided_room(const struct au_outcome *o, struct aug_deciding *out)
{
    const struct au_judgement *j = o->judgement;
    *out = (struct aug_deciding){.class_index = -1, .margin = AU_MARGIN_NEED};
    double least = INFINITY;
    for (size_t i = 0; i < j->dose_count; i++) {
        if (!j->doses[i].beyond) continue;
        const struct au_mean need = au_outcome_need(j->doses[i].findings);
        const double low = need.mean - 1.645 * need.se;
        if (low >= least) continue;
        least = low;
        out->at = j->doses[i].spec;
        put(out, "need", need.mean, low, need.mean + 1.645 * need.se, "mean over the classes, one-sided 95 % bounds");
    }
}
