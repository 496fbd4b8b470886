/* SPDX-License-Identifier: Apache-2.0
 * family_tools.h - small things that every value family needs: typed views of a draw, ends of a range, a shared claim.
 */
#ifndef AU_FAMILY_TOOLS_H
#define AU_FAMILY_TOOLS_H

#include <augaudit/transform.h>

#include "core/random.h"

#include "tables.h"

#define AU_DRAWN(type, draw) ((type *)(void *)(draw))
#define AU_DRAWN_CONST(type, draw) ((const type *)(const void *)(draw))

/* Uniform in the range. */
static inline double au_draw_range(struct au_rng *rng, const struct aug_range *range)
{
    return au_rng_between(rng, range->low, range->high);
}

/* A whole number of the range, each equally likely. */
static inline int au_draw_whole(struct au_rng *rng, const struct aug_range *range)
{
    return au_rng_integer(rng, (int)range->low, (int)range->high);
}

/* What transforms of values alone do to labels that have a place. */
#define AU_CLAIM_STAYS .places = "Boxes, masks and key points stay where they are.", .moves = AUG_MOVES_NOTHING

/* NAME_apply and NAME_undo for a transform whose draw alone makes its tables, by NAME_tables. */
#define AU_TABLE_TRANSFORM(name)                                                                                     \
    static enum aug_status name##_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in, \
                                        struct aug_image *out, struct aug_error *err)                                \
    {                                                                                                                \
        (void)params;                                                                                                \
        struct au_tables tables;                                                                                     \
        name##_tables(draw, &tables);                                                                                \
        return au_tables_apply(&tables, in, out, err);                                                               \
    }                                                                                                                \
    static enum aug_status name##_undo(const void *params, const struct aug_draw *draw, const struct aug_image *in,  \
                                       int original_width, int original_height, struct aug_image *out,               \
                                       struct aug_error *err)                                                        \
    {                                                                                                                \
        (void)params, (void)original_width, (void)original_height;                                                   \
        struct au_tables tables;                                                                                     \
        name##_tables(draw, &tables);                                                                                \
        return au_tables_undo(&tables, in, out, err);                                                                \
    }

#endif
