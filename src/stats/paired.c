/* SPDX-License-Identifier: Apache-2.0
 * paired.c - Tango's score statistic, its inverse by bisection, and exact McNemar. */
#include "paired.h"

#include <math.h>
#include <stdbool.h>

#include "distribution.h"

static bool valid(struct au_pairs pairs)
{
    return pairs.b <= pairs.n && pairs.c <= pairs.n - pairs.b;
}

/* The root is taken in the form that does not cancel. */
double au_tango_likeliest(double b, double c, double n, double d)
{
    const double half = (2 * n - b + c) * d - b - c, product = c * d * (1 - d); /* B and -C; A = 2n */
    const double root = sqrt(fmax(0, half * half + 8 * n * product));
    return half <= 0 ? (root - half) / (4 * n) : 2 * product / (root + half);
}

double au_tango_z(struct au_pairs pairs, double difference)
{
    if (!valid(pairs) || !(difference >= -1 && difference <= 1)) return NAN;
    if (pairs.n == 0) return 0;
    const double b = (double)pairs.b, c = (double)pairs.c, n = (double)pairs.n;
    const double distance = b - c - n * difference;
    if (distance == 0) return 0;
    const double variance = 2 * au_tango_likeliest(b, c, n, difference) + difference * (1 - difference);
    return variance > 0 ? distance / sqrt(n * variance) : distance > 0 ? INFINITY : -INFINITY;
}

/* Where z falls to `level` (z > level below, z < level above). */
static double crossing(struct au_pairs pairs, double level)
{
    double low = -1, high = 1;
    for (int i = 0; i < 60; i++) {
        const double middle = 0.5 * (low + high);
        if (au_tango_z(pairs, middle) > level) low = middle;
        else high = middle;
    }
    return 0.5 * (low + high);
}

double au_tango_low(struct au_pairs pairs, double alpha)
{
    if (!valid(pairs) || !(alpha > 0 && alpha < 1)) return NAN;
    return pairs.n == 0 ? -1 : crossing(pairs, -au_normal_quantile(alpha));
}

double au_tango_high(struct au_pairs pairs, double alpha)
{
    if (!valid(pairs) || !(alpha > 0 && alpha < 1)) return NAN;
    return pairs.n == 0 ? 1 : crossing(pairs, au_normal_quantile(alpha));
}

struct au_interval au_tango(struct au_pairs pairs, double alpha)
{
    return (struct au_interval){au_tango_low(pairs, alpha / 2), au_tango_high(pairs, alpha / 2)};
}

double au_mcnemar_first_worse(struct au_pairs pairs)
{
    return valid(pairs) ? au_binomial_cdf((double)pairs.c, (double)(pairs.b + pairs.c), 0.5) : NAN;
}

double au_mcnemar(struct au_pairs pairs)
{
    const struct au_pairs other = {pairs.c, pairs.b, pairs.n};
    if (!valid(pairs)) return NAN;
    return fmin(1, 2 * fmin(au_mcnemar_first_worse(pairs), au_mcnemar_first_worse(other)));
}
