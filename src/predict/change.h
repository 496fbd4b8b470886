/* SPDX-License-Identifier: Apache-2.0
 * change.h - from held-out scores to changes of accuracy with intervals, over all images and per class.
 *
 * docs/prediction.md gives formulas and sources. Pure but for the scratch; thread-safe for different scratch.
 */
#ifndef AU_CHANGE_H
#define AU_CHANGE_H

#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>
#include <augaudit/predict.h>

#include "stats/cluster.h"

struct au_readings { /* of which images; borrowed */
    size_t rows, classes;
    const uint32_t *label, *cluster; /* per row; clusters are numbers below cluster_count */
    const uint32_t *by_class;        /* rows grouped by class */
    const size_t *class_start;       /* classes + 1 */
    size_t cluster_count;
};

/* Probability of the true class of each row: softmax of temperature * scores. */
void au_true_probability(const struct au_readings *r, const float *scores, double temperature, double *out);
/* Of 17 temperatures from 1 to 16, the one with the least log loss of the clean learner's held-out scores. `scratch`: rows doubles. */
double au_choose_temperature(const struct au_readings *r, const float *scores, double *scratch);
/* The class with the largest of `classes` scores; the first of equals. */
size_t au_top_class(const float *scores, size_t classes);
/* Share of rows whose largest score is not their class's. */
double au_error_rate(const struct au_readings *r, const float *scores);

/* One class before the classes are drawn together. */
struct au_class_mean {
    double mean, variance; /* of the mean; infinite where the class says nothing */
};
/* How far a prediction is believed: what it rests on decides. */
struct au_trust {
    double pattern; /* of a class's deviation from the total: this share is kept */
    double method;  /* share of the method's own error, which is that of one look and one network trained further */
};

/* out[0]: over all rows, out[1 + k]: class k. sharp, soft (reading.h): per row, probability of the true class with the transform minus without; the
 * sharp ones make the total, the soft ones what sets classes apart from it. clean_error: the clean
 * learner's share of errors, the room that there is. Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_changes(const struct au_readings *r, const double *sharp, const double *soft,
                                       const struct au_trust *trust, double clean_error, struct aug_change *out,
                                       struct aug_error *err);

/* Random-effects shrinkage of `count` class means to their precision-weighted mean (DerSimonian and Laird 1986), in place: mean and
 * variance of the shrunk ones. */
void au_draw_together(struct au_class_mean *classes, size_t count);

#endif
