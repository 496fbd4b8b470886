/* SPDX-License-Identifier: Apache-2.0
 * rank.c - heap sort over callbacks, and quickselect for two number types. */
#include "rank.h"

#include <math.h>

static void sift_down(const struct au_sortable *s, size_t root, size_t count)
{
    for (size_t child = 2 * root + 1; child < count; child = 2 * root + 1) {
        if (child + 1 < count && s->less(s->items, child, child + 1)) child++;
        if (!s->less(s->items, root, child)) return;
        s->swap(s->items, root, child);
        root = child;
    }
}

void au_sort(const struct au_sortable *s, size_t count)
{
    for (size_t i = count / 2; i-- > 0;) sift_down(s, i, count);
    for (size_t end = count; end > 1; end--) {
        s->swap(s->items, 0, end - 1);
        sift_down(s, 0, end - 1);
    }
}

struct ordering {
    const double *values;
    uint32_t *order;
};

static bool order_less(const void *items, size_t i, size_t j)
{
    const struct ordering *o = items;
    const double a = o->values[o->order[i]], b = o->values[o->order[j]];
    return a < b || (!(b < a) && o->order[i] < o->order[j]);
}

static void order_swap(void *items, size_t i, size_t j)
{
    uint32_t *order = ((struct ordering *)items)->order;
    const uint32_t kept = order[i];
    order[i] = order[j];
    order[j] = kept;
}

void au_order(const double *values, size_t count, uint32_t *order)
{
    for (size_t i = 0; i < count; i++) order[i] = (uint32_t)i;
    struct ordering ordering = {values, order};
    au_sort(&(struct au_sortable){&ordering, order_less, order_swap}, count);
}

/* `budget` halves the range a few dozen times for any harmless input; an input made to defeat the pivots is sorted instead. */
#define SELECTION(type, suffix, nth)                                                                               \
    static bool less_##suffix(const void *items, size_t i, size_t j)                                               \
    {                                                                                                              \
        return ((const type *)items)[i] < ((const type *)items)[j];                                                \
    }                                                                                                              \
    static void swap_##suffix(void *items, size_t i, size_t j)                                                     \
    {                                                                                                              \
        type *values = items;                                                                                      \
        const type kept = values[i];                                                                               \
        values[i] = values[j];                                                                                     \
        values[j] = kept;                                                                                          \
    }                                                                                                              \
    static type middle_##suffix(type a, type b, type c)                                                            \
    {                                                                                                              \
        if (a < b) return b < c ? b : a < c ? c : a;                                                               \
        return a < c ? a : b < c ? c : b;                                                                          \
    }                                                                                                              \
    type nth(type *values, size_t count, size_t k)                                                                 \
    {                                                                                                              \
        size_t first = 0, end = count; /* the k-th smallest is in [first, end) */                                  \
        for (int budget = 64; end - first > 1 && budget > 0; budget--) {                                           \
            const type pivot = middle_##suffix(values[first], values[first + (end - first) / 2], values[end - 1]); \
            size_t low = first, equal = first, high = end;                                                         \
            while (equal < high) {                                                                                 \
                if (values[equal] < pivot) swap_##suffix(values, low++, equal++);                                  \
                else if (pivot < values[equal]) swap_##suffix(values, equal, --high);                              \
                else equal++;                                                                                      \
            }                                                                                                      \
            if (k >= low && k < high) return values[k];                                                            \
            if (k < low) end = low;                                                                                \
            else first = high;                                                                                     \
        }                                                                                                          \
        au_sort(&(struct au_sortable){values + first, less_##suffix, swap_##suffix}, end - first);                 \
        return values[k];                                                                                          \
    }

SELECTION(double, f64, au_nth)
SELECTION(float, f32, au_nth_f32)

/* numpy's two-sided form, so that the ends come out exactly. */
static double between(double a, double b, double part)
{
    return part < 0.5 ? a + (b - a) * part : b - (b - a) * (1 - part);
}

struct position {
    size_t below;
    double part;
};

static struct position position_of(size_t count, double share)
{
    const double at = fmin(fmax(share, 0), 1) * (double)(count - 1);
    const double below = floor(at);
    return (struct position){(size_t)below, at - below};
}

double au_quantile(double *values, size_t count, double share)
{
    if (count == 0) return 0;
    const struct position p = position_of(count, share);
    const double low = au_nth(values, count, p.below);
    if (p.below + 1 == count) return low;
    return between(low, au_nth(values + p.below + 1, count - p.below - 1, 0), p.part);
}

float au_quantile_f32(float *values, size_t count, double share)
{
    if (count == 0) return 0;
    const struct position p = position_of(count, share);
    const float low = au_nth_f32(values, count, p.below);
    if (p.below + 1 == count) return low;
    return (float)between((double)low, (double)au_nth_f32(values + p.below + 1, count - p.below - 1, 0), p.part);
}
