/* SPDX-License-Identifier: Apache-2.0
 * randomisation.h - exact tests that need no law: shuffle what the hypothesis says does not matter, and compare.
 *
 * If the hypothesis makes the data and its B reworked copies exchangeable, the rank of the true statistic is uniform,
 * so
 *     p = (1 + #{copies with a statistic >= the true one}) / (B + 1)
 * never rejects more often than it says, for any B, n and statistic (B. Phipson and G. Smyth, "Permutation p-values
 * should never be zero", 2010; E. Lehmann and J. Romano, "Testing statistical hypotheses", ch. 15). What is shuffled
 * must be independent units: with clusters shuffle clusters, not images. Large statistics count against the
 * hypothesis.
 *
 * Round b has its own random stream, so any round can be redone alone. No allocation; what a call touches is the
 * caller's.
 */
#ifndef AU_RANDOMISATION_H
#define AU_RANDOMISATION_H

#include <stddef.h>
#include <stdint.h>

#include "cluster.h"
#include "core/random.h"

/* (1 + at_least) / (rounds + 1) */
double au_randomisation_p(uint64_t at_least, uint64_t rounds);

/* The statistic of a reworked copy made with `rng` (for the group test F16: a random group element applied to each
 * image); rng NULL: of the data as they are. */
typedef double au_rework_fn(void *context, struct au_rng *rng);

struct au_rounds {
    uint32_t count;        /* B: 99 is enough for 0.05, 999 for 0.01 */
    uint32_t enough;       /* stop once so many copies reach the true statistic; 0: never stop */
    uint64_t seed, stream; /* round b draws from au_rng_start(seed, stream + b), b = 1 .. count */
};

/* The test by any rework. Copies within 1e-10 of the true statistic (relative) count as reaching it, since the same
 * numbers summed in another order need not be equal; a NaN statistic counts too. Stopped after l rounds by `enough` =
 * h the p-value is h / l, which is valid too (J. Besag and P. Clifford, "Sequential Monte Carlo p-values", Biometrika
 * 1991) and saves most rounds where nothing is to be found. */
double au_randomisation_test(au_rework_fn *rework, void *context, const struct au_rounds *rounds);

/* Permutation test: statistic(context, order), where item order[i] takes the place of item i; order is 0, 1, 2 ...
 * for the true one. `order`: scratch for `count` units. */
typedef double au_permuted_fn(void *context, const uint32_t *order);
double au_permutation_test(au_permuted_fn *statistic, void *context, uint32_t *order, uint32_t count,
                           const struct au_rounds *rounds);

/* Exact test of X =_d T(X) for an involution T (T(T(x)) = x; methods F16): a learner trained elsewhere to tell
 * originals from transformed ones scores each held-out image both ways. If the hypothesis holds (x, Tx) and (Tx, x)
 * have one law, so each pair is won by the original with probability 1/2: p = P(Bin(wins + losses, 1/2) >= wins).
 * Pairs with equal scores are left out. wins / (wins + losses) is the accuracy of Lin et al., "Visual chirality",
 * CVPR 2020. Exact; pairs independent. */
double au_involution_p(uint64_t wins, uint64_t losses);
/* The same from differences score(x) - score(Tx) of images in clusters that may be flipped as a whole: a cluster is
 * won when its differences sum to more than 0. `scratch` as in au_cluster_mean (cluster.h): all zero, and left so. */
double au_involution_clusters_p(const double *differences, const uint32_t *cluster, size_t count,
                                struct au_cluster_sum *scratch);

#endif
