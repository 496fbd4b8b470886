/* SPDX-License-Identifier: Apache-2.0
 * resample.c - separable resizing: a table of taps for each axis, then rows across, then columns down.
 *
 * Rows that are already mixed across wait in a ring as long as the column taps, so each is computed once. */
#include "resample.h"

#include <math.h>
#include <string.h>

#include "core/memory.h"
#include "kernel/kernel.h"

#include "pixels.h"
#include "warp.h"

struct taps { /* output i mixes `width` inputs: index[i * width + k] with weights[i * width + k] */
    int count, width;
    int *index;
    float *weights;
};

struct axis {
    int from, to; /* lengths in pixels */
    double step;  /* input pixels for one output pixel */
    enum au_interpolation interpolation;
    bool averages; /* area and both axes shrink */
};

static void set_taps(const struct taps *taps, const struct axis *axis, int i, double place)
{
    float weights[8];
    const double before = floor(place);
    au_tap_weights(axis->interpolation, place - before, weights);
    for (int k = 0; k < taps->width; k++) {
        const int at = (int)before + 1 - taps->width / 2 + k;
        taps->index[i * taps->width + k] = au_border_index(at, axis->from, AU_BORDER_REPLICATE);
        taps->weights[i * taps->width + k] = weights[k];
    }
}

/* Area when an axis grows: OpenCV's weights, which repeat each pixel and mix only where two of them meet. */
static double meeting_place(const struct axis *axis, int i)
{
    const double before = floor(i * axis->step);
    const double share = (i + 1) - (before + 1) / axis->step;
    return before + (share > 0 ? share - floor(share) : 0);
}

/* Area when both axes shrink: the mean over the cell [i * step, (i + 1) * step). */
static void set_mean(const struct taps *taps, const struct axis *axis, int i)
{
    const double low = i * axis->step, high = fmin(low + axis->step, axis->from);
    int *index = taps->index + (size_t)i * (size_t)taps->width, at = (int)low;
    float *weights = taps->weights + (size_t)i * (size_t)taps->width;
    for (int k = 0; k < taps->width; k++, at++) {
        const double share = fmin(high, at + 1) - fmax(low, at);
        index[k] = at < axis->from ? at : axis->from - 1;
        weights[k] = share > 1e-6 ? (float)(share / (high - low)) : 0;
    }
}

static void fill_taps(struct taps *taps, const struct axis *axis)
{
    for (int i = 0; i < axis->to; i++) {
        if (axis->averages) set_mean(taps, axis, i);
        else if (axis->interpolation == AU_AREA) set_taps(taps, axis, i, meeting_place(axis, i));
        else set_taps(taps, axis, i, (i + 0.5) * axis->step - 0.5);
    }
}

static enum aug_status make_taps(struct taps *taps, const struct axis *axis, struct aug_error *err)
{
    taps->count = axis->to;
    taps->width = axis->averages ? (int)ceil(axis->step) + 1 : au_tap_count(axis->interpolation);
    const size_t total = (size_t)taps->count * (size_t)taps->width;
    taps->index = au_alloc(total, sizeof *taps->index);
    taps->weights = au_alloc(total, sizeof *taps->weights);
    if (!taps->index || !taps->weights) return au_no_memory(err, "resizing an image");
    fill_taps(taps, axis);
    return AUG_OK;
}

struct work {
    struct taps across, down;
    float *ring;        /* down.width rows */
    int *row_in_ring;   /* which input row each of them holds; -1: none */
    const float **rows; /* the rows that one output row mixes */
    size_t row_values;
};

static void mix_across(const struct taps *taps, const uint8_t *in, size_t channels, float *out)
{
    for (int x = 0; x < taps->count; x++, out += channels) {
        const int *index = taps->index + (size_t)x * (size_t)taps->width;
        const float *weights = taps->weights + (size_t)x * (size_t)taps->width;
        for (size_t c = 0; c < channels; c++) {
            float sum = 0;
            for (int k = 0; k < taps->width; k++) sum += weights[k] * in[(size_t)index[k] * channels + c];
            out[c] = sum;
        }
    }
}

static const float *row_of(struct work *work, const struct aug_image *in, int y)
{
    const int slot = y % work->down.width;
    float *row = work->ring + (size_t)slot * work->row_values;
    if (work->row_in_ring[slot] != y) {
        mix_across(&work->across, au_row(in, y), (size_t)in->channels, row);
        work->row_in_ring[slot] = y;
    }
    return row;
}

static enum aug_status mix_image(struct work *work, const struct aug_image *in, struct aug_image *out,
                                 struct aug_error *err)
{
    const size_t taps = (size_t)work->down.width;
    work->row_values = au_row_values(out);
    work->ring = au_alloc(taps * work->row_values, sizeof *work->ring);
    work->row_in_ring = au_alloc(taps, sizeof *work->row_in_ring);
    work->rows = au_alloc(taps, sizeof *work->rows);
    if (!work->ring || !work->row_in_ring || !work->rows) return au_no_memory(err, "resizing an image");
    for (size_t k = 0; k < taps; k++) work->row_in_ring[k] = -1;
    for (int y = 0; y < out->height; y++) {
        const size_t first = (size_t)y * taps;
        for (size_t k = 0; k < taps; k++) work->rows[k] = row_of(work, in, work->down.index[first + k]);
        au_kernels()->mix_rows_u8(au_row_out(out, y), work->rows, work->down.weights + first, taps, work->row_values);
    }
    return AUG_OK;
}

