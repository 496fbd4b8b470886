/* SPDX-License-Identifier: Apache-2.0
 * frame.c - windows and borders: a table says which column each output column copies, another which row. */
#include "frame.h"

#include <string.h>

#include "core/memory.h"

#include "pixels.h"

const char *const au_positions[7] = {"center", "top_left", "top_right", "bottom_left", "bottom_right", "random", NULL};

static void lay(int missing, enum au_position position, bool at_end, struct au_rng *rng, int *before, int *after)
{
    if (position == AU_POSITION_CENTER) *before = missing / 2;
    else if (position == AU_POSITION_RANDOM) *before = au_rng_integer(rng, 0, missing);
    else *before = at_end ? missing : 0;
    *after = missing - *before;
}

struct au_margins au_margins_to(const struct aug_image *in, int width, int height, enum au_position position,
                                struct au_rng *rng)
{
    struct au_margins margins;
    const int wide = width > in->width ? width - in->width : 0, high = height > in->height ? height - in->height : 0;
    const bool at_bottom = position == AU_POSITION_BOTTOM_LEFT || position == AU_POSITION_BOTTOM_RIGHT;
    const bool at_right = position == AU_POSITION_TOP_RIGHT || position == AU_POSITION_BOTTOM_RIGHT;
    lay(high, position, at_bottom, rng, &margins.top, &margins.bottom);
    lay(wide, position, at_right, rng, &margins.left, &margins.right);
    return margins;
}

struct framing {
    const struct aug_image *in;
    enum au_border border;
    uint8_t fill[3];
    int left, top; /* input column and row of the output's first pixel; negative inside an added margin */
};

static void copy_row(const struct framing *framing, const int *columns, int row, struct aug_image *out, uint8_t *to)
{
    const size_t channels = (size_t)out->channels;
    const uint8_t *from = row < 0 ? NULL : au_row(framing->in, row);
    for (int x = 0; x < out->width; x++, to += channels)
        memcpy(to, from && columns[x] >= 0 ? from + (size_t)columns[x] * channels : framing->fill, channels);
}

static void copy_rows(const struct framing *framing, const int *columns, struct aug_image *out)
{
    for (int y = 0; y < out->height; y++) {
        const int row = au_border_index(framing->top + y, framing->in->height, framing->border);
        copy_row(framing, columns, row, out, au_row_out(out, y));
    }
}

static enum aug_status frame(const struct framing *framing, struct aug_image *out, struct aug_error *err)
{
    int *columns = au_alloc((size_t)out->width, sizeof *columns);
    if (!columns) return au_no_memory(err, "the columns of an image");
    for (int x = 0; x < out->width; x++)
        columns[x] = au_border_index(framing->left + x, framing->in->width, framing->border);
    copy_rows(framing, columns, out);
    au_free(columns);
    return AUG_OK;
}

enum aug_status au_reframe(const struct aug_image *in, const struct au_margins *margins, const int window[4],
                           enum au_border border, const struct aug_numbers *fill, const char *what,
                           struct aug_image *out, struct aug_error *err)
{
    struct framing framing = {in, border, {0}, window[0] - margins->left, window[1] - margins->top};
    const int width = in->width + margins->left + margins->right, height = in->height + margins->top + margins->bottom;
    if (window[0] < 0 || window[1] < 0 || window[2] > width || window[3] > height || window[0] >= window[2] ||
        window[1] >= window[3])
        return aug_fail(
            err, AUG_BAD_INPUT,
            "%s cannot cut the window x %d to %d, y %d to %d out of an image of %d x %d pixels; make the window "
            "smaller, or resize or pad before.",
            what, window[0], window[2], window[1], window[3], width, height);
    au_fill_bytes(fill, framing.fill);
    AUG_TRY(aug_image_resize_storage(out, window[2] - window[0], window[3] - window[1], in->channels, err));
    return frame(&framing, out, err);
}
