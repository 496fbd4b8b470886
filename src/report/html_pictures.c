/* SPDX-License-Identifier: Apache-2.0
 * html_pictures.c - rows of pictures: original, transformed, and the nearest image of the class it collides with. */
#include <string.h>

#include "core/memory.h"
#include "html.h"

#define ROWS_OPEN 4 /* of one transform, the first ones */
#define ROWS_FOLDED 20
#define PIXELATED_MAX_PX 96 /* larger pictures are smoothed when the browser scales them */

static size_t longest_side(const uint8_t *png, size_t size)
{
    if (size < 24) return 0;
    const size_t width = (size_t)png[16] << 24 | (size_t)png[17] << 16 | (size_t)png[18] << 8 | png[19];
    const size_t height = (size_t)png[20] << 24 | (size_t)png[21] << 16 | (size_t)png[22] << 8 | png[23];
    return width > height ? width : height;
}

struct picture {
    const uint8_t *png;
    size_t size;
    const char *what, *class_name; /* class_name NULL: none named */
};

static void put_picture(struct au_text *out, const struct picture *picture)
{
    struct au_text alt = {0};
    au_text_puts(&alt, picture->what);
    if (picture->class_name) au_text_printf(&alt, ": %s", picture->class_name);
    const bool is_small = longest_side(picture->png, picture->size) <= PIXELATED_MAX_PX;
    au_text_puts(out, "<div class=\"picture\">");
    au_html_png(out, picture->png, picture->size, alt.bytes, is_small ? "pixels" : "photo");
    au_html_put(out, "<span class=\"what\">%s</span>", picture->what);
    if (picture->class_name) au_html_put(out, "<b class=\"name\">%s</b>", picture->class_name);
    au_text_puts(out, "</div>");
    out->failed = out->failed || alt.failed;
    au_text_release(&alt);
}

static void put_arrow(struct au_text *out)
{
    au_text_puts(out, "<svg class=\"arrow\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">"
                      "<path d=\"M3 12h17M14 6l6 6-6 6\"/></svg>");
}

void au_html_picture_row(struct au_text *out, const struct aug_audit *audit, const struct aug_picture_row *row)
{
    const char *from = au_class_name(audit, row->class_index);
    au_text_puts(out, "<figure class=\"pictures\"><div class=\"trio\">");
    put_picture(out, &(struct picture){row->original, row->original_size, "original", from});
    for (int i = 0; i < row->other_count; i++)
        put_picture(out, &(struct picture){row->other[i], row->other_size[i], "mixed with",
                                           au_class_name(audit, row->other_class[i])});
    put_arrow(out);
    put_picture(out, &(struct picture){row->transformed, row->transformed_size,
                                       row->other_count ? "mixture" : "transformed", NULL});
    if (row->nearest && row->nearest_class >= 0) {
        put_arrow(out);
        put_picture(out, &(struct picture){row->nearest, row->nearest_size, "nearest",
                                           au_class_name(audit, row->nearest_class)});
    }
    au_html_put(out, "</div><figcaption>%s</figcaption></figure>\n", row->caption);
}

static size_t put_rows(struct au_text *out, const struct au_view *view, const struct au_view_transform *transform,
                       size_t from, size_t most)
{
    const struct aug_transform_result *result = transform->result;
    const struct aug_picture_row *told = au_html_why_pictures(transform);
    au_text_puts(out, "<div class=\"gallery\">\n");
    for (size_t shown = 0; from < result->picture_count && shown < most; from++)
        if (&result->pictures[from] != told) {
            au_html_picture_row(out, view->audit, &result->pictures[from]);
            shown++;
        }
    au_text_puts(out, "</div>\n");
    return from;
}

void au_html_pictures(struct au_text *out, const struct au_view *view, const struct au_view_transform *transform)
{
    const size_t count = transform->result->picture_count, told = au_html_why_pictures(transform) != NULL;
    if (count == told) return;
    au_html_put(out, "<h4>%s</h4>\n", told ? "More pictures" : "What it looks like");
    const size_t next = put_rows(out, view, transform, 0, ROWS_OPEN);
    if (count - told <= ROWS_OPEN) return;
    au_html_put(out, "<details><summary>%zu more rows of pictures</summary>\n",
                count - told - ROWS_OPEN < ROWS_FOLDED ? count - told - ROWS_OPEN : (size_t)ROWS_FOLDED);
    put_rows(out, view, transform, next, ROWS_FOLDED);
    if (count - told > ROWS_OPEN + ROWS_FOLDED) au_html_put(out, "<p class=\"note\">Of %zu rows in all.</p>\n", count);
    au_text_puts(out, "</details>\n");
}
