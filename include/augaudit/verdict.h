/* SPDX-License-Identifier: Apache-2.0
 * verdict.h - the words an audit ends with.
 */
#ifndef AUGAUDIT_VERDICT_H
#define AUGAUDIT_VERDICT_H

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

#ifdef __cplusplus
}
#endif
#endif
