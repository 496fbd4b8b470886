/* SPDX-License-Identifier: Apache-2.0
 * resized_crop.c - a random window brought to a fixed size: RandomResizedCrop, RandomSizedCrop, and `crop` of the SPEC language. */
#include <math.h>

#include "family.h"
#include "family_tools.h"
#include "resample.h"
#include "warp.h"

struct window_draw {
    struct aug_numbers crop_coords; /* x_min, y_min, x_max, y_max */
};

static const struct aug_param window_draws[] = {
    AUG_NUMBERS(struct window_draw, crop_coords, 4, 0, 0, AUG_IMAGE_MAX_SIDE,
                "Left, upper, right and lower edge of the window in pixels."),
    {0},
};

/* Lays a window of that size at a uniform place; the last place is as likely as the first. */
static void lay_window(struct window_draw *d, const struct aug_image *in, int width, int height, double share_x,
                       double share_y)
{
    const int x = (int)((in->width - width + 1) * share_x), y = (int)((in->height - height + 1) * share_y);
    d->crop_coords = (struct aug_numbers){.values = {x, y, x + width, y + height}, .count = 4};
}

static enum aug_status cut_and_resize(const struct aug_draw *draw, const struct aug_image *in,
                                      const struct aug_numbers *size, int interpolation, int area,
                                      struct aug_image *out, struct aug_error *err)
{
    const double *window = AU_DRAWN_CONST(struct window_draw, draw)->crop_coords.values;
    const int x = (int)window[0], y = (int)window[1], w = (int)window[2] - x, h = (int)window[3] - y;
    const int height = size->count > 0 ? (int)size->values[0] : in->height;
    const int width = size->count > 0 ? (int)size->values[size->count > 1] : in->width;
    const bool averages = area && (width < w || height < h);
    return au_resample_window(in, x, y, w, h, width, height, averages ? AU_AREA : (enum au_interpolation)interpolation,
                              out, err);
}

static const char *const area_choices[] = {"none", "image", "image_mask", NULL};

#define ROWS_RESULT(owner)                                                                                        \
    AUG_NUMBERS(owner, size, 0, 1, 1, AUG_IMAGE_MAX_SIDE,                                                         \
                "Height and width of the result in pixels; none given: those of the picture.", .optional = true), \
        AU_ROW_INTERPOLATION(owner, interpolation),                                                               \
        AUG_CHOICE(owner, area_for_downscale, 0, area_choices, "Average areas instead when the window shrinks.",  \
                   .optional = true)

/* ---- RandomResizedCrop: share of the area and side ratio are drawn ---- */

struct random_resized {
    struct aug_numbers size;
    struct aug_range scale, ratio;
    int interpolation, area_for_downscale;
};

static const struct aug_param resized_params[] = {
    ROWS_RESULT(struct random_resized),
    AUG_RANGE_(struct random_resized, scale, 0.08, 1, 0.0001, 1, false,
               "Share of the area that the window takes, uniform in the range."),
    AUG_RANGE_(struct random_resized, ratio, 0.75, 1.3333333333333333, 0.001, 1000, false,
               "Width divided by height of the window, its logarithm uniform in the range."),
    {0},
};

static const char *const resized_strata[] = {"scale", NULL};

/* The largest window in the middle whose side ratio lies in the range: for pictures that hold none of the drawn ones. */
static void fall_back(struct window_draw *d, const struct aug_image *in, const struct aug_range *ratio)
{
    double width = in->width, height = in->height;
    if (width / height < ratio->low) height = rint(width / ratio->low);
    else if (width / height > ratio->high) width = rint(height * ratio->high);
    lay_window(d, in, width < 1 ? 1 : (int)width, height < 1 ? 1 : (int)height, 0.5, 0.5);
}

static enum aug_status resized_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                    struct aug_draw *draw, struct aug_error *err)
{
    (void)err;
    const struct random_resized *p = params;
    struct window_draw *d = AU_DRAWN(struct window_draw, draw);
    for (int attempt = 0; attempt < 10; attempt++) {
        const double area = au_draw_range(rng, &p->scale) * in->width * in->height;
        const double ratio = exp(au_rng_between(rng, log(p->ratio.low), log(p->ratio.high)));
        const double width = rint(sqrt(area * ratio)), height = rint(sqrt(area / ratio));
        if (!(width >= 1 && width <= in->width && height >= 1 && height <= in->height)) continue;
        const double y = au_rng_uniform(rng);
        lay_window(d, in, (int)width, (int)height, au_rng_uniform(rng), y);
        return AUG_OK;
    }
    fall_back(d, in, &p->ratio);
    return AUG_OK;
}

static enum aug_status resized_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                     struct aug_image *out, struct aug_error *err)
{
    const struct random_resized *p = params;
    return cut_and_resize(draw, in, &p->size, p->interpolation, p->area_for_downscale, out, err);
}

/* ---- RandomSizedCrop: the height is drawn in pixels ---- */

struct random_sized {
    struct aug_numbers size;
    struct aug_range min_max_height;
    double w2h_ratio;
    int interpolation, area_for_downscale;
};

static const struct aug_param sized_params[] = {
    ROWS_RESULT(struct random_sized),
    AUG_RANGE_(struct random_sized, min_max_height, 1, 1, 1, AUG_IMAGE_MAX_SIDE, false,
               "Height of the window in pixels, each of the range equally likely."),
    AUG_F64(struct random_sized, w2h_ratio, 1, 0.001, 1000, "Width divided by height of the window."),
    {0},
};

