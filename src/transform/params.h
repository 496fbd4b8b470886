/* SPDX-License-Identifier: Apache-2.0
 * params.h - parameter structs filled from a file's values and written back, by their tables.
 *
 * Rows whose names share a stem before a point (`scale.x`, `scale.y`) are one value of a file: {"scale": {"x": .., "y": ..}},
 * or one number or list that is meant for both.
 */
#ifndef AU_PARAMS_H
#define AU_PARAMS_H

#include <stdbool.h>

#include <augaudit/transform.h>

#include "core/node.h"
#include "core/text.h"

/* Sets the parameters that `map` names and leaves the others; `params` must be filled (aug_transform_defaults) before.
 * Keys that belong to the tree and not to the transform (p, always_apply, __class_fullname__) are passed over. Messages start
 * with `where_name`:line:column. Fails with AUG_BAD_INPUT: unknown key (nearest name suggested), wrong kind of value, out of range. */
AUG_CHECKED enum aug_status au_params_set(const struct aug_transform *t, void *params, const struct au_node *map,
                                          const char *where_name, struct aug_error *err);

/* The same for one row of any table (parameters or draws); `owner` is the struct, `what` names its transform in messages. A list
 * of lists fills NUMBERS row by row. */
AUG_CHECKED enum aug_status au_param_set(const struct aug_param *row, void *owner, const struct au_node *value,
                                         const char *what, const char *where_name, struct aug_error *err);

/* The row of that name, or NULL. */
const struct aug_param *au_param_find(const struct aug_param *rows, const char *name);

/* Puts the row's default into its field of `owner`. */
void au_param_default(const struct aug_param *row, void *owner);

/* Compact canonical JSON object of the parameters in table order; unless `all`, only of those that differ from their default. */
void au_params_write(const struct aug_transform *t, const void *params, bool all, struct au_text *out);

/* The same for any table. */
void au_params_write_rows(const struct aug_param *rows, const void *owner, bool all, struct au_text *out);

#endif
