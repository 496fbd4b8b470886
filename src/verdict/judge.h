/* SPDX-License-Identifier: Apache-2.0
 * judge.h - from findings to labels, from labels to a verdict with its sentence.
 *
 * Two ordered tables, first match wins: class rules (class_rules.c) and transform rules (transform_rules.c). A new rule is one row.
 * Nothing here measures; everything is a function of the findings. All text goes into the caller's arena.
 */
#ifndef AU_JUDGE_H
#define AU_JUDGE_H

#include <stddef.h>

#include <augaudit/evidence.h>
#include <augaudit/intent.h>
#include <augaudit/verdict.h>

#include "core/arena.h"
#include "core/text.h"
#include "evidence/findings.h"
#include "harm.h"
#include "stats/range_law.h"

enum au_cause {                     /* what decided a label */
                AU_CAUSE_NONE,      /* nothing was broken */
                AU_CAUSE_COLLISION, /* it becomes another class */
                AU_CAUSE_LOST,      /* what the label rests on is gone */
                AU_CAUSE_SUSPICION, /* undecided for a suspected collision or a recall kept by default */
                AU_CAUSE_BLIND,  /* undecided because the learner cannot tell the class from another on clean images */
                AU_CAUSE_WIDTH,  /* undecided because the intervals are too wide */
                AU_CAUSE_FEW,    /* undecided for want of images or clusters */
                AU_CAUSE_RULING, /* the user's intent decided */
                AU_CAUSE_NOT_AUDITED
};

#define AU_JUDGED_PARTNERS 16

struct au_judged_class {
    enum aug_label label;
    enum au_cause cause;
    const char *reason;               /* a sentence with its number; in the arena */
    struct aug_deciding deciding;     /* the number; `at` is lent by the input */
    struct aug_counter counter;       /* the strongest sign against the label */
    double counter_reach;             /* that sign over its margin */
    struct aug_need need;             /* what would decide an undecided one */
    int partners[AU_JUDGED_PARTNERS]; /* hits and suspects */
    size_t partner_count;
    bool
        off_support; /* undecided, and nothing inside the support of the data speaks against the claim: a ruling may decide */
    struct aug_ruling ruling;
    bool has_unswapped;
    enum aug_label unswapped; /* under a swap: the label without it */
    unsigned touched;         /* assumptions that it rests on (touched.h) */
    bool strong_suspicion;    /* for strata: a suspect outweighs the own class */
    struct au_range harm;     /* for dose curves */
};

struct au_stratum_input { /* one fixed strength inside a range, or one outcome of a few */
    const struct au_findings *findings;
    const char *param; /* whose range; NULL: an outcome */
    double strength;
    const char *spec; /* as the user would write it */
    bool own_view;    /* a place on a circle or an outcome: it counts even where the range as a whole is cleared */
    bool beyond;      /* outside the range: decides no label, only whether there is room to widen */
};

struct au_judged_dose { /* one stratum of a range; outcomes are not doses */
    const char *param, *spec;
    double strength;
    bool own_view, beyond;
    const struct au_findings *findings;
    const struct au_judged_class *classes;
};

struct au_param_law { /* how the values of a range are drawn */
    const char *param;
    struct au_range_law law;
};

struct au_judgement_input {
    const char *name; /* of the transform as the user knows it */
    const char *const *class_names;
    const struct au_findings *findings; /* of the transform as configured */
    const struct au_stratum_input *strata;
    size_t stratum_count;
    const struct au_param_law *laws; /* of the parameters of the strata, as far as known */
    size_t law_count;
    const struct aug_ruling *rulings;    /* class by class; NULL: nothing was ruled */
    const char *intent;                  /* the file that they stand in */
    const struct au_findings *unswapped; /* where a swap was ruled: measured without it; else NULL */
};

struct au_judgement {
    enum aug_verdict verdict;
    const char *sentence, *advice; /* in the arena */
    struct aug_deciding deciding;
    struct aug_counter counter;
    struct au_judged_class *classes; /* findings->classes of them, in the arena */
    struct au_judged_dose *doses;    /* by parameter in the order given, then by strength; in the arena */
    size_t dose_count;
};

AUG_CHECKED enum aug_status au_judge(const struct au_judgement_input *input, struct au_arena *arena,
                                     struct au_judgement *out, struct aug_error *err);

/* The same for a transform that cannot be applied: nothing was measured, so only rulings can break a label. `why`: a sentence, or NULL. */
AUG_CHECKED enum aug_status au_judge_unapplied(const struct au_judgement_input *input, const char *why,
                                               struct au_arena *arena, struct au_judgement *out, struct aug_error *err);

struct au_overview; /* case.h */

/* Label of one class from one set of findings (class_rules.c). */
AUG_CHECKED enum aug_status au_judge_class(const struct au_findings *findings, const struct au_overview *overview,
                                           size_t class_index, const char *const *class_names, struct au_arena *arena,
                                           struct au_judged_class *out, struct aug_error *err);

/* Verdict, sentence and advice from the judged classes and doses (transform_rules.c). */
AUG_CHECKED enum aug_status au_judge_transform(const struct au_judgement_input *input, struct au_arena *arena,
                                               struct au_judgement *judgement, struct aug_error *err);

/* Names of the rules in the order of the tables; NULL past the end. rule_notes.c says what each of them means. */
const char *au_class_rule_name(size_t i);
const char *au_transform_rule_name(size_t i);

/* The numbers of one class, or of the whole transform, for the report; in the arena. */
AUG_CHECKED enum aug_status au_class_evidence(const struct au_findings *findings, size_t class_index,
                                              const struct aug_evidence **out, size_t *count, struct au_arena *arena,
                                              struct aug_error *err);
AUG_CHECKED enum aug_status au_transform_evidence(const struct au_findings *findings, const struct aug_evidence **out,
                                                  size_t *count, struct au_arena *arena, struct aug_error *err);

#endif
