/* SPDX-License-Identifier: Apache-2.0
 * node.h - one value tree for JSON and YAML, every value with its line and column.
 *
 * Read by libfyaml. JSON is strict (no comments, no NaN, no duplicate keys); YAML plain scalars follow the 1.2 core schema plus
 * the 1.1 words that PyYAML writes (`.inf`, `.nan`, yes/no are strings). Aliases and tags are refused. Limits: 16 MB, depth 64.
 */
#ifndef AU_NODE_H
#define AU_NODE_H

#include <stdbool.h>
#include <stddef.h>

#include <augaudit/error.h>

#include "arena.h"
#include "text.h"

enum au_node_kind { AU_NODE_NULL, AU_NODE_BOOL, AU_NODE_NUMBER, AU_NODE_STRING, AU_NODE_LIST, AU_NODE_MAP };

struct au_node {
    enum au_node_kind kind;
    int line, column; /* 1-based, of the value */
    const char *key;  /* of a map's child, else NULL */
    bool truth;       /* BOOL */
    bool whole;       /* NUMBER: written without point or exponent */
    double number;    /* NUMBER */
    const char *text; /* STRING: the text; NUMBER: as written; NUL-terminated */
    size_t length;
    size_t count; /* LIST, MAP */
    const struct au_node *const *children;
};

enum au_node_format { AU_NODE_JSON, AU_NODE_YAML };

/* Reads `text` into nodes owned by `arena`. `name` starts the messages: "train.json:3:7: ...". */
AUG_CHECKED enum aug_status au_node_read(const char *text, size_t length, enum au_node_format format, const char *name,
                                         struct au_arena *arena, const struct au_node **root, struct aug_error *err);

/* The child of a map with that key, or NULL. */
const struct au_node *au_node_find(const struct au_node *map, const char *key);

/* "a string", "a list" ... for messages. */
const char *au_node_kind_name(enum au_node_kind kind);

/* Canonical compact JSON text of a node (keys in file order, numbers in shortest form that reads back). */
void au_node_write(const struct au_node *node, struct au_text *out);

#endif
