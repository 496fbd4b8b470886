/* SPDX-License-Identifier: Apache-2.0
 * sharpen.c - edges made stronger: Sharpen, UnsharpMask, Emboss. */
#include <augaudit/transform.h>

#include <math.h>

#include "core/memory.h"

#include "family.h"
#include "family_tools.h"
#include "filter.h"
#include "param_rows.h"
#include "pixels.h"
#include "unsharp.h"

#define KERNEL_MAX 501 /* pixels */

/* `effect` mixed with the kernel that changes nothing. */
static enum aug_status filter_mixed(const struct aug_image *in, double alpha, const double effect[9],
                                    struct aug_image *out, struct aug_error *err)
{
    float weights[9];
    for (int i = 0; i < 9; i++) weights[i] = (float)((1 - alpha) * (i == 4) + alpha * effect[i]);
    return au_filter_square(in, weights, 3, out, err);
}

/* ---- Sharpen ---- */

static const char *const sharpen_methods[] = {"kernel", "gaussian", NULL};

struct sharpen {
    struct aug_range alpha, lightness;
    int method, kernel_size;
    double sigma;
};

static const struct aug_param sharpen_params[] = {
    AUG_RANGE_(struct sharpen, alpha, 0.2, 0.5, 0, 1, false, "Share of the sharpened image; 0 changes nothing."),
    AUG_RANGE_(struct sharpen, lightness, 0.5, 1, 0, 100, false,
               "What the kernel sums to: 1 keeps the brightness (kernel method)."),
    AUG_CHOICE(struct sharpen, method, 0, sharpen_methods, "A 3 x 3 kernel, or the difference from a Gaussian blur."),
    AUG_INT(struct sharpen, kernel_size, 5, 3, KERNEL_MAX,
            "Side of the Gaussian's kernel in pixels, even ones made odd."),
    AUG_F64(struct sharpen, sigma, 1, 0.01, 70, "Standard deviation of the Gaussian in pixels."),
    {0},
};

struct sharpen_draw {
    double alpha, lightness;
};

static const struct aug_param sharpen_draws[] = {
    AUG_F64(struct sharpen_draw, alpha, 0, 0, 1, "Share of the sharpened image."),
    AUG_F64(struct sharpen_draw, lightness, 1, 0, 100, "What the kernel sums to."),
    {0},
};

static enum aug_status sharpen_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                    struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    const struct sharpen *sharpen = params;
    struct sharpen_draw *drawn = AU_DRAWN(struct sharpen_draw, draw);
    drawn->alpha = au_draw_range(rng, &sharpen->alpha);
    drawn->lightness = au_draw_range(rng, &sharpen->lightness);
    return AUG_OK;
}

static enum aug_status sharpen_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                     struct aug_image *out, struct aug_error *err)
{
    const struct sharpen *sharpen = params;
    const struct sharpen_draw *drawn = AU_DRAWN_CONST(struct sharpen_draw, draw);
    if (sharpen->method == 1)
        return au_sharpen_difference(in, drawn->alpha, sharpen->sigma, sharpen->kernel_size | 1, out, err);
    const double effect[9] = {-1, -1, -1, -1, 8 + drawn->lightness, -1, -1, -1, -1};
    return filter_mixed(in, drawn->alpha, effect, out, err);
}

/* ---- UnsharpMask ---- */

struct unsharp {
    struct aug_range blur_limit, sigma_limit, alpha;
    int threshold;
};

static const struct aug_param unsharp_params[] = {
    AUG_RANGE_(struct unsharp, blur_limit, 3, 7, 3, KERNEL_MAX, false,
               "Side of the kernel in pixels, even ones made odd."),
    AUG_RANGE_(struct unsharp, sigma_limit, 0, 0, 0, 70, false,
               "Standard deviation in pixels; 0 takes it from the side."),
    AUG_RANGE_(struct unsharp, alpha, 0.2, 0.5, 0, 1, false,
               "Share of the difference that is added; 0 changes nothing."),
    AUG_INT(struct unsharp, threshold, 10, 0, 255, "Differences up to this many levels are left alone."),
    {0},
};

static const struct aug_param unsharp_draws[] = {
    AUG_INT(struct au_unsharp, ksize, 3, 3, KERNEL_MAX, "Side of the kernel in pixels."),
    AUG_F64(struct au_unsharp, sigma, 0, 0, 70, "Standard deviation in pixels; 0: taken from the side."),
    AUG_F64(struct au_unsharp, alpha, 0, 0, 1, "Share of the difference that is added."),
    {0},
};

