/* SPDX-License-Identifier: Apache-2.0
 * proportion.h - intervals of a probability from k successes in n independent trials.
 *
 * Wilson for display (about right on average), Clopper-Pearson for certificates (never covers less than it says);
 * methods F33. Dependent trials: use cluster.h. Pure functions; 0 <= k <= n and alpha in (0, 1), else NaN; n = 0 gives 0
 * and 1.
 */
#ifndef AU_PROPORTION_H
#define AU_PROPORTION_H

#include <stdint.h>

#include "interval.h"

/* Exact two-sided interval, alpha/2 on each side (Clopper and Pearson 1934). */
struct au_interval au_clopper_pearson(uint64_t k, uint64_t n, double alpha);
/* The one-sided exact bounds: alpha on that side. */
double au_clopper_pearson_low(uint64_t k, uint64_t n, double alpha);
double au_clopper_pearson_high(uint64_t k, uint64_t n, double alpha);

/* Score interval without continuity correction (Wilson 1927). */
struct au_interval au_wilson(uint64_t k, uint64_t n, double alpha);

#endif
