/* SPDX-License-Identifier: Apache-2.0
 * scale.c - the whole picture at another size: Resize, RandomScale, LongestMaxSize, SmallestMaxSize. */
#include <math.h>

#include "family.h"
#include "family_tools.h"
#include "resample.h"

static const char *const area_choices[] = {"none", "image", "image_mask", NULL};

#define ROW_AREA(owner)                                                                                       \
    AUG_CHOICE(owner, area_for_downscale, 0, area_choices, "Average areas instead when the picture shrinks.", \
               .optional = true)

static int side(double length)
{
    if (!(length > 1)) return 1;
    return length < AUG_IMAGE_MAX_SIDE ? (int)length : AUG_IMAGE_MAX_SIDE;
}

static enum aug_status resize(const struct aug_image *in, int width, int height, int interpolation, int area,
                              struct aug_image *out, struct aug_error *err)
{
    const bool shrinks = width < in->width || height < in->height;
    return au_resample(in, width, height, area && shrinks ? AU_AREA : (enum au_interpolation)interpolation, out, err);
}

/* The way back to the size before; what shrinking took is lost. */
static enum aug_status resize_back(const struct aug_image *in, int width, int height, struct aug_image *out,
                                   struct aug_error *err)
{
    return au_resample(in, width, height, AU_LINEAR, out, err);
}

/* ---- Resize ---- */

struct resize {
    int height, width, interpolation, area_for_downscale;
};

static const struct aug_param resize_params[] = {
    AUG_INT(struct resize, height, 0, 0, AUG_IMAGE_MAX_SIDE, "Height of the result in pixels; 0: that of the picture."),
    AUG_INT(struct resize, width, 0, 0, AUG_IMAGE_MAX_SIDE, "Width of the result in pixels; 0: that of the picture."),
    AU_ROW_INTERPOLATION(struct resize, interpolation),
    ROW_AREA(struct resize),
    {0},
};

static enum aug_status resize_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                    struct aug_image *out, struct aug_error *err)
{
    (void)draw;
    const struct resize *p = params;
    return resize(in, p->width ? p->width : in->width, p->height ? p->height : in->height, p->interpolation,
                  p->area_for_downscale, out, err);
}

static enum aug_status undo(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                            int original_width, int original_height, struct aug_image *out, struct aug_error *err)
{
    (void)params, (void)draw;
    return resize_back(in, original_width, original_height, out, err);
}

/* ---- the others: one factor for both sides ---- */

struct factor_draw {
    double scale;
};

static const struct aug_param factor_draws[] = {
    AUG_F64(struct factor_draw, scale, 1, 0, 1e6, "Factor of both sides."),
    {0},
};

struct random_scale {
    struct aug_range scale_limit;
    int interpolation, area_for_downscale;
};

static const struct aug_param random_params[] = {
    AUG_RANGE_(struct random_scale, scale_limit, -0.1, 0.1, -0.999, 100, true,
               "The factor is 1 plus a value uniform in the range."),
    AU_ROW_INTERPOLATION(struct random_scale, interpolation),
    ROW_AREA(struct random_scale),
    {0},
};

static const char *const random_strata[] = {"scale_limit", NULL};

static enum aug_status random_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                   struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    const struct random_scale *p = params;
    AU_DRAWN(struct factor_draw, draw)->scale = 1 + au_draw_range(rng, &p->scale_limit);
    return AUG_OK;
}

static enum aug_status random_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                    struct aug_image *out, struct aug_error *err)
{
    const struct random_scale *p = params;
    const double scale = AU_DRAWN_CONST(struct factor_draw, draw)->scale;
    return resize(in, side(in->width * scale), side(in->height * scale), p->interpolation, p->area_for_downscale, out,
                  err);
}

struct max_size {
    struct aug_numbers max_size, max_size_hw;
    int interpolation, area_for_downscale;
};

