/* SPDX-License-Identifier: Apache-2.0
 * simulate.h - draws for simulations, and how far a simulated rate may be from the true one.
 */
#ifndef STATS_SIMULATE_H
#define STATS_SIMULATE_H

#include <stdbool.h>

#include "core/random.h"

#define SIM_SEED 20241105

/* The rate seen in `rounds` rounds when the true one is `rate`: four standard errors more, or fewer. */
double sim_most(double rate, int rounds);
double sim_least(double rate, int rounds);

/* 1 with probability p. */
bool sim_loss(struct au_rng *rng, double p);
/* One of several 0/1 draws that share the cluster's `own` (itself 1 with probability p): correlated by `correlation`. */
bool sim_shared_loss(struct au_rng *rng, bool own, double p, double correlation);
/* Mean of `draws` such draws of one new image. */
double sim_image_loss(struct au_rng *rng, int draws, double p, double correlation);

#endif
