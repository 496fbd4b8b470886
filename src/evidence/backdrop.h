/* SPDX-License-Identifier: Apache-2.0
 * backdrop.h - what clean images say about each other by nearness, measured once for all transforms: the null that transformed ones are held against.
 *
 * Reference sets are bounded (AU_REFERENCES), so the time a transform takes grows with the number of images and no faster.
 * Everything is in the main embedding; distances are squared.
 */
#ifndef AU_BACKDROP_H
#define AU_BACKDROP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>

#define AU_NEIGHBOUR 10    /* whose distance says how odd an image is (methods.md F17, section 11) */
#define AU_REFERENCES 2000 /* images of each of the three groups that are looked at */
#define AU_ASKED \
    2000 /* images that are compared with every class, over all classes; at least AU_ASKED_OF_CLASS of each */
#define AU_ASKED_OF_CLASS 50
#define AU_GROUPS 3
#define AU_FAR 1e9f /* distance to the nearest of none */

struct au_group {   /* images of whole clusters, equally many of each class in all groups */
    uint32_t *rows; /* sorted by class */
    size_t count;
};

struct au_nearest { /* per row: distance to the nearest reference of the own class, and of another */
    float *own, *other;
};

struct au_backdrop { /* {0}: not made, and the probes that need it measure nothing */
    bool is_made;
    float *oddness;        /* per row: distance to the AU_NEIGHBOUR-th of the other clean images of its class */
    float *sorted_oddness; /* the same, rising within each class, which starts where setting->class_start says */
    uint32_t *asked;       /* which entries of setting->by_class are compared with every class, class after class */
    size_t *asked_start;   /* classes + 1 entries */
    bool *asked_off;       /* per asked entry: the clean image is typical of no class */
    struct au_group group[AU_GROUPS];
    struct au_nearest first, second; /* a row of group g against the references of group g + 1, of group g + 2 */
};

struct au_setting;

/* After the main embedding was learned. Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_backdrop_make(struct au_setting *setting, struct aug_error *err);
void au_backdrop_release(struct au_backdrop *backdrop);

/* Number 0 .. 2 of the group that a row belongs to. */
int au_group_of(const struct au_setting *setting, size_t row);

/* Rows of every group against the references of the group `step` further, whose features are taken from `values` (count x basis count of the main
 * embedding): clean images for step 1 and 2, transformed ones. wanted[row]: the class whose images are the own ones of the row. */
AUG_CHECKED enum aug_status au_group_nearest(const struct au_setting *setting, const float *values,
                                             const uint32_t *wanted, int step, struct au_nearest *out,
                                             struct aug_error *err);

/* How many clean images of class k are at least as odd. */
size_t au_not_below(const struct au_setting *setting, size_t k, float oddness);
/* Conformal p-value of an image of that oddness in class k; it is a version of the clean image `row`, which does not count itself. */
double au_typical_p(const struct au_setting *setting, size_t row, size_t k, float oddness);

/* off[i]: the row of asked entry i, with features from `values`, has p <= 0.05 in every class. What landed (landed[row] >= 0) is typical without asking. */
AUG_CHECKED enum aug_status au_off_manifold(const struct au_setting *setting, const float *values,
                                            const int32_t *landed, bool *off, struct aug_error *err);

#endif
