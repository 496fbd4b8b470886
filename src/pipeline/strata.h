/* SPDX-License-Identifier: Apache-2.0
 * strata.h - fixed strengths inside the ranges of a leaf.
 */
#ifndef AU_STRATA_H
#define AU_STRATA_H

#include <augaudit/pipeline.h>

#define AU_STRATA_MAX 8

struct au_stratum {
    struct aug_leaf leaf;
    double strength;
    const char *param; /* NULL: an outcome */
    bool own_view;
};

struct au_strata {
    size_t count;
    struct au_stratum items[AU_STRATA_MAX];
    size_t beyond_count;
    struct au_stratum beyond[2];
};

/* The fixed values at which a range is judged, strongest side first; the value that changes nothing is left out.
 * `whole`: the range means whole numbers. Returns their number, 0 for a range of one value. */
size_t au_strata_values(struct aug_range range, bool whole, double values[AU_STRATA_MAX]);

/* The same for a parameter that goes round a circle of `turn` units (hue 360 degrees): the multiples of turn / `parts` inside the range, and its ends,
 * since red meets green at a third of the circle and nowhere else. Falls back to au_strata_values where the range holds none. */
size_t au_strata_circle(struct aug_range range, double turn, int parts, bool whole, double values[AU_STRATA_MAX]);

struct au_leaf_range { /* of a parameter of a leaf with one part */
    double low, high;
    double step;    /* whole (1) or odd (2) numbers, each equally likely; 0: uniform */
    int draws;      /* independent values that an image takes; 0: drawn in another way */
    bool is_signed; /* it lies around 0, which changes nothing */
    bool is_only;   /* no other parameter of the leaf is judged at fixed strengths */
};

/* False where the leaf has no such range. */
bool au_leaf_range(const struct aug_leaf *leaf, const char *param, struct au_leaf_range *out);

#endif
