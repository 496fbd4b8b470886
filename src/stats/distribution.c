/* SPDX-License-Identifier: Apache-2.0
 * distribution.c - everything but the normal law comes down to the incomplete beta function and its inverse in log odds. */
#include "distribution.h"

#include <math.h>
#include <stdbool.h>

#define SQRT_HALF 0.70710678118654752440
#define TWO_PI 6.28318530717958647693
#define ROOT_TWO_PI 2.50662827463100050242

double au_normal_cdf(double z)
{
    return 0.5 * erfc(-z * SQRT_HALF);
}

static double normal_density(double z)
{
    return exp(-0.5 * z * z) / ROOT_TWO_PI;
}

/* p = 1/2 + offset: Newton on erf keeps the relative accuracy of a small quantile. */
static double central_quantile(double offset)
{
    double z = offset * ROOT_TWO_PI;
    for (int i = 0; i < 20; i++) {
        const double step = (offset - 0.5 * erf(z * SQRT_HALF)) / normal_density(z);
        z += step;
        if (fabs(step) <= 1e-16 * fabs(z)) break;
    }
    return z;
}

/* p < 1/2. log of the cdf is concave and the start lies left of the root (cdf(z) <= exp(-z*z/2)/2), so Newton climbs to it. */
static double lower_quantile(double p)
{
    const double target = log(p);
    double z = -sqrt(-2.0 * (target + log(2.0)));
    for (int i = 0; i < 50; i++) {
        const double cdf = au_normal_cdf(z);
        if (!(cdf > 0)) return z;
        const double step = (target - log(cdf)) * cdf / normal_density(z);
        z += step;
        if (fabs(step) <= 4e-16 * fabs(z)) break;
    }
    return z;
}

double au_normal_quantile(double p)
{
    if (!(p >= 0 && p <= 1)) return NAN;
    if (p == 0 || p == 1) return p == 0 ? -INFINITY : INFINITY;
    if (fabs(p - 0.5) < 0.2) return central_quantile(p - 0.5);
    return p < 0.5 ? lower_quantile(p) : -lower_quantile(1 - p);
}

/* log(gamma(z + 1)) minus Stirling's (z + 1/2) log z - z + log(2 pi)/2; z > 0. */
static double stirling_rest(double z)
{
    double rest = 0;
    for (; z < 16; z += 1) rest += (z + 0.5) * log1p(1 / z) - 1;
    const double s = 1 / (z * z);
    const double series = 1.0 / 12 - s * (1.0 / 360 - s * (1.0 / 1260 -
                                                           s * (1.0 / 1680 - s * (1.0 / 1188 - s * (691.0 / 360360)))));
    return rest + series / z;
}

/* x log(x / m) + m - x without cancellation near x = m; x, m > 0. */
static double deviance(double x, double m)
{
    const double v = (x - m) / (x + m);
    if (!(fabs(v) < 0.1)) return x * (log(x) - log(m)) + m - x;
    double sum = (x - m) * v, power = 2 * x * v;
    for (int j = 3; j < 60; j += 2) {
        power *= v * v;
        const double next = sum + power / j;
        if (next == sum) break;
        sum = next;
    }
    return sum;
}

/* x^a y^b / B(a, b), the density in log odds; x + y = 1. */
static double log_odds_density(double a, double b, double x, double y)
{
    const double n = a + b;
    const double exponent = stirling_rest(n) - stirling_rest(a) - stirling_rest(b) - deviance(a, n * x) -
                            deviance(b, n * y);
    return exp(exponent) * sqrt(a / n * b / TWO_PI);
}

static double away_from_zero(double value)
{
    return fabs(value) < 1e-300 ? 1e-300 : value;
}

/* The even part of the fraction DLMF 8.17.22 (DiDonato and Morris 1992) by Lentz's method, for x below the mean: x and y enter
 * through
 * a y - b x only, which does not cancel when the mean is near 1. About root(max(a, b)) rounds. */
static double fraction(double a, double b, double x, double y)
{
    const double distance = a * y - b * x + 1;
    double value = away_from_zero(a * distance / (a + 1)), numerator = value, denominator = 0;
    for (double m = 1; m < 1e6; m++) {
        const double step = m * (b - m) * x / (a + 2 * m - 1);
        const double up = (a + m - 1) / (a + 2 * m - 1) * (a + b + m - 1) * x * step;
        const double down = m + step + (a + m) / (a + 2 * m + 1) * (distance + m * (1 + y));
        denominator = 1 / away_from_zero(down + up * denominator);
        numerator = away_from_zero(down + up / numerator);
        const double change = denominator * numerator;
        value *= change;
        if (fabs(change - 1) < 4e-16) break;
    }
    return value;
}

