/* SPDX-License-Identifier: Apache-2.0
 * grades.h - the grade of a number in a report (aug_evidence_grade in evidence.h says what it can be at best).
 */
#ifndef AU_GRADES_H
#define AU_GRADES_H

#include <augaudit/evidence.h>

/* Below so many clusters the error rate of the bounds was not simulated (docs/statistics.md). */
#define AU_CERTIFIED_CLUSTERS 5

/* Of a mean over held-out clusters with the bounds of au_careful_low and au_careful_high. */
enum aug_grade au_grade_of(const char *name, double clusters);

#endif
