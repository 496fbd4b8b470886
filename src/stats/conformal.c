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

/* log P(`least` of the first `first` are calibration images), `least` the smallest number possible: max(0, first -
 * m). A product of ratios, because lgamma writes a global. */
static double log_least(double n, double m, double first, double least)
{
    double log_p = 0;
    if (least > 0) {
        for (double i = 1; i <= m; i++) log_p += log((least + i) / (n + i));
    } else {
        for (double i = 0; i < first; i++) log_p += log((m - i) / (n + m - i));
    }
    return log_p;
}

/* How many of the possible p-values 1/(n+1), 2/(n+1) ... are at most `level`, compared as they are. */
static double low_ranks(double n, double level)
{
    double k = floor(level * (n + 1));
    while (k > 0 && k / (n + 1) > level) k--;
    while ((k + 1) / (n + 1) <= level) k++;
    return k;
}

double au_outlier_p(size_t low_count, size_t tested, size_t calibration_count, double level)
{
    if (low_count > tested || !(level >= 0 && level < 1)) return NAN;
    if (low_count == 0) return 1;
    const double n = (double)calibration_count, m = (double)tested, k = low_ranks(n, level);
    const double first = k + (double)low_count - 1; /* fewer than k of these are calibration images */
    double j = fmax(0, first - m), sum = 0;
    for (double log_p = log_least(n, m, first, j); j < k; j++) {
        sum += exp(log_p);
        log_p += log((n - j) * (first - j) / ((j + 1) * (m - first + j + 1)));
    }
    return fmin(1, sum);
}
