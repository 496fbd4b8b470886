/* SPDX-License-Identifier: Apache-2.0
 * forward.c - a batch of images from pixels to scores. */
#include <math.h>
#include <string.h>

#include "pass.h"

#define MOVE .1f /* of the statistics towards those of a batch */

static struct au_correlation sums_of(const struct au_layer_layout *l, struct au_run *runs)
{
    for (size_t y = 0; y < l->side; y++)
        runs[y] = (struct au_run){y * l->in_row, l->side * l->in_lanes, y * l->side * l->in_lanes * l->lanes};
    return (struct au_correlation){.in_step = l->stride * l->in_lanes,
                                   .in_row = l->stride * l->in_row,
                                   .out_step = l->lanes,
                                   .out_row = l->width * l->lanes,
                                   .rows = l->height,
                                   .columns = l->width,
                                   .width = l->lanes,
                                   .runs = runs,
                                   .run_count = l->side};
}

static void add_moments(struct au_network_bench *bench, const struct au_layer_layout *l, const float *in)
{
    float *sum = bench->small, *square = bench->small + l->lanes;
    memset(bench->small, 0, 2 * l->lanes * sizeof *sum);
    bench->kernels->moments(in, l->height * l->width, l->lanes, sum, square);
    for (size_t c = 0; c < 2 * l->lanes; c++) bench->sums[c] += (double)bench->small[c];
}

static void convolve(struct au_network_bench *bench, size_t i, const float *values, size_t count, bool training)
{
    const struct au_layer_layout *l = &bench->layout.layers[i];
    struct au_run runs[AU_NETWORK_SIDE_MAX];
    struct au_correlation job = sums_of(l, runs);
    job.weights = values + l->kernel;
    if (training) memset(bench->sums, 0, 2 * l->lanes * sizeof *bench->sums);
    for (size_t n = 0; n < count; n++) {
        job.in = bench->layers[i].in + n * l->in_size;
        job.out = bench->layers[i].sums + n * l->height * l->width * l->lanes;
        bench->kernels->correlate(&job);
        if (training) add_moments(bench, l, job.out);
    }
}

static void set_moments(const struct au_layer_layout *l, struct au_layer_bench *layer, const double *sums, size_t count,
                        float *values)
{
    const double n = (double)(count * l->height * l->width);
    for (size_t c = 0; c < l->lanes; c++) {
        const double mean = sums[c] / n, spread = sums[l->lanes + c] / n - mean * mean;
        const double variance = spread > 0 ? spread : 0;
        layer->mean[c] = (float)mean;
        layer->inverse[c] = 1.0f / sqrtf((float)variance + AU_NETWORK_EPSILON);
        values[l->mean + c] += MOVE * ((float)mean - values[l->mean + c]);
        values[l->variance + c] += MOVE * ((float)(variance * n / (n - 1)) - values[l->variance + c]);
    }
}

static void recall_moments(const struct au_layer_layout *l, struct au_layer_bench *layer, const float *values)
{
    for (size_t c = 0; c < l->lanes; c++) {
        layer->mean[c] = values[l->mean + c];
        layer->inverse[c] = 1.0f / sqrtf(values[l->variance + c] + AU_NETWORK_EPSILON);
    }
}

static void rectify(struct au_network_bench *bench, size_t i, const float *values, size_t count)
{
    const struct au_layer_layout *l = &bench->layout.layers[i], *next = l + 1;
    struct au_layer_bench *layer = &bench->layers[i];
    const bool last = i + 1 == bench->layout.layer_count;
    for (size_t c = 0; c < l->lanes; c++) {
        layer->scale[c] = values[l->gain + c] * layer->inverse[c];
        layer->shift[c] = values[l->shift + c] - layer->mean[c] * layer->scale[c];
    }
    float *out = last ? bench->out : layer[1].in + next->border * (next->in_row + next->in_lanes);
    const size_t out_size = last ? l->out_height * l->out_width * l->lanes : next->in_size;
    struct au_rectifier job = {NULL,         l->height,    l->width, l->lanes, (int)l->window,
                               layer->scale, layer->shift, NULL,     0};
    job.out_row = last ? l->out_width * l->lanes : next->in_row;
    for (size_t n = 0; n < count; n++) {
        job.in = layer->sums + n * l->height * l->width * l->lanes;
        job.out = out + n * out_size;
        bench->kernels->rectify(&job);
    }
}

static void average(struct au_network_bench *bench, size_t count)
{
    const struct au_layer_layout *l = &bench->layout.layers[bench->layout.layer_count - 1];
    const size_t pixels = l->out_height * l->out_width;
    const float share = 1.0f / (float)pixels;
    memset(bench->small, 0, l->lanes * sizeof *bench->small);
    for (size_t n = 0; n < count; n++) {
        float *to = bench->features + n * l->lanes;
        memset(to, 0, l->lanes * sizeof *to);
        bench->kernels->moments(bench->out + n * pixels * l->lanes, pixels, l->lanes, to, bench->small);
        for (size_t c = 0; c < l->lanes; c++) to[c] *= share;
    }
}

static void score(struct au_network_bench *bench, const float *values, size_t count)
{
    const struct au_network_layout *layout = &bench->layout;
    const struct au_run run = {0, layout->features, 0};
    const struct au_correlation job = {.in = bench->features,
                                       .weights = values + layout->dense,
                                       .out = bench->scores,
                                       .in_step = layout->features,
                                       .out_step = layout->class_lanes,
                                       .rows = 1,
                                       .columns = count,
                                       .width = layout->class_lanes,
                                       .runs = &run,
                                       .run_count = 1};
    bench->kernels->correlate(&job);
    for (size_t n = 0; n < count; n++)
        for (size_t k = 0; k < layout->classes; k++)
            bench->scores[n * layout->class_lanes + k] += values[layout->dense_shift + k];
}

void au_network_forward(struct au_network_bench *bench, float *values, size_t count, bool training)
{
    for (size_t i = 0; i < bench->layout.layer_count; i++) {
        const struct au_layer_layout *l = &bench->layout.layers[i];
        convolve(bench, i, values, count, training);
        if (training) set_moments(l, &bench->layers[i], bench->sums, count, values);
        else recall_moments(l, &bench->layers[i], values);
        rectify(bench, i, values, count);
    }
    average(bench, count);
    score(bench, values, count);
}
