/* SPDX-License-Identifier: Apache-2.0
 * node_text.c - what a text must be before it is parsed: small enough, UTF-8, no control characters. */
#include <string.h>

#include "node_internal.h"
#include "utf8.h"

/* au_utf8_length wants a text that ends with NUL; ours need not. */
static size_t character_length(const char *s, size_t left)
{
    if ((unsigned char)s[0] < 0x80) return 1;
    if (left >= 4) return (size_t)au_utf8_length(s);
    char tail[5] = {0};
    memcpy(tail, s, left);
    return (size_t)au_utf8_length(tail);
}

static bool is_control(unsigned char c)
{
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
}

enum aug_status au_node_check_text(const char *text, size_t length, const char *name, struct aug_error *err)
{
    if (length > AU_NODE_BYTES_MAX)
        return aug_fail(err, AUG_BAD_INPUT, "%s: the file has %zu bytes, at most 16 MB (%zu) are read", name, length,
                        AU_NODE_BYTES_MAX);
    int line = 1, column = 1;
    for (size_t at = 0; at < length;) {
        const size_t step = character_length(text + at, length - at);
        const unsigned char byte = (unsigned char)text[at];
        if (step == 0)
            return aug_fail(err, AUG_BAD_INPUT, "%s:%d:%d: byte 0x%02X is not UTF-8, expected a UTF-8 text file", name,
                            line, column, byte);
        if (is_control(byte))
            return aug_fail(err, AUG_BAD_INPUT, "%s:%d:%d: control character 0x%02X in a text file", name, line, column,
                            byte);
        if (byte == '%' && column == 1) /* libfyaml needs the square of its length to refuse a long one */
            return aug_fail(err, AUG_BAD_INPUT, "%s:%d:1: directives (%%) are not read, take the line out", name, line);
        column++;
        if (byte == '\n') line++, column = 1;
        at += step;
    }
    return AUG_OK;
}
