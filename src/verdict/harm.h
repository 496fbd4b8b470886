/* SPDX-License-Identifier: Apache-2.0
 * harm.h - how much harm a transform does to one class: what dose curves show.
 */
#ifndef AU_HARM_H
#define AU_HARM_H

#include "case.h"

struct au_range {
    double estimate, low, high;
};

/* The largest of loss, conflict and, where it collides, landing; 0..1. The bounds are the largest of their bounds (95 % each, one-sided): where
 * several are close that is on the wide side above and a lower bound of the largest below. */
struct au_range au_harm_of(const struct au_case *c);

#endif
