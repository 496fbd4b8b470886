/* SPDX-License-Identifier: Apache-2.0
 * cloud.h - Gaussian classes that stand for projected features, and transforms of them with answers in closed form.
 */
#ifndef CLOUD_H
#define CLOUD_H

#include "check.h"
#include "evidence/probe.h"

enum { CLOUD_DIMENSIONS = 8 };

struct cloud_plan { /* zero means: 2 classes, 300 images each, one a cluster */
    size_t classes, per_class, per_cluster;
    double apart;      /* class k has its mean at this distance along axis k ... */
    bool is_symmetric; /* ... or the two classes at plus and minus this distance along axis 0 */
    bool is_blind;     /* class 1 stands where class 0 does: these features cannot tell them apart */
    uint64_t seed;
};

struct cloud {
    struct cloud_plan plan;
    size_t count;
    float *clean;
    uint32_t *label, *cluster;
    struct au_setting setting;
};

typedef void (*cloud_move_fn)(const struct cloud *cloud, size_t row, int draw, const float *from, float *to);

void cloud_make(const struct cloud_plan *plan, struct cloud *out);
void cloud_release(struct cloud *cloud);

/* Findings of a transform of the points; with `is_random` four draws are looked at. */
struct au_findings cloud_measure(struct cloud *cloud, cloud_move_fn move, bool is_random);
/* The same where a transformed image of class k counts as one of class counts_as[k]. */
struct au_findings cloud_measure_as(struct cloud *cloud, cloud_move_fn move, const uint32_t *counts_as);

/* Cross-fitted error of the same learner on class 0, transformed, against class 1, clean, where there are two (methods.md F5). */
double cloud_pair_error(const struct cloud *cloud, cloud_move_fn move);

/* Moves that several tests use. */
void cloud_stay(const struct cloud *cloud, size_t row, int draw, const float *from, float *to);
/* Another sample of the same class: nothing can tell it from the data. */
void cloud_resample(const struct cloud *cloud, size_t row, int draw, const float *from, float *to);
/* Classes 0 and 1 change places. */
void cloud_swap(const struct cloud *cloud, size_t row, int draw, const float *from, float *to);
/* Far along the last axis, which no class uses. */
void cloud_offset(const struct cloud *cloud, size_t row, int draw, const float *from, float *to);

/* Normal draw number `i` of (row, draw): the same every time. */
double cloud_normal(const struct cloud *cloud, size_t row, int draw, int i);

#endif
