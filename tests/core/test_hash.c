/* SPDX-License-Identifier: Apache-2.0
 * test_hash.c - content keys: known values, pieces, and no two alike. */
#include "core/hash.h"

#include <stdio.h>
#include <string.h>

#include "check.h"
#include "core/memory.h"

TEST(hashes_are_those_of_xxh3)
{
    uint64_t out[2]; /* the values for no bytes, from the format's description */
    au_hash128("", 0, out);
    CHECK_SAY(out[0] == 0x99aa06d3014798d8 && out[1] == 0x6001c324468d497f, "%016llx%016llx",
              (unsigned long long)out[0], (unsigned long long)out[1]);
    CHECK(au_hash64("", 0, 0) == 0x2d06800538d394c2);
}

TEST(one_bit_or_one_byte_more_makes_another_key)
{
    unsigned char bytes[300] = {0};
    uint64_t first[2], other[2];
    for (size_t size = 0; size < sizeof bytes; size += 13) {
        au_hash128(bytes, size, first);
        au_hash128(bytes, size + 1, other);
        CHECK(memcmp(first, other, sizeof first) != 0 && au_hash64(bytes, size, 0) != au_hash64(bytes, size, 1));
        for (size_t i = 0; i < size; i += 11) {
            bytes[i] ^= 1;
            au_hash128(bytes, size, other);
            bytes[i] ^= 1;
            CHECK(memcmp(first, other, sizeof first) != 0);
        }
    }
}

static void key_of(const char *const *pieces, size_t count, uint64_t out[2])
{
    struct au_hasher *hasher = au_hasher_new();
    CHECK(hasher);
    for (size_t i = 0; i < count; i++) au_hasher_text(hasher, pieces[i]);
    au_hasher_finish(hasher, out);
    au_hasher_free(hasher);
}

TEST(where_one_piece_ends_is_part_of_the_key)
{
    static const char *const lists[][3] = {
        {"ab", "c", ""}, {"a", "bc", ""}, {"abc", "", ""}, {"", "abc", ""}, {"ab", "", "c"}};
    uint64_t keys[5][2];
    for (size_t i = 0; i < 5; i++) {
        key_of(lists[i], 3, keys[i]);
        for (size_t j = 0; j < i; j++)
            CHECK_SAY(memcmp(keys[i], keys[j], sizeof keys[i]) != 0, "lists %d and %d", (int)j, (int)i);
    }
    uint64_t again[2];
    key_of(lists[0], 3, again);
    CHECK(memcmp(again, keys[0], sizeof again) == 0);
    key_of(lists[0], 2, again);
    CHECK(memcmp(again, keys[0], sizeof again) != 0);
    CHECK(au_memory_live() == 0);
}

TEST(a_hasher_may_be_asked_again_after_more)
{
    uint64_t first[2], second[2], third[2];
    struct au_hasher *hasher = au_hasher_new();
    CHECK(hasher);
    au_hasher_u64(hasher, 1);
    au_hasher_finish(hasher, first);
    au_hasher_finish(hasher, second);
    CHECK(memcmp(first, second, sizeof first) == 0);
    au_hasher_add(hasher, NULL, 0);
    au_hasher_finish(hasher, third);
    CHECK(memcmp(first, third, sizeof first) != 0);
    au_hasher_free(hasher);
    au_hasher_free(NULL);
    au_memory_fail_at(1);
    CHECK(!au_hasher_new());
    au_memory_fail_at(0);
}
