/* SPDX-License-Identifier: Apache-2.0
 * temperature.c - golden section on the logarithm: the log loss is convex in the temperature. */
#include "temperature.h"

#include <math.h>

#define LOG_LEAST -3.4657359027997265 /* 1/32 */
#define LOG_MOST 1.3862943611198906   /* 4 */
#define GOLDEN .6180339887498949
#define STEPS 18 /* .618^18 of the range: a thousandth */

static double log_loss(const struct au_readings *r, const float *scores, double log_temperature, double *scratch)
{
    double sum = 0;
    au_true_probability(r, scores, exp(log_temperature), scratch);
    for (size_t i = 0; i < r->rows; i++) sum -= log(scratch[i] + 1e-12);
    return sum;
}

double au_fit_temperature(const struct au_readings *r, const float *scores, double *scratch)
{
    double low = LOG_LEAST, high = LOG_MOST;
    double a = high - GOLDEN * (high - low), b = low + GOLDEN * (high - low);
    double at_a = log_loss(r, scores, a, scratch), at_b = log_loss(r, scores, b, scratch);
    for (int i = 0; i < STEPS; i++) {
        if (at_a < at_b) {
            high = b, b = a, at_b = at_a;
            a = high - GOLDEN * (high - low);
            at_a = log_loss(r, scores, a, scratch);
        } else {
            low = a, a = b, at_a = at_b;
            b = low + GOLDEN * (high - low);
            at_b = log_loss(r, scores, b, scratch);
        }
    }
    return exp(at_a < at_b ? a : b);
}
