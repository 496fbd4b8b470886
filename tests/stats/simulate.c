/* SPDX-License-Identifier: Apache-2.0
 * simulate.c - 0/1 losses, alone and in clusters. */
#include "simulate.h"

#include <math.h>

double sim_most(double rate, int rounds)
{
    return rate + 4 * sqrt(rate * (1 - rate) / rounds);
}

double sim_least(double rate, int rounds)
{
    return rate - 4 * sqrt(rate * (1 - rate) / rounds);
}

bool sim_loss(struct au_rng *rng, double p)
{
    return au_rng_uniform(rng) < p;
}

bool sim_shared_loss(struct au_rng *rng, bool own, double p, double correlation)
{
    const bool alone = sim_loss(rng, p);
    return sim_loss(rng, sqrt(correlation)) ? own : alone;
}

double sim_image_loss(struct au_rng *rng, int draws, double p, double correlation)
{
    const bool own = sim_loss(rng, p);
    int lost = 0;
    for (int k = 0; k < draws; k++) lost += sim_shared_loss(rng, own, p, correlation);
    return lost / (double)draws;
}
