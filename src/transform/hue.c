/* SPDX-License-Identifier: Apache-2.0
 * hue.c - shifts on the colour wheel and mixing with grey: HueSaturationValue, hue, saturate. */
#include <augaudit/transform.h>

#include <math.h>

#include "colour.h"
#include "family.h"
#include "family_tools.h"
#include "param_rows.h"
#include "pixels.h"
#include "saturation.h"

/* ---- HueSaturationValue ---- */

struct shift {
    struct aug_range hue_shift_limit, sat_shift_limit, val_shift_limit;
};

static const struct aug_param shift_params[] = {
    AUG_RANGE_(struct shift, hue_shift_limit, -20, 20, -360, 360, true,
               "Added to the hue, in steps of 2 degrees (180 is the full wheel)."),
    AUG_RANGE_(struct shift, sat_shift_limit, -30, 30, -255, 255, true, "Added to the saturation, in levels of 255."),
    AUG_RANGE_(struct shift, val_shift_limit, -20, 20, -255, 255, true, "Added to the value, in levels of 255."),
    {0},
};

struct shift_draw {
    double hue_shift, sat_shift, val_shift;
};

static const struct aug_param shift_draws[] = {
    AUG_F64(struct shift_draw, hue_shift, 0, -360, 360, "Added to the hue, in steps of 2 degrees."),
    AUG_F64(struct shift_draw, sat_shift, 0, -255, 255, "Added to the saturation, in levels."),
    AUG_F64(struct shift_draw, val_shift, 0, -255, 255, "Added to the value, in levels."),
    {0},
};

static enum aug_status shift_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                  struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    const struct shift *shift = params;
    struct shift_draw *drawn = AU_DRAWN(struct shift_draw, draw);
    drawn->hue_shift = au_draw_range(rng, &shift->hue_shift_limit);
    drawn->sat_shift = au_draw_range(rng, &shift->sat_shift_limit);
    drawn->val_shift = au_draw_range(rng, &shift->val_shift_limit);
    return AUG_OK;
}

/* Saturation and value shifts lose their fraction; the hue loses it after the turn. A grey pixel stays grey. */
static void shift_pixel(const struct au_hsv *quotients, const struct shift_draw *shift, const uint8_t *in, uint8_t *out)
{
    uint8_t hsv[3];
    au_hsv_from_rgb(quotients, in, hsv);
    const double turned = fmod(hsv[0] + shift->hue_shift, 180);
    const double hue = turned < 0 ? turned + 180 : turned;
    hsv[0] = (uint8_t)(hue < 180 ? hue : 0);
    if (hsv[1] != 0) hsv[1] = au_clip_int(hsv[1] + (int)shift->sat_shift);
    hsv[2] = au_clip_int(hsv[2] + (int)shift->val_shift);
    au_hsv_to_rgb(hsv, out);
}

static enum aug_status shift_by(const struct shift_draw *shift, const struct aug_image *in, struct aug_image *out,
                                struct aug_error *err)
{
    if (shift->hue_shift == 0 && shift->sat_shift == 0 && shift->val_shift == 0) return aug_image_copy(in, out, err);
    AUG_TRY(au_same_size(in, out, err));
    struct au_hsv quotients;
    au_hsv_prepare(&quotients);
    for (int y = 0; y < in->height; y++) {
        const uint8_t *source = au_row(in, y);
        uint8_t *target = au_row_out(out, y);
        if (in->channels == 1)
            for (int x = 0; x < in->width; x++) target[x] = au_clip_int(source[x] + (int)shift->val_shift);
        else
            for (int x = 0; x < in->width; x++, source += 3, target += 3)
                shift_pixel(&quotients, shift, source, target);
    }
    return AUG_OK;
}

static enum aug_status shift_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                   struct aug_image *out, struct aug_error *err)
{
    (void)params;
    return shift_by(AU_DRAWN_CONST(struct shift_draw, draw), in, out, err);
}

static enum aug_status shift_undo(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                  int original_width, int original_height, struct aug_image *out, struct aug_error *err)
{
    (void)params, (void)original_width, (void)original_height;
    const struct shift_draw *drawn = AU_DRAWN_CONST(struct shift_draw, draw);
    return shift_by(&(struct shift_draw){-drawn->hue_shift, -drawn->sat_shift, -drawn->val_shift}, in, out, err);
}

/* ---- hue: the SPEC language's turn of the wheel ---- */

struct hue {
    struct aug_range degrees;
};

static const struct aug_param hue_params[] = {
    AUG_RANGE_(struct hue, degrees, -20, 20, -360, 360, true,
               "By how many degrees the hue is turned: red, green and blue lie 120 apart."),
    {0},
};

struct hue_draw {
    double degrees;
};

static const struct aug_param hue_draws[] = {
    AUG_F64(struct hue_draw, degrees, 0, -360, 360, "By how many degrees the hue was turned."),
    {0},
};

static enum aug_status hue_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    AU_DRAWN(struct hue_draw, draw)->degrees = au_draw_range(rng, &((const struct hue *)params)->degrees);
    return AUG_OK;
}

