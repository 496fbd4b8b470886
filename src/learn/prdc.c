/* SPDX-License-Identifier: Apache-2.0
 * prdc.c - one pass over all pairs of the two samples, by blocks of a matrix product. */
#include "prdc.h"

#include <stdbool.h>
#include <string.h>

#include "core/memory.h"
#include "linalg.h"

#define BLOCK 256

struct sample {
    const struct au_points *points;
    float *rows, *norms; /* count x dimensions, count */
    float *radius;       /* squared, to the k-th neighbour of the own sample */
    bool *is_met;        /* its ball holds a point of the other sample */
};

static bool gather(const struct au_points *points, struct sample *out)
{
    const size_t d = points->dimensions;
    *out = (struct sample){points, au_alloc(points->count * d, sizeof(float)), au_alloc(points->count, sizeof(float)),
                           au_alloc(points->count, sizeof(float)), au_alloc(points->count, sizeof(bool))};
    if (!out->rows || !out->norms || !out->radius || !out->is_met) return false;
    for (size_t i = 0; i < points->count; i++) {
        float *row = out->rows + i * d;
        memcpy(row, points->values + points->rows[i] * d, d * sizeof *row);
        for (size_t k = 0; k < d; k++) out->norms[i] += row[k] * row[k];
    }
    return true;
}

static void release(struct sample *sample)
{
    au_free(sample->rows);
    au_free(sample->norms);
    au_free(sample->radius);
    au_free(sample->is_met);
}

static uint32_t cluster_of(const struct sample *s, size_t i)
{
    return s->points->cluster[s->points->rows[i]];
}

struct tally {
    size_t inside, balls; /* points of the second inside some ball of the first; all such (point, ball) */
    bool *reached;        /* per point of the first: inside some ball of the second */
};

/* Point j of the second sample against all of the first; products: their inner products. */
static void meet(struct sample *first, const struct sample *second, size_t j, const float *products,
                 struct tally *tally)
{
    size_t balls = 0;
    for (size_t i = 0; i < first->points->count; i++) {
        if (cluster_of(first, i) == cluster_of(second, j)) continue;
        const float distance = first->norms[i] + second->norms[j] - 2 * products[i];
        if (distance < first->radius[i]) balls++, first->is_met[i] = true;
        if (distance < second->radius[j]) tally->reached[i] = true;
    }
    tally->balls += balls;
    tally->inside += balls > 0;
}

static enum aug_status compare(struct sample *first, struct sample *second, size_t k, float *products, bool *reached,
                               struct au_prdc *out, struct aug_error *err)
{
    const size_t n = first->points->count, m = second->points->count, d = first->points->dimensions;
    struct tally tally = {.reached = reached};
    size_t covered = 0, recalled = 0;
    AUG_TRY(au_kth_distance(first->points, first->points, k, first->radius, NULL, err));
    AUG_TRY(au_kth_distance(second->points, second->points, k, second->radius, NULL, err));
    for (size_t at = 0; at < m; at += BLOCK) {
        const size_t some = m - at < BLOCK ? m - at : BLOCK;
        au_multiply_transposed(second->rows + at * d, first->rows, products, some, d, n);
        for (size_t j = 0; j < some; j++) meet(first, second, at + j, products + j * n, &tally);
    }
    for (size_t i = 0; i < n; i++) covered += first->is_met[i], recalled += reached[i];
    *out = (struct au_prdc){(double)tally.inside / (double)m, (double)recalled / (double)n,
                            (double)tally.balls / ((double)k * (double)m), (double)covered / (double)n};
    return AUG_OK;
}

enum aug_status au_prdc_measure(const struct au_points *first, const struct au_points *second, size_t k,
                                struct au_prdc *out, struct aug_error *err)
{
    struct sample one = {0}, two = {0};
    *out = (struct au_prdc){0};
    if (first->count == 0 || second->count == 0 || k == 0) return AUG_OK;
    float *products = au_alloc(first->count * BLOCK, sizeof *products);
    bool *reached = au_alloc(first->count, sizeof *reached);
    enum aug_status status = AUG_OK;
    if (products && reached && gather(first, &one) && gather(second, &two))
        status = compare(&one, &two, k, products, reached, out, err);
    else status = au_no_memory(err, "comparing two samples");
    release(&one);
    release(&two);
    au_free(products);
    au_free(reached);
    return status;
}

double au_prdc_coverage_null(size_t first, size_t second, size_t k)
{
    double missed = 1;
    for (size_t i = 1; i <= k; i++)
        missed *= ((double)first - (double)i) / ((double)first + (double)second - (double)i);
    return 1 - missed;
}
