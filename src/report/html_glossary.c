/* SPDX-License-Identifier: Apache-2.0
 * html_glossary.c - what every number of the page means, and where docs/methods.md derives it; other parts link here. */
#include <string.h>

#include "html.h"

static bool is_among(const char *name, size_t count, const struct aug_evidence *evidence)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(evidence[i].name, name) == 0) return true;
    return false;
}

static bool is_remarked(const char *name, size_t count, const struct aug_remark *remarks)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(remarks[i].about, name) == 0) return true;
    return false;
}

static bool decides(const char *name, const struct aug_deciding *deciding)
{
    return deciding->number && strcmp(deciding->number, name) == 0;
}

static bool speaks_against(const char *name, const struct aug_counter *counter)
{
    return counter->number && strcmp(counter->number, name) == 0;
}

static bool is_used_by(const char *name, const struct au_view *view, const struct au_view_transform *transform)
{
    const struct aug_transform_result *result = transform->result;
    if (decides(name, &result->deciding) || speaks_against(name, &result->counter) ||
        is_among(name, result->evidence_count, result->evidence) ||
        is_remarked(name, result->remark_count, result->remarks))
        return true;
    for (size_t i = 0; i < au_html_shown(view, transform); i++) {
        const struct aug_class_result *class = au_view_class(transform, i);
        if (decides(name, &class->deciding) || speaks_against(name, &class->counter) ||
            is_among(name, class->evidence_count, class->evidence) ||
            is_remarked(name, class->remark_count, class->remarks))
            return true;
    }
    return false;
}

static bool is_used(const char *name, const struct au_view *view)
{
    for (size_t i = 0; i < view->count; i++)
        if (is_used_by(name, view, &view->transforms[i])) return true;
    return false;
}

static void put_entry(struct au_text *out, const struct aug_evidence_note *note)
{
    char section[AUG_SECTION_BYTES];
    au_html_put(
        out,
        "<div id=\"n-%s\"><dt><code>%s</code></dt><dd>%s <span class=\"quiet\">%s in <code>%s</code></span></dd>"
        "</div>\n",
        note->name, note->name, note->about, note->source, aug_methods_section(note->source, section));
}

void au_html_glossary(struct au_text *out, const struct au_view *view)
{
    au_text_puts(
        out,
        "<h3 id=\"glossary\">What the numbers mean</h3>\n<p>Losses are shares of the images: 5&nbsp;% are five "
        "points of accuracy. Grades: <b>certified</b> holds with the stated error rate for the named learner, or is "
        "exact; <b>estimated</b> is an estimate with an interval; <b>suspected</b> is a lead, not a proof. "
        "<code>augaudit explain NAME</code> says the same on a terminal.</p>\n<dl class=\"meanings\">\n");
    for (size_t i = 0; aug_evidence_note_at(i); i++)
        if (is_used(aug_evidence_note_at(i)->name, view)) put_entry(out, aug_evidence_note_at(i));
    au_text_puts(out, "</dl>\n");
}
