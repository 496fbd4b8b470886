/* SPDX-License-Identifier: Apache-2.0
 * interval.h - a pair of bounds.
 */
#ifndef AU_INTERVAL_H
#define AU_INTERVAL_H

struct au_interval {
    double low, high; /* low <= high */
};

#endif
