/* SPDX-License-Identifier: Apache-2.0
 * backward.c - a batch of slopes from scores to every parameter. */
#include <string.h>

#include "pass.h"

static void dense_gradient(struct au_network_bench *bench, size_t count, float *gradient)
{
    const struct au_network_layout *layout = &bench->layout;
    const struct au_outer_sum job = {.in = bench->features,
                                     .slope = bench->score_slopes,
                                     .gradient = gradient + layout->dense,
                                     .in_step = layout->features,
                                     .rows = 1,
                                     .columns = count,
                                     .length = layout->features,
                                     .width = layout->class_lanes};
    bench->kernels->outer_sum(&job);
    for (size_t n = 0; n < count; n++)
        for (size_t k = 0; k < layout->class_lanes; k++)
            gradient[layout->dense_shift + k] += bench->score_slopes[n * layout->class_lanes + k];
}

static void turn(const float *from, float *to, size_t rows, size_t columns)
{
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < columns; c++) to[c * rows + r] = from[r * columns + c];
}

static void slopes_of_features(struct au_network_bench *bench, const float *values, size_t count)
{
    const struct au_network_layout *layout = &bench->layout;
    const struct au_run run = {0, layout->class_lanes, 0};
    const struct au_correlation job = {.in = bench->score_slopes,
                                       .weights = bench->dense_turned,
                                       .out = bench->feature_slopes,
                                       .in_step = layout->class_lanes,
                                       .out_step = layout->features,
                                       .rows = 1,
                                       .columns = count,
                                       .width = layout->features,
                                       .runs = &run,
                                       .run_count = 1};
    turn(values + layout->dense, bench->dense_turned, layout->features, layout->class_lanes);
    bench->kernels->correlate(&job);
}

static void spread_average(struct au_network_bench *bench, size_t count)
{
    const struct au_layer_layout *l = &bench->layout.layers[bench->layout.layer_count - 1];
    const size_t pixels = l->out_height * l->out_width;
    const float share = 1.0f / (float)pixels;
    float *to = bench->layers[bench->layout.layer_count - 1].slopes;
    for (size_t n = 0; n < count; n++)
        for (size_t p = 0; p < pixels; p++)
            for (size_t c = 0; c < l->lanes; c++) *to++ = share * bench->feature_slopes[n * l->lanes + c];
}

static struct au_rectifier_slopes rectifier_of(const struct au_layer_layout *l, const struct au_layer_bench *layer)
{
    return (struct au_rectifier_slopes){
        {NULL, l->height, l->width, l->lanes, (int)l->window, layer->scale, layer->shift, NULL, 0}, NULL, layer->mean};
}

static void look_at(struct au_rectifier_slopes *job, const struct au_layer_layout *l,
                    const struct au_layer_bench *layer, size_t n)
{
    job->of.in = layer->sums + n * l->height * l->width * l->lanes;
    job->slope = layer->slopes + n * l->out_height * l->out_width * l->lanes;
}

/* Normalisation: with g the slope by its output and n the numbers it averaged, the slope by its input is
 * gain / deviation * (g - mean of g - standardised input * mean of (g * standardised input)) = a g + b input + c. */
static void normal_line(struct au_network_bench *bench, const struct au_layer_layout *l,
                        const struct au_layer_bench *layer, size_t count, const float *values, float *gradient)
{
    float *a = bench->small + 2 * l->lanes, *b = a + l->lanes, *c = b + l->lanes;
    const double n = (double)(count * l->height * l->width), *sum = bench->sums, *product = sum + l->lanes;
    for (size_t k = 0; k < l->lanes; k++) {
        const double inverse = (double)layer->inverse[k], scale = (double)values[l->gain + k] * inverse;
        const double curve = scale * inverse * inverse * product[k] / n;
        gradient[l->shift + k] = (float)sum[k];
        gradient[l->gain + k] = (float)(inverse * product[k]);
        a[k] = (float)scale;
        b[k] = (float)-curve;
        c[k] = (float)(curve * (double)layer->mean[k] - scale * sum[k] / n);
    }
}

static void normal_slopes(struct au_network_bench *bench, size_t i, size_t count, const float *values, float *gradient)
{
    const struct au_layer_layout *l = &bench->layout.layers[i];
    const struct au_layer_bench *layer = &bench->layers[i];
    struct au_rectifier_slopes job = rectifier_of(l, layer);
    memset(bench->sums, 0, 2 * l->lanes * sizeof *bench->sums);
    for (size_t n = 0; n < count; n++) {
        look_at(&job, l, layer, n);
        memset(bench->small, 0, 2 * l->lanes * sizeof *bench->small);
        bench->kernels->slope_sums(&job, bench->small, bench->small + l->lanes);
        for (size_t c = 0; c < 2 * l->lanes; c++) bench->sums[c] += (double)bench->small[c];
    }
    normal_line(bench, l, layer, count, values, gradient);
}

