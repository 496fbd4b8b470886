/* SPDX-License-Identifier: Apache-2.0
 * unsharp.c - sharpening by the difference from a Gaussian blur. */
#include "unsharp.h"

#include <math.h>
#include <string.h>

#include "core/memory.h"

#include "filter.h"
#include "pixels.h"

struct work {
    const struct aug_image *in;
    struct aug_image *out;
    float *blurred; /* fractions of full range; height * row values */
    float alpha, threshold;
    size_t row_values;
};

static void load_pixels(void *context, int y, float *values)
{
    const struct work *work = context;
    const uint8_t *row = au_row(work->in, y);
    for (size_t i = 0; i < work->row_values; i++) values[i] = (float)row[i] * (1.0f / 255);
}

static void keep_blurred(void *context, int y, const float *values)
{
    struct work *work = context;
    float *row = work->blurred + (size_t)y * work->row_values;
    for (size_t i = 0; i < work->row_values; i++) row[i] = values[i];
}

static float clip_unit(float value)
{
    return value < 0 ? 0 : value > 1 ? 1 : value;
}

static void load_levels(void *context, int y, float *values)
{
    const struct work *work = context;
    const uint8_t *row = au_row(work->in, y);
    for (size_t i = 0; i < work->row_values; i++) values[i] = row[i];
}

/* The library takes the difference in 8 bits: where the blurred value is the larger one it wraps to 256 less. */
static void store_sharpened(void *context, int y, const float *values)
{
    const struct work *work = context;
    const uint8_t *row = au_row(work->in, y);
    uint8_t *out = au_row_out(work->out, y);
    for (size_t i = 0; i < work->row_values; i++) {
        const uint8_t blurred = au_clip_int((int)(values[i] + 0.5f)), difference = (uint8_t)(row[i] - blurred);
        out[i] = au_cut_u8((float)(row[i] + (double)work->alpha * difference));
    }
}

static void load_places(void *context, int y, float *values)
{
    const struct work *work = context;
    const uint8_t *row = au_row(work->in, y);
    const float *blurred = work->blurred + (size_t)y * work->row_values;
    for (size_t i = 0; i < work->row_values; i++)
        values[i] = fabsf((float)row[i] * (1.0f / 255) - blurred[i]) * 255 > work->threshold;
}

static void store_masked(void *context, int y, const float *values)
{
    const struct work *work = context;
    const uint8_t *row = au_row(work->in, y);
    const float *blurred = work->blurred + (size_t)y * work->row_values;
    uint8_t *out = au_row_out(work->out, y);
    for (size_t i = 0; i < work->row_values; i++) {
        const float value = (float)row[i] * (1.0f / 255), sharp = clip_unit(value + work->alpha * (value - blurred[i]));
        out[i] = au_round_u8((sharp * values[i] + value * (1 - values[i])) * 255);
    }
}

static enum aug_status run_rows(struct work *work, const float *weights, int size, void (*load)(void *, int, float *),
                                void (*store)(void *, int, const float *), struct aug_error *err)
{
    const struct au_filter_rows rows = {work->in->width, work->in->height, work->in->channels, load, store, work};
    return au_filter_rows(&rows, weights, size, err);
}

enum aug_status au_sharpen_difference(const struct aug_image *in, double alpha, double sigma_px, int size,
                                      struct aug_image *out, struct aug_error *err)
{
    AUG_TRY(au_same_size(in, out, err));
    struct work work = {.in = in, .out = out, .alpha = (float)alpha, .row_values = au_row_values(in)};
    float *weights = au_alloc((size_t)size, sizeof *weights);
    if (!weights) return au_no_memory(err, "a sharpening kernel");
    au_gaussian_weights_256(weights, size, sigma_px);
    const enum aug_status status = run_rows(&work, weights, size, load_levels, store_sharpened, err);
    au_free(weights);
    return status;
}

static enum aug_status mask_and_blend(struct work *work, const float *weights, int size, struct aug_error *err)
{
    AUG_TRY(run_rows(work, weights, size, load_pixels, keep_blurred, err));
    return run_rows(work, weights, size, load_places, store_masked, err);
}

/* OpenCV's kernels for a Gaussian that is given by its side alone: binomial for small ones, else a rule for sigma. */
static void weights_of_size(float *weights, int size)
{
    static const float small[3][7] = {
        {0.25f, 0.5f, 0.25f},
        {0.0625f, 0.25f, 0.375f, 0.25f, 0.0625f},
        {0.03125f, 0.109375f, 0.21875f, 0.28125f, 0.21875f, 0.109375f, 0.03125f},
    };
    if (size > 7) au_gaussian_weights(weights, size, 0.3 * ((size - 1) * 0.5 - 1) + 0.8);
    else memcpy(weights, small[size / 2 - 1], (size_t)size * sizeof *weights);
}

enum aug_status au_unsharp(const struct aug_image *in, const struct au_unsharp *unsharp, int threshold,
                           struct aug_image *out, struct aug_error *err)
{
    AUG_TRY(au_same_size(in, out, err));
    struct work work = {.in = in,
                        .out = out,
                        .alpha = (float)unsharp->alpha,
                        .threshold = (float)threshold,
                        .row_values = au_row_values(in)};
    float *weights = au_alloc((size_t)unsharp->ksize, sizeof *weights);
    work.blurred = au_alloc(work.row_values * (size_t)in->height, sizeof *work.blurred);
    enum aug_status status = AUG_NO_MEMORY;
    if (weights && work.blurred) {
        if (unsharp->sigma > 0) au_gaussian_weights(weights, unsharp->ksize, unsharp->sigma);
        else weights_of_size(weights, unsharp->ksize);
        status = mask_and_blend(&work, weights, unsharp->ksize, err);
    } else {
        status = au_no_memory(err, "a sharpening kernel");
    }
    au_free(weights);
    au_free(work.blurred);
    return status;
}
