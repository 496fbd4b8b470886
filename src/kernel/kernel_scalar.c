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

const struct au_kernels au_kernels_scalar = {
    .name = "scalar",
    .map_u8 = map_u8,
    .reverse_u8 = reverse_u8,
    .mix_rows_u8 = mix_rows_u8,
    .mix_rows_f32 = mix_rows_f32,
};
