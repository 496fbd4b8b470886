/* SPDX-License-Identifier: Apache-2.0
 * effort.h - how much work an audit or a prediction may do, in fixed units and never by the clock: the same input gives the same report.
 *
 * One unit is what takes a second on two cores of the reference machine (src/audit/effort.c says what each piece of work costs there). Another
 * machine takes another time for the same units, and gives the same numbers.
 */
#ifndef AUGAUDIT_EFFORT_H
#define AUGAUDIT_EFFORT_H

#include <stdbool.h>
#include <stddef.h>

#include <augaudit/error.h>

#ifdef __cplusplus
extern "C" {
#endif

enum aug_effort {
    AUG_EFFORT_DEFAULT,
    AUG_EFFORT_QUICK,    /* the audit, and where a prediction is made what fits in about two minutes */
    AUG_EFFORT_THOROUGH, /* everything there is */
    AUG_EFFORT_BUDGET    /* the largest set of pieces that fits aug_audit_options.budget_units */
};
#define AUG_EFFORT_COUNT 4
AUG_API const char *aug_effort_name(enum aug_effort effort); /* "default" "quick" "thorough" "budget" */

enum aug_predict {                   /* shall the change of accuracy be predicted? */
                   AUG_PREDICT_AUTO, /* when the mixture is known (SPECs with a probability, or a pipeline) and the whole costs little */
                   AUG_PREDICT_ALWAYS,
                   AUG_PREDICT_NEVER
};

/* What is done: every number of a result depends on this and not on time. */
struct aug_work {
    enum aug_effort effort;
    int networks;           /* small networks trained for each question that stays open; 0: none */
    int prediction_looks;   /* by a kernel, averaged in a prediction; no looks and no trainings: no prediction */
    int prediction_further; /* small networks trained on with the transform, averaged in a prediction */
    int prediction_trainings; /* of small networks, each with and without the transform on four folds, averaged in a prediction */
    int stack_tries;          /* transforms tried at each step of a stack */
    double units;             /* what the table says that it costs */
};

/* What there is to do. */
struct aug_work_size {
    size_t images, classes;
    size_t transforms;   /* that can be applied */
    size_t measurements; /* transforms and fixed strengths of them; 0: a prediction alone */
    bool stack;          /* is the best stack built? */
    size_t values;       /* of a picture that networks see: pixels times channels; 0: 32 x 32 x 3 */
    size_t questions;    /* of a prediction beside the transforms: the whole pipeline, parts of compositions */
};

/* The pieces of work that `effort` (with `budget_units`, above 0, for AUG_EFFORT_BUDGET) stands for. The audit itself, or the first look of a
 * prediction alone, and the first tries of a stack are always done, also where they are more than the budget. */
AUG_API struct aug_work aug_work_plan(enum aug_effort effort, double budget_units, bool predict,
                                      const struct aug_work_size *size);

/* The table, in the order in which a budget is spent: name and sentence; NULL past the end. */
AUG_API size_t aug_work_count(void);
AUG_API const char *aug_work_name(size_t i);
AUG_API const char *aug_work_about(size_t i);

#ifdef __cplusplus
}
#endif
#endif
