/* SPDX-License-Identifier: Apache-2.0
 * kernel_scalar.c - the row primitives in plain C: the definition that every vector version must match byte for byte. */
#include <math.h>

#include "kernel_tables.h"

static void map_u8(uint8_t *out, const uint8_t *in, const uint8_t table[256], size_t count)
{
    for (size_t i = 0; i < count; i++) out[i] = table[in[i]];
}

static void reverse_u8(uint8_t *out, const uint8_t *in, size_t pixels, int channels)
{
    const size_t size = (size_t)channels;
    for (size_t i = 0; i < pixels; i++)
        for (size_t c = 0; c < size; c++) out[i * size + c] = in[(pixels - 1 - i) * size + c];
}

static uint8_t to_u8(float value)
{
    if (!(value > 0)) return 0;
    return value < 255 ? (uint8_t)lrintf(value) : 255;
}

static void mix_rows_u8(uint8_t *out, const float *const rows[], const float *weights, size_t row_count, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        float sum = weights[0] * rows[0][i];
        for (size_t r = 1; r < row_count; r++) sum += weights[r] * rows[r][i];
        out[i] = to_u8(sum);
    }
}

static void mix_rows_f32(float *out, const float *const rows[], const float *weights, size_t row_count, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        float sum = weights[0] * rows[0][i];
        for (size_t r = 1; r < row_count; r++) sum += weights[r] * rows[r][i];
        out[i] = sum;
    }
}

static float above(float value, float threshold)
{
    const float over = value - threshold;
    return over > 0 ? over : 0;
}

static void rectify_f32(float *cell, const float *products, const float *mean, const float *scale, size_t pixels,
                        const struct au_rectifier *r)
{
    for (size_t i = 0; i < pixels; i++, products += r->filters)
        for (size_t f = 0; f < r->filters; f++) {
            const float a = (products[f] - mean[i] * r->sums[f]) * scale[i] - r->offsets[f];
            cell[f] += above(a, r->threshold);
            cell[r->filters + f] += above(-a, r->threshold);
        }
}

static float arc_cosine(float cosine)
{
    const float low = cosine > -1.0f ? cosine : -1.0f, cut = low < 1.0f ? low : 1.0f;
    const float a = fabsf(cut);
    float p = au_arccos[0];
    for (int i = 1; i < AU_ARCCOS_TERMS; i++) p = p * a + au_arccos[i];
    const float root = sqrtf(1.0f - a), angle = root * p;    /* arccos a */
    const float rest = cut < 0.0f ? angle : AU_PI_F - angle; /* pi - arccos c */
    return (root * sqrtf(1.0f + a) + 2.0f * rest * cut) * (1.0f / AU_PI_F);
}

static void arc_cosine_f32(float *cosines, size_t count)
{
    for (size_t i = 0; i < count; i++) cosines[i] = arc_cosine(cosines[i]);
}

static float cosine(float value)
{
    const float turns = value * AU_PER_TURN_F;
    const float r = turns - (float)(int)(turns + (turns >= 0 ? 0.5f : -0.5f));
    const float t = (fabsf(r) - 0.25f) * AU_TURN_F, s = t * t;
    float p = au_sine[0];
    for (int i = 1; i < AU_SINE_TERMS; i++) p = p * s + au_sine[i];
    return -(t * p);
}

static void cosines_f32(float *values, size_t count, float scale)
{
    for (size_t i = 0; i < count; i++) values[i] = cosine(values[i]) * scale;
}

static float eighths(float x, float y)
{
    const float a = fabsf(x), b = fabsf(y), most = a > b ? a : b, least = a > b ? b : a;
    const float t = least / (most > 0 ? most : 1.0f), s = t * t;
    float p = au_arctan[0];
    for (int i = 1; i < AU_ARCTAN_TERMS; i++) p = p * s + au_arctan[i];
    const float first = t * p, quarter = b > a ? 2.0f - first : first, half = x < 0 ? 4.0f - quarter : quarter;
    return 4.0f + (y < 0 ? -half : half);
}

static void directions_f32(float *size, float *place, const float *x, const float *y, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const float gx = x[i], gy = y[i];
        size[i] = sqrtf(gx * gx + gy * gy);
        place[i] = eighths(gx, gy);
    }
}

const struct au_kernels au_kernels_scalar = {
    .name = "scalar",
    .map_u8 = map_u8,
    .reverse_u8 = reverse_u8,
    .mix_rows_u8 = mix_rows_u8,
    .mix_rows_f32 = mix_rows_f32,
    .rectify_f32 = rectify_f32,
    .arc_cosine_f32 = arc_cosine_f32,
    .cosines_f32 = cosines_f32,
    .directions_f32 = directions_f32,
};
