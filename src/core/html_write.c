/* SPDX-License-Identifier: Apache-2.0
 * html_write.c - escaping templates, pictures as data URIs, the frame of a page. */
#include "html_write.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "utf8.h"

void au_html_escape(struct au_text *out, const char *text)
{
    static const struct {
        char byte;
        const char *entity;
    } entities[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
    char shown[12];
    while (text && *text) {
        const char *piece = au_utf8_shown(au_utf8_next(&text), shown);
        for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
            if (piece[0] == entities[i].byte) piece = entities[i].entity;
        au_text_puts(out, piece);
    }
}

static void put_fixed(struct au_text *out, double value, int decimals)
{
    char digits[64];
    snprintf(digits, sizeof digits, "%.*f", decimals, value);
    bool is_zero = true;
    for (char *s = digits; *s; s++) {
        if (*s == ',') *s = '.';
        is_zero = is_zero && (*s < '1' || *s > '9');
    }
    au_text_puts(out, digits + (is_zero && digits[0] == '-'));
}

void au_html_put(struct au_text *out, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    for (const char *s = format; *s;) {
        const size_t plain = strcspn(s, "%");
        au_text_add(out, s, plain);
        s += plain;
        if (!*s) break;
        s++;
        if (*s == 's') au_html_escape(out, va_arg(values, const char *));
        else if (*s == 'd') au_text_printf(out, "%d", va_arg(values, int));
        else if (*s == '%') au_text_puts(out, "%");
        else if (*s == 'z') au_text_printf(out, "%zu", va_arg(values, size_t)), s++;
        else if (*s == '.') put_fixed(out, va_arg(values, double), s[1] - '0'), s += 2;
        else assert(*s == 's'); /* a conversion that is not ours */
        s++;
    }
    va_end(values);
}

static void put_base64(struct au_text *out, const uint8_t *bytes, size_t size)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < size; i += 3) {
        const size_t left = size - i;
        const unsigned word = (unsigned)bytes[i] << 16 | (left > 1 ? (unsigned)bytes[i + 1] << 8 : 0) |
                              (left > 2 ? bytes[i + 2] : 0);
        const char quad[4] = {digits[word >> 18], digits[word >> 12 & 63], left > 1 ? digits[word >> 6 & 63] : '=',
                              left > 2 ? digits[word & 63] : '='};
        au_text_add(out, quad, 4);
    }
}

static size_t big_endian(const uint8_t *s)
{
    return (size_t)s[0] << 24 | (size_t)s[1] << 16 | (size_t)s[2] << 8 | s[3];
}

void au_html_png(struct au_text *out, const uint8_t *png, size_t size, const char *alt, const char *classes)
{
    const bool has_header = size >= 24 && memcmp(png + 1, "PNG", 3) == 0;
    au_html_put(out, "<img class=\"%s\" alt=\"%s\"", classes, alt);
    if (has_header) au_html_put(out, " width=\"%zu\" height=\"%zu\"", big_endian(png + 16), big_endian(png + 20));
    au_text_puts(out, " src=\"data:image/png;base64,");
    put_base64(out, png, size);
    au_text_puts(out, "\">");
}

void au_html_start(struct au_text *out, const char *title, const char *css, size_t css_length)
{
    au_text_puts(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
                      "style-src 'unsafe-inline'\">\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                      "<meta name=\"color-scheme\" content=\"light dark\">\n"
                      "<meta name=\"generator\" content=\"augaudit\">\n");
    au_html_put(out, "<title>%s</title>\n", title);
    au_text_puts(out, "<style>\n");
    au_text_add(out, css, css_length);
    au_text_puts(out, "</style>\n</head>\n<body>\n");
}

void au_html_end(struct au_text *out)
{
    au_text_puts(out, "</body>\n</html>\n");
}
