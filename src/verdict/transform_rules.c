/* SPDX-License-Identifier: Apache-2.0
 * transform_rules.c - the policy for a whole transform as one ordered table: first match wins, so order is policy. */
#include <math.h>
#include <string.h>

#include "case.h"
#include "core/memory.h"
#include "deciding.h"
#include "judge.h"
#include "mixture.h"
#include "outcome.h"
#include "ranges.h"
#include "rulings.h"

struct story { /* an outcome and the words to tell it */
    const struct au_outcome *o;
    struct au_text *text;
};

typedef bool (*holds_fn)(const struct au_outcome *o);
typedef void (*say_fn)(const struct story *s);

struct rule {
    const char *name; /* rule_notes.c */
    enum aug_verdict verdict;
    holds_fn holds;
    say_fn say, advise;
    void (*decide)(const struct au_outcome *o, struct aug_deciding *out);
};

/* ---- conditions ---- */

static bool all_few(const struct au_outcome *o)
{
    return o->few == o->classes;
}

static bool not_measured(const struct au_outcome *o)
{
    return o->in->findings->not_measured && !all_few(o);
}

static bool rescaling_only(const struct au_outcome *o)
{
    return o->in->findings->is_preprocessing && o->in->findings->unchanged > 0.999 && o->broken == 0;
}

static bool no_change(const struct au_outcome *o)
{
    return o->in->findings->unchanged > 0.999 && !au_findings_have_swap(o->in->findings) && o->broken == 0;
}

static bool weaker_is_safe(const struct au_outcome *o)
{
    return o->broken > 0 && o->has_safe_dose && fmax(fabs(o->safe_low), fabs(o->safe_high)) > 0;
}

/* No class breaks over the range, but at its strong end some do. */
static bool strong_end_breaks(const struct au_outcome *o)
{
    return o->broken == 0 && o->undecided == o->few && o->has_safe_dose;
}

static bool most_broken(const struct au_outcome *o)
{
    return o->broken > 0 && o->broken_images > 0.5 * o->images;
}

static bool some_broken(const struct au_outcome *o)
{
    return o->broken > 0;
}

/* Nothing is proven broken, but at p = 1/2 the predicted conflict of some class reaches the margin, and at a smaller p none does. */
static bool lower_p_is_safe(const struct au_outcome *o)
{
    return !au_is_mixture(o->in->findings) && o->undecided > o->few && o->suspicious == 0 && o->safe_p > 0 &&
           o->safe_p < 0.5 && o->kept > 0;
}

static bool mostly_open(const struct au_outcome *o)
{
    return o->undecided > o->few;
}

static bool costs(const struct au_outcome *o)
{
    return o->excess_low > AU_MARGIN_COST;
}

static bool data_has_it(const struct au_outcome *o)
{
    return !au_is_mixture(o->in->findings) && o->in->findings->two_sample_error >= 0.45 &&
           o->need_upper < AU_MARGIN_NEED;
}

static bool has_room(const struct au_outcome *o)
{
    return o->has_room;
}

static bool is_mixture(const struct au_outcome *o)
{
    return au_is_mixture(o->in->findings);
}

static bool always(const struct au_outcome *o)
{
    (void)o;
    return true;
}

/* ---- sentences ---- */

static void name_broken(const struct story *s)
{
    size_t named = 0;
    for (size_t k = 0; k < s->o->in->findings->classes; k++) {
        if (s->o->judgement->classes[k].label != AUG_LABEL_BROKEN) continue;
        if (named == 6) {
            au_text_printf(s->text, " and %zu more", s->o->broken - named);
            return;
        }
        au_text_printf(s->text, "%s%s",
                       named == 0                  ? ""
                       : named + 1 == s->o->broken ? " and "
                                                   : ", ",
                       s->o->in->class_names[k]);
        named++;
    }
}

static void say_few(const struct story *s)
{
    au_text_printf(s->text, "No class has the %d images in %d independent groups that a claim about it needs.",
                   AU_FEW_IMAGES, AU_FEW_CLUSTERS);
}

static void advise_more(const struct story *s)
{
    au_text_puts(s->text, "Audit more images of each class; look at the pictures meanwhile.");
}

static void say_not_measured(const struct story *s)
{
    au_text_printf(s->text, "Not measured: %.0f images times %zu classes do not fit into memory.", s->o->images,
                   s->o->classes);
}

static void advise_fewer(const struct story *s)
{
    au_text_puts(s->text, "Audit fewer images (--max-images) or fewer classes (--only-classes) at a time.");
}

