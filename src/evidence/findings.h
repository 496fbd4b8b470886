/* SPDX-License-Identifier: Apache-2.0
 * findings.h - all numbers that the probes measured for one transform: plain data, so that the store can keep them as bytes.
 *
 * Losses are shares (0.05 = five points), positive when the transform harms. `se` is the cluster-robust standard error.
 */
#ifndef AU_FINDINGS_H
#define AU_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>
#include <augaudit/evidence.h>

#include "confusion.h"
#include "dose_evidence.h"
#include "insight.h"
#include "mixed.h"
#include "second.h"
#include "tells.h"

enum au_arm {                  /* which images a learner was trained on before it read transformed ones */
              AU_ARM_CLEAN,    /* clean only: says what training lacks (need) */
              AU_ARM_OWN,      /* transformed only */
              AU_ARM_POOLED,   /* clean and transformed */
              AU_ARM_OWN_MANY, /* four draws of the transform an image */
              AU_ARM_POOLED_MANY,
              AU_ARM_COUNT
};

#define AU_SPACES 3 /* embeddings: setting.h */
#define AU_P_GRID 6 /* 0.1 0.25 0.5 0.75 0.9, and the asked-for probability last */
#define AU_P_HALF 2 /* where 1/2 stands in the grid */

struct au_class_findings {
    double images, clusters;
    double clean_error;
    uint32_t swap;                     /* 1 + the class as which its transformed images count; 0: its own */
    struct au_stat lost[AU_ARM_COUNT]; /* accuracy on clean images minus accuracy on transformed ones */
    int32_t blind_to,
        blind_space; /* a class that the main learner cannot tell from this one, -1: none; the embedding that can, -1: none (F12) */
    double blind_error;                  /* with which it tells the two apart, where blind */
    double precision_lost[AU_ARM_COUNT]; /* of the class-balanced confusion (R4) */
    struct au_stat
        network_lost; /* accuracy of small networks on clean images minus, trained on transformed ones, on those */
    double network_precision_lost;
    struct au_stat
        pixels_lost; /* the main learner's accuracy on clean images minus, by one that sees small pixels, on transformed ones */
    double pixels_precision_lost;
    struct au_stat
        second_lost; /* accuracy on clean images, of the better of two learners, minus that of a small network on features, trained on transformed ones, on those */
    double second_precision_lost;
    struct au_adequacy adequacy;
    struct au_stat undone;              /* accuracy lost after the transform was taken back (R2) */
    struct au_stat conflict[AU_P_GRID]; /* plug-in bias at each probability (F7) */
    struct au_stat conflict_soft;       /* at 1/2, probability of the true class */
    struct au_stat excess;              /* retrained on clean and transformed (F9) */
    struct au_stat seen;                /* clean images taken for transformed ones (F3) */
    struct au_class_mixing mixing;      /* zeros for a transform of one image */
    double own[AU_SPACES], own_clean[AU_SPACES],
        off_data; /* landing in the own class, per embedding; typical of no class */
    struct au_insight insight;
    struct au_split split;
};

struct
    au_pair_findings { /* class `from`, transformed, and class `to`, clean; `to` is not the class as which T(from) counts */
    int32_t from, to;
    struct au_stat landing
        [AU_SPACES]; /* T(from) is read as and typical of `to`, minus the same for clean images (under a swap: of the class as which it counts), per embedding */
    struct au_stat plug_in_harm; /* training moves clean `to` towards what T(from) counts as: w (eta_T - eta)[that] */
    struct au_stat pooled_harm;  /* the same by the retrained learner */
    int32_t example[2],
        nearest[2]; /* rows of `from` that landed in `to`, and the clean row of `to` nearest to each; -1: none */
    struct au_stat
        directed; /* clean `to` read as `from` by a learner of transformed images only, minus the base rate */
    /* Mixtures only: even ones of `from` and `with` (-1: all of `from`, whatever the other images are). Then `to` is a third class (mixed.h), `directed` is
     * the share still read as it by a learner of mixtures, and the harms say how much more training moves clean images of it towards the two than,
     * class for class, towards others. */
    int32_t with;
    uint32_t images, clusters;
    double home[AU_SPACES]; /* landing in a class of the images */
};

struct au_findings { /* {0} is empty; released by au_findings_release */
    uint32_t classes, pair_count;
    uint32_t has_second;  /* a loss was open and the second learner was asked (src/audit/second.c) */
    uint32_t has_network; /* networks were trained because something stayed open (src/audit/networks.c) */
    uint32_t has_pixels; /* the learner of small pixels was asked because the main one may lose too much (recovery.c) */
    uint32_t has_many, has_undo, exact_undo, is_preprocessing;
    uint32_t not_measured; /* only images and clusters are known: nothing below means anything */
    double unchanged;      /* share of images in which no pixel changed */
    double two_sample_error;
    double clean_error;
    double probability[AU_P_GRID];
    struct au_mixing mixing;
    struct au_tells tells;     /* of the transform as configured; not of its fixed strengths */
    struct au_insight insight; /* over all images */
    struct au_dose_evidence dose_evidence;
    struct au_class_findings *of_class;
    struct au_pair_findings *pairs;
    struct au_confusion confusion;
};

AUG_CHECKED enum aug_status au_findings_make(size_t classes, size_t pair_capacity, struct au_findings *out,
                                             struct aug_error *err);
void au_findings_release(struct au_findings *findings);

/* One block of bytes (free with au_free) and back. Reading checks every size: damaged bytes give AUG_IO. */
AUG_CHECKED enum aug_status au_findings_pack(const struct au_findings *findings, void **bytes, size_t *size,
                                             struct aug_error *err);
AUG_CHECKED enum aug_status au_findings_unpack(const void *bytes, size_t size, struct au_findings *out,
                                               struct aug_error *err);

/* Findings that say only how many images and clusters each class has: where there is too little, or too much, to train on. */
AUG_CHECKED enum aug_status au_findings_counts(size_t classes, const size_t *images, const size_t *clusters,
                                               struct au_findings *out, struct aug_error *err);

/* The class as which transformed images of class k count; is there any class for which that is another one? */
size_t au_findings_counts_as(const struct au_findings *findings, size_t k);
bool au_findings_have_swap(const struct au_findings *findings);

/* Arms sorted by the accuracy that they lose on the whole, best first; returns how many exist. */
int au_findings_arms(const struct au_findings *findings, enum au_arm order[AU_ARM_COUNT]);

/* Pair errors (F12): like a coin, less five points; and half-way to a coin, beyond which a learner might not notice what a transform breaks. */
#define AU_BLIND_ERROR 0.45
#define AU_POOR_ERROR 0.25

#define AU_FINDINGS_VERSION 18

#endif
