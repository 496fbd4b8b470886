/* SPDX-License-Identifier: Apache-2.0
 * bayes.h - the evidence of a Bayesian linear model of the classes: how probable are the labels, given the features, before any weight is fitted?
 *
 * Y ~ N(0, p Z Z^T + s I), a column a class (one-hot minus the share of the class), Z rows x size. With r = s/p, eigenvalues l_i and eigenvectors v_i of Z^T Z,
 *     log ev = -1/2 [ K ( sum_i ln(1 + l_i / r) + n ln s ) + Q(r) / s + K n ln 2 pi ],   Q(r) = |Y|^2 - sum_i |v_i^T Z^T Y|^2 / (l_i + r),
 * which s = Q(r) / (K n) makes largest; r is chosen from a grid (MacKay, "Bayesian interpolation", Neural Computation 1992). Features that average over what
 * does not matter raise it, features that average over what does lower it, and no image need be held out.
 * Pure; thread-safe.
 */
#ifndef AU_BAYES_H
#define AU_BAYES_H

#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>

/* *per_row: the greatest log evidence over r, divided by the rows (nats an image). labels below `classes`, at least two of them: else there is nothing to
 * explain, and it is no number. Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_log_evidence(const float *z, size_t rows, size_t size, const uint32_t *label,
                                            size_t classes, double *per_row, struct aug_error *err);

#endif
