/* SPDX-License-Identifier: Apache-2.0
 * container.c - the table of containers, and the reading of their own keys. */
#include "container.h"

#include <math.h>
#include <string.h>

#include "core/text.h"

#define COMPOSE_KEYS                                                                                                   \
    "bbox_params", "keypoint_params", "additional_targets", "is_check_shapes", "strict", "mask_interpolation", "seed", \
        "save_applied_params"
#define SOME_COUNT_MAX 1000000

static const struct au_container containers[] = {
    {"Compose", AU_RULE_ALL, 1.0, false, {COMPOSE_KEYS}},
    {"ReplayCompose", AU_RULE_ALL, 1.0, false, {COMPOSE_KEYS, "save_key"}},
    {"Sequential", AU_RULE_ALL, 0.5, false, {NULL}},
    {"OneOf", AU_RULE_ONE, 0.5, false, {NULL}},
    {"SomeOf", AU_RULE_SOME, 1.0, false, {"n", "replace"}},
    {"RandomOrder", AU_RULE_SOME, 1.0, false, {"n", "replace"}},
    {"OneOrOther", AU_RULE_EITHER, 0.5, false, {NULL}},
    {"SelectiveChannelTransform", AU_RULE_ALL, 1.0, true, {"channels"}},
};

static const size_t container_count = sizeof containers / sizeof *containers;

const struct au_container *au_container_find(const char *name)
{
    for (size_t i = 0; i < container_count; i++)
        if (strcmp(containers[i].name, name) == 0) return &containers[i];
    return NULL;
}

const char *au_container_suggest(const char *name)
{
    const char *nearest = NULL;
    int best = 3;
    for (size_t i = 0; i < container_count; i++) {
        const int distance = au_text_distance(name, containers[i].name, best);
        if (distance >= best) continue;
        best = distance;
        nearest = containers[i].name;
    }
    return nearest;
}

enum aug_status au_probability_read(const struct au_node *node, const char *name, double missing, const char *source,
                                    double *p, struct aug_error *err)
{
    const struct au_node *value = au_node_find(node, "p");
    if (!value && missing >= 0) {
        *p = missing;
        return AUG_OK;
    }
    if (!value)
        return aug_fail(err, AUG_BAD_INPUT, "%s:%d:%d: %s has no \"p\", expected a probability 0..1", source,
                        node->line, node->column, name);
    if (value->kind != AU_NODE_NUMBER || !(value->number >= 0 && value->number <= 1))
        return aug_fail(err, AUG_BAD_INPUT, "%s:%d:%d: the p of %s is %s, expected a probability 0..1", source,
                        value->line, value->column, name,
                        value->kind == AU_NODE_NUMBER ? value->text : au_node_kind_name(value->kind));
    *p = value->number;
    return AUG_OK;
}

static bool is_own_key(const struct au_container *container, const char *key)
{
    static const char *const common[] = {"__class_fullname__", "p", "transforms", NULL};
    for (size_t i = 0; common[i]; i++)
        if (strcmp(common[i], key) == 0) return true;
    for (size_t i = 0; container->keys[i]; i++)
        if (strcmp(container->keys[i], key) == 0) return true;
    return false;
}

static enum aug_status check_keys(const struct au_container *container, const struct au_node *node, const char *source,
                                  struct aug_error *err)
{
    for (size_t i = 0; i < node->count; i++) {
        const struct au_node *value = node->children[i];
        if (is_own_key(container, value->key)) continue;
        return aug_fail(err, AUG_BAD_INPUT,
                        "%s:%d:%d: %s has no key \"%.60s\" in Albumentations 2.0.8; remove it, or save the pipeline "
                        "again with that release",
                        source, value->line, value->column, container->name, value->key);
    }
    return AUG_OK;
}

static enum aug_status read_some(const struct au_container *container, const struct au_node *node, const char *source,
                                 struct au_tree *tree, struct aug_error *err)
{
    const struct au_node *n = au_node_find(node, "n"), *replace = au_node_find(node, "replace");
    tree->n = 1;
    if (n && (n->kind != AU_NODE_NUMBER || !(n->number >= 0 && n->number <= SOME_COUNT_MAX) ||
              n->number != floor(n->number)))
        return aug_fail(err, AUG_BAD_INPUT, "%s:%d:%d: the n of %s must be a whole number 0..%d", source, n->line,
                        n->column, container->name, SOME_COUNT_MAX);
    if (n) tree->n = (int)n->number;
    if (replace && replace->kind != AU_NODE_BOOL)
        return aug_fail(err, AUG_BAD_INPUT, "%s:%d:%d: \"replace\" of %s must be true or false, not %s", source,
                        replace->line, replace->column, container->name, au_node_kind_name(replace->kind));
    tree->replace = replace && replace->truth;
    tree->shuffled = strcmp(container->name, "RandomOrder") == 0;
    return AUG_OK;
}

enum aug_status au_container_read(const struct au_container *container, const struct au_node *node, const char *source,
                                  struct au_tree *tree, struct aug_error *err)
{
    tree->rule = container->rule;
    AUG_TRY(check_keys(container, node, source, err));
    AUG_TRY(au_probability_read(node, container->name, container->default_p, source, &tree->p, err));
    return container->rule == AU_RULE_SOME ? read_some(container, node, source, tree, err) : AUG_OK;
}
