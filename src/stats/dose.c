/* SPDX-License-Identifier: Apache-2.0
 * dose.c - p-values of a risk, and the fixed sequence. */
#include "dose.h"

#include <math.h>

#include "distribution.h"

double au_risk_p_binomial(uint64_t k, uint64_t n, double limit)
{
    return k <= n ? au_binomial_cdf((double)k, (double)n, limit) : NAN;
}

static double x_log_ratio(double x, double y)
{
    return x > 0 ? x * log(x / y) : 0;
}

double au_risk_p_bounded(double sum, uint64_t n, double limit)
{
    if (!(sum >= 0 && sum <= (double)n && limit > 0 && limit < 1)) return NAN;
    if (n == 0) return 1;
    const double trials = (double)n, risk = fmin(sum / trials, limit);
    const double hoeffding = exp(-trials * (x_log_ratio(risk, limit) + x_log_ratio(1 - risk, 1 - limit)));
    const double bentkus = exp(1) * au_binomial_cdf(ceil(sum), trials, limit);
    return fmin(1, fmin(hoeffding, bentkus));
}

size_t au_fixed_sequence(const double *p, size_t count, double delta)
{
    size_t accepted = 0;
    while (accepted < count && p[accepted] <= delta) accepted++;
    return accepted;
}