static enum aug_status unsharp_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                    struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    const struct unsharp *unsharp = params;
    struct au_unsharp *drawn = AU_DRAWN(struct au_unsharp, draw);
    const int low = (int)unsharp->blur_limit.low | 1, high = (int)unsharp->blur_limit.high | 1;
    drawn->ksize = low + 2 * au_rng_integer(rng, 0, (high - low) / 2);
    drawn->sigma = au_draw_range(rng, &unsharp->sigma_limit);
    drawn->alpha = au_draw_range(rng, &unsharp->alpha);
    return AUG_OK;
}

static enum aug_status unsharp_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                     struct aug_image *out, struct aug_error *err)
{
    const int threshold = ((const struct unsharp *)params)->threshold;
    return au_unsharp(in, AU_DRAWN_CONST(struct au_unsharp, draw), threshold, out, err);
}

/* ---- Emboss ---- */

struct emboss {
    struct aug_range alpha, strength;
};

static const struct aug_param emboss_params[] = {
    AUG_RANGE_(struct emboss, alpha, 0.2, 0.5, 0, 1, false, "Share of the embossed image; 0 changes nothing."),
    AUG_RANGE_(struct emboss, strength, 0.2, 0.7, 0, 100, false, "How strong the relief is."),
    {0},
};

struct emboss_draw {
    double alpha, strength;
};

static const struct aug_param emboss_draws[] = {
    AUG_F64(struct emboss_draw, alpha, 0, 0, 1, "Share of the embossed image."),
    AUG_F64(struct emboss_draw, strength, 0, 0, 100, "How strong the relief is."),
    {0},
};

static enum aug_status emboss_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                   struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    const struct emboss *emboss = params;
    struct emboss_draw *drawn = AU_DRAWN(struct emboss_draw, draw);
    drawn->alpha = au_draw_range(rng, &emboss->alpha);
    drawn->strength = au_draw_range(rng, &emboss->strength);
    return AUG_OK;
}

static enum aug_status emboss_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                    struct aug_image *out, struct aug_error *err)
{
    (void)params;
    const struct emboss_draw *drawn = AU_DRAWN_CONST(struct emboss_draw, draw);
    const double s = drawn->strength, effect[9] = {-1 - s, -s, 0, -s, 1, s, 0, s, 1 + s};
    return filter_mixed(in, drawn->alpha, effect, out, err);
}

static const char *const alpha_strata[] = {"alpha", NULL};

#define SHARP_VICTIMS "Focus checks, smooth against rough surfaces, soft tissue, clouds, noise and compression grades."

static const struct aug_transform transforms[] = {
    {
        .name = "Sharpen",
        .about = "Mixes the image with a sharpened copy.",
        .claim = {.asserts = "A picture deserves the same label with its edges made stronger.",
                  .unless = "Softness carries the label, or sharpened noise looks like the texture of another class.",
                  .victims = SHARP_VICTIMS,
                  AU_CLAIM_STAYS},
        .law = AUG_LAW_NONE,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct sharpen),
        .params = sharpen_params,
        .draws = sharpen_draws,
        .strata = alpha_strata,
        .draw = sharpen_draw,
        .apply = sharpen_apply,
    },
    {
        .name = "UnsharpMask",
        .about = "Adds a share of the difference from a blurred copy where that difference exceeds a threshold.",
        .claim = {.asserts = "A picture deserves the same label with its stronger edges made stronger still.",
                  .unless = "Softness carries the label.",
                  .victims = SHARP_VICTIMS,
                  AU_CLAIM_STAYS},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct unsharp),
        .params = unsharp_params,
        .draws = unsharp_draws,
        .strata = alpha_strata,
        .draw = unsharp_draw,
        .apply = unsharp_apply,
    },
    {
        .name = "Emboss",
        .about = "Mixes the image with a relief that is lit from the upper left.",
        .claim = {.asserts = "A picture deserves the same label as a relief.",
                  .unless = "Shading tells raised from sunk, or brightness carries the label.",
                  .victims = "Dents against bumps, craters, engraved text, surface defects lit from one side.",
                  AU_CLAIM_STAYS},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct emboss),
        .params = emboss_params,
        .draws = emboss_draws,
        .strata = alpha_strata,
        .draw = emboss_draw,
        .apply = emboss_apply,
    },
    {0},
};

const struct aug_family au_family_sharpen = {"sharpen", transforms};
