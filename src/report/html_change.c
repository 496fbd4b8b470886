/* SPDX-License-Identifier: Apache-2.0
 * html_change.c - what training would gain or lose: one row per transform, best first, with its interval; only where it was predicted. */
#include <stdlib.h>

#include "html.h"

#define TRACK_PX 22
#define POINTS_LEAST 1. /* the axis spans at least so much on each side */

static int best_first(const void *a, const void *b)
{
    const struct au_view_transform *x = *(const struct au_view_transform *const *)a,
                                   *y = *(const struct au_view_transform *const *)b;
    if (x->result->change.estimate != y->result->change.estimate)
        return x->result->change.estimate > y->result->change.estimate ? -1 : 1;
    return x->number < y->number ? -1 : 1;
}

static struct au_axis fit_axis(const struct au_view_transform *const *rows, size_t count)
{
    struct au_axis axis = {-POINTS_LEAST, POINTS_LEAST};
    for (size_t i = 0; i < count; i++) {
        if (rows[i]->result->change.low < axis.low) axis.low = rows[i]->result->change.low;
        if (rows[i]->result->change.high > axis.high) axis.high = rows[i]->result->change.high;
    }
    return axis;
}

static void vertical(struct au_text *out, const char *class, double at, int from, int to)
{
    au_html_put(out, "<line class=\"%s\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"%d\" y2=\"%d\"/>", class, at, at, from, to);
}

static void put_points(struct au_text *out, double points)
{
    au_html_put(out, "%s%.1f", points >= 0.05 ? "+" : "", points);
}

static void put_words(struct au_text *out, const struct aug_change *c)
{
    put_points(out, c->estimate);
    au_text_puts(out, " points, ");
    put_points(out, c->low);
    au_text_puts(out, " to ");
    put_points(out, c->high);
}

static void put_row(struct au_text *out, const struct au_view_transform *row, const struct au_axis *axis)
{
    const struct aug_change *c = &row->result->change;
    const int middle = TRACK_PX / 2;
    au_html_put(out, "<tr class=\"%s\"><th scope=\"row\">", au_tone_word(row->tone));
    au_html_sign(out, row->tone);
    au_html_put(out, "<a href=\"#t%zu\">", row->number);
    au_html_spec(out, row->result->spec);
    au_html_put(
        out, "</a></th><td class=\"%s\"><svg class=\"track\" width=\"100%%\" height=\"%d\" role=\"img\" aria-label=\"",
        au_tone_word(row->tone), TRACK_PX);
    put_words(out, c);
    au_html_put(out, "\"><title>%s: ", row->result->spec);
    put_words(out, c);
    au_text_puts(out, "</title>");
    vertical(out, "zero", au_axis_at(axis, 0), 0, TRACK_PX);
    au_html_put(out, "<line class=\"span\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"%d\" y2=\"%d\"/>", au_axis_at(axis, c->low),
                au_axis_at(axis, c->high), middle, middle);
    vertical(out, "cap", au_axis_at(axis, c->low), middle - 4, middle + 4);
    vertical(out, "cap", au_axis_at(axis, c->high), middle - 4, middle + 4);
    au_html_put(out, "<svg x=\"%.2f%%\" y=\"%d\" class=\"at\">", au_axis_at(axis, c->estimate), middle);
    au_svg_mark(out, row->tone);
    au_text_puts(out, "</svg></svg></td><td class=\"number\">");
    put_points(out, c->estimate);
    au_text_puts(out, "</td></tr>\n");
}

static void put_head(struct au_text *out, const struct au_axis *axis)
{
    au_text_puts(
        out,
        "<figure class=\"chart\"><table><caption class=\"hidden\">Predicted change of accuracy, best first</caption><thead><tr>"
        "<th scope=\"col\">Transform</th><th scope=\"col\">Change of accuracy<small>points, 90&#160;% interval</small>"
        "<svg class=\"axis\" width=\"100%\" height=\"16\" aria-hidden=\"true\">");
    au_html_put(out,
                "<text x=\"0%%\" y=\"12\">%.1f</text><text x=\"%.2f%%\" y=\"12\" text-anchor=\"middle\">0</text>"
                "<text x=\"100%%\" y=\"12\" text-anchor=\"end\">%.1f</text></svg></th>"
                "<th scope=\"col\" class=\"number\">Points</th></tr></thead>\n<tbody>\n",
                axis->low, au_axis_at(axis, 0), axis->high);
}

void au_html_changes(struct au_text *out, struct au_view *view)
{
    const struct au_view_transform **rows = au_arena_alloc(&view->arena, view->count + 1, sizeof *rows);
    size_t count = 0;
    if (!rows) {
        out->failed = true;
        return;
    }
    for (size_t i = 0; i < view->count; i++)
        if (view->transforms[i].result->has_change) rows[count++] = &view->transforms[i];
    if (count == 0) return;
    qsort(rows, count, sizeof *rows, best_first);
    const struct au_axis axis = fit_axis(rows, count);
    au_text_puts(
        out,
        "<section aria-labelledby=\"changes\">\n<h2 id=\"changes\">What training would gain</h2>\n"
        "<p class=\"note\">Predicted, without training, for a convolutional network trained from scratch on these images with one "
        "transform, against without it: accuracy on clean images.</p>\n");
    put_head(out, &axis);
    for (size_t i = 0; i < count; i++) put_row(out, rows[i], &axis);
    au_text_puts(out, "</tbody></table></figure>\n</section>\n");
}
