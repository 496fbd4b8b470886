/* SPDX-License-Identifier: Apache-2.0
 * blur.c - means and medians of a neighbourhood: GaussianBlur, Blur, MedianBlur, MotionBlur, blur. */
#include <augaudit/transform.h>

#include <math.h>

#include "core/memory.h"

#include "family.h"
#include "family_tools.h"
#include "filter.h"
#include "motion.h"
#include "param_rows.h"

#define KERNEL_MAX 501 /* pixels */

/* ---- Gaussian ---- */

struct gaussian {
    struct aug_range blur_limit, sigma_limit;
};

static const struct aug_param gaussian_params[] = {
    AUG_RANGE_(struct gaussian, blur_limit, 0, 0, 0, KERNEL_MAX, false,
               "Side of the kernel in pixels, even ones made odd; 0 takes it from sigma: 2 * floor(3.5 sigma) + 1."),
    AUG_RANGE_(struct gaussian, sigma_limit, 0.5, 3, 0, 70, false, "Standard deviation in pixels."),
    {0},
};

struct gaussian_draw {
    double sigma;
    int size;
};

static const struct aug_param gaussian_draws[] = {
    AUG_F64(struct gaussian_draw, sigma, 1, 0, 70, "Standard deviation in pixels."),
    AUG_INT(struct gaussian_draw, size, 7, 1, KERNEL_MAX, "Side of the kernel in pixels."),
    {0},
};

static enum aug_status gaussian_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                     struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    const struct gaussian *gaussian = params;
    struct gaussian_draw *drawn = AU_DRAWN(struct gaussian_draw, draw);
    drawn->sigma = au_draw_range(rng, &gaussian->sigma_limit);
    const int size = au_draw_whole(rng, &gaussian->blur_limit);
    drawn->size = size == 0 ? (int)(drawn->sigma * 3.5) * 2 + 1 : size | 1;
    return AUG_OK;
}

static enum aug_status blur_with(double sigma_px, int size, const struct aug_image *in, struct aug_image *out,
                                 struct aug_error *err)
{
    if (size <= 1 || sigma_px <= 0) return aug_image_copy(in, out, err);
    float *weights = au_alloc((size_t)size, sizeof *weights);
    if (!weights) return au_no_memory(err, "a blur's kernel");
    au_gaussian_weights(weights, size, sigma_px);
    const enum aug_status status = au_filter_separable(in, weights, size, out, err);
    au_free(weights);
    return status;
}

static enum aug_status gaussian_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                      struct aug_image *out, struct aug_error *err)
{
    (void)params;
    const struct gaussian_draw *drawn = AU_DRAWN_CONST(struct gaussian_draw, draw);
    return blur_with(drawn->sigma, drawn->size, in, out, err);
}

/* ---- blur: the SPEC language's Gaussian, wide enough that nothing of it is cut ---- */

struct blur {
    double sigma_px;
};

static const struct aug_param blur_params[] = {
    AUG_F64(struct blur, sigma_px, 1, 0, 100, "Standard deviation in pixels; 0 changes nothing."),
    {0},
};

static enum aug_status blur_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                  struct aug_image *out, struct aug_error *err)
{
    (void)draw;
    const double sigma_px = ((const struct blur *)params)->sigma_px;
    return blur_with(sigma_px, 2 * (int)ceil(4 * sigma_px) + 1, in, out, err);
}

/* ---- box and median ---- */

struct square {
    struct aug_range blur_limit;
};

static const struct aug_param square_params[] = {
    AUG_RANGE_(struct square, blur_limit, 3, 7, 3, KERNEL_MAX, false,
               "Side of the square in pixels, even ones made odd."),
    {0},
};

struct square_draw {
    int kernel;
};

static const struct aug_param square_draws[] = {
    AUG_INT(struct square_draw, kernel, 3, 3, KERNEL_MAX, "Side of the square in pixels."),
    {0},
};

/* An odd number of the range, each equally likely. */
static int draw_odd(struct au_rng *rng, const struct aug_range *range)
{
    const int low = (int)range->low | 1, high = (int)range->high | 1;
    return low + 2 * au_rng_integer(rng, 0, (high - low) / 2);
}

static enum aug_status square_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                   struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    AU_DRAWN(struct square_draw, draw)->kernel = draw_odd(rng, &((const struct square *)params)->blur_limit);
    return AUG_OK;
}

static enum aug_status box_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                 struct aug_image *out, struct aug_error *err)
{
    (void)params;
    return au_filter_box(in, AU_DRAWN_CONST(struct square_draw, draw)->kernel, out, err);
}

static enum aug_status median_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                    struct aug_image *out, struct aug_error *err)
{
    (void)params;
    return au_filter_median(in, AU_DRAWN_CONST(struct square_draw, draw)->kernel, out, err);
}

/* ---- motion ---- */

struct motion {
    struct aug_range blur_limit, angle_range, direction_range;
    bool allow_shifted;
};

static const struct aug_param motion_params[] = {
    AUG_RANGE_(struct motion, blur_limit, 3, 7, 3, KERNEL_MAX, false,
               "Length of the trace in pixels, even ones made odd."),
    AUG_RANGE_(struct motion, angle_range, 0, 360, 0, 360, false,
               "Direction of the motion in degrees, clockwise from the right."),
    AUG_RANGE_(struct motion, direction_range, -1, 1, -1, 1, true,
               "Where the trace lies: -1 all behind the pixel, 0 on both sides, 1 all ahead."),
    AUG_SWITCH(struct motion, allow_shifted, true, "Whether the trace may lie beside the pixel."),
    {0},
};

