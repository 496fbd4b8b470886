/* SPDX-License-Identifier: Apache-2.0
 * html_dose.c - the dose curve: harm to each class at fixed strengths of a transform.
 *
 * Lines live in a nested SVG that is stretched; marks and text sit on top in per cent and pixels and keep their shape. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "columns.h"
#include "html.h"

#define PLOT_PX 200
#define NAMED_MAX 8 /* curves with marks and a name */
#define NAME_COLUMNS 15
#define NAME_GAP_PX 16
#define LABEL_GAP 16 /* per cent of the width, so that labels do not touch on a phone */

struct dose {
    struct au_text *out;
    const struct au_view_transform *transform;
    const struct aug_dose_point *points;
    size_t point_count;
    struct au_axis x, y;
    size_t named_count;
    struct named {
        size_t class_index;
        double end_px, name_px;
    } named[NAMED_MAX];
};

static bool breaks_somewhere(const struct dose *dose, size_t class_index)
{
    for (size_t i = 0; i < dose->point_count; i++)
        if (dose->points[i].labels[class_index] == AUG_LABEL_BROKEN) return true;
    return false;
}

static double down_px(const struct dose *dose, double harm)
{
    return PLOT_PX * (1 - au_axis_at(&dose->y, harm) / 100);
}

static int by_height(const void *left, const void *right)
{
    const struct named *a = left, *b = right;
    if (a->end_px != b->end_px) return a->end_px < b->end_px ? -1 : 1;
    return (a->class_index > b->class_index) - (a->class_index < b->class_index);
}

/* Names beside the ends of their curves, pushed apart so that none covers another. */
static void place_names(struct dose *dose)
{
    struct named *named = dose->named;
    const size_t count = dose->named_count;
    qsort(named, count, sizeof *named, by_height);
    for (size_t i = 0; i < count; i++) {
        const double lowest = i == 0 ? 6 : named[i - 1].name_px + NAME_GAP_PX;
        named[i].name_px = named[i].end_px > lowest ? named[i].end_px : lowest;
    }
    double ceiling = PLOT_PX - 4;
    for (size_t i = count; i-- > 0; ceiling = named[i].name_px - NAME_GAP_PX)
        if (named[i].name_px > ceiling) named[i].name_px = ceiling;
}

static void choose_named(struct dose *dose)
{
    for (size_t i = 0; i < au_html_shown(dose->transform) && dose->named_count < NAMED_MAX; i++) {
        const size_t c = dose->transform->classes[i].index;
        if (!breaks_somewhere(dose, c)) continue;
        const double last = dose->points[dose->point_count - 1].harm[c];
        dose->named[dose->named_count++] = (struct named){.class_index = c, .end_px = down_px(dose, last)};
    }
    place_names(dose);
}

static bool is_named(const struct dose *dose, size_t class_index)
{
    for (size_t i = 0; i < dose->named_count; i++)
        if (dose->named[i].class_index == class_index) return true;
    return false;
}

static void fit_axes(struct dose *dose)
{
    double high = 0;
    for (size_t i = 0; i < dose->point_count; i++)
        for (size_t c = 0; c < dose->transform->result->class_count; c++)
            if (dose->points[i].harm[c] > high) high = dose->points[i].harm[c];
    const double first = dose->points[0].strength, last = dose->points[dose->point_count - 1].strength;
    const double pad = last > first ? 0 : 1;
    dose->x = (struct au_axis){first - pad, last + pad};
    dose->y = (struct au_axis){0, au_axis_end(high)};
}

static void put_line(const struct dose *dose, size_t class_index)
{
    struct au_text *out = dose->out;
    au_html_put(out, "<polyline class=\"%s\" points=\"", is_named(dose, class_index) ? "named" : "other");
    for (size_t i = 0; i < dose->point_count; i++)
        au_html_put(out, "%s%.2f,%.2f", i ? " " : "", au_axis_at(&dose->x, dose->points[i].strength),
                    100 - au_axis_at(&dose->y, dose->points[i].harm[class_index]));
    au_text_puts(out, "\"/>");
}

