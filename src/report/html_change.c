/* SPDX-License-Identifier: Apache-2.0
 * html_change.c - what training would gain or lose: one row per transform, best first, with its interval; only where it was predicted. */
#include <math.h>
#include <stdlib.h>

#include "html.h"

#define TRACK_PX 20
#define POINTS_LEAST 1. /* the axis spans at least so much on each side */
#define POINTS_MOST 25. /* and at most so much: one ruinous transform must not flatten the others */
#define NOT_PREDICTED_NAMED 8

static int best_first(const void *a, const void *b)
{
    const struct au_view_transform *x = *(const struct au_view_transform *const *)a,
                                   *y = *(const struct au_view_transform *const *)b;
    if (x->result->change.estimate != y->result->change.estimate)
        return x->result->change.estimate > y->result->change.estimate ? -1 : 1;
    return x->number < y->number ? -1 : 1;
}

static struct au_axis fit_axis(const struct au_changes *rows)
{
    struct au_axis axis = {-POINTS_LEAST, POINTS_LEAST};
    for (size_t i = 0; i < rows->count; i++) {
        axis.low = fmin(axis.low, rows->rows[i]->result->change.low);
        axis.high = fmax(axis.high, rows->rows[i]->result->change.high);
    }
    return (struct au_axis){fmax(axis.low, -POINTS_MOST), fmin(axis.high, POINTS_MOST)};
}

/* 1, 2 or 5 times a power of ten: at most half a dozen ticks. */
static double tick_step(const struct au_axis *axis)
{
    const double rough = (axis->high - axis->low) / 5, power = pow(10, floor(log10(rough)));
    return rough <= power ? power : rough <= 2 * power ? 2 * power : rough <= 5 * power ? 5 * power : 10 * power;
}

static void put_tick_labels(struct au_text *out, const struct au_axis *axis)
{
    const double step = tick_step(axis);
    for (double at = ceil(axis->low / step); at * step <= axis->high; at++) {
        au_html_put(out, "<text x=\"%.1f%%\" y=\"12\" text-anchor=\"middle\">", au_axis_at(axis, at * step));
        if (at == 0) au_text_puts(out, "0");
        else au_html_put(out, step < 1 ? "%s%.1f" : "%s%.0f", at > 0 ? "+" : "−", fabs(at * step));
        au_text_puts(out, "</text>");
    }
}

static void put_grid(struct au_text *out, const struct au_axis *axis)
{
    const double step = tick_step(axis);
    for (double at = ceil(axis->low / step); at * step <= axis->high; at++)
        au_svg_vertical(out, at == 0 ? "nought" : "grid", au_axis_at(axis, at * step));
}

static void put_words(struct au_text *out, const struct aug_change *c)
{
    au_html_points(out, c->estimate);
    au_text_puts(out, " points, ");
    au_html_points(out, c->low);
    au_text_puts(out, " to ");
    au_html_points(out, c->high);
}

/* A bound, or an arrow where it lies beyond the axis. */
static void put_cap(struct au_text *out, const struct au_axis *axis, double bound)
{
    const char *shape = bound < axis->low ? "left" : bound > axis->high ? "right" : "cap";
    au_svg_shape(out, shape, au_axis_at(axis, bound), TRACK_PX / 2);
}

void au_html_change_track(struct au_text *out, const struct aug_change *c, const struct au_axis *axis,
                          enum au_tone tone)
{
    au_text_puts(out, "<svg class=\"track\" role=\"img\"><title>");
    put_words(out, c);
    au_text_puts(out, "</title>");
    put_grid(out, axis);
    au_html_put(out, "<line class=\"span\" x1=\"%.1f%%\" x2=\"%.1f%%\" y1=\"%d\" y2=\"%d\"/>", au_axis_at(axis, c->low),
                au_axis_at(axis, c->high), TRACK_PX / 2, TRACK_PX / 2);
    put_cap(out, axis, c->low);
    put_cap(out, axis, c->high);
    au_svg_mark(out, tone, au_axis_at(axis, c->estimate), TRACK_PX / 2);
    au_text_puts(out, "</svg>");
}

void au_html_change_axis(struct au_text *out, const struct au_axis *axis)
{
    au_text_puts(out, "<svg class=\"axis\" width=\"100%\" height=\"16\" aria-hidden=\"true\">");
    put_tick_labels(out, axis);
    au_text_puts(out, "</svg>");
}

void au_html_points(struct au_text *out, double points)
{
    const double size = fabs(points);
    if (size < 0.05) au_text_puts(out, "0.0");
    else au_html_put(out, size < 99.95 ? "%s%.1f" : "%s%.0f", points > 0 ? "+" : "−", size);
}

void au_html_change_name(struct au_text *out, const struct au_view_transform *row)
{
    au_text_puts(out, "<th scope=\"row\">");
    au_html_sign(out, row->tone);
    au_html_put(out, "<a href=\"#t%zu\">", row->number);
    au_html_spec(out, row->result->spec);
    au_html_put(out, "</a><span class=\"hidden\">, %s</span></th>", aug_verdict_name(row->result->verdict));
}

