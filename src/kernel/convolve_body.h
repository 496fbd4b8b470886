/* SPDX-License-Identifier: Apache-2.0
 * convolve_body.h - the loops of convolve.h, written once for any vector; included by one source file for each instruction set.
 *
 * The includer defines VECTOR of WIDE floats and LOAD, STORE, SPLAT, ADD, SUBTRACT, MUL, FMA(a, b, c) = a * b + c in one rounding, and
 * PICK(a, b, x, y) = a > b ? x : y lane by lane; and, as lists of cases, the sizes of tiles that registers can hold: PIXELS_1(CASE) and
 * PIXELS_2(CASE) pixels times 1 or 2 vectors, up to PIXELS_MAX_1 and PIXELS_MAX_2, and the same with INPUTS for tiles of weights.
 * The lists for 1 vector may be missing where two vectors divide AU_LANES.
 */
#include <stdint.h>

#define INLINE static inline __attribute__((always_inline))
#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 32")
#endif
#define TILE_MAX 32
#define THREE 3

/* ---- products ---- */

INLINE void product_tile(const struct au_correlation *job, const float *in, float *out, size_t lane, int pixels,
                         int vectors)
{
    VECTOR sum[TILE_MAX][2];
    const size_t step = job->in_step, step2 = 2 * step;
    UNROLL for (int p = 0; p < pixels; p++) UNROLL for (int v = 0; v < vectors; v++) sum[p][v] = SPLAT(0);
    for (size_t r = 0; r < job->run_count; r++) {
        const struct au_run run = job->runs[r];
        const float *weights = job->weights + run.weights + lane, *from[TILE_MAX / THREE + 1];
        UNROLL for (int g = 0; g <= (pixels - 1) / THREE; g++) from[g] = in + run.in + (size_t)g * THREE * step;
        for (size_t k = 0; k < run.length; k++, weights += job->width) {
            VECTOR w[2];
            UNROLL for (int v = 0; v < vectors; v++) w[v] = LOAD(weights + v * WIDE);
            UNROLL for (int p = 0; p < pixels; p++)
            {
                const float *at = from[p / THREE];
                const VECTOR x = SPLAT(p % THREE == 0 ? at[0] : p % THREE == 1 ? at[step] : at[step2]);
                UNROLL for (int v = 0; v < vectors; v++) sum[p][v] = FMA(x, w[v], sum[p][v]);
            }
            UNROLL for (int g = 0; g <= (pixels - 1) / THREE; g++)
            {
                from[g]++;
            }
        }
    }
    UNROLL for (int p = 0; p < pixels; p++) UNROLL for (int v = 0; v < vectors; v++)
        STORE(out + (size_t)p * job->out_step + v * WIDE, sum[p][v]);
}

#define PRODUCT(pixels, vectors)                           \
    case pixels:                                           \
        product_tile(job, in, out, lane, pixels, vectors); \
        break;

#ifdef PIXELS_1
static void product_1(const struct au_correlation *job, const float *in, float *out, size_t lane, size_t pixels)
{
    switch (pixels) {
        PIXELS_1(PRODUCT)
    }
}
#endif

static void product_2(const struct au_correlation *job, const float *in, float *out, size_t lane, size_t pixels)
{
    switch (pixels) {
        PIXELS_2(PRODUCT)
    }
}

typedef void (*product_fn)(const struct au_correlation *job, const float *in, float *out, size_t lane, size_t pixels);

/* Tiles of nearly equal length, so that none is mostly overhead. */
static void product_row(const struct au_correlation *job, size_t row, size_t lane, size_t pixels_max,
                        product_fn product)
{
    const float *in = job->in + row * job->in_row;
    float *out = job->out + row * job->out_row + lane;
    const size_t tiles = (job->columns + pixels_max - 1) / pixels_max;
    for (size_t t = 0; t < tiles; t++) {
        const size_t from = job->columns * t / tiles, to = job->columns * (t + 1) / tiles;
        product(job, in + from * job->in_step, out + from * job->out_step, lane, to - from);
    }
}

static void correlate(const struct au_correlation *job)
{
    size_t lane = 0;
    for (; lane + 2 * WIDE <= job->width; lane += 2 * WIDE)
        for (size_t row = 0; row < job->rows; row++) product_row(job, row, lane, PIXELS_MAX_2, product_2);
#ifdef PIXELS_1
    for (; lane < job->width; lane += WIDE)
        for (size_t row = 0; row < job->rows; row++) product_row(job, row, lane, PIXELS_MAX_1, product_1);
#endif
}

/* ---- sums of outer products ---- */

INLINE void outer_tile(const struct au_outer_sum *job, size_t input, size_t lane, int inputs, int vectors)
{
    VECTOR sum[TILE_MAX][2];
    float *gradient = job->gradient + input * job->width + lane;
    const size_t width = job->width;
    UNROLL for (int k = 0; k < inputs; k++) UNROLL for (int v = 0; v < vectors; v++)
        sum[k][v] = LOAD(gradient + (size_t)k * width + v * WIDE);
    for (size_t r = 0; r < job->rows; r++) {
        const float *in = job->in + r * job->in_row + input, *slope = job->slope + r * job->slope_row + lane;
        const float *end = slope + job->columns * width;
        for (; slope < end; slope += width, in += job->in_step) {
            VECTOR s[2];
            UNROLL for (int v = 0; v < vectors; v++) s[v] = LOAD(slope + v * WIDE);
            UNROLL for (int k = 0; k < inputs; k++)
            {
                const VECTOR x = SPLAT(in[k]);
                UNROLL for (int v = 0; v < vectors; v++) sum[k][v] = FMA(x, s[v], sum[k][v]);
            }
        }
    }
    UNROLL for (int k = 0; k < inputs; k++) UNROLL for (int v = 0; v < vectors; v++)
        STORE(gradient + (size_t)k * width + v * WIDE, sum[k][v]);
}

#define OUTER(inputs, vectors)                         \
    case inputs:                                       \
        outer_tile(job, input, lane, inputs, vectors); \
        break;

#ifdef INPUTS_1
static void outer_1(const struct au_outer_sum *job, size_t input, size_t lane, size_t inputs)
{
    switch (inputs) {
        INPUTS_1(OUTER)
    }
}
#endif

static void outer_2(const struct au_outer_sum *job, size_t input, size_t lane, size_t inputs)
{
    switch (inputs) {
        INPUTS_2(OUTER)
    }
}

typedef void (*outer_fn)(const struct au_outer_sum *job, size_t input, size_t lane, size_t inputs);

static void outer_lanes(const struct au_outer_sum *job, size_t lane, size_t inputs_max, outer_fn outer)
{
    const size_t tiles = (job->length + inputs_max - 1) / inputs_max;
    for (size_t t = 0; t < tiles; t++) {
        const size_t from = job->length * t / tiles, to = job->length * (t + 1) / tiles;
        outer(job, from, lane, to - from);
    }
}

static void outer_sum(const struct au_outer_sum *job)
{
    size_t lane = 0;
    for (; lane + 2 * WIDE <= job->width; lane += 2 * WIDE) outer_lanes(job, lane, INPUTS_MAX_2, outer_2);
#ifdef INPUTS_1
    for (; lane < job->width; lane += WIDE) outer_lanes(job, lane, INPUTS_MAX_1, outer_1);
#endif
}

#include "convolve_rows.h"
