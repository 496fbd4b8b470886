/* SPDX-License-Identifier: Apache-2.0
 * jitter.c - ColorJitter and RGBShift: colours shifted a little, as another camera or lamp would. */
#include <augaudit/transform.h>

#include <math.h>

#include "colour.h"
#include "family.h"
#include "family_tools.h"
#include "param_rows.h"
#include "pixels.h"
#include "saturation.h"
#include "tables.h"

/* ---- ColorJitter: four steps in random order, each back to 8 bits ---- */

struct jitter {
    struct aug_range brightness, contrast, saturation, hue;
};

static const struct aug_param jitter_params[] = {
    AUG_RANGE_(struct jitter, brightness, 0.8, 1.2, 0, 100, false, "Values are multiplied by this."),
    AUG_RANGE_(struct jitter, contrast, 0.8, 1.2, 0, 100, false,
               "The distance from the mean grey is multiplied by this."),
    AUG_RANGE_(struct jitter, saturation, 0.8, 1.2, 0, 100, false,
               "The distance of a pixel from its grey is multiplied by this."),
    AUG_RANGE_(struct jitter, hue, -0.5, 0.5, -0.5, 0.5, true, "Added to the hue, in turns of the colour wheel."),
    {0},
};

struct jitter_draw {
    double brightness, contrast, saturation, hue;
    struct aug_numbers order;
};

static const struct aug_param jitter_draws[] = {
    AUG_F64(struct jitter_draw, brightness, 1, 0, 100, "What values were multiplied by."),
    AUG_F64(struct jitter_draw, contrast, 1, 0, 100, "What the distance from the mean grey was multiplied by."),
    AUG_F64(struct jitter_draw, saturation, 1, 0, 100, "What the distance from grey was multiplied by."),
    AUG_F64(struct jitter_draw, hue, 0, -0.5, 0.5, "What was added to the hue, in turns."),
    AUG_NUMBERS(struct jitter_draw, order, 4, 0, 0, 3,
                "Order of the steps: 0 brightness, 1 contrast, 2 saturation, 3 hue."),
    {0},
};

static enum aug_status jitter_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                   struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    const struct jitter *jitter = params;
    struct jitter_draw *drawn = AU_DRAWN(struct jitter_draw, draw);
    uint32_t order[4] = {0, 1, 2, 3};
    drawn->brightness = au_draw_range(rng, &jitter->brightness);
    drawn->contrast = au_draw_range(rng, &jitter->contrast);
    drawn->saturation = au_draw_range(rng, &jitter->saturation);
    drawn->hue = au_draw_range(rng, &jitter->hue);
    au_rng_shuffle(rng, order, 4);
    drawn->order = (struct aug_numbers){{order[0], order[1], order[2], order[3]}, 4};
    return AUG_OK;
}

static enum aug_status step_brightness(double factor, bool back, const struct aug_image *in, struct aug_image *out,
                                       struct aug_error *err)
{
    struct au_tables tables = {.differ = false};
    au_table_linear_cut(tables.of[0], factor, 0);
    return back ? au_tables_undo(&tables, in, out, err) : au_tables_apply(&tables, in, out, err);
}

/* The step keeps the mean grey but for clipping, so the mean after it serves to take it back. */
static enum aug_status step_contrast(double factor, bool back, const struct aug_image *in, struct aug_image *out,
                                     struct aug_error *err)
{
    struct au_tables tables = {.differ = false};
    const double mean = au_luma_mean(in);
    if (factor == 0) au_table_linear_cut(tables.of[0], 0, floor(mean + 0.5));
    else au_table_linear_cut(tables.of[0], factor, mean * (1 - factor));
    return back ? au_tables_undo(&tables, in, out, err) : au_tables_apply(&tables, in, out, err);
}

static enum aug_status step_saturation(double factor, bool back, const struct aug_image *in, struct aug_image *out,
                                       struct aug_error *err)
{
    const double inverse = factor > 0 ? 1 / factor : 1;
    return au_mix_with_rounded_grey(in, back ? inverse : factor, out, err);
}

static enum aug_status step_hue(double turns, bool back, const struct aug_image *in, struct aug_image *out,
                                struct aug_error *err)
{
    const double shift = 180 * (back ? -turns : turns);
    struct au_hsv quotients;
    if (in->channels == 1) return aug_image_copy(in, out, err);
    AUG_TRY(au_same_size(in, out, err));
    au_hsv_prepare(&quotients);
    for (int y = 0; y < in->height; y++)
        for (int x = 0; x < in->width; x++) {
            uint8_t hsv[3];
            au_hsv_from_rgb(&quotients, au_row(in, y) + 3 * (size_t)x, hsv);
            const double turned = fmod(hsv[0] + shift, 180), hue = turned < 0 ? turned + 180 : turned;
            hsv[0] = (uint8_t)(hue < 180 ? hue : 0);
            au_hsv_to_rgb(hsv, au_row_out(out, y) + 3 * (size_t)x);
        }
    return AUG_OK;
}

static enum aug_status jitter_step(const struct jitter_draw *draw, int step, bool back, const struct aug_image *in,
                                   struct aug_image *out, struct aug_error *err)
{
    const double values[] = {draw->brightness, draw->contrast, draw->saturation, draw->hue};
    if (values[step] == (step == 3 ? 0 : 1)) return aug_image_copy(in, out, err);
    switch (step) {
    case 0: return step_brightness(values[0], back, in, out, err);
    case 1: return step_contrast(values[1], back, in, out, err);
    case 2: return step_saturation(values[2], back, in, out, err);
    default: return step_hue(values[3], back, in, out, err);
    }
}

