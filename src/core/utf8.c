/* SPDX-License-Identifier: Apache-2.0
 * utf8.c - decoding, terminal width and safe display of code points. */
#include "utf8.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

int au_utf8_length(const char *text)
{
    const unsigned char *s = (const unsigned char *)text;
    if (s[0] < 0x80) return 1;
    const int length = s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : 2;
    if (s[0] < 0xC2 || s[0] > 0xF4) return 0;
    for (int i = 1; i < length; i++)
        if ((s[i] & 0xC0) != 0x80) return 0;
    const bool too_long = (s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xF0 && s[1] < 0x90);
    const bool no_scalar = (s[0] == 0xED && s[1] > 0x9F) || (s[0] == 0xF4 && s[1] > 0x8F);
    return too_long || no_scalar ? 0 : length;
}

uint32_t au_utf8_next(const char **text)
{
    const unsigned char *s = (const unsigned char *)*text;
    if (!*s) return 0;
    const int length = au_utf8_length(*text);
    *text += length ? length : 1;
    if (length == 0) return AU_UTF8_REPLACEMENT;
    uint32_t code = length == 1 ? s[0] : s[0] & (0x7Fu >> length);
    for (int i = 1; i < length; i++) code = code << 6 | (s[i] & 0x3Fu);
    return code;
}

struct span {
    uint32_t first, last;
};

static bool within(uint32_t code, const struct span *spans, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (code >= spans[i].first && code <= spans[i].last) return true;
    return false;
}

/* The large blocks are enough for aligned columns; a rare mark in the wrong block costs one column. */
int au_utf8_width(uint32_t code)
{
    static const struct span zero[] = {{0x300, 0x36F},   {0x200B, 0x200D}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F},
                                       {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0xFE20, 0xFE2F}, {0x1F3FB, 0x1F3FF}};
    static const struct span two[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},   {0xAC00, 0xD7A3},
                                      {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
                                      {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1FAFF}, {0x20000, 0x3FFFD}};
    if (code < 0x300) return 1;
    if (within(code, zero, sizeof zero / sizeof *zero)) return 0;
    return within(code, two, sizeof two / sizeof *two) ? 2 : 1;
}

static void encode(uint32_t code, char *buffer)
{
    unsigned char *out = (unsigned char *)buffer;
    const int length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0x00, 0xC0, 0xE0, 0xF0};
    for (int i = length - 1; i > 0; i--, code >>= 6) out[i] = (unsigned char)(0x80 | (code & 0x3F));
    out[0] = (unsigned char)(lead[length] | code);
    out[length] = '\0';
}

char *au_utf8_shown(uint32_t code, char buffer[12])
{
    static const struct span hidden[] = {{0x200B, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F},
                                         {0xFEFF, 0xFEFF}, {0x061C, 0x061C}, {0xE0000, 0xE007F}};
    if (code == '\n' || code == '\t' || code == '\r')
        snprintf(buffer, 12, "\\%c", code == '\n' ? 'n' : code == '\t' ? 't' : 'r');
    else if (code < 0x20 || (code >= 0x7F && code < 0xA0)) snprintf(buffer, 12, "\\x%02x", (unsigned)code);
    else if (within(code, hidden, sizeof hidden / sizeof *hidden)) snprintf(buffer, 12, "\\u%04x", (unsigned)code);
    else encode(code, buffer);
    return buffer;
}
