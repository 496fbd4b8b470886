/* SPDX-License-Identifier: Apache-2.0
 * design.c - one-way analysis of variance over clusters. */
#include "design.h"

#include <math.h>

double au_design_effect(double cluster_size, double correlation)
{
    return 1 + (cluster_size - 1) * correlation;
}

struct squares {
    double between, within, size_squares;
    size_t clusters;
};

static size_t item(const uint32_t *index, size_t i)
{
    return index ? index[i] : i;
}

/* Clusters hold their sums; visits them, and clears each at its last value. */
static struct squares take_squares(const double *values, const uint32_t *cluster, const uint32_t *index, size_t count,
                                   double mean, struct au_cluster_sum *scratch)
{
    struct squares s = {0};
    for (size_t i = 0; i < count; i++) {
        const struct au_cluster_sum *sum = &scratch[cluster[item(index, i)]];
        const double own = sum->sum / (double)sum->count, distance = values[item(index, i)] - own;
        s.within += distance * distance;
        s.between += (own - mean) * (own - mean);
        s.size_squares += (double)sum->count;
    }
    for (size_t i = 0; i < count; i++) {
        struct au_cluster_sum *sum = &scratch[cluster[item(index, i)]];
        s.clusters += sum->count > 0;
        *sum = (struct au_cluster_sum){0};
    }
    return s;
}

static double correlation(const struct squares *s, size_t count)
{
    if (s->clusters < 2 || s->clusters == count) return 0;
    const double n = (double)count, between = s->between / (double)(s->clusters - 1);
    const double within = s->within / (double)(count - s->clusters);
    const double size = (n - s->size_squares / n) / (double)(s->clusters - 1);
    const double total = between + (size - 1) * within;
    return total > 0 ? (between - within) / total : 0;
}

struct au_design au_design_of(const double *values, const uint32_t *cluster, const uint32_t *index, size_t count,
                              struct au_cluster_sum *scratch)
{
    if (count == 0) return (struct au_design){.effect = 1};
    double total = 0;
    for (size_t i = 0; i < count; i++) {
        struct au_cluster_sum *sum = &scratch[cluster[item(index, i)]];
        sum->sum += values[item(index, i)];
        sum->count++;
        total += values[item(index, i)];
    }
    const struct squares s = take_squares(values, cluster, index, count, total / (double)count, scratch);
    const double rho = correlation(&s, count), size = s.size_squares / (double)count;
    const double effect = au_design_effect(size, fmax(rho, 0));
    return (struct au_design){rho, size, effect, (double)count / effect};
}
