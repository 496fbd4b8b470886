/* SPDX-License-Identifier: Apache-2.0
 * rotate.c - turns by any angle inside the frame: Rotate, SafeRotate, and `rotate` of the SPEC language. */
#include <math.h>

#include "family.h"
#include "family_tools.h"
#include "orient.h"
#include "warp.h"

#define CLAIM_TURN                                                                                                \
    .asserts = "A picture turned by an angle of the range deserves the same label.",                              \
    .unless = "The range reaches an angle at which one class looks like another, or the direction is the label.", \
    .victims =                                                                                                    \
        "The digits 6 and 9 at 180 degrees, 1 and 7 at 40, N and Z at 90, arrows, clock hands, slanted traffic "  \
        "signs, the horizon of a scene.",                                                                         \
    .places = "Boxes, masks and key points turn with the pixels; what leaves the frame is lost and boxes become " \
              "hulls of turned boxes.",                                                                           \
    .moves = AUG_MOVES_AND_DROPS

static const char *const turn_strata[] = {"limit", NULL};

/* ---- Rotate: the canvas stays, corners are cut ---- */

struct rotate {
    struct aug_range limit;
    struct au_sampling sampling;
    bool crop_border;
};

static const struct aug_param rotate_params[] = {
    AUG_RANGE_(struct rotate, limit, -90, 90, -360, 360, true,
               "Angle in degrees, counter-clockwise, uniform in the range."),
    AU_ROWS_SAMPLING(struct rotate, sampling),
    AUG_NOTED("rotate_method", "How boxes are turned (largest_box or ellipse); it touches no image."),
    AUG_SWITCH(struct rotate, crop_border, false, "Cut the picture to the largest upright rectangle without border."),
    {0},
};

struct rotate_draw {
    double angle; /* degrees */
    struct aug_numbers matrix;
    int x_min, x_max, y_min, y_max; /* the window that crop_border keeps; -1: the whole canvas */
};

static const struct aug_param rotate_draws[] = {
    AUG_F64(struct rotate_draw, angle, 0, -360, 360, "Angle in degrees, counter-clockwise."),
    AUG_NUMBERS(struct rotate_draw, matrix, 9, 0, -1e9, 1e9, "Input to output pixels, row by row."),
    AUG_INT(struct rotate_draw, x_min, -1, -1, AUG_IMAGE_MAX_SIDE, "Left edge of the window that is kept; -1: all."),
    AUG_INT(struct rotate_draw, x_max, -1, -1, AUG_IMAGE_MAX_SIDE, "Right edge of the window that is kept."),
    AUG_INT(struct rotate_draw, y_min, -1, -1, AUG_IMAGE_MAX_SIDE, "Upper edge of the window that is kept."),
    AUG_INT(struct rotate_draw, y_max, -1, -1, AUG_IMAGE_MAX_SIDE, "Lower edge of the window that is kept."),
    {0},
};

/* Half sides of the largest upright rectangle inside a turned one: four corners touch when it is narrow, else two. */
static struct au_point largest_inside(double width, double height, double degrees)
{
    const double angle = degrees * (3.14159265358979323846 / 180);
    const double s = fabs(sin(angle)), c = fabs(cos(angle)), longer = fmax(width, height),
                 shorter = fmin(width, height);
    if (shorter <= 2 * s * c * longer || fabs(s - c) < 1e-10) {
        const double half = shorter / 2;
        if (width >= height) return (struct au_point){half / s / 2, half / c / 2};
        return (struct au_point){half / c / 2, half / s / 2};
    }
    const double both = c * c - s * s;
    return (struct au_point){(width * c - height * s) / both / 2, (height * c - width * s) / both / 2};
}

static int bounded(double value, int low, int high)
{
    if (!(value > low)) return low;
    return value < high ? (int)value : high;
}

static void keep_inside(struct rotate_draw *d, int width, int height)
{
    const struct au_point half = largest_inside(width, height, d->angle);
    d->x_min = bounded(width / 2.0 - half.x, 0, width - 1);
    d->y_min = bounded(height / 2.0 - half.y, 0, height - 1);
    d->x_max = bounded(width / 2.0 + half.x, d->x_min + 1, width);
    d->y_max = bounded(height / 2.0 + half.y, d->y_min + 1, height);
}

