/* SPDX-License-Identifier: Apache-2.0
 * subject.h - what is mixed into training: a leaf, or a whole pipeline on those images on which it does something.
 *
 * A pipeline leaves some images alone, as if it had not been called. Those count as clean images, which a learner has anyway: the subject is what
 * remains, and its probability the smaller by aug_pipeline_idle.
 */
#ifndef AU_SUBJECT_H
#define AU_SUBJECT_H

#include <augaudit/pipeline.h>

struct au_subject { /* one of both; borrowed */
    const struct aug_leaf *leaf;
    const struct aug_pipeline *pipeline;
};

/* The probability with which the subject reaches an image, when it is called with `probability`: at most 1. */
double au_subject_reach(const struct au_subject *subject, double probability);

/* A leaf is applied once; a pipeline is called until something runs. Draws of different numbers differ. Fails as aug_pipeline_apply. */
AUG_CHECKED enum aug_status au_subject_apply(const struct au_subject *subject, const struct aug_image *in,
                                             uint64_t seed, uint64_t image_key, uint32_t draw_number,
                                             struct aug_image *out, struct aug_error *err);

#endif
