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

/* The strongest dose that is safe, weaker ones being so too; NaN: none. */
static double safe_end(const struct side *side, size_t k, double level)
{
    double p[DOSES_MAX];
    for (size_t i = 0; i < side->count; i++) p[i] = p_of(side->doses[i], k);
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

static void find_safe(const struct side sides[2], size_t k, double *low, double *high)
{
    const double level = sides[0].count > 0 && sides[1].count > 0 ? delta / 2 : delta;
    const double down = safe_end(&sides[0], k, level), up = safe_end(&sides[1], k, level);
    *low = or_neutral(down, up, sides[0].neutral);
    *high = or_neutral(up, down, sides[0].neutral);
}

static enum aug_status tell(const struct aug_range_result *r, struct au_arena *arena, const char **out,
                            struct aug_error *err)
{
    struct au_text text = {0};
    if (isnan(r->safe_low))
        au_text_printf(&text, "No strength of %s could be shown to lose at most 5 %% of the labels.", r->param);
    else
        au_text_printf(
            &text,
            "Each measured strength of %s from %g to %g loses at most 5 %% of the labels, all of them together "
            "with 95 %% confidence.",
            r->param, r->safe_low, r->safe_high);
    if (!isnan(r->reaches_low) && !isnan(r->reaches_high))
        au_text_printf(&text, " The rising curve of the harm reaches 5 points at %.3g and %.3g.", r->reaches_low,
                       r->reaches_high);
    else if (!isnan(r->reaches_low) || !isnan(r->reaches_high))
        au_text_printf(&text, " The rising curve of the harm reaches 5 points at %.3g.",
                       isnan(r->reaches_low) ? r->reaches_high : r->reaches_low);
    *out = text.failed ? NULL : au_arena_strndup(arena, text.bytes, text.length);
    au_text_release(&text);
    return *out ? AUG_OK : au_no_memory(err, "the safe strengths of a transform");
}

static enum aug_status make_range(const struct au_judged_dose *doses, size_t count, struct au_arena *arena,
                                  struct aug_range_result *out, struct aug_error *err)
{
    const size_t classes = doses[0].findings->classes;
    const double neutral = neutral_of(doses, count);
    const struct side sides[2] = {side_of(doses, count, neutral, -1), side_of(doses, count, neutral, 1)};
    double *low = au_arena_alloc(arena, classes, sizeof *low), *high = au_arena_alloc(arena, classes, sizeof *high);
    const char *param = au_arena_strdup(arena, doses[0].param);
    if (!low || !high || !param) return au_no_memory(err, "the safe strengths of a transform");
    *out = (struct aug_range_result){
        .param = param, .neutral = neutral, .class_safe_low = low, .class_safe_high = high};
    find_safe(sides, AU_ALL_CLASSES, &out->safe_low, &out->safe_high);
    for (size_t k = 0; k < classes; k++) find_safe(sides, k, &low[k], &high[k]);
    out->reaches_low = reach_of(&sides[0]);
    out->reaches_high = reach_of(&sides[1]);
    return tell(out, arena, &out->sentence, err);
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
        AUG_TRY(make_range(j->doses + from, to - from, arena, &ranges[(*count)++], err));
    }
    return AUG_OK;
}
