/* SPDX-License-Identifier: Apache-2.0
 * rank.h - order without allocation: k-th smallest, quantiles, sorting of whatever the caller can compare and swap.
 *
 * Pure functions, thread-safe on different arrays. NaN among the values: the result is one of the values, which one is
 * not said.
 */
#ifndef AU_RANK_H
#define AU_RANK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The k-th smallest (k = 0: the smallest; k < count) of count >= 1 values. Reorders them: afterwards values[k] is the
 * result, nothing before it is larger and nothing behind it smaller. Linear time on average, n log n at worst
 * (quickselect that gives up into a heap sort). */
double au_nth(double *values, size_t count, size_t k);
float au_nth_f32(float *values, size_t count, size_t k);

/* Quantile at `share` in [0, 1] with linear interpolation between order statistics, as numpy.quantile's default (Hyndman
 * and Fan's type 7). Reorders the values. count 0 gives 0. */
double au_quantile(double *values, size_t count, double share);
float au_quantile_f32(float *values, size_t count, double share);

/* Heap sort of `count` things that only the callbacks know. Not stable: let `less` break ties where the order must be
 * determined. */
struct au_sortable {
    void *items;
    bool (*less)(const void *items, size_t i, size_t j);
    void (*swap)(void *items, size_t i, size_t j);
};
void au_sort(const struct au_sortable *sortable, size_t count);

/* Fills order[0 .. count-1] with the indices that sort `values` upwards; equal values keep their order. count at most
 * 2^32 - 1. */
void au_order(const double *values, size_t count, uint32_t *order);

#endif
