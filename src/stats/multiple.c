/* SPDX-License-Identifier: Apache-2.0
 * multiple.c - Bonferroni, Holm, Benjamini-Hochberg. */
#include "multiple.h"

#include <math.h>

#include "rank.h"

void au_bonferroni(const double *p, size_t count, double *adjusted)
{
    for (size_t i = 0; i < count; i++) adjusted[i] = fmin(1, p[i] * (double)count);
}

void au_holm(const double *p, size_t count, uint32_t *order, double *adjusted)
{
    au_order(p, count, order);
    double so_far = 0;
    for (size_t i = 0; i < count; i++) {
        so_far = fmax(so_far, fmin(1, p[order[i]] * (double)(count - i)));
        adjusted[order[i]] = so_far;
    }
}

void au_benjamini_hochberg(const double *p, size_t count, uint32_t *order, double *adjusted)
{
    au_order(p, count, order);
    double so_far = 1;
    for (size_t i = count; i-- > 0;) {
        so_far = fmin(so_far, p[order[i]] * (double)count / (double)(i + 1));
        adjusted[order[i]] = so_far;
    }
}