static const struct aug_param max_params[] = {
    AUG_NUMBERS(struct max_size, max_size, 1, 1024, 1, AUG_IMAGE_MAX_SIDE,
                "Wanted length of that side in pixels; of a list one is drawn.", .optional = true),
    AUG_NUMBERS(
        struct max_size, max_size_hw, 0, NAN, 1, AUG_IMAGE_MAX_SIDE,
        "Wanted height and width, [height, width]; used instead of max_size when given, null in it sets no wish.",
        .optional = true),
    AU_ROW_INTERPOLATION(struct max_size, interpolation),
    ROW_AREA(struct max_size),
    {0},
};

static double wish(const struct aug_numbers *wanted, int i, int length)
{
    return i < wanted->count ? wanted->values[i] / length : NAN;
}

/* `largest`: of two wishes for the sides the larger factor wins. fmin and fmax pass over a wish that is not there. */
static double factor(const struct max_size *p, const struct aug_image *in, bool largest, struct au_rng *rng)
{
    const int longer = in->width > in->height ? in->width : in->height, shorter = in->width + in->height - longer;
    if (p->max_size_hw.count > 0) {
        const double high = wish(&p->max_size_hw, 0, in->height), wide = wish(&p->max_size_hw, 1, in->width);
        const double chosen = largest ? fmax(high, wide) : fmin(high, wide);
        return isnan(chosen) ? 1 : chosen;
    }
    if (p->max_size.count < 1) return 1;
    return p->max_size.values[au_rng_integer(rng, 0, p->max_size.count - 1)] / (largest ? shorter : longer);
}

static enum aug_status longest_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                    struct aug_draw *draw, struct aug_error *err)
{
    (void)err;
    AU_DRAWN(struct factor_draw, draw)->scale = factor(params, in, false, rng);
    return AUG_OK;
}

static enum aug_status smallest_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                     struct aug_draw *draw, struct aug_error *err)
{
    (void)err;
    AU_DRAWN(struct factor_draw, draw)->scale = factor(params, in, true, rng);
    return AUG_OK;
}

static enum aug_status max_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                 struct aug_image *out, struct aug_error *err)
{
    const struct max_size *p = params;
    const double scale = AU_DRAWN_CONST(struct factor_draw, draw)->scale;
    return resize(in, side(rint(in->width * scale)), side(rint(in->height * scale)), p->interpolation,
                  p->area_for_downscale, out, err);
}

#define CLAIM_SIZE                                                                                               \
    .asserts = "A picture deserves the same label at another size.",                                             \
    .unless = "Size in pixels tells classes apart, or what tells them apart is too small to survive shrinking.", \
    .victims = "Fine print, thin lines, textures, things counted or measured in pixels.",                        \
    .places = "Boxes, masks and key points are scaled with the picture.", .moves = AUG_MOVES_WITH_PIXELS

static const struct aug_transform transforms[] = {
    {
        .name = "Resize",
        .about = "Brings the picture to a fixed height and width.",
        .claim = {CLAIM_SIZE},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_CHANGES_SIZE,
        .params_bytes = sizeof(struct resize),
        .params = resize_params,
        .apply = resize_apply,
        .undo = undo,
    },
    {
        .name = "RandomScale",
        .about = "Scales the picture and its frame by a random factor.",
        .claim = {CLAIM_SIZE},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_RANDOM | AUG_TRANSFORM_CHANGES_SIZE,
        .params_bytes = sizeof(struct random_scale),
        .params = random_params,
        .draws = factor_draws,
        .strata = random_strata,
        .draw = random_draw,
        .apply = random_apply,
        .undo = undo,
    },
    {
        .name = "LongestMaxSize",
        .about = "Scales the picture so that its longer side has the wanted length.",
        .claim = {CLAIM_SIZE},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_CHANGES_SIZE,
        .params_bytes = sizeof(struct max_size),
        .params = max_params,
        .draws = factor_draws,
        .draw = longest_draw,
        .apply = max_apply,
        .undo = undo,
    },
    {
        .name = "SmallestMaxSize",
        .about = "Scales the picture so that its shorter side has the wanted length.",
        .claim = {CLAIM_SIZE},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_CHANGES_SIZE,
        .params_bytes = sizeof(struct max_size),
        .params = max_params,
        .draws = factor_draws,
        .draw = smallest_draw,
        .apply = max_apply,
        .undo = undo,
    },
    {0},
};

const struct aug_family au_family_scale = {"scale", transforms};
