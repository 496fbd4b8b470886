/* SPDX-License-Identifier: Apache-2.0
 * html_dose.c - dose curves: harm to a class at fixed strengths of a transform, a panel for each class that breaks at some of them. */
#include <math.h>
#include <string.h>

#include "html.h"

#define PANELS_MAX 8
#define PANELS_FINE 4 /* where nothing breaks: the classes that come nearest */
#define POINTS_MAX 64 /* a parameter is cut into a dozen strengths at most */
#define MARGIN 0.05

struct dose {
    struct au_text *out;
    const struct au_view_transform *transform;
    const struct aug_dose_point *points;
    size_t point_count, breaking;          /* classes that break at some strength */
    size_t shown_count, shown[PANELS_MAX]; /* class indices, most harmed first */
};

static bool breaks_somewhere(const struct dose *dose, size_t k)
{
    for (size_t i = 0; i < dose->point_count; i++)
        if (dose->points[i].labels[k] == AUG_LABEL_BROKEN) return true;
    return false;
}

static double most_harm(const struct dose *dose, size_t k)
{
    double most = 0;
    for (size_t i = 0; i < dose->point_count; i++) most = fmax(most, dose->points[i].harm[k]);
    return most;
}

static bool is_shown(const struct dose *dose, size_t k)
{
    for (size_t i = 0; i < dose->shown_count; i++)
        if (dose->shown[i] == k) return true;
    return false;
}

static bool show_next(struct dose *dose)
{
    const size_t all = dose->transform->result->class_count;
    size_t best = all;
    for (size_t i = 0; i < all; i++) {
        const size_t k = dose->transform->classes[i].index;
        if (is_shown(dose, k) || (dose->breaking > 0 && !breaks_somewhere(dose, k))) continue;
        if (best == all || most_harm(dose, k) > most_harm(dose, best)) best = k;
    }
    if (best < all) dose->shown[dose->shown_count++] = best;
    return best < all;
}

