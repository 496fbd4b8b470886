/* SPDX-License-Identifier: Apache-2.0
 * design.h - what dependence within clusters costs: intraclass correlation, design effect, effective count.
 *
 * m values of one cluster that correlate by rho are worth m / (1 + (m - 1) rho) independent ones (L. Kish, "Survey
 * sampling", 1965; methods F35): with 8 draws an image and rho = 0.5 a 95 % Wilson interval on pooled draws covers
 * about 65 %. For planning and display; intervals come from cluster.h. Pure functions, no allocation, thread-safe.
 */
#ifndef AU_DESIGN_H
#define AU_DESIGN_H

#include <stddef.h>
#include <stdint.h>

#include "cluster.h"

struct au_design {
    double correlation;  /* rho: intraclass correlation, at most 1; 0 if it cannot be estimated */
    double cluster_size; /* sum m^2 / sum m, the size of the cluster that a value is in, on average */
    double effect;       /* 1 + (cluster_size - 1) max(rho, 0) */
    double effective;    /* count / effect */
};

/* The variance of a mean of values in clusters of `cluster_size` correlated by `correlation`, over that of
 * independent ones: 1 + (cluster_size - 1) correlation. */
double au_design_effect(double cluster_size, double correlation);

/* Estimates all of it from values in clusters (arguments as in au_cluster_mean; `scratch` all zero, and left so). rho
 * is the one-way analysis-of-variance estimator (A. Donner and J. Koval 1980):
 *     (MSB - MSW) / (MSB + (m0 - 1) MSW),   m0 = (N - sum m^2 / N) / (G - 1)
 * which may be negative by chance. Fewer than 2 clusters, no cluster of 2, or no spread at all: rho is 0. */
struct au_design au_design_of(const double *values, const uint32_t *cluster, const uint32_t *index, size_t count,
                              struct au_cluster_sum *scratch);

#endif
