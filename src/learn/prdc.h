/* SPDX-License-Identifier: Apache-2.0
 * prdc.h - do two samples lie on the same manifold? Precision, recall, density, coverage (methods F13).
 *
 * Around each point of a sample lies the ball that reaches to its k-th neighbour in the same sample. Precision: share of the second
 * sample inside some ball of the first; recall: the other way round (T. Kynkaanniemi et al. 2019). Density: how many balls a point of the
 * second sample is in, over k; coverage: share of the balls of the first that hold a point of the second (M. Naeem et al. 2020). If both samples
 * have one law, density is 1 on average and coverage is known exactly; precision and recall have no such null, so never read them alone.
 */
#ifndef AU_PRDC_H
#define AU_PRDC_H

#include "neighbours.h"

struct au_prdc {
    double precision, recall, density, coverage;
};

/* Points of one cluster are not compared, within a sample or across (a point and its transformed copy). k as in au_kth_distance. Time grows with
 * (first + second)^2. Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_prdc_measure(const struct au_points *first, const struct au_points *second, size_t k,
                                            struct au_prdc *out, struct aug_error *err);

/* Mean coverage of independent samples of one law, of `first` and `second` points: 1 - prod_{i=1..k} (first - i) / (first + second - i); for
 * equal sizes about 1 - 2^-k. */
double au_prdc_coverage_null(size_t first, size_t second, size_t k);

#endif
