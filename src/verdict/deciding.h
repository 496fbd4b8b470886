/* SPDX-License-Identifier: Apache-2.0
 * deciding.h - which number decided: one function for each row of the two tables of rules, filling number, value and margin.
 */
#ifndef AU_DECIDING_H
#define AU_DECIDING_H

#include "case.h"
#include "outcome.h"

/* ---- of a class ---- */
void au_decide_nothing(const struct au_case *c, struct aug_deciding *out);
void au_decide_unchanged(const struct au_case *c, struct aug_deciding *out);
void au_decide_landing(const struct au_case *c, struct aug_deciding *out); /* collisions, and suspected ones */
void au_decide_loss(const struct au_case *c, struct aug_deciding *out);
void au_decide_precision(const struct au_case *c, struct aug_deciding *out);
void au_decide_survival(const struct au_case *c, struct aug_deciding *out); /* loss or conflict: what came nearest */
void au_decide_survival_undone(const struct au_case *c, struct aug_deciding *out);
void au_decide_blind(const struct au_case *c, struct aug_deciding *out);
void au_decide_open(const struct au_case *c, struct aug_deciding *out);

/* ---- of a transform: mostly the number of the class that tells most ---- */
void au_decided_nothing(const struct au_outcome *o, struct aug_deciding *out);
void au_decided_unchanged(const struct au_outcome *o, struct aug_deciding *out);
void au_decided_broken(const struct au_outcome *o, struct aug_deciding *out);
void au_decided_open(const struct au_outcome *o, struct aug_deciding *out);
void au_decided_kept(const struct au_outcome *o, struct aug_deciding *out);
void au_decided_dose(const struct au_outcome *o, struct aug_deciding *out); /* the weakest strength that breaks */
void au_decided_conflict(const struct au_outcome *o, struct aug_deciding *out);
void au_decided_cost(const struct au_outcome *o, struct aug_deciding *out);
void au_decided_need(const struct au_outcome *o, struct aug_deciding *out);
void au_decided_room(const struct au_outcome *o, struct aug_deciding *out);

#endif