static struct au_map turn_about_centre(double degrees, const struct aug_image *in)
{
    return au_map_about(au_map_turn(degrees), (in->width - 1) / 2.0, (in->height - 1) / 2.0);
}

static enum aug_status rotate_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                   struct aug_draw *draw, struct aug_error *err)
{
    (void)err;
    const struct rotate *p = params;
    struct rotate_draw *d = AU_DRAWN(struct rotate_draw, draw);
    d->angle = au_draw_range(rng, &p->limit);
    const struct au_map map = turn_about_centre(d->angle, in);
    d->matrix = au_map_numbers(&map);
    d->x_min = d->x_max = d->y_min = d->y_max = -1;
    if (p->crop_border) keep_inside(d, in->width, in->height);
    return AUG_OK;
}

static struct au_map rotate_map(const struct rotate_draw *d)
{
    const struct au_map turn = au_map_of(&d->matrix);
    return d->x_min < 0 ? turn : au_map_then(turn, au_map_shift(-d->x_min, -d->y_min));
}

static enum aug_status rotate_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                    struct aug_image *out, struct aug_error *err)
{
    const struct rotate *p = params;
    const struct rotate_draw *d = AU_DRAWN_CONST(struct rotate_draw, draw);
    const struct au_map map = rotate_map(d);
    const bool whole = d->x_min < 0;
    return au_warp(in, &map, &p->sampling, whole ? in->width : d->x_max - d->x_min,
                   whole ? in->height : d->y_max - d->y_min, out, err);
}

static enum aug_status rotate_undo(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                   int original_width, int original_height, struct aug_image *out,
                                   struct aug_error *err)
{
    const struct rotate *p = params;
    const struct au_map map = rotate_map(AU_DRAWN_CONST(struct rotate_draw, draw));
    return au_unwarp(in, &map, &p->sampling, original_width, original_height, out, err);
}

/* ---- SafeRotate: turned, then shrunk axis by axis until all of it fits the canvas again ---- */

struct safe_rotate {
    struct aug_range limit;
    struct au_sampling sampling;
};

static const struct aug_param safe_params[] = {
    AUG_RANGE_(struct safe_rotate, limit, -90, 90, -360, 360, true,
               "Angle in degrees, counter-clockwise, uniform in the range."),
    AU_ROWS_SAMPLING(struct safe_rotate, sampling),
    AUG_NOTED("rotate_method", "How boxes are turned (largest_box or ellipse); it touches no image."),
    AUG_NOTED("rotate", "A copy of limit that files carry along."),
    AUG_NOTED("scale", "Of the base class; not used here."),
    AUG_NOTED("shear", "Of the base class; not used here."),
    AUG_NOTED("translate_percent", "Of the base class; not used here."),
    AUG_NOTED("translate_px", "Of the base class; not used here."),
    AUG_NOTED("fit_output", "Of the base class; always true here."),
    AUG_NOTED("keep_ratio", "Of the base class; not used here."),
    AUG_NOTED("balanced_scale", "Of the base class; not used here."),
    {0},
};

struct safe_draw {
    double rotate; /* degrees */
    struct aug_numbers matrix;
};

static const struct aug_param safe_draws[] = {
    AUG_F64(struct safe_draw, rotate, 0, -360, 360, "Angle in degrees, counter-clockwise."),
    AUG_NUMBERS(struct safe_draw, matrix, 9, 0, -1e9, 1e9, "Input to output pixels, row by row."),
    {0},
};

static struct au_map fit_turn(double degrees, int width, int height)
{
    const struct au_map turn = au_map_turn(degrees);
    const double c = fabs(turn.m[0]), s = fabs(turn.m[1]), x = (width - 1) / 2.0, y = (height - 1) / 2.0;
    const double wide = fmax(1, floor(height * s + width * c)), high = fmax(1, floor(height * c + width * s));
    const struct au_map centred = au_map_then(au_map_about(turn, x, y), au_map_shift(wide / 2 - x, high / 2 - y));
    return au_map_then(centred, au_map_scale(width / wide, height / high));
}

static enum aug_status safe_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                 struct aug_draw *draw, struct aug_error *err)
{
    (void)err;
    const struct safe_rotate *p = params;
    struct safe_draw *d = AU_DRAWN(struct safe_draw, draw);
    d->rotate = au_draw_range(rng, &p->limit);
    const struct au_map map = fit_turn(d->rotate, in->width, in->height);
    d->matrix = au_map_numbers(&map);
    return AUG_OK;
}

