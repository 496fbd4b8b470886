/* SPDX-License-Identifier: Apache-2.0
 * affine.c - scale, turn, shear and shift in one map: Affine and ShiftScaleRotate. */
#include <math.h>

#include "family.h"
#include "family_tools.h"
#include "warp.h"

struct affine_draw {
    double rotate;          /* degrees */
    struct aug_range scale; /* low: factor along x, high: along y */
    struct aug_numbers matrix;
    struct aug_numbers output_shape; /* height, width */
};

static const struct aug_param affine_draws[] = {
    AUG_F64(struct affine_draw, rotate, 0, -360, 360, "Angle in degrees, counter-clockwise."),
    AUG_NAMED_F64("scale.x", struct affine_draw, scale.low, 1, 0, 1000, "Factor of the width."),
    AUG_NAMED_F64("scale.y", struct affine_draw, scale.high, 1, 0, 1000, "Factor of the height."),
    AUG_NUMBERS(struct affine_draw, matrix, 9, 0, -1e9, 1e9, "Input to output pixels, row by row."),
    AUG_NUMBERS(struct affine_draw, output_shape, 2, 1, 1, AUG_IMAGE_MAX_SIDE, "Height and width of the result."),
    {0},
};

struct move { /* one drawn affine map, about the centre: scaled, turned, sheared, shifted */
    double scale_x, scale_y, rotate, shear_x, shear_y;
    int shift_x, shift_y; /* whole pixels */
};

static struct au_map move_map(const struct move *move, const struct aug_image *in)
{
    const struct au_map scaled = au_map_scale(move->scale_x, move->scale_y);
    const struct au_map turned = au_map_then(scaled, au_map_turn(move->rotate));
    const struct au_map sheared = au_map_then(turned, au_map_shear(move->shear_x, move->shear_y));
    const struct au_map shifted = au_map_then(sheared, au_map_shift(move->shift_x, move->shift_y));
    return au_map_about(shifted, (in->width - 1) / 2.0, (in->height - 1) / 2.0);
}

static void keep(struct affine_draw *d, const struct move *move, const struct au_map *map, int width, int height)
{
    d->rotate = move->rotate;
    d->scale = (struct aug_range){move->scale_x, move->scale_y};
    d->matrix = au_map_numbers(map);
    d->output_shape = (struct aug_numbers){.values = {height, width}, .count = 2};
}

static enum aug_status apply(const struct au_sampling *sampling, const struct aug_draw *draw,
                             const struct aug_image *in, struct aug_image *out, struct aug_error *err)
{
    const struct affine_draw *d = AU_DRAWN_CONST(struct affine_draw, draw);
    const struct au_map map = au_map_of(&d->matrix);
    return au_warp(in, &map, sampling, (int)d->output_shape.values[1], (int)d->output_shape.values[0], out, err);
}

/* ---- Affine ---- */

struct affine {
    struct aug_range scale_x, scale_y, percent_x, percent_y, px_x, px_y, rotate, shear_x, shear_y;
    struct au_sampling sampling;
    bool fit_output, keep_ratio, balanced_scale;
};

#define SCALE_ABOUT "Factor, uniform in the range; 1 keeps the size, 2 doubles it."
#define PERCENT_ABOUT "Shift as a share of the side, cut to whole pixels, uniform in the range."
#define PX_ABOUT "Shift in whole pixels, each of the range equally likely."
#define SHEAR_ABOUT "Shear angle in degrees, uniform in the range."

static const struct aug_param affine_params[] = {
    AUG_NAMED_RANGE("scale.x", struct affine, scale_x, 1, 1, 0.001, 1000, false, SCALE_ABOUT, .optional = true),
    AUG_NAMED_RANGE("scale.y", struct affine, scale_y, 1, 1, 0.001, 1000, false, SCALE_ABOUT, .optional = true),
    AUG_NAMED_RANGE("translate_percent.x", struct affine, percent_x, 0, 0, -10, 10, false, PERCENT_ABOUT,
                    .optional = true),
    AUG_NAMED_RANGE("translate_percent.y", struct affine, percent_y, 0, 0, -10, 10, false, PERCENT_ABOUT,
                    .optional = true),
    AUG_NAMED_RANGE("translate_px.x", struct affine, px_x, 0, 0, -32768, 32768, false, PX_ABOUT, .optional = true),
    AUG_NAMED_RANGE("translate_px.y", struct affine, px_y, 0, 0, -32768, 32768, false, PX_ABOUT, .optional = true),
    AUG_RANGE_(struct affine, rotate, 0, 0, -360, 360, true,
               "Angle in degrees, counter-clockwise, uniform in the range.", .optional = true),
    AUG_NAMED_RANGE("shear.x", struct affine, shear_x, 0, 0, -89, 89, true, SHEAR_ABOUT, .optional = true),
    AUG_NAMED_RANGE("shear.y", struct affine, shear_y, 0, 0, -89, 89, true, SHEAR_ABOUT, .optional = true),
    AU_ROWS_SAMPLING(struct affine, sampling),
    AUG_SWITCH(struct affine, fit_output, false, "Let the canvas grow or shrink to hold the whole picture."),
    AUG_SWITCH(struct affine, keep_ratio, false, "Use the factor of the width for the height too."),
    AUG_SWITCH(struct affine, balanced_scale, false, "Shrink and enlarge equally often, whatever the range."),
    AUG_NOTED("rotate_method", "How boxes are turned (largest_box or ellipse); it touches no image."),
    {0},
};

