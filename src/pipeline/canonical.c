/* SPDX-License-Identifier: Apache-2.0
 * canonical.c - a transform with its parameters as one line of text, the same for every way of writing it. */
#include <stdlib.h>
#include <string.h>

#include "building.h"
#include "core/memory.h"
#include "transform/params.h"

bool au_is_tree_key(const char *key)
{
    static const char *const keys[] = {"p", "always_apply", "__class_fullname__", NULL};
    for (size_t i = 0; keys[i]; i++)
        if (strcmp(keys[i], key) == 0) return true;
    return false;
}

static int compare_keys(const void *left, const void *right)
{
    const struct au_node *a = *(const struct au_node *const *)left, *b = *(const struct au_node *const *)right;
    return strcmp(a->key, b->key);
}

static enum aug_status write_nodes(struct au_arena *arena, const char *name, const struct au_node *const *nodes,
                                   size_t count, const char **out, struct aug_error *err)
{
    struct au_text text = {0};
    const char *separator = ":";
    au_text_puts(&text, name);
    for (size_t i = 0; i < count; i++) {
        if (au_is_tree_key(nodes[i]->key)) continue;
        au_text_printf(&text, "%s%s=", separator, nodes[i]->key);
        au_node_write(nodes[i], &text);
        separator = ",";
    }
    return au_keep_text(arena, &text, out, err);
}

enum aug_status au_canonical_map(struct au_arena *arena, const char *name, const struct au_node *map, const char **text,
                                 struct aug_error *err)
{
    const struct au_node **sorted = au_arena_alloc(arena, map->count, sizeof *sorted);
    if (!sorted) return au_no_memory(err, "the text of a transform");
    for (size_t i = 0; i < map->count; i++) sorted[i] = map->children[i];
    qsort(sorted, map->count, sizeof *sorted, compare_keys);
    return write_nodes(arena, name, sorted, map->count, text, err);
}

static enum aug_status reread(struct au_arena *arena, const char *name, const struct au_text *json, const char **text,
                              struct aug_error *err)
{
    const struct au_node *map = NULL;
    AUG_TRY(au_text_status(json, err));
    AUG_TRY(au_node_read(json->bytes, json->length, AU_NODE_JSON, name, arena, &map, err));
    return write_nodes(arena, name, map->children, map->count, text, err);
}

enum aug_status au_canonical_text(struct au_arena *arena, const struct aug_transform *t, const void *params,
                                  const char **text, struct aug_error *err)
{
    struct au_text json = {0};
    au_params_write(t, params, false, &json);
    const enum aug_status status = reread(arena, t->name, &json, text, err);
    au_text_release(&json);
    return status;
}
