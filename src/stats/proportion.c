/* SPDX-License-Identifier: Apache-2.0
 * proportion.c - exact and score intervals of a binomial probability. */
#include "proportion.h"

#include <math.h>
#include <stdbool.h>

#include "distribution.h"

static bool valid(uint64_t k, uint64_t n, double alpha)
{
    return k <= n && alpha > 0 && alpha < 1;
}

double au_clopper_pearson_low(uint64_t k, uint64_t n, double alpha)
{
    if (!valid(k, n, alpha)) return NAN;
    return k == 0 ? 0 : au_beta_quantile(alpha, (double)k, (double)(n - k) + 1);
}

double au_clopper_pearson_high(uint64_t k, uint64_t n, double alpha)
{
    if (!valid(k, n, alpha)) return NAN;
    return k == n ? 1 : au_beta_quantile_upper(alpha, (double)k + 1, (double)(n - k));
}

struct au_interval au_clopper_pearson(uint64_t k, uint64_t n, double alpha)
{
    return (struct au_interval){au_clopper_pearson_low(k, n, alpha / 2), au_clopper_pearson_high(k, n, alpha / 2)};
}

struct au_interval au_wilson(uint64_t k, uint64_t n, double alpha)
{
    if (!valid(k, n, alpha)) return (struct au_interval){NAN, NAN};
    if (n == 0) return (struct au_interval){0, 1};
    const double z = -au_normal_quantile(alpha / 2), trials = (double)n, share = (double)k / trials;
    const double middle = share + z * z / (2 * trials), scale = 1 + z * z / trials;
    const double reach = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials));
    return (struct au_interval){k == 0 ? 0 : (middle - reach) / scale, k == n ? 1 : (middle + reach) / scale};
}
