/* SPDX-License-Identifier: Apache-2.0
 * mixed.h - what is measured of mixtures of several images whose label is shared (docs/methods.md, Mixtures).
 *
 * "Third" is a class of none of the images of a mixture, and as which none of them is read by itself.
 */
#ifndef AU_MIXED_H
#define AU_MIXED_H

#include <stdint.h>

#include "stat.h"

#define AU_EVEN_SHARE 0.25 /* in an even mixture two images have at least this share of the label */
#define AU_EVEN_MIN 20     /* even mixtures of two classes from which on something can be said of them */

#define AU_MIXED_LEARNERS 3 /* of mixtures; of mixtures and clean images; of mixtures in small pixels */

struct au_mixed_example { /* a mixture whose label differs most from what is seen */
    int32_t row;          /* -1: none */
    float share, seen;    /* of the class of its first image: of the label, and of what is seen by the main learner */
};
#define AU_MIXED_EXAMPLES 2

struct au_class_mixing { /* of mixtures whose first image has the class */
    /* Share of the label that each of the learners gives to the wrong classes, less the same of a clean learner that reads the images by
     * themselves, mixed as they are. */
    struct au_stat misplaced[AU_MIXED_LEARNERS];
    double skill; /* what a clean learner gives to the class of an image, above chance: so much of a loss it can show */
    struct au_stat third[2];     /* read as a third class by a learner of mixtures, per embedding */
    struct au_stat intrusion[2]; /* read as, and typical of, a third class by a clean learner, per embedding */
    /* Where images hide each other, shares of the label against shares of what is seen: half the sum of differences. */
    struct au_stat difference; /* as one learner sees it: errors of reading make it too large */
    struct au_stat gap; /* of one learner on the side that another one chose: errors of reading make it too small */
    struct au_stat overstated; /* an image has less than a tenth of what is seen, and more than 0.3 of the label */
    double told_clusters;      /* of the mixtures of several classes that were judged: what the three rest on */
    double judged; /* share of mixtures whose images both learners know, so that they can say what is seen */
    /* Of the class whose even mixtures with this one may most often be read as a third class by the better learner of mixtures. */
    struct au_stat worst_third;
    double worst_clusters;
    double fewest;       /* even mixtures with any one class, the own one too ... */
    int32_t fewest_with; /* ... and which that is; -1: not asked, with more than two images in a mixture */
    int32_t worst_with;  /* -1: none */
    struct au_mixed_example example[AU_MIXED_EXAMPLES]; /* only where images hide each other */
};

struct au_mixing {
    uint32_t images; /* in a mixture; 0: no mixture */
    uint32_t
        keeps_label; /* the label is that of the first image: then mixtures are measured like any transformed image */
    uint32_t hides;  /* images hide each other, and what is seen of each was measured */
    uint32_t unused;
};

#endif
