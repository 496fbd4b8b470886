/* SPDX-License-Identifier: Apache-2.0
 * ranges.c - Learn-then-Test outwards from the neutral strength, and the rising curve beside it. */
#include "ranges.h"

#include <math.h>
#include <string.h>

#include "case.h"
#include "core/memory.h"
#include "insights.h"
#include "stats/dose.h"
#include "stats/isotonic.h"

static const double delta = 0.05;

enum { DOSES_MAX = 16 };

struct side { /* doses on one side of neutral, nearest first */
    const struct au_judged_dose *doses[DOSES_MAX];
    size_t count;
    double neutral;
};

static double total_harm(const struct au_judged_dose *dose)
{
    double sum = 0, images = 0;
    for (uint32_t k = 0; k < dose->findings->classes; k++) {
        sum += dose->findings->of_class[k].images * dose->classes[k].harm.estimate;
        images += dose->findings->of_class[k].images;
    }
    return images > 0 ? sum / images : 0;
}

/* 0 or 1 where the doses lie on both sides of it, else the end that does least. */
static double neutral_of(const struct au_judged_dose *doses, size_t count)
{
    const double low = doses[0].strength, high = doses[count - 1].strength;
    if (low <= 0 && high >= 0) return 0;
    if (low < 1 && high > 1 && low > 0) return 1;
    return total_harm(&doses[0]) <= total_harm(&doses[count - 1]) ? low : high;
}

/* Doses come rising. A dose at neutral itself, which only a range with one side has, goes first on that side. */
static struct side side_of(const struct au_judged_dose *doses, size_t count, double neutral, int sign)
{
    struct side side = {.neutral = neutral};
    const int own = doses[count - 1].strength == neutral && count > 1 ? -1 : 1;
    for (size_t i = 0; i < count && side.count < DOSES_MAX; i++) {
        const struct au_judged_dose *dose = &doses[sign < 0 ? count - 1 - i : i];
        const int place = dose->strength == neutral ? own : dose->strength < neutral ? -1 : 1;
        if (place == sign) side.doses[side.count++] = dose;
    }
    return side;
}

static struct au_split split_of(const struct au_findings *f, size_t k)
{
    if (k != AU_ALL_CLASSES) return f->of_class[k].split;
    struct au_split all = {.is_whole = 1};
    for (uint32_t c = 0; c < f->classes; c++) {
        all.clusters += f->of_class[c].split.clusters;
        all.losses += f->of_class[c].split.losses;
        all.is_whole = all.is_whole && f->of_class[c].split.is_whole;
    }
    return all;
}

static double p_of(const struct au_judged_dose *dose, size_t k)
{
    const struct au_split split = split_of(dose->findings, k);
    const uint64_t trials = (uint64_t)split.clusters;
    if (trials == 0) return 1;
    return split.is_whole ? au_risk_p_binomial((uint64_t)(split.losses + 0.5), trials, AU_MARGIN_LOSS)
                          : au_risk_p_bounded(split.losses, trials, AU_MARGIN_LOSS);
}

/* Seen to become another class, or more likely that than itself. */
static bool is_another(const struct au_judged_class *c)
{
    return c->cause == AU_CAUSE_COLLISION || (c->cause == AU_CAUSE_SUSPICION && c->strong_suspicion);
}

/* The class is another somewhere in the range, and no strength that was measured shows where. */
static bool is_another_somewhere(const struct au_judgement *j, size_t k)
{
    const struct au_judged_class *whole = &j->classes[k];
    if (whole->cause != AU_CAUSE_COLLISION && whole->cause != AU_CAUSE_SUSPICION) return false;
    for (size_t i = 0; i < j->dose_count; i++)
        if (!j->doses[i].beyond && is_another(&j->doses[i].classes[k])) return false;
    return true;
}

/* Like labels (judge.c): where a range only grows and the class is kept as a whole, a collision at one strength is a learner's weakness. */
static bool collides_at(const struct au_judgement *j, const struct au_judged_dose *dose, size_t k)
{
    const bool counts = dose->own_view || j->classes[k].label != AUG_LABEL_KEPT;
    return (counts && is_another(&dose->classes[k])) || is_another_somewhere(j, k);
}

static bool any_collides_at(const struct au_judgement *j, const struct au_judged_dose *dose, size_t k)
{
    if (k != AU_ALL_CLASSES) return collides_at(j, dose, k);
    bool any = false;
    for (size_t c = 0; c < dose->findings->classes; c++) any = any || collides_at(j, dose, c);
    return any;
}

/* The strongest dose that is safe, weaker ones being so too; NaN: none. With a judgement, a collision ends the search: to accept less than the
 * tests allow keeps their level. */
static double safe_end(const struct side *side, const struct au_judgement *j, size_t k, double level)
{
    double p[DOSES_MAX];
    for (size_t i = 0; i < side->count; i++)
        p[i] = j && any_collides_at(j, side->doses[i], k) ? 1 : p_of(side->doses[i], k);
    const size_t accepted = au_fixed_sequence(p, side->count, level);
    return accepted > 0 ? side->doses[accepted - 1]->strength : (double)NAN;
}

