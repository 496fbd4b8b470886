/* SPDX-License-Identifier: Apache-2.0
 * multiple.c - Bonferroni, Holm, Benjamini-Hochberg for p- and e-values, intersection-union. */
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

void au_e_benjamini_hochberg(const double *log_e, size_t count, uint32_t *order, double *adjusted)
{
    for (size_t i = 0; i < count; i++) adjusted[i] = -log_e[i]; /* log of 1 / e, which is ordered as a p-value is */
    au_order(adjusted, count, order);
    double so_far = 1;
    for (size_t i = count; i-- > 0;) {
        so_far = fmin(so_far, exp(adjusted[order[i]]) * (double)count / (double)(i + 1));
        adjusted[order[i]] = so_far;
    }
}

double au_intersection_union(const double *p, size_t count)
{
    double most = count == 0 ? 1 : 0;
    for (size_t i = 0; i < count; i++) most = p[i] >= most || isnan(p[i]) ? p[i] : most;
    return most;
}
