/* SPDX-License-Identifier: Apache-2.0
 * insight.h - what the explaining probes measured, for one class or for all images: numbers that are shown beside the verdict and decide no label.
 *
 * Plain data inside the findings. What was not measured has its `has_` at 0 and everything else of its group at 0. Fixed strengths inside a range are
 * not asked these questions.
 */
#ifndef AU_INSIGHT_H
#define AU_INSIGHT_H

#include <stdint.h>

#include "learn/cue.h"
#include "stat.h"

struct au_split {      /* split_loss.c: losses on images that taught nobody, cluster by cluster */
    double clusters;   /* trials */
    double losses;     /* sum of their losses, each 0 .. 1 */
    uint32_t is_whole; /* every loss is 0 or 1 */
};

struct au_cue_stats {     /* skill of a learner that sees one cue alone: 0 guessing, 1 perfect */
    struct au_stat clean; /* of clean images, by a learner of clean images */
    struct au_stat kept;  /* by a learner of clean and transformed images: of either, where it is less */
    struct au_stat
        misled; /* share of transformed images that a learner of clean ones reads as one other class, of whose clean images a
                            * learner of transformed ones reads a like share as this class: the smaller of the two shares */
};

struct au_insight {
    uint32_t has_information, has_typicality, has_coverage, has_worth, has_ratio, has_overlap, has_cues, is_grey;
    /* information.c: bits about the label, beyond what the class shares alone tell (F1) */
    struct au_stat bits_clean; /* in clean images */
    struct au_stat bits_kept;  /* in transformed images, by the arm that finds most */
    struct au_stat bits_lost;  /* clean minus kept, image by image */
    /* typicality.c: conformal p-values (F17) */
    struct au_stat typical_p;         /* mean p-value of T(x) in its own class; 1/2 for clean images */
    struct au_stat atypical_own;      /* share with p <= 0.05; 0.05 for clean images */
    struct au_stat off_manifold;      /* share atypical of every class, among the images that were asked */
    struct au_stat off_manifold_more; /* the same minus that of the same images, clean */
    double off_manifold_clean;
    /* coverage.c: held-out clean images (F20) */
    struct au_stat gain_own,
        gain_other;                  /* how much nearer the nearest image of the own class, of another class, comes */
    struct au_stat gain_ratio;       /* own / other */
    struct au_stat worth;            /* gain_own / that of as many new real images */
    struct au_stat neighbour_change; /* accuracy of the nearest neighbour: with T(X) minus without */
    struct au_stat real_change;      /* the same for as many new real images */
    /* redundancy.c: twice the error of the two-sample classifier, at most this share of the views is in the data already (F5) */
    struct au_stat overlap;
    struct au_cue_stats cue[AU_CUES]; /* cue_loss.c */
};

#endif
