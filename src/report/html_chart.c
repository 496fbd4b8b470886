/* SPDX-License-Identifier: Apache-2.0
 * html_chart.c - the chart of one transform: a row per class, a panel per question, each number with its interval.
 *
 * The chart is a table with one small SVG per cell. Their coordinates are per cent across and pixels down, so that text and
 * marks keep their size at any width, and a screen reader meets a table. */
#include <string.h>

#include "html.h"

struct panel {
    const char *name, *instead; /* `instead` is drawn, and `name` behind it, where both were measured */
    const char *title, *about;
    double margin; /* methods.md section 6 */
};

static const struct panel panels[] = {
    {"recoverability_loss", "undone_loss", "Lost for good", "what no learner recovers", 0.05},
    {"conflict", NULL, "Conflict in training", "clean accuracy it costs", 0.02},
    {"landing", NULL, "Seen as another class", "lands on its pictures", 0.05},
};
#define PANEL_COUNT (sizeof panels / sizeof *panels)

struct chart {
    struct au_text *out;
    const struct au_view *view;
    const struct au_view_transform *transform;
    size_t shown;
    bool used[PANEL_COUNT];
    struct au_axis axes[PANEL_COUNT];
};

#define TRACK_PX 22

static const struct aug_number *main_number(const struct panel *panel, const struct aug_class_result *result)
{
    const struct aug_number *instead = panel->instead ? au_class_number(result, panel->instead) : NULL;
    return instead ? instead : au_class_number(result, panel->name);
}

/* An unknown bound is the end of the range: it must not stretch the axis. */
static double known_end(const struct aug_number *number)
{
    return number->high < 0.999 ? number->high : number->estimate;
}

static void fit_axis(struct chart *chart, size_t p)
{
    double low = -0.01, high = 3 * panels[p].margin;
    for (size_t i = 0; i < chart->shown; i++) {
        const struct aug_number *number = main_number(&panels[p], au_view_class(chart->transform, i));
        if (!number) continue;
        chart->used[p] = true;
        if (known_end(number) > high) high = known_end(number);
        if (number->low < low && number->low > -0.999) low = number->low;
    }
    high = au_axis_end(high);
    chart->axes[p] = (struct au_axis){low < -high / 4 ? -high / 4 : low, high};
}

static void put_axis(struct chart *chart, size_t p)
{
    struct au_text *out = chart->out;
    const struct au_axis *axis = &chart->axes[p];
    au_text_puts(out, "<svg class=\"axis\" width=\"100%\" height=\"16\" aria-hidden=\"true\">");
    au_html_put(out, "<text x=\"%.2f%%\" y=\"12\" text-anchor=\"middle\">0</text>", au_axis_at(axis, 0));
    au_html_put(out, "<text x=\"100%%\" y=\"12\" text-anchor=\"end\">%.0f&#160;%%</text></svg>", axis->high * 100);
}

static void horizontal(struct au_text *out, const char *class, const struct au_axis *axis,
                       const struct aug_number *number, int y)
{
    au_html_put(out, "<line class=\"%s %s\" x1=\"%.1f%%\" x2=\"%.1f%%\" y1=\"%d\" y2=\"%d\"/>", class,
                aug_grade_name(number->grade), au_axis_at(axis, number->low), au_axis_at(axis, number->high), y, y);
}

static void put_cap(struct au_text *out, const struct au_axis *axis, double bound)
{
    const char *shape = bound < axis->low ? "left" : bound > axis->high ? "right" : "cap";
    au_svg_shape(out, shape, au_axis_at(axis, bound), TRACK_PX / 2);
}

static void put_words(struct au_text *out, const struct aug_number *number)
{
    au_html_percent(out, number->estimate);
    au_text_puts(out, ", between ");
    au_html_percent(out, number->low);
    au_text_puts(out, " and ");
    au_html_percent(out, number->high);
}

/* A number inside its margin does not count against a class; beyond it, it can be no worse than the label of the class. */
static enum au_tone tone_of(const struct panel *panel, const struct aug_number *number, enum aug_label label)
{
    if (label == AUG_LABEL_KEPT || number->high <= panel->margin) return AU_TONE_HOLDS;
    return label == AUG_LABEL_BROKEN && number->low > panel->margin ? AU_TONE_BROKEN : AU_TONE_UNDECIDED;
}

