/* SPDX-License-Identifier: Apache-2.0
 * tone.c - brightness, contrast, gamma and tone curves: one table for all pixels of an image. */
#include <augaudit/transform.h>

#include <math.h>
#include <string.h>

#include "family.h"
#include "family_tools.h"
#include "param_rows.h"
#include "pixels.h"
#include "tables.h"

/* ---- RandomBrightnessContrast ---- */

struct light {
    struct aug_range brightness_limit, contrast_limit;
    bool brightness_by_max, ensure_safe_range;
};

static const struct aug_param light_params[] = {
    AUG_RANGE_(struct light, brightness_limit, -0.2, 0.2, -10, 10, true,
               "What is added, as a fraction of full range (or of the image's mean)."),
    AUG_RANGE_(struct light, contrast_limit, -0.2, 0.2, -10, 10, true,
               "Values are multiplied by 1 plus this: black stays black."),
    AUG_SWITCH(struct light, brightness_by_max, true,
               "Whether brightness is a fraction of full range, not of the mean."),
    AUG_SWITCH(struct light, ensure_safe_range, false, "Whether both are reduced until nothing is clipped."),
    {0},
};

struct light_draw {
    double alpha, beta;
};

static const struct aug_param light_draws[] = {
    AUG_F64(struct light_draw, alpha, 1, -9, 11, "What values are multiplied by."),
    AUG_F64(struct light_draw, beta, 0, -2550, 2550, "What is added then, in levels."),
    {0},
};

static double clamp(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

static void make_safe(struct light_draw *draw)
{
    if (draw->alpha > 0) {
        draw->beta = clamp(draw->beta, 0, 255);
        draw->alpha = fmin(draw->alpha, (255 - draw->beta) / 255);
    } else {
        draw->beta = fmin(draw->beta, 255);
        draw->alpha = fmax(draw->alpha, -draw->beta / 255);
    }
}

static enum aug_status light_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                  struct aug_draw *draw, struct aug_error *err)
{
    (void)err;
    const struct light *light = params;
    struct light_draw *drawn = AU_DRAWN(struct light_draw, draw);
    drawn->alpha = 1 + au_draw_range(rng, &light->contrast_limit);
    drawn->beta = au_draw_range(rng, &light->brightness_limit) * (light->brightness_by_max ? 255 : au_image_mean(in));
    if (light->ensure_safe_range) make_safe(drawn);
    return AUG_OK;
}

static void light_tables(const struct aug_draw *draw, struct au_tables *tables)
{
    const struct light_draw *drawn = AU_DRAWN_CONST(struct light_draw, draw);
    tables->differ = false;
    au_table_linear_cut(tables->of[0], drawn->alpha, drawn->beta);
}

AU_TABLE_TRANSFORM(light)

/* ---- RandomGamma ---- */

struct gamma {
    struct aug_range gamma_limit;
};

static const struct aug_param gamma_params[] = {
    AUG_RANGE_(struct gamma, gamma_limit, 80, 120, 1, 10000, false,
               "Exponent in percent: 100 changes almost nothing, 80 brightens, 120 darkens."),
    {0},
};

struct gamma_draw {
    double gamma;
};

static const struct aug_param gamma_draws[] = {
    AUG_F64(struct gamma_draw, gamma, 1, 0.01, 100, "The exponent."),
    {0},
};

static enum aug_status gamma_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                  struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    AU_DRAWN(struct gamma_draw, draw)->gamma = au_draw_range(rng, &((const struct gamma *)params)->gamma_limit) / 100;
    return AUG_OK;
}

static void gamma_tables(const struct aug_draw *draw, struct au_tables *tables)
{
    const double gamma = AU_DRAWN_CONST(struct gamma_draw, draw)->gamma;
    tables->differ = false;
    for (int v = 0; v < 256; v++) tables->of[0][v] = (uint8_t)clamp(pow(v * (1.0 / 255), gamma) * 255, 0, 255);
}

AU_TABLE_TRANSFORM(gamma)

/* ---- RandomToneCurve ---- */

struct curve {
    double scale;
    bool per_channel;
};

static const struct aug_param curve_params[] = {
    AUG_F64(struct curve, scale, 0.1, 0, 1,
            "Standard deviation of the two control points' heights about 0.25 and 0.75."),
    AUG_SWITCH(struct curve, per_channel, false, "Whether each channel has a curve of its own."),
    {0},
};

