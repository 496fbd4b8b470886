/* SPDX-License-Identifier: Apache-2.0
 * samples_needed.h - how many images or clusters a margin costs: what to say when undecided (methods F32, F33).
 *
 * Discordance is the share of pairs in which one reading loses and the other does not; with several draws an image,
 * or images in clusters, multiply by the design effect. Pure functions. Counts are rounded up; SIZE_MAX means "no
 * number is enough" (or an absurd one). Arguments out of range give SIZE_MAX too.
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

/* One side again, where the true difference P(second loses) - P(first loses) need not be 0, planned for Tango's score
 * bound (paired.h) that is used to decide: (z(1-alpha) s0 + z(power) s1)^2 / (margin - difference)^2, s1^2 =
 * discordance - difference^2, and s0^2 the variance of one pair's difference in Tango's statistic when the data are
 * what is expected and the margin is tested (J. Nam, "Establishing equivalence of two treatments and sample size
 * requirements in matched-pairs design", Biometrics 53, 1997). |difference| <= discordance, difference < margin. */
size_t au_pairs_for_tango(double margin, double difference, double discordance, double alpha, double power);

/* Values in clusters that are worth `independent` ones when the design effect (design.h) is `effect` >= 1. */
size_t au_clustered_count(size_t independent, double effect);

/* Trials without a single failure that show, at level alpha, a failure rate of at most `rate`: log(alpha) / log(1 -
 * rate). */
size_t au_trials_without_failure(double rate, double alpha);

/* Clusters at which the careful upper bound (cluster.h) of `now` would be at most `margin`, if mean and spread between
 * clusters stay what they are. SIZE_MAX when the mean itself is not below the margin, nothing is known of the spread
 * (fewer than 2 clusters), or 2^30 clusters are not enough. */
size_t au_clusters_needed(struct au_mean now, double margin, double alpha);

#endif