static const char *const affine_strata[] = {"rotate", "scale.x", "shear.x", "translate_percent.x", NULL};

static double draw_scale(struct au_rng *rng, const struct aug_range *range, bool balanced)
{
    if (!balanced || range->low >= 1 || range->high <= 1) return au_draw_range(rng, range);
    if (au_rng_integer(rng, 0, 1)) return au_rng_between(rng, 1, range->high);
    return au_rng_between(rng, range->low, 1);
}

static int draw_shift(struct au_rng *rng, const struct aug_range *px, const struct aug_range *percent, int side)
{
    return au_draw_whole(rng, px) + (int)(au_draw_range(rng, percent) * side);
}

static struct move affine_move(const struct affine *p, const struct aug_image *in, struct au_rng *rng)
{
    struct move move = {
        .scale_x = draw_scale(rng, &p->scale_x, p->balanced_scale),
        .rotate = au_draw_range(rng, &p->rotate),
        .shear_x = au_draw_range(rng, &p->shear_x),
        .shift_x = draw_shift(rng, &p->px_x, &p->percent_x, in->width),
    };
    move.scale_y = p->keep_ratio ? move.scale_x : draw_scale(rng, &p->scale_y, p->balanced_scale);
    move.shear_y = au_draw_range(rng, &p->shear_y);
    move.shift_y = draw_shift(rng, &p->px_y, &p->percent_y, in->height);
    return move;
}

struct hull {
    double left, right, top, bottom;
};

static struct hull corner_hull(const struct au_map *map, const struct aug_image *in)
{
    struct hull hull = {INFINITY, -INFINITY, INFINITY, -INFINITY};
    for (int i = 0; i < 4; i++) {
        const struct au_point corner = au_map_point(map, i % 2 ? in->width : 0, i / 2 ? in->height : 0);
        hull.left = fmin(hull.left, corner.x);
        hull.right = fmax(hull.right, corner.x);
        hull.top = fmin(hull.top, corner.y);
        hull.bottom = fmax(hull.bottom, corner.y);
    }
    return hull;
}

/* The canvas as Albumentations chooses it: whole pixels around the hull of the picture's outer corners, and one more. */
static enum aug_status fit(struct affine_draw *d, const struct move *move, const struct au_map *map,
                           const struct aug_image *in, struct aug_error *err)
{
    const struct hull hull = corner_hull(map, in);
    const double left = floor(hull.left), top = floor(hull.top);
    const double width = ceil(hull.right) - left + 1, height = ceil(hull.bottom) - top + 1;
    if (!(width <= AUG_IMAGE_MAX_SIDE && height <= AUG_IMAGE_MAX_SIDE))
        return aug_fail(err, AUG_BAD_INPUT,
                        "Affine with fit_output would make an image of %g x %g pixels; at most %d a side "
                        "are allowed.",
                        width, height, AUG_IMAGE_MAX_SIDE);
    const struct au_map fitted = au_map_then(*map, au_map_shift(-left, -top));
    keep(d, move, &fitted, (int)width, (int)height);
    return AUG_OK;
}

static enum aug_status affine_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                   struct aug_draw *draw, struct aug_error *err)
{
    const struct affine *p = params;
    struct affine_draw *d = AU_DRAWN(struct affine_draw, draw);
    const struct move move = affine_move(p, in, rng);
    const struct au_map map = move_map(&move, in);
    if (p->fit_output) return fit(d, &move, &map, in, err);
    keep(d, &move, &map, in->width, in->height);
    return AUG_OK;
}

static enum aug_status affine_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                    struct aug_image *out, struct aug_error *err)
{
    return apply(&((const struct affine *)params)->sampling, draw, in, out, err);
}