static enum aug_status turn_hue(double degrees, const struct aug_image *in, struct aug_image *out,
                                struct aug_error *err)
{
    if (in->channels == 1) return aug_image_copy(in, out, err);
    AUG_TRY(au_same_size(in, out, err));
    for (int y = 0; y < in->height; y++)
        for (int x = 0; x < in->width; x++)
            au_hue_turn(au_row(in, y) + 3 * (size_t)x, au_row_out(out, y) + 3 * (size_t)x, degrees);
    return AUG_OK;
}

static enum aug_status hue_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                 struct aug_image *out, struct aug_error *err)
{
    (void)params;
    return turn_hue(AU_DRAWN_CONST(struct hue_draw, draw)->degrees, in, out, err);
}

static enum aug_status hue_undo(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                int original_width, int original_height, struct aug_image *out, struct aug_error *err)
{
    (void)params, (void)original_width, (void)original_height;
    return turn_hue(-AU_DRAWN_CONST(struct hue_draw, draw)->degrees, in, out, err);
}

/* ---- saturate: the SPEC language's mixing with grey ---- */

struct saturate {
    struct aug_range amount;
};

static const struct aug_param saturate_params[] = {
    AUG_RANGE_(struct saturate, amount, -0.5, 0.5, -1, 10, true,
               "The distance of every pixel from its grey is multiplied by 1 plus this; -1 leaves grey."),
    {0},
};

struct saturate_draw {
    double factor;
};

static const struct aug_param saturate_draws[] = {
    AUG_F64(struct saturate_draw, factor, 1, 0, 11, "What the distance from grey was multiplied by."),
    {0},
};

static enum aug_status saturate_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                     struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    AU_DRAWN(struct saturate_draw, draw)->factor = 1 + au_draw_range(rng, &((const struct saturate *)params)->amount);
    return AUG_OK;
}

static enum aug_status saturate_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                      struct aug_image *out, struct aug_error *err)
{
    (void)params;
    return au_mix_with_exact_grey(in, AU_DRAWN_CONST(struct saturate_draw, draw)->factor, out, err);
}

/* Grey is kept by the mixing, so the inverse factor takes it back. */
static enum aug_status saturate_undo(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                     int original_width, int original_height, struct aug_image *out,
                                     struct aug_error *err)
{
    (void)params, (void)original_width, (void)original_height;
    const double factor = AU_DRAWN_CONST(struct saturate_draw, draw)->factor;
    return au_mix_with_exact_grey(in, factor > 0 ? 1 / factor : 1, out, err);
}

static const char *const shift_strata[] = {"hue_shift_limit", "sat_shift_limit", "val_shift_limit", NULL};
static const char *const hue_strata[] = {"degrees", NULL};
static const char *const saturate_strata[] = {"amount", NULL};

#define COLOUR_VICTIMS "Traffic lights, ripe and unripe fruit, stained cells, wires, litmus paper, flags, team shirts."

static const struct aug_transform transforms[] = {
    {
        .name = "HueSaturationValue",
        .about = "Turns the hue and shifts saturation and value, through OpenCV's 8-bit HSV; grey pixels stay grey.",
        .claim =
            {.asserts =
                 "A picture deserves the same label with its colours turned, paler or stronger, darker or lighter.",
             .unless = "Colour carries the label: a turned hue is the hue of another class.",
             .victims = COLOUR_VICTIMS,
             AU_CLAIM_STAYS},
        .law = AUG_LAW_VALUEWISE,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct shift),
        .params = shift_params,
        .draws = shift_draws,
        .strata = shift_strata,
        .draw = shift_draw,
        .apply = shift_apply,
        .undo = shift_undo,
    },
    {
        .name = "hue",
        .about = "Turns the hue of every pixel on the HSV colour wheel; saturation, value and grey pixels stay.",
        .claim = {.asserts = "A picture deserves the same label with all colours turned on the colour wheel.",
                  .unless = "Colour carries the label: a turned hue is the hue of another class.",
                  .victims = COLOUR_VICTIMS,
                  AU_CLAIM_STAYS},
        .law = AUG_LAW_VALUEWISE,
        .flags = AUG_TRANSFORM_RANDOM | AUG_TRANSFORM_COLOUR_ONLY,
        .params_bytes = sizeof(struct hue),
        .params = hue_params,
        .draws = hue_draws,
        .strata = hue_strata,
        .draw = hue_draw,
        .apply = hue_apply,
        .undo = hue_undo,
    },
    {
        .name = "saturate",
        .about = "Mixes every pixel with its own grey, or moves it away from it, clips and rounds.",
        .claim = {.asserts = "A picture deserves the same label with paler or stronger colours.",
                  .unless = "How strong a colour is carries the label, or pale colours can no longer be told apart.",
                  .victims =
                      "Ripeness grades, faded and fresh paint, lamps on and off, stain intensity, bleached corals.",
                  AU_CLAIM_STAYS},
        .law = AUG_LAW_VALUEWISE,
        .flags = AUG_TRANSFORM_RANDOM | AUG_TRANSFORM_COLOUR_ONLY,
        .params_bytes = sizeof(struct saturate),
        .params = saturate_params,
        .draws = saturate_draws,
        .strata = saturate_strata,
        .draw = saturate_draw,
        .apply = saturate_apply,
        .undo = saturate_undo,
    },
    {0},
};

const struct aug_family au_family_hue = {"hue", transforms};