static void put_row(struct au_text *out, const struct au_view_transform *row, const struct au_axis *axis)
{
    const struct aug_change *c = &row->result->change;
    au_html_put(out, "<tr class=\"%s\">", au_tone_word(row->tone));
    au_html_change_name(out, row);
    au_html_put(out, "<td class=\"%s\">", au_tone_word(row->tone));
    au_html_change_track(out, c, axis, row->tone);
    au_text_puts(out, "</td><td class=\"number\"><b>");
    au_html_points(out, c->estimate);
    au_text_puts(out, "</b> <span class=\"quiet\">");
    au_html_points(out, c->low);
    au_text_puts(out, " to ");
    au_html_points(out, c->high);
    au_text_puts(out, "</span></td></tr>\n");
}

static void put_legend(struct au_text *out)
{
    static const struct {
        enum au_tone tone;
        const char *word;
    } keys[] = {{AU_TONE_BROKEN, "breaks labels"},
                {AU_TONE_UNDECIDED, "undecided"},
                {AU_TONE_NEUTRAL, "redundant or costly"},
                {AU_TONE_HOLDS, "holds"}};
    au_text_puts(out, "<figcaption class=\"legend\">");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        au_html_put(out, "<span class=\"%s\">", au_tone_word(keys[i].tone));
        au_html_sign(out, keys[i].tone);
        au_html_put(out, "%s</span> ", keys[i].word);
    }
    au_text_puts(out, "</figcaption>\n");
}

static void put_chart(struct au_text *out, const struct au_changes *changes)
{
    const struct au_axis axis = fit_axis(changes);
    au_text_puts(out, "<figure class=\"chart changes\">");
    put_legend(out);
    au_text_puts(out, "<table><caption class=\"hidden\">Predicted change of accuracy, best first</caption><thead><tr>"
                      "<th scope=\"col\">Transform</th><th scope=\"col\">Change of accuracy");
    au_html_change_axis(out, &axis);
    au_text_puts(out,
                 "</th><th scope=\"col\" class=\"number\">Points<small>90&#160;% interval</small></th></tr></thead>\n"
                 "<tbody>\n");
    for (size_t i = 0; i < changes->count; i++) put_row(out, changes->rows[i], &axis);
    au_text_puts(out, "</tbody></table></figure>\n");
}

/* "3 of 35 gain surely, 12 lose surely; the others may do either." */
static void put_count(struct au_text *out, const struct au_changes *changes)
{
    size_t gain = 0, lose = 0;
    for (size_t i = 0; i < changes->count; i++) {
        gain += changes->rows[i]->result->change.low > 0;
        lose += changes->rows[i]->result->change.high < 0;
    }
    au_html_put(out, " Of %zu, %zu gain and %zu lose beyond their intervals.", changes->count, gain, lose);
}

static void put_missing(struct au_text *out, const struct au_view *view)
{
    size_t missing = 0;
    for (size_t i = 0; i < view->count; i++) {
        if (view->transforms[i].result->has_change) continue;
        if (missing < NOT_PREDICTED_NAMED) {
            au_text_puts(out, missing ? ", " : "<p class=\"note\">Not predicted: ");
            au_html_spec(out, view->transforms[i].result->spec);
        }
        missing++;
    }
    if (missing > NOT_PREDICTED_NAMED) au_html_put(out, " and %zu more", missing - NOT_PREDICTED_NAMED);
    if (missing) au_text_puts(out, ".</p>\n");
}

static bool collect(struct au_view *view, struct au_changes *out)
{
    const struct au_view_transform **rows = au_arena_alloc(&view->arena, view->count + 1, sizeof *rows);
    *out = (struct au_changes){.rows = rows};
    if (!rows) return false;
    for (size_t i = 0; i < view->count; i++)
        if (view->transforms[i].result->has_change) rows[out->count++] = &view->transforms[i];
    qsort(rows, out->count, sizeof *rows, best_first);
    return true;
}

static void put_whole(struct au_text *out, const struct aug_audit *audit)
{
    const struct aug_whole_change *whole = &audit->whole;
    if (!audit->has_whole) return;
    au_text_puts(out, "<p class=\"whole\">The pipeline as it is, every transform as it is run: ");
    if (whole->is_known) {
        au_html_points(out, whole->change.estimate);
        au_text_puts(out, " points (90&#160;% interval ");
        au_html_points(out, whole->change.low);
        au_text_puts(out, " to ");
        au_html_points(out, whole->change.high);
        au_text_puts(out, ").</p>\n");
    } else {
        au_text_puts(out, "not predicted. ");
        au_html_escape(out, whole->why_not);
        au_text_puts(out, "</p>\n");
    }
}

void au_html_changes(struct au_text *out, struct au_view *view)
{
    struct au_changes changes;
    if (!collect(view, &changes)) {
        out->failed = true;
        return;
    }
    if (changes.count == 0) return;
    au_text_puts(
        out,
        "<section aria-labelledby=\"changes\">\n<h2 id=\"changes\">What training would gain</h2>\n"
        "<p class=\"note\">Predicted, without training it, for a convolutional network trained from scratch on these images with "
        "one transform, against without it: accuracy on clean images.");
    put_count(out, &changes);
    au_text_puts(out, "</p>\n");
    put_chart(out, &changes);
    put_missing(out, view);
    put_whole(out, view->audit);
    au_html_change_classes(out, view, &changes);
    au_html_pairs(out, view);
    au_text_puts(out, "</section>\n");
}