/* Strength at which the rising curve through the harms reaches the margin; NaN: at none that was measured. */
static double reach_of(const struct side *side)
{
    double x[DOSES_MAX + 1] = {0}, y[DOSES_MAX + 1] = {0}, scratch[4 * (DOSES_MAX + 1)];
    size_t count = side->count > 0 && side->doses[0]->strength == side->neutral ? 0 : 1; /* neutral does nothing */
    const double sign = side->count > 0 && side->doses[side->count - 1]->strength < side->neutral ? -1 : 1;
    for (size_t i = 0; i < side->count; i++, count++) {
        x[count] = fabs(side->doses[i]->strength - side->neutral);
        y[count] = total_harm(side->doses[i]);
    }
    if (au_isotonic_scratch(count) > sizeof scratch / sizeof *scratch) return (double)NAN;
    const size_t knots = au_isotonic_fit(x, y, count, scratch);
    for (size_t i = 0; i < knots; i++) {
        if (y[i] < AU_MARGIN_LOSS) continue;
        const double share = i == 0 ? 1 : (AU_MARGIN_LOSS - y[i - 1]) / (y[i] - y[i - 1]);
        const double from = i == 0 ? x[0] : x[i - 1];
        return side->neutral + sign * (from + share * (x[i] - from));
    }
    return (double)NAN;
}

static double or_neutral(double end, double other, double neutral)
{
    return isnan(end) && !isnan(other) ? neutral : end;
}

static void find_safe(const struct side sides[2], const struct au_judgement *j, size_t k, double *low, double *high)
{
    const double level = sides[0].count > 0 && sides[1].count > 0 ? delta / 2 : delta;
    const double down = safe_end(&sides[0], j, k, level), up = safe_end(&sides[1], j, k, level);
    *low = or_neutral(down, up, sides[0].neutral);
    *high = or_neutral(up, down, sides[0].neutral);
}

double au_share_beyond(const struct au_judgement_input *in, const char *param, double low, double high)
{
    for (size_t i = 0; i < in->law_count; i++)
        if (strcmp(in->laws[i].param, param) == 0) return au_range_share_beyond(&in->laws[i].law, low, high);
    return (double)NAN;
}

struct story {
    const struct au_judgement_input *in;
    const struct au_judgement *judgement;
    const struct aug_range_result *range;
    const struct au_judged_dose *doses; /* of the parameter */
    size_t count;
    struct au_text *text;
};

/* Where labels can be read. */
static bool collides_within(const struct story *s, size_t k)
{
    for (size_t i = 0; i < s->count; i++) {
        const double strength = s->doses[i].strength;
        const bool readable = strength >= s->range->readable_low && strength <= s->range->readable_high;
        if (readable && collides_at(s->judgement, &s->doses[i], k)) return true;
    }
    return false;
}

static size_t count_colliding(const struct story *s)
{
    size_t count = 0;
    for (size_t k = 0; k < s->in->findings->classes; k++) count += collides_within(s, k);
    return count;
}

static void name_colliding(const struct story *s, size_t count)
{
    size_t named = 0;
    for (size_t k = 0; k < s->in->findings->classes && named < 4; k++) {
        if (!collides_within(s, k)) continue;
        au_text_printf(s->text, "%s%s", named == 0 ? "" : named + 1 == count ? " and " : ", ", s->in->class_names[k]);
        named++;
    }
    if (count > named) au_text_printf(s->text, " and %zu more", count - named);
}

static void say_readable(const struct story *s)
{
    const struct aug_range_result *r = s->range;
    if (isnan(r->readable_low))
        au_text_printf(s->text, "No strength of %s could be shown to lose at most 5 %% of the labels.", r->param);
    else
        au_text_printf(s->text,
                       "At each measured strength of %s from %g to %g at most 5 %% of the labels can no longer be read "
                       "(95 %% confidence in all of them together)",
                       r->param, r->readable_low, r->readable_high);
}

static void say_safe(const struct story *s)
{
    const struct aug_range_result *r = s->range;
    const size_t colliding = count_colliding(s);
    if (isnan(r->readable_low)) return;
    if (r->safe_low == r->readable_low && r->safe_high == r->readable_high) {
        au_text_puts(s->text, ", and at none of them a class was seen to become another.");
        return;
    }
    au_text_puts(s->text, "; but that a label can be read does not make it right: ");
    name_colliding(s, colliding);
    au_text_puts(s->text, colliding == 1 ? " becomes, or may become, another class there"
                                         : " become, or may become, other classes there");
    if (isnan(r->safe_low)) au_text_puts(s->text, ", so no strength is safe for all.");
    else au_text_printf(s->text, ", so that only %g to %g is safe for all.", r->safe_low, r->safe_high);
}

