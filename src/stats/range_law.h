/* SPDX-License-Identifier: Apache-2.0
 * range_law.h - how the values of a range are drawn, and which share of the draws lies beyond a part of it.
 *
 * Pure functions, no allocation, thread-safe.
 */
#ifndef AU_RANGE_LAW_H
#define AU_RANGE_LAW_H

struct au_range_law {
    double low, high;
    double step; /* from one value to the next, all equally likely, the first at `low`; 0: uniform */
    int draws;   /* independent values that one image takes; 0: drawn in another way, so that nothing is known */
};

/* Share of images of which some value lies outside [low, high] (closed; low > high or NaN: nothing lies inside). NaN where draws is 0. A range of
 * one value lies inside or outside as a whole. */
double au_range_share_beyond(const struct au_range_law *law, double low, double high);

#endif
