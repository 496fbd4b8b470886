/* SPDX-License-Identifier: Apache-2.0
 * second.h - a second learner of the same features (learn/mlp.h): asked where the first leaves something open, and where a class is hard to read.
 *
 * Success of any learner proves that a label is there (methods.md F4), and one learner's failure proves nothing (R8).
 */
#ifndef AU_SECOND_H
#define AU_SECOND_H

#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>

#include "stat.h"

enum au_reader { /* who reads clean images: the ridge in each embedding, in their order; a small network on features; networks from pixels */
                 AU_READER_MAIN,
                 AU_READER_PIXELS,
                 AU_READER_COLOUR,
                 AU_READER_SECOND,
                 AU_READER_NETWORKS,
                 AU_READERS
};

struct au_adequacy {          /* of one class */
    int32_t hardest;          /* the class that the main learner confuses it with most, or is blind to; -1: none */
    uint32_t asked;           /* bit i: reader i was */
    double error[AU_READERS]; /* with which each reader tells the two apart, balanced over both directions */
};

struct au_setting;
struct au_findings;

/* Lets the small network learn clean images and read them cross-fitted (setting->second_scores), once; one call at a time. Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_setting_second(struct au_setting *setting, struct aug_error *err);

/* After au_setting_second: lets it learn transformed images only (`draws`: count x components of the main embedding each, seen by turns) and read those
 * of the first draw cross-fitted; writes has_second and second_lost of each class. Thread-safe. Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_second_read(const struct au_setting *setting, const float *const *draws,
                                           size_t draw_count, struct au_findings *findings, struct aug_error *err);

#endif
