/* SPDX-License-Identifier: Apache-2.0
 * html_pictures.c - rows of pictures: original, transformed, and the nearest image of the class it collides with. */
#include <string.h>

#include "core/memory.h"
#include "html.h"

#define ROWS_MAX 24         /* of one transform, the first ones */
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
    put_arrow(out);
    put_picture(out, &(struct picture){row->transformed, row->transformed_size, "transformed", NULL});
    if (row->nearest && row->nearest_class >= 0) {
        put_arrow(out);
        put_picture(out, &(struct picture){row->nearest, row->nearest_size, "nearest",
                                           au_class_name(audit, row->nearest_class)});
    }
    au_html_put(out, "</div><figcaption>%s</figcaption></figure>\n", row->caption);
}

void au_html_pictures(struct au_text *out, const struct au_view *view, const struct au_view_transform *transform)
{
    const struct aug_picture_row *told = au_html_why_pictures(transform);
    if (transform->result->picture_count == (told != NULL)) return;
    au_text_puts(out, "<h4>More pictures</h4>\n<div class=\"gallery\">\n");
    const size_t count = transform->result->picture_count;
    for (size_t i = 0; i < count && i < ROWS_MAX; i++)
        if (&transform->result->pictures[i] != told)
            au_html_picture_row(out, view->audit, &transform->result->pictures[i]);
    au_text_puts(out, "</div>\n");
    if (count > ROWS_MAX)
        au_html_put(out, "<p class=\"note\">The first %d of %zu rows of pictures.</p>\n", ROWS_MAX, count);
}
