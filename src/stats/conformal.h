/* SPDX-License-Identifier: Apache-2.0
 * conformal.h - is a new image typical of a class? Conformal p-values, and the share of outliers among many.
 *
 * A score says how odd an image is among its class (distance to the k-th neighbour, for instance); the scorer was not
 * made from the calibration images. If the new image is exchangeable with the n calibration images of the class, its
 * rank among them is uniform, so P(p <= a) <= a for every a and every n, without assumptions about the score (V.
 * Vovk, A. Gammerman, G. Shafer, "Algorithmic learning in a random world", 2005; class by class: "Mondrian"
 * predictors, there). The smallest possible p is 1 / (n + 1): a class with fewer than 19 calibration images never
 * gives p <= 0.05.
 *
 * That holds on average over calibration sets. Many p-values that share one calibration set are dependent,
 * positively: they may be given to Benjamini-Hochberg (multiple.h) but not to a binomial test; au_outlier_p is the
 * exact test of their number. Images in clusters are not exchangeable with images of other clusters: take one image
 * per cluster on both sides. Scores may be infinite, not NaN. Pure functions, no allocation, thread-safe.
 */
#ifndef AU_CONFORMAL_H
#define AU_CONFORMAL_H

#include <stddef.h>
#include <stdint.h>

/* Calibration images: score and class of each. */
struct au_calibration {
    const double *score;
    const uint32_t *class_of;
    size_t count;
};

/* P-value of "this image is typical of class `class_index`": (1 + #{j of that class: score_j >= score}) / (n_class + 1)
 * (methods F17). Large scores are odd; ties count against oddness. No image of the class: 1. Linear time. */
double au_conformal_p(const struct au_calibration *calibration, uint32_t class_index, double score);
/* The same against one class's scores, sorted upwards (au_sort of rank.h): logarithmic time, for many images. */
double au_conformal_p_sorted(const double *sorted_scores, size_t count, double score);

/* Outlier excess (methods F18): the share of p-values at most `level`, beyond the `level` that typical images give,
 *     max(0, (share - level) / (1 - level)).
 * Before the cut at 0 its mean is at most the true share of untypical images. level in [0, 1). count 0 gives 0. */
double au_outlier_excess(const double *p, size_t count, double level);

/* P-value of "all the tested images are typical": the chance that at least `low_count` of `tested` p-values are at
 * most `level` when they share a calibration set of `calibration_count`. Exact for continuous scores (a negative
 * hypergeometric law: among the calibration and tested images in order of score, fewer than k = floor(level (n + 1))
 * of the first k + low_count - 1 are calibration images), an upper bound with ties. O(level n + tested) time. */
double au_outlier_p(size_t low_count, size_t tested, size_t calibration_count, double level);

#endif
