/* SPDX-License-Identifier: Apache-2.0
 * saturation.c - pixels mixed with their own grey. */
#include "saturation.h"
#include "colour.h"
#include "pixels.h"

static float exact_grey(const uint8_t *rgb)
{
    return (float)((299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2]) / 1000.0);
}

static float rounded_grey(const uint8_t *rgb)
{
    return au_luma(rgb);
}

static enum aug_status mix(const struct aug_image *in, float factor, float (*grey_of)(const uint8_t *rgb),
                           struct aug_image *out, struct aug_error *err)
{
    if (in->channels == 1) return aug_image_copy(in, out, err);
    AUG_TRY(au_same_size(in, out, err));
    for (int y = 0; y < in->height; y++) {
        const uint8_t *source = au_row(in, y);
        uint8_t *target = au_row_out(out, y);
        for (int x = 0; x < in->width; x++, source += 3, target += 3) {
            const float grey = (1 - factor) * grey_of(source);
            for (int c = 0; c < 3; c++) target[c] = au_round_u8(factor * source[c] + grey);
        }
    }
    return AUG_OK;
}

enum aug_status au_mix_with_exact_grey(const struct aug_image *in, double factor, struct aug_image *out,
                                       struct aug_error *err)
{
    return mix(in, (float)factor, exact_grey, out, err);
}

enum aug_status au_mix_with_rounded_grey(const struct aug_image *in, double factor, struct aug_image *out,
                                         struct aug_error *err)
{
    return mix(in, (float)factor, rounded_grey, out, err);
}
