/* SPDX-License-Identifier: Apache-2.0
 * params.c - reads the values of a file into a parameter struct, row by row of its table. */
#include "params.h"

#include <math.h>
#include <string.h>

/* One value on its way into one field: everything a message needs. */
struct slot {
    const struct aug_param *row;
    void *field;
    const char *what, *where_name;
    struct aug_error *err;
};

#define REFUSE(slot, node, format, ...)                                                                            \
    aug_fail((slot)->err, AUG_BAD_INPUT, "%s:%d:%d: %s: parameter '%s' " format, (slot)->where_name, (node)->line, \
             (node)->column, (slot)->what, (slot)->row->name, __VA_ARGS__)

const struct aug_param *au_param_find(const struct aug_param *rows, const char *name)
{
    for (; rows && rows->name; rows++)
        if (strcmp(rows->name, name) == 0) return rows;
    return NULL;
}

void au_param_default(const struct aug_param *row, void *owner)
{
    void *field = (char *)owner + row->offset;
    switch (row->kind) {
    case AUG_PARAM_NUMBER: *(double *)field = row->default_low; break;
    case AUG_PARAM_INTEGER:
    case AUG_PARAM_CHOICE: *(int *)field = (int)row->default_low; break;
    case AUG_PARAM_SWITCH: *(bool *)field = row->default_low != 0; break;
    case AUG_PARAM_RANGE: *(struct aug_range *)field = (struct aug_range){row->default_low, row->default_high}; break;
    case AUG_PARAM_NUMBERS: {
        struct aug_numbers numbers = {.count = (int)row->default_high};
        for (int i = 0; i < numbers.count; i++) numbers.values[i] = row->default_low;
        *(struct aug_numbers *)field = numbers;
        break;
    }
    case AUG_PARAM_NOTED: break;
    }
}

static enum aug_status read_number(const struct slot *slot, const struct au_node *node, double *out)
{
    if (node->kind != AU_NODE_NUMBER)
        return REFUSE(slot, node, "wants a number, here is %s.", au_node_kind_name(node->kind));
    if (!(node->number >= slot->row->min && node->number <= slot->row->max))
        return REFUSE(slot, node, "is %g, allowed are %g to %g.", node->number, slot->row->min, slot->row->max);
    *out = node->number;
    return AUG_OK;
}

static enum aug_status read_integer(const struct slot *slot, const struct au_node *node)
{
    double number;
    AUG_TRY(read_number(slot, node, &number));
    if (number != floor(number)) return REFUSE(slot, node, "wants a whole number, here is %g.", number);
    *(int *)slot->field = (int)number;
    return AUG_OK;
}

static enum aug_status read_switch(const struct slot *slot, const struct au_node *node)
{
    if (node->kind != AU_NODE_BOOL)
        return REFUSE(slot, node, "wants true or false, here is %s.", au_node_kind_name(node->kind));
    *(bool *)slot->field = node->truth;
    return AUG_OK;
}

/* The index of the node's word among the row's choices, or -1. */
static int find_choice(const struct aug_param *row, const struct au_node *node)
{
    for (int i = 0; node->text && row->choices[i]; i++)
        if (strcmp(row->choices[i], node->text) == 0) return i;
    return -1;
}

static enum aug_status refuse_word(const struct slot *slot, const struct au_node *node)
{
    struct au_text list = {0};
    for (int i = 0; slot->row->choices[i]; i++) au_text_printf(&list, "%s'%s'", i ? ", " : "", slot->row->choices[i]);
    const char *given = node->text ? node->text : au_node_kind_name(node->kind);
    const enum aug_status status = REFUSE(slot, node, "is %s, allowed are %s.", given,
                                          list.bytes ? list.bytes : "none");
    au_text_release(&list);
    return status;
}

static enum aug_status read_choice(const struct slot *slot, const struct au_node *node)
{
    const int i = find_choice(slot->row, node);
    if (i < 0) return refuse_word(slot, node);
    *(int *)slot->field = i;
    return AUG_OK;
}

static enum aug_status read_range(const struct slot *slot, const struct au_node *node)
{
    struct aug_range range;
    if (node->kind == AU_NODE_LIST) {
        if (node->count != 2) return REFUSE(slot, node, "wants two numbers, here are %zu.", node->count);
        AUG_TRY(read_number(slot, node->children[0], &range.low));
        AUG_TRY(read_number(slot, node->children[1], &range.high));
        if (range.low > range.high)
            return REFUSE(slot, node, "wants the smaller number first, here are %g and %g.", range.low, range.high);
    } else {
        AUG_TRY(read_number(slot, node, &range.high));
        range.low = range.high;
        if (slot->row->symmetric) range = (struct aug_range){-fabs(range.high), fabs(range.high)};
        if (range.low < slot->row->min) range.low = slot->row->min;
    }
    *(struct aug_range *)slot->field = range;
    return AUG_OK;
}

static enum aug_status add_numbers(const struct slot *slot, const struct au_node *node, struct aug_numbers *numbers)
{
    if (node->kind == AU_NODE_LIST) {
        for (size_t i = 0; i < node->count; i++) AUG_TRY(add_numbers(slot, node->children[i], numbers));
        return AUG_OK;
    }
    if (node->kind == AU_NODE_NULL && isnan(slot->row->default_low) && numbers->count < AUG_LIST_MAX) {
        numbers->values[numbers->count++] = NAN;
        return AUG_OK;
    }
    if (numbers->count == AUG_LIST_MAX) return REFUSE(slot, node, "takes at most %d numbers.", AUG_LIST_MAX);
    AUG_TRY(read_number(slot, node, &numbers->values[numbers->count]));
    numbers->count++;
    return AUG_OK;
}

