/* SPDX-License-Identifier: Apache-2.0
 * bootstrap.h - intervals by drawing clusters again: for display, and for what has no formula.
 *
 * Clusters are drawn with replacement, each with all its images (A. Davison and D. Hinkley, "Bootstrap methods and
 * their application", 1997, sections 3.8 and 5.3). Approximate: it needs some tens of clusters and events that are
 * not rare (95 % intervals were measured to cover 93 % with 40 clusters and 85 to 87 % with 10, tests/stats). For
 * means the cluster-t bounds (cluster.h) are better; certificates never come from here.
 *
 * Replicate b draws from the random stream au_rng_start(seed, stream + b) and nothing else: any replicate can be
 * redone alone, on any thread, with the same result. No allocation.
 */
#ifndef AU_BOOTSTRAP_H
#define AU_BOOTSTRAP_H

#include <stddef.h>
#include <stdint.h>

#include "cluster.h"

struct au_resampling {
    uint64_t seed, stream;
};

/* How often replicate `replicate` draws each of `clusters` clusters: times[0 .. clusters-1], which sum to `clusters`.
 * With these as weights any statistic can be bootstrapped. At most 2^31 - 1 clusters. */
void au_bootstrap_times(struct au_resampling resampling, uint64_t replicate, uint32_t clusters, uint32_t *times);

/* Sums of values by cluster, in the order in which the clusters first appear: fills sums[0 .. result-1] (room for
 * `count`) and returns their number. Arguments as in au_cluster_mean; `scratch` all zero, and left so. */
size_t au_cluster_sums(const double *values, const uint32_t *cluster, const uint32_t *index, size_t count,
                       struct au_cluster_sum *scratch, struct au_cluster_sum *sums);
/* means[b], b = 0 .. count-1: the mean over all images of the clusters that replicate b draws (au_bootstrap_times). */
void au_bootstrap_means(struct au_resampling resampling, const struct au_cluster_sum *sums, uint32_t clusters,
                        double *means, size_t count);

/* Two-sided intervals from count >= 1 replicates of a statistic, which are reordered: the quantiles alpha/2 and 1 -
 * alpha/2 (percentile), or these mirrored at the estimate (basic), 2 estimate - quantile. */
struct au_interval au_bootstrap_percentile(double *replicates, size_t count, double alpha);
struct au_interval au_bootstrap_basic(double *replicates, size_t count, double estimate, double alpha);

#endif
