/* SPDX-License-Identifier: Apache-2.0
 * evidence.h - a measured number, with its interval, how it was made and how far it can be trusted.
 */
#ifndef AUGAUDIT_EVIDENCE_H
#define AUGAUDIT_EVIDENCE_H

#include <stddef.h>

#include <augaudit/error.h>

#ifdef __cplusplus
extern "C" {
#endif

enum aug_grade {                      /* methods.md section 6 */
                 AUG_GRADE_CERTIFIED, /* holds with the stated error rate for the named learner, or is exact */
                 AUG_GRADE_ESTIMATED, /* an estimate with an interval */
                 AUG_GRADE_SUSPECTED  /* a lead, not a proof */
};

struct aug_number {
    double estimate, low, high; /* low <= estimate <= high; NaN never, an unknown bound is the range's end */
    const char *method;         /* static text: "cluster-t, one-sided 95 %" */
    enum aug_grade grade;
};

struct aug_evidence {
    const char *name; /* static text, JSON key: "recoverability_loss" */
    struct aug_number number;
};

AUG_API const char *aug_grade_name(enum aug_grade grade); /* "certified" ... */

/* What each evidence number means, for reports: one sentence and its formula in docs/methods ("F7"). NULL past the end. */
struct aug_evidence_note {
    const char *name;
    const char *about;
    const char *source;
};
AUG_API const struct aug_evidence_note *aug_evidence_about(const char *name); /* NULL if unknown */

#ifdef __cplusplus
}
#endif
#endif