static enum aug_status affine_undo(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                   int original_width, int original_height, struct aug_image *out,
                                   struct aug_error *err)
{
    const struct au_map map = au_map_of(&AU_DRAWN_CONST(struct affine_draw, draw)->matrix);
    return au_unwarp(in, &map, &((const struct affine *)params)->sampling, original_width, original_height, out, err);
}

/* ---- ShiftScaleRotate ---- */

struct shift_scale_rotate {
    struct aug_range shift_limit_x, shift_limit_y, scale_limit, rotate_limit;
    struct au_sampling sampling;
};

static const struct aug_param ssr_params[] = {
    AUG_RANGE_(struct shift_scale_rotate, shift_limit_x, -0.0625, 0.0625, -10, 10, true,
               "Shift as a share of the width, cut to whole pixels, uniform in the range."),
    AUG_RANGE_(struct shift_scale_rotate, shift_limit_y, -0.0625, 0.0625, -10, 10, true,
               "Shift as a share of the height, cut to whole pixels, uniform in the range."),
    AUG_RANGE_(struct shift_scale_rotate, scale_limit, -0.1, 0.1, -0.999, 1000, true,
               "The factor is 1 plus a value uniform in the range."),
    AUG_RANGE_(struct shift_scale_rotate, rotate_limit, -45, 45, -360, 360, true,
               "Angle in degrees, counter-clockwise, uniform in the range."),
    AU_ROWS_SAMPLING(struct shift_scale_rotate, sampling),
    AUG_NOTED("rotate_method", "How boxes are turned (largest_box or ellipse); it touches no image."),
    {0},
};

static const char *const ssr_strata[] = {"rotate_limit", "scale_limit", "shift_limit_x", NULL};

static enum aug_status ssr_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                struct aug_draw *draw, struct aug_error *err)
{
    (void)err;
    const struct shift_scale_rotate *p = params;
    const double scale = 1 + au_draw_range(rng, &p->scale_limit);
    const struct move move = {
        .scale_x = scale,
        .scale_y = scale,
        .rotate = au_draw_range(rng, &p->rotate_limit),
        .shift_x = (int)(au_draw_range(rng, &p->shift_limit_x) * in->width),
        .shift_y = (int)(au_draw_range(rng, &p->shift_limit_y) * in->height),
    };
    const struct au_map map = move_map(&move, in);
    keep(AU_DRAWN(struct affine_draw, draw), &move, &map, in->width, in->height);
    return AUG_OK;
}

static enum aug_status ssr_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                 struct aug_image *out, struct aug_error *err)
{
    return apply(&((const struct shift_scale_rotate *)params)->sampling, draw, in, out, err);
}

static enum aug_status ssr_undo(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                int original_width, int original_height, struct aug_image *out, struct aug_error *err)
{
    const struct shift_scale_rotate *p = params;
    const struct au_map map = au_map_of(&AU_DRAWN_CONST(struct affine_draw, draw)->matrix);
    return au_unwarp(in, &map, &p->sampling, original_width, original_height, out, err);
}

#define CLAIM_AFFINE                                                                                                 \
    .asserts =                                                                                                       \
        "A picture deserves the same label after it was scaled, turned, sheared and shifted within the ranges.",     \
    .unless = "Size, position, direction or slant tells classes apart, or the object leaves the frame.",             \
    .victims =                                                                                                       \
        "Arrows and the digits 6 and 9 at large angles, upper and lower case letters (scale), slanted print, small " \
        "objects near the border, anything measured in pixels.",                                                     \
    .places = "Boxes, masks and key points move with the pixels; what leaves the frame is lost.",                    \
    .moves = AUG_MOVES_AND_DROPS

static const struct aug_transform transforms[] = {
    {
        .name = "Affine",
        .about = "Scales, turns, shears and shifts the picture about its centre, each by a random amount.",
        .claim = {CLAIM_AFFINE},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_RANDOM | AUG_TRANSFORM_CHANGES_SIZE,
        .params_bytes = sizeof(struct affine),
        .params = affine_params,
        .draws = affine_draws,
        .strata = affine_strata,
        .draw = affine_draw,
        .apply = affine_apply,
        .undo = affine_undo,
    },
    {
        .name = "ShiftScaleRotate",
        .about = "Shifts, scales and turns the picture about its centre, each by a random amount; the frame stays.",
        .claim = {CLAIM_AFFINE},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct shift_scale_rotate),
        .params = ssr_params,
        .draws = affine_draws,
        .strata = ssr_strata,
        .draw = ssr_draw,
        .apply = ssr_apply,
        .undo = ssr_undo,
    },
    {0},
};

const struct aug_family au_family_affine = {"affine", transforms};
