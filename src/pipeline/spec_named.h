/* SPDX-License-Identifier: Apache-2.0
 * spec_named.h - `limit=[-15,15],border_mode=0`: parameters by name in a SPEC.
 */
#ifndef AU_SPEC_NAMED_H
#define AU_SPEC_NAMED_H

#include "building.h"
#include "spec_words.h"

/* Where the next `stop` outside of brackets and quotes stands, or `end`. */
size_t au_spec_stop(const char *spec, size_t start, size_t end, char stop);

/* The arguments as a map of nodes whose columns are offsets into the SPEC + 1. Values are flow YAML. Fails with the place. */
AUG_CHECKED enum aug_status au_named_arguments(const struct au_spec_at *at, struct au_arena *arena,
                                               const struct au_node **map, struct aug_error *err);

/* Adds the leaf of one SPEC (spec.c). */
/* One plain SPEC as a part that always runs; everything it needs is made in `arena`. */
AUG_CHECKED enum aug_status au_spec_part(struct au_arena *arena, const char *spec, struct aug_part *part,
                                         struct aug_error *err);
AUG_CHECKED enum aug_status au_spec_add(struct au_building *b, const char *spec, double probability,
                                        struct aug_error *err);

#endif
