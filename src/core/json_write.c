/* SPDX-License-Identifier: Apache-2.0
 * json_write.c - JSON text, one value at a time. */
#include "json_write.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plain_locale.h"
#include "utf8.h"

static void newline(struct au_json *json)
{
    if (json->compact) return;
    au_text_puts(json->out, "\n");
    for (int i = 0; i < json->depth; i++) au_text_puts(json->out, " ");
}

static void quoted(struct au_text *out, const char *value)
{
    au_text_puts(out, "\"");
    for (const char *s = value; *s;) {
        const int length = au_utf8_length(s);
        if (length == 0) au_text_puts(out, "\xEF\xBF\xBD");
        else if (*s == '"' || *s == '\\') au_text_printf(out, "\\%c", *s);
        else if (*s == '\n') au_text_puts(out, "\\n");
        else if (*s == '\t') au_text_puts(out, "\\t");
        else if (length == 1 && (*s < 0x20 || *s == 0x7F)) au_text_printf(out, "\\u%04x", (unsigned)*s);
        else au_text_add(out, s, (size_t)length);
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

static void shortest(double value, char buffer[32])
{
    const struct au_plain_locale locale = au_plain_locale_enter();
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(buffer, 32, "%.*g", digits, value);
        if (strtod(buffer, NULL) == value) break;
    }
    au_plain_locale_leave(locale);
}

char *au_number_text(double value, char buffer[32])
{
    if (value == 0) memcpy(buffer, "0", 2);
    else if (fabs(value) < 1e15 && value == floor(value)) snprintf(buffer, 32, "%.0f", value); /* 180, not 1.8e+02 */
    else shortest(value, buffer);
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
