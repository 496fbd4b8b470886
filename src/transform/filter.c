/* SPDX-License-Identifier: Apache-2.0
 * filter.c - convolution by rows: a ring of the last `size` rows is kept as floats, and every tap adds a scaled row. */
#include <string.h>

#include "core/memory.h"
#include "kernel/kernel.h"

#include "filter.h"
#include "pixels.h"

void au_gaussian_weights(float *weights, int size, double sigma)
{
    double sum = 0;
    const int radius = size / 2;
    for (int i = -radius; i <= radius; i++) sum += exp(-0.5 * (i / sigma) * (i / sigma));
    for (int i = -radius; i <= radius; i++) weights[i + radius] = (float)(exp(-0.5 * (i / sigma) * (i / sigma)) / sum);
}

void au_gaussian_weights_256(float *weights, int size, double sigma)
{
    double error = 0, sum = 0, total = 0;
    const int radius = size / 2;
    for (int i = -radius; i <= radius; i++) sum += exp(-0.5 * (i / sigma) * (i / sigma));
    for (int i = 0; i < radius; i++) {
        const double x = i - radius, exact = 256 * exp(-0.5 * (x / sigma) * (x / sigma)) / sum + error;
        const double whole = rint(exact);
        error = exact - whole;
        total += 2 * whole;
        weights[i] = weights[size - 1 - i] = (float)(whole / 256);
    }
    weights[radius] = (float)((256 - total) / 256);
}

/* The `size` rows around the one in work; row y lies at slot y % size. `taps` are the rows, or places in a row, to be mixed. */
struct ring {
    float *rows, *padded, *sum;
    const float **taps;
    int size, loaded;
    size_t row_values;
};

static enum aug_status open_ring(struct ring *ring, int size, int tap_count, size_t row_values, size_t padded_values,
                                 struct aug_error *err)
{
    *ring = (struct ring){.size = size, .row_values = row_values};
    ring->rows = au_alloc((size_t)size * row_values, sizeof(float));
    ring->padded = au_alloc(padded_values, sizeof(float));
    ring->sum = au_alloc(padded_values, sizeof(float));
    ring->taps = au_alloc((size_t)tap_count, sizeof *ring->taps);
    return ring->rows && ring->padded && ring->sum && ring->taps ? AUG_OK : au_no_memory(err, "a filter's rows");
}

static void close_ring(struct ring *ring)
{
    au_free(ring->rows);
    au_free(ring->padded);
    au_free(ring->sum);
    au_free(ring->taps);
}

static float *ring_row(const struct ring *ring, int y)
{
    return ring->rows + (size_t)(y % ring->size) * ring->row_values;
}

/* padded[radius pixels on] holds the row; fills both ends with its mirror image. */
static void mirror_ends(float *padded, int width, int channels, int radius)
{
    const size_t bytes = (size_t)channels * sizeof *padded;
    float *row = padded + radius * channels;
    for (int i = 1; i <= radius; i++) {
        memcpy(row - i * channels, row + au_reflect101(-i, width) * channels, bytes);
        const int right = width - 1 + i;
        memcpy(row + right * channels, row + au_reflect101(right, width) * channels, bytes);
    }
}

static void load_row(const struct au_filter_rows *rows, const float *weights, const struct ring *ring)
{
    rows->load(rows->context, ring->loaded, ring->padded + ring->size / 2 * rows->channels);
    mirror_ends(ring->padded, rows->width, rows->channels, ring->size / 2);
    for (int k = 0; k < ring->size; k++) ring->taps[k] = ring->padded + k * rows->channels;
    au_kernels()->mix_rows_f32(ring_row(ring, ring->loaded), ring->taps, weights, (size_t)ring->size, ring->row_values);
}

static void filter_rows(const struct au_filter_rows *rows, const float *weights, struct ring *ring)
{
    const int radius = ring->size / 2;
    for (int y = 0; y < rows->height; y++) {
        for (; ring->loaded < rows->height && ring->loaded <= y + radius; ring->loaded++) load_row(rows, weights, ring);
        for (int k = 0; k < ring->size; k++)
            ring->taps[k] = ring_row(ring, au_reflect101(y + k - radius, rows->height));
        au_kernels()->mix_rows_f32(ring->sum, ring->taps, weights, (size_t)ring->size, ring->row_values);
        rows->store(rows->context, y, ring->sum);
    }
}

