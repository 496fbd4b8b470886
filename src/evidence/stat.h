/* SPDX-License-Identifier: Apache-2.0
 * stat.h - a mean with its standard error.
 */
#ifndef AU_STAT_H
#define AU_STAT_H

struct au_stat {
    double mean, se; /* se is cluster-robust (stats/cluster.h) */
};

#endif
