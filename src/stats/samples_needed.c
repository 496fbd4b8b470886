/* SPDX-License-Identifier: Apache-2.0
 * samples_needed.c - sample sizes by formula, and by search where the quantile depends on the size. */
#include "samples_needed.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "distribution.h"
#include "paired.h"

static size_t rounded_up(double count)
{
    return count >= 0 && count < 0x1p53 ? (size_t)ceil(count) : SIZE_MAX;
}

static size_t pairs(double z_sum, double margin, double discordance)
{
    if (!(margin > 0) || !(discordance >= 0 && discordance <= 1)) return SIZE_MAX;
    return rounded_up(z_sum * z_sum * discordance / (margin * margin));
}

size_t au_pairs_for_equivalence(double margin, double discordance, double alpha, double power)
{
    return pairs(au_normal_quantile((1 + power) / 2) - au_normal_quantile(alpha), margin, discordance);
}

size_t au_pairs_for_noninferiority(double margin, double discordance, double alpha, double power)
{
    return pairs(au_normal_quantile(power) - au_normal_quantile(alpha), margin, discordance);
}

/* Counts of any size in the expected proportions have the same variance under the tested margin. */
static double tango_variance(double margin, double difference, double discordance)
{
    const double first = 0.5 * (discordance - difference),
                 second = 0.5 * (discordance + difference); /* who loses alone */
    const double q = au_tango_likeliest(first, second, 1, -margin);
    return 2 * q - margin * (1 + margin);
}

size_t au_pairs_for_tango(double margin, double difference, double discordance, double alpha, double power)
{
    if (!(margin > difference && margin <= 1 && fabs(difference) <= discordance && discordance <= 1)) return SIZE_MAX;
    const double null = sqrt(fmax(0, tango_variance(margin, difference, discordance)));
    const double truth = sqrt(fmax(0, discordance - difference * difference));
    const double reach = (au_normal_quantile(power) * truth - au_normal_quantile(alpha) * null) / (margin - difference);
    return rounded_up(fmax(0, reach) * fmax(0, reach));
}

size_t au_clustered_count(size_t independent, double effect)
{
    return effect >= 1 && independent < SIZE_MAX ? rounded_up((double)independent * effect) : SIZE_MAX;
}

size_t au_trials_without_failure(double rate, double alpha)
{
    if (!(rate > 0 && rate <= 1 && alpha > 0 && alpha < 1)) return SIZE_MAX;
    return rate == 1 ? 1 : rounded_up(log(alpha) / log1p(-rate));
}

static bool is_enough(struct au_mean now, size_t clusters, double margin, double alpha)
{
    const double se = now.se * sqrt((double)now.clusters / (double)clusters);
    return au_careful_high((struct au_mean){now.mean, se, clusters, 0}, alpha) <= margin;
}

size_t au_clusters_needed(struct au_mean now, double margin, double alpha)
{
    if (!(now.mean < margin) || now.clusters < 2 || !(alpha > 0 && alpha < 0.5)) return SIZE_MAX;
    size_t few = 2, enough = 4; /* 2 clusters are never enough */
    while (!is_enough(now, enough, margin, alpha)) {
        if (enough > (size_t)1 << 30) return SIZE_MAX;
        few = enough;
        enough *= 2;
    }
    while (enough - few > 1) {
        const size_t middle = few + (enough - few) / 2;
        if (is_enough(now, middle, margin, alpha)) enough = middle;
        else few = middle;
    }
    return enough;
}