/* The kernel with inputs as lanes: the order of the runs is rows from the last to the first, of each the columns so too. */
static void turn_kernel(const struct au_layer_layout *l, const float *kernel, float *to)
{
    const size_t s = l->stride, size = l->in_lanes * l->lanes;
    for (size_t phase = 0; phase < s * s; phase++)
        for (size_t y = l->side; y-- > 0;)
            for (size_t x = l->side; x-- > 0;) {
                if (y % s != (phase / s + l->border) % s || x % s != (phase % s + l->border) % s) continue;
                turn(kernel + (y * l->side + x) * size, to, l->in_lanes, l->lanes);
                to += size;
            }
}

static void kernel_gradient(const struct au_network_bench *bench, size_t i, size_t n, const float *slope,
                            float *gradient)
{
    const struct au_layer_layout *l = &bench->layout.layers[i];
    struct au_outer_sum job = {.slope = slope,
                               .in_step = l->stride * l->in_lanes,
                               .in_row = l->stride * l->in_row,
                               .slope_row = l->slope_row,
                               .rows = l->height,
                               .columns = l->width,
                               .length = l->side * l->in_lanes,
                               .width = l->lanes};
    for (size_t y = 0; y < l->side; y++) {
        job.in = bench->layers[i].in + n * l->in_size + y * l->in_row;
        job.gradient = gradient + l->kernel + y * job.length * l->lanes;
        bench->kernels->outer_sum(&job);
    }
}

static void slopes_of_input(struct au_network_bench *bench, size_t i, size_t n)
{
    const struct au_layer_layout *l = &bench->layout.layers[i];
    const struct au_layer_back *back = &bench->layers[i].back;
    float *out = bench->layers[i - 1].slopes + n * l->in_height * l->in_width * l->in_lanes;
    for (size_t phase = 0; phase < l->stride * l->stride; phase++) {
        const size_t a = phase / l->stride, b = phase % l->stride;
        const struct au_correlation job = {.in = bench->slope_image,
                                           .weights = back->kernel,
                                           .out = out + (a * l->in_width + b) * l->in_lanes,
                                           .in_step = l->lanes,
                                           .in_row = l->slope_row,
                                           .out_step = l->stride * l->in_lanes,
                                           .out_row = l->stride * l->in_width * l->in_lanes,
                                           .rows = (l->in_height - a + l->stride - 1) / l->stride,
                                           .columns = (l->in_width - b + l->stride - 1) / l->stride,
                                           .width = l->in_lanes,
                                           .runs = back->runs[phase],
                                           .run_count = back->run_count[phase]};
        bench->kernels->correlate(&job);
    }
}

static void layer_back(struct au_network_bench *bench, size_t i, const float *values, size_t count, float *gradient)
{
    const struct au_layer_layout *l = &bench->layout.layers[i];
    const struct au_layer_bench *layer = &bench->layers[i];
    struct au_rectifier_slopes job = rectifier_of(l, layer);
    const float *a = bench->small + 2 * l->lanes;
    float *inside = bench->slope_image + l->border * (l->slope_row + l->lanes);
    normal_slopes(bench, i, count, values, gradient);
    if (i > 0) turn_kernel(l, values + l->kernel, layer->back.kernel);
    memset(bench->slope_image, 0, l->slope_size * sizeof *inside);
    for (size_t n = 0; n < count; n++) {
        look_at(&job, l, layer, n);
        bench->kernels->slope_spread(&job, a, a + l->lanes, a + 2 * l->lanes, inside, l->slope_row);
        kernel_gradient(bench, i, n, inside, gradient);
        if (i > 0) slopes_of_input(bench, i, n);
    }
}

void au_network_backward(struct au_network_bench *bench, const float *values, size_t count, float *gradient)
{
    memset(gradient, 0, bench->layout.parameter_count * sizeof *gradient);
    dense_gradient(bench, count, gradient);
    slopes_of_features(bench, values, count);
    spread_average(bench, count);
    for (size_t i = bench->layout.layer_count; i-- > 0;) layer_back(bench, i, values, count, gradient);
}
