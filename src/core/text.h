/* SPDX-License-Identifier: Apache-2.0
 * text.h - a growing string with a stated maximum.
 *
 * Appending after a failure does nothing, so a writer may append freely and check once at the end with au_text_status.
 */
#ifndef AU_TEXT_H
#define AU_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include <augaudit/error.h>

#define AU_TEXT_MAX ((size_t)1 << 30)

struct au_text { /* {0} is an empty string */
    char *bytes; /* NUL-terminated once anything was appended */
    size_t length, capacity;
    bool failed;
};

void au_text_add(struct au_text *text, const char *bytes, size_t length);
void au_text_puts(struct au_text *text, const char *string);
void au_text_printf(struct au_text *text, const char *format, ...) AUG_PRINTF(2, 3);
/* AUG_NO_MEMORY if any append failed. */
enum aug_status au_text_status(const struct au_text *text, struct aug_error *err);
/* Hands the bytes over (free with au_free) and leaves an empty text; "" when nothing was appended; NULL when memory is out. */
char *au_text_take(struct au_text *text);
void au_text_release(struct au_text *text);

/* Letters to insert, drop, replace, or swap with their neighbour (each letter touched once: restricted Damerau-Levenshtein),
 * at most `limit` + 1; case-insensitive for ASCII; a word over 63 bytes counts as beyond the limit. For suggestions. */
int au_text_distance(const char *a, const char *b, int limit);

#endif
