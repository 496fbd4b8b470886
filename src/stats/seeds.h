/* SPDX-License-Identifier: Apache-2.0
 * seeds.h - means over learners that were trained with several seeds: the seed is drawn at random too (methods F38).
 *
 * S learners read the same n images. Two images read by one learner share that learner's luck, so more images do not
 * help beyond a point, and a bound that counts images only is too sure: with 3 seeds and 400 images, the luck of a seed
 * being three times the error of all images, a "95 %" interval covers 64 %. Images (clusters) and seeds are crossed random effects,
 *     value = mean + image + seed + rest,   Var(mean of all) = Var_images + Var_seed / S
 * (S. Searle, G. Casella, C. McCulloch, "Variance components", 1992); the rest is in both parts and is taken off once.
 * Few seeds know their own spread badly: degrees of freedom by F. Satterthwaite 1946.
 *
 * Values are losses or differences of losses within [-1, 1]; bounds are -1 and 1 where there are fewer than 2 seeds or
 * clusters. Pure functions, no allocation, thread-safe for different scratch.
 */
#ifndef AU_SEEDS_H
#define AU_SEEDS_H

#include <stddef.h>
#include <stdint.h>

#include "cluster.h"

struct au_seed_mean {
    double mean;
    double se;            /* of the mean over all images and all seeds that there could be */
    double freedom;       /* of Student's t, at least 1 */
    double images_se;     /* the part of the images (clusters): it alone would be the error for these seeds */
    double seed_variance; /* of one seed's mean, images' noise taken off, >= 0 */
    size_t seeds, clusters;
};

/* values[s * count + i]: image i read by the learner of seed s. `cluster`: of image i; `image_means`: `count` doubles of
 * scratch; `scratch` as in au_cluster_mean: all zero, and left so. */
struct au_seed_mean au_seed_mean_of(const double *values, size_t seeds, const uint32_t *cluster, size_t count,
                                    double *image_means, struct au_cluster_sum *scratch);

/* One-sided bounds at error rate alpha in (0, 1): mean -+ t(1 - alpha; freedom) se. */
double au_seed_bound_low(const struct au_seed_mean *mean, double alpha);
double au_seed_bound_high(const struct au_seed_mean *mean, double alpha);
/* Two-sided: alpha/2 on each side. */
struct au_interval au_seed_bound_both(const struct au_seed_mean *mean, double alpha);

#endif
