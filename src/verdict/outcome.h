/* SPDX-License-Identifier: Apache-2.0
 * outcome.h - what the labels of all classes, and the doses, add up to: what the transform rules ask.
 */
#ifndef AU_OUTCOME_H
#define AU_OUTCOME_H

#include "case.h"
#include "judge.h"
#include "stats/cluster.h"

struct au_outcome { /* what the labels add up to */
    const struct au_judgement_input *in;
    const struct au_judgement *judgement;
    double images, broken_images;
    size_t classes, broken, kept, undecided, few, suspicious;
    bool has_safe_dose;
    const char *safe_param;
    double safe_low, safe_high; /* strengths around the weakest one at which no class breaks */
    bool has_room;
    const char *room_param;
    double room_low, room_high; /* strengths beyond the range at which every class still keeps its label */
    double excess;              /* mean retrained excess over the classes */
    double excess_low;
    size_t need_class;
    double need_upper; /* largest upper bound of need over the classes, and its class */
    size_t conflict_class;
    double conflict_upper; /* the same of conflict at 1/2 */
    double safe_p;         /* largest grid probability at which no class's conflict bound reaches the margin, 0: none */
};

/* Adds up; `judgement` holds the judged classes and doses. Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_outcome_make(const struct au_judgement_input *in, const struct au_judgement *judgement,
                                            struct au_outcome *out, struct aug_error *err);

/* Mean over the classes of what a clean learner loses. */
struct au_mean au_outcome_need(const struct au_findings *findings);

/* Does class k break at this strength, so that it counts against the range? */
bool au_outcome_breaks_at(const struct au_outcome *outcome, const struct au_judged_dose *dose, size_t k);

#endif
