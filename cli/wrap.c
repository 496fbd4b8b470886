/* SPDX-License-Identifier: Apache-2.0
 * wrap.c - greedy line filling. */
#include "wrap.h"

#include <stdbool.h>
#include <string.h>

static int width_of(const char *text, size_t length)
{
    int width = 0;
    for (size_t i = 0; i < length; i++) width += ((unsigned char)text[i] & 0xC0) != 0x80;
    return width;
}

int text_width(const char *text)
{
    return width_of(text, strlen(text));
}

void wrap(FILE *out, const char *text, int at, int indent)
{
    bool line_is_empty = true;
    for (const char *word = text + strspn(text, " \n"); *word; word += strspn(word, " \n")) {
        const size_t length = strcspn(word, " \n");
        const int width = width_of(word, length);
        if (!line_is_empty && at + 1 + width > COLUMNS) {
            fprintf(out, "\n%*s", indent, "");
            at = indent;
            line_is_empty = true;
        }
        fprintf(out, "%s%.*s", line_is_empty ? "" : " ", (int)length, word);
        at += width + (line_is_empty ? 0 : 1);
        line_is_empty = false;
        word += length;
    }
    fputc('\n', out);
}

void wrap_labelled(FILE *out, const char *label, const char *text, int margin, int indent)
{
    const int end = margin + text_width(label);
    fprintf(out, "%*s%s", margin, "", label);
    if (end + 2 > indent) fprintf(out, "\n%*s", indent, "");
    else fprintf(out, "%*s", indent - end, "");
    wrap(out, text, indent, indent);
}
