/* SPDX-License-Identifier: Apache-2.0
 * html_why.c - why: the number that decided, with its interval and its margin, and the pictures of the class that decided. */
#include <string.h>

#include "html.h"

void au_html_number_name(struct au_text *out, const char *name)
{
    au_html_put(out, "<a class=\"term\" href=\"#n-%s\"><code>%s</code></a>", name, name);
}

/* "conflict of b at rotate:90: 12 %, interval 9.1 % to 15 %, margin 2.0 %." */
void au_html_deciding(struct au_text *out, const struct aug_audit *audit, const struct aug_deciding *d,
                      bool names_class)
{
    if (!d->number) return;
    au_text_puts(out, "Decided by ");
    au_html_number_name(out, d->number);
    if (names_class && d->class_index >= 0)
        au_html_put(out, " of <b class=\"name\">%s</b>", au_class_name(audit, d->class_index));
    if (d->at) {
        au_text_puts(out, " at ");
        au_html_spec(out, d->at);
    }
    au_text_puts(out, ": ");
    au_html_percent(out, d->value.estimate);
    if (d->value.low < d->value.high) {
        au_text_puts(out, ", interval ");
        au_html_percent(out, d->value.low);
        au_text_puts(out, " to ");
        au_html_percent(out, d->value.high);
    }
    au_text_puts(out, ", margin ");
    au_html_percent(out, d->margin);
    au_html_put(out, "; %s.", aug_grade_name(d->value.grade));
}

void au_html_counter(struct au_text *out, const struct aug_counter *counter)
{
    if (!counter->sentence || !counter->number) return;
    au_html_put(out, "%s ", counter->sentence);
    au_html_number_name(out, counter->number);
}

static const struct aug_class_result *deciding_class(const struct aug_transform_result *result)
{
    const int k = result->deciding.class_index;
    return k >= 0 && (size_t)k < result->class_count ? &result->classes[k] : NULL;
}

const struct aug_picture_row *au_html_why_pictures(const struct au_view_transform *transform)
{
    const struct aug_transform_result *result = transform->result;
    for (size_t i = 0; result->deciding.rule && i < result->picture_count; i++)
        if (result->pictures[i].class_index == result->deciding.class_index) return &result->pictures[i];
    return NULL;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* First what was seen, in the words of the class that decided, or of the rule where that looked at another number; then the number. */
static void put_sentences(struct au_text *out, const struct au_view *view, const struct aug_transform_result *result)
{
    const struct aug_deciding *d = &result->deciding;
    const struct aug_class_result *class = deciding_class(result);
    const struct aug_rule_note *rule = aug_rule_find(d->rule);
    const bool is_told_by_class = class && class->reason && same_text(class->deciding.number, d->number) &&
                                  same_text(class->deciding.at, d->at);
    if (is_told_by_class) au_html_put(out, "<b class=\"name\">%s</b>: %s ", class->name, class->reason);
    else if (rule) au_html_put(out, "%s ", rule->about);
    au_html_deciding(out, view->audit, d, !is_told_by_class);
}

/* What it takes for granted. */
static void put_assumptions(struct au_text *out, const struct au_view *view, const struct aug_transform_result *result)
{
    struct au_text rests_on = {0};
    au_text_assumptions(view->audit, result, &rests_on);
    if (rests_on.bytes) au_html_put(out, "<p>%s</p>\n", rests_on.bytes);
    out->failed = out->failed || rests_on.failed;
    au_text_release(&rests_on);
}

void au_html_why(struct au_text *out, const struct au_view *view, const struct au_view_transform *transform)
{
    const struct aug_transform_result *result = transform->result;
    if (!result->deciding.rule) return;
    const struct aug_picture_row *pictures = au_html_why_pictures(transform);
    au_html_put(out, "<div class=\"why\"><div><h4>Why</h4>\n<p>");
    put_sentences(out, view, result);
    au_text_puts(out, "</p>\n");
    if (result->counter.number) {
        au_text_puts(out, "<p class=\"note\">");
        au_html_counter(out, &result->counter);
        au_text_puts(out, "</p>");
    }
    put_assumptions(out, view, result);
    au_text_puts(out, "</div>\n");
    if (pictures) au_html_picture_row(out, view->audit, pictures);
    au_text_puts(out, "</div>\n");
}
