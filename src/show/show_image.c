/* SPDX-License-Identifier: Apache-2.0
 * show_image.c - the contact sheet as one image: pictures in cells, white between. */
#include <string.h>

#include "image/resize.h"
#include "sheet.h"

struct canvas {
    struct aug_image *out;
    int cell_px, gap_px;
    struct aug_image fitted;
};

static enum aug_status grow(const struct aug_image *in, int width, int height, struct aug_image *out,
                            struct aug_error *err)
{
    AUG_TRY(aug_image_resize_storage(out, width, height, in->channels, err));
    const size_t channels = (size_t)in->channels;
    for (int y = 0; y < height; y++) {
        const uint8_t *from = in->pixels + (size_t)((long)y * in->height / height) * in->stride;
        uint8_t *to = out->pixels + (size_t)y * out->stride;
        for (int x = 0; x < width; x++)
            memcpy(to + (size_t)x * channels, from + (size_t)((long)x * in->width / width) * channels, channels);
    }
    return AUG_OK;
}

/* side / longest of the shorter side, rounded, at least 1 */
static int scaled(int side, int length, int longest)
{
    const int result = (int)(((long)length * side * 2 + longest) / (2L * longest));
    return result < 1 ? 1 : result;
}

enum aug_status au_sheet_fit(const struct aug_image *in, int side_px, bool may_grow, struct aug_image *out,
                             struct aug_error *err)
{
    const int longest = in->width > in->height ? in->width : in->height;
    if (longest == side_px || (longest < side_px && !may_grow)) return aug_image_copy(in, out, err);
    const int width = scaled(side_px, in->width, longest), height = scaled(side_px, in->height, longest);
    if (longest < side_px) return grow(in, width, height, out, err);
    return au_image_resize_area(in, out, width, height, err);
}

static void paste(const struct aug_image *in, struct aug_image *out, int left, int top)
{
    const size_t channels = (size_t)in->channels;
    for (int y = 0; y < in->height; y++)
        for (int x = 0; x < in->width; x++) {
            const uint8_t *from = in->pixels + (size_t)y * in->stride + (size_t)x * channels;
            uint8_t *to = out->pixels + (size_t)(top + y) * out->stride + (size_t)(left + x) * 3;
            for (size_t c = 0; c < 3; c++) to[c] = from[channels == 3 ? c : 0];
        }
}

static enum aug_status paste_cell(void *context, const struct au_sheet_cell *cell, struct aug_error *err)
{
    struct canvas *canvas = context;
    if (!cell->image) return AUG_OK;
    AUG_TRY(au_sheet_fit(cell->image, canvas->cell_px, true, &canvas->fitted, err));
    const int step = canvas->cell_px + canvas->gap_px;
    paste(&canvas->fitted, canvas->out,
          canvas->gap_px + (int)cell->column * step + (canvas->cell_px - canvas->fitted.width) / 2,
          canvas->gap_px + (int)cell->row * step + (canvas->cell_px - canvas->fitted.height) / 2);
    return AUG_OK;
}

static enum aug_status draw_sheet(const struct au_sheet *sheet, struct aug_image *out, struct aug_error *err)
{
    struct canvas canvas = {.out = out, .cell_px = sheet->options.cell_px, .gap_px = 2 + sheet->options.cell_px / 16};
    const size_t step = (size_t)(canvas.cell_px + canvas.gap_px);
    const size_t width = au_sheet_columns(sheet) * step + (size_t)canvas.gap_px,
                 height = sheet->row_count * step + (size_t)canvas.gap_px;
    if (width > AUG_IMAGE_MAX_SIDE || height > AUG_IMAGE_MAX_SIDE || width * height > (size_t)AUG_IMAGE_MAX_PIXELS)
        return aug_fail(err, AUG_BAD_INPUT,
                        "the contact sheet would be %zu x %zu pixels; take fewer images or draws, or smaller cells",
                        width, height);
    AUG_TRY(aug_image_resize_storage(out, (int)width, (int)height, 3, err));
    memset(out->pixels, 255, out->stride * height);
    const enum aug_status status = au_sheet_walk(sheet, paste_cell, &canvas, err);
    aug_image_release(&canvas.fitted);
    return status;
}

enum aug_status aug_show_image(const struct aug_dataset *data, const struct aug_pipeline *pipeline,
                               const struct aug_show_options *options, struct aug_image *out, struct aug_error *err)
{
    struct au_sheet sheet;
    enum aug_status status = au_sheet_make(data, pipeline, options, &sheet, err);
    if (status == AUG_OK) status = draw_sheet(&sheet, out, err);
    au_sheet_release(&sheet);
    return status;
}