struct curve_draw {
    struct aug_numbers low_y, high_y;
};

static const struct aug_param curve_draws[] = {
    AUG_NUMBERS(struct curve_draw, low_y, 1, 0.25, 0, 1,
                "Height of the lower control point, one number or one a channel."),
    AUG_NUMBERS(struct curve_draw, high_y, 1, 0.75, 0, 1,
                "Height of the upper control point, one number or one a channel."),
    {0},
};

static enum aug_status curve_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                  struct aug_draw *draw, struct aug_error *err)
{
    (void)err;
    const struct curve *curve = params;
    struct curve_draw *drawn = AU_DRAWN(struct curve_draw, draw);
    const int count = curve->per_channel && in->channels == 3 ? 3 : 1;
    *drawn = (struct curve_draw){.low_y.count = count, .high_y.count = count};
    for (int c = 0; c < count; c++) {
        drawn->low_y.values[c] = clamp(0.25 + curve->scale * au_rng_normal(rng), 0, 1);
        drawn->high_y.values[c] = clamp(0.75 + curve->scale * au_rng_normal(rng), 0, 1);
    }
    return AUG_OK;
}

/* A cubic Bezier curve from (0, 0) to (1, 1), read at its parameter, not at its abscissa. */
static void bezier_table(uint8_t table[256], double low, double high)
{
    for (int v = 0; v < 256; v++) {
        const double t = v * (1.0 / 255), rest = 1 - t;
        const double height = 3 * (rest * rest) * t * low + 3 * rest * (t * t) * high + pow(t, 3);
        table[v] = (uint8_t)clamp(rint(height * 255), 0, 255);
    }
}

static void curve_tables(const struct aug_draw *draw, struct au_tables *tables)
{
    const struct curve_draw *drawn = AU_DRAWN_CONST(struct curve_draw, draw);
    tables->differ = drawn->low_y.count > 1;
    for (int c = 0; c < (tables->differ ? 3 : 1); c++)
        bezier_table(tables->of[c], drawn->low_y.values[c], drawn->high_y.values[c]);
}

AU_TABLE_TRANSFORM(curve)

/* ---- the SPEC language's brightness and contrast: rounded, and contrast about the mean ---- */

struct amount {
    struct aug_range amount;
};

static const struct aug_param brightness_params[] = {
    AUG_RANGE_(struct amount, amount, -0.2, 0.2, -1, 1, true,
               "What is added to every value, as a fraction of full range."),
    {0},
};

static const struct aug_param contrast_params[] = {
    AUG_RANGE_(struct amount, amount, -0.5, 0.5, -1, 10, true,
               "The distance from the image's mean is multiplied by 1 plus this; -1 leaves one flat value."),
    {0},
};

struct brightness_draw {
    double shift;
};

static const struct aug_param brightness_draws[] = {
    AUG_F64(struct brightness_draw, shift, 0, -1, 1, "What was added, as a fraction of full range."),
    {0},
};

static enum aug_status brightness_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                       struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    AU_DRAWN(struct brightness_draw, draw)->shift = au_draw_range(rng, &((const struct amount *)params)->amount);
    return AUG_OK;
}

static void brightness_tables(const struct aug_draw *draw, struct au_tables *tables)
{
    tables->differ = false;
    au_table_linear_round(tables->of[0], 1, 255 * AU_DRAWN_CONST(struct brightness_draw, draw)->shift);
}

AU_TABLE_TRANSFORM(brightness)

struct contrast_draw {
    double factor, mean;
};

static const struct aug_param contrast_draws[] = {
    AUG_F64(struct contrast_draw, factor, 1, 0, 11, "What the distance from the mean was multiplied by."),
    AUG_F64(struct contrast_draw, mean, 127.5, 0, 255, "Mean over all values of the image, in levels."),
    {0},
};

static enum aug_status contrast_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                     struct aug_draw *draw, struct aug_error *err)
{
    (void)err;
    const double factor = 1 + au_draw_range(rng, &((const struct amount *)params)->amount);
    *AU_DRAWN(struct contrast_draw, draw) = (struct contrast_draw){factor, au_image_mean(in)};
    return AUG_OK;
}

