/* SPDX-License-Identifier: Apache-2.0
 * mix_tools.c - boxes of one picture in another. */
#include "mix_tools.h"

#include <string.h>

#include "pixels.h"

const char *const au_mix_labels[3] = {"shared", "first", NULL};

int au_inside(double value, int length)
{
    return value < 0 ? 0 : value > length ? length : (int)value;
}

enum aug_status au_copy_box(const struct aug_image *outside, const struct aug_image *within, struct au_mix_box box,
                            struct aug_image *out, struct aug_error *err)
{
    const size_t channels = (size_t)outside->channels;
    AUG_TRY(aug_image_copy(outside, out, err));
    for (int y = box.y0; y < box.y1 && box.x0 < box.x1; y++)
        memcpy(au_row_out(out, y) + (size_t)box.x0 * channels, au_row(within, y) + (size_t)box.x0 * channels,
               (size_t)(box.x1 - box.x0) * channels);
    return AUG_OK;
}

enum aug_status au_mix_with_itself(const struct aug_mixing *mixing, const void *params, const struct aug_draw *draw,
                                   const struct aug_image *in, struct aug_image *out, struct aug_error *err)
{
    const struct aug_image *const pictures[AUG_MIX_MAX] = {in, in, in, in};
    return mixing->mix(params, draw, pictures, out, err);
}