static const struct aug_param motion_draws[] = {
    AUG_INT(struct au_motion, size, 3, 3, KERNEL_MAX, "Side of the kernel in pixels."),
    AUG_F64(struct au_motion, angle, 0, 0, 360, "Direction in degrees, clockwise from the right."),
    AUG_F64(struct au_motion, direction, 0, -1, 1, "Where the trace lies, -1 behind to 1 ahead."),
    AUG_F64(struct au_motion, shift_x, 0, -KERNEL_MAX, KERNEL_MAX, "How far to the right the trace lies, in pixels."),
    AUG_F64(struct au_motion, shift_y, 0, -KERNEL_MAX, KERNEL_MAX, "How far down the trace lies, in pixels."),
    {0},
};

static enum aug_status motion_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                   struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    const struct motion *motion = params;
    struct au_motion *drawn = AU_DRAWN(struct au_motion, draw);
    *drawn = (struct au_motion){.size = draw_odd(rng, &motion->blur_limit)};
    drawn->angle = au_draw_range(rng, &motion->angle_range);
    drawn->direction = au_draw_range(rng, &motion->direction_range);
    if (!motion->allow_shifted) return AUG_OK;
    const double reach = drawn->size / 2 / 2.0;
    drawn->shift_x = au_rng_between(rng, -reach, reach);
    drawn->shift_y = au_rng_between(rng, -reach, reach);
    return AUG_OK;
}

static enum aug_status motion_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                    struct aug_image *out, struct aug_error *err)
{
    (void)params;
    const struct au_motion *motion = AU_DRAWN_CONST(struct au_motion, draw);
    float *weights = au_alloc((size_t)motion->size * (size_t)motion->size, sizeof *weights);
    if (!weights) return au_no_memory(err, "a motion blur's kernel");
    au_motion_weights(motion, weights);
    const enum aug_status status = au_filter_square(in, weights, motion->size, out, err);
    au_free(weights);
    return status;
}

static const char *const gaussian_strata[] = {"sigma_limit", NULL};
static const char *const square_strata[] = {"blur_limit", NULL};

#define BLUR_UNLESS "Fine detail carries the label, or the image is so small that the blur swallows its strokes."
#define BLUR_VICTIMS "Small text, thin cracks and scratches, textures, focus checks, distant objects, 20-pixel icons."

static const struct aug_transform transforms[] = {
    {
        .name = "GaussianBlur",
        .about = "Blurs with a Gaussian bell.",
        .claim = {.asserts = "A picture deserves the same label somewhat out of focus.",
                  .unless = BLUR_UNLESS,
                  .victims = BLUR_VICTIMS,
                  AU_CLAIM_STAYS},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct gaussian),
        .params = gaussian_params,
        .draws = gaussian_draws,
        .strata = gaussian_strata,
        .draw = gaussian_draw,
        .apply = gaussian_apply,
    },
    {
        .name = "blur",
        .about = "Blurs with a Gaussian bell of a given standard deviation.",
        .claim = {.asserts = "A picture deserves the same label out of focus.",
                  .unless = BLUR_UNLESS,
                  .victims = BLUR_VICTIMS,
                  AU_CLAIM_STAYS},
        .law = AUG_LAW_CONSTANT_KEPT,
        .params_bytes = sizeof(struct blur),
        .params = blur_params,
        .apply = blur_apply,
    },
    {
        .name = "Blur",
        .about = "Replaces every value by the mean of a square around it.",
        .claim = {.asserts = "A picture deserves the same label somewhat out of focus.",
                  .unless = BLUR_UNLESS,
                  .victims = BLUR_VICTIMS,
                  AU_CLAIM_STAYS},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct square),
        .params = square_params,
        .draws = square_draws,
        .strata = square_strata,
        .draw = square_draw,
        .apply = box_apply,
    },
    {
        .name = "MedianBlur",
        .about =
            "Replaces every value by the median of a square around it: edges stay sharp, specks and thin lines vanish.",
        .claim = {.asserts = "A picture deserves the same label without specks and thin lines.",
                  .unless = "A speck, a thin line or a texture carries the label.",
                  .victims = "Thin strokes, cracks, scratches, dust and defect checks, stars, micro-calcifications.",
                  AU_CLAIM_STAYS},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct square),
        .params = square_params,
        .draws = square_draws,
        .strata = square_strata,
        .draw = square_draw,
        .apply = median_apply,
    },
    {
        .name = "MotionBlur",
        .about = "Smears the image along a short line, as a moving camera does.",
        .claim = {.asserts = "A picture deserves the same label smeared by motion.",
                  .unless = "Fine detail carries the label, or motion itself does.",
                  .victims = "Small text, thin strokes across the motion, moving against parked, sharpness checks.",
                  AU_CLAIM_STAYS},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct motion),
        .params = motion_params,
        .draws = motion_draws,
        .strata = square_strata,
        .draw = motion_draw,
        .apply = motion_apply,
    },
    {0},
};

const struct aug_family au_family_blur = {"blur", transforms};
