/* SPDX-License-Identifier: Apache-2.0
 * seeds.c - crossed random effects of images and seeds, by the method of moments. */
#include "seeds.h"

#include <math.h>
#include <stdbool.h>

#include "distribution.h"

static void fill_image_means(const double *values, size_t seeds, size_t count, double *out)
{
    for (size_t i = 0; i < count; i++) {
        out[i] = 0;
        for (size_t s = 0; s < seeds; s++) out[i] += values[s * count + i] / (double)seeds;
    }
}

static double seed_mean(const double *values, size_t s, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += values[s * count + i];
    return sum / (double)count;
}

/* Variance of one seed's mean as it is seen: luck of the seed and noise of its images. */
static double seen_variance(const double *values, size_t seeds, size_t count, double mean)
{
    double sum = 0;
    for (size_t s = 0; s < seeds; s++) sum += pow(seed_mean(values, s, count) - mean, 2);
    return sum / (double)(seeds - 1);
}

/* Noise in one seed's mean that is the seed's and the images' together: cluster-robust error of what is left when the
 * means of images and of the seed are taken off, averaged over the seeds. */
static double rest_variance(const double *values, size_t seeds, const uint32_t *cluster, size_t count,
                            const struct au_seed_mean *all, const double *image_means, struct au_cluster_sum *scratch)
{
    double sum = 0;
    for (size_t s = 0; s < seeds; s++) {
        const double luck = seed_mean(values, s, count) - all->mean;
        for (size_t i = 0; i < count; i++) {
            scratch[cluster[i]].sum += values[s * count + i] - image_means[i] - luck;
            scratch[cluster[i]].count++;
        }
        for (size_t i = 0; i < count; i++) {
            struct au_cluster_sum *own = &scratch[cluster[i]];
            if (own->count > 0) sum += own->sum * own->sum;
            *own = (struct au_cluster_sum){0};
        }
    }
    const double n = (double)count, groups = (double)all->clusters;
    return sum / ((double)(seeds - 1) * n * n) * groups / (groups - 1);
}

struct au_seed_mean au_seed_mean_of(const double *values, size_t seeds, const uint32_t *cluster, size_t count,
                                    double *image_means, struct au_cluster_sum *scratch)
{
    struct au_seed_mean out = {.seeds = seeds, .freedom = 1};
    if (seeds == 0 || count == 0) return out;
    fill_image_means(values, seeds, count, image_means);
    const struct au_mean images = au_cluster_mean(image_means, cluster, NULL, count, scratch);
    out.mean = images.mean;
    out.se = out.images_se = images.se;
    out.clusters = images.clusters;
    if (seeds < 2 || images.clusters < 2) return out;
    const double s = (double)seeds, own = images.se * images.se, seen = seen_variance(values, seeds, count, out.mean);
    const double rest = rest_variance(values, seeds, cluster, count, &out, image_means, scratch);
    const double variance = fmax(own + (seen - rest) / s, own);
    out.seed_variance = fmax(seen - rest, 0);
    out.se = sqrt(variance);
    const double parts = own * own / (double)(images.clusters - 1) + pow(seen / s, 2) / (s - 1);
    if (parts > 0) out.freedom = fmax(variance * variance / parts, 1);
    return out;
}

static bool says_nothing(const struct au_seed_mean *mean)
{
    return mean->seeds < 2 || mean->clusters < 2;
}

double au_seed_bound_low(const struct au_seed_mean *mean, double alpha)
{
    return says_nothing(mean) ? -1 : mean->mean - au_t_quantile(1 - alpha, mean->freedom) * mean->se;
}

double au_seed_bound_high(const struct au_seed_mean *mean, double alpha)
{
    return says_nothing(mean) ? 1 : mean->mean + au_t_quantile(1 - alpha, mean->freedom) * mean->se;
}

struct au_interval au_seed_bound_both(const struct au_seed_mean *mean, double alpha)
{
    return (struct au_interval){au_seed_bound_low(mean, alpha / 2), au_seed_bound_high(mean, alpha / 2)};
}