static enum aug_status read_numbers(const struct slot *slot, const struct au_node *node)
{
    struct aug_numbers numbers = {0};
    if (node->kind == AU_NODE_STRING && slot->row->choices) {
        const int i = find_choice(slot->row, node);
        if (i < 0) return refuse_word(slot, node);
        *(struct aug_numbers *)slot->field = (struct aug_numbers){.count = -1 - i};
        return AUG_OK;
    }
    AUG_TRY(add_numbers(slot, node, &numbers));
    if (numbers.count == 0)
        return REFUSE(slot, node, "wants a number or a list of numbers, here is %s.", "an empty list");
    *(struct aug_numbers *)slot->field = numbers;
    return AUG_OK;
}

enum aug_status au_param_set(const struct aug_param *row, void *owner, const struct au_node *value, const char *what,
                             const char *where_name, struct aug_error *err)
{
    const struct slot slot = {row, (char *)owner + row->offset, what, where_name, err};
    if (row->kind == AUG_PARAM_NOTED) return AUG_OK;
    if (value->kind == AU_NODE_NULL) {
        if (!row->optional) return REFUSE(&slot, value, "must not be null: %s", row->about);
        au_param_default(row, owner);
        return AUG_OK;
    }
    switch (row->kind) {
    case AUG_PARAM_NUMBER: return read_number(&slot, value, slot.field);
    case AUG_PARAM_INTEGER: return read_integer(&slot, value);
    case AUG_PARAM_SWITCH: return read_switch(&slot, value);
    case AUG_PARAM_CHOICE: return read_choice(&slot, value);
    case AUG_PARAM_RANGE: return read_range(&slot, value);
    case AUG_PARAM_NUMBERS: return read_numbers(&slot, value);
    case AUG_PARAM_NOTED: return AUG_OK;
    }
    return AUG_OK;
}

/* "scale.x" is a part of "scale": its "x", else NULL. */
static const char *part_of(const char *row_name, const char *stem)
{
    const size_t length = strlen(stem);
    return strncmp(row_name, stem, length) == 0 && row_name[length] == '.' ? row_name + length + 1 : NULL;
}

static enum aug_status fail_unknown(const struct aug_transform *t, const struct au_node *value, const char *stem,
                                    const char *where_name, struct aug_error *err)
{
    const char *nearest = NULL;
    int best = 4;
    for (const struct aug_param *row = t->params; row && row->name; row++) {
        const int distance = au_text_distance(value->key, row->name, best - 1);
        if (distance < best) {
            best = distance;
            nearest = row->name;
        }
    }
    const char *point = *stem ? "." : "";
    if (nearest)
        return aug_fail(err, AUG_BAD_INPUT, "%s:%d:%d: %s has no parameter '%s%s%s'; did you mean '%s'?", where_name,
                        value->line, value->column, t->name, stem, point, value->key, nearest);
    return aug_fail(err, AUG_BAD_INPUT, "%s:%d:%d: %s has no parameter '%s%s%s'; `augaudit explain %s` lists them.",
                    where_name, value->line, value->column, t->name, stem, point, value->key, t->name);
}

static const struct aug_param *find_part(const struct aug_param *rows, const char *stem, const char *part)
{
    for (; rows && rows->name; rows++) {
        const char *own = part_of(rows->name, stem);
        if (own && strcmp(own, part) == 0) return rows;
    }
    return NULL;
}

static enum aug_status set_parts(const struct aug_transform *t, void *params, const struct au_node *map,
                                 const char *where_name, struct aug_error *err)
{
    for (size_t i = 0; i < map->count; i++) {
        const struct au_node *value = map->children[i];
        const struct aug_param *row = find_part(t->params, map->key, value->key);
        if (!row) return fail_unknown(t, value, map->key, where_name, err);
        AUG_TRY(au_param_set(row, params, value, t->name, where_name, err));
    }
    return AUG_OK;
}

static bool belongs_to_tree(const char *key)
{
    return strcmp(key, "p") == 0 || strcmp(key, "always_apply") == 0 || strcmp(key, "__class_fullname__") == 0;
}

static enum aug_status set_one(const struct aug_transform *t, void *params, const struct au_node *value,
                               const char *where_name, struct aug_error *err)
{
    const struct aug_param *exact = au_param_find(t->params, value->key);
    bool found = exact != NULL;
    if (exact) return au_param_set(exact, params, value, t->name, where_name, err);
    for (const struct aug_param *row = t->params; row && row->name; row++) {
        if (!part_of(row->name, value->key)) continue;
        if (value->kind == AU_NODE_MAP) return set_parts(t, params, value, where_name, err);
        AUG_TRY(au_param_set(row, params, value, t->name, where_name, err));
        found = true;
    }
    return found || belongs_to_tree(value->key) ? AUG_OK : fail_unknown(t, value, "", where_name, err);
}

enum aug_status au_params_set(const struct aug_transform *t, void *params, const struct au_node *map,
                              const char *where_name, struct aug_error *err)
{
    if (map->kind != AU_NODE_MAP)
        return aug_fail(err, AUG_BAD_INPUT, "%s:%d:%d: the parameters of %s must be a map of names, here is %s.",
                        where_name, map->line, map->column, t->name, au_node_kind_name(map->kind));
    for (size_t i = 0; i < map->count; i++) AUG_TRY(set_one(t, params, map->children[i], where_name, err));
    return AUG_OK;
}
