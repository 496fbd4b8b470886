/* SPDX-License-Identifier: Apache-2.0
 * param_text.c - parameter rows in words. */
#include "param_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define UNBOUNDED 1e9 /* limits from here on mean "no limit" */

const char *param_kind_name(enum aug_param_kind kind)
{
    static const char *const names[] = {"number", "integer", "switch", "choice", "range", "numbers", "noted"};
    return (unsigned)kind < sizeof names / sizeof *names ? names[kind] : "unknown";
}

static int choice_count(const struct aug_param *row)
{
    int count = 0;
    while (row->choices && row->choices[count]) count++;
    return count;
}

static const char *choice_at(const struct aug_param *row, double index)
{
    return index >= 0 && index < choice_count(row) ? row->choices[(int)index] : "null";
}

static void numbers_text(const struct aug_param *row, char text[PARAM_TEXT_MAX])
{
    const int count = (int)row->default_high;
    if (count < 0) snprintf(text, PARAM_TEXT_MAX, "%s", choice_at(row, -1 - count));
    else if (count == 0) snprintf(text, PARAM_TEXT_MAX, "null");
    else if (count == 1) snprintf(text, PARAM_TEXT_MAX, "%g", row->default_low);
    else {
        int at = snprintf(text, PARAM_TEXT_MAX, "[%g", row->default_low);
        for (int i = 1; i < count && at < PARAM_TEXT_MAX - 32; i++)
            at += snprintf(text + at, (size_t)(PARAM_TEXT_MAX - at), ", %g", row->default_low);
        snprintf(text + at, (size_t)(PARAM_TEXT_MAX - at), "]");
    }
}

void param_default_text(const struct aug_param *row, char text[PARAM_TEXT_MAX])
{
    switch (row->kind) {
    case AUG_PARAM_NUMBER:
    case AUG_PARAM_INTEGER: snprintf(text, PARAM_TEXT_MAX, "%.10g", row->default_low); return;
    case AUG_PARAM_SWITCH: snprintf(text, PARAM_TEXT_MAX, "%s", row->default_low > 0 ? "true" : "false"); return;
    case AUG_PARAM_CHOICE: snprintf(text, PARAM_TEXT_MAX, "%s", choice_at(row, row->default_low)); return;
    case AUG_PARAM_RANGE: snprintf(text, PARAM_TEXT_MAX, "[%.10g, %.10g]", row->default_low, row->default_high); return;
    case AUG_PARAM_NUMBERS: numbers_text(row, text); return;
    case AUG_PARAM_NOTED: break;
    }
    snprintf(text, PARAM_TEXT_MAX, "null");
}

static void choices_text(const struct aug_param *row, char text[PARAM_TEXT_MAX])
{
    int at = snprintf(text, PARAM_TEXT_MAX, "one of");
    for (int i = 0; i < choice_count(row) && at < PARAM_TEXT_MAX - 1; i++)
        at += snprintf(text + at, (size_t)(PARAM_TEXT_MAX - at), "%s %s", i ? "," : "", row->choices[i]);
}

static void bounds_text(const struct aug_param *row, char text[PARAM_TEXT_MAX])
{
    const bool low = fabs(row->min) < UNBOUNDED, high = fabs(row->max) < UNBOUNDED;
    if (low && high) snprintf(text, PARAM_TEXT_MAX, "from %.10g to %.10g", row->min, row->max);
    else if (low) snprintf(text, PARAM_TEXT_MAX, "at least %.10g", row->min);
    else if (high) snprintf(text, PARAM_TEXT_MAX, "at most %.10g", row->max);
    else text[0] = 0;
}

void param_allowed_text(const struct aug_param *row, char text[PARAM_TEXT_MAX])
{
    text[0] = 0;
    if (row->kind == AUG_PARAM_CHOICE) choices_text(row, text);
    else if (row->kind == AUG_PARAM_SWITCH) snprintf(text, PARAM_TEXT_MAX, "true or false");
    else if (row->kind == AUG_PARAM_NOTED) snprintf(text, PARAM_TEXT_MAX, "read and noted, changes nothing here");
    else bounds_text(row, text);
    const size_t length = strlen(text);
    if (row->kind == AUG_PARAM_RANGE && row->symmetric)
        snprintf(text + length, PARAM_TEXT_MAX - length, "%sone number a means [-a, a]", length ? "; " : "");
}
