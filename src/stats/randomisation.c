/* SPDX-License-Identifier: Apache-2.0
 * randomisation.c - Monte Carlo ranks, and the sign test behind the involution test. */
#include "randomisation.h"

#include <math.h>
#include <stdbool.h>

#include "distribution.h"

double au_randomisation_p(uint64_t at_least, uint64_t rounds)
{
    return (1 + (double)at_least) / ((double)rounds + 1);
}

/* Copies that equal the truth but for the order of their sums are ties. NaN reaches. */
static bool reaches(double copy, double truth)
{
    if (!isfinite(copy) || !isfinite(truth)) return !(copy < truth);
    return copy >= truth - 1e-10 * (fabs(copy) + fabs(truth));
}

double au_randomisation_test(au_rework_fn *rework, void *context, const struct au_rounds *rounds)
{
    const double truth = rework(context, NULL);
    uint32_t at_least = 0;
    for (uint32_t round = 1; round <= rounds->count; round++) {
        struct au_rng rng;
        au_rng_start(&rng, rounds->seed, rounds->stream + round);
        at_least += reaches(rework(context, &rng), truth);
        if (rounds->enough > 0 && at_least == rounds->enough) return (double)at_least / (double)round;
    }
    return au_randomisation_p(at_least, rounds->count);
}

struct permutation {
    au_permuted_fn *statistic;
    void *context;
    uint32_t *order, count;
};

static double permute(void *context, struct au_rng *rng)
{
    struct permutation *p = context;
    for (uint32_t i = 0; i < p->count; i++) p->order[i] = i;
    if (rng) au_rng_shuffle(rng, p->order, p->count);
    return p->statistic(p->context, p->order);
}

double au_permutation_test(au_permuted_fn *statistic, void *context, uint32_t *order, uint32_t count,
                           const struct au_rounds *rounds)
{
    struct permutation permutation = {statistic, context, order, count};
    return au_randomisation_test(permute, &permutation, rounds);
}

double au_involution_p(uint64_t wins, uint64_t losses)
{
    return au_binomial_cdf((double)losses, (double)wins + (double)losses, 0.5);
}

double au_involution_clusters_p(const double *differences, const uint32_t *cluster, size_t count,
                                struct au_cluster_sum *scratch)
{
    uint64_t wins = 0, losses = 0;
    for (size_t i = 0; i < count; i++) scratch[cluster[i]].sum += differences[i];
    for (size_t i = 0; i < count; i++) {
        wins += scratch[cluster[i]].sum > 0;
        losses += scratch[cluster[i]].sum < 0;
        scratch[cluster[i]].sum = 0; /* counted once */
    }
    return au_involution_p(wins, losses);
}
