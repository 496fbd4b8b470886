/* SPDX-License-Identifier: Apache-2.0
 * isotonic.h - the increasing step function nearest to points, and its value between them.
 *
 * Weighted least squares by pooling adjacent violators (Ayer, Brunk, Ewing, Reid, Silverman 1955; Barlow et al. 1972).
 * Conventions are those of sklearn.isotonic.IsotonicRegression(out_of_bounds="clip"), so that numbers can be compared:
 * points with equal x (nearer than 1e-15) are first pooled by weight, predictions between knots are interpolated
 * linearly, and outside the knots the end values hold.
 *
 * Works in the caller's arrays, never allocates, thread-safe on different arrays. Values must not be NaN.
 */
#ifndef AU_ISOTONIC_H
#define AU_ISOTONIC_H

#include <stddef.h>

/* Fits y as a function of x, weights > 0. In place: sorts the points and leaves the knots, x strictly increasing and y
 * never decreasing, in the first entries of x and y; what lies behind them, and `weight`, is spoilt. Returns the number
 * of knots (0 for count 0). */
size_t au_isotonic_fit_weighted(double *x, double *y, double *weight, size_t count);

/* The same with equal weights; `scratch` holds au_isotonic_scratch(count) doubles of any content. */
size_t au_isotonic_fit(double *x, double *y, size_t count, double *scratch);
size_t au_isotonic_scratch(size_t count);

/* Value of the fitted function at `at`; knot_count 0 gives 0. */
double au_isotonic_predict(const double *x, const double *y, size_t knot_count, double at);

#endif