static void put_track(struct chart *chart, size_t p, const struct aug_class_result *result)
{
    struct au_text *out = chart->out;
    const struct au_axis *axis = &chart->axes[p];
    const struct aug_number *number = main_number(&panels[p], result);
    const struct aug_number *behind = panels[p].instead ? au_class_number(result, panels[p].name) : NULL;
    if (!number) {
        au_text_puts(out, "<td><span class=\"quiet\">not measured</span></td>");
        return;
    }
    const enum au_tone tone = tone_of(&panels[p], number, result->label);
    au_html_put(out, "<td class=\"%s\"><svg class=\"track\" role=\"img\"><title>", au_tone_word(tone));
    put_words(out, number);
    au_text_puts(out, "</title>");
    au_svg_vertical(out, "zero", au_axis_at(axis, 0));
    au_svg_vertical(out, "margin", au_axis_at(axis, panels[p].margin));
    if (behind && behind != number) horizontal(out, "behind", axis, behind, TRACK_PX - 4);
    horizontal(out, "span", axis, number, TRACK_PX / 2);
    put_cap(out, axis, number->low);
    put_cap(out, axis, number->high);
    au_svg_mark(out, tone, au_axis_at(axis, number->estimate), TRACK_PX / 2);
    au_text_puts(out, "</svg></td>");
}

static void put_row(struct chart *chart, size_t place)
{
    const struct aug_class_result *result = au_view_class(chart->transform, place);
    struct au_text *out = chart->out;
    const enum au_tone tone = au_tone_of_label(result->label);
    au_html_put(out, "<tr class=\"%s\"><th scope=\"row\">", au_tone_word(tone));
    au_html_sign(out, tone);
    au_html_put(out, "<span class=\"name\">%s</span><span class=\"hidden\">, %s</span></th>", result->name,
                aug_label_name(result->label));
    for (size_t p = 0; p < PANEL_COUNT; p++)
        if (chart->used[p]) put_track(chart, p, result);
    au_text_puts(out, "</tr>\n");
}

static void put_legend(struct chart *chart)
{
    static const struct {
        enum au_tone tone;
        const char *word;
    } keys[] = {{AU_TONE_BROKEN, "broken"}, {AU_TONE_UNDECIDED, "undecided"}, {AU_TONE_HOLDS, "kept"}};
    struct au_text *out = chart->out;
    bool has_behind = false;
    for (size_t i = 0; i < chart->shown; i++)
        has_behind = has_behind || au_class_number(au_view_class(chart->transform, i), "undone_loss");
    au_text_puts(out, "<figcaption class=\"legend\">");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        au_html_put(out, "<span class=\"%s\">", au_tone_word(keys[i].tone));
        au_html_sign(out, keys[i].tone);
        au_html_put(out, "%s</span> ", keys[i].word);
    }
    au_text_puts(
        out,
        "<span><svg class=\"key\" viewBox=\"0 0 22 12\" aria-hidden=\"true\"><path class=\"span\" d=\"M2 6h18\"/>"
        "<path class=\"cap\" d=\"M2 2v8M20 2v8\"/></svg>interval</span> "
        "<span><svg class=\"key\" viewBox=\"0 0 22 12\" aria-hidden=\"true\"><path class=\"margin\" d=\"M11 0v12\"/>"
        "</svg>margin: a loss beyond it counts</span> ");
    if (has_behind)
        au_text_puts(
            out,
            "<span><svg class=\"key\" viewBox=\"0 0 22 12\" aria-hidden=\"true\"><path class=\"behind\" d=\"M2 6h18\"/>"
            "</svg>before the transform was undone</span>");
    au_text_puts(out, "</figcaption>\n");
}

static void put_head(struct chart *chart)
{
    struct au_text *out = chart->out;
    au_text_puts(out, "<thead><tr><th scope=\"col\">Class</th>");
    for (size_t p = 0; p < PANEL_COUNT; p++) {
        if (!chart->used[p]) continue;
        au_html_put(out, "<th scope=\"col\">%s<small>%s</small>", panels[p].title, panels[p].about);
        put_axis(chart, p);
        au_text_puts(out, "</th>");
    }
    au_text_puts(out, "</tr></thead>\n<tbody>\n");
}

void au_html_chart(struct au_text *out, const struct au_view *view, const struct au_view_transform *transform)
{
    struct chart chart = {.out = out, .view = view, .transform = transform, .shown = au_html_shown(view, transform)};
    bool any = false;
    for (size_t p = 0; p < PANEL_COUNT; p++) {
        fit_axis(&chart, p);
        any = any || chart.used[p];
    }
    if (!any) return;
    au_text_puts(out, "<h4>What it does to each class</h4>\n<figure class=\"chart\">\n");
    put_legend(&chart);
    au_text_puts(out,
                 "<table><caption class=\"hidden\">Losses of each class with their intervals, worst first</caption>\n");
    put_head(&chart);
    for (size_t i = 0; i < chart.shown; i++) put_row(&chart, i);
    au_text_puts(out, "</tbody></table>\n</figure>\n");
    au_html_note_hidden(out, view, transform);
}
