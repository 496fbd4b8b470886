/* SPDX-License-Identifier: Apache-2.0
 * neighbours.c - exact neighbours by blocks of a matrix product: |q - r|^2 = |q|^2 + |r|^2 - 2 q.r. */
#include "neighbours.h"

#include <string.h>

#include "core/memory.h"
#include "kernel/kernel.h"
#include "linalg.h"

#define QUERIES 256
#define ABREAST 4 /* rows whose squares are summed side by side: one sum alone waits for itself */

static void square_norms(const float *rows, size_t count, size_t d, float *norms)
{
    size_t i = 0;
    for (; i + ABREAST <= count; i += ABREAST, rows += ABREAST * d) {
        float sums[ABREAST] = {0};
        for (size_t k = 0; k < d; k++)
            for (size_t r = 0; r < ABREAST; r++) sums[r] += rows[r * d + k] * rows[r * d + k];
        memcpy(norms + i, sums, sizeof sums);
    }
    for (; i < count; i++, rows += d) {
        norms[i] = 0;
        for (size_t k = 0; k < d; k++) norms[i] += rows[k] * rows[k];
    }
}

static void gather(const struct au_points *points, size_t at, size_t some, float *rows, float *norms)
{
    const size_t d = points->dimensions;
    for (size_t i = 0; i < some; i++) memcpy(rows + i * d, points->values + points->rows[at + i] * d, d * sizeof *rows);
    square_norms(rows, some, d, norms);
}

struct bench { /* room for one block of queries against all references */
    float *queries, *query_norms, *references, *norms, *products, *room;
    uint32_t *clusters; /* of the references */
};

static void bench_release(struct bench *b)
{
    au_free(b->room);
    au_free(b->products);
    au_free(b->clusters);
    au_free(b->norms);
    au_free(b->references);
    au_free(b->query_norms);
    au_free(b->queries);
}

static bool bench_make(const struct au_points *references, struct bench *out)
{
    const size_t d = references->dimensions, n = references->count;
    *out = (struct bench){au_alloc(QUERIES * d, sizeof(float)), au_alloc(QUERIES, sizeof(float)),
                          au_alloc(n * d, sizeof(float)),       au_alloc(n, sizeof(float)),
                          au_alloc(QUERIES * n, sizeof(float)), au_alloc(n + AU_KTH_MARGIN, sizeof(float)),
                          au_alloc(n, sizeof(uint32_t))};
    if (!out->queries || !out->query_norms || !out->references || !out->norms || !out->products || !out->room ||
        !out->clusters)
        return false;
    gather(references, 0, n, out->references, out->norms);
    for (size_t j = 0; j < n; j++) out->clusters[j] = references->cluster[references->rows[j]];
    return true;
}

/* Inner products of the block of queries from `at` on with all references; how many queries it has. */
static size_t multiply(const struct au_points *queries, const struct au_points *references, size_t at, struct bench *b)
{
    const size_t some = queries->count - at < QUERIES ? queries->count - at : QUERIES, d = queries->dimensions;
    gather(queries, at, some, b->queries, b->query_norms);
    if (references->count > 0)
        au_multiply_transposed(b->queries, b->references, b->products, some, d, references->count);
    return some;
}

static size_t which_k(size_t k, size_t references)
{
    const size_t fifth = references / 5 > 0 ? references / 5 : 1;
    const size_t wanted = k < fifth ? k : fifth;
    return wanted < AU_KTH_MAX ? wanted : AU_KTH_MAX;
}

static uint32_t nearest_row(const struct au_points *references, const float *distances)
{
    size_t best = 0;
    for (size_t j = 1; j < references->count; j++)
        if (distances[j] < distances[best]) best = j;
    return references->count > 0 && distances[best] < AU_FAR ? references->rows[best] : UINT32_MAX;
}

enum aug_status au_kth_distance(const struct au_points *queries, const struct au_points *references, size_t k,
                                float *distance, uint32_t *nearest, struct aug_error *err)
{
    const size_t n = references->count;
    struct bench b;
    const bool complete = bench_make(references, &b);
    const struct au_shelf shelf = {n, b.norms, b.clusters};
    for (size_t at = 0, some = 0; complete && at < queries->count; at += some) {
        some = multiply(queries, references, at, &b);
        for (size_t i = 0; i < some; i++) {
            const uint32_t own = queries->cluster[queries->rows[at + i]];
            const struct au_seeker seeker = {b.query_norms[i], own, which_k(k, n)};
            distance[at + i] = au_kernels()->kth_distance_f32(b.products + i * n, &shelf, &seeker, b.room);
            if (nearest) nearest[at + i] = nearest_row(references, b.products + i * n);
        }
    }
    bench_release(&b);
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

static float distance_from(float least, float query_norm)
{
    return least >= AU_FAR ? AU_FAR : query_norm + least > 0 ? query_norm + least : 0;
}

static float least(const struct bench *b, const float *products, size_t from, size_t to, float before)
{
    return au_kernels()->least_f32(products + from, b->norms + from, to - from, before);
}

enum aug_status au_nearest_by_label(const struct au_points *queries, const struct au_points *references,
                                    const uint32_t *wanted, const uint32_t *label, float *own, float *other,
                                    struct aug_error *err)
{
    const size_t n = references->count;
    struct bench b;
    const bool complete = bench_make(references, &b);
    for (size_t at = 0, some = 0; complete && at < queries->count; at += some) {
        some = multiply(queries, references, at, &b);
        for (size_t i = 0; i < some; i++) {
            const struct span span = span_of(references, label, wanted[queries->rows[at + i]]);
            const float *row = b.products + i * n;
            const float before = least(&b, row, 0, span.from, AU_FAR);
            own[at + i] = distance_from(least(&b, row, span.from, span.to, AU_FAR), b.query_norms[i]);
            other[at + i] = distance_from(least(&b, row, span.to, n, before), b.query_norms[i]);
        }
    }
    bench_release(&b);
    return complete ? AUG_OK : au_no_memory(err, "a neighbour search");
}
