/* SPDX-License-Identifier: Apache-2.0
 * html_change_classes.c - the predicted change of every class under every transform, as a table whose grounds tell gain from loss. */
#include <math.h>

#include "html.h"

#define COLUMNS_MAX 16
#define ROWS_MAX 80
#define POINTS_FULL 10. /* a change of so many points has the full ground */

struct columns {
    size_t count;
    size_t classes[COLUMNS_MAX];
};

static double largest(const struct au_changes *changes, size_t k)
{
    double most = 0;
    for (size_t i = 0; i < changes->count; i++)
        if (k < changes->rows[i]->result->class_count)
            most = fmax(most, fabs(changes->rows[i]->result->classes[k].change.estimate));
    return most;
}

static bool is_chosen(const struct columns *columns, size_t k)
{
    for (size_t i = 0; i < columns->count; i++)
        if (columns->classes[i] == k) return true;
    return false;
}

/* The classes that change most, in the order of the dataset. */
static void choose(const struct au_changes *changes, size_t class_count, struct columns *out)
{
    while (out->count < COLUMNS_MAX && out->count < class_count) {
        size_t best = class_count;
        double most = -1;
        for (size_t k = 0; k < class_count; k++) {
            const double size = is_chosen(out, k) ? -1 : largest(changes, k);
            if (size <= most) continue;
            most = size;
            best = k;
        }
        if (best == class_count) return;
        size_t at = out->count++;
        for (; at > 0 && out->classes[at - 1] > best; at--) out->classes[at] = out->classes[at - 1];
        out->classes[at] = best;
    }
}

static void put_change(struct au_text *out, const struct aug_change *c)
{
    const bool is_sure = c->low > 0 || c->high < 0;
    if (fabs(c->estimate) < 0.05) au_text_puts(out, "<td class=\"number quiet\">");
    else
        au_html_put(out, "<td class=\"number heat %s%s\" style=\"--s:%.2f\">", c->estimate < 0 ? "harm" : "gain",
                    is_sure ? " sure" : "", fmin(1, fabs(c->estimate) / POINTS_FULL));
    au_html_points(out, c->estimate);
    au_text_puts(out, "</td>");
}

static void put_cell(struct au_text *out, const struct aug_class_result *class)
{
    if (class && class->has_change) put_change(out, &class->change);
    else au_text_puts(out, "<td class=\"number quiet\">·</td>");
}

static void put_row(struct au_text *out, const struct au_view_transform *row, const struct columns *columns)
{
    au_html_put(out, "<tr>");
    au_html_change_name(out, row);
    for (size_t c = 0; c < columns->count; c++)
        put_cell(out,
                 columns->classes[c] < row->result->class_count ? &row->result->classes[columns->classes[c]] : NULL);
    au_text_puts(out, "</tr>\n");
}

static void put_whole(struct au_text *out, const struct aug_audit *audit, const struct columns *columns)
{
    au_text_puts(out, "<tr class=\"whole\"><th scope=\"row\">The pipeline as it is</th>");
    for (size_t c = 0; c < columns->count; c++) put_change(out, &audit->whole.classes[columns->classes[c]]);
    au_text_puts(out, "</tr>\n");
}

static void put_table(struct au_text *out, const struct au_view *view, const struct au_changes *changes,
                      const struct columns *columns)
{
    au_text_puts(
        out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Predicted change of each class\">\n"
             "<table class=\"matrix wide\"><caption class=\"hidden\">Predicted change of accuracy on each class, in "
             "points</caption><thead><tr><th scope=\"col\">Transform</th>");
    for (size_t c = 0; c < columns->count; c++)
        au_html_put(out, "<th scope=\"col\" class=\"number\"><span class=\"name\">%s</span></th>",
                    au_class_name(view->audit, (int)columns->classes[c]));
    au_text_puts(out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < changes->count && i < ROWS_MAX; i++) put_row(out, changes->rows[i], columns);
    if (view->audit->has_whole && view->audit->whole.is_known) put_whole(out, view->audit, columns);
    au_text_puts(out, "</tbody></table></div>\n");
}

void au_html_change_classes(struct au_text *out, const struct au_view *view, const struct au_changes *changes)
{
    struct columns columns = {0};
    const size_t all = (size_t)view->audit->class_count;
    choose(changes, all, &columns);
    if (columns.count == 0) return;
    au_text_puts(
        out,
        "<h3>Class by class</h3>\n<p class=\"note\">Points of accuracy on clean images of the class; bold where the "
        "90&#160;% interval excludes zero.");
    if (columns.count < all) au_html_put(out, " The %zu of %zu classes that change most.", columns.count, all);
    if (changes->count > ROWS_MAX) au_html_put(out, " The best %d of %zu transforms.", ROWS_MAX, changes->count);
    au_text_puts(out, "</p>\n");
    put_table(out, view, changes, &columns);
}
