/* SPDX-License-Identifier: Apache-2.0
 * filter_rank.c - box mean by running sums and median by a running histogram: both cost nothing extra for a larger square.
 *
 * Median: Huang, Yang, Tang, "A fast two-dimensional median filtering algorithm", IEEE TASSP 27, 1979. */
#include <string.h>

#include "core/memory.h"

#include "filter.h"
#include "pixels.h"

static void add_row(uint32_t *columns, const struct aug_image *in, int y, int sign)
{
    const uint8_t *row = au_row(in, au_reflect101(y, in->height));
    for (size_t i = 0; i < au_row_values(in); i++) columns[i] += (uint32_t)(sign * row[i]);
}

static void box_row(const uint32_t *columns, const struct aug_image *in, int size, uint8_t *out)
{
    const int radius = size / 2, channels = in->channels;
    const double scale = 1.0 / ((double)size * size);
    for (int c = 0; c < channels; c++) {
        uint32_t sum = 0;
        for (int x = -radius; x <= radius; x++) sum += columns[au_reflect101(x, in->width) * channels + c];
        for (int x = 0; x < in->width; x++) {
            out[x * channels + c] = (uint8_t)(sum * scale + 0.5); /* size is odd: never a tie */
            sum += columns[au_reflect101(x + radius + 1, in->width) * channels + c];
            sum -= columns[au_reflect101(x - radius, in->width) * channels + c];
        }
    }
}

enum aug_status au_filter_box(const struct aug_image *in, int size, struct aug_image *out, struct aug_error *err)
{
    AUG_TRY(au_same_size(in, out, err));
    uint32_t *columns = au_alloc(au_row_values(in), sizeof *columns);
    if (!columns) return au_no_memory(err, "a box filter's sums");
    const int radius = size / 2;
    for (int y = -radius; y <= radius; y++) add_row(columns, in, y, 1);
    for (int y = 0; y < in->height; y++) {
        box_row(columns, in, size, au_row_out(out, y));
        add_row(columns, in, y + radius + 1, 1);
        add_row(columns, in, y - radius, -1);
    }
    au_free(columns);
    return AUG_OK;
}

/* Histogram of the square, the value in its middle, and how many are below that. */
struct window {
    int counts[256];
    int middle, below;
};

static int inside(int i, int length)
{
    return i < 0 ? 0 : i >= length ? length - 1 : i;
}

static void count_column(struct window *window, const struct aug_image *in, int x, int y, int radius, int channel,
                         int sign)
{
    const size_t offset = (size_t)inside(x, in->width) * (size_t)in->channels + (size_t)channel;
    for (int dy = -radius; dy <= radius; dy++) {
        const int value = au_row(in, inside(y + dy, in->height))[offset];
        window->counts[value] += sign;
        if (value < window->middle) window->below += sign;
    }
}

static int settle(struct window *window, int half)
{
    while (window->below > half) window->below -= window->counts[--window->middle];
    while (window->below + window->counts[window->middle] <= half) window->below += window->counts[window->middle++];
    return window->middle;
}

static void median_row(const struct aug_image *in, int y, int size, int channel, uint8_t *out)
{
    const int radius = size / 2, half = size * size / 2;
    struct window window = {.middle = 0};
    for (int x = -radius; x <= radius; x++) count_column(&window, in, x, y, radius, channel, 1);
    for (int x = 0; x < in->width; x++) {
        out[x * in->channels + channel] = (uint8_t)settle(&window, half);
        count_column(&window, in, x - radius, y, radius, channel, -1);
        count_column(&window, in, x + radius + 1, y, radius, channel, 1);
    }
}

enum aug_status au_filter_median(const struct aug_image *in, int size, struct aug_image *out, struct aug_error *err)
{
    AUG_TRY(au_same_size(in, out, err));
    for (int y = 0; y < in->height; y++)
        for (int c = 0; c < in->channels; c++) median_row(in, y, size, c, au_row_out(out, y));
    return AUG_OK;
}