static void put_marks(const struct dose *dose, size_t class_index)
{
    struct au_text *out = dose->out;
    for (size_t i = 0; i < dose->point_count; i++) {
        const struct aug_dose_point *point = &dose->points[i];
        const enum au_tone tone = au_tone_of_label(point->labels[class_index]);
        au_html_put(out, "<svg class=\"at %s\" x=\"%.2f%%\" y=\"%.1f\">", au_tone_word(tone),
                    au_axis_at(&dose->x, point->strength), down_px(dose, point->harm[class_index]));
        au_html_put(out, "<title>%s at strength %s: ", dose->transform->result->classes[class_index].name,
                    point->spec ? point->spec : "");
        au_html_percent(out, point->harm[class_index]);
        au_html_put(out, ", %s</title>", aug_label_name(point->labels[class_index]));
        au_svg_mark(out, tone);
        au_text_puts(out, "</svg>");
    }
}

static void put_plot(const struct dose *dose)
{
    struct au_text *out = dose->out;
    au_html_put(out,
                "<svg class=\"plot\" width=\"100%%\" height=\"%d\" role=\"img\" aria-label=\"Harm by strength; "
                "the classes that break are named in the text below\">",
                PLOT_PX);
    for (int quarter = 0; quarter <= 4; quarter++)
        au_html_put(out, "<line class=\"%s\" x1=\"0\" x2=\"100%%\" y1=\"%d%%\" y2=\"%d%%\"/>",
                    quarter == 4 ? "zero" : "grid", quarter * 25, quarter * 25);
    au_html_put(out, "<line class=\"margin\" x1=\"0\" x2=\"100%%\" y1=\"%.1f\" y2=\"%.1f\"/>", down_px(dose, 0.05),
                down_px(dose, 0.05));
    au_text_puts(out, "<svg width=\"100%\" height=\"100%\" viewBox=\"0 0 100 100\" preserveAspectRatio=\"none\" "
                      "class=\"at\">");
    const size_t shown = au_html_shown(dose->transform);
    for (size_t i = shown; i-- > 0;) put_line(dose, dose->transform->classes[i].index);
    au_text_puts(out, "</svg>");
    for (size_t i = 0; i < dose->named_count; i++) put_marks(dose, dose->named[i].class_index);
    au_text_puts(out, "</svg>");
}

static void put_heights(const struct dose *dose)
{
    struct au_text *out = dose->out;
    au_html_put(out, "<svg class=\"heights\" width=\"100%%\" height=\"%d\" aria-hidden=\"true\">", PLOT_PX);
    for (int half = 0; half <= 2; half++) {
        au_html_put(out, "<text x=\"100%%\" dx=\"-8\" y=\"%d%%\" dy=\"4\" text-anchor=\"end\">", half * 50);
        au_html_percent(out, dose->y.high * (2 - half) / 2);
        au_text_puts(out, "</text>");
    }
    au_text_puts(out, "</svg>");
}

static void put_names(const struct dose *dose)
{
    struct au_text *out = dose->out;
    au_html_put(out, "<svg class=\"names\" width=\"100%%\" height=\"%d\" aria-hidden=\"true\">", PLOT_PX);
    for (size_t i = 0; i < dose->named_count; i++) {
        const struct named *named = &dose->named[i];
        struct au_text name = {0};
        au_columns_cut(&name, dose->transform->result->classes[named->class_index].name, NAME_COLUMNS);
        au_html_put(out, "<path class=\"leader\" d=\"M9 %.1fL20 %.1f\"/><text x=\"24\" y=\"%.1f\" dy=\"4\">%s</text>",
                    named->end_px, named->name_px, named->name_px, name.bytes ? name.bytes : "");
        out->failed = out->failed || name.failed;
        au_text_release(&name);
    }
    au_text_puts(out, "</svg>");
}

static void put_strength(struct au_text *out, double strength)
{
    const double size = fabs(strength);
    if (strength < 0) au_text_puts(out, "−");
    if (size >= 10 || size == floor(size)) au_html_put(out, "%.0f", size);
    else au_html_put(out, "%.2f", size);
}

