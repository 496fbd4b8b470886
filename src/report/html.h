/* SPDX-License-Identifier: Apache-2.0
 * html.h - the parts of the HTML report, from small to large.
 */
#ifndef AU_HTML_H
#define AU_HTML_H

#include "core/html_write.h"
#include "writers.h"

/* Classes charted and listed per transform, the worst ones; fewer where there are many transforms. The JSON report has all. */
#define AU_HTML_CLASSES_MAX 40
#define AU_HTML_CLASSES_LEAST 12
#define AU_HTML_CLASS_ROWS 800 /* aimed at in the whole page */

/* ---- html_parts.c ---- */

/* Inline SVG shape of a tone: cross, open circle, bar, dot. Decoration: the word stands beside it. */
void au_html_sign(struct au_text *out, enum au_tone tone);
/* Shapes that charts use again and again, so that each use is short; once in a page. */
void au_html_shapes(struct au_text *out);
/* In a chart, at per cent across and pixels down: the mark of a tone, another shape ("cap", "left", "right"), a vertical line over the whole
 * track in the style of a class. */
void au_svg_mark(struct au_text *out, enum au_tone tone, double across, double down_px);
void au_svg_shape(struct au_text *out, const char *shape, double across, double down_px);
void au_svg_vertical(struct au_text *out, const char *class, double across);
/* Sign and verdict in words ("lower p"). */
void au_html_badge(struct au_text *out, const struct au_view_transform *transform);
/* A transform's text, which may be long, with places to break the line. */
void au_html_spec(struct au_text *out, const char *spec);
/* Names of what a class collides with, at most `most` of them. */
void au_html_partners(struct au_text *out, const struct aug_audit *audit, const struct aug_class_result *result,
                      size_t most);
/* "4 broken, 1 undecided, 7 kept" with a bar. */
void au_html_tally(struct au_text *out, const struct au_view_transform *transform);
void au_html_percent(struct au_text *out, double share);
void au_html_count(struct au_text *out, size_t count);
/* How many classes of a transform are shown; says so in `out` when some are not. */
size_t au_html_shown(const struct au_view *view, const struct au_view_transform *transform);
void au_html_note_hidden(struct au_text *out, const struct au_view *view, const struct au_view_transform *transform);

/* A linear axis; positions are per cent of the width, cut to 0..100. */
struct au_axis {
    double low, high;
};
double au_axis_at(const struct au_axis *axis, double value);
/* The smallest comfortable axis end at or above `value`: 0.15, 0.2, 0.3, 0.5, 0.75 or 1. */
double au_axis_end(double value);

/* ---- html_curve.c ---- */

struct au_curve { /* of one class, in a small panel */
    const char *name;
    enum au_tone tone;
    struct au_axis x, y;
    struct au_axis inside; /* the part of x that was asked about; the rest is shaded */
    double margin;         /* of the values */
    double crossing;       /* where a vertical line stands; NAN: none */
    struct au_axis safe;   /* part of x that is shown to be safe; NAN: none */
    size_t count;
    const double *at, *value, *low, *high;
    const enum au_tone *tones; /* of the marks */
};
/* Between start and end a few words that follow the name. */
void au_html_curve_start(struct au_text *out, const struct au_curve *curve);
void au_html_curve_end(struct au_text *out, const struct au_curve *curve);
void au_html_strength(struct au_text *out, double strength);

/* ---- one file each ---- */

void au_html_chart(struct au_text *out, const struct au_view *view, const struct au_view_transform *transform);
/* ---- predicted changes: html_change.c and its parts ---- */

struct au_changes { /* transforms whose change was predicted, best first */
    const struct au_view_transform **rows;
    size_t count;
};
/* The section of predicted changes; nothing where none was predicted. */
void au_html_changes(struct au_text *out, struct au_view *view);
void au_html_change_classes(struct au_text *out, const struct au_view *view, const struct au_changes *changes);
void au_html_pairs(struct au_text *out, struct au_view *view);
/* Percentage points with a sign: "+1.4". */
void au_html_points(struct au_text *out, double points);
void au_html_change_axis(struct au_text *out, const struct au_axis *axis);
void au_html_change_track(struct au_text *out, const struct aug_change *change, const struct au_axis *axis,
                          enum au_tone tone);
/* The row head: sign, linked SPEC. */
void au_html_change_name(struct au_text *out, const struct au_view_transform *row);

/* ---- the parts of a card ---- */

void au_html_dose(struct au_text *out, const struct au_view_transform *transform);
void au_html_p(struct au_text *out, const struct au_view_transform *transform);
/* What the transform makes of each class, to a learner of clean images. */
void au_html_confusion(struct au_text *out, const struct au_view *view, const struct au_view_transform *transform);
/* Why: two sentences, the second with the number that decided, beside a row of pictures of the class whose number it is. */
void au_html_why(struct au_text *out, const struct au_view *view, const struct au_view_transform *transform);
const struct aug_picture_row *au_html_why_pictures(const struct au_view_transform *transform); /* NULL: none */
/* The sentence with the number; nothing where no number decided. */
void au_html_deciding(struct au_text *out, const struct aug_audit *audit, const struct aug_deciding *deciding,
                      bool names_class);
/* The strongest sign against a label or verdict, with its number; nothing where there is none. */
void au_html_counter(struct au_text *out, const struct aug_counter *counter);
/* The open classes, together where the same would decide them. */
void au_html_needs(struct au_text *out, const struct au_view_transform *transform);
/* Name of a number, linked to the glossary. */
void au_html_number_name(struct au_text *out, const char *name);
/* Remarks as sentences in a row, each with its number; and those of a transform with its tells, as a list. */
void au_html_remarks(struct au_text *out, size_t count, const struct aug_remark *remarks);
void au_html_also(struct au_text *out, const struct aug_transform_result *result);
void au_html_numbers(struct au_text *out, const struct au_view *view);
void au_html_glossary(struct au_text *out, const struct au_view *view);
void au_html_picture_row(struct au_text *out, const struct aug_audit *audit, const struct aug_picture_row *row);
void au_html_pictures(struct au_text *out, const struct au_view *view, const struct au_view_transform *transform);
void au_html_card(struct au_text *out, const struct au_view *view, const struct au_view_transform *transform);
void au_html_appendix(struct au_text *out, const struct au_view *view, const struct aug_report_options *options);

#endif
