/* SPDX-License-Identifier: Apache-2.0
 * pad.c - borders around the picture: Pad, PadIfNeeded, CropAndPad. */
#include "family.h"
#include "family_tools.h"
#include "frame.h"
#include "resample.h"

struct pad_draw {
    struct au_margins margins;
};

static const struct aug_param pad_draws[] = {
    AUG_NAMED_INT("pad_top", struct pad_draw, margins.top, 0, 0, AUG_IMAGE_MAX_SIDE, "Rows added above."),
    AUG_NAMED_INT("pad_bottom", struct pad_draw, margins.bottom, 0, 0, AUG_IMAGE_MAX_SIDE, "Rows added below."),
    AUG_NAMED_INT("pad_left", struct pad_draw, margins.left, 0, 0, AUG_IMAGE_MAX_SIDE, "Columns added left."),
    AUG_NAMED_INT("pad_right", struct pad_draw, margins.right, 0, 0, AUG_IMAGE_MAX_SIDE, "Columns added right."),
    {0},
};

static enum aug_status add_margins(const struct aug_draw *draw, int border_mode, const struct aug_numbers *fill,
                                   const char *what, const struct aug_image *in, struct aug_image *out,
                                   struct aug_error *err)
{
    const struct au_margins *m = &AU_DRAWN_CONST(struct pad_draw, draw)->margins;
    const int window[4] = {0, 0, in->width + m->left + m->right, in->height + m->top + m->bottom};
    return au_reframe(in, m, window, (enum au_border)border_mode, fill, what, out, err);
}

static enum aug_status unpad(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                             int original_width, int original_height, struct aug_image *out, struct aug_error *err)
{
    (void)params;
    const struct au_margins *m = &AU_DRAWN_CONST(struct pad_draw, draw)->margins;
    const int window[4] = {m->left, m->top, m->left + original_width, m->top + original_height};
    return au_reframe(in, &(const struct au_margins){0}, window, AU_BORDER_CONSTANT, &(const struct aug_numbers){0},
                      "Taking a border away", out, err);
}

/* ---- Pad: fixed margins ---- */

struct pad {
    struct aug_numbers padding; /* 1: all sides; 2: left and right, top and bottom; 4: left, top, right, bottom */
    int border_mode;
    struct aug_numbers fill;
};

static const struct aug_param pad_params[] = {
    AUG_NUMBERS(struct pad, padding, 1, 0, 0, AUG_IMAGE_MAX_SIDE,
                "Pixels to add: one number, or [left and right, top and bottom], or [left, top, right, bottom]."),
    AU_ROWS_BORDER(struct pad, border_mode, fill),
    {0},
};

static enum aug_status pad_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)rng;
    const struct aug_numbers *p = &((const struct pad *)params)->padding;
    if (p->count != 1 && p->count != 2 && p->count != 4)
        return aug_fail(err, AUG_BAD_INPUT, "Pad: padding wants 1, 2 or 4 numbers, here are %d.", p->count);
    const int half = p->count / 2; /* index step from left to right, and from top to bottom: 0, 1 or 2 */
    AU_DRAWN(struct pad_draw, draw)->margins = (struct au_margins){
        .left = (int)p->values[0],
        .top = (int)p->values[p->count > 1],
        .right = (int)p->values[half == 2 ? 2 : 0],
        .bottom = (int)p->values[half == 2 ? 3 : half],
    };
    return AUG_OK;
}

static enum aug_status pad_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                 struct aug_image *out, struct aug_error *err)
{
    const struct pad *p = params;
    return add_margins(draw, p->border_mode, &p->fill, "Pad", in, out, err);
}

/* ---- PadIfNeeded: up to a least size, or to a multiple ---- */

struct pad_needed {
    int min_height, min_width, pad_height_divisor, pad_width_divisor;
    int position; /* enum au_position */
    int border_mode;
    struct aug_numbers fill;
};

static const struct aug_param needed_params[] = {
    AUG_INT(struct pad_needed, min_height, 1024, 1, AUG_IMAGE_MAX_SIDE, "Least height of the result in pixels.",
            .optional = true),
    AUG_INT(struct pad_needed, min_width, 1024, 1, AUG_IMAGE_MAX_SIDE, "Least width of the result in pixels.",
            .optional = true),
    AUG_INT(struct pad_needed, pad_height_divisor, 0, 0, AUG_IMAGE_MAX_SIDE,
            "The height becomes a multiple of this, min_height is not used then; 0 or null: not.", .optional = true),
    AUG_INT(struct pad_needed, pad_width_divisor, 0, 0, AUG_IMAGE_MAX_SIDE,
            "The width becomes a multiple of this, min_width is not used then; 0 or null: not.", .optional = true),
    AUG_CHOICE(struct pad_needed, position, 0, au_positions, "Where the picture sits."),
    AU_ROWS_BORDER(struct pad_needed, border_mode, fill),
    AUG_NOTED("padding", "Of the base class; not used here."),
    {0},
};

