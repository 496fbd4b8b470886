/* SPDX-License-Identifier: Apache-2.0
 * samples_needed.h - how many images or clusters a margin costs: what to say when a result is undecided (methods F32, F33).
 *
 * Pure functions. Counts are rounded up; SIZE_MAX means "no number is enough" (or an absurd one). Arguments out of range
 * give SIZE_MAX too.
 */
#ifndef AU_SAMPLES_NEEDED_H
#define AU_SAMPLES_NEEDED_H

#include <stddef.h>

#include "cluster.h"

/* Independent pairs (each image clean and transformed) for which a difference of 0 is shown to lie within (-margin,
 * margin) with probability `power`, by two one-sided tests at alpha: (z(1-alpha) + z((1+power)/2))^2 * discordance /
 * margin^2. `discordance`: share of pairs that differ. */
size_t au_pairs_for_equivalence(double margin, double discordance, double alpha, double power);
/* The same for one side (not worse by more than margin): (z(1-alpha) + z(power))^2 * discordance / margin^2. */
size_t au_pairs_for_noninferiority(double margin, double discordance, double alpha, double power);

/* Trials without a single failure that show, at level alpha, a failure rate of at most `rate`: log(alpha) / log(1 - rate). */
size_t au_trials_without_failure(double rate, double alpha);

/* Clusters at which the careful upper bound (cluster.h) of `now` would be at most `margin`, if mean and spread between
 * clusters stay what they are. SIZE_MAX when the mean itself is not below the margin, nothing is known of the spread
 * (fewer than 2 clusters), or 2^30 clusters are not enough. */
size_t au_clusters_needed(struct au_mean now, double margin, double alpha);

#endif
