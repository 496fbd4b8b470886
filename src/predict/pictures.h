/* SPDX-License-Identifier: Apache-2.0
 * pictures.h - the pictures that one view works on: dealt to folds, at one size, clean and transformed.
 */
#ifndef AU_PICTURES_H
#define AU_PICTURES_H

#include "rows.h"
#include "subject.h"

#define AU_PREDICT_IMAGES_MIN 4 /* in each fold */

struct au_pictures { /* {0} is empty; the first two are borrowed */
    const struct aug_dataset *data;
    const struct au_rows *rows;
    uint64_t seed;
    int width, height, channels;
    size_t size; /* floats of a picture */
    size_t folds, fold_rows[AU_FOLDS_MAX];
    uint32_t *order; /* fold after fold: number of the row */
    uint32_t *label; /* in that order */
    float *clean;    /* in that order, 0..1; au_pictures_forget frees them before the rest */
};

/* Deals by (seed, view) to 2 .. AU_FOLDS_MAX folds, and decodes. *able is false, and nothing made, when there are too few independent images. Fails: AUG_IO and AUG_BAD_INPUT (an image
 * has changed), AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_pictures_make(const struct aug_dataset *data, const struct au_rows *rows, uint64_t seed,
                                             uint32_t view, size_t folds, int threads, struct au_pictures *out,
                                             bool *able, struct aug_error *err);
void au_pictures_forget(struct au_pictures *pictures);
void au_pictures_release(struct au_pictures *pictures);

struct au_easel { /* of one thread; {0} is empty */
    struct aug_image image, transformed;
};
void au_easel_release(struct au_easel *easel);

/* Puts image `at` (of the order) on the easel; then any number of draws of any subject can be shown, 0..1. Fail as au_pictures_make does. */
AUG_CHECKED enum aug_status au_pictures_open(const struct au_pictures *pictures, size_t at, struct au_easel *easel,
                                             struct aug_error *err);
AUG_CHECKED enum aug_status au_pictures_show(const struct au_pictures *pictures, const struct au_subject *subject,
                                             size_t at, uint32_t draw, struct au_easel *easel, float *out,
                                             struct aug_error *err);

#endif
