/* SPDX-License-Identifier: Apache-2.0
 * building.c - collects leaves, then lays them out as a pipeline that owns one arena. */
#include "building.h"

#include <string.h>

#include "core/memory.h"

enum aug_status au_building_add(struct au_building *b, struct aug_leaf **leaf, struct aug_error *err)
{
    struct au_leaf_item *item = au_arena_alloc(&b->arena, 1, sizeof *item);
    if (!item) return au_no_memory(err, "a transform of the pipeline");
    if (b->last) b->last->next = item;
    else b->first = item;
    b->last = item;
    b->count++;
    *leaf = &item->leaf;
    return AUG_OK;
}

enum aug_status au_building_params(struct au_building *b, const struct aug_transform *t, void **params,
                                   struct aug_error *err)
{
    *params = au_arena_alloc(&b->arena, 1, t->params_bytes);
    if (!*params) return au_no_memory(err, "the parameters of a transform");
    aug_transform_defaults(t, *params);
    return AUG_OK;
}

enum aug_status au_building_part(struct au_building *b, struct aug_leaf *leaf, const struct aug_transform *t,
                                 void *params, struct aug_error *err)
{
    struct aug_part *part = au_arena_alloc(&b->arena, 1, sizeof *part);
    if (!part) return au_no_memory(err, "a transform of the pipeline");
    *part = (struct aug_part){.transform = t, .params = params, .probability = 1};
    leaf->parts = part;
    leaf->part_count = 1;
    return AUG_OK;
}

enum aug_status au_building_not_applied(struct au_building *b, struct aug_leaf *leaf, const char *name,
                                        const char *reason, struct aug_error *err)
{
    leaf->part_count = 0;
    leaf->parts = NULL;
    leaf->not_applied = au_arena_printf(&b->arena, "%s %s", name, reason);
    return leaf->not_applied ? AUG_OK : au_no_memory(err, "a sentence");
}

enum aug_status au_keep_text(struct au_arena *arena, struct au_text *text, const char **out, struct aug_error *err)
{
    enum aug_status status = au_text_status(text, err);
    *out = status == AUG_OK ? au_arena_strndup(arena, text->bytes ? text->bytes : "", text->length) : NULL;
    if (status == AUG_OK && !*out) status = au_no_memory(err, "the text of a transform");
    au_text_release(text);
    return status;
}

static enum aug_status lay_out(struct au_building *b, struct aug_leaf *leaves, struct aug_error *err)
{
    size_t i = 0;
    for (const struct au_leaf_item *item = b->first; item; item = item->next, i++) {
        leaves[i] = item->leaf;
        AUG_TRY(au_strata_make(&b->arena, &leaves[i], err));
    }
    return AUG_OK;
}

static enum aug_status find_idle(struct au_building *b, const struct aug_leaf *leaves, double *idle,
                                 struct aug_error *err)
{
    if (!b->tree) {
        for (size_t i = 0; i < b->count; i++) *idle *= 1 - leaves[i].fires * (1 - aug_leaf_idle(&leaves[i]));
        return AUG_OK;
    }
    bool *quiet = au_arena_alloc(&b->arena, b->count + 1, sizeof *quiet);
    if (!quiet) return au_no_memory(err, "the pipeline");
    for (size_t i = 0; i < b->count; i++) quiet[i] = aug_leaf_idle(&leaves[i]) >= 1;
    return au_tree_idle(b->tree, quiet, idle, err);
}

enum aug_status au_building_finish(struct au_building *b, const char *format, const char *library,
                                   struct aug_pipeline *out, struct aug_error *err)
{
    struct aug_leaf *leaves = au_arena_alloc(&b->arena, b->count, sizeof *leaves);
    const char *source = au_arena_strdup(&b->arena, b->source);
    if (!leaves || !source) return au_no_memory(err, "the pipeline");
    AUG_TRY(lay_out(b, leaves, err));
    double idle = 1;
    AUG_TRY(find_idle(b, leaves, &idle, err));
    struct au_pipeline_owner *owner = au_alloc(1, sizeof *owner);
    if (!owner) return au_no_memory(err, "the pipeline");
    *owner = (struct au_pipeline_owner){b->arena, b->tree, idle};
    b->arena = (struct au_arena){0};
    *out = (struct aug_pipeline){source, format, library, b->count, leaves, owner};
    return AUG_OK;
}

void aug_pipeline_release(struct aug_pipeline *pipeline)
{
    if (pipeline->owner) au_arena_release(&((struct au_pipeline_owner *)pipeline->owner)->arena);
    au_free(pipeline->owner);
    *pipeline = (struct aug_pipeline){0};
}

const char *au_mixing_refuses(const struct aug_leaf *leaf, size_t i)
{
    const struct aug_mixing *mixing = leaf->parts[i].transform->mixing;
    if (!mixing) return NULL;
    if (leaf->part_count > 1) return AU_REASON_MIXES;
    return mixing->refuse ? mixing->refuse(leaf->parts[i].params) : NULL;
}
