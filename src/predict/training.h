/* SPDX-License-Identifier: Apache-2.0
 * training.h - the other way of looking: small networks trained from pixels, with the transform and without, and read on images that they were not shown.
 *
 * The kernel of look.h is exact and quick, and wrong where a network pays with capacity or learns to ignore (noise, holes, full turns). A small
 * network that is trained until it fits is wrong by the luck of its training only, and luck averages out over trainings.
 */
#ifndef AU_TRAINING_H
#define AU_TRAINING_H

#include "network/network.h"
#include "pictures.h"
#include "reading.h"

#define AU_TRAINING_EPOCHS 40 /* until the images are fitted: fewer overstate what holes and noise cost */
#define AU_FIRST_EPOCHS 30    /* without any transform, of networks that are trained further ... */
#define AU_FURTHER_EPOCHS 6   /* ... with each */
#define AU_REPEATS_MAX 15
#define AU_TRAINING_REPEATS 6 /* of networks trained from the start for a prediction ... */
#define AU_FURTHER_REPEATS 3  /* ... of all others */
#define AU_TRAINING_FOLDS \
    4 /* of networks trained from the start for a prediction: they learn from three quarters of the images */
#define AU_TRAINING_DRAWS \
    8 /* of a transform that draws, for each image: seen by turns; half as many when trained further */

struct au_training {             /* {0} is empty */
    struct au_pictures pictures; /* clean ones standardised */
    uint32_t number;
    int threads, hurry;
    size_t repeats;
    double first_epochs,
        epochs; /* clean images first, with fresh weights; then, from there, with each leaf. 0: each leaf from fresh weights */
    struct au_network first[AU_FOLDS_MAX]; /* per course, after first_epochs */
    struct au_network_shape shape;
    float mean[3], inverse[3];
    double *clean; /* AU_READINGS of every picture, in their order: probability of the true class without the transform,
                      mean over trainings */
    double *right; /* likewise: share of clean readings that are right */
    uint32_t *read; /* likewise, one training after the other: the class that each clean image is read as */
    double clean_error;
};

struct au_training_how {
    uint64_t seed;
    uint32_t number; /* of the training: folds, weights and draws are others for each */
    bool further;    /* every leaf goes on from networks trained without any, at a fifth of the work */
    size_t folds;    /* 2 .. AU_FOLDS_MAX: as many networks, each reads one fold and learns from the others */
    size_t
        repeats; /* 1 .. AU_REPEATS_MAX trainings without any transform, averaged: every leaf is compared with them, so their luck moves all leaves together */
    int hurry;   /* networks take one of so many steps; 1: all */
    int threads;
};

/* Deals images to folds and trains without any transform. Both are borrowed and outlive the training. With too few images for so many folds there are two.
 * *able is false, and nothing made, when there are too few independent images even for those, or more classes than a network reads. Fails: AUG_IO and
 * AUG_BAD_INPUT (an image has changed), AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_training_make(const struct aug_dataset *data, const struct au_rows *rows,
                                             const struct au_training_how *how, struct au_training *out, bool *able,
                                             struct aug_error *err);
void au_training_release(struct au_training *training);

/* Memory that one question takes, about: for deciding how many may be asked at once. */
size_t au_training_bytes(const struct au_training *training);

/* difference (AU_READINGS times the rows of `rows`) becomes the probability of the true class of networks trained with the subject, applied with
 * `probability`, minus without. *changed tells whether any image looks different under it; else difference is 0. One thread each; distinct calls may run at once. */
AUG_CHECKED enum aug_status au_training_ask(const struct au_training *training, const struct au_subject *subject,
                                            double probability, float *difference, bool *changed,
                                            struct aug_error *err);

/* Is what the label rests on still there for a network? Trains on transformed images only and reads transformed ones (one draw each) of the other fold.
 * right_clean, right_moved (per row of `rows`): share of readings that are right, without the transform and with it. precision_lost (per class): precision
 * (au_precision) without, minus with it. Names of labels do not matter to it: under a swap the answer is the same. Like au_training_ask. */
AUG_CHECKED enum aug_status au_training_read(const struct au_training *training, const struct aug_leaf *leaf,
                                             double *right_clean, double *right_moved, double *precision_lost,
                                             struct aug_error *err);

/* How seldom clean networks tell class k from class c: of the readings of either that are one of the two, the share that is wrong, mean of both
 * directions; 1/2 where there are none. */
double au_training_pair_error(const struct au_training *training, size_t k, size_t c);

#endif
