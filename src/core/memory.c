/* SPDX-License-Identifier: Apache-2.0
 * memory.c - allocation with a count, an alignment, and planned failure. */
#include "memory.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define ALIGNMENT 64

static atomic_size_t made, live, fail_at;
static atomic_bool failed;
static bool (*_Atomic watch)(size_t number);

static bool planned_failure(void)
{
    const size_t number = atomic_fetch_add(&made, 1) + 1;
    bool (*const fails)(size_t) = atomic_load(&watch);
    if (number != atomic_load(&fail_at) && !(fails && fails(number))) return false;
    atomic_store(&failed, true);
    return true;
}

void *au_alloc(size_t count, size_t size)
{
    if (size != 0 && count > (SIZE_MAX - ALIGNMENT) / size) return NULL;
    if (planned_failure()) return NULL;
    const size_t bytes = count * size;
    const size_t rounded = bytes == 0 ? ALIGNMENT : (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    void *block = aligned_alloc(ALIGNMENT, rounded);
    if (!block) return NULL;
    memset(block, 0, rounded);
    atomic_fetch_add(&live, 1);
    return block;
}

void *au_grow(void *old, size_t old_bytes, size_t count, size_t size)
{
    void *block = au_alloc(count, size);
    if (!block) return NULL;
    if (old) memcpy(block, old, old_bytes < count * size ? old_bytes : count * size);
    au_free(old);
    return block;
}

void au_free(void *block)
{
    if (!block) return;
    atomic_fetch_sub(&live, 1);
    free(block);
}

char *au_strndup(const char *text, size_t length)
{
    char *copy = length < SIZE_MAX ? au_alloc(length + 1, 1) : NULL;
    if (copy && length > 0) memcpy(copy, text, length);
    return copy;
}

char *au_strdup(const char *text)
{
    return au_strndup(text, strlen(text));
}

enum aug_status au_no_memory(struct aug_error *err, const char *what)
{
    return aug_fail(err, AUG_NO_MEMORY, "no memory for %s", what);
}

size_t au_memory_fail_at(size_t n)
{
    const size_t before = atomic_exchange(&made, 0);
    atomic_store(&failed, false);
    atomic_store(&fail_at, n);
    return before;
}

bool au_memory_failed(void)
{
    return atomic_load(&failed);
}

void au_memory_watch(bool (*fails)(size_t number))
{
    atomic_store(&watch, fails);
}

size_t au_memory_live(void)
{
    return atomic_load(&live);
}
