/* SPDX-License-Identifier: Apache-2.0
 * judging.h - the audit's words beside a prediction's.
 */
#ifndef AU_JUDGING_H
#define AU_JUDGING_H

#include "foretell.h"

/* Audits the pipeline of the job, on the images that a prediction looks at, with the evidence of --quick, and writes its word into every item (in the
 * order of the pipeline). store: a file, or NULL; where it holds the findings nothing is measured again. */
AUG_CHECKED enum aug_status au_judge_predicted(const struct au_prediction_job *job, const char *store,
                                               struct au_arena *arena, struct aug_predicted *items,
                                               struct aug_error *err);

#endif
