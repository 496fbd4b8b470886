/* SPDX-License-Identifier: Apache-2.0
 * isotonic.c - pooling adjacent violators in place.
 *
 * While pooling, a block of points s .. e-1 keeps its value in y[s] and its weight in weight[s]; if it is longer than one
 * point, y[e-1] holds s and
 * weight[e-1] is -1, so that the block before any point can be found. x stays. */
#include "isotonic.h"

#include <stdbool.h>
#include <string.h>

#include "rank.h"

#define SAME_X 1e-15

struct points {
    double *x, *y, *weight;
};

static bool points_less(const void *items, size_t i, size_t j)
{
    const struct points *p = items;
    if (p->x[i] != p->x[j]) return p->x[i] < p->x[j];
    if (p->y[i] != p->y[j]) return p->y[i] < p->y[j];
    return p->weight[i] < p->weight[j];
}

static void swap(double *values, size_t i, size_t j)
{
    const double kept = values[i];
    values[i] = values[j];
    values[j] = kept;
}

static void points_swap(void *items, size_t i, size_t j)
{
    const struct points *p = items;
    swap(p->x, i, j);
    swap(p->y, i, j);
    swap(p->weight, i, j);
}

/* Points of one x become one point with their weighted mean. */
static size_t pool_equal(const struct points *p, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; kept++) {
        const double x = p->x[i];
        double sum = 0, weight = 0;
        for (; i < count && (p->x[i] == x || p->x[i] - x < SAME_X); i++) {
            sum += p->weight[i] * p->y[i];
            weight += p->weight[i];
        }
        p->x[kept] = x;
        p->y[kept] = sum / weight;
        p->weight[kept] = weight;
    }
    return kept;
}

/* First point of the block whose last point is `last`. */
static size_t block_start(const struct points *p, size_t last)
{
    return p->weight[last] < 0 ? (size_t)p->y[last] : last;
}

static void pool_violators(const struct points *p, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t start = i;
        double value = p->y[i], weight = p->weight[i];
        while (start > 0) {
            const size_t before = block_start(p, start - 1);
            if (p->y[before] < value) break;
            value = (p->y[before] * p->weight[before] + value * weight) / (p->weight[before] + weight);
            weight += p->weight[before];
            start = before;
        }
        p->y[start] = value;
        p->weight[start] = weight;
        if (start == i) continue;
        p->y[i] = (double)start;
        p->weight[i] = -1;
    }
}

/* Each block becomes its first and its last point; from behind, because blocks are found from their ends. */
static size_t leave_knots(const struct points *p, size_t count)
{
    size_t out = count;
    for (size_t end = count; end > 0;) {
        const size_t start = block_start(p, end - 1);
        const double value = p->y[start], first = p->x[start], last = p->x[end - 1];
        if (end - 1 > start) {
            p->x[--out] = last;
            p->y[out] = value;
        }
        p->x[--out] = first;
        p->y[out] = value;
        end = start;
    }
    memmove(p->x, p->x + out, (count - out) * sizeof *p->x);
    memmove(p->y, p->y + out, (count - out) * sizeof *p->y);
    return count - out;
}

size_t au_isotonic_fit_weighted(double *x, double *y, double *weight, size_t count)
{
    struct points points = {x, y, weight};
    au_sort(&(struct au_sortable){&points, points_less, points_swap}, count);
    const size_t distinct = pool_equal(&points, count);
    pool_violators(&points, distinct);
    return leave_knots(&points, distinct);
}

size_t au_isotonic_fit(double *x, double *y, size_t count, double *scratch)
{
    for (size_t i = 0; i < count; i++) scratch[i] = 1;
    return au_isotonic_fit_weighted(x, y, scratch, count);
}

size_t au_isotonic_scratch(size_t count)
{
    return count;
}

double au_isotonic_predict(const double *x, const double *y, size_t knot_count, double at)
{
    if (knot_count == 0) return 0;
    if (!(at > x[0])) return y[0];
    if (!(at < x[knot_count - 1])) return y[knot_count - 1];
    size_t low = 0, high = knot_count - 1; /* x[low] <= at < x[high] */
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (x[middle] <= at) low = middle;
        else high = middle;
    }
    return y[low] + (y[high] - y[low]) / (x[high] - x[low]) * (at - x[low]);
}
