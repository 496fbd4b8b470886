/* SPDX-License-Identifier: Apache-2.0
 * neighbours.c - exact neighbours by blocks of a matrix product: |q - r|^2 = |q|^2 + |r|^2 - 2 q.r. */
#include "neighbours.h"

#include <string.h>

#include "core/memory.h"
#include "linalg.h"

#define QUERIES 256
#define KEPT_MAX 64

static const float far = 1e9f;

static void gather(const struct au_points *points, size_t at, size_t some, float *rows, float *norms)
{
    const size_t d = points->dimensions;
    for (size_t i = 0; i < some; i++) {
        const float *row = points->values + points->rows[at + i] * d;
        memcpy(rows + i * d, row, d * sizeof *row);
        float sum = 0;
        for (size_t k = 0; k < d; k++) sum += row[k] * row[k];
        norms[i] = sum;
    }
}

struct nearest_list { /* the k smallest so far, rising */
    float distance[KEPT_MAX];
    uint32_t row[KEPT_MAX];
    size_t k;
};

static void offer(struct nearest_list *list, float distance, uint32_t row)
{
    if (distance >= list->distance[list->k - 1]) return;
    size_t at = list->k - 1;
    for (; at > 0 && list->distance[at - 1] > distance; at--) {
        list->distance[at] = list->distance[at - 1];
        list->row[at] = list->row[at - 1];
    }
    list->distance[at] = distance;
    list->row[at] = row;
}

static void search(const struct au_points *references, const float *products, const float *norms, float query_norm,
                   uint32_t own_cluster, struct nearest_list *list)
{
    for (size_t i = 0; i < list->k; i++) {
        list->distance[i] = far;
        list->row[i] = UINT32_MAX;
    }
    for (size_t j = 0; j < references->count; j++) {
        if (references->cluster[references->rows[j]] == own_cluster) continue;
        const float distance = query_norm + norms[j] - 2 * products[j];
        offer(list, distance > 0 ? distance : 0, references->rows[j]);
    }
}

static size_t which_k(size_t k, size_t references)
{
    const size_t fifth = references / 5 > 0 ? references / 5 : 1;
    const size_t wanted = k < fifth ? k : fifth;
    return wanted < KEPT_MAX ? wanted : KEPT_MAX;
}

enum aug_status au_kth_distance(const struct au_points *queries, const struct au_points *references, size_t k,
                                float *distance, uint32_t *nearest, struct aug_error *err)
{
    const size_t d = queries->dimensions, n = references->count;
    float *q = au_alloc(QUERIES * d, sizeof *q), *q_norms = au_alloc(QUERIES, sizeof *q_norms);
    float *r = au_alloc(n * d, sizeof *r), *r_norms = au_alloc(n, sizeof *r_norms);
    float *products = au_alloc(QUERIES * n, sizeof *products);
    const bool complete = q && q_norms && r && r_norms && products;
    struct nearest_list list = {.k = which_k(k, n)};
    if (complete) gather(references, 0, n, r, r_norms);
    for (size_t at = 0; complete && at < queries->count; at += QUERIES) {
        const size_t some = queries->count - at < QUERIES ? queries->count - at : QUERIES;
        gather(queries, at, some, q, q_norms);
        if (n > 0) au_multiply_transposed(q, r, products, some, d, n);
        for (size_t i = 0; i < some; i++) {
            search(references, products + i * n, r_norms, q_norms[i], queries->cluster[queries->rows[at + i]], &list);
            distance[at + i] = list.distance[list.k - 1];
            if (nearest) nearest[at + i] = list.row[0];
        }
    }
    au_free(products);
    au_free(r_norms);
    au_free(r);
    au_free(q_norms);
    au_free(q);
    return complete ? AUG_OK : au_no_memory(err, "a neighbour search");
}

struct span { /* references of one label: from .. to - 1 */
    size_t from, to;
};

static struct span span_of(const struct au_points *references, const uint32_t *label, uint32_t wanted)
{
    struct span span = {0, references->count};
    while (span.from < span.to) { /* first reference whose label is not smaller */
        const size_t middle = span.from + (span.to - span.from) / 2;
        if (label[references->rows[middle]] < wanted) span.from = middle + 1;
        else span.to = middle;
    }
    while (span.to < references->count && label[references->rows[span.to]] == wanted) span.to++;
    return span;
}

/* Smallest |r|^2 - 2 q.r of references from .. to - 1. */
static float smallest(const float *products, const float *norms, size_t from, size_t to, float least)
{
    for (size_t j = from; j < to; j++) {
        const float value = norms[j] - 2 * products[j];
        least = value < least ? value : least;
    }
    return least;
}

static float distance_from(float least, float query_norm)
{
    return least >= far ? far : query_norm + least > 0 ? query_norm + least : 0;
}

enum aug_status au_nearest_by_label(const struct au_points *queries, const struct au_points *references,
                                    const uint32_t *wanted, const uint32_t *label, float *own, float *other,
                                    struct aug_error *err)
{
    const size_t d = queries->dimensions, n = references->count;
    float *q = au_alloc(QUERIES * d, sizeof *q), *q_norms = au_alloc(QUERIES, sizeof *q_norms);
    float *r = au_alloc(n * d, sizeof *r), *r_norms = au_alloc(n, sizeof *r_norms);
    float *products = au_alloc(QUERIES * n, sizeof *products);
    const bool complete = q && q_norms && r && r_norms && products;
    if (complete) gather(references, 0, n, r, r_norms);
    for (size_t at = 0; complete && at < queries->count; at += QUERIES) {
        const size_t some = queries->count - at < QUERIES ? queries->count - at : QUERIES;
        gather(queries, at, some, q, q_norms);
        if (n > 0) au_multiply_transposed(q, r, products, some, d, n);
        for (size_t i = 0; i < some; i++) {
            const struct span span = span_of(references, label, wanted[queries->rows[at + i]]);
            const float *row = products + i * n;
            const float before = smallest(row, r_norms, 0, span.from, far);
            own[at + i] = distance_from(smallest(row, r_norms, span.from, span.to, far), q_norms[i]);
            other[at + i] = distance_from(smallest(row, r_norms, span.to, n, before), q_norms[i]);
        }
    }
    au_free(products);
    au_free(r_norms);
    au_free(r);
    au_free(q_norms);
    au_free(q);
    return complete ? AUG_OK : au_no_memory(err, "a neighbour search");
}
