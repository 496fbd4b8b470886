/* SPDX-License-Identifier: Apache-2.0
 * json_write.c - JSON text, one value at a time. */
#include "json_write.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void newline(struct au_json *json)
{
    if (json->compact) return;
    au_text_puts(json->out, "\n");
    for (int i = 0; i < json->depth; i++) au_text_puts(json->out, " ");
}

/* Length of the valid UTF-8 sequence at s (1..4), 0 if there is none. */
static int sequence_length(const unsigned char *s)
{
    if (s[0] < 0x80) return 1;
    const int length = s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : 2;
    if (s[0] < 0xC2 || s[0] > 0xF4) return 0;
    for (int i = 1; i < length; i++)
        if ((s[i] & 0xC0) != 0x80) return 0;
    const bool too_long = (s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xF0 && s[1] < 0x90);
    const bool no_scalar = (s[0] == 0xED && s[1] > 0x9F) || (s[0] == 0xF4 && s[1] > 0x8F);
    return too_long || no_scalar ? 0 : length;
}

static void quoted(struct au_text *out, const char *value)
{
    au_text_puts(out, "\"");
    for (const unsigned char *s = (const unsigned char *)value; *s;) {
        const int length = sequence_length(s);
        if (length == 0) au_text_puts(out, "\xEF\xBF\xBD");
        else if (*s == '"' || *s == '\\') au_text_printf(out, "\\%c", *s);
        else if (*s == '\n') au_text_puts(out, "\\n");
        else if (*s == '\t') au_text_puts(out, "\\t");
        else if (*s < 0x20 || *s == 0x7F) au_text_printf(out, "\\u%04x", *s);
        else au_text_add(out, (const char *)s, (size_t)length);
        s += length == 0 ? 1 : length;
    }
    au_text_puts(out, "\"");
}

static void start(struct au_json *json, const char *key)
{
    if (json->has_items[json->depth]) au_text_puts(json->out, json->compact ? ", " : ",");
    if (json->depth > 0 && (!json->compact || !json->has_items[json->depth])) newline(json);
    json->has_items[json->depth] = true;
    if (!key) return;
    quoted(json->out, key);
    au_text_puts(json->out, ": ");
}

static void open(struct au_json *json, const char *key, const char *bracket)
{
    assert(json->depth < 32);
    start(json, key);
    au_text_puts(json->out, bracket);
    json->has_items[++json->depth] = false;
}

static void close(struct au_json *json, const char *bracket)
{
    const bool had_items = json->has_items[json->depth];
    json->depth--;
    if (had_items) newline(json);
    au_text_puts(json->out, bracket);
    if (json->depth == 0 && !json->compact) au_text_puts(json->out, "\n");
}

void au_json_object(struct au_json *json, const char *key)
{
    open(json, key, "{");
}

void au_json_list(struct au_json *json, const char *key)
{
    open(json, key, "[");
}

void au_json_end_object(struct au_json *json)
{
    close(json, "}");
}

void au_json_end_list(struct au_json *json)
{
    close(json, "]");
}

void au_json_string(struct au_json *json, const char *key, const char *value)
{
    start(json, key);
    if (value) quoted(json->out, value);
    else au_text_puts(json->out, "null");
}

char *au_number_text(double value, char buffer[32])
{
    if (value == 0) {
        memcpy(buffer, "0", 2);
        return buffer;
    }
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(buffer, 32, "%.*g", digits, value);
        for (char *s = buffer; *s; s++)
            if (*s == ',') *s = '.';
        if (strtod(buffer, NULL) == value) break;
    }
    return buffer;
}

void au_json_number(struct au_json *json, const char *key, double value)
{
    char buffer[32];
    start(json, key);
    au_text_puts(json->out, isfinite(value) ? au_number_text(value, buffer) : "null");
}

void au_json_whole(struct au_json *json, const char *key, int64_t value)
{
    start(json, key);
    au_text_printf(json->out, "%" PRId64, value);
}

void au_json_unsigned(struct au_json *json, const char *key, uint64_t value)
{
    start(json, key);
    au_text_printf(json->out, "%" PRIu64, value);
}

void au_json_bool(struct au_json *json, const char *key, bool value)
{
    start(json, key);
    au_text_puts(json->out, value ? "true" : "false");
}

void au_json_null(struct au_json *json, const char *key)
{
    start(json, key);
    au_text_puts(json->out, "null");
}
