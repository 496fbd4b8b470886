/* SPDX-License-Identifier: Apache-2.0
 * multiple.h - p-values and e-values adjusted for being chosen from many.
 *
 * Which one (methods F37):
 *   "safe for all classes"             intersection-union: each class at alpha, p of the claim is the largest
 *   "safe for the classes we picked"   Holm
 *   "safe up to this dose"             a fixed sequence (dose.h)
 *   a list of suspects                 Benjamini-Hochberg; under any dependence, or stopped early, e-BH
 *
 * Reject where the adjusted value is at most alpha (or q). Pure functions, no allocation; p-values in [0, 1], not
 * NaN. `adjusted` may be `p` itself. `order`: scratch for `count` indices.
 */
#ifndef AU_MULTIPLE_H
#define AU_MULTIPLE_H

#include <stddef.h>
#include <stdint.h>

/* count * p, at most 1. Familywise error, any dependence. */
void au_bonferroni(const double *p, size_t count, double *adjusted);
/* Holm 1979: step-down, familywise error, any dependence; never larger than Bonferroni's. */
void au_holm(const double *p, size_t count, uint32_t *order, double *adjusted);
/* Benjamini and Hochberg 1995: step-up, false discovery rate under independence or positive dependence (PRDS), as
 * that of conformal p-values that share their calibration images (S. Bates, E. Candes, L. Lei, Y. Romano, M. Sesia,
 * "Testing for outliers with conformal p-values", Annals of Statistics 2023). */
void au_benjamini_hochberg(const double *p, size_t count, uint32_t *order, double *adjusted);

/* e-BH (R. Wang and A. Ramdas, "False discovery rate control with e-values", JRSS B 2022): reject the k largest
 * e-values, k the largest with k e_[k] / count >= 1 / q. False discovery rate at most q times the share of true nulls
 * under any dependence, for e-values stopped at any time (betting.h: log_e at the moment of stopping, not log_e_max,
 * which is no e-value). Takes log e, -inf to +inf, not NaN. The adjusted value is the smallest q at which the item is
 * rejected, at most 1: Benjamini-Hochberg's of 1 / e. `adjusted` may be `log_e` itself. */
void au_e_benjamini_hochberg(const double *log_e, size_t count, uint32_t *order, double *adjusted);

/* Intersection-union (R. Berger 1982, "Multiparameter hypothesis testing and acceptance sampling"): the p-value of
 * "at least one of the hypotheses is true", the largest of p. Rejecting at alpha claims that all are false, and is
 * wrong with probability at most alpha for any dependence, without correction. The same in bounds: all classes are
 * safe where each class's own bound at alpha is below the margin. count 0 gives 1: nothing was shown. */
double au_intersection_union(const double *p, size_t count);

#endif
