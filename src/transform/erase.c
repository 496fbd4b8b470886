/* SPDX-License-Identifier: Apache-2.0
 * erase.c - parts covered: CoarseDropout, Erasing, RandomErasing's SPEC kin `cutout`, PixelDropout. */
#include <augaudit/transform.h>

#include <math.h>

#include "core/memory.h"

#include "erase.h"
#include "family.h"
#include "family_tools.h"
#include "param_rows.h"
#include "pixels.h"
#include "random_rows.h"

/* ---- CoarseDropout ---- */

struct coarse {
    struct aug_range num_holes_range, hole_height_range, hole_width_range;
    struct aug_numbers fill;
};

#define FILL_ROW(owner)                                                                                            \
    AUG_NUMBERS(                                                                                                   \
        owner, fill, 1, 0, 0, 255,                                                                                 \
        "Colour of the holes, one value or one a channel, 0 to 255; `random` for noise, `random_uniform` for one " \
        "random colour a hole.",                                                                                   \
        .choices = au_fill_words),                                                                                 \
        AUG_NOTED("fill_mask", "Value that masks get in the holes; it touches no image.")

static const struct aug_param coarse_params[] = {
    AUG_RANGE_(struct coarse, num_holes_range, 1, 2, 1, 10000, false, "How many holes."),
    AUG_RANGE_(struct coarse, hole_height_range, 0.1, 0.2, 0, 32768, false,
               "Height of a hole: a share of the image's below 1, pixels from 1 on."),
    AUG_RANGE_(struct coarse, hole_width_range, 0.1, 0.2, 0, 32768, false,
               "Width of a hole, in the unit of its height."),
    FILL_ROW(struct coarse),
    {0},
};

struct coarse_draw {
    int count;
    double seed;
};

static const struct aug_param coarse_draws[] = {
    AUG_INT(struct coarse_draw, count, 1, 0, 10000, "How many holes."),
    AUG_F64(struct coarse_draw, seed, 0, 0, 0x1p53,
            "What the holes' sizes, places and random colours are functions of."),
    {0},
};

static enum aug_status coarse_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                   struct aug_draw *draw, struct aug_error *err)
{
    (void)in;
    const struct coarse *coarse = params;
    struct coarse_draw *drawn = AU_DRAWN(struct coarse_draw, draw);
    if (coarse->hole_height_range.high < 1 && coarse->hole_width_range.high > 1)
        return aug_fail(err, AUG_BAD_INPUT,
                        "CoarseDropout: hole_height_range (up to %g) is a share of the image, so hole_width_range "
                        "(up to %g) must be one too.",
                        coarse->hole_height_range.high, coarse->hole_width_range.high);
    drawn->count = au_draw_whole(rng, &coarse->num_holes_range);
    drawn->seed = au_seed_draw(rng);
    return AUG_OK;
}

/* Pixels of a side of `length`; `in_pixels` says how the range is meant. */
static int draw_side(struct au_rng *rng, const struct aug_range *range, int length, bool in_pixels)
{
    if (!in_pixels) return (int)(length * au_draw_range(rng, range));
    const int high = range->high < length ? (int)range->high : length;
    const int low = range->low < high ? (int)range->low : high;
    return au_rng_integer(rng, low, high);
}

static struct au_hole place_hole(struct au_rng *rng, const struct aug_image *image, int width, int height)
{
    const int y = au_rng_integer(rng, 0, image->height - height), x = au_rng_integer(rng, 0, image->width - width);
    return (struct au_hole){x, y, x + width, y + height};
}

static enum aug_status coarse_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                    struct aug_image *out, struct aug_error *err)
{
    const struct coarse *coarse = params;
    const struct coarse_draw *drawn = AU_DRAWN_CONST(struct coarse_draw, draw);
    const bool in_pixels = coarse->hole_height_range.high >= 1;
    struct au_rng rng;
    au_rng_start(&rng, (uint64_t)drawn->seed, 0);
    AUG_TRY(aug_image_copy(in, out, err));
    for (int i = 0; i < drawn->count; i++) {
        const int height = draw_side(&rng, &coarse->hole_height_range, in->height, in_pixels);
        const int width = draw_side(&rng, &coarse->hole_width_range, in->width, in_pixels);
        const struct au_hole hole = place_hole(&rng, in, width, height);
        AUG_TRY(au_fill_hole(out, &hole, &coarse->fill, drawn->seed, i, err));
    }
    return AUG_OK;
}

/* ---- Erasing: one hole by area and shape ---- */

struct erasing {
    struct aug_range scale, ratio;
    struct aug_numbers fill;
};

