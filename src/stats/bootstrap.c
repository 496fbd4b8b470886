/* SPDX-License-Identifier: Apache-2.0
 * bootstrap.c - clusters drawn with replacement from a stream for each replicate. */
#include "bootstrap.h"

#include "core/random.h"
#include "rank.h"

struct draws {
    struct au_rng rng;
    uint32_t clusters;
};

static struct draws start(struct au_resampling resampling, uint64_t replicate, uint32_t clusters)
{
    struct draws draws = {.clusters = clusters};
    au_rng_start(&draws.rng, resampling.seed, resampling.stream + replicate);
    return draws;
}

static uint32_t next(struct draws *draws)
{
    return (uint32_t)au_rng_integer(&draws->rng, 0, (int)draws->clusters - 1);
}

void au_bootstrap_times(struct au_resampling resampling, uint64_t replicate, uint32_t clusters, uint32_t *times)
{
    struct draws draws = start(resampling, replicate, clusters);
    for (uint32_t g = 0; g < clusters; g++) times[g] = 0;
    for (uint32_t i = 0; i < clusters; i++) times[next(&draws)]++;
}

size_t au_cluster_sums(const double *values, const uint32_t *cluster, const uint32_t *index, size_t count,
                       struct au_cluster_sum *scratch, struct au_cluster_sum *sums)
{
    size_t clusters = 0;
    for (size_t i = 0; i < count; i++) {
        const size_t at = index ? index[i] : i;
        scratch[cluster[at]].sum += values[at];
        scratch[cluster[at]].count++;
    }
    for (size_t i = 0; i < count; i++) {
        struct au_cluster_sum *sum = &scratch[cluster[index ? index[i] : i]];
        if (sum->count == 0) continue; /* taken already */
        sums[clusters++] = *sum;
        *sum = (struct au_cluster_sum){0};
    }
    return clusters;
}

void au_bootstrap_means(struct au_resampling resampling, const struct au_cluster_sum *sums, uint32_t clusters,
                        double *means, size_t count)
{
    for (size_t b = 0; b < count; b++) {
        struct draws draws = start(resampling, b, clusters);
        struct au_cluster_sum total = {0};
        for (uint32_t i = 0; i < clusters; i++) {
            const struct au_cluster_sum *drawn = &sums[next(&draws)];
            total.sum += drawn->sum;
            total.count += drawn->count;
        }
        means[b] = total.count > 0 ? total.sum / (double)total.count : 0;
    }
}

struct au_interval au_bootstrap_percentile(double *replicates, size_t count, double alpha)
{
    const double low = au_quantile(replicates, count, alpha / 2);
    return (struct au_interval){low, au_quantile(replicates, count, 1 - alpha / 2)};
}

struct au_interval au_bootstrap_basic(double *replicates, size_t count, double estimate, double alpha)
{
    const struct au_interval percentile = au_bootstrap_percentile(replicates, count, alpha);
    return (struct au_interval){2 * estimate - percentile.high, 2 * estimate - percentile.low};
}
