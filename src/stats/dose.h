/* SPDX-License-Identifier: Apache-2.0
 * dose.h - the largest safe dose: Learn-then-Test by a fixed sequence of p-values.
 *
 * Doses from weak to strong, H_j: "the risk at dose j exceeds `limit`". Accept doses while p_j <= delta, stop at the
 * first that is not: with probability at least 1 - delta no accepted dose exceeds the limit, for any dependence
 * between the doses (the same images are used for all) and without assuming that risk rises with dose (A.
 * Angelopoulos, S. Bates, E. Candes, M. Jordan, L. Lei, "Learn then Test: calibrating predictive algorithms to
 * achieve risk control", 2021; fixed sequences: W. Maurer, L. Hothorn, W. Lehmacher 1995). For a range with two ends
 * run two sequences at delta / 2 each. "The largest dose whose estimate is below the limit" has no such guarantee: it
 * is wrong about every second time.
 *
 * The unit is the independent image (or cluster); one image's loss is the mean over its draws. Losses must not come
 * from images that trained the reader. Pure functions, no allocation, thread-safe.
 */
#ifndef AU_DOSE_H
#define AU_DOSE_H

#include <stddef.h>
#include <stdint.h>

/* P-value of "risk > limit" from k losses of 0 or 1 in n: P(Bin(n, limit) <= k). Exact. limit in [0, 1], k <= n, else
 * NaN. */
double au_risk_p_binomial(uint64_t k, uint64_t n, double limit);

/* The same for losses anywhere in [0, 1] that sum to `sum`, the Hoeffding-Bentkus p-value (S. Bates, A. Angelopoulos,
 * L. Lei, J. Malik, M. Jordan, "Distribution-free, risk-controlling prediction sets", J. ACM 2021):
 *     min{ 1, exp(-n h(min(r, limit), limit)), e P(Bin(n, limit) <= ceil(sum)) },   r = sum / n,
 *     h(a, b) = a log(a/b) + (1 - a) log((1 - a)/(1 - b)).
 * For 0/1 losses the binomial one is smaller. sum in [0, n], limit in (0, 1), else NaN; n = 0 gives 1. */
double au_risk_p_bounded(double sum, uint64_t n, double limit);

/* How many of the `count` doses, from the first, are accepted. NaN among the p-values stops. */
size_t au_fixed_sequence(const double *p, size_t count, double delta);

#endif
