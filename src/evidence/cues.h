/* SPDX-License-Identifier: Apache-2.0
 * cues.h - learners that see one cue each (learn/cue.h), of the traced images when they are clean: which cue carries the label.
 */
#ifndef AU_CUES_H
#define AU_CUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>

#include "learn/cue.h"
#include "learn/ridge.h"

struct au_cue_learner {
    struct au_basis basis;
    float *projected; /* of the clean images */
    struct au_gram gram;
    double lambda[AU_FOLDS];  /* penalty where that fold is read: chosen on another one */
    float *weights[AU_FOLDS]; /* fourier_count x classes, trained without that fold */
    uint32_t *read;           /* class as which each clean image is read, cross-fitted */
};

struct au_cues { /* {0}: not made, and the probe measures nothing. Images are numbered among the traced ones. */
    bool is_made, has_colour; /* false: the images are grey, and "colour" is light and dark alone */
    size_t count;
    uint32_t *label;
    uint32_t *local_cluster; /* number of the image's cluster within its class */
    uint32_t *by_class;      /* images grouped by class ... */
    size_t *class_start;     /* ... classes + 1 entries */
    struct au_parts parts;
    struct au_cue_learner of[AU_CUES];
};

struct au_setting;

/* After the setting was traced. Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_cues_make(struct au_setting *setting, struct aug_error *err);
void au_cues_release(struct au_cues *cues);

/* Rows of one cue out of the traces of all traced images, projected on the cue's components (count x basis count, freed by the caller). */
AUG_CHECKED enum aug_status au_cue_project(const struct au_cues *cues, enum au_cue cue, const float *traces,
                                           float **out, struct aug_error *err);

#endif