static int needed(int length, int least, int divisor)
{
    if (divisor > 0) return (length + divisor - 1) / divisor * divisor;
    return least > length ? least : length;
}

static enum aug_status needed_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                   struct aug_draw *draw, struct aug_error *err)
{
    (void)err;
    const struct pad_needed *p = params;
    const int width = needed(in->width, p->min_width, p->pad_width_divisor);
    const int height = needed(in->height, p->min_height, p->pad_height_divisor);
    AU_DRAWN(struct pad_draw, draw)->margins = au_margins_to(in, width, height, (enum au_position)p->position, rng);
    return AUG_OK;
}

static enum aug_status needed_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                    struct aug_image *out, struct aug_error *err)
{
    const struct pad_needed *p = params;
    return add_margins(draw, p->border_mode, &p->fill, "PadIfNeeded", in, out, err);
}

/* ---- CropAndPad: each side gains or loses pixels ---- */

struct crop_and_pad {
    struct aug_numbers px,
        percent; /* 1: every side; 2: a range; 4: top, right, bottom, left; 8: a range for each of them */
    bool keep_size, sample_independently;
    struct au_sampling sampling;
};

static const struct aug_param both_params[] = {
    AUG_NUMBERS(
        struct crop_and_pad, px, 0, 0, -AUG_IMAGE_MAX_SIDE, AUG_IMAGE_MAX_SIDE,
        "Pixels added (positive) or cut off (negative): one number, a range, [top, right, bottom, left], or a range for each.",
        .optional = true),
    AUG_NUMBERS(struct crop_and_pad, percent, 0, 0, -1, 10, "The same as a share of the side.", .optional = true),
    AUG_SWITCH(struct crop_and_pad, keep_size, true, "Resize the result back to the size of the input."),
    AUG_SWITCH(struct crop_and_pad, sample_independently, true, "Draw a number for each side, not one for all."),
    AU_ROWS_SAMPLING(struct crop_and_pad, sampling),
    {0},
};

struct both_draw {
    struct aug_numbers crop_params;  /* x_min, y_min, x_max, y_max in the input */
    struct aug_numbers pad_params;   /* top, bottom, left, right, added afterwards */
    struct aug_numbers result_shape; /* height, width before keep_size */
};

static const struct aug_param both_draws[] = {
    AUG_NUMBERS(struct both_draw, crop_params, 4, 0, 0, AUG_IMAGE_MAX_SIDE,
                "Left, upper, right and lower edge of the window.", .optional = true),
    AUG_NUMBERS(struct both_draw, pad_params, 4, 0, 0, AUG_IMAGE_MAX_SIDE,
                "Pixels added at top, bottom, left and right.", .optional = true),
    AUG_NUMBERS(struct both_draw, result_shape, 2, 1, 1, AUG_IMAGE_MAX_SIDE, "Height and width before keep_size."),
    {0},
};

/* One change for each of top, right, bottom, left. `whole`: both ends of a range can be drawn. */
static void draw_changes(const struct aug_numbers *numbers, bool each, bool whole, struct au_rng *rng,
                         double changes[4])
{
    for (int side = 0; side < 4; side++) {
        const int first = numbers->count == 8 ? 2 * side : numbers->count == 4 ? side : 0;
        const int last = numbers->count == 8 || numbers->count == 2 ? first + 1 : first;
        const double a = numbers->values[first], b = numbers->values[last];
        const struct aug_range range = {a < b ? a : b, a < b ? b : a};
        if (side > 0 && numbers->count == 2 && !each) changes[side] = changes[0];
        else changes[side] = whole ? au_draw_whole(rng, &range) : au_draw_range(rng, &range);
    }
}

/* Two cuts that would leave nothing give back pixels in turns until one is left. */
static void leave_one(int *before, int *after, int length)
{
    while (length + (*before < 0 ? *before : 0) + (*after < 0 ? *after : 0) < 1) {
        if (*before <= *after) ++*before;
        else ++*after;
    }
}

static int cut_of(int change)
{
    return change < 0 ? -change : 0;
}

static int pad_of(int change)
{
    return change > 0 ? change : 0;
}

static void keep_changes(struct both_draw *d, int top, int right, int bottom, int left, const struct aug_image *in)
{
    leave_one(&top, &bottom, in->height);
    leave_one(&left, &right, in->width);
    d->crop_params = (struct aug_numbers){
        .values = {cut_of(left), cut_of(top), in->width - cut_of(right), in->height - cut_of(bottom)}, .count = 4};
    d->pad_params = (struct aug_numbers){.values = {pad_of(top), pad_of(bottom), pad_of(left), pad_of(right)},
                                         .count = 4};
    d->result_shape = (struct aug_numbers){.values = {in->height + top + bottom, in->width + left + right}, .count = 2};
}

