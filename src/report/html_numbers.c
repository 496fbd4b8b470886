/* SPDX-License-Identifier: Apache-2.0
 * html_numbers.c - every number with its interval, method and grade: a table for each transform, a column for each class. */
#include <string.h>

#include "html.h"

#define CELLS_MAX 9000 /* in the page; the JSON report has all */
#define CLASSES_LEAST 3
#define CLASSES_MOST 12

static size_t most_evidence(const struct au_view *view)
{
    size_t most = 1;
    for (size_t i = 0; i < view->count; i++) {
        const struct aug_transform_result *result = view->transforms[i].result;
        for (size_t c = 0; c < result->class_count; c++)
            if (result->classes[c].evidence_count > most) most = result->classes[c].evidence_count;
    }
    return most;
}

/* Fewer classes each when there are many transforms, so that the page stays light. */
static size_t classes_each(const struct au_view *view)
{
    const size_t each = CELLS_MAX / (most_evidence(view) * (view->count ? view->count : 1));
    return each < CLASSES_LEAST ? CLASSES_LEAST : each > CLASSES_MOST ? CLASSES_MOST : each;
}

static const struct aug_number *find(const struct aug_evidence *evidence, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(evidence[i].name, name) == 0) return &evidence[i].number;
    return NULL;
}

static void put_cell(struct au_text *out, const struct aug_number *number)
{
    if (!number) {
        au_text_puts(out, "<td>");
    } else {
        au_html_put(out, "<td class=\"number\">%.3f", number->estimate);
        if (number->low < number->high) au_html_put(out, "<small>%.3f to %.3f</small>", number->low, number->high);
    }
    au_text_puts(out, "</td>");
}

/* Method and grade are those of the first class that has the number. */
static const struct aug_number *first_of(const struct au_view_transform *transform, size_t shown, const char *name)
{
    const struct aug_number *number = find(transform->result->evidence, transform->result->evidence_count, name);
    for (size_t i = 0; !number && i < shown; i++) number = au_class_number(au_view_class(transform, i), name);
    return number;
}

static void put_row(struct au_text *out, const struct au_view_transform *transform, size_t shown, const char *name)
{
    const struct aug_number *first = first_of(transform, shown, name);
    if (!first) return;
    au_text_puts(out, "<tr><th scope=\"row\">");
    au_html_number_name(out, name);
    au_text_puts(out, "</th>");
    put_cell(out, find(transform->result->evidence, transform->result->evidence_count, name));
    for (size_t i = 0; i < shown; i++) put_cell(out, au_class_number(au_view_class(transform, i), name));
    au_html_put(out, "<td>%s</td><td>%s</td></tr>\n", aug_grade_name(first->grade), first->method ? first->method : "");
}

static void put_head(struct au_text *out, const struct au_view_transform *transform, size_t shown)
{
    au_text_puts(out, "<table class=\"numbers\"><thead><tr><th scope=\"col\">Number</th>"
                      "<th scope=\"col\" class=\"number\">all classes</th>");
    for (size_t i = 0; i < shown; i++)
        au_html_put(out, "<th scope=\"col\" class=\"number\"><span class=\"name\">%s</span></th>",
                    au_view_class(transform, i)->name);
    au_text_puts(out, "<th scope=\"col\">Grade</th><th scope=\"col\">Method</th></tr></thead>\n<tbody>\n");
}

static void put_numbers_of(struct au_text *out, const struct au_view_transform *transform, size_t each)
{
    const struct aug_transform_result *result = transform->result;
    const size_t shown = result->class_count < each ? result->class_count : each;
    au_text_puts(out, "<details class=\"bulk\"><summary>");
    au_html_spec(out, result->spec);
    au_html_put(out, "</summary>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Numbers of %s\">",
                result->spec);
    put_head(out, transform, shown);
    for (size_t i = 0; aug_evidence_note_at(i); i++) put_row(out, transform, shown, aug_evidence_note_at(i)->name);
    au_text_puts(out, "</tbody></table></div>\n");
    if (shown < result->class_count)
        au_html_put(out, "<p class=\"note\">The worst %zu classes; the JSON report has the numbers of all.</p>\n",
                    shown);
    au_text_puts(out, "</details>\n");
}

void au_html_numbers(struct au_text *out, const struct au_view *view)
{
    const size_t each = classes_each(view);
    au_text_puts(out, "<h3>Every number</h3>\n");
    for (size_t i = 0; i < view->count; i++) put_numbers_of(out, &view->transforms[i], each);
}
