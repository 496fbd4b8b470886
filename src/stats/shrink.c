/* SPDX-License-Identifier: Apache-2.0
 * shrink.c - DerSimonian-Laird spread and the estimates drawn by it. */
#include "shrink.h"

#include <math.h>

#define CLASSES_MIN 5
#define Z_95 1.645

static double variance(struct au_mean mean)
{
    const double se = au_careful_se(mean);
    return se * se;
}

/* Sums over the classes with weights 1 / (variance + spread). */
struct sums {
    double weight, weight_squared, mean;
};

static struct sums weigh(const struct au_mean *classes, size_t count, double spread)
{
    struct sums sums = {0};
    for (size_t i = 0; i < count; i++) {
        const double weight = 1 / (variance(classes[i]) + spread);
        sums.weight += weight;
        sums.weight_squared += weight * weight;
        sums.mean += weight * classes[i].mean;
    }
    sums.mean /= sums.weight;
    return sums;
}

static double spread_of(const struct au_mean *classes, size_t count)
{
    const struct sums sums = weigh(classes, count, 0);
    double q = 0;
    for (size_t i = 0; i < count; i++) {
        const double off = classes[i].mean - sums.mean;
        q += off * off / variance(classes[i]);
    }
    return fmax(0, (q - (double)(count - 1)) / (sums.weight - sums.weight_squared / sums.weight));
}

struct au_shrinkage au_shrink_fit(const struct au_mean *classes, size_t count)
{
    if (count < CLASSES_MIN) return (struct au_shrinkage){.count = count};
    const double spread = spread_of(classes, count);
    const struct sums sums = weigh(classes, count, spread);
    return (struct au_shrinkage){sums.mean, spread, sums.weight, count};
}

struct au_shrunk au_shrink_class(const struct au_shrinkage *all, struct au_mean own)
{
    const double v = variance(own);
    if (all->count < CLASSES_MIN) return (struct au_shrunk){own.mean, sqrt(v)};
    const double a = all->spread / (all->spread + v), rest = 1 - a;
    return (struct au_shrunk){all->mean + a * (own.mean - all->mean), sqrt(a * v + rest * rest / all->precision)};
}

static double high(struct au_shrunk shrunk, double least, struct au_mean own)
{
    return fmin(au_careful_high(own, 0.05), fmax(shrunk.mean, least) + Z_95 * shrunk.se);
}

double au_shrink_high(const struct au_shrinkage *all, struct au_mean own)
{
    return high(au_shrink_class(all, own), -INFINITY, own);
}

double au_shrink_high_limited(const struct au_shrinkage *all, struct au_mean own)
{
    return high(au_shrink_class(all, own), own.mean - au_careful_se(own), own);
}