static enum aug_status safe_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                  struct aug_image *out, struct aug_error *err)
{
    const struct safe_rotate *p = params;
    const struct au_map map = au_map_of(&AU_DRAWN_CONST(struct safe_draw, draw)->matrix);
    return au_warp(in, &map, &p->sampling, in->width, in->height, out, err);
}

static enum aug_status safe_undo(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                 int original_width, int original_height, struct aug_image *out, struct aug_error *err)
{
    const struct safe_rotate *p = params;
    const struct au_map map = au_map_of(&AU_DRAWN_CONST(struct safe_draw, draw)->matrix);
    return au_unwarp(in, &map, &p->sampling, original_width, original_height, out, err);
}

/* ---- rotate: zero border; multiples of 90 degrees move pixels exactly ---- */

struct turn {
    struct aug_range angle;
};

static const struct aug_param turn_params[] = {
    AUG_RANGE_(struct turn, angle, 0, 0, -360, 360, true,
               "Angle in degrees, counter-clockwise, uniform in the range; multiples of 90 move pixels exactly."),
    {0},
};

struct turn_draw {
    double angle; /* degrees */
};

static const struct aug_param turn_draws[] = {
    AUG_F64(struct turn_draw, angle, 0, -360, 360, "Angle in degrees, counter-clockwise."),
    {0},
};

static const char *const angle_strata[] = {"angle", NULL};
static const struct au_sampling zero_border = {.interpolation = AU_LINEAR, .border_mode = AU_BORDER_CONSTANT};

static enum aug_status turn_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                 struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    AU_DRAWN(struct turn_draw, draw)->angle = au_draw_range(rng, &((const struct turn *)params)->angle);
    return AUG_OK;
}

static bool is_quarter(double degrees)
{
    return fmod(degrees, 90) == 0;
}

static enum aug_status turn_by(double degrees, const struct aug_image *in, struct aug_image *out, struct aug_error *err)
{
    if (is_quarter(degrees)) return au_orient(in, au_orient_turn((int)(degrees / 90)), out, err);
    const struct au_map map = turn_about_centre(degrees, in);
    return au_warp(in, &map, &zero_border, in->width, in->height, out, err);
}

static enum aug_status turn_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                  struct aug_image *out, struct aug_error *err)
{
    (void)params;
    return turn_by(AU_DRAWN_CONST(struct turn_draw, draw)->angle, in, out, err);
}

static enum aug_status turn_undo(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                 int original_width, int original_height, struct aug_image *out, struct aug_error *err)
{
    (void)params, (void)original_width, (void)original_height;
    return turn_by(-AU_DRAWN_CONST(struct turn_draw, draw)->angle, in, out, err);
}

static const struct aug_transform transforms[] = {
    {
        .name = "Rotate",
        .about = "Turns the picture about its centre by a random angle; the frame stays and cuts the corners.",
        .claim = {CLAIM_TURN},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_RANDOM | AUG_TRANSFORM_CHANGES_SIZE,
        .params_bytes = sizeof(struct rotate),
        .params = rotate_params,
        .draws = rotate_draws,
        .strata = turn_strata,
        .draw = rotate_draw,
        .apply = rotate_apply,
        .undo = rotate_undo,
    },
    {
        .name = "SafeRotate",
        .about = "Turns the picture by a random angle and shrinks it so that no corner is lost; the frame stays.",
        .claim = {CLAIM_TURN},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct safe_rotate),
        .params = safe_params,
        .draws = safe_draws,
        .strata = turn_strata,
        .draw = safe_draw,
        .apply = safe_apply,
        .undo = safe_undo,
    },
    {
        .name = "rotate",
        .about = "Turns the picture about its centre with a black border; quarter turns move pixels exactly.",
        .claim = {CLAIM_TURN},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_RANDOM | AUG_TRANSFORM_CHANGES_SIZE,
        .params_bytes = sizeof(struct turn),
        .params = turn_params,
        .draws = turn_draws,
        .strata = angle_strata,
        .draw = turn_draw,
        .apply = turn_apply,
        .undo = turn_undo,
    },
    {0},
};

const struct aug_family au_family_rotate = {"rotate", transforms};
