/* SPDX-License-Identifier: Apache-2.0
 * show_html.c - the contact sheet as a page: a section for each image, a group for each transform, a caption for each draw. */
#include <string.h>

#include "core/html_write.h"
#include "core/memory.h"
#include "sheet.h"

extern const char au_sheet_css[];
extern const size_t au_sheet_css_length;

#define STORED_MAX_PX 256 /* larger pictures are stored smaller */
#define PIXELATED_MAX_PX 96

struct page {
    struct au_text *out;
    const struct au_sheet *sheet;
    struct aug_image fitted;
};

static enum aug_status put_picture(struct page *page, const struct aug_image *image, const char *alt,
                                   struct aug_error *err)
{
    uint8_t *png = NULL;
    size_t size = 0;
    AUG_TRY(au_sheet_fit(image, STORED_MAX_PX, false, &page->fitted, err));
    AUG_TRY(aug_image_encode_png(&page->fitted, &png, &size, err));
    const int longest = page->fitted.width > page->fitted.height ? page->fitted.width : page->fitted.height;
    au_html_png(page->out, png, size, alt, longest <= PIXELATED_MAX_PX ? "pixels" : "photo");
    aug_bytes_free(png);
    return AUG_OK;
}

static void end_row(struct page *page, const struct au_sheet_cell *cell)
{
    if (cell->row > 0) au_text_puts(page->out, "</div></div>\n</div>\n</section>\n");
}

static enum aug_status put_original(struct page *page, const struct au_sheet_cell *cell, struct aug_error *err)
{
    const char *class_name = page->sheet->data->class_names[cell->sample->class_index];
    end_row(page, cell);
    au_html_put(page->out,
                "<section>\n<h2>%s</h2>\n<p class=\"file\">%s, %d × %d</p>\n<div class=\"row\"><div class=\"leaf\">"
                "<h3>original</h3><div class=\"draws\">",
                class_name, cell->sample->below, cell->image->width, cell->image->height);
    au_text_puts(page->out, "<figure>");
    AUG_TRY(put_picture(page, cell->image, class_name, err));
    au_text_puts(page->out, "</figure>");
    return AUG_OK;
}

static enum aug_status put_draw(struct page *page, const struct au_sheet_cell *cell, struct aug_error *err)
{
    struct au_text values = {0};
    if (cell->draw_number == 0)
        au_html_put(page->out, "</div></div>\n<div class=\"leaf\"><h3><code>%s</code></h3><div class=\"draws\">",
                    cell->leaf->spec);
    if (!cell->image) {
        au_html_put(page->out, "<figure><div class=\"none\">not shown</div><figcaption>%s</figcaption></figure>",
                    cell->why);
        return AUG_OK;
    }
    au_sheet_values(&values, cell);
    au_text_puts(page->out, "<figure>");
    const enum aug_status status = put_picture(page, cell->image, values.bytes ? values.bytes : cell->leaf->name, err);
    au_html_put(page->out, "<figcaption>%s</figcaption></figure>", values.bytes ? values.bytes : "");
    page->out->failed = page->out->failed || values.failed;
    au_text_release(&values);
    return status;
}

static enum aug_status put_cell(void *context, const struct au_sheet_cell *cell, struct aug_error *err)
{
    return cell->leaf ? put_draw(context, cell, err) : put_original(context, cell, err);
}

static enum aug_status put_page(struct page *page, struct aug_error *err)
{
    const struct au_sheet *sheet = page->sheet;
    au_html_start(page->out, "augaudit contact sheet", au_sheet_css, au_sheet_css_length);
    au_html_put(page->out,
                "<style>:root{--cell:%dpx}</style>\n<main>\n<p class=\"kicker\">augaudit contact sheet</p>\n"
                "<h1>What the transforms do</h1>\n<p class=\"lead\">%zu image%s of <b>%s</b> under <b>%s</b>. "
                "Random transforms are drawn %d times.</p>\n",
                sheet->options.cell_px, sheet->row_count, sheet->row_count == 1 ? "" : "s", sheet->data->dir,
                sheet->pipeline->source, sheet->options.draws);
    AUG_TRY(au_sheet_walk(sheet, put_cell, page, err));
    au_text_puts(page->out, "</div></div>\n</div>\n</section>\n</main>\n");
    au_html_end(page->out);
    return au_text_status(page->out, err);
}

static enum aug_status write_page(const struct au_sheet *sheet, struct au_text *out, struct aug_error *err)
{
    struct page page = {.out = out, .sheet = sheet};
    const enum aug_status status = put_page(&page, err);
    aug_image_release(&page.fitted);
    return status;
}

enum aug_status aug_show_html(const struct aug_dataset *data, const struct aug_pipeline *pipeline,
                              const struct aug_show_options *options, char **text, size_t *length,
                              struct aug_error *err)
{
    struct au_sheet sheet;
    struct au_text out = {0};
    enum aug_status status = au_sheet_make(data, pipeline, options, &sheet, err);
    if (status == AUG_OK) status = write_page(&sheet, &out, err);
    au_sheet_release(&sheet);
    *length = out.length;
    *text = status == AUG_OK ? au_text_take(&out) : NULL;
    au_text_release(&out);
    return status;
}