/* Both ends are labelled, and between them what keeps its distance. */
static void put_strengths(const struct dose *dose)
{
    struct au_text *out = dose->out;
    double last_label = -LABEL_GAP;
    au_text_puts(out, "<svg class=\"strengths\" width=\"100%\" height=\"36\" aria-hidden=\"true\">");
    for (size_t i = 0; i < dose->point_count; i++) {
        const double at = au_axis_at(&dose->x, dose->points[i].strength);
        const bool is_end = i + 1 == dose->point_count;
        const bool is_labelled = is_end || (at - last_label >= LABEL_GAP && 100 - at >= LABEL_GAP);
        au_html_put(out, "<line class=\"tick\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"0\" y2=\"%d\"/>", at, at,
                    is_labelled ? 6 : 3);
        if (!is_labelled) continue;
        last_label = at;
        au_html_put(out, "<text x=\"%.2f%%\" y=\"19\" text-anchor=\"middle\">", at);
        put_strength(out, dose->points[i].strength);
        au_text_puts(out, "</text>");
    }
    au_html_put(out, "<text x=\"50%%\" y=\"34\" text-anchor=\"middle\">%s</text></svg>",
                dose->points[0].param ? dose->points[0].param : "strength");
}

/* The weakest strength at which the class is broken, in words for everyone who cannot see the picture. */
static void put_first_break(const struct dose *dose, size_t class_index, bool is_first)
{
    const struct aug_dose_point *weakest = NULL;
    for (size_t i = 0; i < dose->point_count; i++) {
        const struct aug_dose_point *point = &dose->points[i];
        if (point->labels[class_index] != AUG_LABEL_BROKEN) continue;
        if (!weakest || fabs(point->strength) <= fabs(weakest->strength)) weakest = point;
    }
    if (!weakest) return;
    au_html_put(dose->out, "%s<b class=\"name\">%s</b> at ", is_first ? "" : ", ",
                dose->transform->result->classes[class_index].name);
    put_strength(dose->out, weakest->strength);
}

static void put_words(const struct dose *dose)
{
    struct au_text *out = dose->out;
    au_text_puts(
        out, "<figcaption>Harm is the largest estimated damage at one fixed strength; the dashed line is the margin. ");
    if (dose->named_count == 0) au_text_puts(out, "No class breaks at any strength that was tried.");
    else au_text_puts(out, "Weakest strength that breaks: ");
    for (size_t i = 0, said = 0; i < dose->transform->result->class_count && said < dose->named_count; i++) {
        const size_t c = dose->transform->classes[i].index;
        if (!is_named(dose, c)) continue;
        put_first_break(dose, c, said++ == 0);
    }
    au_text_puts(out, dose->named_count ? ".</figcaption>\n" : "</figcaption>\n");
}

static void put_figure(struct dose *dose)
{
    fit_axes(dose);
    choose_named(dose);
    au_text_puts(dose->out, "<figure class=\"dose\"><div class=\"dose-grid\">");
    put_heights(dose);
    put_plot(dose);
    put_names(dose);
    put_strengths(dose);
    au_text_puts(dose->out, "</div>\n");
    put_words(dose);
    au_text_puts(dose->out, "</figure>\n");
}

static bool same_param(const struct aug_dose_point *a, const struct aug_dose_point *b)
{
    if (!a->param || !b->param) return a->param == b->param;
    return strcmp(a->param, b->param) == 0;
}

/* One curve for each parameter whose range was cut into strengths. */
void au_html_dose(struct au_text *out, const struct au_view_transform *transform)
{
    const struct aug_dose_point *points = transform->result->dose;
    const size_t count = transform->result->dose_count;
    if (count == 0 || transform->result->class_count == 0) return;
    au_text_puts(out, "<h4>How strong is too strong</h4>\n");
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && same_param(&points[from], &points[to]);) to++;
        put_figure(
            &(struct dose){.out = out, .transform = transform, .points = points + from, .point_count = to - from});
    }
}
