/* SPDX-License-Identifier: Apache-2.0
 * slow.c - the slow and obvious definition of a network. */
#include "slow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct maps { /* count x height x width x channels */
    size_t count, height, width, channels;
    double *at;
};

static struct maps maps_of(size_t count, size_t height, size_t width, size_t channels)
{
    return (struct maps){count, height, width, channels, calloc(count * height * width * channels, sizeof(double))};
}

static double *cell(const struct maps *m, size_t n, size_t y, size_t x, size_t c)
{
    return &m->at[((n * m->height + y) * m->width + x) * m->channels + c];
}

static double weighted_sum(const struct maps *in, const struct au_layer_layout *l, const double *kernel, size_t n,
                           size_t y, size_t x, size_t f)
{
    double sum = 0;
    for (size_t ky = 0; ky < l->side; ky++)
        for (size_t kx = 0; kx < l->side; kx++) {
            const long iy = (long)(y * l->stride + ky) - (long)l->border,
                       ix = (long)(x * l->stride + kx) - (long)l->border;
            if (iy < 0 || ix < 0 || iy >= (long)in->height || ix >= (long)in->width) continue;
            for (size_t c = 0; c < in->channels; c++)
                sum += *cell(in, n, (size_t)iy, (size_t)ix, c) *
                       kernel[((ky * l->side + kx) * l->in_lanes + c) * l->lanes + f];
        }
    return sum;
}

static struct maps convolved(const struct maps *in, const struct au_layer_layout *l, const double *kernel)
{
    struct maps out = maps_of(in->count, l->height, l->width, l->filters);
    for (size_t n = 0; n < out.count; n++)
        for (size_t y = 0; y < out.height; y++)
            for (size_t x = 0; x < out.width; x++)
                for (size_t f = 0; f < out.channels; f++)
                    *cell(&out, n, y, x, f) = weighted_sum(in, l, kernel, n, y, x, f);
    return out;
}

static void normalise(struct maps *m, const double *gain, const double *shift)
{
    const size_t each = m->count * m->height * m->width;
    for (size_t f = 0; f < m->channels; f++) {
        double mean = 0, variance = 0;
        for (size_t i = 0; i < each; i++) mean += m->at[i * m->channels + f] / (double)each;
        for (size_t i = 0; i < each; i++) variance += pow(m->at[i * m->channels + f] - mean, 2) / (double)each;
        for (size_t i = 0; i < each; i++) {
            double *value = &m->at[i * m->channels + f];
            *value = gain[f] * (*value - mean) / sqrt(variance + 1e-5) + shift[f];
        }
    }
}

static struct maps rectified(const struct maps *in, const struct au_layer_layout *l)
{
    struct maps out = maps_of(in->count, l->out_height, l->out_width, l->filters);
    for (size_t n = 0; n < out.count; n++)
        for (size_t y = 0; y < out.height; y++)
            for (size_t x = 0; x < out.width; x++)
                for (size_t f = 0; f < out.channels; f++)
                    for (size_t w = 0; w < l->window * l->window; w++) {
                        const double value = *cell(in, n, y * l->window + w / l->window, x * l->window + w % l->window,
                                                   f);
                        double *best = cell(&out, n, y, x, f); /* starts at 0 */
                        if (value > *best) *best = value;
                    }
    return out;
}

static double image_loss(const struct slow_batch *batch, const struct au_network_layout *layout,
                         const struct maps *last, const double *values, size_t n, double *scores)
{
    const double pixels = (double)(last->height * last->width);
    double sum = 0, loss = 0;
    for (size_t k = 0; k < layout->classes; k++) {
        scores[k] = values[layout->dense_shift + k];
        for (size_t y = 0; y < last->height; y++)
            for (size_t x = 0; x < last->width; x++)
                for (size_t f = 0; f < last->channels; f++)
                    scores[k] += *cell(last, n, y, x, f) / pixels * values[layout->dense + f * layout->class_lanes + k];
        sum += exp(scores[k]);
    }
    for (size_t k = 0; k < layout->classes; k++) {
        const double target = (double)batch->targets[n * layout->classes + k];
        loss -= ((1 - batch->smoothing) * target + batch->smoothing / (double)layout->classes) * (scores[k] - log(sum));
    }
    return loss;
}

double slow_loss(const struct slow_batch *batch, const double *values, double *scores)
{
    struct au_network_layout layout;
    if (au_network_lay_out(batch->shape, &layout, NULL) != AUG_OK) return NAN;
    struct maps maps = maps_of(batch->count, (size_t)batch->shape->height, (size_t)batch->shape->width,
                               (size_t)batch->shape->channels);
    for (size_t i = 0; i < maps.count * maps.height * maps.width * maps.channels; i++)
        maps.at[i] = (double)batch->pixels[i];
    for (size_t i = 0; i < layout.layer_count; i++) {
        const struct au_layer_layout *l = &layout.layers[i];
        struct maps sums = convolved(&maps, l, values + l->kernel);
        free(maps.at);
        normalise(&sums, values + l->gain, values + l->shift);
        maps = rectified(&sums, l);
        free(sums.at);
    }
    double loss = 0, own[AU_NETWORK_CLASSES_MAX];
    for (size_t n = 0; n < batch->count; n++)
        loss += image_loss(batch, &layout, &maps, values, n, scores ? scores + n * layout.classes : own);
    free(maps.at);
    return loss / (double)batch->count;
}
