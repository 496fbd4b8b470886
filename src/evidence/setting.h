/* SPDX-License-Identifier: Apache-2.0
 * setting.h - what stays the same for all transforms of an audit: labels, clusters, folds, and learners of clean images.
 *
 * Three embeddings: MAIN (HOG and colour) decides; PIXELS seconds it where two are asked for (methods-revision R3); COLOUR knows which colours
 * there are but not where, and tells which cue carries a label: there, reading is enough and typicality is not asked for, since a shifted hue is
 * off the data and still says the other colour to whoever reads it.
 * Rows are images. Made once, then constant: any number of threads may measure transforms against it.
 */
#ifndef AU_SETTING_H
#define AU_SETTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <augaudit/effort.h>
#include <augaudit/error.h>

#include "backdrop.h"
#include "cues.h"
#include "findings.h"
#include "learn/embed.h"
#include "learn/neighbours.h"
#include "learn/ridge.h"
#include "traced.h"

enum au_space { AU_SPACE_MAIN, AU_SPACE_PIXELS, AU_SPACE_COLOUR, AU_SPACE_COUNT };

#define AU_NO_CLASS (-1)
#define AU_CLASS_REFERENCES 5000 /* images of a class that others are compared with, at most */

struct au_learner { /* of clean images in one embedding */
    struct au_basis basis;
    float *projected; /* count x basis.count */
    struct au_gram gram;
    double lambda;
    float *weights[AU_FOLDS]; /* fourier_count x classes, trained without that fold */
    float *scores;            /* count x classes, cross-fitted */
    float *typical_limit;     /* per class: 95 % quantile of the distance to the 10th neighbour in the class */
    int32_t *landed;          /* per row: class in which the clean image is read and typical, or AU_NO_CLASS */
};

struct au_setting { /* {0} is empty */
    size_t count;
    size_t classes;
    uint32_t *label, *cluster; /* per row */
    uint8_t *part;             /* per row: 2 * fold + half */
    struct au_parts parts;
    uint32_t *by_class;      /* rows grouped by class ... */
    size_t *class_start;     /* ... classes + 1 entries */
    uint32_t *reference;     /* rows that others are compared with, class after class ... */
    size_t *reference_start; /* ... classes + 1 entries */
    uint32_t
        *local_cluster; /* per entry of by_class: number of its cluster within the class, 0 .. clusters_of_class - 1 */
    size_t *class_clusters;
    size_t clusters_max; /* of any class: size of the scratch that a cluster mean needs */
    struct au_learner space[AU_SPACE_COUNT];
    int32_t *blind_to, *blind_space; /* per class: adequacy (au_setting_compare) */
    struct au_backdrop backdrop;     /* au_backdrop_make */
    double *blind_error;             /* per class: with which the main learner tells the two apart */
    struct au_adequacy *adequacy;    /* per class: how each reader tells it from its hardest neighbour */
    float *second_scores;            /* count x classes of clean images, cross-fitted; NULL until au_setting_second */
    double clean_error;
    struct au_traced traced;       /* empty until au_setting_trace */
    struct au_stat trace_accuracy; /* of reading the class of clean images off their traces alone ... */
    double trace_prior;            /* ... and of always guessing the most frequent class */
    struct au_cues cues;           /* au_cues_make */
    struct aug_work work;          /* what may be spent: set by the audit, zero is the least */
    int threads;
};

/* Copies labels and clusters, deals clusters into folds and halves (by `seed`). Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_setting_start(size_t count, size_t classes, const uint32_t *label,
                                             const uint32_t *cluster, uint64_t seed, int threads,
                                             struct au_setting *out, struct aug_error *err);

/* Takes over the basis and the projected clean features of one embedding, and trains: penalty chosen on clean images only,
 * cross-fitted scores, typicality limits, landing of clean images. */
AUG_CHECKED enum aug_status au_setting_learn(struct au_setting *setting, enum au_space space, struct au_basis *basis,
                                             float *projected, struct aug_error *err);

/* After all embeddings are learned: per class, can the main learner tell it from the others on clean images (methods.md F12)? blind_to[k] is the class
 * that it confuses k with although another embedding, or the second learner (AU_READER_SECOND), does not (blind_space), or that it reads k as no less often than as k (blind_space -1); -1: adequate. */
AUG_CHECKED enum aug_status au_setting_compare(struct au_setting *setting, struct aug_error *err);
/* Copies the rows (ascending) and takes over `clean`, also when it fails. After au_setting_learn, if the main embedding is to be used beside traces. */
AUG_CHECKED enum aug_status au_setting_trace(struct au_setting *setting, const uint32_t *rows, size_t count,
                                             float *clean, struct aug_error *err);
/* shortcut.c: fills trace_accuracy and trace_prior. After au_setting_trace. */
AUG_CHECKED enum aug_status au_setting_shortcut(struct au_setting *setting, struct aug_error *err);
void au_setting_release(struct au_setting *setting);

/* For each row: the class that `scores` reads it as and that it is typical of, else AU_NO_CLASS. `projected` (count x basis count) may be
 * transformed images; the references are always the clean ones; a row's own cluster is left out. nearest (may be NULL): the nearest
 * clean row of the class that it is read as. */
AUG_CHECKED enum aug_status au_setting_land(const struct au_setting *setting, enum au_space space,
                                            const float *projected, const float *scores, int32_t *landed,
                                            uint32_t *nearest, struct aug_error *err);

/* The clean images of class k with which others are compared in an embedding: all of them, or AU_CLASS_REFERENCES that stand evenly among them, so that
 * time grows with the number of images and no faster. */
struct au_points au_class_references(const struct au_setting *setting, enum au_space space, size_t k);

/* Index of the largest of `count` values; the first of equals. */
size_t au_largest(const float *values, size_t count);

/* Probability of class k from a row of ridge scores: scores + 1/K cut to [1e-4, 1], made to sum to one. out: classes floats. */
void au_probabilities(const float *scores, size_t classes, float *out);

#endif
