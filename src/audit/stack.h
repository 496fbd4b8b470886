/* SPDX-License-Identifier: Apache-2.0
 * stack.h - greedy forward choice: which transforms together?
 */
#ifndef AU_STACK_H
#define AU_STACK_H

#include "foretell.h"

#define AU_STACK_MAX 4 /* members */

/* From the best of `items` (best first, judged) on, adds the one that gains most beside those that stand already, as long as that gain is clearly above
 * 0. At each step the best `tries` that are left are tried, each as a whole pipeline of the stack and itself. What breaks a label is never tried. Steps are
 * in the arena. The job has a store. */
AUG_CHECKED enum aug_status au_stack(const struct au_prediction_job *job, const struct aug_predicted *items,
                                     size_t count, size_t tries, struct au_arena *arena,
                                     const struct aug_stack_step **steps, size_t *step_count, struct aug_error *err);

#endif
