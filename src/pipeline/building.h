/* SPDX-License-Identifier: Apache-2.0
 * building.h - a pipeline while its leaves are being collected.
 */
#ifndef AU_BUILDING_H
#define AU_BUILDING_H

#include <augaudit/pipeline.h>

#include "core/arena.h"
#include "core/node.h"
#include "core/text.h"
#include "tree.h"

struct au_leaf_item {
    struct aug_leaf leaf;
    struct au_leaf_item *next;
};

struct au_pipeline_owner {
    struct au_arena arena;
    const struct au_tree *tree; /* in the arena; NULL: every leaf by itself, with probability `fires` */
    double idle;                /* share of images on which nothing but preprocessing runs */
};

struct au_building {            /* {.source = name} is a valid start */
    struct au_arena arena;      /* of everything; handed to the pipeline at the end */
    const char *source;         /* starts the messages */
    const struct au_tree *tree; /* in the arena; may stay NULL */
    struct au_leaf_item *first, *last;
    size_t count;
};

/* A zeroed leaf at the end of the list. */
AUG_CHECKED enum aug_status au_building_add(struct au_building *b, struct aug_leaf **leaf, struct aug_error *err);

/* A parameter struct of `t` filled with its defaults, in the arena. */
AUG_CHECKED enum aug_status au_building_params(struct au_building *b, const struct aug_transform *t, void **params,
                                               struct aug_error *err);

/* Makes the leaf one part: `t` with `params`, always. */
AUG_CHECKED enum aug_status au_building_part(struct au_building *b, struct aug_leaf *leaf,
                                             const struct aug_transform *t, void *params, struct aug_error *err);

/* Lays the leaves out in `out`, makes their strata and hands over the arena. On failure
 * `out` is untouched and the arena stays `b`'s. */
AUG_CHECKED enum aug_status au_building_finish(struct au_building *b, const char *format, const char *library,
                                               struct aug_pipeline *out, struct aug_error *err);

/* Makes the leaf one that is read but not applied: "NAME REASON". */
AUG_CHECKED enum aug_status au_building_not_applied(struct au_building *b, struct aug_leaf *leaf, const char *name,
                                                    const char *reason, struct aug_error *err);
#define AU_REASON_KNOWN \
    "is known, but this build cannot apply it yet, so it was not audited; look at its pictures yourself."
#define AU_REASON_MIXES "mixes several pictures and is audited by itself only, not as a part of a composed transform."

/* Why part i, if it mixes pictures, cannot be audited; NULL: it can, or does not mix. */
const char *au_mixing_refuses(const struct aug_leaf *leaf, size_t i);

/* Moves a text into the arena; releases it in any case. */
AUG_CHECKED enum aug_status au_keep_text(struct au_arena *arena, struct au_text *text, const char **out,
                                         struct aug_error *err);

/* `Name:a=1,b=[2,3]`: the parameters that differ from their defaults, in table order. Reads back as a SPEC. */
AUG_CHECKED enum aug_status au_canonical_text(struct au_arena *arena, const struct aug_transform *t, const void *params,
                                              const char **text, struct aug_error *err);

/* The same for any map of parameters, sorted by key, without the keys of the tree (`p` ...). */
AUG_CHECKED enum aug_status au_canonical_map(struct au_arena *arena, const char *name, const struct au_node *map,
                                             const char **text, struct aug_error *err);

/* Is this key of a node not one of the transform's parameters? */
bool au_is_tree_key(const char *key);

/* Strata of a leaf (strata.c), in `arena`; NULL for a leaf without. */
AUG_CHECKED enum aug_status au_strata_make(struct au_arena *arena, struct aug_leaf *leaf, struct aug_error *err);

#endif
