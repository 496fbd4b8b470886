/* SPDX-License-Identifier: Apache-2.0
 * precision.h - of the readings of each class, how many are right?
 */
#ifndef AU_PRECISION_H
#define AU_PRECISION_H

#include "change.h"

/* Share of the readings of each class that are right, were all classes alike frequent; 0 where nothing is read as it. read: the class that each row is
 * read as, `repeats` times all rows; r: rows, classes and labels. out: classes. scratch: 2 * classes. Pure; thread-safe for different scratch. */
void au_precision(const struct au_readings *r, const uint32_t *read, size_t repeats, double *out, double *scratch);

#endif
