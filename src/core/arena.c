/* SPDX-License-Identifier: Apache-2.0
 * arena.c - blocks in a list, cut from the front. */
#include "arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include "memory.h"
#include "plain_locale.h"

#define BLOCK_BYTES 16384
#define HEADER_BYTES 64

struct au_arena_block {
    struct au_arena_block *next;
    size_t used, size;
};

static struct au_arena_block *block_with(struct au_arena *arena, size_t bytes)
{
    struct au_arena_block *first = arena->first;
    if (first && first->size - first->used >= bytes) return first;
    const size_t size = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES;
    struct au_arena_block *made = au_alloc(1, HEADER_BYTES + size);
    if (!made) return NULL;
    made->size = size;
    made->next = first;
    arena->first = made;
    return made;
}

void *au_arena_alloc(struct au_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > (SIZE_MAX / 2) / size) return NULL;
    const size_t bytes = (count * size + 15) / 16 * 16;
    struct au_arena_block *block = block_with(arena, bytes);
    if (!block) return NULL;
    void *result = (unsigned char *)block + HEADER_BYTES + block->used;
    block->used += bytes;
    return result;
}

char *au_arena_strndup(struct au_arena *arena, const char *text, size_t length)
{
    char *copy = au_arena_alloc(arena, length + 1, 1);
    if (copy && length > 0) memcpy(copy, text, length);
    return copy;
}

char *au_arena_strdup(struct au_arena *arena, const char *text)
{
    return au_arena_strndup(arena, text, strlen(text));
}

char *au_arena_printf(struct au_arena *arena, const char *format, ...)
{
    va_list values, again;
    va_start(values, format);
    va_copy(again, values);
    const int length = au_vformat(NULL, 0, format, values);
    va_end(values);
    char *text = length < 0 ? NULL : au_arena_alloc(arena, (size_t)length + 1, 1);
    if (text) au_vformat(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

void au_arena_release(struct au_arena *arena)
{
    struct au_arena_block *block = arena->first;
    while (block) {
        struct au_arena_block *next = block->next;
        au_free(block);
        block = next;
    }
    arena->first = NULL;
}
