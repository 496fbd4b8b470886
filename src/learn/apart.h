/* SPDX-License-Identifier: Apache-2.0
 * apart.h - can two versions of the same images be told apart, or their classes, from a few dense features? Cross-fitted ridge.
 *
 * A classifier two-sample test (Lopez-Paz and Oquab 2017). Row i of both versions is one image and lies in one fold, so no row is read by a
 * learner that saw its image in either version; where the two versions are equal the weights are zero and every vote is a tie. The versions are
 * weighted alike, so that 0 is the threshold of equal priors.
 * Thread-safety: an arm is constant once made.
 */
#ifndef AU_APART_H
#define AU_APART_H

#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>

#include "ridge.h"

struct au_apart { /* one version of the images; {0} is empty */
    size_t count, size;
    float *z;              /* count x size, the last column a constant; owned */
    const uint8_t *fold;   /* count values below AU_FOLDS; borrowed */
    float *gram[AU_FOLDS]; /* size x size, upper triangle, of the rows of a fold */
    double *sum[AU_FOLDS]; /* size */
};

/* Takes over `z`, also when it fails, and puts 1 into its last column. */
AUG_CHECKED enum aug_status au_apart_make(float *z, size_t count, size_t size, const uint8_t *fold,
                                          struct au_apart *out, struct aug_error *err);
void au_apart_release(struct au_apart *arm);

/* Per row: 1 where the version is taken for b, 0 for a, 1/2 for a tie. votes_b may be NULL. */
AUG_CHECKED enum aug_status au_apart_votes(const struct au_apart *a, const struct au_apart *b, float *votes_a,
                                           float *votes_b, struct aug_error *err);

/* Per row: the class that the learner of the other folds reads. */
AUG_CHECKED enum aug_status au_apart_classes(const struct au_apart *arm, const uint32_t *label, size_t classes,
                                             uint32_t *read, struct aug_error *err);

#endif
