/* SPDX-License-Identifier: Apache-2.0
 * memory.h - the only malloc of the library: zeroed, counted, and able to fail on demand.
 *
 * Every allocation of the library goes through here, so that tests can make the n-th one fail and see that nothing leaks.
 * Thread-safe.
 */
#ifndef AU_MEMORY_H
#define AU_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>

/* `count * size` zeroed bytes, 64-byte aligned (rows for BLAS and vector kernels); NULL when the product overflows or memory is out.
 * A request for 0 bytes gives a valid pointer. */
void *au_alloc(size_t count, size_t size);

/* Grows or shrinks to count * size bytes keeping the contents (old_bytes of them); new bytes are zero. On failure NULL, and the old block lives. */
void *au_grow(void *old, size_t old_bytes, size_t count, size_t size);

void au_free(void *block); /* NULL allowed */

/* Copy of a string or of `length` bytes with a NUL added; NULL when memory is out. */
char *au_strdup(const char *text);
char *au_strndup(const char *text, size_t length);

/* The usual sentence, with status AUG_NO_MEMORY. `what` completes "no memory for ...". */
enum aug_status au_no_memory(struct aug_error *err, const char *what);

/* Tests only: the n-th allocation from now on fails (1: the next), once; 0 switches off. Returns how many allocations
 * were made since the last call. */
size_t au_memory_fail_at(size_t n);
bool au_memory_failed(void); /* did the planned failure happen? */
/* Tests only: `fails` is asked before every allocation, by the number that au_memory_fail_at counts; true makes it fail. NULL: nobody is asked. */
void au_memory_watch(bool (*fails)(size_t number));
size_t au_memory_live(void); /* blocks allocated and not yet freed */

#endif
