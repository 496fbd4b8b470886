/* SPDX-License-Identifier: Apache-2.0
 * number.c - strtod under the C locale, behind a strict grammar. */
#include "number.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_TEXT_MAX 400

static size_t digits_at(const char *text, size_t length, size_t at)
{
    size_t end = at;
    while (end < length && text[end] >= '0' && text[end] <= '9') end++;
    return end - at;
}

static size_t sign_at(const char *text, size_t length, size_t at)
{
    return at < length && (text[at] == '-' || text[at] == '+') ? 1 : 0;
}

struct au_number_shape au_number_shape(const char *text, size_t length)
{
    struct au_number_shape shape = {.whole = true, .plus = length > 0 && text[0] == '+'};
    size_t at = sign_at(text, length, 0);
    size_t digits = digits_at(text, length, at);
    at += digits;
    if (at < length && text[at] == '.') {
        shape.whole = false;
        const size_t fraction = digits_at(text, length, at + 1);
        digits += fraction;
        at += 1 + fraction;
    }
    if (digits == 0) return shape;
    if (at < length && (text[at] == 'e' || text[at] == 'E')) {
        shape.whole = false;
        at += 1 + sign_at(text, length, at + 1);
        const size_t exponent = digits_at(text, length, at);
        if (exponent == 0) return shape;
        at += exponent;
    }
    shape.matches = at == length;
    return shape;
}

bool au_number_parse(const char *text, size_t length, double *value)
{
    char copy[NUMBER_TEXT_MAX + 1];
    if (length > NUMBER_TEXT_MAX || !au_number_shape(text, length).matches) return false;
    memcpy(copy, text, length);
    copy[length] = '\0';
    const locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (plain == (locale_t)0) return false;
    const locale_t before = uselocale(plain);
    *value = strtod(copy, NULL);
    uselocale(before);
    freelocale(plain);
    return true;
}
