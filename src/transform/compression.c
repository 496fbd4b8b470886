/* SPDX-License-Identifier: Apache-2.0
 * compression.c - what a lossy codec or a smaller size leaves of an image: ImageCompression, Downscale. */
#include <augaudit/transform.h>

#include <math.h>

#include "family.h"
#include "family_tools.h"
#include "param_rows.h"
#include "recode.h"
#include "resample.h"

/* ---- ImageCompression ---- */

static const char *const compression_types[] = {"jpeg", "webp", NULL};

struct compression {
    int compression_type;
    struct aug_range quality_range;
};

static const struct aug_param compression_params[] = {
    AUG_CHOICE(struct compression, compression_type, 0, compression_types, "The codec."),
    AUG_RANGE_(struct compression, quality_range, 99, 100, 1, 100, false, "The encoder's quality; 100 is the best."),
    {0},
};

struct compression_draw {
    int quality;
};

static const struct aug_param compression_draws[] = {
    AUG_INT(struct compression_draw, quality, 100, 1, 100, "The encoder's quality."),
    {0},
};

static enum aug_status compression_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                        struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    AU_DRAWN(struct compression_draw, draw)->quality = au_draw_whole(
        rng, &((const struct compression *)params)->quality_range);
    return AUG_OK;
}

static enum aug_status compression_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                         struct aug_image *out, struct aug_error *err)
{
    const int quality = AU_DRAWN_CONST(struct compression_draw, draw)->quality;
    const bool is_jpeg = ((const struct compression *)params)->compression_type == 0;
    return is_jpeg ? au_recode_jpeg(in, quality, out, err) : au_recode_webp(in, quality, out, err);
}

/* ---- Downscale ---- */

struct downscale {
    struct aug_range scale_range;
    int down, up;
};

#define INTERPOLATION_ABOUT "0 nearest, 1 linear, 2 cubic, 3 area, 4 Lanczos, 5 linear exact, 6 nearest exact."

static const struct aug_param downscale_params[] = {
    AUG_RANGE_(struct downscale, scale_range, 0.25, 0.25, 0.01, 1, false,
               "The smaller image's side as a share of the original's."),
    AUG_NAMED_INT("interpolation_pair.downscale", struct downscale, down, 0, 0, 6,
                  "On the way down: " INTERPOLATION_ABOUT),
    AUG_NAMED_INT("interpolation_pair.upscale", struct downscale, up, 0, 0, 6, "On the way up: " INTERPOLATION_ABOUT),
    {0},
};

struct downscale_draw {
    double scale;
};

static const struct aug_param downscale_draws[] = {
    AUG_F64(struct downscale_draw, scale, 0.25, 0.01, 1, "The smaller image's side as a share of the original's."),
    {0},
};

static enum aug_status downscale_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                      struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    AU_DRAWN(struct downscale_draw, draw)->scale = au_draw_range(rng, &((const struct downscale *)params)->scale_range);
    return AUG_OK;
}

static int scaled(int length, double scale)
{
    const int side = (int)rint(length * scale);
    return side < 1 ? 1 : side;
}

static enum aug_status downscale_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                       struct aug_image *out, struct aug_error *err)
{
    const struct downscale *downscale = params;
    const double scale = AU_DRAWN_CONST(struct downscale_draw, draw)->scale;
    struct aug_image small = {0};
    enum aug_status status = au_resample_steps(in, scaled(in->width, scale), scaled(in->height, scale), 1 / scale,
                                               1 / scale, (enum au_interpolation)downscale->down, &small, err);
    if (status == AUG_OK)
        status = au_resample(&small, in->width, in->height, (enum au_interpolation)downscale->up, out, err);
    aug_image_release(&small);
    return status;
}

static const char *const quality_strata[] = {"quality_range", NULL};
static const char *const scale_strata[] = {"scale_range", NULL};

static const struct aug_transform transforms[] = {
    {
        .name = "ImageCompression",
        .about =
            "Encodes the image with a lossy codec and decodes it; red and blue change roles in it, as in the library.",
        .claim =
            {.asserts = "A picture deserves the same label after lossy compression.",
             .unless =
                 "Fine or faint detail carries the label and the quality is low, or compression marks tell classes apart.",
             .victims = "Faint textures, thin coloured strokes, small text, forgery checks, image quality grades.",
             AU_CLAIM_STAYS},
        .law = AUG_LAW_NONE,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct compression),
        .params = compression_params,
        .draws = compression_draws,
        .strata = quality_strata,
        .draw = compression_draw,
        .apply = compression_apply,
    },
    {
        .name = "Downscale",
        .about = "Shrinks the image and enlarges it again: it loses resolution and keeps its size.",
        .claim = {.asserts = "A picture deserves the same label at a lower resolution.",
                  .unless = "Fine detail carries the label, or the image is small already.",
                  .victims =
                      "Small text, thin strokes, distant objects, textures, 20-pixel icons, image quality checks.",
                  AU_CLAIM_STAYS},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct downscale),
        .params = downscale_params,
        .draws = downscale_draws,
        .strata = scale_strata,
        .draw = downscale_draw,
        .apply = downscale_apply,
    },
    {0},
};

const struct aug_family au_family_compression = {"compression", transforms};
