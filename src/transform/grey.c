/* SPDX-License-Identifier: Apache-2.0
 * grey.c - colour taken away: ToGray, gray, ToSepia. */
#include <augaudit/transform.h>

#include <math.h>

#include "colour.h"
#include "family.h"
#include "family_tools.h"
#include "param_rows.h"
#include "pixels.h"
#include "principal.h"
#include "saturation.h"

static const char *const grey_methods[] = {
    "weighted_average", "from_lab", "desaturation", "average", "max", "pca", NULL};
enum { WEIGHTED_AVERAGE, FROM_LAB, DESATURATION, AVERAGE, MAXIMUM, PCA };

struct grey {
    int num_output_channels, method;
};

static const struct aug_param grey_params[] = {
    AUG_INT(struct grey, num_output_channels, 3, 1, 1000,
            "How many equal channels come out; here always as many as went in."),
    AUG_CHOICE(struct grey, method, 0, grey_methods, "How a grey is made from red, green and blue."),
    {0},
};

/* What a grey is made with, prepared once for an image. */
struct greyer {
    int method;
    struct au_lab light;
    struct au_principal principal;
    double low, high; /* ends of the projection on the first principal axis */
};

static double project(const struct greyer *greyer, const uint8_t *rgb)
{
    double sum = 0;
    for (int c = 0; c < 3; c++) sum += (rgb[c] - greyer->principal.mean[c]) * greyer->principal.axis[0][c];
    return sum;
}

static void prepare_projection(struct greyer *greyer, const struct aug_image *in)
{
    au_principal(in, &greyer->principal);
    greyer->low = INFINITY, greyer->high = -INFINITY;
    for (int y = 0; y < in->height; y++)
        for (int x = 0; x < in->width; x++) {
            const double value = project(greyer, au_row(in, y) + 3 * (size_t)x);
            greyer->low = fmin(greyer->low, value);
            greyer->high = fmax(greyer->high, value);
        }
}

static uint8_t largest(const uint8_t *rgb)
{
    const uint8_t rg = rgb[0] > rgb[1] ? rgb[0] : rgb[1];
    return rg > rgb[2] ? rg : rgb[2];
}

static uint8_t smallest(const uint8_t *rgb)
{
    const uint8_t rg = rgb[0] < rgb[1] ? rgb[0] : rgb[1];
    return rg < rgb[2] ? rg : rgb[2];
}

static uint8_t grey_of(const struct greyer *greyer, const uint8_t *rgb)
{
    uint8_t lab[3];
    switch (greyer->method) {
    case FROM_LAB: au_lab_from_rgb(&greyer->light, rgb, lab); return lab[0];
    case DESATURATION: return (uint8_t)((largest(rgb) + smallest(rgb)) / 2);
    case AVERAGE: return (uint8_t)((rgb[0] + rgb[1] + rgb[2]) / 3);
    case MAXIMUM: return largest(rgb);
    case PCA: {
        const double span = greyer->high - greyer->low + 1e-4; /* the library's guard against division by 0 */
        return au_round_u8((float)((project(greyer, rgb) - greyer->low) / span * 255));
    }
    default: return au_luma(rgb);
    }
}

static enum aug_status grey_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                  struct aug_image *out, struct aug_error *err)
{
    (void)draw;
    const struct grey *grey = params;
    if (in->channels == 1) return aug_image_copy(in, out, err);
    AUG_TRY(au_same_size(in, out, err));
    struct greyer greyer = {.method = grey->method};
    if (grey->method == FROM_LAB) au_lab_prepare(&greyer.light);
    if (grey->method == PCA) prepare_projection(&greyer, in);
    for (int y = 0; y < in->height; y++) {
        const uint8_t *source = au_row(in, y);
        uint8_t *target = au_row_out(out, y);
        for (int x = 0; x < in->width; x++, source += 3) {
            const uint8_t value = grey_of(&greyer, source);
            for (int c = 0; c < 3; c++) *target++ = value;
        }
    }
    return AUG_OK;
}

static enum aug_status plain_grey_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                        struct aug_image *out, struct aug_error *err)
{
    (void)params, (void)draw;
    return au_mix_with_exact_grey(in, 0, out, err);
}

static enum aug_status sepia_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                   struct aug_image *out, struct aug_error *err)
{
    (void)params, (void)draw;
    static const int weights[3][3] = {
        {402, 787, 194}, {357, 702, 172}, {279, 547, 134}}; /* .393 .769 .189 ... in 1/1024 */
    if (in->channels == 1) return aug_image_copy(in, out, err);
    AUG_TRY(au_same_size(in, out, err));
    for (int y = 0; y < in->height; y++) {
        const uint8_t *source = au_row(in, y);
        uint8_t *target = au_row_out(out, y);
        for (int x = 0; x < in->width; x++, source += 3, target += 3)
            for (int c = 0; c < 3; c++)
                target[c] = au_clip_int(
                    (weights[c][0] * source[0] + weights[c][1] * source[1] + weights[c][2] * source[2] + 512) >> 10);
    }
    return AUG_OK;
}

#define GREY_CLAIM                                                                                                   \
    {                                                                                                                \
        .asserts = "A picture deserves the same label in black and white.", .unless = "Colour carries the label.",   \
        .victims = "Traffic lights, ripe and unripe fruit, stained cells, wires, litmus paper, flags, team shirts.", \
        AU_CLAIM_STAYS                                                                                               \
    }

static const struct aug_transform transforms[] = {
    {
        .name = "ToGray",
        .about = "Replaces every pixel's colour by a grey; by default the luma (.299 .587 .114).",
        .claim = GREY_CLAIM,
        .law = AUG_LAW_NONE,
        .flags = AUG_TRANSFORM_COLOUR_ONLY,
        .params_bytes = sizeof(struct grey),
        .params = grey_params,
        .apply = grey_apply,
    },
    {
        .name = "gray",
        .about = "Replaces every pixel's colour by its luma (.299 .587 .114) in all three channels.",
        .claim = GREY_CLAIM,
        .law = AUG_LAW_IDEMPOTENT,
        .flags = AUG_TRANSFORM_COLOUR_ONLY,
        .apply = plain_grey_apply,
    },
    {
        .name = "ToSepia",
        .about = "Turns the image into brown tones, as of an old photograph.",
        .claim = {.asserts = "A picture deserves the same label in brown tones.",
                  .unless = "Colour carries the label.",
                  .victims =
                      "Traffic lights, ripe and unripe fruit, stained cells, wires, old against new photographs.",
                  AU_CLAIM_STAYS},
        .law = AUG_LAW_VALUEWISE,
        .flags = AUG_TRANSFORM_COLOUR_ONLY,
        .apply = sepia_apply,
    },
    {0},
};

const struct aug_family au_family_grey = {"grey", transforms};
