/* SPDX-License-Identifier: Apache-2.0
 * options_values.c - the text of a value becomes a number, a seed, a list entry. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "options.h"

static const char *set_whole(const struct option *row, const char *text, long *field)
{
    static char expected[96];
    char *end = NULL;
    errno = 0;
    const long value = strtol(text, &end, 10);
    const bool is_number = end != text && !*end && !errno && (text[0] == '-' || (text[0] >= '0' && text[0] <= '9'));
    if (is_number && (double)value >= row->min && (double)value <= row->max) {
        *field = value;
        return NULL;
    }
    snprintf(expected, sizeof expected, "a whole number from %.0f to %.0f", row->min, row->max);
    return expected;
}

static const char *set_seed(const char *text, uint64_t *field)
{
    char *end = NULL;
    errno = 0;
    const unsigned long long value = strtoull(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end || errno) return "a whole number from 0 to 18446744073709551615";
    *field = value;
    return NULL;
}

static const char *set_share(const char *text, double *field)
{
    char *end = NULL;
    const double value = strtod(text, &end);
    if (end == text || *end || !(value > 0 && value <= 1)) return "a number above 0 and at most 1";
    *field = value;
    return NULL;
}

static double unit_seconds(const char *unit)
{
    static const struct {
        char letter;
        double seconds;
    } units[] = {{'s', 1}, {'m', 60}, {'h', 3600}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (unit[0] == units[i].letter && !unit[1]) return units[i].seconds;
    return 0;
}

static const char *set_span(const char *text, double *field)
{
    char *end = NULL;
    const double value = strtod(text, &end), seconds = end == text ? 0 : value * unit_seconds(end);
    if (!(seconds > 0 && seconds <= 1e7)) return "a time with its unit, as 90s, 2m or 1h";
    *field = seconds;
    return NULL;
}

static const char *add_text(const char *text, struct texts *field)
{
    const char **grown = realloc(field->items, (field->count + 1) * sizeof *grown);
    if (!grown) return "memory for one more value";
    field->items = grown;
    field->items[field->count++] = text;
    return NULL;
}

const char *option_set(const struct option *row, const char *text, void *values)
{
    void *field = (char *)values + row->offset;
    switch (row->kind) {
    case OPTION_SWITCH: *(bool *)field = true; return NULL;
    case OPTION_TEXT: *(const char **)field = text; return NULL;
    case OPTION_TEXTS: return add_text(text, field);
    case OPTION_WHOLE: return set_whole(row, text, field);
    case OPTION_SEED: return set_seed(text, field);
    case OPTION_SHARE: return set_share(text, field);
    case OPTION_SPAN: return set_span(text, field);
    }
    return "an option of a known kind";
}
