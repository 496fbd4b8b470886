/* SPDX-License-Identifier: Apache-2.0
 * levels.c - inversion, solarisation and posterisation: tables that turn brightness over or make it coarse. */
#include <augaudit/transform.h>

#include "family.h"
#include "family_tools.h"
#include "param_rows.h"
#include "tables.h"

static enum aug_status invert_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                    struct aug_image *out, struct aug_error *err)
{
    (void)params, (void)draw;
    uint8_t table[256];
    for (int v = 0; v < 256; v++) table[v] = (uint8_t)(255 - v);
    return au_table_apply(table, in, out, err);
}

static enum aug_status invert_undo(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                   int original_width, int original_height, struct aug_image *out,
                                   struct aug_error *err)
{
    (void)original_width, (void)original_height;
    return invert_apply(params, draw, in, out, err);
}

struct solarize {
    struct aug_range threshold_range;
};

static const struct aug_param solarize_params[] = {
    AUG_RANGE_(struct solarize, threshold_range, 0.5, 0.5, 0, 1, false,
               "Values from this fraction of full range on are inverted; 0 inverts everything."),
    {0},
};

struct solarize_draw {
    double threshold;
};

static const struct aug_param solarize_draws[] = {
    AUG_F64(struct solarize_draw, threshold, 0.5, 0, 1, "Fraction of full range from which values were inverted."),
    {0},
};

static enum aug_status solarize_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                     struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    AU_DRAWN(struct solarize_draw, draw)->threshold = au_draw_range(
        rng, &((const struct solarize *)params)->threshold_range);
    return AUG_OK;
}

static enum aug_status solarize_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                      struct aug_image *out, struct aug_error *err)
{
    (void)params;
    uint8_t table[256];
    const double threshold = AU_DRAWN_CONST(struct solarize_draw, draw)->threshold * 255;
    for (int v = 0; v < 256; v++) table[v] = (uint8_t)(v >= threshold ? 255 - v : v);
    return au_table_apply(table, in, out, err);
}

struct posterize {
    struct aug_range num_bits;
};

static const struct aug_param posterize_params[] = {
    AUG_RANGE_(struct posterize, num_bits, 4, 4, 1, 7, false, "How many high bits of each value are kept."),
    {0},
};

struct posterize_draw {
    struct aug_numbers num_bits;
};

static const struct aug_param posterize_draws[] = {
    AUG_NUMBERS(struct posterize_draw, num_bits, 1, 4, 1, 7, "Bits kept: one number, or one for each channel."),
    {0},
};

static enum aug_status posterize_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                      struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    const int bits = au_draw_whole(rng, &((const struct posterize *)params)->num_bits);
    AU_DRAWN(struct posterize_draw, draw)->num_bits = (struct aug_numbers){{bits}, 1};
    return AUG_OK;
}

static enum aug_status posterize_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                       struct aug_image *out, struct aug_error *err)
{
    (void)params;
    const struct aug_numbers *bits = &AU_DRAWN_CONST(struct posterize_draw, draw)->num_bits;
    struct au_tables tables = {.differ = bits->count >= 3};
    for (int c = 0; c < (tables.differ ? 3 : 1); c++)
        for (int v = 0; v < 256; v++) tables.of[c][v] = (uint8_t)(v & (0xff << (8 - (int)bits->values[c])));
    return au_tables_apply(&tables, in, out, err);
}

static const char *const solarize_strata[] = {"threshold_range", NULL};
static const char *const posterize_strata[] = {"num_bits", NULL};

#define INVERT                                                                                                      \
    .about = "Turns every value v into 255 - v: a photographic negative.",                                          \
    .claim = {.asserts = "A picture and its negative deserve the same label.",                                      \
              .unless = "Light and dark, or a colour and its opposite, tell classes apart.",                        \
              .victims =                                                                                            \
                  "Day and night, X-rays against their negatives, red and cyan lamps, skin tones, black and white " \
                  "chess pieces.",                                                                                  \
              AU_CLAIM_STAYS},                                                                                      \
    .law = AUG_LAW_INVOLUTION, .flags = AUG_TRANSFORM_EXACT_UNDO, .apply = invert_apply, .undo = invert_undo

static const struct aug_transform transforms[] = {
    {.name = "InvertImg", INVERT},
    {.name = "invert", INVERT},
    {
        .name = "Solarize",
        .about = "Inverts the values from a threshold on and leaves the darker ones.",
        .claim = {.asserts = "A picture deserves the same label when its bright parts are inverted.",
                  .unless = "Brightness or colour carries the label, or bright and dark parts must not look alike.",
                  .victims = "Lamps on and off, white markings on dark ground, skin tones, radiographs, snow and soot.",
                  AU_CLAIM_STAYS},
        .law = AUG_LAW_VALUEWISE,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct solarize),
        .params = solarize_params,
        .draws = solarize_draws,
        .strata = solarize_strata,
        .draw = solarize_draw,
        .apply = solarize_apply,
    },
    {
        .name = "Posterize",
        .about = "Keeps the high bits of every value, so that few shades are left; the image becomes darker too.",
        .claim =
            {.asserts = "A picture deserves the same label with few shades left.",
             .unless = "Fine shades carry the label.",
             .victims =
                 "Smooth gradients, faint lesions, skin tones, textures such as cloth or cloud, low-contrast text.",
             AU_CLAIM_STAYS},
        .law = AUG_LAW_IDEMPOTENT,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct posterize),
        .params = posterize_params,
        .draws = posterize_draws,
        .strata = posterize_strata,
        .draw = posterize_draw,
        .apply = posterize_apply,
    },
    {0},
};

const struct aug_family au_family_levels = {"levels", transforms};
