/* SPDX-License-Identifier: Apache-2.0
 * html_confusion.c - the confusion that a transform creates, as a small matrix: only the classes that change, and what they are read as. */
#include <math.h>

#include "html.h"

#define ROWS_MAX 10
#define COLUMNS_MAX 10
#define WORTH_SHOWING 0.02 /* a change of two points makes a row or a column */

struct lines { /* rows or columns: classes with the largest changes first */
    size_t count, all;
    int classes[ROWS_MAX];
    double size[ROWS_MAX];
};

static size_t place_of(const struct lines *lines, int k)
{
    size_t at = 0;
    while (at < lines->count && lines->classes[at] != k) at++;
    return at;
}

/* The change of class k, if it is larger than what is known of it; the smallest falls out. */
static void offer(struct lines *lines, int k, double size)
{
    size_t at = place_of(lines, k);
    if (at == lines->count && lines->count < ROWS_MAX) {
        lines->count++;
        lines->size[at] = -1;
    } else if (at == lines->count) {
        at--;
    }
    if (size <= lines->size[at]) return;
    for (; at > 0 && size > lines->size[at - 1]; at--) {
        lines->classes[at] = lines->classes[at - 1];
        lines->size[at] = lines->size[at - 1];
    }
    lines->classes[at] = k;
    lines->size[at] = size;
}

/* Chosen by size, shown in the order of the dataset. */
static void sort(struct lines *lines)
{
    for (size_t i = 1; i < lines->count; i++)
        for (size_t at = i; at > 0 && lines->classes[at] < lines->classes[at - 1]; at--) {
            const int k = lines->classes[at];
            lines->classes[at] = lines->classes[at - 1];
            lines->classes[at - 1] = k;
        }
}

static bool counts(const struct aug_confusion_cell *cell)
{
    return cell->from != cell->to && fabs(cell->share) >= WORTH_SHOWING;
}

static void choose_rows(const struct aug_transform_result *result, struct lines *rows)
{
    int last = -1; /* cells come class by class */
    for (size_t i = 0; i < result->confusion_count; i++) {
        const struct aug_confusion_cell *cell = &result->confusion[i];
        if (!counts(cell)) continue;
        rows->all += cell->from != last;
        last = cell->from;
        offer(rows, cell->from, fabs(cell->share));
    }
}

static void choose_columns(const struct aug_transform_result *result, const struct lines *rows, struct lines *columns)
{
    for (size_t i = 0; i < result->confusion_count; i++) {
        const struct aug_confusion_cell *cell = &result->confusion[i];
        if (counts(cell) && place_of(rows, cell->from) < rows->count) offer(columns, cell->to, fabs(cell->share));
    }
}

static double share_of(const struct aug_transform_result *result, int from, int to)
{
    for (size_t i = 0; i < result->confusion_count; i++)
        if (result->confusion[i].from == from && result->confusion[i].to == to) return result->confusion[i].share;
    return 0;
}

/* Points with a sign on a ground that is the darker the larger the change; harm is more of another class, or less of the own one. */
static void put_cell(struct au_text *out, double share, bool is_own)
{
    if (share == 0) {
        au_text_puts(out, "<td class=\"number quiet\">·</td>");
        return;
    }
    const bool is_harm = is_own ? share < 0 : share > 0;
    au_html_put(out, "<td class=\"number heat %s\" style=\"--s:%.2f\">%s%.0f</td>", is_harm ? "harm" : "gain",
                fmin(1, fabs(share)), share > 0 ? "+" : "−", fabs(100 * share));
}

static void put_row(struct au_text *out, const struct au_view *view, const struct aug_transform_result *result,
                    int from, const struct lines *columns)
{
    au_html_put(out, "<tr><th scope=\"row\"><span class=\"name\">%s</span></th>", au_class_name(view->audit, from));
    put_cell(out, share_of(result, from, from), true);
    for (size_t c = 0; c < columns->count; c++)
        put_cell(out, columns->classes[c] == from ? 0 : share_of(result, from, columns->classes[c]), false);
    au_text_puts(out, "</tr>\n");
}

static void put_head(struct au_text *out, const struct au_view *view, const struct lines *columns)
{
    au_text_puts(
        out,
        "<table class=\"matrix\"><caption class=\"hidden\">Change of what each class is read as, in points</caption>"
        "<thead><tr><th scope=\"col\">Class</th><th scope=\"col\" class=\"number\">itself</th>");
    for (size_t c = 0; c < columns->count; c++)
        au_html_put(out, "<th scope=\"col\" class=\"number\"><span class=\"name\">%s</span></th>",
                    au_class_name(view->audit, columns->classes[c]));
    au_text_puts(out, "</tr></thead>\n<tbody>\n");
}

void au_html_confusion(struct au_text *out, const struct au_view *view, const struct au_view_transform *transform)
{
    const struct aug_transform_result *result = transform->result;
    struct lines rows = {0}, columns = {0};
    choose_rows(result, &rows);
    choose_columns(result, &rows, &columns);
    if (rows.count == 0) return;
    sort(&rows);
    sort(&columns);
    au_text_puts(
        out,
        "<h4>What it is read as</h4>\n<p class=\"note\">By a learner that knows clean images only: points more or less "
        "than clean images of the class, dots are less than one. It shows what training lacks; another learner may "
        "still recover it.");
    if (rows.count < rows.all) au_html_put(out, " The %zu of %zu classes that change most.", rows.count, rows.all);
    au_html_put(out, "</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Readings under %s\">\n",
                result->spec);
    put_head(out, view, &columns);
    for (size_t r = 0; r < rows.count; r++) put_row(out, view, result, rows.classes[r], &columns);
    au_text_puts(out, "</tbody></table></div>\n");
}
