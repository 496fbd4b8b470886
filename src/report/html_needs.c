/* SPDX-License-Identifier: Apache-2.0
 * html_needs.c - what would decide the open classes: one entry for each answer, with the classes that it is about. */
#include <string.h>

#include "html.h"

#define GROUPS_MAX 6
#define NAMES_MAX 8
#define LOOKED_AT_MAX 300 /* open classes; the rest is not grouped */

static size_t end_of(const struct au_view_transform *transform)
{
    const size_t looked_at = transform->undecided < LOOKED_AT_MAX ? transform->undecided : LOOKED_AT_MAX;
    return transform->broken + looked_at;
}

static const char *sentence_at(const struct au_view_transform *transform, size_t place)
{
    return au_view_class(transform, place)->need.sentence;
}

static bool is_first(const struct au_view_transform *transform, size_t place)
{
    for (size_t i = transform->broken; i < place; i++)
        if (sentence_at(transform, i) && strcmp(sentence_at(transform, i), sentence_at(transform, place)) == 0)
            return false;
    return true;
}

/* Open classes stand behind the broken ones. */
static void put_group(struct au_text *out, const struct au_view_transform *transform, size_t first)
{
    size_t named = 0, all = 0;
    au_text_puts(out, "<li>");
    au_html_sign(out, AU_TONE_UNDECIDED);
    au_text_puts(out, "<div>");
    for (size_t i = first; i < end_of(transform); i++) {
        if (!sentence_at(transform, i) || strcmp(sentence_at(transform, i), sentence_at(transform, first)) != 0)
            continue;
        all++;
        if (named == NAMES_MAX) continue;
        au_html_put(out, "%s<b class=\"name\">%s</b>", named++ ? ", " : "", au_view_class(transform, i)->name);
    }
    if (all > named) au_html_put(out, " and %zu more", all - named);
    au_html_put(out, "<p>%s</p></div></li>\n", sentence_at(transform, first));
}

void au_html_needs(struct au_text *out, const struct au_view_transform *transform)
{
    size_t shown = 0, hidden = 0;
    for (size_t i = transform->broken; i < end_of(transform); i++) {
        if (!sentence_at(transform, i) || !is_first(transform, i)) continue;
        if (shown == GROUPS_MAX) {
            hidden++;
            continue;
        }
        if (shown++ == 0)
            au_text_puts(out, "<h4>Open classes, and what would decide</h4>\n<ul class=\"broken-list\">\n");
        put_group(out, transform, i);
    }
    if (shown) au_text_puts(out, "</ul>\n");
    if (hidden) au_text_puts(out, "<p class=\"note\">The table below has the other open classes.</p>\n");
}
