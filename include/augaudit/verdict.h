/* SPDX-License-Identifier: Apache-2.0
 * verdict.h - the words an audit ends with.
 */
#ifndef AUGAUDIT_VERDICT_H
#define AUGAUDIT_VERDICT_H

#include <stddef.h>

#include <augaudit/error.h>

#ifdef __cplusplus
extern "C" {
#endif

enum aug_label { /* of one class under one transform */
                 AUG_LABEL_KEPT,
                 AUG_LABEL_BROKEN,
                 AUG_LABEL_UNDECIDED
};

enum aug_verdict { /* of a transform, worst news first when sorted by aug_verdict_rank */
                   AUG_VERDICT_KEEP,
                   AUG_VERDICT_WIDEN,
                   AUG_VERDICT_NARROW,
                   AUG_VERDICT_RESTRICT,
                   AUG_VERDICT_REMOVE,
                   AUG_VERDICT_REDUNDANT,
                   AUG_VERDICT_LOWER_P,
                   AUG_VERDICT_COSTLY,
                   AUG_VERDICT_UNDECIDED
};
#define AUG_VERDICT_COUNT 9

AUG_API const char *aug_label_name(enum aug_label label);       /* "kept" "broken" "undecided" */
AUG_API const char *aug_verdict_name(enum aug_verdict verdict); /* "keep" ... "undecided" */
AUG_API int aug_verdict_rank(enum aug_verdict verdict);         /* 0 is the worst news */

/* The rules that decide, in the order in which they are asked: first those of a class, then those of a transform; the first that holds wins. */
struct aug_rule_note {
    const char *name;   /* "collision" */
    const char *result; /* the label or verdict it gives: "broken" */
    const char *about;  /* when it holds: a sentence */
};
AUG_API size_t aug_rule_count(void);
AUG_API const struct aug_rule_note *aug_rule_at(size_t i);           /* NULL past the end */
AUG_API const struct aug_rule_note *aug_rule_find(const char *name); /* NULL if unknown */

#ifdef __cplusplus
}
#endif
#endif
