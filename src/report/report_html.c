/* SPDX-License-Identifier: Apache-2.0
 * report_html.c - one self-contained page: the finding, the table of transforms, a card for each, the appendix. */
#include <string.h>

#include "core/memory.h"
#include "html.h"

extern const char au_page_css[];
extern const size_t au_page_css_length;

static void put_figure(struct au_text *out, enum au_tone tone, size_t count, const char *word)
{
    au_html_put(out, "<div class=\"figure %s\"><dt>", au_tone_word(tone));
    au_html_sign(out, tone);
    au_html_put(out, "%s</dt><dd>", word);
    au_html_count(out, count);
    au_text_puts(out, "</dd></div>");
}

static void put_audited(struct au_text *out, const struct aug_audit *audit)
{
    au_html_put(out,
                "<p class=\"lead\">Every augmentation claims that a transformed picture deserves its old label. "
                "Checked on <b class=\"name\">%s</b> (",
                audit->data_dir);
    au_html_count(out, audit->image_count);
    au_html_put(out, " image%s in ", audit->image_count == 1 ? "" : "s");
    au_html_count(out, (size_t)audit->class_count);
    au_html_put(out, " classes) under <b class=\"name\">%s</b>", audit->pipeline_source);
    if (audit->pipeline_library) au_html_put(out, ", %s", audit->pipeline_library);
    au_text_puts(out, ".</p>\n");
    if (audit->bad_count > 0) {
        au_text_puts(out, "<p class=\"note\">");
        au_html_count(out, audit->bad_count);
        au_html_put(out,
                    " file%s could not be read and %s left out; <a href=\"#data\">the appendix names them</a>.</p>\n",
                    audit->bad_count == 1 ? "" : "s", audit->bad_count == 1 ? "was" : "were");
    }
}

static void put_head(struct au_text *out, const struct au_view *view, const char *headline)
{
    au_html_put(out, "<header class=\"top\">\n<p class=\"kicker\">augaudit report</p>\n<h1>%s</h1>\n", headline);
    put_audited(out, view->audit);
    au_text_puts(out, "<dl class=\"figures\">");
    put_figure(out, AU_TONE_BROKEN, view->broken, "break labels");
    put_figure(out, AU_TONE_UNDECIDED, view->undecided, "undecided");
    put_figure(out, AU_TONE_HOLDS, view->holding, "hold");
    au_text_puts(out, "</dl>\n</header>\n");
}

static void put_summary_row(struct au_text *out, const struct au_view_transform *transform)
{
    const struct aug_transform_result *result = transform->result;
    au_text_puts(out, "<tr><td class=\"verdict-cell\">");
    au_html_badge(out, transform);
    au_html_put(out, "</td><th scope=\"row\"><a href=\"#t%zu\">", transform->number);
    au_html_spec(out, result->spec);
    au_html_put(out, "</a><p>%s</p></th>", result->sentence);
    au_text_puts(out, "<td class=\"number fires\" data-label=\"fires\">");
    au_html_percent(out, result->fires);
    au_text_puts(out, "</td><td class=\"tally-cell\">");
    au_html_tally(out, transform);
    au_text_puts(out, "</td></tr>\n");
}

static void put_summary(struct au_text *out, const struct au_view *view)
{
    if (view->count == 0) return;
    au_text_puts(out,
                 "<section aria-labelledby=\"summary\">\n<h2 id=\"summary\">Summary</h2>\n<table class=\"summary\">"
                 "<caption class=\"hidden\">Transforms, worst news first</caption><thead><tr>"
                 "<th scope=\"col\">Verdict</th><th scope=\"col\">Transform</th>"
                 "<th scope=\"col\" class=\"number\">Fires</th><th scope=\"col\">Classes</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < view->count; i++) put_summary_row(out, &view->transforms[i]);
    au_text_puts(out, "</tbody></table>\n</section>\n");
}

static void put_guide(struct au_text *out)
{
    au_text_puts(
        out,
        "<details class=\"guide\"><summary>How to read this page</summary>\n<dl>"
        "<div><dt>broken</dt><dd>For this class the claim is false: the transform destroys what tells the class "
        "from others, or turns its pictures into pictures of another class.</dd></div>"
        "<div><dt>kept</dt><dd>The intervals exclude harm beyond the margin.</dd></div>"
        "<div><dt>undecided</dt><dd>The data allow both. More images, or a person, can settle it.</dd></div>"
        "<div><dt>interval</dt><dd>The range that the data allow; the mark is the estimate. A dashed interval belongs to a "
        "lead, not to a proof.</dd></div>"
        "<div><dt>cluster</dt><dd>Images that are not independent, such as frames of one scene, count as one cluster."
        "</dd></div></dl>\n</details>\n");
}

static void put_page(struct au_text *out, struct au_view *view, const struct aug_report_options *options,
                     const char *headline)
{
    au_html_start(out, headline, au_page_css, au_page_css_length);
    au_html_shapes(out);
    au_text_puts(out, "<main>\n");
    put_head(out, view, headline);
    put_summary(out, view);
    au_html_changes(out, view);
    put_guide(out);
    if (view->count > 0) au_text_puts(out, "<section aria-labelledby=\"cards\">\n<h2 id=\"cards\">Transforms</h2>\n");
    for (size_t i = 0; i < view->count; i++) au_html_card(out, view, &view->transforms[i]);
    if (view->count > 0) au_text_puts(out, "</section>\n");
    au_html_appendix(out, view, options);
    au_text_puts(out, "</main>\n");
    au_html_end(out);
}

enum aug_status au_report_html(const struct aug_audit *audit, const struct aug_report_options *options,
                               struct au_text *out, struct aug_error *err)
{
    struct au_view view;
    AUG_TRY(au_view_make(audit, &view, err));
    const char *headline = au_headline(&view, &view.arena);
    if (headline) put_page(out, &view, options, headline);
    au_view_release(&view);
    return headline ? AUG_OK : au_no_memory(err, "the headline");
}