static void say_reaches(const struct story *s)
{
    const struct aug_range_result *r = s->range;
    if (!isnan(r->draws_beyond) && r->draws_beyond > 0)
        au_text_printf(s->text, " %.0f %% of its draws lie beyond that.", 100 * r->draws_beyond);
    if (!isnan(r->reaches_low) && !isnan(r->reaches_high))
        au_text_printf(s->text, " The rising curve of the harm reaches 5 points at %.3g and %.3g.", r->reaches_low,
                       r->reaches_high);
    else if (!isnan(r->reaches_low) || !isnan(r->reaches_high))
        au_text_printf(s->text, " The rising curve of the harm reaches 5 points at %.3g.",
                       isnan(r->reaches_low) ? r->reaches_high : r->reaches_low);
}

static void say_evidence(const struct story *s)
{
    const struct aug_range_result *r = s->range;
    if (isnan(r->evidence_low)) return;
    if (r->evidence_low == r->evidence_high)
        au_text_puts(s->text, " By the evidence of the labels clean images alone explain them best");
    else
        au_text_printf(
            s->text,
            " By the evidence of the labels the range from %.3g to %.3g explains them best (%.2f nats an image "
            "above clean images alone)",
            r->evidence_low, r->evidence_high, r->evidence_gain);
    if (r->evidence_lost > 0) au_text_printf(s->text, "; as configured it has %.2f less", r->evidence_lost);
    au_text_puts(s->text, ".");
}

static enum aug_status tell(struct story *s, struct au_arena *arena, const char **out, struct aug_error *err)
{
    struct au_text text = {0};
    s->text = &text;
    say_readable(s);
    say_safe(s);
    say_reaches(s);
    say_evidence(s);
    *out = text.failed ? NULL : au_arena_strndup(arena, text.bytes, text.length);
    au_text_release(&text);
    return *out ? AUG_OK : au_no_memory(err, "the safe strengths of a transform");
}

/* Only where it is the one range of the transform. */
static void find_evidence(const struct au_judgement_input *in, const char *param, struct aug_range_result *out)
{
    const struct au_dose_evidence *e = &in->findings->dose_evidence;
    const uint32_t best = au_dose_evidence_best(e);
    out->evidence_low = out->evidence_high = out->evidence_gain = out->evidence_lost = (double)NAN;
    if (e->count == 0 || in->law_count != 1 || strcmp(in->laws[0].param, param) != 0) return;
    out->evidence_low = e->low[best];
    out->evidence_high = e->high[best];
    out->evidence_gain = e->evidence[best] - e->evidence[0];
    for (uint32_t i = 0; i < e->count; i++)
        if (e->low[i] == in->laws[0].law.low && e->high[i] == in->laws[0].law.high)
            out->evidence_lost = e->evidence[best] - e->evidence[i];
}

static enum aug_status make_range(struct story *s, struct au_arena *arena, struct aug_range_result *out,
                                  struct aug_error *err)
{
    const struct au_judged_dose *doses = s->doses;
    const size_t classes = doses[0].findings->classes, count = s->count;
    const double neutral = neutral_of(doses, count);
    const struct side sides[2] = {side_of(doses, count, neutral, -1), side_of(doses, count, neutral, 1)};
    double *low = au_arena_alloc(arena, classes, sizeof *low), *high = au_arena_alloc(arena, classes, sizeof *high);
    const char *param = au_arena_strdup(arena, doses[0].param);
    if (!low || !high || !param) return au_no_memory(err, "the safe strengths of a transform");
    *out = (struct aug_range_result){
        .param = param, .neutral = neutral, .class_safe_low = low, .class_safe_high = high};
    find_safe(sides, NULL, AU_ALL_CLASSES, &out->readable_low, &out->readable_high);
    find_safe(sides, s->judgement, AU_ALL_CLASSES, &out->safe_low, &out->safe_high);
    for (size_t k = 0; k < classes; k++) find_safe(sides, s->judgement, k, &low[k], &high[k]);
    out->draws_beyond = isnan(out->safe_low) ? (double)NAN
                                             : au_share_beyond(s->in, param, out->safe_low, out->safe_high);
    out->reaches_low = reach_of(&sides[0]);
    out->reaches_high = reach_of(&sides[1]);
    find_evidence(s->in, param, out);
    s->range = out;
    return tell(s, arena, &out->sentence, err);
}

enum aug_status au_ranges(const struct au_judgement_input *in, const struct au_judgement *j, struct au_arena *arena,
                          const struct aug_range_result **out, size_t *count, struct aug_error *err)
{
    struct aug_range_result *ranges = au_arena_alloc(arena, j->dose_count + 1, sizeof *ranges);
    if (!ranges) return au_no_memory(err, "the safe strengths of a transform");
    *out = ranges;
    *count = 0;
    for (size_t from = 0, to; from < j->dose_count && !in->findings->not_measured; from = to) {
        for (to = from + 1; to < j->dose_count && strcmp(j->doses[to].param, j->doses[from].param) == 0;) to++;
        struct story story = {.in = in, .judgement = j, .doses = j->doses + from, .count = to - from};
        AUG_TRY(make_range(&story, arena, &ranges[(*count)++], err));
    }
    return AUG_OK;
}
