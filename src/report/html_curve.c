/* SPDX-License-Identifier: Apache-2.0
 * html_curve.c - a small panel with one curve of one class: line, interval as a band, marks, margin.
 *
 * Lines and bands live in a nested SVG that is stretched; marks and text sit on top in per cent and pixels and keep their shape. */
#include <math.h>

#include "html.h"

#define PLOT_PX 84

static double down_px(const struct au_curve *curve, double value)
{
    return PLOT_PX * (1 - au_axis_at(&curve->y, value) / 100);
}

static void put_point(struct au_text *out, const struct au_curve *curve, size_t i, double value)
{
    au_html_put(out, "%.1f,%.1f ", au_axis_at(&curve->x, curve->at[i]), 100 - au_axis_at(&curve->y, value));
}

static void put_band(struct au_text *out, const struct au_curve *curve)
{
    au_text_puts(out, "<polygon class=\"band\" points=\"");
    for (size_t i = 0; i < curve->count; i++) put_point(out, curve, i, curve->high[i]);
    for (size_t i = curve->count; i-- > 0;) put_point(out, curve, i, curve->low[i]);
    au_text_puts(out, "\"/><polyline points=\"");
    for (size_t i = 0; i < curve->count; i++) put_point(out, curve, i, curve->value[i]);
    au_text_puts(out, "\"/>");
}

static void put_marks(struct au_text *out, const struct au_curve *curve)
{
    for (size_t i = 0; i < curve->count; i++)
        au_svg_mark(out, curve->tones[i], au_axis_at(&curve->x, curve->at[i]), down_px(curve, curve->value[i]));
}

/* "6: 0.5 % at 10, 3.0 % (1.1 % to 4.9 %) at 45": for a pointer at rest and for a screen reader. */
static void put_words(struct au_text *out, const struct au_curve *curve)
{
    au_html_put(out, "%s:", curve->name);
    for (size_t i = 0; i < curve->count; i++) {
        au_text_puts(out, i ? ", " : " ");
        au_html_percent(out, curve->value[i]);
        au_text_puts(out, " (");
        au_html_percent(out, curve->low[i]);
        au_text_puts(out, " to ");
        au_html_percent(out, curve->high[i]);
        au_text_puts(out, ") at ");
        au_html_strength(out, curve->at[i]);
    }
}

/* The parts of the axis outside the range that was asked about. */
static void put_beyond(struct au_text *out, const struct au_curve *curve)
{
    const double from = au_axis_at(&curve->x, curve->inside.low), to = au_axis_at(&curve->x, curve->inside.high);
    if (from > 0.1) au_html_put(out, "<rect class=\"beyond\" width=\"%.1f%%\" height=\"%d\"/>", from, PLOT_PX);
    if (to < 99.9)
        au_html_put(out, "<rect class=\"beyond\" x=\"%.1f%%\" width=\"%.1f%%\" height=\"%d\"/>", to, 100 - to, PLOT_PX);
}

static void put_crossing(struct au_text *out, double across)
{
    au_html_put(out, "<line class=\"crossing\" x1=\"%.1f%%\" x2=\"%.1f%%\" y2=\"%d\"/>", across, across, PLOT_PX);
}

/* On the ground of the plot, so that it hides nothing. */
static void put_safe(struct au_text *out, const struct au_curve *curve)
{
    if (isnan(curve->safe.low) || isnan(curve->safe.high)) return;
    au_html_put(out, "<line class=\"safe\" x1=\"%.1f%%\" x2=\"%.1f%%\" y1=\"%d\" y2=\"%d\"/>",
                au_axis_at(&curve->x, curve->safe.low), au_axis_at(&curve->x, curve->safe.high), PLOT_PX, PLOT_PX);
}

static void put_plot(struct au_text *out, const struct au_curve *curve)
{
    au_html_put(out, "<svg class=\"plot %s\" width=\"100%%\" height=\"%d\" role=\"img\"><title>",
                au_tone_word(curve->tone), PLOT_PX);
    put_words(out, curve);
    au_text_puts(out, "</title>");
    put_beyond(out, curve);
    au_html_put(out, "<line class=\"zero\" x1=\"0\" x2=\"100%%\" y1=\"%d\" y2=\"%d\"/>", PLOT_PX, PLOT_PX);
    au_html_put(out, "<line class=\"margin\" x1=\"0\" x2=\"100%%\" y1=\"%.1f\" y2=\"%.1f\"/>",
                down_px(curve, curve->margin), down_px(curve, curve->margin));
    put_safe(out, curve);
    au_text_puts(out, "<svg width=\"100%\" height=\"100%\" viewBox=\"0 0 100 100\" preserveAspectRatio=\"none\" "
                      "class=\"at\">");
    put_band(out, curve);
    au_text_puts(out, "</svg>");
    put_marks(out, curve);
    if (!isnan(curve->crossing)) put_crossing(out, au_axis_at(&curve->x, curve->crossing));
    au_text_puts(out, "</svg>");
}

void au_html_strength(struct au_text *out, double strength)
{
    const double size = fabs(strength);
    if (strength < 0) au_text_puts(out, "−");
    if (size >= 10 || size == floor(size)) au_html_put(out, "%.0f", size);
    else au_html_put(out, "%.2f", size);
}

void au_html_curve_start(struct au_text *out, const struct au_curve *curve)
{
    au_text_puts(out, "<figure class=\"curve\"><figcaption>");
    au_html_sign(out, curve->tone);
    au_html_put(out, "<b class=\"name\">%s</b> <span class=\"quiet\">", curve->name);
}

void au_html_curve_end(struct au_text *out, const struct au_curve *curve)
{
    au_text_puts(out, "</span></figcaption><div class=\"high\">");
    au_html_percent(out, curve->y.high);
    au_text_puts(out, "</div>");
    put_plot(out, curve);
    au_text_puts(out, "<div class=\"ends\"><span>");
    au_html_strength(out, curve->x.low);
    au_text_puts(out, "</span><span>");
    au_html_strength(out, curve->x.high);
    au_text_puts(out, "</span></div></figure>\n");
}
