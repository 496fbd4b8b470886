/* SPDX-License-Identifier: Apache-2.0
 * hash.c - XXH3 behind four words. */
#include "hash.h"

#include <string.h>

#define XXH_INLINE_ALL
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#endif
#include <xxhash.h>
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#include "memory.h"

struct au_hasher {
    XXH3_state_t state;
};

void au_hash128(const void *bytes, size_t size, uint64_t out[2])
{
    const XXH128_hash_t hash = XXH3_128bits(bytes, size);
    out[0] = hash.high64;
    out[1] = hash.low64;
}

uint64_t au_hash64(const void *bytes, size_t size, uint64_t seed)
{
    return XXH3_64bits_withSeed(bytes, size, seed);
}

struct au_hasher *au_hasher_new(void)
{
    struct au_hasher *hasher = au_alloc(1, sizeof *hasher);
    if (hasher) XXH3_128bits_reset(&hasher->state);
    return hasher;
}

void au_hasher_add(struct au_hasher *hasher, const void *bytes, size_t size)
{
    au_hasher_u64(hasher, size);
    XXH3_128bits_update(&hasher->state, bytes, size);
}

void au_hasher_text(struct au_hasher *hasher, const char *text)
{
    au_hasher_add(hasher, text ? text : "", text ? strlen(text) : 0);
}

void au_hasher_u64(struct au_hasher *hasher, uint64_t value)
{
    XXH3_128bits_update(&hasher->state, &value, sizeof value);
}

void au_hasher_finish(struct au_hasher *hasher, uint64_t out[2])
{
    const XXH128_hash_t hash = XXH3_128bits_digest(&hasher->state);
    out[0] = hash.high64;
    out[1] = hash.low64;
}

void au_hasher_free(struct au_hasher *hasher)
{
    au_free(hasher);
}
