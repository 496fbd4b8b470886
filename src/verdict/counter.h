/* SPDX-License-Identifier: Apache-2.0
 * counter.h - the strongest sign against a label: what comes nearest to its margin where it was kept, what disagrees most where it was broken.
 */
#ifndef AU_COUNTER_H
#define AU_COUNTER_H

#include "judge.h"

struct au_case;

/* Fills out->counter and out->counter_reach (value over margin) from the case behind out->label and out->cause; nothing where undecided. */
AUG_CHECKED enum aug_status au_counter_find(const struct au_case *c, struct au_arena *arena,
                                            struct au_judged_class *out, struct aug_error *err);

/* The class that tells most against the verdict: the nearest to its margin of those kept, or the weakest case of those broken. */
AUG_CHECKED enum aug_status au_counter_choose(const struct au_judgement_input *in, struct au_arena *arena,
                                              struct au_judgement *judgement, struct aug_error *err);

#endif
