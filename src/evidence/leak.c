/* SPDX-License-Identifier: Apache-2.0
 * leak.c - mutual information of class and processing. */
#include "leak.h"

#include <math.h>

#include "stats/distribution.h"

static double part(double joint, double row, double column)
{
    return joint > 0 ? joint * log2(joint / (row * column)) : 0;
}

/* P(chi-square with df degrees of freedom > x), by the cube root of Wilson and Hilferty (1931). */
static double chi_square_tail(double x, double df)
{
    if (df <= 0) return 1;
    const double spread = 2 / (9 * df);
    return 1 - au_normal_cdf((cbrt(x / df) - (1 - spread)) / sqrt(spread));
}

static void find_strongest(const double *ones, const double *all, size_t classes, double one, double total,
                           struct au_leak *out)
{
    double most = 0;
    for (size_t k = 0; k < classes; k++) {
        if (all[k] <= 0 || all[k] >= total) continue;
        const double there = ones[k] / all[k], elsewhere = (one - ones[k]) / (total - all[k]);
        if (fabs(there - elsewhere) <= most) continue;
        most = fabs(there - elsewhere);
        out->strongest = (int32_t)k;
        out->there = there;
        out->elsewhere = elsewhere;
    }
}

struct au_leak au_leak_of(const double *ones, const double *all, size_t classes, double independent)
{
    struct au_leak leak = {.p = 1, .strongest = -1};
    double one = 0, total = 0, bits = 0, present = 0;
    for (size_t k = 0; k < classes; k++) one += ones[k], total += all[k], present += all[k] > 0;
    if (total <= 0 || one <= 0 || one >= total) return leak;
    for (size_t k = 0; k < classes; k++)
        bits += part(ones[k] / total, all[k] / total, one / total) +
                part((all[k] - ones[k]) / total, all[k] / total, 1 - one / total);
    leak.bits = fmax(0, bits - (present - 1) / (2 * independent * log(2)));
    leak.p = chi_square_tail(2 * independent * log(2) * bits, present - 1);
    find_strongest(ones, all, classes, one, total, &leak);
    return leak;
}
