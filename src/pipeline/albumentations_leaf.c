/* SPDX-License-Identifier: Apache-2.0
 * albumentations_leaf.c - class name and keys of one node to a leaf. */
#include "albumentations_leaf.h"

#include <string.h>

#include "container.h"
#include "core/memory.h"
#include "transform/params.h"

static enum aug_status unknown_name(const struct au_building *b, const struct au_node *node, const char *name,
                                    struct aug_error *err)
{
    const struct au_node *at = au_node_find(node, "__class_fullname__");
    const char *dot = strrchr(name, '.'), *word = dot ? dot + 1 : name;
    const char *nearest = au_container_suggest(word);
    if (!nearest) nearest = aug_transform_suggest(word);
    if (nearest && strcmp(nearest, word) != 0)
        return aug_fail(
            err, AUG_BAD_INPUT,
            "%s:%d:%d: nobody knows a transform \"%.80s\"; did you mean \"%s\"? Correct the name, or take the "
            "transform out of the file",
            b->source, at->line, at->column, name, nearest);
    return aug_fail(
        err, AUG_BAD_INPUT,
        "%s:%d:%d: nobody knows a transform \"%.80s\"; `augaudit list` shows the names. Correct it, or take the "
        "transform out of the file (code of your own cannot be audited)",
        b->source, at->line, at->column, name);
}

/* Only releases up to 1.4.8 wrote it; a file with a release in it has been checked before. */
static enum aug_status check_dialect(const struct au_building *b, const struct au_node *node, struct aug_error *err)
{
    const struct au_node *old = au_node_find(node, "always_apply");
    if (!old) return AUG_OK;
    return aug_fail(
        err, AUG_UNSUPPORTED,
        "%s:%d:%d: \"always_apply\" was written by Albumentations up to 1.4.8 and does nothing in 2.0.8; build "
        "the pipeline under albumentations==2.0.8 and save it again with A.save",
        b->source, old->line, old->column);
}

static enum aug_status params_text(struct au_building *b, const struct au_node *node, const char **out,
                                   struct aug_error *err)
{
    struct au_node map = {.kind = AU_NODE_MAP};
    const struct au_node **kept = au_arena_alloc(&b->arena, node->count, sizeof *kept);
    if (!kept) return au_no_memory(err, "the parameters of a transform");
    for (size_t i = 0; i < node->count; i++)
        if (!au_is_tree_key(node->children[i]->key)) kept[map.count++] = node->children[i];
    map.children = kept;
    struct au_text text = {0};
    au_node_write(&map, &text);
    return au_keep_text(&b->arena, &text, out, err);
}

static enum aug_status applicable(struct au_building *b, const struct au_node *node, const struct aug_transform *t,
                                  struct aug_leaf *leaf, struct aug_error *err)
{
    void *params = NULL;
    AUG_TRY(au_building_params(b, t, &params, err));
    AUG_TRY(au_params_set(t, params, node, b->source, err));
    AUG_TRY(au_canonical_text(&b->arena, t, params, &leaf->spec, err));
    return au_building_part(b, leaf, t, params, err);
}

static enum aug_status fill(struct au_building *b, const struct au_node *node, bool some_channels,
                            struct aug_leaf *leaf, struct aug_error *err)
{
    const struct aug_transform *t = aug_transform_find(leaf->name);
    if (t) AUG_TRY(applicable(b, node, t, leaf, err));
    else AUG_TRY(au_canonical_map(&b->arena, leaf->name, node, &leaf->spec, err));
    if (some_channels)
        return au_building_not_applied(b, leaf, leaf->name,
                                       "stands inside SelectiveChannelTransform, which shows it single "
                                       "channels; audit it outside of that container.",
                                       err);
    const char *why = t ? au_mixing_refuses(leaf, 0) : AU_REASON_KNOWN;
    return why ? au_building_not_applied(b, leaf, leaf->name, why, err) : AUG_OK;
}

/* Names of transforms are those of classes; the lower-case ones belong to SPECs. */
static bool is_class(const char *name)
{
    const bool is_word = name[0] >= 'a' && name[0] <= 'z';
    return !is_word && (aug_transform_find(name) || aug_known_find(name));
}

enum aug_status au_albumentations_leaf(struct au_building *b, const struct au_node *node, const char *name,
                                       const char *path, bool some_channels, double *p, struct aug_error *err)
{
    struct aug_leaf *leaf = NULL;
    AUG_TRY(check_dialect(b, node, err));
    if (!is_class(name)) return unknown_name(b, node, name, err);
    AUG_TRY(au_building_add(b, &leaf, err));
    AUG_TRY(au_probability_read(node, name, -1, b->source, p, err));
    leaf->name = au_arena_strdup(&b->arena, name);
    if (!leaf->name) return au_no_memory(err, "the name of a transform");
    leaf->path = path;
    leaf->line = node->line;
    leaf->column = node->column;
    leaf->own_probability = *p;
    AUG_TRY(params_text(b, node, &leaf->params_text, err));
    return fill(b, node, some_channels, leaf, err);
}
