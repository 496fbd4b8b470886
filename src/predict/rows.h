/* SPDX-License-Identifier: Apache-2.0
 * rows.h - which images a prediction looks at, and in which fold each stands.
 */
#ifndef AU_ROWS_H
#define AU_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include <augaudit/dataset.h>
#include <augaudit/error.h>

#define AU_PREDICT_IMAGES_MAX 5000

struct au_rows {                     /* in the dataset's order; {0} is empty */
    size_t count, classes, clusters; /* clusters: of the dataset */
    uint32_t *sample;                /* number in the dataset */
    uint32_t *label, *cluster;
    uint32_t *by_class;  /* rows grouped by class ... */
    size_t *class_start; /* ... classes + 1 entries */
};

/* All images, or whole clusters drawn by the seed, at most AU_PREDICT_IMAGES_MAX images. Where a cluster is so large (a long film) that for ten like it of each class
 * there is no room, and it has more than 50 images, clusters give evenly spaced images instead, as many each as fit if all give, or as twenty of each class
 * have room for; of every class two come first, so that each fold has one. Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_rows_choose(const struct aug_dataset *data, uint64_t seed, struct au_rows *out,
                                           struct aug_error *err);
void au_rows_release(struct au_rows *rows);

#define AU_FOLDS_MAX 8
/* Deals clusters to `folds` folds, 2 .. AU_FOLDS_MAX, class by class (a cluster with its first image), another way for every `look`. order: row numbers,
 * fold after fold, each rising. fold_rows: rows of each fold. Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_rows_deal(const struct au_rows *rows, uint64_t seed, uint64_t look, size_t folds,
                                         uint32_t *order, size_t *fold_rows, struct aug_error *err);

/* Of the pictures that predictions work on: 32 x 32, unless all images have one size of 24 to 36 pixels a side: then their own, so that nothing is
 * blurred. channels: 1 or 3. */
void au_picture_size(const struct aug_dataset *data, int *width, int *height, int *channels);

#endif
