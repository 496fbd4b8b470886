/* SPDX-License-Identifier: Apache-2.0
 * needs.h - what would decide an undecided class: images, a stronger learner, or a ruling.
 */
#ifndef AU_NEEDS_H
#define AU_NEEDS_H

#include "judge.h"

struct au_case;

/* Fills out->need from the case behind out->cause; nothing where a label was given. */
AUG_CHECKED enum aug_status au_need_find(const struct au_case *c, const char *const *class_names,
                                         struct au_arena *arena, struct au_judged_class *out, struct aug_error *err);

/* The same for a class about which nothing could be measured. */
AUG_CHECKED enum aug_status au_need_unmeasured(int class_index, struct au_arena *arena, struct aug_need *out,
                                               struct aug_error *err);

#endif
