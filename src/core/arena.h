/* SPDX-License-Identifier: Apache-2.0
 * arena.h - many small allocations that live and die together.
 */
#ifndef AU_ARENA_H
#define AU_ARENA_H

#include <stddef.h>

#include <augaudit/error.h>

struct au_arena { /* {0} is an empty arena */
    struct au_arena_block *first;
};

/* Zeroed, 16-byte aligned; NULL when memory is out. */
void *au_arena_alloc(struct au_arena *arena, size_t count, size_t size);
/* NUL-terminated copies; NULL when memory is out. */
char *au_arena_strdup(struct au_arena *arena, const char *text);
char *au_arena_strndup(struct au_arena *arena, const char *text, size_t length);
char *au_arena_printf(struct au_arena *arena, const char *format, ...) AUG_PRINTF(2, 3);
/* Frees everything and leaves an empty arena. */
void au_arena_release(struct au_arena *arena);

#endif
