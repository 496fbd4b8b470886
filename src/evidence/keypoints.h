/* SPDX-License-Identifier: Apache-2.0
 * keypoints.h - are transformed key points still key points of a picture, or do they carry a bug that their coordinates alone give away?
 *
 * A mirrored person has the left hand where the right one was: a flip must also exchange the indices of left and right. Without it every mirrored label
 * vector says "left hand on the wrong side", and coordinates alone tell transformed labels from untouched ones; rightly
 * exchanged, nothing in them does (methods section 7, O21). The classifier is linear (ridge), cross-fitted, and never sees an image on both sides (F15).
 */
#ifndef AU_KEYPOINTS_H
#define AU_KEYPOINTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>

/* Is exchanging twice nothing? permutation: `count` indices; NULL: none, which is. */
bool au_exchange_returns(const uint32_t *permutation, size_t count);

struct au_keypoint_check {
    double auc; /* of telling transformed label vectors from clean ones: 1/2 nothing tells, 1 everything */
    double low,
        high; /* 90 % interval, with the largest variance that such an AUC can have (Z. Birnbaum and O. Klose 1957) */
    size_t clean, moved; /* label vectors judged on each side: clusters */
};

/* clean, moved: count x (2 * points) coordinates, row i of one image; in any unit, the same for both. cluster: of row i. `seed` deals clusters into folds and
 * sides. Fewer than 40 clusters: AUC 1/2 with the interval 0 .. 1. Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_keypoint_check(const float *clean, const float *moved, size_t count, size_t points,
                                              const uint32_t *cluster, uint64_t seed, struct au_keypoint_check *out,
                                              struct aug_error *err);

#endif