/* I_x(a, b) where both x and y = 1 - x are known accurately. */
static double beta_below(double a, double b, double x, double y)
{
    if (!(x > 0)) return 0;
    if (!(y > 0)) return 1;
    const double density = log_odds_density(a, b, x, y);
    if (a * y > b * x) return fmin(1, density / fraction(a, b, x, y));
    return fmax(0, 1 - density / fraction(b, a, y, x));
}

static bool valid_shape(double a, double b)
{
    return a > 0 && b > 0 && isfinite(a) && isfinite(b);
}

double au_beta_cdf(double x, double a, double b)
{
    if (!valid_shape(a, b) || isnan(x)) return NAN;
    return beta_below(a, b, x, 1 - x);
}

static double share(double log_odds)
{
    return 1 / (1 + exp(-log_odds));
}

#define LOG_ODDS_MAX 700.0

/* Log odds of the point below which the mass p lies, 0 < p < 1. The law of the log odds has a log-concave distribution
 * function, so Newton on
 * its logarithm goes left at most once and then climbs; the bracket is for underflow and for rounding at the end. */
static double lower_log_odds(double a, double b, double p)
{
    double low = -LOG_ODDS_MAX, high = LOG_ODDS_MAX, u = log(a) - log(b);
    const double spread = fmin(1, sqrt(1 / a + 1 / b)); /* of the log odds, about */
    if (!(u > low && u < high)) u = 0;
    for (int i = 0; i < 200 && high - low > 1e-16 * fabs(u); i++) {
        const double x = share(u), y = share(-u);
        const double cdf = beta_below(a, b, x, y), slope = log_odds_density(a, b, x, y);
        if (cdf == p) break;
        if (cdf < p) low = u;
        else high = u;
        double next = u + (log(p) - log(cdf)) * cdf / slope;
        if (fabs(next - u) <= 1e-15 * fmax(fabs(u), spread)) break;
        if (!(next > low && next < high)) next = 0.5 * (low + high);
        u = next;
    }
    return u;
}

/* p + q = 1; the smaller one carries the accuracy. */
static double log_odds_of(double a, double b, double p, double q)
{
    return p <= q ? lower_log_odds(a, b, p) : -lower_log_odds(b, a, q);
}

static double beta_point(double a, double b, double p, double q)
{
    if (!valid_shape(a, b) || !(p >= 0 && q >= 0)) return NAN;
    if (p == 0 || q == 0) return p == 0 ? 0 : 1;
    const double u = log_odds_of(a, b, p, q);
    if (fabs(u) > LOG_ODDS_MAX - 9) return u < 0 ? 0 : 1;
    return share(u);
}

double au_beta_quantile(double p, double a, double b)
{
    return beta_point(a, b, p, 1 - p);
}

double au_beta_quantile_upper(double q, double a, double b)
{
    return beta_point(a, b, 1 - q, q);
}

double au_t_cdf(double t, double df)
{
    if (!(df > 0) || isnan(t)) return NAN;
    if (isinf(df)) return au_normal_cdf(t);
    const double ratio = t / sqrt(df), square = ratio * ratio;
    const double tail = isinf(square) ? 0 : 0.5 * beta_below(0.5 * df, 0.5, 1 / (1 + square), square / (1 + square));
    return t < 0 ? tail : 1 - tail;
}

/* 0 < p < 1/2: P(|T| > t) = 2p = I_x(df/2, 1/2) where x = df / (df + t^2), so that t^2 = df (1 - x) / x. */
double au_t_quantile(double p, double df)
{
    if (!(df > 0) || !(p >= 0 && p <= 1)) return NAN;
    if (isinf(df)) return au_normal_quantile(p);
    if (p == 0 || p == 1) return p == 0 ? -INFINITY : INFINITY;
    if (p == 0.5) return 0;
    const double tail = p < 0.5 ? p : 1 - p;
    const double u = log_odds_of(0.5 * df, 0.5, 2 * tail, 2 * (0.5 - tail));
    const double t = sqrt(df) * exp(-0.5 * u);
    return p < 0.5 ? -t : t;
}

double au_binomial_cdf(double k, double n, double p)
{
    if (!(n >= 0) || !isfinite(n) || !(p >= 0 && p <= 1) || isnan(k)) return NAN;
    if (k < 0) return 0;
    if (k >= n) return 1;
    return beta_below(n - k, k + 1, 1 - p, p);
}
