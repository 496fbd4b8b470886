/* SPDX-License-Identifier: Apache-2.0
 * leak.h - does "was it processed?" tell the class? I(Y;S) from counts (methods.md F27, O10).
 */
#ifndef AU_LEAK_H
#define AU_LEAK_H

#include <stddef.h>
#include <stdint.h>

struct au_leak {
    double bits;       /* I(Y;S) = sum P(y) KL(P(S|y) | P(S)), less its bias (Miller and Madow); not below 0 */
    double p;          /* of independence: likelihood ratio test, G = 2 N ln 2 I, chi-square by Wilson and Hilferty */
    int32_t strongest; /* class whose share of S = 1 differs most from that of the others together, -1: none */
    double there, elsewhere; /* those shares */
};

/* ones[k] of all[k] images of class k have S = 1; fractions are votes. `independent`: how many independent images there are (clusters). */
struct au_leak au_leak_of(const double *ones, const double *all, size_t classes, double independent);

#endif
