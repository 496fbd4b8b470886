/* SPDX-License-Identifier: Apache-2.0
 * multiple.h - p-values adjusted for being chosen from many.
 *
 * "Safe for all classes" needs no correction (each at alpha); "safe for the classes we picked" needs Holm; a list of
 * suspects Benjamini-Hochberg (methods F37). Reject where the adjusted value is at most alpha (or q). Pure functions, no
 * allocation; p-values in [0, 1], not NaN. `adjusted` may be `p` itself. `order`: scratch for `count` indices.
 */
#ifndef AU_MULTIPLE_H
#define AU_MULTIPLE_H

#include <stddef.h>
#include <stdint.h>

/* count * p, at most 1. Familywise error, any dependence. */
void au_bonferroni(const double *p, size_t count, double *adjusted);
/* Holm 1979: step-down, familywise error, any dependence; never larger than Bonferroni's. */
void au_holm(const double *p, size_t count, uint32_t *order, double *adjusted);
/* Benjamini and Hochberg 1995: step-up, false discovery rate under independence or positive dependence (PRDS). */
void au_benjamini_hochberg(const double *p, size_t count, uint32_t *order, double *adjusted);

#endif
