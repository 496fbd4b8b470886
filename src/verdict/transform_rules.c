/* SPDX-License-Identifier: Apache-2.0
 * transform_rules.c - the policy for a whole transform as one ordered table: first match wins, so order is policy. */
#include <math.h>
#include <string.h>

#include "case.h"
#include "core/memory.h"
#include "judge.h"

struct outcome { /* what the labels add up to */
    const struct au_judgement_input *in;
    const struct au_judgement *judgement;
    double images, broken_images;
    size_t classes, broken, kept, undecided, few, suspicious;
    bool has_safe_dose;
    const char *safe_param;
    double safe_low, safe_high; /* strengths around the weakest one at which no class breaks */
    bool has_room;
    const char *room_param;
    double room_low, room_high; /* strengths beyond the range at which every class still keeps its label */
    double excess;              /* mean retrained excess over the classes */
    double excess_low;
    double need_upper; /* largest upper bound of need over the classes */
    double safe_p;     /* largest grid probability at which no class's conflict bound reaches the margin, 0: none */
    struct au_text *text;
};

typedef bool (*holds_fn)(const struct outcome *o);
typedef void (*say_fn)(const struct outcome *o);

struct rule {
    enum aug_verdict verdict;
    holds_fn holds;
    say_fn say, advise;
};

/* ---- adding up ---- */

static void count_labels(struct outcome *o)
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
static bool breaks_at(const struct outcome *o, const struct au_judged_dose *dose, size_t k)
{
    const struct au_judged_class *c = &dose->classes[k];
    if (c->cause == AU_CAUSE_LOST) return true;
    if (!dose->own_view && o->judgement->classes[k].label == AUG_LABEL_KEPT) return false;
    return c->label == AUG_LABEL_BROKEN || (c->cause == AU_CAUSE_SUSPICION && c->strong_suspicion);
}

static bool dose_is_safe(const struct outcome *o, size_t i)
{
    for (size_t k = 0; k < o->in->findings->classes; k++)
        if (breaks_at(o, &o->judgement->doses[i], k)) return false;
    return true;
}

static double total_harm(const struct outcome *o, size_t i)
{
    double sum = 0;
    for (size_t k = 0; k < o->in->findings->classes; k++) sum += o->judgement->doses[i].classes[k].harm;
    return sum;
}

/* Where the transform does least: 0 if the doses lie around it, else the strength with the least harm. */
static double neutral_strength(const struct outcome *o, size_t from, size_t to)
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
static void find_safe_of(struct outcome *o, size_t from, size_t to)
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

static void find_safe_doses(struct outcome *o)
{
    const struct au_judgement *j = o->judgement;
    for (size_t from = 0, to; from < j->dose_count && !o->has_safe_dose; from = to) {
        for (to = from + 1; to < j->dose_count && strcmp(j->doses[to].param, j->doses[from].param) == 0;) to++;
        find_safe_of(o, from, to);
    }
}

/* Mean over the classes of what a clean learner loses at this strength, lower bound. */
static double need_low(const struct au_findings *f)
{
    double sum = 0, variance = 0, count = 0;
    for (uint32_t k = 0; k < f->classes; k++) {
        const struct au_class_findings *c = &f->of_class[k];
        if (c->images == 0) continue;
        sum += c->lost[AU_ARM_CLEAN].mean;
        variance += c->lost[AU_ARM_CLEAN].se * c->lost[AU_ARM_CLEAN].se;
        count++;
    }
    return count > 0 ? (sum - 1.645 * sqrt(variance)) / count : 0;
}

static bool all_kept(const struct outcome *o, const struct au_judged_dose *dose)
{
    for (size_t k = 0; k < o->in->findings->classes; k++)
        if (dose->classes[k].label != AUG_LABEL_KEPT && dose->classes[k].cause != AU_CAUSE_FEW) return false;
    return true;
}

/* Room to widen: half as far again every class still keeps its label, and a clean learner lacks it there (methods.md section 6, 6e). */
static void find_room(struct outcome *o)
{
    const struct au_judgement *j = o->judgement;
    size_t beyond = 0, fine = 0;
    for (size_t i = 0; i < j->dose_count; i++) {
        if (!j->doses[i].beyond) continue;
        beyond++;
        fine += all_kept(o, &j->doses[i]) && need_low(j->doses[i].findings) > AU_MARGIN_CONFLICT;
        o->room_param = j->doses[i].param;
        o->room_low = fmin(o->room_low, j->doses[i].strength);
        o->room_high = fmax(o->room_high, j->doses[i].strength);
    }
    o->has_room = beyond > 0 && fine == beyond;
}

static void find_costs(struct outcome *o)
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
        if (c->clusters >= AU_FEW_CLUSTERS)
            o->need_upper = fmax(o->need_upper, c->lost[AU_ARM_CLEAN].mean + 2 * c->lost[AU_ARM_CLEAN].se);
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

static void find_safe_p(struct outcome *o, const struct au_overview *overview)
{
    const struct au_findings *f = o->in->findings;
    for (int i = 0; i < AU_P_GRID - 1 && safe_at(f, overview, i); i++) o->safe_p = f->probability[i];
}

