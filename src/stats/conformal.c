/* SPDX-License-Identifier: Apache-2.0
 * conformal.c - ranks among calibration scores, and the law of how many are low. */
#include "conformal.h"

#include <math.h>

static double p_of(size_t not_below, size_t count)
{
    return (1 + (double)not_below) / ((double)count + 1);
}

double au_conformal_p(const struct au_calibration *calibration, uint32_t class_index, double score)
{
    size_t not_below = 0, count = 0;
    for (size_t i = 0; i < calibration->count; i++) {
        if (calibration->class_of[i] != class_index) continue;
        count++;
        not_below += calibration->score[i] >= score;
    }
    return p_of(not_below, count);
}

double au_conformal_p_sorted(const double *sorted_scores, size_t count, double score)
{
    size_t below = 0, end = count; /* the first score that is not below lies in [below, end] */
    while (below < end) {
        const size_t middle = below + (end - below) / 2;
        if (sorted_scores[middle] < score) below = middle + 1;
        else end = middle;
    }
    return p_of(count - below, count);
}

double au_outlier_excess(const double *p, size_t count, double level)
{
    size_t low = 0;
    for (size_t i = 0; i < count; i++) low += p[i] <= level;
    return count == 0 ? 0 : fmax(0, ((double)low / (double)count - level) / (1 - level));
}

/* log of n choose k */
static double log_choose(double n, double k)
{
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);
}

double au_outlier_p(size_t low_count, size_t tested, size_t calibration_count, double level)
{
    if (low_count > tested || !(level >= 0 && level < 1)) return NAN;
    if (low_count == 0) return 1;
    const double n = (double)calibration_count, m = (double)tested, k = floor(level * (n + 1));
    const double first = k + (double)low_count - 1; /* fewer than k of these are calibration images */
    double sum = 0;
    for (double j = fmax(0, first - m); j < k && j <= n; j++)
        sum += exp(log_choose(n, j) + log_choose(m, first - j) - log_choose(n + m, first));
    return fmin(1, sum);
}
