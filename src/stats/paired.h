/* SPDX-License-Identifier: Apache-2.0
 * paired.h - two readings of the same images compared: is the second wrong more often, and by how much at most?
 *
 * Each pair is one image read twice (clean and transformed, or by two learners) with a 0/1 loss. Only pairs that differ
 * carry information: b of them lose in the first reading alone, c in the second alone, out of n pairs. The difference
 * estimated is (b - c) / n = P(first loses) - P(second loses). Pairs must be independent: for images in clusters use
 * au_cluster_mean_difference (cluster.h); tests/stats shows what happens otherwise. Pure functions, no allocation,
 * thread-safe. Counts with b + c > n, and alpha outside (0, 1), give NaN.
 */
#ifndef AU_PAIRED_H
#define AU_PAIRED_H

#include <stdint.h>

#include "interval.h"

struct au_pairs {
    uint64_t b, c; /* pairs that lose in the first reading only, in the second only */
    uint64_t n;    /* all pairs, b + c <= n */
};

/* Tango's score statistic of "the difference is `difference`", in [-1, 1]:
 *     z(D) = (b - c - nD) / sqrt(n (2q + D(1 - D))),     q = (sqrt(B^2 - 4AC) - B) / 2A,
 *     A = 2n,  B = -b - c + (2n - b + c) D,  C = -cD(1 - D),
 * where q is the likeliest P(second alone loses) given D (T. Tango, "Equivalence test and confidence interval for the
 * difference in proportions for the paired-sample design", Statistics in Medicine 17, 1998). About standard normal,
 * never rising in D; +-inf where the data cannot come from D. 0 for n = 0. At D = 0 it is McNemar's (b - c) / sqrt(b
 * + c). */
double au_tango_z(struct au_pairs pairs, double difference);

/* That q, for counts that need not be whole. */
double au_tango_likeliest(double b, double c, double n, double difference);

/* Tango's interval {D : |z(D)| <= z(1 - alpha/2)}. Approximate: covers on average what it says, for single
 * probabilities less (measured for 95 %: tests/stats, docs/statistics.md). n = 0 gives -1 and 1. */
struct au_interval au_tango(struct au_pairs pairs, double alpha);
/* One-sided score bounds, alpha on that side; "not worse by more than m" is shown where the bound on that side lies
 * within m. No certificates: where one kind of loss is rare, bounds at 5 % miss in up to 9 % (50 to 200 pairs). */
double au_tango_low(struct au_pairs pairs, double alpha);
double au_tango_high(struct au_pairs pairs, double alpha);

/* Exact McNemar (Q. McNemar 1947; exact form: binomial sign test on the b + c pairs that differ). P-value of "both
 * readings lose equally often": two-sided min(1, 2 P(K <= min(b, c))), K ~ Bin(b + c, 1/2). Never rejects more often
 * than it says. */
double au_mcnemar(struct au_pairs pairs);
/* One-sided: small where the first reading loses more often, P(K >= b). */
double au_mcnemar_first_worse(struct au_pairs pairs);

#endif