static const char *const sized_strata[] = {"min_max_height", NULL};

static enum aug_status sized_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                  struct aug_draw *draw, struct aug_error *err)
{
    const struct random_sized *p = params;
    const int height = au_draw_whole(rng, &p->min_max_height), width = (int)(height * p->w2h_ratio);
    if (height > in->height || width > in->width || width < 1)
        return aug_fail(
            err, AUG_BAD_INPUT,
            "RandomSizedCrop cannot cut a window of %d x %d pixels out of an image of %d x %d pixels; lower "
            "min_max_height, or resize before.",
            width, height, in->width, in->height);
    const double y = au_rng_uniform(rng);
    lay_window(AU_DRAWN(struct window_draw, draw), in, width, height, au_rng_uniform(rng), y);
    return AUG_OK;
}

static enum aug_status sized_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                   struct aug_image *out, struct aug_error *err)
{
    const struct random_sized *p = params;
    return cut_and_resize(draw, in, &p->size, p->interpolation, p->area_for_downscale, out, err);
}

/* ---- crop: the picture's own side ratio, any real window, back to the picture's own size ---- */

struct zoom_in {
    struct aug_range area;
};

static const struct aug_param zoom_params[] = {
    AUG_RANGE_(struct zoom_in, area, 1, 1, 0.0001, 1, false,
               "Share of the area that the window takes, uniform in the range."),
    {0},
};

struct zoom_draw {
    double area, left, top; /* left, top: the window's edges in pixels */
};

static const struct aug_param zoom_draws[] = {
    AUG_F64(struct zoom_draw, area, 1, 0, 1, "Share of the area that the window takes."),
    AUG_F64(struct zoom_draw, left, 0, 0, AUG_IMAGE_MAX_SIDE, "Left edge of the window in pixels."),
    AUG_F64(struct zoom_draw, top, 0, 0, AUG_IMAGE_MAX_SIDE, "Upper edge of the window in pixels."),
    {0},
};

static const char *const zoom_strata[] = {"area", NULL};

static enum aug_status zoom_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                 struct aug_draw *draw, struct aug_error *err)
{
    (void)err;
    struct zoom_draw *d = AU_DRAWN(struct zoom_draw, draw);
    d->area = au_draw_range(rng, &((const struct zoom_in *)params)->area);
    d->left = au_rng_uniform(rng) * (1 - sqrt(d->area)) * in->width;
    d->top = au_rng_uniform(rng) * (1 - sqrt(d->area)) * in->height;
    return AUG_OK;
}

/* Edges, not centres, of window and picture meet: pixel x is centred at x + 1/2. */
static enum aug_status zoom_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                  struct aug_image *out, struct aug_error *err)
{
    (void)params;
    static const struct au_sampling sampling = {.interpolation = AU_LINEAR, .border_mode = AU_BORDER_REPLICATE};
    const struct zoom_draw *d = AU_DRAWN_CONST(struct zoom_draw, draw);
    const double factor = 1 / sqrt(d->area);
    const struct au_map enlarge = au_map_then(au_map_shift(0.5 - d->left, 0.5 - d->top), au_map_scale(factor, factor));
    const struct au_map map = au_map_then(enlarge, au_map_shift(-0.5, -0.5));
    return au_warp(in, &map, &sampling, in->width, in->height, out, err);
}

#define CLAIM_ZOOM                                                                                                        \
    .asserts = "A part of the picture, enlarged, deserves the label of the whole.",                                       \
    .unless = "The part that tells the class can lie outside the window, or size and place in the frame matter.",         \
    .victims =                                                                                                            \
        "Small objects, objects at the border, letters told by their size or by a cut stroke (E and F, O and C), counts " \
        "of things, faces beside other faces.",                                                                           \
    .places = "Boxes, masks and key points move along; what lies outside the window is lost and boxes are clipped.",      \
    .moves = AUG_MOVES_AND_DROPS

static const struct aug_transform transforms[] = {
    {
        .name = "RandomResizedCrop",
        .about = "Cuts a window of random area and side ratio at a random place and brings it to a fixed size.",
        .claim = {CLAIM_ZOOM},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_RANDOM | AUG_TRANSFORM_CHANGES_SIZE,
        .params_bytes = sizeof(struct random_resized),
        .params = resized_params,
        .draws = window_draws,
        .strata = resized_strata,
        .draw = resized_draw,
        .apply = resized_apply,
    },
    {
        .name = "RandomSizedCrop",
        .about = "Cuts a window of random height at a random place and brings it to a fixed size.",
        .claim = {CLAIM_ZOOM},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_RANDOM | AUG_TRANSFORM_CHANGES_SIZE,
        .params_bytes = sizeof(struct random_sized),
        .params = sized_params,
        .draws = window_draws,
        .strata = sized_strata,
        .draw = sized_draw,
        .apply = sized_apply,
    },
    {
        .name = "crop",
        .about = "Enlarges a window of a random share of the area, at a random place, to the size of the picture.",
        .claim = {CLAIM_ZOOM},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct zoom_in),
        .params = zoom_params,
        .draws = zoom_draws,
        .strata = zoom_strata,
        .draw = zoom_draw,
        .apply = zoom_apply,
    },
    {0},
};

const struct aug_family au_family_resized_crop = {"resized_crop", transforms};
