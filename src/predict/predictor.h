/* SPDX-License-Identifier: Apache-2.0
 * predictor.h - predicts what training with a transform does: labelled pictures in, changes of accuracy out.
 *
 * Numbers depend on images, seed, leaf and probability only, not on threads nor on what else is asked.
 */
#ifndef AU_PREDICTOR_H
#define AU_PREDICTOR_H

#include <augaudit/predict.h>

#include "rows.h"

#define AU_PREDICT_VERSION 3 /* changes when any number would: part of every cache key */

struct au_question {
    const struct aug_leaf *leaf; /* with at least one part */
    double probability;          /* in (0, 1] */
    struct aug_change *out;      /* 1 + classes: over all images, then class by class */
    bool is_answered;            /* stays false where there are too few images */
};

struct au_predict_how {
    uint64_t seed;
    int threads;   /* 0: as many as cores */
    int looks;     /* that are averaged (look.h) */
    int trainings; /* of small networks, that are averaged (training.h); looks + trainings is at least 1 */
};

struct au_predict_hooks { /* any may be NULL */
    /* Question i has its answer; called from one thread. */
    enum aug_status (*answered)(void *context, size_t i, struct aug_error *err);
    /* `done` of `total` pieces of work are done; called from any thread, one at a time. A failure stops all. */
    enum aug_status (*worked)(void *context, size_t done, size_t total, struct aug_error *err);
    void *context;
};

/* Fails: AUG_IO and AUG_BAD_INPUT (an image has changed), AUG_NO_MEMORY, and as the hooks do. */
AUG_CHECKED enum aug_status au_predict(const struct aug_dataset *data, const struct au_predict_how *how,
                                       struct au_question *questions, size_t count,
                                       const struct au_predict_hooks *hooks, struct aug_error *err);

#endif
