/* SPDX-License-Identifier: Apache-2.0
 * params_write.c - a parameter struct as canonical JSON text, row by row of its table. */
#include <string.h>

#include "core/json_write.h"

#include "params.h"

static bool is_default(const struct aug_param *row, const void *owner)
{
    const void *field = (const char *)owner + row->offset;
    switch (row->kind) {
    case AUG_PARAM_NUMBER: return *(const double *)field == row->default_low;
    case AUG_PARAM_INTEGER:
    case AUG_PARAM_CHOICE: return *(const int *)field == (int)row->default_low;
    case AUG_PARAM_SWITCH: return *(const bool *)field == (row->default_low != 0);
    case AUG_PARAM_RANGE: {
        const struct aug_range *range = field;
        return range->low == row->default_low && range->high == row->default_high;
    }
    case AUG_PARAM_NUMBERS: {
        const struct aug_numbers *numbers = field;
        for (int i = 0; i < numbers->count; i++)
            if (numbers->values[i] != row->default_low) return false;
        return numbers->count == (int)row->default_high;
    }
    case AUG_PARAM_NOTED: return true;
    }
    return false;
}

static void write_list(struct au_json *json, const char *key, const double *values, int count)
{
    au_json_list(json, key);
    for (int i = 0; i < count; i++) au_json_number(json, NULL, values[i]);
    au_json_end_list(json);
}

static void write_numbers(struct au_json *json, const char *key, const struct aug_param *row,
                          const struct aug_numbers *numbers)
{
    if (numbers->count < 0) au_json_string(json, key, row->choices[-1 - numbers->count]);
    else if (numbers->count == 0) au_json_null(json, key);
    else if (numbers->count == 1) au_json_number(json, key, numbers->values[0]);
    else write_list(json, key, numbers->values, numbers->count);
}

static void write_value(struct au_json *json, const char *key, const struct aug_param *row, const void *owner)
{
    const void *field = (const char *)owner + row->offset;
    switch (row->kind) {
    case AUG_PARAM_NUMBER: au_json_number(json, key, *(const double *)field); break;
    case AUG_PARAM_INTEGER: au_json_whole(json, key, *(const int *)field); break;
    case AUG_PARAM_SWITCH: au_json_bool(json, key, *(const bool *)field); break;
    case AUG_PARAM_CHOICE: au_json_string(json, key, row->choices[*(const int *)field]); break;
    case AUG_PARAM_RANGE: {
        const struct aug_range *range = field;
        write_list(json, key, (const double[]){range->low, range->high}, 2);
        break;
    }
    case AUG_PARAM_NUMBERS: write_numbers(json, key, row, field); break;
    case AUG_PARAM_NOTED: break;
    }
}

static bool same_stem(const struct aug_param *a, const struct aug_param *b)
{
    const char *point = strchr(a->name, '.');
    return point && b->name && strncmp(a->name, b->name, (size_t)(point - a->name) + 1) == 0;
}

/* Writes the rows from `row` on that share its stem as one object; returns the row after them. */
static const struct aug_param *write_parts(struct au_json *json, const struct aug_param *row, const void *owner,
                                           bool all)
{
    char stem[64];
    const size_t length = strcspn(row->name, ".");
    const struct aug_param *end = row;
    bool wanted = all;
    for (; same_stem(row, end); end++) wanted = wanted || !is_default(end, owner);
    if (!wanted || length >= sizeof stem) return end;
    memcpy(stem, row->name, length);
    stem[length] = 0;
    au_json_object(json, stem);
    for (; row != end; row++) write_value(json, row->name + length + 1, row, owner);
    au_json_end_object(json);
    return end;
}

void au_params_write_rows(const struct aug_param *rows, const void *owner, bool all, struct au_text *out)
{
    struct au_json json = {.out = out, .compact = true};
    au_json_object(&json, NULL);
    for (const struct aug_param *row = rows; row && row->name;) {
        if (strchr(row->name, '.')) {
            row = write_parts(&json, row, owner, all);
            continue;
        }
        if (all || !is_default(row, owner)) write_value(&json, row->name, row, owner);
        row++;
    }
    au_json_end_object(&json);
}

void au_params_write(const struct aug_transform *t, const void *params, bool all, struct au_text *out)
{
    au_params_write_rows(t->params, params, all, out);
}
