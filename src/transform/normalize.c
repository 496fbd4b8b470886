/* SPDX-License-Identifier: Apache-2.0
 * normalize.c - Normalize, ToFloat, FromFloat, ToTensorV2: fixed changes of scale or type that end a pipeline.
 *
 * On 8-bit images they change nothing: what a network sees differs by a fixed map only. */
#include "normalize.h"

#include <math.h>

#include "family.h"
#include "param_rows.h"
#include "pixels.h"
#include "tables.h"

static const char *const normalizations[] = {"standard", "image", "image_per_channel", "min_max", "min_max_per_channel",
                                             NULL};

static const struct aug_param normalize_params[] = {
    AUG_NUMBERS(struct au_normalize, mean, 0, 0, -1000, 1000,
                "Subtracted, as a fraction of full range; ImageNet's unless given.", .optional = true),
    AUG_NUMBERS(struct au_normalize, std, 0, 0, 0, 1000,
                "Divided by, as a fraction of full range; ImageNet's unless given.", .optional = true),
    AUG_F64(struct au_normalize, max_pixel_value, 255, 0, 1e9, "What counts as full range.", .optional = true),
    AUG_CHOICE(struct au_normalize, normalization, 0, normalizations,
               "By the numbers given, or by the image's own mean and deviation, or by its own range."),
    {0},
};

static double value_of(const struct aug_numbers *numbers, int channel, const double fallback[3])
{
    if (numbers->count == 0) return fallback[channel];
    return numbers->values[channel < numbers->count ? channel : 0];
}

/* A value v becomes (v - shift) * scale. */
struct line {
    double shift, scale;
};

static struct line standard_line(const struct au_normalize *params, int channel)
{
    static const double imagenet_mean[] = {0.485, 0.456, 0.406}, imagenet_std[] = {0.229, 0.224, 0.225};
    const double mean = value_of(&params->mean, channel, imagenet_mean),
                 std = value_of(&params->std, channel, imagenet_std);
    return (struct line){mean * params->max_pixel_value, 1 / (std * params->max_pixel_value)};
}

/* The library adds this to what it divides by. */
#define GUARD 1e-4

static struct line own_line(const double counts[256], bool by_range)
{
    double total = 0, sum = 0, square = 0;
    int low = 255, high = 0;
    for (int v = 0; v < 256; v++) {
        if (counts[v] > 0) low = v < low ? v : low, high = v;
        total += counts[v];
        sum += v * counts[v];
    }
    const double mean = sum / total;
    for (int v = 0; v < 256; v++) square += counts[v] * (v - mean) * (v - mean);
    if (by_range) return (struct line){low, 1 / (high - low + GUARD)};
    return (struct line){mean, 1 / (sqrt(square / total) + GUARD)};
}

static void add_counts(const struct aug_image *in, int channel, double counts[256])
{
    uint32_t own[256];
    au_histogram(in, channel, own);
    for (int v = 0; v < 256; v++) counts[v] += own[v];
}

static struct line line_of(const struct aug_image *in, const struct au_normalize *params, int channel)
{
    const enum au_normalization mode = (enum au_normalization)params->normalization;
    const bool per_channel = mode == AU_NORM_IMAGE_PER_CHANNEL || mode == AU_NORM_MIN_MAX_PER_CHANNEL;
    double counts[256] = {0};
    if (mode == AU_NORM_STANDARD) return standard_line(params, channel);
    for (int c = 0; c < in->channels; c++)
        if (!per_channel || c == channel) add_counts(in, c, counts);
    return own_line(counts, mode == AU_NORM_MIN_MAX || mode == AU_NORM_MIN_MAX_PER_CHANNEL);
}

void au_normalize(const struct aug_image *in, const struct au_normalize *params, float *out)
{
    float table[3][256];
    for (int c = 0; c < in->channels; c++) {
        const struct line line = line_of(in, params, c);
        for (int v = 0; v < 256; v++) {
            const double value = (v - line.shift) * line.scale;
            const bool clipped = params->normalization != AU_NORM_STANDARD;
            table[c][v] = (float)(clipped ? fmin(fmax(value, -20), 20) : value);
        }
    }
    for (int y = 0; y < in->height; y++) {
        const uint8_t *row = au_row(in, y);
        for (size_t i = 0; i < au_row_values(in); i++) *out++ = table[i % (size_t)in->channels][row[i]];
    }
}

static enum aug_status leave(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                             struct aug_image *out, struct aug_error *err)
{
    (void)params, (void)draw;
    return aug_image_copy(in, out, err);
}

static enum aug_status leave_back(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                  int original_width, int original_height, struct aug_image *out, struct aug_error *err)
{
    (void)original_width, (void)original_height;
    return leave(params, draw, in, out, err);
}

static const struct aug_param to_float_params[] = {
    AUG_NOTED("max_value", "What values are divided by."),
    {0},
};

static const struct aug_param from_float_params[] = {
    AUG_NOTED("dtype", "The integer type that comes out."),
    AUG_NOTED("max_value", "What values are multiplied by."),
    {0},
};

static const struct aug_param to_tensor_params[] = {
    AUG_NOTED("transpose_mask", "Whether masks get their channels first."),
    {0},
};

#define PREPROCESSING                                                                                         \
    .claim = {.asserts = "Nothing about labels: every image goes through it, in training and in use.",        \
              .unless = "It is done in training and forgotten in use, or done twice.",                        \
              .victims = "None, if training and use agree.",                                                  \
              .places = "Boxes, masks and key points stay where they are.",                                   \
              .moves = AUG_MOVES_NOTHING},                                                                    \
    .law = AUG_LAW_IDENTITY, .flags = AUG_TRANSFORM_PREPROCESSING | AUG_TRANSFORM_EXACT_UNDO, .apply = leave, \
    .undo = leave_back

static const struct aug_transform transforms[] = {
    {
        .name = "Normalize",
        .about = "Subtracts a mean and divides by a deviation, for the network; the picture stays the same.",
        PREPROCESSING,
        .params_bytes = sizeof(struct au_normalize),
        .params = normalize_params,
    },
    {.name = "ToFloat",
     .about = "Divides by full range, for the network; the picture stays the same.",
     PREPROCESSING,
     .params = to_float_params},
    {.name = "FromFloat",
     .about = "Turns fractions back into integers; the picture stays the same.",
     PREPROCESSING,
     .params = from_float_params},
    {.name = "ToTensorV2",
     .about = "Hands the image over as a tensor, channels first; the picture stays the same.",
     PREPROCESSING,
     .params = to_tensor_params},
    {0},
};

const struct aug_family au_family_normalize = {"normalize", transforms};
