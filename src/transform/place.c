/* SPDX-License-Identifier: Apache-2.0
 * place.c - where in the frame, and how large: `shift` and `zoomout` of the SPEC language, with a black border. */
#include <math.h>

#include "family.h"
#include "family_tools.h"
#include "frame.h"
#include "warp.h"

/* ---- shift: whole pixels, each axis by itself ---- */

struct shift {
    struct aug_range limit_px;
};

static const struct aug_param shift_params[] = {
    AUG_RANGE_(struct shift, limit_px, 0, 0, -AUG_IMAGE_MAX_SIDE, AUG_IMAGE_MAX_SIDE, true,
               "Whole pixels to the right and downwards, each axis by itself, each of the range equally likely."),
    {0},
};

struct shift_draw {
    int x, y;
};

static const struct aug_param shift_draws[] = {
    AUG_INT(struct shift_draw, x, 0, -AUG_IMAGE_MAX_SIDE, AUG_IMAGE_MAX_SIDE, "Whole pixels to the right."),
    AUG_INT(struct shift_draw, y, 0, -AUG_IMAGE_MAX_SIDE, AUG_IMAGE_MAX_SIDE, "Whole pixels downwards."),
    {0},
};

static const char *const shift_strata[] = {"limit_px", NULL};

static enum aug_status shift_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                  struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    const struct shift *p = params;
    struct shift_draw *d = AU_DRAWN(struct shift_draw, draw);
    d->x = au_draw_whole(rng, &p->limit_px);
    d->y = au_draw_whole(rng, &p->limit_px);
    return AUG_OK;
}

/* A margin on the side the picture leaves, and a window of the old size over both. */
static enum aug_status shift_by(int x, int y, const struct aug_image *in, struct aug_image *out, struct aug_error *err)
{
    const struct au_margins margins = {
        .top = y > 0 ? y : 0, .bottom = y < 0 ? -y : 0, .left = x > 0 ? x : 0, .right = x < 0 ? -x : 0};
    const int window[4] = {margins.right, margins.bottom, margins.right + in->width, margins.bottom + in->height};
    return au_reframe(in, &margins, window, AU_BORDER_CONSTANT, &(const struct aug_numbers){0}, "shift", out, err);
}

static enum aug_status shift_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                   struct aug_image *out, struct aug_error *err)
{
    (void)params;
    const struct shift_draw *d = AU_DRAWN_CONST(struct shift_draw, draw);
    return shift_by(d->x, d->y, in, out, err);
}

static enum aug_status shift_undo(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                  int original_width, int original_height, struct aug_image *out, struct aug_error *err)
{
    (void)params, (void)original_width, (void)original_height;
    const struct shift_draw *d = AU_DRAWN_CONST(struct shift_draw, draw);
    return shift_by(-d->x, -d->y, in, out, err);
}

/* ---- zoomout: shrunk about the centre ---- */

struct zoomout {
    struct aug_range factor;
};

static const struct aug_param zoomout_params[] = {
    AUG_RANGE_(struct zoomout, factor, 1, 1, 1, 1000, false,
               "How many times smaller the picture becomes, uniform in the range."),
    {0},
};

struct zoomout_draw {
    double factor;
};

static const struct aug_param zoomout_draws[] = {
    AUG_F64(struct zoomout_draw, factor, 1, 1, 1000, "How many times smaller the picture becomes."),
    {0},
};

static const char *const zoomout_strata[] = {"factor", NULL};
static const struct au_sampling zero_border = {.interpolation = AU_LINEAR, .border_mode = AU_BORDER_CONSTANT};

static enum aug_status zoomout_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                    struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    const struct zoomout *p = params;
    AU_DRAWN(struct zoomout_draw, draw)->factor = au_draw_range(rng, &p->factor);
    return AUG_OK;
}

static struct au_map shrink(const struct aug_draw *draw, int width, int height)
{
    const double share = 1 / AU_DRAWN_CONST(struct zoomout_draw, draw)->factor;
    return au_map_about(au_map_scale(share, share), (width - 1) / 2.0, (height - 1) / 2.0);
}

static enum aug_status zoomout_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                     struct aug_image *out, struct aug_error *err)
{
    (void)params;
    const struct au_map map = shrink(draw, in->width, in->height);
    return au_warp(in, &map, &zero_border, in->width, in->height, out, err);
}

static enum aug_status zoomout_undo(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                    int original_width, int original_height, struct aug_image *out,
                                    struct aug_error *err)
{
    (void)params;
    const struct au_map map = shrink(draw, original_width, original_height);
    return au_unwarp(in, &map, &zero_border, original_width, original_height, out, err);
}

static const struct aug_transform transforms[] = {
    {
        .name = "shift",
        .about = "Moves the picture by whole pixels in its frame; what it leaves becomes black.",
        .claim =
            {.asserts = "A picture deserves the same label wherever it sits in the frame.",
             .unless = "The place in the frame tells classes apart, or what matters is pushed out of the frame.",
             .victims =
                 "Classes told by position (a mark left or right of the middle, sky above, ground below), objects at "
                 "the border.",
             .places = "Boxes, masks and key points move with the pixels; what leaves the frame is lost.",
             .moves = AUG_MOVES_AND_DROPS},
        .law = AUG_LAW_CONSTANT_KEPT,
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
        .name = "zoomout",
        .about = "Shrinks the picture about its centre; the rest of the frame becomes black.",
        .claim = {.asserts = "A picture deserves the same label when it is seen from farther away.",
                  .unless = "Size tells classes apart, or what tells them apart is too small to survive shrinking.",
                  .victims =
                      "Fine print, thin strokes, textures, upper and lower case letters, things measured in pixels.",
                  .places = "Boxes, masks and key points shrink towards the centre with the pixels.",
                  .moves = AUG_MOVES_WITH_PIXELS},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct zoomout),
        .params = zoomout_params,
        .draws = zoomout_draws,
        .strata = zoomout_strata,
        .draw = zoomout_draw,
        .apply = zoomout_apply,
        .undo = zoomout_undo,
    },
    {0},
};

const struct aug_family au_family_place = {"place", transforms};
