/* SPDX-License-Identifier: Apache-2.0
 * store_samples.c - fills values from Philox streams. */
#include "store_samples.h"

#include <string.h>

#include "core/random.h"

#define SIZE_MOST 150000

static size_t fill(uint64_t number, unsigned char *bytes)
{
    struct au_rng rng;
    au_rng_start(&rng, 20240917, number);
    const size_t size = number % 7 == 0 ? (size_t)au_rng_integer(&rng, 0, SIZE_MOST)
                                        : (size_t)au_rng_integer(&rng, 0, 3000);
    for (size_t i = 0; i < size; i++)
        bytes[i] = (unsigned char)(i % 64 == 0 ? au_rng_u32(&rng) : bytes[i - 1] * 5u + 1u);
    return size;
}

static const char *kind_of(uint64_t number)
{
    return number % 2 ? "features" : "findings";
}

enum aug_status sample_put(struct au_store *store, uint64_t number, struct aug_error *err)
{
    unsigned char bytes[SIZE_MOST];
    const uint64_t key[2] = {number, ~number * 77};
    const size_t size = fill(number, bytes);
    return au_store_put(store, kind_of(number), key, bytes, size, err);
}

enum sample_state sample_look(struct au_store *store, uint64_t number, struct aug_error *err)
{
    unsigned char bytes[SIZE_MOST];
    const uint64_t key[2] = {number, ~number * 77};
    const size_t size = fill(number, bytes);
    struct au_blob blob = {0};
    if (au_store_get(store, kind_of(number), key, &blob, err) != AUG_OK) return SAMPLE_ERROR;
    if (!blob.bytes) return SAMPLE_ABSENT;
    const bool same = blob.size == size && memcmp(blob.bytes, bytes, size) == 0;
    au_blob_release(&blob);
    return same ? SAMPLE_RIGHT : SAMPLE_WRONG;
}

enum sample_state sample_is(struct au_store *store, uint64_t number)
{
    return sample_look(store, number, NULL);
}
