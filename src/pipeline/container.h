/* SPDX-License-Identifier: Apache-2.0
 * container.h - the classes of Albumentations 2.0.8 that hold other transforms.
 */
#ifndef AU_CONTAINER_H
#define AU_CONTAINER_H

#include "core/node.h"
#include "tree.h"

#define AU_CONTAINER_KEYS_MAX 12

struct au_container {
    const char *name;
    enum au_rule rule;
    double default_p;                            /* of the constructor */
    bool some_channels;                          /* children see single channels: they are not audited */
    const char *keys[AU_CONTAINER_KEYS_MAX + 1]; /* besides p and transforms */
};

/* NULL: not a container. */
const struct au_container *au_container_find(const char *name);
/* The nearest name, NULL when none is near. */
const char *au_container_suggest(const char *name);

/* Fills rule, p, n and replace from the node; fails with its place for keys the class does not have
 * and for values out of range. */
AUG_CHECKED enum aug_status au_container_read(const struct au_container *container, const struct au_node *node,
                                              const char *source, struct au_tree *tree, struct aug_error *err);

/* `p` of a node: a number 0..1. `missing` < 0: the key must be there. */
AUG_CHECKED enum aug_status au_probability_read(const struct au_node *node, const char *name, double missing,
                                                const char *source, double *p, struct aug_error *err);

#endif