/* ---- conditions ---- */

static bool all_few(const struct outcome *o)
{
    return o->few == o->classes;
}

static bool not_measured(const struct outcome *o)
{
    return o->in->findings->not_measured && !all_few(o);
}

static bool rescaling_only(const struct outcome *o)
{
    return o->in->findings->is_preprocessing && o->in->findings->unchanged > 0.999;
}

static bool no_change(const struct outcome *o)
{
    return o->in->findings->unchanged > 0.999;
}

static bool weaker_is_safe(const struct outcome *o)
{
    return o->broken > 0 && o->has_safe_dose && fmax(fabs(o->safe_low), fabs(o->safe_high)) > 0;
}

/* No class breaks over the range, but at its strong end some do. */
static bool strong_end_breaks(const struct outcome *o)
{
    return o->broken == 0 && o->undecided == o->few && o->has_safe_dose;
}

static bool most_broken(const struct outcome *o)
{
    return o->broken > 0 && o->broken_images > 0.5 * o->images;
}

static bool some_broken(const struct outcome *o)
{
    return o->broken > 0;
}

/* Nothing is proven broken, but at p = 1/2 the predicted conflict of some class reaches the margin, and at a smaller p none does. */
static bool lower_p_is_safe(const struct outcome *o)
{
    return o->undecided > o->few && o->suspicious == 0 && o->safe_p > 0 && o->safe_p < 0.5 && o->kept > 0;
}

static bool mostly_open(const struct outcome *o)
{
    return o->undecided > o->few;
}

static bool costs(const struct outcome *o)
{
    return o->excess_low > 0.005;
}

static bool data_has_it(const struct outcome *o)
{
    return o->in->findings->two_sample_error >= 0.45 && o->need_upper < 0.02;
}

static bool has_room(const struct outcome *o)
{
    return o->has_room;
}

static bool always(const struct outcome *o)
{
    (void)o;
    return true;
}

/* ---- sentences ---- */

static void name_broken(const struct outcome *o)
{
    size_t named = 0;
    for (size_t k = 0; k < o->in->findings->classes; k++) {
        if (o->judgement->classes[k].label != AUG_LABEL_BROKEN) continue;
        if (named == 6) {
            au_text_printf(o->text, " and %zu more", o->broken - named);
            return;
        }
        au_text_printf(o->text, "%s%s",
                       named == 0               ? ""
                       : named + 1 == o->broken ? " and "
                                                : ", ",
                       o->in->class_names[k]);
        named++;
    }
}

static void say_few(const struct outcome *o)
{
    au_text_printf(o->text, "No class has the %d images in %d independent groups that a claim about it needs.",
                   AU_FEW_IMAGES, AU_FEW_CLUSTERS);
}

static void advise_more(const struct outcome *o)
{
    au_text_puts(o->text, "Audit more images of each class; look at the pictures meanwhile.");
}

static void say_not_measured(const struct outcome *o)
{
    au_text_printf(o->text, "Not measured: %.0f images times %zu classes do not fit into memory.", o->images,
                   o->classes);
}

static void advise_fewer(const struct outcome *o)
{
    au_text_puts(o->text, "Audit fewer images (--max-images) or fewer classes (--only-classes) at a time.");
}

static void say_rescaling(const struct outcome *o)
{
    au_text_puts(o->text, "It only rescales values and makes no claim about labels.");
}

static void say_no_change(const struct outcome *o)
{
    au_text_puts(o->text, "It changes no pixel of these images.");
}

static void advise_drop(const struct outcome *o)
{
    au_text_puts(o->text, "Leave it out: it costs time and does nothing here.");
}

static void say_narrow(const struct outcome *o)
{
    au_text_puts(o->text, "Its strong part breaks the label of ");
    name_broken(o);
    au_text_printf(o->text, "; with %s between %g and %g no class was seen to break.", o->safe_param, o->safe_low,
                   o->safe_high);
}

static void say_strong_end(const struct outcome *o)
{
    au_text_printf(
        o->text,
        "Over its range the classes keep their label, but at fixed strengths beyond %g .. %g of %s some do not.",
        o->safe_low, o->safe_high, o->safe_param);
}

static void advise_narrow(const struct outcome *o)
{
    au_text_printf(o->text, "Narrow %s to [%g, %g] and audit again.", o->safe_param, o->safe_low, o->safe_high);
}

static void say_remove(const struct outcome *o)
{
    au_text_printf(o->text, "It breaks the label of %zu of %zu classes: ", o->broken, o->classes);
    name_broken(o);
    au_text_puts(o->text, ".");
}

static void advise_remove(const struct outcome *o)
{
    au_text_puts(o->text, "Remove it from the pipeline.");
}

static void say_restrict(const struct outcome *o)
{
    au_text_puts(o->text, "It breaks the label of ");
    name_broken(o);
    if (o->undecided == 0) au_text_printf(o->text, "; the other %zu classes keep theirs.", o->kept);
    else au_text_printf(o->text, "; %zu other classes keep theirs, %zu are open.", o->kept, o->undecided);
}

