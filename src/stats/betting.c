/* SPDX-License-Identifier: Apache-2.0
 * betting.c - the mixture of bets in logarithms. */
#include "betting.h"

#include <math.h>

static const double pass_left[] = {0,   0.0625, 0.125, 0.25, 0.375,
                                   0.5, 0.625,  0.75,  0.875}; /* of the wealth after a 1 */
static const double fail_excess[] = {0.1, 0.25, 0.5, 1, 2, 4, 8};
#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

static void start(struct au_betting *betting, double margin, int bets)
{
    *betting = (struct au_betting){.margin = margin, .bets = bets};
    if (!(margin > 0 && margin < 1)) betting->log_e = NAN;
}

void au_betting_start_pass(struct au_betting *betting, double margin)
{
    start(betting, margin, COUNT(pass_left));
    for (int j = 0; j < COUNT(pass_left); j++) betting->stake[j] = -(1 - pass_left[j]) / (1 - margin);
}

void au_betting_start_fail(struct au_betting *betting, double margin)
{
    start(betting, margin, COUNT(fail_excess));
    for (int j = 0; j < COUNT(fail_excess); j++) {
        const double p = fmin(margin * (1 + fail_excess[j]), fmax(0.98, 0.5 * (1 + margin)));
        betting->stake[j] = (p - margin) / (margin * (1 - margin));
    }
}

/* log of the mean of exp, by the largest, which is finite (some bets never go bankrupt): no wealth overflows. */
static double log_mean_exp(const double *logs, int count)
{
    double most = -INFINITY, sum = 0;
    for (int j = 0; j < count; j++) most = fmax(most, logs[j]);
    for (int j = 0; j < count; j++) sum += exp(logs[j] - most);
    return most + log(sum / count);
}

void au_betting_add(struct au_betting *betting, double x)
{
    betting->count++;
    if (!(x >= 0 && x <= 1)) betting->log_e = NAN;
    if (isnan(betting->log_e)) return;
    const double distance = x - betting->margin;
    for (int j = 0; j < betting->bets; j++) betting->log_wealth[j] += log(fmax(0, 1 + betting->stake[j] * distance));
    betting->log_e = log_mean_exp(betting->log_wealth, betting->bets);
    betting->log_e_max = fmax(betting->log_e_max, betting->log_e);
}

bool au_betting_decided(const struct au_betting *betting, double alpha)
{
    return !isnan(betting->log_e) && betting->log_e_max >= -log(alpha);
}

double au_betting_p(const struct au_betting *betting)
{
    return isnan(betting->log_e) ? 1 : exp(-betting->log_e_max);
}
