/* SPDX-License-Identifier: Apache-2.0
 * sensitivity.h - which factors of a result matter, alone and together: Sobol' indices, Shapley values, screening designs.
 *
 * Factors are what a stack of transforms is made of: strengths in [0, 1], or parts that are on or off. The caller
 * computes the results (a loss averaged over a fixed batch of images, so that the variance is not the images'); nothing
 * here calls back. Losses near 0 or 1 show "interactions" that are only the ceiling: use logits (methods F26).
 *
 * Pure functions, no allocation, thread-safe.
 */
#ifndef AU_SENSITIVITY_H
#define AU_SENSITIVITY_H

#include <stddef.h>
#include <stdint.h>

/* ---- strengths: variance shares ---- */

#define AU_SOBOL_FACTORS_MAX 10

/* Row `row` of a design for `factors` (1 .. 10) strengths: out[i] in (0, 1). Factor i comes from the row's second
 * sample where bit i of `from_second` is set, else from its first; the two samples are the halves of one point of a
 * Sobol' sequence (direction numbers of S. Joe and F. Kuo 2008) under a random digital shift (`seed`), so any power of
 * two of rows fills the space evenly and different seeds give independent repetitions. */
void au_sobol_row(uint32_t row, int factors, uint32_t from_second, uint64_t seed, double *out);

struct au_sobol {
    double closed, closed_se; /* share of the variance due to the factors u and their interactions with each other */
    double total, total_se;   /* due to anything in which a factor of u takes part */
};

/* first[r], second[r]: results with all factors from the first, from the second sample of row r; mixed[r]: with the
 * factors of u from the second, the others from the first.
 *     closed_u = mean (second - m)(mixed - first) / V        (A. Saltelli et al. 2010)
 *     total_u  = mean (first - mixed)^2 / 2V                  (M. Jansen 1999)
 * m and V being mean and variance of first and second together. For u = {i}: the first-order and the total index of i;
 * the interaction of i and j is closed_{ij} - closed_i - closed_j. Standard errors are those of independent rows
 * (delta method), too wide for a design that fills the space. No variance, or fewer than 2 rows: all zero. */
struct au_sobol au_sobol_index(const double *first, const double *second, const double *mixed, size_t count);

/* ---- parts on or off: fair shares ---- */

#define AU_SHAPLEY_PLAYERS_MAX 20

/* value[S]: the result of the subset whose bit mask is S, 2^players of them. out[i] = sum over S without i of
 * |S|! (d - |S| - 1)! / d! (value[S + i] - value[S]); they sum to value[all] - value[none] (L. Shapley 1953). With
 * closed Sobol' indices as values these are Shapley effects (A. Owen 2014). */
void au_shapley(const double *value, int players, double *out);

/* Shapley interaction index of players i and j (M. Grabisch and M. Roubens 1999): sum over S without both of
 * |S|! (d - |S| - 2)! / (d - 1)! (value[S + ij] - value[S + i] - value[S + j] + value[S]). Positive: together they do
 * more than alone. */
double au_shapley_pair(const double *value, int players, int i, int j);

/* ---- screening ---- */

#define AU_PLACKETT_BURMAN_RUNS 12
#define AU_PLACKETT_BURMAN_FACTORS 11

/* -1 or 1: the level of a factor (0 .. 10) in a run (0 .. 11) of R. Plackett and J. Burman's design of 1946. Runs 12 ..
 * 23 repeat them with all signs turned (foldover): then no main effect is mixed with an interaction of two; in the
 * first 12 runs every such interaction adds a third of itself, up to sign, to the 9 other main effects. */
int au_plackett_burman(int run, int factor);

/* Main effect of a factor: 2 / runs * sum of level * result, over `runs` = 12 or 24. Its standard error is 2 s /
 * sqrt(runs) for results with standard deviation s. */
double au_factor_effect(const double *results, int runs, int factor);

#endif
