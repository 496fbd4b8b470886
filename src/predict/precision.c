/* SPDX-License-Identifier: Apache-2.0
 * precision.c - counts readings, every class weighted alike. */
#include "precision.h"

#include <string.h>

void au_precision(const struct au_readings *r, const uint32_t *read, size_t repeats, double *out, double *scratch)
{
    double *const images = scratch, *const taken = scratch + r->classes;
    memset(scratch, 0, 2 * r->classes * sizeof *scratch);
    memset(out, 0, r->classes * sizeof *out);
    for (size_t i = 0; i < r->rows; i++) images[r->label[i]]++;
    for (size_t i = 0; i < repeats * r->rows; i++) {
        const uint32_t k = r->label[i % r->rows];
        taken[read[i]] += 1 / images[k];
        if (read[i] == k) out[k] += 1 / images[k];
    }
    for (size_t k = 0; k < r->classes; k++) out[k] = taken[k] > 0 ? out[k] / taken[k] : 0;
}