static void say_rescaling(const struct story *s)
{
    au_text_puts(s->text, "It only rescales values and makes no claim about labels.");
}

static void say_no_change(const struct story *s)
{
    au_text_puts(s->text, "It changes no pixel of these images.");
}

static void advise_drop(const struct story *s)
{
    au_text_puts(s->text, "Leave it out: it costs time and does nothing here.");
}

static void say_narrow(const struct story *s)
{
    au_text_puts(s->text, "Its strong part breaks the label of ");
    name_broken(s);
    au_text_printf(s->text, "; with %s between %g and %g no class was seen to break.", s->o->safe_param, s->o->safe_low,
                   s->o->safe_high);
}

static void say_strong_end(const struct story *s)
{
    au_text_printf(
        s->text,
        "Over its range the classes keep their label, but at fixed strengths beyond %g .. %g of %s some do not.",
        s->o->safe_low, s->o->safe_high, s->o->safe_param);
}

static void advise_narrow(const struct story *s)
{
    const struct au_outcome *o = s->o;
    const double beyond = au_share_beyond(o->in, o->safe_param, o->safe_low, o->safe_high);
    au_text_printf(s->text, "Narrow %s to [%g, %g] and audit again", o->safe_param, o->safe_low, o->safe_high);
    if (beyond > 0) au_text_printf(s->text, ": %.0f %% of the draws lie beyond", 100 * beyond);
    au_text_puts(s->text, ".");
}

static const char *breaks(const struct story *s)
{
    return is_mixture(s->o) ? "The shared label is wrong for mixtures of" : "It breaks the label of";
}

static void say_remove(const struct story *s)
{
    au_text_printf(s->text, "%s %zu of %zu classes: ", breaks(s), s->o->broken, s->o->classes);
    name_broken(s);
    au_text_puts(s->text, ".");
}

static void advise_remove(const struct story *s)
{
    au_text_puts(s->text, "Remove it from the pipeline.");
}

static void say_restrict(const struct story *s)
{
    au_text_printf(s->text, "%s ", breaks(s));
    name_broken(s);
    if (s->o->undecided == 0) au_text_printf(s->text, "; the other %zu classes keep theirs.", s->o->kept);
    else au_text_printf(s->text, "; %zu other classes keep theirs, %zu are open.", s->o->kept, s->o->undecided);
}

static void advise_restrict(const struct story *s)
{
    au_text_puts(s->text, "Do not apply it to ");
    name_broken(s);
    au_text_puts(s->text,
                 "; if that leaves traces (borders, resampling) give those classes the same traces, or remove it.");
}

static void say_lower_p(const struct story *s)
{
    au_text_printf(
        s->text,
        "At probability 1/2 training with it may cost %zu of %zu classes more than %.0f points; at %g no class's bound reaches that.",
        s->o->undecided, s->o->classes, 100 * AU_MARGIN_CONFLICT, s->o->safe_p);
}

static void advise_lower_p(const struct story *s)
{
    au_text_printf(s->text, "Lower its probability to %g, or audit more images.", s->o->safe_p);
}

static void say_open(const struct story *s)
{
    au_text_printf(s->text, "%zu of %zu classes are open, %zu keep their label; nothing was proven broken.",
                   s->o->undecided, s->o->classes, s->o->kept);
}

static void advise_open(const struct story *s)
{
    au_text_puts(
        s->text,
        s->o->suspicious
            ? "Look at the pictures of the open classes: a person can rule at once what more images would decide."
            : "More images of the open classes would decide; the reasons say how many.");
}

static void say_costly(const struct story *s)
{
    au_text_printf(s->text, "Labels survive it, but a learner trained with it loses %.1f points on clean images.",
                   100 * s->o->excess);
}

static void advise_costly(const struct story *s)
{
    au_text_puts(s->text, "Narrow its range or lower its probability unless you need the invariance.");
}

static void say_redundant(const struct story *s)
{
    au_text_puts(s->text,
                 "Labels survive it, and the images vary this way already: a learner that never saw it loses nothing.");
}

static void advise_redundant(const struct story *s)
{
    au_text_puts(s->text, "It does no harm and little good; a wider range might do more.");
}

static void say_widen(const struct story *s)
{
    au_text_printf(
        s->text,
        "Every class keeps its label, also with %s at %g and %g, where a learner that never saw it does worse.",
        s->o->room_param, s->o->room_low, s->o->room_high);
}

