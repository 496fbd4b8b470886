/* SPDX-License-Identifier: Apache-2.0
 * node_write.c - looking into nodes, and writing them as compact JSON. */
#include <math.h>
#include <string.h>

#include "json_write.h"
#include "node.h"

const struct au_node *au_node_find(const struct au_node *map, const char *key)
{
    if (!map || map->kind != AU_NODE_MAP) return NULL;
    for (size_t i = 0; i < map->count; i++)
        if (strcmp(map->children[i]->key, key) == 0) return map->children[i];
    return NULL;
}

const char *au_node_kind_name(enum au_node_kind kind)
{
    static const char *const names[] = {"null", "true or false", "a number", "a string", "a list", "a map"};
    return (size_t)kind < sizeof names / sizeof *names ? names[kind] : "an unknown value";
}

static void write_string(const char *text, struct au_text *out)
{
    struct au_json json = {.out = out, .compact = true};
    au_json_string(&json, NULL, text);
}

static void write_number(double value, struct au_text *out)
{
    char buffer[32];
    au_text_puts(out, isfinite(value) ? au_number_text(value, buffer) : "null");
}

static void write_children(const struct au_node *node, struct au_text *out)
{
    au_text_puts(out, node->kind == AU_NODE_MAP ? "{" : "[");
    for (size_t i = 0; i < node->count; i++) {
        if (i > 0) au_text_puts(out, ",");
        if (node->kind == AU_NODE_MAP) {
            write_string(node->children[i]->key, out);
            au_text_puts(out, ":");
        }
        au_node_write(node->children[i], out);
    }
    au_text_puts(out, node->kind == AU_NODE_MAP ? "}" : "]");
}

void au_node_write(const struct au_node *node, struct au_text *out)
{
    switch (node->kind) {
    case AU_NODE_NULL: au_text_puts(out, "null"); break;
    case AU_NODE_BOOL: au_text_puts(out, node->truth ? "true" : "false"); break;
    case AU_NODE_NUMBER: write_number(node->number, out); break;
    case AU_NODE_STRING: write_string(node->text, out); break;
    case AU_NODE_LIST:
    case AU_NODE_MAP: write_children(node, out); break;
    }
}
