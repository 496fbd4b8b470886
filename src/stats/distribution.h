/* SPDX-License-Identifier: Apache-2.0
 * distribution.h - distribution functions and quantiles of the normal, beta, Student t and binomial laws.
 *
 * Pure functions: no state, no allocation, thread-safe. Relative error about 1e-12 or better wherever the result is a
 * normal double (tests/stats compares with SciPy). Arguments outside the stated range give NaN.
 *
 * The incomplete beta function is the continued fraction DLMF 8.17.22; its front factor is a binomial density in saddle-
 * point form (C. Loader, "Fast and accurate computation of binomial probabilities", 2000), so that nothing cancels when
 * a + b is large.
 */
#ifndef AU_DISTRIBUTION_H
#define AU_DISTRIBUTION_H

/* P(Z <= z) of the standard normal law; z may be infinite. */
double au_normal_cdf(double z);
/* z with P(Z <= z) = p; p in [0, 1], -inf and +inf at the ends. */
double au_normal_quantile(double p);

/* I_x(a, b) = P(X <= x) of the beta law; a, b > 0 and finite; x below 0 counts as 0, above 1 as 1. Time grows with the
 * root of the larger parameter: about 10 us at 1e4, 1 ms at 1e9. */
double au_beta_cdf(double x, double a, double b);
/* x with P(X <= x) = p, and x with P(X > x) = q: the second keeps its accuracy where p = 1 - q would round. p, q in [0,
 * 1]. Results nearer than 1e-300 to an end are that end. */
double au_beta_quantile(double p, double a, double b);
double au_beta_quantile_upper(double q, double a, double b);

/* P(T <= t) of Student's t law with df > 0 degrees of freedom (need not be whole; infinite: the normal law). */
double au_t_cdf(double t, double df);
/* t with P(T <= t) = p. p in [0, 1], -inf and +inf at the ends. Beyond 1e150, which only df < 3 reaches, not accurate.
 * About 5 us. */
double au_t_quantile(double p, double df);

/* P(K <= k) for K successes in n trials of probability p in [0, 1]; k and n whole, k < 0 gives 0, k >= n gives 1. */
double au_binomial_cdf(double k, double n, double p);

#endif
