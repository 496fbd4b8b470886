/* SPDX-License-Identifier: Apache-2.0
 * channel.c - channels exchanged or dropped. */
#include <augaudit/transform.h>

#include "family.h"
#include "family_tools.h"
#include "param_rows.h"
#include "pixels.h"

/* out's channel c is in's channel from[c]. */
static enum aug_status take_channels(const int from[3], const struct aug_image *in, struct aug_image *out,
                                     struct aug_error *err)
{
    if (in->channels == 1) return aug_image_copy(in, out, err);
    AUG_TRY(au_same_size(in, out, err));
    for (int y = 0; y < in->height; y++) {
        const uint8_t *source = au_row(in, y);
        uint8_t *target = au_row_out(out, y);
        for (int x = 0; x < in->width; x++, source += 3, target += 3)
            for (int c = 0; c < 3; c++) target[c] = source[from[c]];
    }
    return AUG_OK;
}

/* ---- ChannelShuffle ---- */

struct shuffle_draw {
    struct aug_numbers channels_shuffled;
};

static const struct aug_param shuffle_draws[] = {
    AUG_NUMBERS(struct shuffle_draw, channels_shuffled, 3, 0, 0, 2,
                "Which channel of the input (0 red, 1 green, 2 blue) each channel of the output is."),
    {0},
};

static enum aug_status shuffle_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                    struct aug_draw *draw, struct aug_error *err)
{
    (void)params, (void)in, (void)err;
    uint32_t order[3] = {0, 1, 2};
    au_rng_shuffle(rng, order, 3);
    AU_DRAWN(struct shuffle_draw, draw)->channels_shuffled = (struct aug_numbers){{order[0], order[1], order[2]}, 3};
    return AUG_OK;
}

static enum aug_status shuffle_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                     struct aug_image *out, struct aug_error *err)
{
    (void)params;
    const double *order = AU_DRAWN_CONST(struct shuffle_draw, draw)->channels_shuffled.values;
    return take_channels((const int[]){(int)order[0], (int)order[1], (int)order[2]}, in, out, err);
}

static enum aug_status shuffle_undo(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                    int original_width, int original_height, struct aug_image *out,
                                    struct aug_error *err)
{
    (void)params, (void)original_width, (void)original_height;
    const double *order = AU_DRAWN_CONST(struct shuffle_draw, draw)->channels_shuffled.values;
    int back[3] = {0, 1, 2};
    for (int c = 0; c < 3; c++) back[(int)order[c]] = c;
    return take_channels(back, in, out, err);
}

/* ---- swap: the SPEC language's exchange of two channels ---- */

static const char *const swap_pairs[] = {"RG", "RB", "GB", NULL};

struct swap {
    int channels;
};

static const struct aug_param swap_params[] = {
    AUG_CHOICE(struct swap, channels, 0, swap_pairs, "The two channels that change places."),
    {0},
};

static enum aug_status swap_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                  struct aug_image *out, struct aug_error *err)
{
    (void)draw;
    static const int orders[][3] = {{1, 0, 2}, {2, 1, 0}, {0, 2, 1}};
    return take_channels(orders[((const struct swap *)params)->channels], in, out, err);
}

static enum aug_status swap_undo(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                 int original_width, int original_height, struct aug_image *out, struct aug_error *err)
{
    (void)original_width, (void)original_height;
    return swap_apply(params, draw, in, out, err);
}

/* ---- ChannelDropout ---- */

struct dropout {
    struct aug_range channel_drop_range;
    double fill;
};

static const struct aug_param dropout_params[] = {
    AUG_RANGE_(struct dropout, channel_drop_range, 1, 1, 1, 2, false, "How many channels are dropped."),
    AUG_F64(struct dropout, fill, 0, 0, 255, "The value a dropped channel gets, in levels."),
    {0},
};

struct dropout_draw {
    struct aug_numbers channels_to_drop;
};

static const struct aug_param dropout_draws[] = {
    AUG_NUMBERS(struct dropout_draw, channels_to_drop, 1, 0, 0, 2, "The dropped channels (0 red, 1 green, 2 blue)."),
    {0},
};

static enum aug_status dropout_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                    struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    uint32_t order[3] = {0, 1, 2};
    const int count = au_draw_whole(rng, &((const struct dropout *)params)->channel_drop_range);
    au_rng_shuffle(rng, order, 3);
    AU_DRAWN(struct dropout_draw, draw)->channels_to_drop = (struct aug_numbers){{order[0], order[1]}, count};
    return AUG_OK;
}

static enum aug_status dropout_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                     struct aug_image *out, struct aug_error *err)
{
    const struct aug_numbers *dropped = &AU_DRAWN_CONST(struct dropout_draw, draw)->channels_to_drop;
    const uint8_t fill = au_cut_u8((float)((const struct dropout *)params)->fill);
    AUG_TRY(aug_image_copy(in, out, err));
    for (int i = 0; in->channels == 3 && i < dropped->count; i++)
        for (int y = 0; y < out->height; y++) {
            uint8_t *value = au_row_out(out, y) + (int)dropped->values[i];
            for (int x = 0; x < out->width; x++, value += 3) *value = fill;
        }
    return AUG_OK;
}

static const struct aug_transform transforms[] = {
    {
        .name = "ChannelShuffle",
        .about = "Puts red, green and blue into a random order, each of the six equally likely.",
        .claim = {.asserts = "A picture deserves the same label whichever way its colour channels are exchanged.",
                  .unless = "Colour carries the label.",
                  .victims =
                      "Traffic lights, ripe and unripe fruit, stained cells, wires and resistors, flags, team shirts.",
                  AU_CLAIM_STAYS},
        .law = AUG_LAW_BIJECTION,
        .flags = AUG_TRANSFORM_RANDOM | AUG_TRANSFORM_EXACT_UNDO | AUG_TRANSFORM_COLOUR_ONLY,
        .draws = shuffle_draws,
        .draw = shuffle_draw,
        .apply = shuffle_apply,
        .undo = shuffle_undo,
    },
    {
        .name = "swap",
        .about = "Exchanges two colour channels.",
        .claim = {.asserts = "A picture deserves the same label with two of its colour channels exchanged.",
                  .unless = "Colour carries the label: one class with the channels exchanged is another class.",
                  .victims = "Red and green lamps, ripe and unripe fruit, red and blue teams, stained cells, wires.",
                  AU_CLAIM_STAYS},
        .law = AUG_LAW_INVOLUTION,
        .flags = AUG_TRANSFORM_EXACT_UNDO | AUG_TRANSFORM_COLOUR_ONLY,
        .params_bytes = sizeof(struct swap),
        .params = swap_params,
        .apply = swap_apply,
        .undo = swap_undo,
    },
    {
        .name = "ChannelDropout",
        .about = "Fills one or two colour channels with one value; the library refuses grey images, here they stay.",
        .claim = {.asserts = "A picture deserves the same label without some of its colour channels.",
                  .unless = "Colour carries the label, or one channel alone holds what the label rests on.",
                  .victims = "Traffic lights, fluorescence stains, ripeness, wires, red warning marks.",
                  AU_CLAIM_STAYS},
        .law = AUG_LAW_IDEMPOTENT,
        .flags = AUG_TRANSFORM_RANDOM | AUG_TRANSFORM_COLOUR_ONLY,
        .params_bytes = sizeof(struct dropout),
        .params = dropout_params,
        .draws = dropout_draws,
        .draw = dropout_draw,
        .apply = dropout_apply,
    },
    {0},
};

const struct aug_family au_family_channel = {"channel", transforms};
