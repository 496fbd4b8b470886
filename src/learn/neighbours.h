/* SPDX-License-Identifier: Apache-2.0
 * neighbours.h - distances to the k-th nearest neighbour, and the nearest one, leaving out a query's own cluster.
 */
#ifndef AU_NEIGHBOURS_H
#define AU_NEIGHBOURS_H

#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>

struct au_points {        /* rows chosen from a matrix; borrowed */
    const float *values;  /* whole matrix, rows x dimensions */
    const uint32_t *rows; /* which rows */
    size_t count, dimensions;
    const uint32_t *cluster; /* of every row of the whole matrix */
};

/* distance[i]: squared Euclidean distance of query i to its k-th nearest reference of another cluster, with k = min(k, max(1, references / 5));
 * 1e9 where there are too few. nearest (may be NULL): the row of the nearest such reference, UINT32_MAX if none. Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_kth_distance(const struct au_points *queries, const struct au_points *references,
                                            size_t k, float *distance, uint32_t *nearest, struct aug_error *err);

/* own[i], other[i]: squared Euclidean distance of query i to its nearest reference with the label wanted[row of the query], and with another; 1e9 where
 * there is none. wanted, label: of every row of the matrix of the queries, of the references; references come sorted by label. Clusters are not looked at: for sets that share none. Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_nearest_by_label(const struct au_points *queries, const struct au_points *references,
                                                const uint32_t *wanted, const uint32_t *label, float *own, float *other,
                                                struct aug_error *err);

#endif