static void advise_widen(const struct story *s)
{
    au_text_printf(s->text, "There is room to widen %s to [%g, %g].", s->o->room_param, s->o->room_low,
                   s->o->room_high);
}

static void say_keep(const struct story *s)
{
    if (s->o->few == 0) au_text_printf(s->text, "All %zu classes keep their label.", s->o->kept);
    else
        au_text_printf(s->text, "%zu classes keep their label; %zu have too few images to tell.", s->o->kept,
                       s->o->few);
}

static void say_fair_mixture(const struct story *s)
{
    au_text_printf(s->text, "The shared label says what is seen in mixtures of all %zu classes", s->o->kept);
    if (s->o->few > 0) au_text_printf(s->text, "; %zu have too few images to tell", s->o->few);
    au_text_puts(s->text, ".");
}

static void say_nothing(const struct story *s)
{
    (void)s;
}

static const struct rule rules[] = {
    {"only_rescales", AUG_VERDICT_KEEP, rescaling_only, say_rescaling, say_nothing, au_decided_unchanged},
    {"none_measured", AUG_VERDICT_UNDECIDED, not_measured, say_not_measured, advise_fewer, au_decided_nothing},
    {"all_few", AUG_VERDICT_UNDECIDED, all_few, say_few, advise_more, au_decided_nothing},
    {"no_change", AUG_VERDICT_REDUNDANT, no_change, say_no_change, advise_drop, au_decided_unchanged},
    {"narrow_range", AUG_VERDICT_NARROW, weaker_is_safe, say_narrow, advise_narrow, au_decided_broken},
    {"remove_most", AUG_VERDICT_REMOVE, most_broken, say_remove, advise_remove, au_decided_broken},
    {"restrict_some", AUG_VERDICT_RESTRICT, some_broken, say_restrict, advise_restrict, au_decided_broken},
    {"lower_probability", AUG_VERDICT_LOWER_P, lower_p_is_safe, say_lower_p, advise_lower_p, au_decided_conflict},
    {"mostly_open", AUG_VERDICT_UNDECIDED, mostly_open, say_open, advise_open, au_decided_open},
    {"narrow_strong_end", AUG_VERDICT_NARROW, strong_end_breaks, say_strong_end, advise_narrow, au_decided_dose},
    {"costs_accuracy", AUG_VERDICT_COSTLY, costs, say_costly, advise_costly, au_decided_cost},
    {"data_has_it", AUG_VERDICT_REDUNDANT, data_has_it, say_redundant, advise_redundant, au_decided_need},
    {"room_to_widen", AUG_VERDICT_WIDEN, has_room, say_widen, advise_widen, au_decided_room},
    {"fair_mixture", AUG_VERDICT_KEEP, is_mixture, say_fair_mixture, say_nothing, au_decided_kept},
    {"keep_all", AUG_VERDICT_KEEP, always, say_keep, say_nothing, au_decided_kept},
};

const char *au_transform_rule_name(size_t i)
{
    return i < sizeof rules / sizeof *rules ? rules[i].name : NULL;
}

typedef void (*say_rulings_fn)(const struct au_judgement_input *in, const struct au_judged_class *classes,
                               struct au_text *out);

static enum aug_status tell(const struct au_outcome *o, say_fn say, say_rulings_fn say_rulings, struct au_arena *arena,
                            const char **out, struct aug_error *err)
{
    struct au_text text = {0};
    au_text_puts(&text, "");
    say(&(struct story){o, &text});
    say_rulings(o->in, o->judgement->classes, &text);
    const size_t skipped = text.length > 0 && text.bytes[0] == ' '; /* rulings alone */
    *out = text.failed ? NULL : au_arena_strndup(arena, text.bytes + skipped, text.length - skipped);
    au_text_release(&text);
    return *out ? AUG_OK : au_no_memory(err, "the sentence of a verdict");
}

enum aug_status au_judge_transform(const struct au_judgement_input *in, struct au_arena *arena, struct au_judgement *j,
                                   struct aug_error *err)
{
    struct au_outcome o;
    AUG_TRY(au_outcome_make(in, j, &o, err));
    const struct rule *rule = rules;
    while (!rule->holds(&o)) rule++;
    j->verdict = rule->verdict;
    rule->decide(&o, &j->deciding);
    j->deciding.rule = rule->name;
    AUG_TRY(tell(&o, rule->say, au_rulings_say, arena, &j->sentence, err));
    return tell(&o, rule->advise, au_rulings_advise, arena, &j->advice, err);
}
