/* SPDX-License-Identifier: Apache-2.0
 * json_write.h - JSON text written value by value.
 *
 * `key` is NULL inside a list. Numbers are written in the shortest form that reads back to the same double; NaN and infinities
 * become null. Bytes that are not UTF-8 are written as U+FFFD. Nesting at most 32. Indented by one space a level.
 */
#ifndef AU_JSON_WRITE_H
#define AU_JSON_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text.h"

struct au_json { /* {.out = text} is a valid start */
    struct au_text *out;
    int depth;
    bool has_items[33];
    bool compact; /* no newlines, no indent */
};

void au_json_object(struct au_json *json, const char *key);
void au_json_list(struct au_json *json, const char *key);
void au_json_end_object(struct au_json *json);
void au_json_end_list(struct au_json *json);
void au_json_string(struct au_json *json, const char *key, const char *value); /* NULL value: null */
void au_json_number(struct au_json *json, const char *key, double value);
void au_json_whole(struct au_json *json, const char *key, int64_t value);
void au_json_unsigned(struct au_json *json, const char *key, uint64_t value);
void au_json_bool(struct au_json *json, const char *key, bool value);
void au_json_null(struct au_json *json, const char *key);

/* Shortest decimal text that reads back to `value`, into buffer of 32 bytes; returns buffer. Locale-independent. */
char *au_number_text(double value, char buffer[32]);

#endif
