/* SPDX-License-Identifier: Apache-2.0
 * scores.h - what every learner says about clean and transformed images, for one transform: the raw material of the probes.
 */
#ifndef AU_SCORES_H
#define AU_SCORES_H

#include "findings.h"
#include "mixed.h"
#include "setting.h"
#include "stats/cluster.h"

/* Row i is a mixture of image i and others of its part, so that no learner reads a mixture of which it saw an image. Its label is drawn among those of its
 * images by their shares: on average the shared label. Borrowed by a measurement. */
struct au_mixed {
    int count;           /* images in a mixture */
    const uint32_t *row; /* rows x count: row[i * count] is i itself */
    const float *share;  /* rows x count: of the label */
    const uint32_t *label;
    /* Projected features of what mixture i shows of its image k; NULL: every image shows as strong as its share. */
    enum aug_status (*load_seen)(void *context, int k, float *const out[AU_SPACE_COUNT], struct aug_error *err);
    void *context;
};

#define AU_DOSES_MAX 10

/* Fixed strengths inside, and a little beyond, a range around 0, which does nothing. */
struct au_dose_source {
    double low, high; /* as configured */
    size_t count;
    double strength[AU_DOSES_MAX]; /* none is 0 */
    /* Fills out (count x components of the main embedding) with images at strength number `dose`. */
    enum aug_status (*load)(void *context, size_t dose, float *out, struct aug_error *err);
};

/* Where the projected features of an arm come from (the store, through the audit). */
struct au_arm_source {
    void *context;
    /* Fills out[space] (count x components of that embedding; NULL: not wanted) for draw number `draw` of the transform, or with `undone`
     * for draw 0 taken back. */
    enum aug_status (*load)(void *context, int draw, bool undone, float *const out[AU_SPACE_COUNT],
                            struct aug_error *err);
    /* Traces of the setting's traced images, transformed by draw 0 (and taken back): traced.count x AU_TRACE_ROW. NULL: there are no pixels, or
     * they are not asked for. */
    enum aug_status (*load_traces)(void *context, bool undone, float *out, struct aug_error *err);
    bool is_random; /* more draws are worth measuring */
    bool can_undo, undo_is_exact, is_preprocessing;
    bool is_stratum;  /* one fixed strength inside a range: asked only what labels need */
    double unchanged; /* share of images in which no pixel changed */
    /* Class by class: as which class its transformed images count. Swaps only (counts_as[counts_as[k]] == k); NULL: each as its own. */
    const uint32_t *counts_as;
    double probability;                 /* of the training mixture: last entry of the probability grid */
    const struct au_dose_source *doses; /* NULL: no such range, or there is more than one */
    const struct au_mixed *mixed;       /* several images in one; NULL: a transform of one image */
};

#define AU_DRAWS 4

struct au_scores { /* every matrix: count x classes of ridge scores; vectors: count */
    const struct au_setting *setting;
    const struct au_arm_source *source;
    uint32_t *mapped; /* NULL without a map */
    float *
        moved_weight; /* under a map: so that the labels of transformed images are as frequent as those of clean ones; else NULL */
    const uint32_t *moved_label;  /* per row: the label of its transformed image */
    float *moved[AU_SPACE_COUNT]; /* projected features of draw 0; colours are let go once they are read */
    float *read[AU_ARM_COUNT];    /* transformed images read by each arm; the many-draw ones NULL when not random */
    float *clean_by_own, *clean_by_pooled; /* clean images read by those arms */
    float *undone,
        *undone_seen; /* undone images read by a clean learner, and by one that saw undone images; NULL: no undo */
    float *seen_clean,
        *seen_transformed; /* calibrated probability of "transformed" (F15), for clean and for transformed rows */
    int32_t *landed
        [AU_SPACE_COUNT]; /* transformed images: class read and typical of, or AU_NO_CLASS; of a mixture, the class of its
                                      * first image stands for those of all */
    float *mixed_pixels; /* mixtures read by a learner of mixtures in small pixels; NULL: no mixtures */
    uint32_t *nearest;   /* nearest clean row of the class read, in the main embedding */
};

/* Trains and reads everything. One call, one thread; several calls may run at once. */
AUG_CHECKED enum aug_status au_scores_make(const struct au_setting *setting, const struct au_arm_source *source,
                                           struct au_scores *out, struct aug_error *err);
void au_scores_release(struct au_scores *scores);
/* Bytes that one such call takes, about: for deciding how many may run at once. */
size_t au_scores_bytes(const struct au_setting *setting);
/* Projected features of draw 0, not of colours: those of the clean images where no pixel changed. */
const float *au_moved(const struct au_scores *scores, enum au_space space);

/* As which class transformed images of class k count. */
size_t au_counts_as(const struct au_scores *scores, size_t k);

struct au_mean_scratch {         /* of one thread */
    double *values;              /* as many as the largest class has rows */
    struct au_cluster_sum *sums; /* setting->clusters_max, zero between calls */
};
AUG_CHECKED enum aug_status au_mean_scratch_make(const struct au_setting *setting, struct au_mean_scratch *out,
                                                 struct aug_error *err);
void au_mean_scratch_release(struct au_mean_scratch *scratch);

/* Mean over the rows of class k of `value(context, row)`, with the cluster-robust standard error (stats/cluster.h). */
typedef double (*au_value_fn)(const void *context, size_t row);
struct au_stat au_class_mean(const struct au_setting *setting, size_t k, au_value_fn value, const void *context,
                             struct au_mean_scratch *scratch);
/* The same over all images, classes taken as independent. */
struct au_stat au_overall_mean(const struct au_setting *setting, au_value_fn value, const void *context,
                               struct au_mean_scratch *scratch);

/* Accuracy of one reading of the images of class k, whose label is right, minus that of another, of which label_after is. */
struct au_stat au_class_loss(const struct au_setting *setting, size_t k, const float *before, const float *after,
                             const uint32_t *label_after, struct au_mean_scratch *scratch);

/* Precision of each class from a confusion matrix with every class weighted alike. hit: the precisions, taken: scratch; one for each class. */
void au_balanced_precision(const struct au_setting *setting, const float *scores, const uint32_t *label, double *hit,
                           double *taken);

#endif
