/* SPDX-License-Identifier: Apache-2.0
 * text.c - growing strings, and the distance between two words. */
#include "text.h"

#include <stdarg.h>
#include <string.h>

#include "memory.h"
#include "plain_locale.h"

static bool reserve(struct au_text *text, size_t extra)
{
    if (text->failed || extra > AU_TEXT_MAX - text->length - 1) {
        text->failed = true;
        return false;
    }
    const size_t need = text->length + extra + 1;
    if (need <= text->capacity) return true;
    size_t capacity = text->capacity ? text->capacity : 256;
    while (capacity < need) capacity *= 2;
    char *bytes = au_grow(text->bytes, text->length, capacity, 1);
    if (!bytes) {
        text->failed = true;
        return false;
    }
    text->bytes = bytes;
    text->capacity = capacity;
    return true;
}

void au_text_add(struct au_text *text, const char *bytes, size_t length)
{
    if (!reserve(text, length)) return;
    if (length > 0) memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = '\0';
}

void au_text_puts(struct au_text *text, const char *string)
{
    au_text_add(text, string, strlen(string));
}

void au_text_printf(struct au_text *text, const char *format, ...)
{
    va_list values, again;
    va_start(values, format);
    va_copy(again, values);
    const int length = au_vformat(NULL, 0, format, values);
    va_end(values);
    if (length < 0) text->failed = true;
    else if (reserve(text, (size_t)length)) {
        au_vformat(text->bytes + text->length, (size_t)length + 1, format, again);
        text->length += (size_t)length;
    }
    va_end(again);
}

enum aug_status au_text_status(const struct au_text *text, struct aug_error *err)
{
    return text->failed ? au_no_memory(err, "text") : AUG_OK;
}

char *au_text_take(struct au_text *text)
{
    if (!text->failed && !text->bytes) au_text_add(text, "", 0);
    char *bytes = text->failed ? NULL : text->bytes;
    if (text->failed) au_free(text->bytes);
    *text = (struct au_text){0};
    return bytes;
}

void au_text_release(struct au_text *text)
{
    au_free(text->bytes);
    *text = (struct au_text){0};
}

/* ASCII only: tolower asks the locale, and in Turkish I is not the capital of i. */
static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static int smallest(int a, int b, int c)
{
    const int ab = a < b ? a : b;
    return ab < c ? ab : c;
}

#define WORD_MAX 63

int au_text_distance(const char *a, const char *b, int limit)
{
    const size_t na = strlen(a), nb = strlen(b);
    if (na > WORD_MAX || nb > WORD_MAX) return limit + 1;
    int rows[3][WORD_MAX + 2];
    for (size_t j = 0; j <= nb; j++) rows[0][j] = (int)j;
    for (size_t i = 1; i <= na; i++) {
        int *now = rows[i % 3];
        const int *before = rows[(i - 1) % 3], *older = rows[(i + 1) % 3];
        now[0] = (int)i;
        for (size_t j = 1; j <= nb; j++) {
            const int x = lower(a[i - 1]), y = lower(b[j - 1]);
            now[j] = smallest(before[j] + 1, now[j - 1] + 1, before[j - 1] + (x != y));
            const bool swapped = i > 1 && j > 1 && x == lower(b[j - 2]) && y == lower(a[i - 2]);
            if (swapped && older[j - 2] + 1 < now[j]) now[j] = older[j - 2] + 1;
        }
    }
    const int distance = rows[na % 3][nb];
    return distance > limit ? limit + 1 : distance;
}