static enum aug_status both_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                 struct aug_draw *draw, struct aug_error *err)
{
    (void)err;
    const struct crop_and_pad *p = params;
    double c[4] = {0};
    if (p->px.count > 0) draw_changes(&p->px, p->sample_independently, true, rng, c);
    else if (p->percent.count > 0) draw_changes(&p->percent, p->sample_independently, false, rng, c);
    const double high = p->px.count > 0 ? 1 : in->height, wide = p->px.count > 0 ? 1 : in->width;
    keep_changes(AU_DRAWN(struct both_draw, draw), (int)(c[0] * high), (int)(c[1] * wide), (int)(c[2] * high),
                 (int)(c[3] * wide), in);
    return AUG_OK;
}

/* Cuts first, so that a mirrored border shows only what was kept. */
static enum aug_status cut_and_pad(const struct crop_and_pad *p, const struct both_draw *d, const struct aug_image *in,
                                   struct aug_image *out, struct aug_error *err)
{
    const double *window = d->crop_params.values, *pads = d->pad_params.values;
    const struct aug_image inner = {
        .pixels = in->pixels + (size_t)window[1] * in->stride + (size_t)window[0] * (size_t)in->channels,
        .width = (int)(window[2] - window[0]),
        .height = (int)(window[3] - window[1]),
        .channels = in->channels,
        .stride = in->stride,
    };
    const struct au_margins margins = {(int)pads[0], (int)pads[1], (int)pads[2], (int)pads[3]};
    const int all[4] = {0, 0, inner.width + margins.left + margins.right, inner.height + margins.top + margins.bottom};
    return au_reframe(&inner, &margins, all, (enum au_border)p->sampling.border_mode, &p->sampling.fill, "CropAndPad",
                      out, err);
}

static enum aug_status both_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                  struct aug_image *out, struct aug_error *err)
{
    const struct crop_and_pad *p = params;
    const struct both_draw *d = AU_DRAWN_CONST(struct both_draw, draw);
    struct aug_image framed = {0};
    if (!p->keep_size) return cut_and_pad(p, d, in, out, err);
    enum aug_status status = cut_and_pad(p, d, in, &framed, err);
    if (status == AUG_OK)
        status = au_resample(&framed, in->width, in->height, (enum au_interpolation)p->sampling.interpolation, out,
                             err);
    aug_image_release(&framed);
    return status;
}

#define CLAIM_BORDER                                                                                               \
    .asserts = "A picture with a border around it deserves the same label.",                                       \
    .unless = "The border itself tells classes apart, or a network takes its colour for a sign.",                  \
    .victims = "Classes whose images differ in shape of the frame, when only some of them get a border.",          \
    .places = "Boxes, masks and key points are shifted with the picture; a mirrored border shows copies of them.", \
    .moves = AUG_MOVES_WITH_PIXELS

static const struct aug_transform transforms[] = {
    {
        .name = "Pad",
        .about = "Adds a border of fixed width around the picture.",
        .claim = {CLAIM_BORDER},
        .law = AUG_LAW_BIJECTION,
        .flags = AUG_TRANSFORM_EXACT_UNDO | AUG_TRANSFORM_CHANGES_SIZE,
        .params_bytes = sizeof(struct pad),
        .params = pad_params,
        .draws = pad_draws,
        .draw = pad_draw,
        .apply = pad_apply,
        .undo = unpad,
    },
    {
        .name = "PadIfNeeded",
        .about = "Adds a border until the picture has at least the wanted size.",
        .claim = {CLAIM_BORDER},
        .law = AUG_LAW_BIJECTION,
        .flags = AUG_TRANSFORM_EXACT_UNDO | AUG_TRANSFORM_CHANGES_SIZE,
        .params_bytes = sizeof(struct pad_needed),
        .params = needed_params,
        .draws = pad_draws,
        .draw = needed_draw,
        .apply = needed_apply,
        .undo = unpad,
    },
    {
        .name = "CropAndPad",
        .about = "Cuts pixels off some sides of the picture and adds a border at others.",
        .claim = {.asserts = "A picture that lost some margin, or gained some, deserves the same label.",
                  .unless = "What tells the class lies at the border, or the place in the frame matters.",
                  .victims = "Small objects at the border, text that is cut, traffic signs known by their rim.",
                  .places = "Boxes, masks and key points move along; what is cut off is lost and boxes are clipped.",
                  .moves = AUG_MOVES_AND_DROPS},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_RANDOM | AUG_TRANSFORM_CHANGES_SIZE,
        .params_bytes = sizeof(struct crop_and_pad),
        .params = both_params,
        .draws = both_draws,
        .draw = both_draw,
        .apply = both_apply,
    },
    {0},
};

const struct aug_family au_family_pad = {"pad", transforms};
