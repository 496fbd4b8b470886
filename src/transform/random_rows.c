/* SPDX-License-Identifier: Apache-2.0
 * random_rows.c - counter-based rows of bits, uniform and normal values. */
#include <math.h>

#include "random_rows.h"

double au_seed_draw(struct au_rng *rng)
{
    return (double)(au_rng_u64(rng) >> 11);
}

static void block_at(double seed, uint32_t tag, int y, size_t block, uint32_t out[4])
{
    const uint64_t bits = (uint64_t)seed;
    const uint32_t key[2] = {(uint32_t)bits, (uint32_t)(bits >> 32)};
    const uint32_t counter[4] = {(uint32_t)block, (uint32_t)y, tag, 0x726f7773u};
    au_philox(key, counter, out);
}

void au_bits_row(double seed, uint32_t tag, int y, uint32_t *out, size_t count)
{
    uint32_t block[4];
    for (size_t i = 0; i < count; i++) {
        if (i % 4 == 0) block_at(seed, tag, y, i / 4, block);
        out[i] = block[i % 4];
    }
}

void au_uniform_row(double seed, uint32_t tag, int y, float *out, size_t count)
{
    uint32_t block[4];
    for (size_t i = 0; i < count; i++) {
        if (i % 4 == 0) block_at(seed, tag, y, i / 4, block);
        out[i] = (float)(block[i % 4] >> 8) * 0x1p-24f;
    }
}

static void normal_pair(uint32_t a, uint32_t b, float out[2])
{
    const float radius = sqrtf(-2.0f * logf(((float)(a >> 8) + 0.5f) * 0x1p-24f));
    const float angle = 6.2831853f * ((float)(b >> 8) * 0x1p-24f);
    out[0] = radius * cosf(angle);
    out[1] = radius * sinf(angle);
}

void au_normal_row(double seed, uint32_t tag, int y, float *out, size_t count)
{
    for (size_t i = 0; i < count; i += 4) {
        uint32_t block[4];
        float values[4];
        block_at(seed, tag, y, i / 4, block);
        normal_pair(block[0], block[1], values);
        normal_pair(block[2], block[3], values + 2);
        for (size_t k = 0; k < 4 && i + k < count; k++) out[i + k] = values[k];
    }
}