static void choose(struct dose *dose)
{
    for (size_t k = 0; k < dose->transform->result->class_count; k++) dose->breaking += breaks_somewhere(dose, k);
    const size_t room = dose->breaking > 0 ? PANELS_MAX : PANELS_FINE;
    while (dose->shown_count < room && show_next(dose)) continue;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

struct samples { /* one class's curve, taken apart */
    double at[POINTS_MAX], value[POINTS_MAX], low[POINTS_MAX], high[POINTS_MAX];
    enum au_tone tones[POINTS_MAX];
};

static void sample(const struct dose *dose, size_t k, struct samples *s)
{
    for (size_t i = 0; i < dose->point_count; i++) {
        const struct aug_dose_point *point = &dose->points[i];
        s->at[i] = point->strength;
        s->value[i] = point->harm[k];
        s->low[i] = point->harm_low[k];
        s->high[i] = point->harm_high[k];
        s->tones[i] = au_tone_of_label(point->labels[k]);
    }
}

static struct au_axis strengths(const struct dose *dose, bool inside_only)
{
    struct au_axis axis = {INFINITY, -INFINITY};
    for (size_t i = 0; i < dose->point_count; i++) {
        if (inside_only && dose->points[i].beyond) continue;
        axis.low = fmin(axis.low, dose->points[i].strength);
        axis.high = fmax(axis.high, dose->points[i].strength);
    }
    if (axis.low == axis.high) axis = (struct au_axis){axis.low - 1, axis.high + 1};
    return axis;
}

static struct au_axis harms(const struct dose *dose)
{
    double high = 0;
    for (size_t i = 0; i < dose->shown_count; i++)
        for (size_t p = 0; p < dose->point_count; p++) {
            const double bound = dose->points[p].harm_high[dose->shown[i]];
            high = fmax(high, bound < 0.999 ? bound : dose->points[p].harm[dose->shown[i]]);
        }
    return (struct au_axis){0, au_axis_end(high)};
}

/* The weakest strength at which the class is broken. */
static void put_first_break(const struct dose *dose, size_t k)
{
    const struct aug_dose_point *weakest = NULL;
    for (size_t i = 0; i < dose->point_count; i++) {
        const struct aug_dose_point *point = &dose->points[i];
        if (point->labels[k] != AUG_LABEL_BROKEN) continue;
        if (!weakest || fabs(point->strength) <= fabs(weakest->strength)) weakest = point;
    }
    au_text_puts(dose->out, weakest ? "breaks at " : "does not break");
    if (weakest) au_html_strength(dose->out, weakest->strength);
}

static const struct aug_range_result *range_of(const struct dose *dose)
{
    const struct aug_transform_result *result = dose->transform->result;
    for (size_t i = 0; i < result->range_count; i++)
        if (same_text(result->ranges[i].param, dose->points[0].param)) return &result->ranges[i];
    return NULL;
}

static struct au_axis safe_of(const struct dose *dose, size_t k)
{
    const struct aug_range_result *range = range_of(dose);
    return range ? (struct au_axis){range->class_safe_low[k], range->class_safe_high[k]} : (struct au_axis){NAN, NAN};
}

static bool any_is_safe(const struct dose *dose)
{
    for (size_t i = 0; i < dose->shown_count; i++)
        if (!isnan(safe_of(dose, dose->shown[i]).low)) return true;
    return false;
}

static void put_panel(const struct dose *dose, size_t k)
{
    struct samples s;
    sample(dose, k, &s);
    const struct au_curve curve = {.name = dose->transform->result->classes[k].name,
                                   .tone = breaks_somewhere(dose, k) ? AU_TONE_BROKEN : AU_TONE_HOLDS,
                                   .x = strengths(dose, false),
                                   .y = harms(dose),
                                   .inside = strengths(dose, true),
                                   .margin = MARGIN,
                                   .crossing = NAN,
                                   .safe = safe_of(dose, k),
                                   .count = dose->point_count,
                                   .at = s.at,
                                   .value = s.value,
                                   .low = s.low,
                                   .high = s.high,
                                   .tones = s.tones};
    au_html_curve_start(dose->out, &curve);
    put_first_break(dose, k);
    au_html_curve_end(dose->out, &curve);
}

static void put_words(const struct dose *dose)
{
    struct au_text *out = dose->out;
    au_html_put(
        out,
        "<p class=\"note\">Harm at one fixed %s at a time: the largest of loss, conflict and, where it collides, landing, "
        "with its interval; the dashed line is the margin. ",
        dose->points[0].param ? dose->points[0].param : "strength");
    if (dose->breaking == 0)
        au_text_puts(out, "No class breaks at any strength that was tried; shown are the nearest.");
    else if (dose->breaking > dose->shown_count)
        au_html_put(out, "Shown are the most harmed %zu of %zu classes that break somewhere.", dose->shown_count,
                    dose->breaking);
    else au_text_puts(out, "The other classes break at none that was tried.");
    au_text_puts(out, "</p>\n");
}

/* What the strengths together are shown to keep. */
static void put_range(const struct dose *dose)
{
    const struct aug_range_result *range = range_of(dose);
    if (!range) return;
    au_html_put(dose->out, "<p class=\"note\">%s%s</p>\n", range->sentence,
                any_is_safe(dose) ? " The green line under a panel is the same for its class alone." : "");
}

static void put_figure(struct dose *dose)
{
    choose(dose);
    put_words(dose);
    put_range(dose);
    au_text_puts(dose->out, "<div class=\"curves\">");
    for (size_t i = 0; i < dose->shown_count; i++) put_panel(dose, dose->shown[i]);
    au_text_puts(dose->out, "</div>\n");
}

/* One group of panels for each parameter whose range was cut into strengths. */
void au_html_dose(struct au_text *out, const struct au_view_transform *transform)
{
    const struct aug_dose_point *points = transform->result->dose;
    const size_t count = transform->result->dose_count;
    if (count == 0 || transform->result->class_count == 0) return;
    au_text_puts(out, "<h4>How strong is too strong</h4>\n");
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && to - from < POINTS_MAX && same_text(points[from].param, points[to].param);)
            to++;
        put_figure(
            &(struct dose){.out = out, .transform = transform, .points = points + from, .point_count = to - from});
    }
}
