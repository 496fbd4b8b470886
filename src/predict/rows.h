/* SPDX-License-Identifier: Apache-2.0
 * rows.h - which images the predictor looks at, and in which fold each stands.
 */
#ifndef AU_ROWS_H
#define AU_ROWS_H

#include "predictor.h"

/* Fills sample, label, cluster, by_class, class_start, rows and fold_rows: at most AU_PREDICT_IMAGES_MAX images in whole clusters drawn by the seed;
 * clusters dealt to two folds, class by class, a cluster with its first image. Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_rows_choose(struct au_predictor *p, struct aug_error *err);

#endif
