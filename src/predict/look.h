/* SPDX-License-Identifier: Apache-2.0
 * look.h - one way of looking at the images: one draw of filters, one deal of folds, one set of transform draws.
 *
 * What a single look says depends on the luck of its draws; predictor.c averages looks. Made once, then asked about one subject after the other, each
 * thread with its own desk.
 */
#ifndef AU_LOOK_H
#define AU_LOOK_H

#include "patches.h"
#include "pictures.h"
#include "reading.h"
#include "regression.h"

#define AU_PREDICT_FILTERS 32

struct au_look { /* {0} is empty */
    uint32_t number;
    int threads;
    struct au_pictures pictures; /* without the clean ones, which are features by now */
    struct au_patches patches;
    float *z; /* clean features in that order */
    struct au_regression regression;
    double temperature, clean_error;
    double *clean; /* in that order: probability of the true class, clean learner */
};

/* Both are borrowed and outlive the look. *able is false, and nothing made, when there are too few independent images. Fails: AUG_IO and
 * AUG_BAD_INPUT (an image has changed), AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_look_make(const struct aug_dataset *data, const struct au_rows *rows, uint64_t seed,
                                         uint32_t number, int threads, struct au_look *out, bool *able,
                                         struct aug_error *err);
void au_look_release(struct au_look *look);

struct au_desk { /* what one thread needs; {0} before its first question */
    bool is_made;
    struct au_easel easel;
    float *work, *scratch, *z, *scores;
    double *probability;
    struct au_mix_bench bench;
};
void au_desk_release(struct au_desk *desk);
/* Memory that one takes, about. */
size_t au_desk_bytes(const struct au_look *look);

/* difference (AU_READINGS times the rows of `rows`, all alike): the probability of the true class with the subject mixed in, minus without. *changed: does any
 * image look different under it? If not all is 0. The probability is the one that look->regression is prepared for. */
AUG_CHECKED enum aug_status au_look_ask(const struct au_look *look, const struct au_subject *subject,
                                        struct au_desk *desk, float *difference, bool *changed, struct aug_error *err);

#endif
