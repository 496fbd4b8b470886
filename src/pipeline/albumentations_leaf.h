/* SPDX-License-Identifier: Apache-2.0
 * albumentations_leaf.h - one transform of an Albumentations file.
 */
#ifndef AU_ALBUMENTATIONS_LEAF_H
#define AU_ALBUMENTATIONS_LEAF_H

#include "building.h"

/* Adds the leaf of class `name` that `node` describes; `*p` is its own probability. `some_channels`: it stands inside
 * a container that shows it single channels, so it is kept but not applied. Fails with the node's place: unknown names
 * (the nearest one is suggested), wrong parameters. */
AUG_CHECKED enum aug_status au_albumentations_leaf(struct au_building *b, const struct au_node *node, const char *name,
                                                   const char *path, bool some_channels, double *p,
                                                   struct aug_error *err);

#endif