static const struct aug_param erasing_params[] = {
    AUG_RANGE_(struct erasing, scale, 0.02, 0.33, 0, 1, false, "Area of the hole, as a share of the image's."),
    AUG_RANGE_(struct erasing, ratio, 0.3, 3.3, 0.01, 100, false, "Width of the hole divided by its height."),
    FILL_ROW(struct erasing),
    {0},
};

struct hole_draw {
    struct aug_numbers hole; /* x_min, y_min, x_max, y_max; count 0: no hole fits */
    double seed;
};

static const struct aug_param hole_draws[] = {
    AUG_NAMED_NUMBERS("holes", struct hole_draw, hole, 4, 0, 0, 32768,
                      "The hole: x_min, y_min, x_max, y_max, the last two excluded."),
    AUG_F64(struct hole_draw, seed, 0, 0, 0x1p53, "What random colours are a function of."),
    {0},
};

static void keep_hole(struct hole_draw *draw, struct au_hole hole)
{
    draw->hole = (struct aug_numbers){{hole.x_min, hole.y_min, hole.x_max, hole.y_max}, 4};
}

static struct au_hole kept_hole(const struct hole_draw *draw)
{
    const double *v = draw->hole.values;
    return (struct au_hole){(int)v[0], (int)v[1], (int)v[2], (int)v[3]};
}

static int within(double side, int length)
{
    const int whole = (int)rint(side);
    return whole < 0 ? 0 : whole > length ? length : whole;
}

static enum aug_status erasing_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                    struct aug_draw *draw, struct aug_error *err)
{
    (void)err;
    const struct erasing *erasing = params;
    struct hole_draw *drawn = AU_DRAWN(struct hole_draw, draw);
    const double width = in->width, height = in->height, area = width * height;
    const double low = area * erasing->scale.low;
    const double fits = fmin(erasing->ratio.low * height * height, width * width / erasing->ratio.high);
    const double high = fmin(area * erasing->scale.high, fits);
    *drawn = (struct hole_draw){.seed = au_seed_draw(rng)};
    if (high < low) return AUG_OK;
    const double erased = au_rng_between(rng, low, high);
    const double flattest = fmin(erasing->ratio.high, erased > 0 ? width * width / erased : INFINITY);
    const double tallest = fmax(erasing->ratio.low, erased / (height * height));
    if (tallest > flattest) return AUG_OK;
    const double ratio = au_rng_between(rng, tallest, flattest);
    keep_hole(drawn,
              place_hole(rng, in, within(sqrt(erased * ratio), in->width), within(sqrt(erased / ratio), in->height)));
    return AUG_OK;
}

static enum aug_status fill_drawn_hole(const struct aug_numbers *fill, const struct aug_draw *draw,
                                       const struct aug_image *in, struct aug_image *out, struct aug_error *err)
{
    const struct hole_draw *drawn = AU_DRAWN_CONST(struct hole_draw, draw);
    const struct au_hole hole = kept_hole(drawn);
    AUG_TRY(aug_image_copy(in, out, err));
    return drawn->hole.count == 0 ? AUG_OK : au_fill_hole(out, &hole, fill, drawn->seed, 0, err);
}

static enum aug_status erasing_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                     struct aug_image *out, struct aug_error *err)
{
    return fill_drawn_hole(&((const struct erasing *)params)->fill, draw, in, out, err);
}

/* ---- cutout: the SPEC language's one square hole, zero ---- */

struct cutout {
    int side_px;
};

static const struct aug_param cutout_params[] = {
    AUG_INT(struct cutout, side_px, 8, 0, 32768,
            "Side of the square hole in pixels; a side longer than the image's covers that side."),
    {0},
};

static enum aug_status cutout_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                   struct aug_draw *draw, struct aug_error *err)
{
    (void)err;
    const int side = ((const struct cutout *)params)->side_px;
    struct hole_draw *drawn = AU_DRAWN(struct hole_draw, draw);
    drawn->seed = 0;
    keep_hole(drawn, place_hole(rng, in, within(side, in->width), within(side, in->height)));
    return AUG_OK;
}

static enum aug_status cutout_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                    struct aug_image *out, struct aug_error *err)
{
    (void)params;
    return fill_drawn_hole(&(const struct aug_numbers){{0}, 1}, draw, in, out, err);
}

/* ---- PixelDropout ---- */

struct pixel {
    double dropout_prob;
    bool per_channel;
    struct aug_numbers drop_value;
};

