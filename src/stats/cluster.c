/* SPDX-License-Identifier: Apache-2.0
 * cluster.c - cluster-robust means: sums of residuals by cluster in the caller's scratch. */
#include "cluster.h"

#include <math.h>

#include "distribution.h"

/* a - b where b is there, item by item. */
struct series {
    const double *a, *b;
    const uint32_t *index;
};

static size_t item(const struct series *series, size_t i)
{
    return series->index ? series->index[i] : i;
}

static double value(const struct series *series, size_t i)
{
    const size_t at = item(series, i);
    return series->b ? series->a[at] - series->b[at] : series->a[at];
}

static size_t sum_residuals(const struct series *series, const uint32_t *cluster, size_t count, double mean,
                            struct au_cluster_sum *scratch)
{
    size_t clusters = 0;
    for (size_t i = 0; i < count; i++) {
        struct au_cluster_sum *sum = &scratch[cluster[item(series, i)]];
        if (sum->count++ == 0) clusters++;
        sum->sum += value(series, i) - mean;
    }
    return clusters;
}

/* Visits the touched clusters in order of first appearance and clears them. */
static double take_squares(const struct series *series, const uint32_t *cluster, size_t count,
                           struct au_cluster_sum *scratch)
{
    double squares = 0;
    for (size_t i = 0; i < count; i++) {
        struct au_cluster_sum *sum = &scratch[cluster[item(series, i)]];
        squares += sum->sum * sum->sum;
        *sum = (struct au_cluster_sum){0};
    }
    return squares;
}

static struct au_mean cluster_mean(const struct series *series, const uint32_t *cluster, size_t count,
                                   struct au_cluster_sum *scratch)
{
    if (count == 0) return (struct au_mean){0};
    double total = 0;
    for (size_t i = 0; i < count; i++) total += value(series, i);
    const double mean = total / (double)count;
    const size_t clusters = sum_residuals(series, cluster, count, mean, scratch);
    const double squares = take_squares(series, cluster, count, scratch);
    const double correction = (double)clusters / (double)(clusters > 1 ? clusters - 1 : 1);
    return (struct au_mean){mean, sqrt(squares) / (double)count * sqrt(correction), clusters, count};
}

struct au_mean au_cluster_mean(const double *values, const uint32_t *cluster, const uint32_t *index, size_t count,
                               struct au_cluster_sum *scratch)
{
    return cluster_mean(&(struct series){values, NULL, index}, cluster, count, scratch);
}

struct au_mean au_cluster_mean_difference(const double *a, const double *b, const uint32_t *cluster,
                                          const uint32_t *index, size_t count, struct au_cluster_sum *scratch)
{
    return cluster_mean(&(struct series){a, b, index}, cluster, count, scratch);
}

static struct au_interval around(struct au_mean mean, double se, double alpha, size_t clusters_min)
{
    if (mean.clusters < clusters_min) return (struct au_interval){-1, 1};
    const double reach = -au_t_quantile(alpha, (double)(mean.clusters - 1)) * se;
    return (struct au_interval){mean.mean - reach, mean.mean + reach};
}

double au_bound_low(struct au_mean mean, double alpha)
{
    return around(mean, mean.se, alpha, 2).low;
}

double au_bound_high(struct au_mean mean, double alpha)
{
    return around(mean, mean.se, alpha, 2).high;
}

struct au_interval au_bound_both(struct au_mean mean, double alpha)
{
    return around(mean, mean.se, alpha / 2, 2);
}

double au_careful_se(struct au_mean mean)
{
    const double least = 1.5 / (double)(mean.clusters > 1 ? mean.clusters : 1);
    return sqrt(mean.se * mean.se + least * least);
}

double au_careful_low(struct au_mean mean, double alpha)
{
    return around(mean, au_careful_se(mean), alpha, 3).low;
}

double au_careful_high(struct au_mean mean, double alpha)
{
    return around(mean, au_careful_se(mean), alpha, 3).high;
}

struct au_interval au_careful_both(struct au_mean mean, double alpha)
{
    return around(mean, au_careful_se(mean), alpha / 2, 3);
}
