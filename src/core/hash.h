/* SPDX-License-Identifier: Apache-2.0
 * hash.h - 128-bit content keys (XXH3).
 */
#ifndef AU_HASH_H
#define AU_HASH_H

#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>

struct au_hasher;

/* One shot. */
void au_hash128(const void *bytes, size_t size, uint64_t out[2]);
uint64_t au_hash64(const void *bytes, size_t size, uint64_t seed);

/* Several pieces: add each with its length, so that ("ab","c") and ("a","bc") differ. NULL when memory is out. */
struct au_hasher *au_hasher_new(void);
void au_hasher_add(struct au_hasher *hasher, const void *bytes, size_t size);
void au_hasher_text(struct au_hasher *hasher, const char *text);
void au_hasher_u64(struct au_hasher *hasher, uint64_t value);
void au_hasher_finish(struct au_hasher *hasher, uint64_t out[2]); /* may be called again after more adds */
void au_hasher_free(struct au_hasher *hasher);

#endif