static const struct aug_param pixel_params[] = {
    AUG_F64(struct pixel, dropout_prob, 0.01, 0, 1, "Chance of each pixel to be dropped."),
    AUG_SWITCH(struct pixel, per_channel, false, "Whether each value is dropped by itself, not whole pixels."),
    AUG_NUMBERS(struct pixel, drop_value, 1, 0, 0, 255, "What dropped values become, one value or one a channel.",
                .optional = true),
    AUG_NOTED("mask_drop_value", "What masks get there; it touches no image."),
    {0},
};

struct pixel_draw {
    double seed;
};

static const struct aug_param pixel_draws[] = {
    AUG_F64(struct pixel_draw, seed, 0, 0, 0x1p53, "What the places are a function of."),
    {0},
};

static enum aug_status pixel_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                  struct aug_draw *draw, struct aug_error *err)
{
    (void)params, (void)in, (void)err;
    AU_DRAWN(struct pixel_draw, draw)->seed = au_seed_draw(rng);
    return AUG_OK;
}

static enum aug_status pixel_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                   struct aug_image *out, struct aug_error *err)
{
    const struct pixel *pixel = params;
    const double seed = AU_DRAWN_CONST(struct pixel_draw, draw)->seed;
    const size_t values = au_row_values(in), channels = (size_t)in->channels;
    const struct au_drop drop = {&pixel->drop_value, pixel->dropout_prob, channels, pixel->per_channel ? 1 : channels};
    AUG_TRY(aug_image_copy(in, out, err));
    float *chance = au_alloc(values, sizeof *chance);
    if (!chance) return au_no_memory(err, "a row of chances");
    for (int y = 0; y < in->height; y++) {
        au_uniform_row(seed, 0, y, chance, values / drop.share);
        au_drop_row(au_row_out(out, y), chance, &drop, values);
    }
    au_free(chance);
    return AUG_OK;
}

static const char *const coarse_strata[] = {"hole_height_range", "hole_width_range", "num_holes_range", NULL};
static const char *const erasing_strata[] = {"scale", NULL};

#define COVERS                                                                                                     \
    .places =                                                                                                      \
        "Boxes and masks are covered with the pixels; boxes that are covered wholly and key points in a hole are " \
        "dropped.",                                                                                                \
    .moves = AUG_MOVES_AND_DROPS
#define HOLE_UNLESS \
    "The label rests on one small part that a hole can cover, or without it the image looks like another class."
#define HOLE_VICTIMS \
    "Small objects, a single lesion or defect, the bar that tells Q from O, lamps of a traffic light, digits on a sign."

static const struct aug_transform transforms[] = {
    {
        .name = "CoarseDropout",
        .about = "Covers random rectangles.",
        .claim = {.asserts = "A picture deserves the same label with parts of it covered.",
                  .unless = HOLE_UNLESS,
                  .victims = HOLE_VICTIMS,
                  COVERS},
        .law = AUG_LAW_IDEMPOTENT,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct coarse),
        .params = coarse_params,
        .draws = coarse_draws,
        .strata = coarse_strata,
        .draw = coarse_draw,
        .apply = coarse_apply,
    },
    {
        .name = "Erasing",
        .about = "Covers one random rectangle of a given share of the area.",
        .claim = {.asserts = "A picture deserves the same label with a part of it covered.",
                  .unless = HOLE_UNLESS,
                  .victims = HOLE_VICTIMS,
                  COVERS},
        .law = AUG_LAW_IDEMPOTENT,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct erasing),
        .params = erasing_params,
        .draws = hole_draws,
        .strata = erasing_strata,
        .draw = erasing_draw,
        .apply = erasing_apply,
    },
    {
        .name = "cutout",
        .about = "Covers one square at a random place with black.",
        .claim = {.asserts = "A picture deserves the same label with a square of it covered.",
                  .unless = HOLE_UNLESS,
                  .victims = HOLE_VICTIMS,
                  COVERS},
        .law = AUG_LAW_IDEMPOTENT,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct cutout),
        .params = cutout_params,
        .draws = hole_draws,
        .draw = cutout_draw,
        .apply = cutout_apply,
    },
    {
        .name = "PixelDropout",
        .about = "Sets random pixels to one value.",
        .claim = {.asserts = "A picture deserves the same label with random pixels missing.",
                  .unless = "Single pixels or thin strokes carry the label.",
                  .victims = "Stars, dust and defect checks, micro-calcifications, thin strokes, 20-pixel icons.",
                  .places = "Boxes, masks and key points stay where they are; masks may lose pixels too.",
                  .moves = AUG_MOVES_NOTHING},
        .law = AUG_LAW_IDEMPOTENT,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct pixel),
        .params = pixel_params,
        .draws = pixel_draws,
        .draw = pixel_draw,
        .apply = pixel_apply,
    },
    {0},
};

const struct aug_family au_family_erase = {"erase", transforms};