enum aug_status au_filter_rows(const struct au_filter_rows *rows, const float *weights, int size, struct aug_error *err)
{
    struct ring ring;
    const size_t values = (size_t)rows->width * (size_t)rows->channels;
    const enum aug_status status = open_ring(&ring, size, size, values,
                                             values + (size_t)(size - 1) * (size_t)rows->channels, err);
    if (status == AUG_OK) filter_rows(rows, weights, &ring);
    close_ring(&ring);
    return status;
}

struct image_pair {
    const struct aug_image *in;
    struct aug_image *out;
};

static void load_image(void *context, int y, float *values)
{
    const struct aug_image *in = ((struct image_pair *)context)->in;
    const uint8_t *row = au_row(in, y);
    for (size_t i = 0; i < au_row_values(in); i++) values[i] = row[i];
}

static void store_image(void *context, int y, const float *values)
{
    struct aug_image *out = ((struct image_pair *)context)->out;
    au_kernels()->mix_rows_u8(au_row_out(out, y), &values, &(const float){1}, 1, au_row_values(out));
}

enum aug_status au_filter_separable(const struct aug_image *in, const float *weights, int size, struct aug_image *out,
                                    struct aug_error *err)
{
    AUG_TRY(au_same_size(in, out, err));
    struct image_pair pair = {in, out};
    const struct au_filter_rows rows = {in->width, in->height, in->channels, load_image, store_image, &pair};
    return au_filter_rows(&rows, weights, size, err);
}

struct square {
    const float *weights; /* those that are not 0, in reading order */
    const int *places;    /* ky * size + kx of each */
    size_t count;
};

static void filter_square(const struct aug_image *in, const struct square *square, struct ring *ring,
                          struct aug_image *out)
{
    const int radius = ring->size / 2;
    struct image_pair pair = {in, out};
    for (int y = 0; y < in->height; y++) {
        for (; ring->loaded < in->height && ring->loaded <= y + radius; ring->loaded++) {
            float *row = ring_row(ring, ring->loaded);
            load_image(&pair, ring->loaded, row + radius * in->channels);
            mirror_ends(row, in->width, in->channels, radius);
        }
        for (size_t k = 0; k < square->count; k++) {
            const int ky = square->places[k] / ring->size, kx = square->places[k] % ring->size;
            ring->taps[k] = ring_row(ring, au_reflect101(y + ky - radius, in->height)) + kx * in->channels;
        }
        au_kernels()->mix_rows_u8(au_row_out(out, y), ring->taps, square->weights, square->count, au_row_values(in));
    }
}

static enum aug_status run_square(const struct aug_image *in, const struct square *square, int size,
                                  struct aug_image *out, struct aug_error *err)
{
    struct ring ring;
    const size_t padded = au_row_values(in) + (size_t)(size - 1) * (size_t)in->channels;
    const enum aug_status status = open_ring(&ring, size, (int)square->count, padded, padded, err);
    if (status == AUG_OK) filter_square(in, square, &ring, out);
    close_ring(&ring);
    return status;
}

enum aug_status au_filter_square(const struct aug_image *in, const float *weights, int size, struct aug_image *out,
                                 struct aug_error *err)
{
    AUG_TRY(au_same_size(in, out, err));
    float *kept = au_alloc((size_t)size * (size_t)size, sizeof *kept);
    int *places = au_alloc((size_t)size * (size_t)size, sizeof *places);
    size_t count = 0;
    for (int i = 0; kept && places && i < size * size; i++) {
        if (weights[i] == 0 && !(count == 0 && i == size * size - 1)) continue;
        kept[count] = weights[i];
        places[count++] = i;
    }
    const struct square square = {kept, places, count};
    const enum aug_status status = kept && places ? run_square(in, &square, size, out, err)
                                                  : au_no_memory(err, "a filter's weights");
    au_free(kept);
    au_free(places);
    return status;
}
