/* SPDX-License-Identifier: Apache-2.0
 * plan.h - a training plan with its defaults filled in, the rate of a step, and the step itself.
 */
#ifndef AU_NETWORK_PLAN_H
#define AU_NETWORK_PLAN_H

#include "network.h"

/* Replaces zeros by defaults, negatives by zero, and the batch and steps by what `image_count` images give. Fails: AUG_BAD_INPUT. */
AUG_CHECKED enum aug_status au_network_settle(const struct au_network_plan *plan, size_t image_count,
                                              struct au_network_plan *out, struct aug_error *err);

/* Of step 0 .. steps - 1: linear up to the highest, then half a cosine down to the last. */
double au_network_rate(const struct au_network_plan *settled, int step);

struct au_network_mover { /* one step of gradient descent on values */
    const struct au_network_plan *plan;
    size_t weight_count, parameter_count, value_count;
    float *first, *second, *average; /* moments: parameter_count; average of values, NULL without one */
    double first_left, second_left;  /* momentum and second_moment to the power of the steps made */
};

/* Moves values against gradient, and the average after them. */
void au_network_move(struct au_network_mover *mover, int step, float *values, const float *gradient);

#endif