static void contrast_tables(const struct aug_draw *draw, struct au_tables *tables)
{
    const struct contrast_draw *drawn = AU_DRAWN_CONST(struct contrast_draw, draw);
    tables->differ = false;
    au_table_linear_round(tables->of[0], drawn->factor, drawn->mean * (1 - drawn->factor));
}

AU_TABLE_TRANSFORM(contrast)

/* ---- the table ---- */

static const char *const light_strata[] = {"brightness_limit", "contrast_limit", NULL};
static const char *const gamma_strata[] = {"gamma_limit", NULL};
static const char *const amount_strata[] = {"amount", NULL};

static const struct aug_transform transforms[] = {
    {
        .name = "RandomBrightnessContrast",
        .about = "Multiplies all values by one factor and adds one shift, as a change of exposure does.",
        .claim =
            {.asserts = "A picture deserves the same label when it is somewhat brighter, darker, harder or softer.",
             .unless =
                 "Absolute brightness carries the label, or the change is so strong that shadows or lights are clipped.",
             .victims =
                 "Day and night, lamps on and off, X-ray and CT densities, overexposure checks, thermal images, faint strokes.",
             AU_CLAIM_STAYS},
        .law = AUG_LAW_VALUEWISE,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct light),
        .params = light_params,
        .draws = light_draws,
        .strata = light_strata,
        .draw = light_draw,
        .apply = light_apply,
        .undo = light_undo,
    },
    {
        .name = "RandomGamma",
        .about = "Raises all values to one power: mid-tones become lighter or darker, black and white stay.",
        .claim = {.asserts = "A picture deserves the same label under another display curve.",
                  .unless =
                      "The label rests on mid-tones as such, or the exponent is far from 100 and crushes the shadows.",
                  .victims = "Radiographs graded by density, scanned documents with faint text, stages of rust or tan.",
                  AU_CLAIM_STAYS},
        .law = AUG_LAW_VALUEWISE,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct gamma),
        .params = gamma_params,
        .draws = gamma_draws,
        .strata = gamma_strata,
        .draw = gamma_draw,
        .apply = gamma_apply,
        .undo = gamma_undo,
    },
    {
        .name = "RandomToneCurve",
        .about = "Bends the tone curve by moving two control points of a Bezier curve up or down at random.",
        .claim =
            {.asserts = "A picture deserves the same label under another camera's tone curve.",
             .unless = "Brightness or, with a curve for each channel, colour carries the label.",
             .victims =
                 "Radiographs graded by density, traffic lights and ripeness (with per_channel), gauges read by shade.",
             AU_CLAIM_STAYS},
        .law = AUG_LAW_VALUEWISE,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct curve),
        .params = curve_params,
        .draws = curve_draws,
        .draw = curve_draw,
        .apply = curve_apply,
        .undo = curve_undo,
    },
    {
        .name = "brightness",
        .about = "Adds one value to every value, clips and rounds.",
        .claim = {.asserts = "A picture deserves the same label when it is brighter or darker throughout.",
                  .unless = "Absolute brightness carries the label, or clipping wipes out what the label rests on.",
                  .victims =
                      "Day and night, lamps on and off, X-ray densities, pale strokes on white, dark skin lesions.",
                  AU_CLAIM_STAYS},
        .law = AUG_LAW_VALUEWISE,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct amount),
        .params = brightness_params,
        .draws = brightness_draws,
        .strata = amount_strata,
        .draw = brightness_draw,
        .apply = brightness_apply,
        .undo = brightness_undo,
    },
    {
        .name = "contrast",
        .about = "Stretches or shrinks the distance of every value from the image's mean, clips and rounds.",
        .claim = {.asserts = "A picture deserves the same label when its contrast is higher or lower.",
                  .unless = "The strength of a difference is the label, or low contrast buries it in the rounding.",
                  .victims = "Fog grades, faint cracks and scratches, low-contrast tumours, watermarks.",
                  AU_CLAIM_STAYS},
        .law = AUG_LAW_VALUEWISE,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct amount),
        .params = contrast_params,
        .draws = contrast_draws,
        .strata = amount_strata,
        .draw = contrast_draw,
        .apply = contrast_apply,
        .undo = contrast_undo,
    },
    {0},
};

const struct aug_family au_family_tone = {"tone", transforms};