static enum aug_status mix(const struct aug_image *in, const struct axis *across, const struct axis *down,
                           struct work *work, struct aug_image *out, struct aug_error *err)
{
    AUG_TRY(make_taps(&work->across, across, err));
    AUG_TRY(make_taps(&work->down, down, err));
    return mix_image(work, in, out, err);
}

/* The exact mode looks at the middle of the output pixel, in OpenCV's whole 1/65536 of a pixel. */
static int nearest_exact(const struct axis *axis, int i)
{
    const int64_t step = (((int64_t)axis->from << 16) + axis->to / 2) / axis->to;
    const int64_t at = (step * i + step / 2 - axis->from % 2) >> 16;
    return at < axis->from ? (int)at : axis->from - 1;
}

static int nearest(const struct axis *axis, int i)
{
    if (axis->interpolation == AU_NEAREST_EXACT) return nearest_exact(axis, i);
    const int at = (int)floor(i * axis->step);
    return at < axis->from ? at : axis->from - 1;
}

static void pick(const struct aug_image *in, const struct axis *across, const struct axis *down, struct aug_image *out)
{
    const size_t channels = (size_t)in->channels;
    for (int y = 0; y < out->height; y++) {
        const uint8_t *row = au_row(in, nearest(down, y));
        uint8_t *to = au_row_out(out, y);
        for (int x = 0; x < out->width; x++, to += channels)
            memcpy(to, row + (size_t)nearest(across, x) * channels, channels);
    }
}

/* Half the size: the mean of four, halves up, which is how OpenCV's area and linear modes do this one step. */
static bool is_halving(const struct aug_image *in, int width, int height, double step_x, double step_y,
                       enum au_interpolation interpolation)
{
    return (interpolation == AU_AREA || interpolation == AU_LINEAR) && step_x == 2 && step_y == 2 &&
           2 * width <= in->width && 2 * height <= in->height;
}

static void halve(const struct aug_image *in, struct aug_image *out)
{
    const size_t channels = (size_t)in->channels;
    for (int y = 0; y < out->height; y++) {
        const uint8_t *upper = au_row(in, 2 * y), *lower = au_row(in, 2 * y + 1);
        uint8_t *to = au_row_out(out, y);
        for (int x = 0; x < out->width; x++, upper += channels, lower += channels)
            for (size_t c = 0; c < channels; c++, upper++, lower++)
                *to++ = (uint8_t)((upper[0] + upper[channels] + lower[0] + lower[channels] + 2) >> 2);
    }
}

enum aug_status au_resample_steps(const struct aug_image *in, int width, int height, double step_x, double step_y,
                                  enum au_interpolation interpolation, struct aug_image *out, struct aug_error *err)
{
    const bool averages = interpolation == AU_AREA && step_x >= 1 && step_y >= 1;
    const struct axis across = {in->width, width, step_x, interpolation, averages};
    const struct axis down = {in->height, height, step_y, interpolation, averages};
    struct work work = {0};
    AUG_TRY(aug_image_resize_storage(out, width, height, in->channels, err));
    if (is_halving(in, width, height, step_x, step_y, interpolation)) {
        halve(in, out);
        return AUG_OK;
    }
    if (au_tap_count(interpolation) == 1) {
        pick(in, &across, &down, out);
        return AUG_OK;
    }
    const enum aug_status status = mix(in, &across, &down, &work, out, err);
    au_free(work.rows);
    au_free(work.row_in_ring);
    au_free(work.ring);
    au_free(work.down.weights);
    au_free(work.down.index);
    au_free(work.across.weights);
    au_free(work.across.index);
    return status;
}

enum aug_status au_resample(const struct aug_image *in, int width, int height, enum au_interpolation interpolation,
                            struct aug_image *out, struct aug_error *err)
{
    const double step_x = 1 / ((double)width / in->width), step_y = 1 / ((double)height / in->height);
    return au_resample_steps(in, width, height, step_x, step_y, interpolation, out, err);
}

enum aug_status au_resample_window(const struct aug_image *in, int x, int y, int window_width, int window_height,
                                   int width, int height, enum au_interpolation interpolation, struct aug_image *out,
                                   struct aug_error *err)
{
    const struct aug_image window = {
        .pixels = in->pixels + (size_t)y * in->stride + (size_t)x * (size_t)in->channels,
        .width = window_width,
        .height = window_height,
        .channels = in->channels,
        .stride = in->stride,
    };
    return au_resample(&window, width, height, interpolation, out, err);
}
