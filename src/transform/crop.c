/* SPDX-License-Identifier: Apache-2.0
 * crop.c - windows of the picture at its own scale: Crop, CenterCrop, RandomCrop, RandomCropFromBorders. */
#include <math.h>

#include "family.h"
#include "family_tools.h"
#include "frame.h"

struct padding {
    bool pad_if_needed;
    int pad_position; /* enum au_position */
    int border_mode;
    struct aug_numbers fill;
};

#define PADDING_ROWS(owner)                                                                                \
    AUG_NAMED_SWITCH("pad_if_needed", owner, padding.pad_if_needed, false,                                 \
                     "Add a border when the picture is smaller than the window, instead of refusing it."), \
        AUG_NAMED_CHOICE("pad_position", owner, padding.pad_position, 0, au_positions,                     \
                         "Where the picture sits when a border is added."),                                \
        AU_ROWS_BORDER(owner, padding.border_mode, padding.fill)

struct crop_draw {
    struct aug_numbers crop_coords; /* x_min, y_min, x_max, y_max after the border was added */
    struct au_margins margins;
};

static const struct aug_param crop_draws[] = {
    AUG_NUMBERS(struct crop_draw, crop_coords, 4, 0, 0, AUG_IMAGE_MAX_SIDE,
                "Left, upper, right and lower edge of the window."),
    AUG_NAMED_INT("pad_params.pad_top", struct crop_draw, margins.top, 0, 0, AUG_IMAGE_MAX_SIDE, "Rows added above.",
                  .optional = true),
    AUG_NAMED_INT("pad_params.pad_bottom", struct crop_draw, margins.bottom, 0, 0, AUG_IMAGE_MAX_SIDE,
                  "Rows added below.", .optional = true),
    AUG_NAMED_INT("pad_params.pad_left", struct crop_draw, margins.left, 0, 0, AUG_IMAGE_MAX_SIDE,
                  "Columns added left.", .optional = true),
    AUG_NAMED_INT("pad_params.pad_right", struct crop_draw, margins.right, 0, 0, AUG_IMAGE_MAX_SIDE,
                  "Columns added right.", .optional = true),
    {0},
};

static void set_window(struct crop_draw *d, int x, int y, int width, int height)
{
    d->crop_coords = (struct aug_numbers){.values = {x, y, x + width, y + height}, .count = 4};
}

static enum aug_status cut(const struct padding *padding, const char *what, const struct aug_draw *draw,
                           const struct aug_image *in, struct aug_image *out, struct aug_error *err)
{
    const struct crop_draw *d = AU_DRAWN_CONST(struct crop_draw, draw);
    int window[4];
    for (int i = 0; i < 4; i++) window[i] = (int)d->crop_coords.values[i];
    return au_reframe(in, &d->margins, window, (enum au_border)padding->border_mode, &padding->fill, what, out, err);
}

/* ---- Crop: a fixed window ---- */

struct crop {
    int x_min, y_min, x_max, y_max;
    struct padding padding;
};

static const struct aug_param crop_params[] = {
    AUG_INT(struct crop, x_min, 0, 0, AUG_IMAGE_MAX_SIDE, "Left edge of the window in pixels."),
    AUG_INT(struct crop, y_min, 0, 0, AUG_IMAGE_MAX_SIDE, "Upper edge of the window in pixels."),
    AUG_INT(struct crop, x_max, 1024, 1, AUG_IMAGE_MAX_SIDE, "Right edge of the window in pixels, not included."),
    AUG_INT(struct crop, y_max, 1024, 1, AUG_IMAGE_MAX_SIDE, "Lower edge of the window in pixels, not included."),
    PADDING_ROWS(struct crop),
    {0},
};

static enum aug_status crop_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                 struct aug_draw *draw, struct aug_error *err)
{
    (void)err;
    const struct crop *p = params;
    struct crop_draw *d = AU_DRAWN(struct crop_draw, draw);
    d->margins = (struct au_margins){0};
    if (p->padding.pad_if_needed)
        d->margins = au_margins_to(in, p->x_max, p->y_max, (enum au_position)p->padding.pad_position, rng);
    set_window(d, p->x_min, p->y_min, p->x_max - p->x_min, p->y_max - p->y_min);
    return AUG_OK;
}

static enum aug_status crop_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                  struct aug_image *out, struct aug_error *err)
{
    return cut(&((const struct crop *)params)->padding, "Crop", draw, in, out, err);
}

/* ---- CenterCrop and RandomCrop: a window of fixed size ---- */

struct sized_crop {
    int height, width;
    struct padding padding;
};

static const struct aug_param sized_params[] = {
    AUG_INT(struct sized_crop, height, 0, 0, AUG_IMAGE_MAX_SIDE,
            "Height of the window in pixels; 0: that of the picture."),
    AUG_INT(struct sized_crop, width, 0, 0, AUG_IMAGE_MAX_SIDE,
            "Width of the window in pixels; 0: that of the picture."),
    PADDING_ROWS(struct sized_crop),
    {0},
};

