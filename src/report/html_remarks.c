/* SPDX-License-Identifier: Apache-2.0
 * html_remarks.c - what else was seen, in a few sentences: what numbers that decide nothing say, and what gives transformed images away. */
#include "html.h"

void au_html_remarks(struct au_text *out, size_t count, const struct aug_remark *remarks)
{
    for (size_t i = 0; i < count; i++) {
        au_html_put(out, " %s ", remarks[i].text);
        au_html_number_name(out, remarks[i].about);
    }
}

void au_html_also(struct au_text *out, const struct aug_transform_result *result)
{
    if (result->remark_count + result->tell_count == 0) return;
    au_text_puts(out, "<h4>Also worth knowing</h4>\n<ul class=\"also\">\n");
    for (size_t i = 0; i < result->remark_count; i++) {
        au_text_puts(out, "<li>");
        au_html_remarks(out, 1, &result->remarks[i]);
        au_text_puts(out, "</li>\n");
    }
    for (size_t i = 0; i < result->tell_count; i++)
        au_html_put(out, "<li><b>It gives itself away.</b> %s</li>\n", result->tells[i]);
    au_text_puts(out, "</ul>\n");
}
