/* SPDX-License-Identifier: Apache-2.0
 * predictor.h - predicts what training with a transform does: pictures in, changes out.
 *
 * Made once for a dataset (features, kernel and learner of clean images), then asked about any number of leaves, one worker a leaf. Numbers
 * depend on images, seed, leaf and probability only.
 */
#ifndef AU_PREDICTOR_H
#define AU_PREDICTOR_H

#include <augaudit/predict.h>

#include "change.h"
#include "patches.h"
#include "regression.h"

#define AU_PREDICT_VERSION 1       /* changes when any number would: part of every cache key */
#define AU_PREDICT_IMAGES_MAX 5000
#define AU_PREDICT_IMAGES_MIN 8    /* and half of them in each fold */
#define AU_PREDICT_FILTERS 32
#define AU_PREDICT_DRAWS 2         /* of a transform that draws */

struct au_predictor { /* {0} is empty */
    bool is_able;                   /* false: fewer than two classes, or too few independent images; then it cannot be asked */
    const struct aug_dataset *data;
    uint64_t seed;
    int threads;
    int width, height, channels;    /* of the work images */
    size_t rows, fold_rows[2];
    uint32_t *sample;               /* per row: which image of the dataset; fold 0, then fold 1 */
    uint32_t *label, *cluster, *by_class;
    size_t *class_start;
    struct au_patches patches;
    float *z;                       /* clean rows */
    struct au_regression regression;
    double temperature, clean_error;
    double *clean;                  /* probability of the true class, clean learner */
};

struct au_question {
    const struct aug_leaf *leaf;    /* with at least one part */
    double probability;             /* in (0, 1] */
    struct aug_change *out;         /* 1 + classes: over all images, then class by class */
};

/* Called by the worker that has finished question i; a failure stops all. May be NULL. */
typedef enum aug_status (*au_answered_fn)(void *context, size_t i, struct aug_error *err);

/* `data` is borrowed. Fails: AUG_IO and AUG_BAD_INPUT (an image has changed), AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_predictor_make(const struct aug_dataset *data, uint64_t seed, int threads,
                                              struct au_predictor *out, struct aug_error *err);
void au_predictor_release(struct au_predictor *predictor);
AUG_CHECKED enum aug_status au_predictor_ask(struct au_predictor *predictor, const struct au_question *questions, size_t count,
                                             au_answered_fn answered, void *context, struct aug_error *err);

#endif
