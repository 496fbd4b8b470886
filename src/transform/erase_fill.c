/* SPDX-License-Identifier: Apache-2.0
 * erase_fill.c - what a hole is filled with. */
#include "core/memory.h"

#include "erase.h"
#include "pixels.h"
#include "random_rows.h"

const char *const au_fill_words[] = {"random", "random_uniform", "inpaint_telea", "inpaint_ns", NULL};
enum { FILL_RANDOM = -1, FILL_RANDOM_UNIFORM = -2 };

static void fill_colour(struct aug_image *image, const struct au_hole *hole, const uint8_t colour[3])
{
    for (int y = hole->y_min; y < hole->y_max; y++) {
        uint8_t *value = au_row_out(image, y) + (size_t)hole->x_min * (size_t)image->channels;
        for (int x = hole->x_min; x < hole->x_max; x++)
            for (int c = 0; c < image->channels; c++) *value++ = colour[c];
    }
}

static enum aug_status fill_random(struct aug_image *image, const struct au_hole *hole, double seed, int number,
                                   struct aug_error *err)
{
    const size_t values = (size_t)(hole->x_max - hole->x_min) * (size_t)image->channels;
    uint32_t *bits = au_alloc(values, sizeof *bits);
    if (!bits) return au_no_memory(err, "a random fill");
    for (int y = hole->y_min; y < hole->y_max; y++) {
        uint8_t *row = au_row_out(image, y) + (size_t)hole->x_min * (size_t)image->channels;
        au_bits_row(seed, (uint32_t)number + 1, y, bits, values);
        for (size_t i = 0; i < values; i++) row[i] = (uint8_t)(bits[i] >> 24);
    }
    au_free(bits);
    return AUG_OK;
}

enum aug_status au_fill_hole(struct aug_image *image, const struct au_hole *hole, const struct aug_numbers *values,
                             double seed, int number, struct aug_error *err)
{
    uint32_t bits[3];
    uint8_t colour[3];
    if (values->count == FILL_RANDOM) return fill_random(image, hole, seed, number, err);
    if (values->count < FILL_RANDOM_UNIFORM)
        return aug_fail(err, AUG_UNSUPPORTED,
                        "fill '%s' cannot be applied yet: use a colour, 'random' or 'random_uniform'.",
                        au_fill_words[-1 - values->count]);
    if (values->count == FILL_RANDOM_UNIFORM) au_bits_row(seed, (uint32_t)number + 1, 0, bits, 3);
    for (int c = 0; c < 3; c++)
        colour[c] = values->count < 0 ? (uint8_t)(bits[c] >> 24)
                                      : au_cut_u8((float)values->values[c < values->count ? c : 0]);
    fill_colour(image, hole, colour);
    return AUG_OK;
}

void au_drop_row(uint8_t *row, const float *chance, const struct au_drop *drop, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if ((double)chance[i / drop->share] < drop->limit)
            row[i] = au_cut_u8((float)drop->values->values[drop->values->count > 1 ? i % drop->channels : 0]);
}
