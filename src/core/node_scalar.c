/* SPDX-License-Identifier: Apache-2.0
 * node_scalar.c - what a scalar means: JSON's literals, or the core schema of YAML 1.2.
 *
 * `yes`, `no`, `on`, `off` are strings here. Python's yaml, which writes the files, quotes such strings, so no
 * file of a library reads differently. */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "memory.h"
#include "node_internal.h"
#include "number.h"

static bool is_word(const char *text, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(text, word, length) == 0;
}

static bool is_any(const char *text, size_t length, const char *const *words)
{
    for (; *words; words++)
        if (is_word(text, length, *words)) return true;
    return false;
}

/* 0x1F and 0o17. */
static bool based(const char *text, size_t length, double *value)
{
    if (length < 3 || text[0] != '0' || (text[1] != 'x' && text[1] != 'o')) return false;
    const int base = text[1] == 'x' ? 16 : 8;
    double sum = 0;
    for (size_t i = 2; i < length; i++) {
        const int c = tolower((unsigned char)text[i]);
        const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
        if (digit >= base) return false;
        sum = sum * base + digit;
    }
    *value = sum;
    return true;
}

static enum aug_status number(struct au_node *node, double value, bool whole)
{
    node->kind = AU_NODE_NUMBER;
    node->number = value;
    node->whole = whole;
    return AUG_OK;
}

static enum aug_status finite_number(const struct au_node_reading *reading, struct au_node *node, double value,
                                     bool whole, struct aug_error *err)
{
    if (isfinite(value)) return number(node, value, whole);
    return aug_fail(err, AUG_BAD_INPUT, "%s:%d:%d: the number %.40s is too large, expected one that a double holds",
                    reading->name, node->line, node->column, node->text);
}

static enum aug_status decimal(const struct au_node_reading *reading, struct au_node *node, struct aug_error *err)
{
    double value = INFINITY;
    au_number_parse(node->text, node->length, &value);
    return finite_number(reading, node, value, au_number_shape(node->text, node->length).whole, err);
}

static enum aug_status core_schema(const struct au_node_reading *reading, struct au_node *node, struct aug_error *err)
{
    static const char *const null_words[] = {"", "~", "null", "Null", "NULL", NULL};
    static const char *const true_words[] = {"true", "True", "TRUE", NULL};
    static const char *const false_words[] = {"false", "False", "FALSE", NULL};
    static const char *const nan_words[] = {".nan", ".NaN", ".NAN", NULL};
    static const char *const inf_words[] = {".inf", ".Inf", ".INF", NULL};
    const char *text = node->text;
    const size_t length = node->length;
    const size_t sign = length > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    double value = 0;
    node->kind = AU_NODE_STRING;
    if (is_any(text, length, null_words)) node->kind = AU_NODE_NULL;
    else if (is_any(text, length, true_words)) node->kind = AU_NODE_BOOL, node->truth = true;
    else if (is_any(text, length, false_words)) node->kind = AU_NODE_BOOL;
    else if (is_any(text, length, nan_words)) return number(node, NAN, false);
    else if (is_any(text + sign, length - sign, inf_words))
        return number(node, text[0] == '-' ? -INFINITY : INFINITY, false);
    else if (based(text, length, &value)) return finite_number(reading, node, value, true, err);
    else if (au_number_shape(text, length).matches) return decimal(reading, node, err);
    return AUG_OK;
}

/* libfyaml has refused everything but strict JSON before; null, true, false and numbers are all that is left. */
enum aug_status au_node_scalar(const struct au_node_reading *reading, struct au_node *node, const char *text,
                               size_t length, bool plain, struct aug_error *err)
{
    node->text = au_arena_strndup(reading->arena, length ? text : "", length);
    node->length = length;
    node->kind = AU_NODE_STRING;
    if (!node->text) return au_no_memory(err, "the text of a value");
    if (memchr(node->text, '\0', length))
        return aug_fail(err, AUG_BAD_INPUT, "%s:%d:%d: a string with a NUL character", reading->name, node->line,
                        node->column);
    return plain ? core_schema(reading, node, err) : AUG_OK;
}
