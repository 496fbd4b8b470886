/* SPDX-License-Identifier: Apache-2.0
 * touched.h - which of the assumptions A1 to A6 (docs/methods.md) a label rests on.
 */
#ifndef AU_TOUCHED_H
#define AU_TOUCHED_H

#include "judge.h"

struct au_case;

/* Bit i: assumption i + 1. */
#define AU_TOUCHES(number) (1u << ((number)-1))

/* Of a measured label with its cause. */
unsigned au_touched(const struct au_case *c, const struct au_judged_class *judged);

#endif
