/* SPDX-License-Identifier: Apache-2.0
 * resize.c - separable resampling: per axis a list of weighted inputs for every output, rows first, then a weighted sum of rows. */
#include "resize.h"

#include <string.h>

#include "core/memory.h"

struct tap { /* output i takes weights[0 .. count-1] of inputs first .. first+count-1 */
    int first, count;
    const float *weights;
};

struct axis {
    struct tap *taps;
    float *weights;
};

struct work {
    const struct aug_image *in;
    int width, height, channels;
    struct axis across, down;
    float *source;  /* one input row in floats */
    float *rows[2]; /* the last two input rows resampled across, ring by row number */
    int row_of[2];
    float *sum; /* one output row */
};

/* Share of each input pixel in [at, at + scale). Slivers below 1e-3 of a pixel are left to the neighbour, as OpenCV does. */
static int area_weights(int i, int in_size, double scale, float *weights, int *first)
{
    const double sliver = 1e-3;
    const double from = i * scale, to = from + scale < in_size ? from + scale : in_size;
    int start = (int)from, end = (int)to, count = 0;
    if (start + 1 - from <= sliver) start++;
    if (to - end > sliver && end < in_size) end++;
    *first = start;
    double total = 0;
    for (int k = start; k < end; k++) {
        const double low = k > from ? k : from, high = k + 1 < to ? k + 1 : to;
        weights[count++] = (float)(high - low);
        total += high - low;
    }
    for (int k = 0; k < count; k++) weights[k] = (float)(weights[k] / total);
    return count;
}

static int linear_weights(int i, int in_size, double scale, float *weights, int *first)
{
    const double at = (i + 0.5) * scale - 0.5;
    const int left = at < 0 ? 0 : (int)at;
    *first = left;
    if (at <= 0 || left + 1 >= in_size) {
        weights[0] = 1;
        return 1;
    }
    weights[1] = (float)(at - left);
    weights[0] = 1 - weights[1];
    return 2;
}

static bool make_axis(struct axis *a, int in_size, int out_size)
{
    const double scale = (double)in_size / out_size;
    const size_t room = (size_t)scale + 3;
    a->taps = au_alloc((size_t)out_size, sizeof *a->taps);
    a->weights = au_alloc((size_t)out_size, room * sizeof *a->weights);
    if (!a->taps || !a->weights) return false;
    for (int i = 0; i < out_size; i++) {
        struct tap *tap = &a->taps[i];
        float *weights = a->weights + (size_t)i * room;
        tap->weights = weights;
        tap->count = in_size > out_size   ? area_weights(i, in_size, scale, weights, &tap->first)
                     : in_size < out_size ? linear_weights(i, in_size, scale, weights, &tap->first)
                                          : (weights[0] = 1, tap->first = i, 1);
    }
    return true;
}

/* Luma is taken in integers a thousandth: exact in floats, so equal bytes give equal values. */
static void load_row(const struct work *w, int y)
{
    const uint8_t *from = w->in->pixels + (size_t)y * w->in->stride;
    const size_t width = (size_t)w->in->width, channels = (size_t)w->channels;
    if (w->in->channels == w->channels)
        for (size_t i = 0; i < width * channels; i++) w->source[i] = from[i];
    else if (w->channels == 3)
        for (size_t i = 0; i < width * 3; i++) w->source[i] = from[i / 3];
    else
        for (size_t i = 0; i < width; i++, from += 3)
            w->source[i] = (float)(299 * from[0] + 587 * from[1] + 114 * from[2]) / 1000.0f;
}

/* `channels` are those of the work: a constant lets the compiler unroll. */
static inline void mix_taps(const struct work *w, size_t channels, float *row)
{
    for (int x = 0; x < w->width; x++) {
        const struct tap *tap = &w->across.taps[x];
        const float *from = w->source + (size_t)tap->first * channels;
        float *to = row + (size_t)x * channels;
        for (size_t c = 0; c < channels; c++) to[c] = from[c] * tap->weights[0];
        for (int k = 1; k < tap->count; k++)
            for (size_t c = 0; c < channels; c++) to[c] += from[(size_t)k * channels + c] * tap->weights[k];
    }
}

static void resample_across(const struct work *w, float *row)
{
    if (w->channels == 1) mix_taps(w, 1, row);
    else if (w->channels == 3) mix_taps(w, 3, row);
    else mix_taps(w, (size_t)w->channels, row);
}