/* Lays a window that starts at the shares `x` and `y` (0..1) of the free way. */
static enum aug_status place(const struct sized_crop *p, const struct aug_image *in, struct au_rng *rng,
                             const double *shares, struct crop_draw *d)
{
    const int width = p->width ? p->width : in->width, height = p->height ? p->height : in->height;
    d->margins = (struct au_margins){0};
    if (p->padding.pad_if_needed)
        d->margins = au_margins_to(in, width, height, (enum au_position)p->padding.pad_position, rng);
    const int free_x = in->width + d->margins.left + d->margins.right - width;
    const int free_y = in->height + d->margins.top + d->margins.bottom - height;
    const int x = shares ? (int)floor((free_x + 1) * shares[0]) : free_x / 2;
    const int y = shares ? (int)floor((free_y + 1) * shares[1]) : free_y / 2;
    set_window(d, free_x < 0 ? 0 : x, free_y < 0 ? 0 : y, width, height); /* apply refuses a window that is too large */
    return AUG_OK;
}

static enum aug_status center_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                   struct aug_draw *draw, struct aug_error *err)
{
    (void)err;
    return place(params, in, rng, NULL, AU_DRAWN(struct crop_draw, draw));
}

static enum aug_status center_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                    struct aug_image *out, struct aug_error *err)
{
    return cut(&((const struct sized_crop *)params)->padding, "CenterCrop", draw, in, out, err);
}

static enum aug_status random_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                   struct aug_draw *draw, struct aug_error *err)
{
    (void)err;
    const double y = au_rng_uniform(rng), shares[2] = {au_rng_uniform(rng), y};
    return place(params, in, rng, shares, AU_DRAWN(struct crop_draw, draw));
}

static enum aug_status random_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                    struct aug_image *out, struct aug_error *err)
{
    return cut(&((const struct sized_crop *)params)->padding, "RandomCrop", draw, in, out, err);
}

/* ---- RandomCropFromBorders: each edge moves in by a share of its own ---- */

struct border_crop {
    double crop_left, crop_right, crop_top, crop_bottom;
};

static const struct aug_param border_params[] = {
    AUG_F64(struct border_crop, crop_left, 0.1, 0, 1, "Largest share of the width that is cut off at the left."),
    AUG_F64(struct border_crop, crop_right, 0.1, 0, 1, "Largest share of the width that is cut off at the right."),
    AUG_F64(struct border_crop, crop_top, 0.1, 0, 1, "Largest share of the height that is cut off at the top."),
    AUG_F64(struct border_crop, crop_bottom, 0.1, 0, 1, "Largest share of the height that is cut off at the bottom."),
    {0},
};

static void cut_ends(struct au_rng *rng, double before, double after, int length, int *low, int *high)
{
    *low = au_rng_integer(rng, 0, (int)(before * length));
    if (*low >= length) *low = length - 1;
    int least = (int)((1 - after) * length);
    if (least < *low + 1) least = *low + 1;
    *high = au_rng_integer(rng, least, length);
}

static enum aug_status border_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                   struct aug_draw *draw, struct aug_error *err)
{
    (void)err;
    const struct border_crop *p = params;
    struct crop_draw *d = AU_DRAWN(struct crop_draw, draw);
    int left, right, top, bottom;
    cut_ends(rng, p->crop_left, p->crop_right, in->width, &left, &right);
    cut_ends(rng, p->crop_top, p->crop_bottom, in->height, &top, &bottom);
    d->margins = (struct au_margins){0};
    set_window(d, left, top, right - left, bottom - top);
    return AUG_OK;
}

static enum aug_status border_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                    struct aug_image *out, struct aug_error *err)
{
    (void)params;
    return cut(&(const struct padding){0}, "RandomCropFromBorders", draw, in, out, err);
}

#define CLAIM_WINDOW                                                                                                 \
    .asserts = "A part of the picture deserves the label of the whole.",                                             \
    .unless = "The part that tells the class can lie outside the window, or the place in the frame matters.",        \
    .victims =                                                                                                       \
        "Small objects, objects at the border, counts of things, text that is cut, traffic signs known by their "    \
        "rim.",                                                                                                      \
    .places = "Boxes, masks and key points move along; what lies outside the window is lost and boxes are clipped.", \
    .moves = AUG_MOVES_AND_DROPS

static const struct aug_transform transforms[] = {
    {
        .name = "Crop",
        .about = "Cuts a fixed window out of the picture.",
        .claim = {CLAIM_WINDOW},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_CHANGES_SIZE,
        .params_bytes = sizeof(struct crop),
        .params = crop_params,
        .draws = crop_draws,
        .draw = crop_draw,
        .apply = crop_apply,
    },
    {
        .name = "CenterCrop",
        .about = "Cuts a window of fixed size out of the middle of the picture.",
        .claim = {CLAIM_WINDOW},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_CHANGES_SIZE,
        .params_bytes = sizeof(struct sized_crop),
        .params = sized_params,
        .draws = crop_draws,
        .draw = center_draw,
        .apply = center_apply,
    },
    {
        .name = "RandomCrop",
        .about = "Cuts a window of fixed size out of the picture at a random place.",
        .claim = {CLAIM_WINDOW},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_RANDOM | AUG_TRANSFORM_CHANGES_SIZE,
        .params_bytes = sizeof(struct sized_crop),
        .params = sized_params,
        .draws = crop_draws,
        .draw = random_draw,
        .apply = random_apply,
    },
    {
        .name = "RandomCropFromBorders",
        .about = "Cuts a random share off each side of the picture.",
        .claim = {CLAIM_WINDOW},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_RANDOM | AUG_TRANSFORM_CHANGES_SIZE,
        .params_bytes = sizeof(struct border_crop),
        .params = border_params,
        .draws = crop_draws,
        .draw = border_draw,
        .apply = border_apply,
    },
    {0},
};

const struct aug_family au_family_crop = {"crop", transforms};