static void advise_restrict(const struct outcome *o)
{
    au_text_puts(o->text, "Do not apply it to ");
    name_broken(o);
    au_text_puts(o->text,
                 "; if that leaves traces (borders, resampling) give those classes the same traces, or remove it.");
}

static void say_lower_p(const struct outcome *o)
{
    au_text_printf(
        o->text,
        "At probability 1/2 training with it may cost %zu of %zu classes more than %.0f points; at %g no class's bound reaches that.",
        o->undecided, o->classes, 100 * AU_MARGIN_CONFLICT, o->safe_p);
}

static void advise_lower_p(const struct outcome *o)
{
    au_text_printf(o->text, "Lower its probability to %g, or audit more images.", o->safe_p);
}

static void say_open(const struct outcome *o)
{
    au_text_printf(o->text, "%zu of %zu classes are open, %zu keep their label; nothing was proven broken.",
                   o->undecided, o->classes, o->kept);
}

static void advise_open(const struct outcome *o)
{
    au_text_puts(
        o->text,
        o->suspicious
            ? "Look at the pictures of the open classes: a person can rule at once what more images would decide."
            : "More images of the open classes would decide; the reasons say how many.");
}

static void say_costly(const struct outcome *o)
{
    au_text_printf(o->text, "Labels survive it, but a learner trained with it loses %.1f points on clean images.",
                   100 * o->excess);
}

static void advise_costly(const struct outcome *o)
{
    au_text_puts(o->text, "Narrow its range or lower its probability unless you need the invariance.");
}

static void say_redundant(const struct outcome *o)
{
    au_text_puts(o->text,
                 "Labels survive it, and the images vary this way already: a learner that never saw it loses nothing.");
}

static void advise_redundant(const struct outcome *o)
{
    au_text_puts(o->text, "It does no harm and little good; a wider range might do more.");
}

static void say_widen(const struct outcome *o)
{
    au_text_printf(
        o->text,
        "Every class keeps its label, also with %s at %g and %g, where a learner that never saw it does worse.",
        o->room_param, o->room_low, o->room_high);
}

static void advise_widen(const struct outcome *o)
{
    au_text_printf(o->text, "There is room to widen %s to [%g, %g].", o->room_param, o->room_low, o->room_high);
}

static void say_keep(const struct outcome *o)
{
    if (o->few == 0) au_text_printf(o->text, "All %zu classes keep their label.", o->kept);
    else au_text_printf(o->text, "%zu classes keep their label; %zu have too few images to tell.", o->kept, o->few);
}

static void say_nothing(const struct outcome *o)
{
    (void)o;
}

static const struct rule rules[] = {
    {AUG_VERDICT_KEEP, rescaling_only, say_rescaling, say_nothing},
    {AUG_VERDICT_UNDECIDED, not_measured, say_not_measured, advise_fewer},
    {AUG_VERDICT_UNDECIDED, all_few, say_few, advise_more},
    {AUG_VERDICT_REDUNDANT, no_change, say_no_change, advise_drop},
    {AUG_VERDICT_NARROW, weaker_is_safe, say_narrow, advise_narrow},
    {AUG_VERDICT_REMOVE, most_broken, say_remove, advise_remove},
    {AUG_VERDICT_RESTRICT, some_broken, say_restrict, advise_restrict},
    {AUG_VERDICT_LOWER_P, lower_p_is_safe, say_lower_p, advise_lower_p},
    {AUG_VERDICT_UNDECIDED, mostly_open, say_open, advise_open},
    {AUG_VERDICT_NARROW, strong_end_breaks, say_strong_end, advise_narrow},
    {AUG_VERDICT_COSTLY, costs, say_costly, advise_costly},
    {AUG_VERDICT_REDUNDANT, data_has_it, say_redundant, advise_redundant},
    {AUG_VERDICT_WIDEN, has_room, say_widen, advise_widen},
    {AUG_VERDICT_KEEP, always, say_keep, say_nothing},
};

static enum aug_status tell(struct outcome *o, say_fn say, struct au_arena *arena, const char **out,
                            struct aug_error *err)
{
    struct au_text text = {0};
    o->text = &text;
    au_text_puts(&text, "");
    say(o);
    *out = text.failed ? NULL : au_arena_strndup(arena, text.bytes, text.length);
    au_text_release(&text);
    return *out ? AUG_OK : au_no_memory(err, "the sentence of a verdict");
}

enum aug_status au_judge_transform(const struct au_judgement_input *in, struct au_arena *arena, struct au_judgement *j,
                                   struct aug_error *err)
{
    struct outcome o = {.in = in, .judgement = j};
    struct au_overview overview = {0};
    AUG_TRY(au_overview_make(in->findings, &overview, err));
    count_labels(&o);
    find_safe_doses(&o);
    find_room(&o);
    find_costs(&o);
    find_safe_p(&o, &overview);
    const struct rule *rule = rules;
    while (!rule->holds(&o)) rule++;
    j->verdict = rule->verdict;
    AUG_TRY(tell(&o, rule->say, arena, &j->sentence, err));
    return tell(&o, rule->advise, arena, &j->advice, err);
}
