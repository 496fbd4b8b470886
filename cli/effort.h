/* SPDX-License-Identifier: Apache-2.0
 * effort.h - how much to do: --quick, --thorough or --budget, at most one of them.
 */
#ifndef CLI_EFFORT_H
#define CLI_EFFORT_H

#include <augaudit/effort.h>

#include "command.h"

struct effort {
    bool quick, thorough;
    double budget; /* seconds of two cores of the reference machine; 0: not given */
};

/* Rows for a struct with the member `effort`. */
#define EFFORT_OPTIONS(owner)                                                                                                                   \
    SWITCH_OPTION(                                                                                                                              \
        owner, effort.quick, "quick", 0,                                                                                                        \
        "The least that gives an answer: of a prediction one look, and one training of networks further where both cost at most two minutes."), \
        SWITCH_OPTION(                                                                                                                          \
            owner, effort.thorough, "thorough", 0,                                                                                              \
            "Everything: networks for what stays open or would be a loss, and a prediction from more looks and trainings."),                    \
        SPAN_OPTION(                                                                                                                            \
            owner, effort.budget, "budget", 0, "TIME", NULL,                                                                                    \
            "As much of it as costs no more than TIME (90s, 2m, 1h) on two cores of the reference machine. A table "                            \
            "says so, never a clock: the same input gives the same report.")

/* 0, or EXIT_USER after saying which do not go together. */
int effort_check(const struct command *command, const struct effort *effort);
enum aug_effort effort_of(const struct effort *effort);

#endif
