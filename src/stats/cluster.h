/* SPDX-License-Identifier: Apache-2.0
 * cluster.h - the mean of values that are dependent within clusters, and its bounds.
 *
 * Images of one cluster (a scene, a video, copies of one picture) are not independent, so the unit of evidence is the
 * cluster: the standard error is the cluster-robust one (Liang and Zeger 1986; C. Hansen's and Stata's G/(G-1)
 * correction) and bounds use Student's t with G - 1 degrees of freedom. Rare events make every cluster agree by luck and
 * that error too small; the *careful* bounds therefore never get tighter than 1.5 discordant clusters allow: s^2 = se^2
 * + (1.5/G)^2 (methods-revision R1a).
 *
 * Values are losses and differences of losses within [-1, 1]; where there are too few clusters to say anything the
 * bounds are -1 and 1. Pure functions, no allocation, thread-safe for different scratch.
 */
#ifndef AU_CLUSTER_H
#define AU_CLUSTER_H

#include <stddef.h>
#include <stdint.h>

#include "interval.h"

struct au_mean {
    double mean;
    double se;       /* cluster-robust standard error of the mean */
    size_t clusters; /* G */
    size_t count;    /* values */
};

/* One cluster's running sum. */
struct au_cluster_sum {
    double sum;
    size_t count;
};

/* Mean of the `count` values values[index[0]], values[index[1]] ... (index NULL: values[0], values[1] ...), where item i
 * belongs to cluster cluster[i]. `scratch`: one element for each possible cluster number (the largest + 1), all zero; it
 * is left all zero again, so one array serves all calls of a thread. Time grows with `count` only. count 0 gives {0, 0,
 * 0, 0}.
 *     se = sqrt(sum over clusters of (sum of value - mean)^2) / count * sqrt(G / max(G - 1, 1)) */
struct au_mean au_cluster_mean(const double *values, const uint32_t *cluster, const uint32_t *index, size_t count,
                               struct au_cluster_sum *scratch);
/* The same for the differences a - b, item by item. */
struct au_mean au_cluster_mean_difference(const double *a, const double *b, const uint32_t *cluster,
                                          const uint32_t *index, size_t count, struct au_cluster_sum *scratch);

/* One-sided cluster-t bounds at error rate alpha in (0, 1): mean -+ t(1 - alpha, G - 1) * se. G < 2: -1 and 1. */
double au_bound_low(struct au_mean mean, double alpha);
double au_bound_high(struct au_mean mean, double alpha);
/* Two-sided: alpha/2 on each side. */
struct au_interval au_bound_both(struct au_mean mean, double alpha);

/* sqrt(se^2 + (1.5 / max(G, 1))^2) */
double au_careful_se(struct au_mean mean);
/* One-sided careful bounds: mean -+ t(1 - alpha, G - 1) * careful se. G < 3: -1 and 1. */
double au_careful_low(struct au_mean mean, double alpha);
double au_careful_high(struct au_mean mean, double alpha);
struct au_interval au_careful_both(struct au_mean mean, double alpha); /* alpha/2 on each side */

#endif
