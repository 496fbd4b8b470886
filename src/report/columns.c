/* SPDX-License-Identifier: Apache-2.0
 * columns.c - cells, cutting and wrapping by terminal columns. */
#include "columns.h"

#include <string.h>

#include "core/utf8.h"

/* Columns of one code point as au_utf8_shown shows it. */
static int shown_width(uint32_t code, const char *shown)
{
    return shown[0] == '\\' && code != '\\' ? (int)strlen(shown) : au_utf8_width(code);
}

int au_columns_width(const char *text)
{
    int width = 0;
    char shown[12];
    for (uint32_t code = au_utf8_next(&text); code; code = au_utf8_next(&text))
        width += shown_width(code, au_utf8_shown(code, shown));
    return width;
}

/* Puts characters while they fit; returns the columns used and moves *text. */
static int put_until(struct au_text *out, const char **text, const char *end, int width)
{
    int used = 0;
    char shown[12];
    while (*text < end) {
        const char *next = *text;
        const uint32_t code = au_utf8_next(&next);
        const int wide = shown_width(code, au_utf8_shown(code, shown));
        if (used + wide > width) break;
        au_text_puts(out, shown);
        used += wide;
        *text = next;
    }
    return used;
}

static void put_spaces(struct au_text *out, int count)
{
    for (int i = 0; i < count; i++) au_text_add(out, " ", 1);
}

void au_columns_cut(struct au_text *out, const char *text, int width)
{
    const char *end = text + strlen(text);
    const bool fits = au_columns_width(text) <= width;
    put_until(out, &text, end, fits ? width : width - 1);
    if (!fits) au_text_puts(out, "…");
}

void au_columns_cell(struct au_text *out, const char *text, int width, bool flush_right)
{
    const int needed = au_columns_width(text);
    if (flush_right) put_spaces(out, width - needed);
    const char *end = text + strlen(text);
    const int used = put_until(out, &text, end, needed <= width ? width : width - 1);
    if (needed > width) au_text_puts(out, "…");
    if (!flush_right) put_spaces(out, width - used - (needed > width));
}

static int word_width(const char *word, const char *end)
{
    int width = 0;
    char shown[12];
    while (word < end) {
        const uint32_t code = au_utf8_next(&word);
        width += shown_width(code, au_utf8_shown(code, shown));
    }
    return width;
}

void au_columns_wrap(struct au_text *out, const char *first, const char *text, int indent, int columns)
{
    const int room = columns - indent > 8 ? columns - indent : 8;
    if (first) au_text_puts(out, first);
    put_spaces(out, indent - (first ? au_columns_width(first) : 0));
    int used = 0;
    for (const char *word = text + strspn(text, " "); *word; word += strspn(word, " ")) {
        const char *end = word + strcspn(word, " ");
        const int width = word_width(word, end);
        if (used > 0 && used + 1 + width > room) {
            au_text_puts(out, "\n");
            put_spaces(out, indent);
            used = 0;
        } else if (used > 0) {
            au_text_puts(out, " ");
            used++;
        }
        used += put_until(out, &word, end, room - used);
        while (word < end) {
            au_text_puts(out, "\n");
            put_spaces(out, indent);
            used = put_until(out, &word, end, room);
        }
    }
    au_text_puts(out, "\n");
}
