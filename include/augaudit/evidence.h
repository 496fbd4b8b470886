/* SPDX-License-Identifier: Apache-2.0
 * evidence.h - a measured number, with its interval, how it was made and how far it can be trusted.
 */
#ifndef AUGAUDIT_EVIDENCE_H
#define AUGAUDIT_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>

#include <augaudit/effort.h>
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

/* The number that decided a label or a verdict, as its rule saw it: bounds at the level and with the help of other classes that the rule allows, so
 * they may differ from those of the evidence of the same name. Beyond the margin it convicts, inside it clears. */
struct aug_deciding {
    const char *rule;   /* aug_rule_find (verdict.h); NULL: nothing was judged */
    const char *number; /* name of an evidence number; NULL: no measurement decided, but a count or a fact */
    struct aug_number value;
    double margin;
    const char *at;  /* the one strength, as a SPEC, at which it was measured; NULL: the transform as configured */
    int class_index; /* of the class; -1: of all classes together */
};

/* What the strengths of one parameter say together. NaN: none, or nowhere among the strengths that were measured. */
struct aug_range_result {
    const char *param;
    double neutral; /* strength at which the transform does least */
    double readable_low,
        readable_high; /* strengths from one to the other lose at most 5 % of the labels, all of them with 95 % confidence */
    double safe_low, safe_high; /* the part of them in which no class was seen to become another, or suspected of it */
    const double *class_safe_low, *class_safe_high; /* the same for each class alone */
    double draws_beyond; /* share of the draws outside the safe part; NaN: nothing is safe, or the law is not known */
    double evidence_low,
        evidence_high; /* the range whose average makes the labels most probable; both 0: clean images alone; NaN: not compared */
    double evidence_gain,
        evidence_lost; /* nats an image: that range over clean images, and over the configured range */
    double reaches_low,
        reaches_high; /* where the rising curve of the mean harm reaches 5 points below and above neutral */
    const char *sentence;
};

/* The strongest sign against a label or verdict: of those that were kept what comes nearest to its margin, of those that were broken what
 * disagrees most. */
struct aug_counter {
    const char
        *number; /* name of an evidence number; NULL: nothing measured speaks against it, or nothing was decided */
    struct aug_number value; /* with the bounds that the rule would compare */
    double margin;           /* beyond it the sign accuses, inside it clears */
    int class_index;         /* -1: none */
    const char *sentence;    /* NULL where number is */
};

/* What would decide where these images could not. */
enum aug_need_kind {
    AUG_NEED_NOTHING, /* it is decided */
    AUG_NEED_IMAGES,  /* more independent images of the class */
    AUG_NEED_LEARNER, /* a stronger learner */
    AUG_NEED_RULING   /* the user (intent.h): no data can */
};
AUG_API const char *aug_need_name(enum aug_need_kind kind); /* "nothing" "images" "learner" "ruling" */
struct aug_need {
    enum aug_need_kind kind;
    int class_index;
    size_t images_needed; /* IMAGES: independent ones of the class in all */
    bool is_offered;      /* LEARNER: augaudit has it, and `tier` uses it */
    enum aug_effort tier;
    const char *sentence; /* NULL for NOTHING */
};

struct aug_remark {    /* what a number says, where it says something */
    const char *about; /* static text: the number's name */
    const char *text;  /* full sentences */
};

AUG_API const char *aug_grade_name(enum aug_grade grade);      /* "certified" ... */
AUG_API const char *aug_grade_about(enum aug_grade grade);     /* what that means */
AUG_API enum aug_grade aug_evidence_grade(const char *number); /* the best that a number of this name can have */

/* What each evidence number means: a sentence, and the labels of its formulas in docs/methods.md. */
struct aug_evidence_note {
    const char *name;
    const char *about;
    const char *source; /* "F7, R3": the first names the section */
};
AUG_API size_t aug_evidence_note_count(void);
AUG_API const struct aug_evidence_note *aug_evidence_note_at(size_t i);       /* NULL past the end */
AUG_API const struct aug_evidence_note *aug_evidence_about(const char *name); /* NULL if unknown */

#define AUG_SECTION_BYTES 64
/* The place in the documents: "docs/methods.md#f7" for "F7, R3". Returns the buffer. */
AUG_API char *aug_methods_section(const char *source, char buffer[AUG_SECTION_BYTES]);

#ifdef __cplusplus
}
#endif
#endif
