/* SPDX-License-Identifier: Apache-2.0
 * json.c - a small JSON writer for what the commands say to programs (reports are written by the library). */
#include "json.h"

#include <math.h>
#include <stdlib.h>

#define WHOLE_MAX 1e15 /* up to here whole numbers are written without an exponent */

/* Bytes of the valid UTF-8 sequence at `s`, 0 when there is none. Overlong forms and surrogates are not valid. */
static int sequence_length(const unsigned char *s)
{
    if (s[0] < 0x80) return 1;
    const int length = s[0] >= 0xF0 && s[0] <= 0xF4 ? 4 : s[0] >= 0xE0 ? 3 : s[0] >= 0xC2 ? 2 : 0;
    if (s[0] > 0xF4 || length == 0) return 0;
    for (int i = 1; i < length; i++)
        if ((s[i] & 0xC0) != 0x80) return 0;
    if ((s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F)) return 0;
    if ((s[0] == 0xF0 && s[1] < 0x90) || (s[0] == 0xF4 && s[1] > 0x8F)) return 0;
    return length;
}

static void put_string(FILE *out, const char *text)
{
    fputc('"', out);
    for (const unsigned char *s = (const unsigned char *)text; *s;) {
        const int length = sequence_length(s);
        if (!length) fputs("\\ufffd", out);
        else if (*s == '"' || *s == '\\') fprintf(out, "\\%c", *s);
        else if (*s < 0x20 || *s == 0x7F) fprintf(out, "\\u%04x", *s);
        else fwrite(s, 1, (size_t)length, out);
        s += length ? length : 1;
    }
    fputc('"', out);
}

static void start(struct json *json, const char *key)
{
    if (json->depth) fprintf(json->out, "%s\n%*s", json->has_members ? "," : "", 2 * json->depth, "");
    json->has_members = true;
    if (!key) return;
    put_string(json->out, key);
    fputs(": ", json->out);
}

void json_open(struct json *json, const char *key, char bracket)
{
    start(json, key);
    fputc(bracket, json->out);
    json->depth++;
    json->has_members = false;
}

void json_close(struct json *json, char bracket)
{
    json->depth--;
    if (json->has_members) fprintf(json->out, "\n%*s", 2 * json->depth, "");
    fputc(bracket, json->out);
    if (json->depth == 0) fputc('\n', json->out);
    json->has_members = true;
}

void json_text(struct json *json, const char *key, const char *value)
{
    start(json, key);
    if (value) put_string(json->out, value);
    else fputs("null", json->out);
}

void json_number(struct json *json, const char *key, double value)
{
    char text[32];
    start(json, key);
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value) break;
    }
    if (fabs(value) < WHOLE_MAX && value == floor(value)) snprintf(text, sizeof text, "%.0f", value);
    fputs(isfinite(value) ? text : "null", json->out);
}

void json_switch(struct json *json, const char *key, bool value)
{
    start(json, key);
    fputs(value ? "true" : "false", json->out);
}
