/* SPDX-License-Identifier: Apache-2.0
 * rulings.h - the user's rulings beside what was measured: which of the two decides, and how that is said.
 *
 * A ruling decides where the data cannot: `changes` always, `invariant` and `equivariant` off their support. What was measured inside the support
 * stands, and both are named. A swap is no opinion but part of the claim: the findings were measured with it.
 */
#ifndef AU_RULINGS_H
#define AU_RULINGS_H

#include "judge.h"

/* Applies in->rulings to the judged classes; `unswapped` (may be NULL): the labels with every image's own label. */
AUG_CHECKED enum aug_status au_rulings_apply(const struct au_judgement_input *in,
                                             const struct au_judged_class *unswapped, struct au_arena *arena,
                                             struct au_judged_class *classes, struct aug_error *err);

/* Names of the rules by which a ruling decides (as au_class_rule_name): NULL past the end. */
const char *au_ruling_rule_name(size_t i);

/* Sentences about the rulings for the verdict and for the advice; nothing where nothing was ruled. */
void au_rulings_say(const struct au_judgement_input *in, const struct au_judged_class *classes, struct au_text *out);
void au_rulings_advise(const struct au_judgement_input *in, const struct au_judged_class *classes, struct au_text *out);

#endif