/* Four steps: in -> spare -> out -> spare -> out. */
static enum aug_status jitter_steps(const struct jitter_draw *draw, bool back, const struct aug_image *in,
                                    struct aug_image *spare, struct aug_image *out, struct aug_error *err)
{
    const double *order = draw->order.values;
    AUG_TRY(jitter_step(draw, (int)order[back ? 3 : 0], back, in, spare, err));
    AUG_TRY(jitter_step(draw, (int)order[back ? 2 : 1], back, spare, out, err));
    AUG_TRY(jitter_step(draw, (int)order[back ? 1 : 2], back, out, spare, err));
    return jitter_step(draw, (int)order[back ? 0 : 3], back, spare, out, err);
}

static enum aug_status jitter_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                    struct aug_image *out, struct aug_error *err)
{
    (void)params;
    struct aug_image spare = {0};
    const enum aug_status status = jitter_steps(AU_DRAWN_CONST(struct jitter_draw, draw), false, in, &spare, out, err);
    aug_image_release(&spare);
    return status;
}

static enum aug_status jitter_undo(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                   int original_width, int original_height, struct aug_image *out,
                                   struct aug_error *err)
{
    (void)params, (void)original_width, (void)original_height;
    struct aug_image spare = {0};
    const enum aug_status status = jitter_steps(AU_DRAWN_CONST(struct jitter_draw, draw), true, in, &spare, out, err);
    aug_image_release(&spare);
    return status;
}

/* ---- RGBShift ---- */

struct rgb {
    struct aug_range r_shift_limit, g_shift_limit, b_shift_limit;
};

static const struct aug_param rgb_params[] = {
    AUG_RANGE_(struct rgb, r_shift_limit, -20, 20, -255, 255, true,
               "Added to red, in levels; as a fraction of full range when neither end is beyond 1."),
    AUG_RANGE_(struct rgb, g_shift_limit, -20, 20, -255, 255, true, "Added to green, likewise."),
    AUG_RANGE_(struct rgb, b_shift_limit, -20, 20, -255, 255, true, "Added to blue, likewise."),
    AUG_NOTED("noise_type", "Written by the library for its own use; always uniform."),
    AUG_NOTED("spatial_mode", "Written by the library for its own use; always constant."),
    AUG_NOTED("noise_params", "Written by the library for its own use; the three limits again."),
    AUG_NOTED("approximation", "Written by the library for its own use; always 1."),
    {0},
};

struct rgb_draw {
    struct aug_numbers noise_map;
};

static const struct aug_param rgb_draws[] = {
    AUG_NUMBERS(struct rgb_draw, noise_map, 3, 0, -65025, 65025,
                "Added to red, green and blue, in levels; the fraction is cut off."),
    {0},
};

static double draw_shift(struct au_rng *rng, const struct aug_range *limit)
{
    const bool levels = fabs(limit->low) > 1 || fabs(limit->high) > 1;
    return au_draw_range(rng, limit) * (levels ? 1 : 255);
}

static enum aug_status rgb_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    const struct rgb *rgb = params;
    struct aug_numbers *shifts = &AU_DRAWN(struct rgb_draw, draw)->noise_map;
    *shifts = (struct aug_numbers){.count = 3};
    shifts->values[0] = draw_shift(rng, &rgb->r_shift_limit);
    shifts->values[1] = draw_shift(rng, &rgb->g_shift_limit);
    shifts->values[2] = draw_shift(rng, &rgb->b_shift_limit);
    return AUG_OK;
}

static void rgb_tables(const struct aug_draw *draw, struct au_tables *tables)
{
    const struct aug_numbers *shifts = &AU_DRAWN_CONST(struct rgb_draw, draw)->noise_map;
    tables->differ = true;
    for (int c = 0; c < 3; c++) au_table_linear_cut(tables->of[c], 1, trunc(shifts->values[c]));
}

AU_TABLE_TRANSFORM(rgb)

static const char *const jitter_strata[] = {"hue", "saturation", "brightness", "contrast", NULL};
static const char *const rgb_strata[] = {"r_shift_limit", "g_shift_limit", "b_shift_limit", NULL};

static const struct aug_transform transforms[] = {
    {
        .name = "ColorJitter",
        .about = "Changes brightness, contrast, saturation and hue by random factors, in random order.",
        .claim =
            {.asserts = "A picture deserves the same label with brightness, contrast, saturation and hue changed.",
             .unless =
                 "Colour or absolute brightness carries the label: beyond a hue of 0.1 red things turn yellow or magenta.",
             .victims = "Traffic lights, ripe and unripe fruit, stained cells, wires, skin lesions, day and night.",
             AU_CLAIM_STAYS},
        .law = AUG_LAW_NONE,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct jitter),
        .params = jitter_params,
        .draws = jitter_draws,
        .strata = jitter_strata,
        .draw = jitter_draw,
        .apply = jitter_apply,
        .undo = jitter_undo,
    },
    {
        .name = "RGBShift",
        .about = "Adds one random shift to each of red, green and blue: a colour cast.",
        .claim =
            {.asserts = "A picture deserves the same label under a colour cast.",
             .unless =
                 "A tint carries the label, or the cast is strong enough to turn one class's colour into another's.",
             .victims = "Jaundice, litmus paper, stained cells, white balance checks, faint colour codes.",
             AU_CLAIM_STAYS},
        .law = AUG_LAW_VALUEWISE,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct rgb),
        .params = rgb_params,
        .draws = rgb_draws,
        .strata = rgb_strata,
        .draw = rgb_draw,
        .apply = rgb_apply,
        .undo = rgb_undo,
    },
    {0},
};

const struct aug_family au_family_jitter = {"jitter", transforms};