/* Neighbouring outputs share at most two input rows. */
static const float *resampled_row(struct work *w, int y)
{
    const int slot = y & 1;
    if (w->row_of[slot] != y) {
        load_row(w, y);
        resample_across(w, w->rows[slot]);
        w->row_of[slot] = y;
    }
    return w->rows[slot];
}

static void sum_rows(struct work *w, int y)
{
    const struct tap *tap = &w->down.taps[y];
    const size_t count = (size_t)w->width * (size_t)w->channels;
    for (int k = 0; k < tap->count; k++) {
        const float *row = resampled_row(w, tap->first + k), weight = tap->weights[k];
        if (k == 0)
            for (size_t i = 0; i < count; i++) w->sum[i] = row[i] * weight;
        else
            for (size_t i = 0; i < count; i++) w->sum[i] += row[i] * weight;
    }
}

static void put_bytes(const struct work *w, uint8_t *out)
{
    const size_t count = (size_t)w->width * (size_t)w->channels;
    for (size_t i = 0; i < count; i++) {
        const int value = (int)(w->sum[i] + 0.5f);
        out[i] = (uint8_t)(value > 255 ? 255 : value);
    }
}

static void put_floats(const struct work *w, float *out)
{
    const size_t count = (size_t)w->width * (size_t)w->channels;
    for (size_t i = 0; i < count; i++) {
        const float value = w->sum[i] / 255.0f;
        out[i] = value > 1 ? 1 : value;
    }
}

static enum aug_status prepare(struct work *w, struct aug_error *err)
{
    const size_t in_row = (size_t)w->in->width * (size_t)w->channels, out_row = (size_t)w->width * (size_t)w->channels;
    w->source = au_alloc(in_row + 3 * out_row, sizeof *w->source);
    if (!w->source || !make_axis(&w->across, w->in->width, w->width) || !make_axis(&w->down, w->in->height, w->height))
        return au_no_memory(err, "resizing an image");
    w->rows[0] = w->source + in_row;
    w->rows[1] = w->rows[0] + out_row;
    w->sum = w->rows[1] + out_row;
    return AUG_OK;
}

/* Exactly one of `bytes` and `floats` is wanted. */
static enum aug_status resize(struct work *w, struct aug_image *bytes, float *floats, struct aug_error *err)
{
    enum aug_status status = prepare(w, err);
    for (int y = 0; status == AUG_OK && y < w->height; y++) {
        sum_rows(w, y);
        if (bytes) put_bytes(w, bytes->pixels + (size_t)y * bytes->stride);
        else put_floats(w, floats + (size_t)y * (size_t)w->width * (size_t)w->channels);
    }
    au_free(w->source);
    au_free(w->across.taps);
    au_free(w->across.weights);
    au_free(w->down.taps);
    au_free(w->down.weights);
    return status;
}

enum aug_status au_image_resize_area(const struct aug_image *in, struct aug_image *out, int width, int height,
                                     struct aug_error *err)
{
    AUG_TRY(aug_image_resize_storage(out, width, height, in->channels, err));
    struct work w = {.in = in, .width = width, .height = height, .channels = in->channels, .row_of = {-1, -1}};
    return resize(&w, out, NULL, err);
}

/* No resampling: the same values as by taps of weight 1. */
static void copy_floats(const struct aug_image *in, float *out)
{
    const size_t count = (size_t)in->width * (size_t)in->channels;
    for (int y = 0; y < in->height; y++, out += count)
        for (size_t i = 0; i < count; i++) out[i] = (float)in->pixels[(size_t)y * in->stride + i] / 255.0f;
}

enum aug_status au_image_to_float_area(const struct aug_image *in, int width, int height, int channels_out, float *out,
                                       struct aug_error *err)
{
    if ((channels_out != 1 && channels_out != 3) || !in->pixels || width < 1 || height < 1)
        return aug_fail(err, AUG_BAD_INPUT, "an image of %d x %d cannot become %d x %d with %d channels", in->width,
                        in->height, width, height, channels_out);
    if (in->width == width && in->height == height && in->channels == channels_out) {
        copy_floats(in, out);
        return AUG_OK;
    }
    struct work w = {.in = in, .width = width, .height = height, .channels = channels_out, .row_of = {-1, -1}};
    return resize(&w, NULL, out, err);
}
