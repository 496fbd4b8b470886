/* SPDX-License-Identifier: Apache-2.0
 * betting.h - evidence about a bounded mean that may be looked at after every observation: betting e-processes.
 *
 * Somebody who doubts a claim about the mean bets on each next value in [0, 1], at odds that are fair if the claim
 * holds. If it holds, the wealth E, which starts at 1, is a nonnegative supermartingale, so by Ville's inequality it
 * ever reaches 1/alpha with probability at most alpha - whatever the law of the values, at any stopping time, chosen
 * in advance or not (I. Waudby-Smith and A. Ramdas, "Estimating means of bounded random variables by betting", JRSS B
 * 2024). The wealth here is the plain average over a fixed set of bets (methods F34), so no bet has to be right.
 *
 *     pass refutes "mean >= margin":  E_t = average over j of prod (1 + L_j (margin - x_i)),  L_j = (1 - r_j) / (1 - margin),
 *                                     r in {0, 1/16, 1/8, 1/4, 3/8, 1/2, 5/8, 3/4, 7/8}
 *     fail refutes "mean <= margin":  factors 1 + L_j (x_i - margin),  L_j = (p_j - margin) / (margin (1 - margin)),
 *                                     p_j = min(margin (1 + q_j), .98), q in {.1, .25, .5, 1, 2, 4, 8}
 * (A margin above .96 would turn the last bets around: there .98 is replaced by the middle between margin and 1.
 * F34's cap of .999 / margin on L_j is never reached, since p_j <= .98.) Running both sides at alpha gives each wrong
 * decision its own alpha. Decide at log E >= log(1/alpha).
 *
 * What is one observation: the mean loss of one image over its draws; with clusters, of one cluster, in an order that
 * does not depend on the losses. Needed is only that each value, given all before it, has a mean on the claimed side.
 * Losses of images that trained the reader, or cross-fitted losses, do not qualify: set a part of the images aside. A
 * difference d in [-1, 1] is tested as x = (1 + d) / 2 with margin (1 + m) / 2.
 *
 * No allocation; one observation is about twenty logarithms. An object belongs to one thread.
 */
#ifndef AU_BETTING_H
#define AU_BETTING_H

#include <stdbool.h>
#include <stdint.h>

#define AU_BETS_MAX 9

struct au_betting { /* plain data: copying it forks the process */
    double margin;
    double stake[AU_BETS_MAX];      /* L_j, negative on the pass side: the factor is 1 + stake (x - margin) */
    double log_wealth[AU_BETS_MAX]; /* of each bet; -inf: bankrupt */
    int bets;
    uint64_t count;
    double log_e;     /* of the mixture, now */
    double log_e_max; /* the largest so far, at least 0 */
};

/* Starts the side that refutes "mean >= margin" (pass) or "mean <= margin" (fail). Margin in (0, 1), else log E is
 * NaN and never decides. */
void au_betting_start_pass(struct au_betting *betting, double margin);
void au_betting_start_fail(struct au_betting *betting, double margin);

/* One more observation in [0, 1]. Anything else (NaN too) voids the process: log E is NaN from then on and nothing is
 * ever decided. */
void au_betting_add(struct au_betting *betting, double x);

/* Has the wealth ever reached 1/alpha? Wrong with probability at most alpha over the whole, unlimited run. */
bool au_betting_decided(const struct au_betting *betting, double alpha);
/* min(1, 1 / largest wealth so far): a p-value that is valid at every moment. */
double au_betting_p(const struct au_betting *betting);

#endif
