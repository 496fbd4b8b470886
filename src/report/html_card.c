/* SPDX-License-Identifier: Apache-2.0
 * html_card.c - the card of one transform: claim, verdict, broken classes, pictures, charts, class table. */
#include <string.h>

#include "html.h"

#define BROKEN_LISTED 8
#define PARTNERS_LISTED 3

static void put_head(struct au_text *out, const struct au_view_transform *transform)
{
    const struct aug_transform_result *result = transform->result;
    au_text_puts(out, "<header><h3>");
    au_html_spec(out, result->spec);
    au_text_puts(out, "</h3>");
    au_html_badge(out, transform);
    au_text_puts(out, "</header>\n<p class=\"meta\">fires on ");
    au_html_percent(out, result->fires);
    au_text_puts(out, " of the images");
    if (result->path) au_html_put(out, " · %s at <code>%s</code>", result->name ? result->name : "", result->path);
    au_text_puts(out, "</p>\n");
}

static void put_claim(struct au_text *out, const struct aug_transform_result *result)
{
    if (!result->claim || !result->claim[0]) return;
    au_html_put(out, "<dl class=\"claim\"><div><dt>Claims</dt><dd>%s</dd></div>", result->claim);
    if (result->claim_unless && result->claim_unless[0])
        au_html_put(out, "<div><dt>False when</dt><dd>%s</dd></div>", result->claim_unless);
    au_text_puts(out, "</dl>\n");
}

static void put_verdict(struct au_text *out, const struct au_view_transform *transform)
{
    const struct aug_transform_result *result = transform->result;
    au_html_put(out, "<div class=\"verdict %s\"><p>%s</p>", au_tone_word(transform->tone), result->sentence);
    if (result->advice && result->advice[0])
        au_html_put(out, "<p class=\"advice\"><span>What to do</span> %s</p>", result->advice);
    au_text_puts(out, "</div>\n");
}

static void put_reason(struct au_text *out, const struct aug_audit *audit, const struct aug_class_result *result)
{
    au_html_put(out, "<p>%s ", result->reason ? result->reason : "");
    au_html_deciding(out, audit, &result->deciding, false);
    if (result->counter.number) au_text_puts(out, " ");
    au_html_counter(out, &result->counter);
    au_html_remarks(out, result->remark_count, result->remarks);
    au_text_puts(out, "</p>");
}

static void put_broken(struct au_text *out, const struct au_view *view, const struct au_view_transform *transform)
{
    if (transform->broken == 0) return;
    au_text_puts(out, "<h4>Broken classes</h4>\n<ul class=\"broken-list\">\n");
    for (size_t i = 0; i < transform->broken && i < BROKEN_LISTED; i++) {
        const struct aug_class_result *result = au_view_class(transform, i);
        au_text_puts(out, "<li>");
        au_html_sign(out, AU_TONE_BROKEN);
        au_html_put(out, "<div><b class=\"name\">%s</b>", result->name);
        if (result->collides_count) {
            au_text_puts(out, " <span class=\"quiet\">collides with</span> ");
            au_html_partners(out, view->audit, result, PARTNERS_LISTED);
        }
        au_html_put(out, "<p>%s</p></div></li>\n", result->reason ? result->reason : "");
    }
    au_text_puts(out, "</ul>\n");
    if (transform->broken > BROKEN_LISTED) {
        au_text_puts(out, "<p class=\"note\">And ");
        au_html_count(out, transform->broken - BROKEN_LISTED);
        au_text_puts(out, " more; the table below goes on.</p>\n");
    }
}

static void put_class_row(struct au_text *out, const struct au_view *view, const struct aug_class_result *result)
{
    const enum au_tone tone = au_tone_of_label(result->label);
    au_html_put(out, "<tr><th scope=\"row\" class=\"name\">%s</th><td data-label=\"Label\"><span class=\"%s\">",
                result->name, au_tone_word(tone));
    au_html_sign(out, tone);
    au_html_put(out, "%s</span>", aug_label_name(result->label));
    if (result->by_ruling) au_text_puts(out, "<small class=\"quiet\">by your ruling</small>");
    if (result->has_unswapped && result->unswapped != result->label)
        au_html_put(out, "<small class=\"quiet\">%s without the swap</small>", aug_label_name(result->unswapped));
    au_text_puts(out, "</td><td data-label=\"Images\" class=\"number\">");
    au_html_count(out, result->images);
    au_text_puts(out, "</td><td data-label=\"Clusters\" class=\"number\">");
    au_html_count(out, result->clusters);
    au_html_put(out, "</td><td data-label=\"Collides with\"%s>", result->collides_count ? "" : " class=none");
    au_html_partners(out, view->audit, result, PARTNERS_LISTED);
    au_text_puts(out, "</td><td data-label=\"Why\">");
    put_reason(out, view->audit, result);
    au_text_puts(out, "</td></tr>\n");
}

static void put_classes(struct au_text *out, const struct au_view *view, const struct au_view_transform *transform)
{
    const size_t shown = au_html_shown(view, transform);
    if (shown == 0) return;
    au_text_puts(
        out, "<details><summary>Every class in words</summary>\n<table class=\"stack\">"
             "<caption class=\"hidden\">Label and reason of each class, worst first</caption><thead><tr>"
             "<th scope=\"col\">Class</th><th scope=\"col\">Label</th><th scope=\"col\" class=\"number\">Images</th>"
             "<th scope=\"col\" class=\"number\">Clusters</th><th scope=\"col\">Collides with</th>"
             "<th scope=\"col\">Why</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < shown; i++) put_class_row(out, view, au_view_class(transform, i));
    au_text_puts(out, "</tbody></table>\n");
    au_html_note_hidden(out, view, transform);
    au_text_puts(out, "</details>\n");
}

void au_html_card(struct au_text *out, const struct au_view *view, const struct au_view_transform *transform)
{
    au_html_put(out, "<article class=\"card\" id=\"t%zu\">\n", transform->number);
    put_head(out, transform);
    put_verdict(out, transform);
    au_html_why(out, view, transform);
    put_claim(out, transform->result);
    put_broken(out, view, transform);
    au_html_needs(out, transform);
    au_html_also(out, transform->result);
    au_html_pictures(out, view, transform);
    au_html_chart(out, view, transform);
    au_html_confusion(out, view, transform);
    au_html_dose(out, transform);
    au_html_p(out, transform);
    put_classes(out, view, transform);
    au_text_puts(out, "</article>\n");
}
