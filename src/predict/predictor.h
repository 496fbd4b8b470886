/* SPDX-License-Identifier: Apache-2.0
 * predictor.h - predicts what training with a transform does: labelled pictures in, changes of accuracy out.
 *
 * Numbers depend on images, seed, subject and probability only, not on threads nor on what else is asked.
 */
#ifndef AU_PREDICTOR_H
#define AU_PREDICTOR_H

#include <augaudit/predict.h>

#include "reading.h"
#include "rows.h"
#include "subject.h"

#define AU_PREDICT_VERSION 9 /* changes when any number would: part of every cache key */

struct au_question {
    struct au_subject subject; /* a leaf with at least one part, or a pipeline without obstacle */
    double probability;        /* with which it reaches an image (au_subject_reach), in (0, 1] */
    struct aug_change *out;    /* 1 + classes: over all images, then class by class */
    bool is_answered;          /* stays false where there are too few images */
};

/* A weighted sum of answers, with the interval of the sum: what one look or training says of all of them hangs together, image by image. */
#define AU_CONTRAST_MAX 3
struct au_contrast {
    size_t count, question[AU_CONTRAST_MAX];
    double weight[AU_CONTRAST_MAX];
    struct aug_change out; /* over all images; 0 where the questions are not answered */
};

struct au_predict_how {
    uint64_t seed;
    int threads; /* 0: as many as cores */
    int looks;   /* that are averaged (look.h) */
    int further; /* small networks trained further with each transform (training.h), that are averaged */
    int trainings; /* small networks trained with each transform from the start, that are averaged; at least one view in all */
    int hurry; /* for tests: networks take one of so many steps; 0: all */
};

/* A way of viewing the images. */
struct au_view {
    enum au_view_kind { AU_VIEW_LOOK, AU_VIEW_FURTHER, AU_VIEW_TRAINING } kind;
    uint32_t number;
};

/* What one view says of one question: the smallest piece of a prediction, worth keeping. */
struct au_heard {
    double clean_error; /* of the view's clean learner: share of images */
    bool changed;       /* false: no image looks different, and difference is all 0 */
    float *difference;  /* AU_READINGS of every row (rows.h): probability of the true class with the transform mixed in,
                          minus without; all sharp ones, then all soft ones */
    size_t rows;
};

struct au_predict_hooks { /* any may be NULL */
    /* Fills `heard` (difference has room for `rows`) with what was kept; *found. Called from one thread. */
    enum aug_status (*recall)(void *context, size_t i, struct au_view view, struct au_heard *heard, bool *found,
                              struct aug_error *err);
    /* Called from any thread, one at a time. */
    enum aug_status (*keep)(void *context, size_t i, struct au_view view, const struct au_heard *heard,
                            struct aug_error *err);
    /* `done` of `total` pieces of work are done; called from any thread, one at a time. A failure stops all. */
    enum aug_status (*worked)(void *context, size_t done, size_t total, struct aug_error *err);
    void *context;
};

/* Fails: AUG_IO and AUG_BAD_INPUT (an image has changed), AUG_NO_MEMORY, and as the hooks do. */
AUG_CHECKED enum aug_status au_predict(const struct aug_dataset *data, const struct au_predict_how *how,
                                       struct au_question *questions, size_t count,
                                       const struct au_predict_hooks *hooks, struct aug_error *err);
/* The same, and contrasts of the answers. */
AUG_CHECKED enum aug_status au_predict_contrasts(const struct aug_dataset *data, const struct au_predict_how *how,
                                                 struct au_question *questions, size_t count,
                                                 struct au_contrast *contrasts, size_t contrast_count,
                                                 const struct au_predict_hooks *hooks, struct aug_error *err);

#endif
