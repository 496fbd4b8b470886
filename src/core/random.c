/* SPDX-License-Identifier: Apache-2.0
 * random.c - Philox 4x32-10 and the distributions drawn from it. */
#include "random.h"

#include <math.h>
#include <string.h>

void au_philox(const uint32_t key[2], const uint32_t counter[4], uint32_t out[4])
{
    uint32_t k0 = key[0], k1 = key[1];
    uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
    for (int round = 0; round < 10; round++) {
        const uint64_t p0 = (uint64_t)0xD2511F53u * c0, p1 = (uint64_t)0xCD9E8D57u * c2;
        const uint32_t n0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0, n2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
        c0 = n0, c1 = (uint32_t)p1, c2 = n2, c3 = (uint32_t)p0;
        k0 += 0x9E3779B9u, k1 += 0xBB67AE85u;
    }
    out[0] = c0, out[1] = c1, out[2] = c2, out[3] = c3;
}

void au_rng_start(struct au_rng *rng, uint64_t seed, uint64_t stream)
{
    *rng = (struct au_rng){
        .key = {(uint32_t)seed, (uint32_t)(seed >> 32)},
        .counter = {0, 0, (uint32_t)stream, (uint32_t)(stream >> 32)},
    };
}

uint32_t au_rng_u32(struct au_rng *rng)
{
    if (rng->left == 0) {
        au_philox(rng->key, rng->counter, rng->block);
        if (++rng->counter[0] == 0) rng->counter[1]++;
        rng->left = 4;
    }
    return rng->block[4 - rng->left--];
}

uint64_t au_rng_u64(struct au_rng *rng)
{
    const uint64_t high = au_rng_u32(rng);
    return high << 32 | au_rng_u32(rng);
}

double au_rng_uniform(struct au_rng *rng)
{
    return (double)(au_rng_u64(rng) >> 11) * 0x1p-53;
}

double au_rng_between(struct au_rng *rng, double low, double high)
{
    const double value = low + (high - low) * au_rng_uniform(rng);
    return value >= high && low < high ? nextafter(high, low) : value; /* the sum may round up to the end */
}

int au_rng_integer(struct au_rng *rng, int low, int high)
{
    if (high <= low) return low;
    const uint64_t span = (uint64_t)((int64_t)high - low) + 1;
    const uint64_t limit = (UINT64_C(1) << 32) / span * span;
    uint64_t value;
    do value = au_rng_u32(rng);
    while (value >= limit);
    return (int)(low + (int64_t)(value % span));
}

double au_rng_normal(struct au_rng *rng)
{
    if (rng->has_spare) {
        rng->has_spare = 0;
        return rng->spare_normal;
    }
    const double radius = sqrt(-2.0 * log(1.0 - au_rng_uniform(rng)));
    const double angle = 6.283185307179586 * au_rng_uniform(rng);
    rng->spare_normal = radius * sin(angle);
    rng->has_spare = 1;
    return radius * cos(angle);
}

void au_rng_shuffle(struct au_rng *rng, uint32_t *items, uint32_t count)
{
    for (uint32_t i = count; i > 1; i--) {
        const uint32_t j = (uint32_t)au_rng_integer(rng, 0, (int)(i - 1));
        const uint32_t kept = items[i - 1];
        items[i - 1] = items[j];
        items[j] = kept;
    }
}
