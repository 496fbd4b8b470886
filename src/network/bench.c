/* SPDX-License-Identifier: Apache-2.0
 * bench.c - the memory of a pass: counted first, then taken in one piece. */
#include <string.h>

#include "core/memory.h"

#include "pass.h"

struct cursor { /* over floats; counts only while `base` is NULL */
    float *base;
    size_t used;
};

static float *take(struct cursor *cursor, size_t count)
{
    float *at = cursor->base ? cursor->base + cursor->used : NULL;
    cursor->used += (count + AU_LANES - 1) / AU_LANES * AU_LANES;
    return at;
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static void take_layer(struct cursor *cursor, struct au_network_bench *bench, size_t i, bool training)
{
    const struct au_layer_layout *l = &bench->layout.layers[i];
    struct au_layer_bench *layer = &bench->layers[i];
    layer->in = take(cursor, bench->batch * l->in_size);
    layer->sums = take(cursor, bench->batch * l->height * l->width * l->lanes);
    layer->scale = take(cursor, l->lanes);
    layer->shift = take(cursor, l->lanes);
    layer->mean = take(cursor, l->lanes);
    layer->inverse = take(cursor, l->lanes);
    if (!training) return;
    layer->slopes = take(cursor, bench->batch * l->out_height * l->out_width * l->lanes);
    layer->back.kernel = take(cursor, l->kernel_size);
}

static void take_all(struct cursor *cursor, struct au_network_bench *bench, bool training)
{
    const struct au_network_layout *layout = &bench->layout;
    const struct au_layer_layout *last = &layout->layers[layout->layer_count - 1];
    size_t lanes = 0, slope_size = 0;
    for (size_t i = 0; i < layout->layer_count; i++) {
        take_layer(cursor, bench, i, training);
        lanes = larger(lanes, layout->layers[i].lanes);
        slope_size = larger(slope_size, layout->layers[i].slope_size);
    }
    bench->out = take(cursor, bench->batch * last->out_height * last->out_width * layout->features);
    bench->features = take(cursor, bench->batch * layout->features);
    bench->scores = take(cursor, bench->batch * layout->class_lanes);
    bench->small = take(cursor, 6 * lanes);
    bench->sums = (double *)(void *)take(cursor, 2 * lanes * (sizeof(double) / sizeof(float)));
    if (!training) return;
    bench->feature_slopes = take(cursor, bench->batch * layout->features);
    bench->score_slopes = take(cursor, bench->batch * layout->class_lanes);
    bench->dense_turned = take(cursor, layout->class_lanes * layout->features);
    bench->slope_image = take(cursor, slope_size);
}

/* The rows of the kernel that meet inputs of phase (a, b), from the last to the first, so that slopes are read forwards. */
static size_t phase_runs(const struct au_layer_layout *l, size_t a, size_t b, size_t *weights, struct au_run *runs)
{
    const size_t s = l->stride, first_row = (a + l->border) % s, first_column = (b + l->border) % s;
    size_t count = 0, columns = 0, last_column = 0;
    for (size_t x = first_column; x < l->side; x += s) columns++, last_column = x;
    if (columns == 0) return 0;
    /* (a + border - y) / s + border, never negative */
    const size_t column = (b + l->border + s * l->border - last_column) / s;
    for (size_t y = l->side; y-- > 0;) {
        if (y % s != first_row) continue;
        const size_t row = (a + l->border + s * l->border - y) / s;
        const size_t length = columns * l->lanes;
        runs[count++] = (struct au_run){row * l->slope_row + column * l->lanes, length, *weights};
        *weights += length * l->in_lanes;
    }
    return count;
}

static void plan_back(struct au_network_bench *bench)
{
    for (size_t i = 0; i < bench->layout.layer_count; i++) {
        const struct au_layer_layout *l = &bench->layout.layers[i];
        struct au_layer_back *back = &bench->layers[i].back;
        size_t weights = 0;
        for (size_t phase = 0; phase < l->stride * l->stride; phase++)
            back->run_count[phase] = phase_runs(l, phase / l->stride, phase % l->stride, &weights, back->runs[phase]);
    }
}

enum aug_status au_network_bench_make(const struct au_network_shape *shape, size_t batch, bool training,
                                      struct au_network_bench *out, struct aug_error *err)
{
    struct au_network_bench bench = {.kernels = au_convolve(), .batch = batch};
    struct cursor cursor = {0};
    AUG_TRY(au_network_lay_out(shape, &bench.layout, err));
    take_all(&cursor, &bench, training);
    bench.memory = cursor.base = au_alloc(cursor.used, sizeof(float));
    if (!cursor.base) return au_no_memory(err, "a batch of images between the layers of a network");
    cursor.used = 0;
    take_all(&cursor, &bench, training);
    plan_back(&bench);
    *out = bench;
    return AUG_OK;
}

void au_network_bench_release(struct au_network_bench *bench)
{
    au_free(bench->memory);
    *bench = (struct au_network_bench){0};
}

void au_network_put(struct au_network_bench *bench, size_t i, const float *pixels)
{
    const struct au_layer_layout *l = &bench->layout.layers[0];
    const size_t row = l->in_width * l->in_lanes;
    float *to = bench->layers[0].in + i * l->in_size + l->border * (l->in_row + l->in_lanes);
    for (size_t y = 0; y < l->in_height; y++) memcpy(to + y * l->in_row, pixels + y * row, row * sizeof *to);
}
