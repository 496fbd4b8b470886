/* SPDX-License-Identifier: Apache-2.0
 * sheet_values.c - drawn values in words, read through the table that describes a transform's draw. */
#include <stdio.h>
#include <string.h>

#include "sheet.h"

static void put_number(struct au_text *out, double value)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%.3g", value);
    for (char *s = digits; *s; s++)
        if (*s == ',') *s = '.';
    au_text_puts(out, digits);
}

static void put_numbers(struct au_text *out, const double *values, int count)
{
    for (int i = 0; i < count; i++) {
        au_text_puts(out, i ? " " : "");
        put_number(out, values[i]);
    }
}

/* Draw structs are plain bytes here: copies keep alignment and aliasing right. */
static void put_value(struct au_text *out, const struct aug_param *row, const unsigned char *field)
{
    double number[2];
    int whole;
    bool is_on;
    struct aug_numbers list;
    switch (row->kind) {
    case AUG_PARAM_NUMBER:
        memcpy(number, field, sizeof *number);
        put_numbers(out, number, 1);
        return;
    case AUG_PARAM_RANGE:
        memcpy(number, field, sizeof number);
        put_numbers(out, number, 2);
        return;
    case AUG_PARAM_INTEGER:
        memcpy(&whole, field, sizeof whole);
        au_text_printf(out, "%d", whole);
        return;
    case AUG_PARAM_SWITCH:
        memcpy(&is_on, field, sizeof is_on);
        au_text_puts(out, is_on ? "yes" : "no");
        return;
    case AUG_PARAM_CHOICE:
        memcpy(&whole, field, sizeof whole);
        au_text_puts(out, row->choices[whole]);
        return;
    case AUG_PARAM_NUMBERS:
        memcpy(&list, field, sizeof list);
        if (list.count < 0) au_text_puts(out, row->choices[-1 - list.count]);
        put_numbers(out, list.values, list.count < AUG_LIST_MAX ? list.count : AUG_LIST_MAX);
        return;
    case AUG_PARAM_NOTED: return;
    }
}

/* `before` stands before the first value. A seed is left out: it says nothing about the picture. */
static void put_part(struct au_text *out, const struct aug_transform *transform, const struct aug_draw *draw,
                     const char *before)
{
    for (const struct aug_param *row = transform->draws; row && row->name; row++) {
        if (row->kind == AUG_PARAM_NOTED || strcmp(row->name, "seed") == 0) continue;
        au_text_printf(out, "%s%s ", before, row->name);
        put_value(out, row, draw->u.bytes + row->offset);
        before = ", ";
    }
}

void au_sheet_values(struct au_text *out, const struct au_sheet_cell *cell)
{
    size_t run = 0;
    for (size_t p = 0; cell->leaf && p < cell->leaf->part_count; p++) {
        if (!cell->ran[p]) continue;
        const struct aug_transform *transform = cell->leaf->parts[p].transform;
        const bool is_composed = cell->leaf->part_count > 1;
        if (is_composed) au_text_printf(out, "%s%s", run ? ", " : "", transform->name);
        put_part(out, transform, &cell->draws[p], is_composed ? " " : "");
        run++;
    }
    if (cell->leaf && cell->leaf->part_count > 0 && run == 0) au_text_puts(out, "left as it was");
}
