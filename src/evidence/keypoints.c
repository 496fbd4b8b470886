/* SPDX-License-Identifier: Apache-2.0
 * keypoints.c - a linear two-sample classifier on label vectors, cross-fitted over clusters. */
#include "keypoints.h"

#include <math.h>
#include <string.h>

#include "core/memory.h"
#include "core/random.h"
#include "learn/linalg.h"
#include "stats/rank.h"

#define FOLDS 5
#define CLUSTERS_MIN 40
#define PENALTY 1e-3 /* times rows and mean variance */
#define Z 1.6448536269514722

bool au_exchange_returns(const uint32_t *permutation, size_t count)
{
    for (size_t i = 0; permutation && i < count; i++)
        if (permutation[i] >= count || permutation[permutation[i]] != i) return false;
    return true;
}

struct bench {
    const float *sides[2]; /* clean, moved */
    const uint32_t *cluster;
    size_t count, dimensions;
    uint8_t *fold, *side; /* per row */
    double *mean, *gram, *weights, *row;
    double *scores; /* of one fold */
    uint32_t *rows, *order;
};

static const float *vector_of(const struct bench *b, size_t i)
{
    return b->sides[b->side[i]] + i * b->dimensions;
}

static void deal(struct bench *b, uint64_t seed)
{
    for (size_t i = 0; i < b->count; i++) {
        struct au_rng rng;
        au_rng_start(&rng, seed, b->cluster[i]);
        b->fold[i] = (uint8_t)au_rng_integer(&rng, 0, FOLDS - 1);
        b->side[i] = (uint8_t)au_rng_integer(&rng, 0, 1);
    }
}

static size_t find_mean(struct bench *b, int fold)
{
    size_t rows = 0;
    memset(b->mean, 0, b->dimensions * sizeof *b->mean);
    for (size_t i = 0; i < b->count; i++) {
        if (b->fold[i] == fold) continue;
        for (size_t k = 0; k < b->dimensions; k++) b->mean[k] += (double)vector_of(b, i)[k];
        rows++;
    }
    for (size_t k = 0; k < b->dimensions; k++) b->mean[k] /= rows ? (double)rows : 1;
    return rows;
}

/* Weights that tell moved from clean, from all folds but one. */
static bool fit(struct bench *b, int fold)
{
    const size_t d = b->dimensions, rows = find_mean(b, fold);
    double trace = 0;
    memset(b->gram, 0, d * d * sizeof *b->gram);
    memset(b->weights, 0, d * sizeof *b->weights);
    for (size_t i = 0; i < b->count; i++) {
        if (b->fold[i] == fold) continue;
        for (size_t k = 0; k < d; k++) b->row[k] = (double)vector_of(b, i)[k] - b->mean[k];
        for (size_t k = 0; k < d; k++) {
            for (size_t l = k; l < d; l++) b->gram[k * d + l] += b->row[k] * b->row[l];
            b->weights[k] += b->side[i] ? b->row[k] : -b->row[k];
        }
    }
    for (size_t k = 0; k < d; k++) trace += b->gram[k * d + k];
    return rows > 0 && trace > 0 && au_solve_ridge(b->gram, b->weights, d, 1, PENALTY * trace / (double)d);
}

/* Pairs (clean, moved) of the fold in which the moved one scores higher, ties half; *pairs: of all. */
static double won_pairs(struct bench *b, int fold, double *pairs)
{
    size_t count = 0, clean = 0;
    double won = 0;
    for (size_t i = 0; i < b->count; i++) {
        if (b->fold[i] != fold) continue;
        b->scores[count] = 0;
        for (size_t k = 0; k < b->dimensions; k++) b->scores[count] += b->weights[k] * (double)vector_of(b, i)[k];
        b->rows[count++] = (uint32_t)i;
    }
    au_order(b->scores, count, b->order);
    for (size_t at = 0, end; at < count; at = end) {
        size_t ties[2] = {0};
        for (end = at; end < count && b->scores[b->order[end]] == b->scores[b->order[at]]; end++)
            ties[b->side[b->rows[b->order[end]]]]++;
        won += (double)ties[1] * ((double)clean + (double)ties[0] / 2);
        clean += ties[0];
    }
    *pairs = (double)clean * (double)(count - clean);
    return won;
}

static void judge(struct bench *b, struct au_keypoint_check *out)
{
    double won = 0, all = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
        double pairs;
        if (!fit(b, fold)) memset(b->weights, 0, b->dimensions * sizeof *b->weights);
        won += won_pairs(b, fold, &pairs);
        all += pairs;
    }
    const double fewer = (double)(out->clean < out->moved ? out->clean : out->moved);
    if (!(all > 0 && fewer > 0)) return;
    out->auc = won / all;
    const double error = Z * sqrt(out->auc * (1 - out->auc) / fewer + pow(1.5 / fewer, 2));
    out->low = fmax(out->auc - error, 0);
    out->high = fmin(out->auc + error, 1);
}

/* Clusters on each side; `seen`: a flag for each cluster number, all false. */
static void count_clusters(const struct bench *b, bool *seen, struct au_keypoint_check *out)
{
    for (size_t i = 0; i < b->count; i++) {
        if (seen[b->cluster[i]]) continue;
        seen[b->cluster[i]] = true;
        if (b->side[i]) out->moved++;
        else out->clean++;
    }
}

static size_t cluster_limit(const uint32_t *cluster, size_t count)
{
    size_t limit = 0;
    for (size_t i = 0; i < count; i++)
        if (cluster[i] >= limit) limit = (size_t)cluster[i] + 1;
    return limit;
}

enum aug_status au_keypoint_check(const float *clean, const float *moved, size_t count, size_t points,
                                  const uint32_t *cluster, uint64_t seed, struct au_keypoint_check *out,
                                  struct aug_error *err)
{
    const size_t d = 2 * points;
    struct bench b = {
        .sides = {clean, moved},
        .cluster = cluster,
        .count = count,
        .dimensions = d,
        .fold = au_alloc(count, 1),
        .side = au_alloc(count, 1),
        .mean = au_alloc(3 * d, sizeof *b.mean),
        .gram = au_alloc(d * d, sizeof *b.gram),
        .scores = au_alloc(count, sizeof *b.scores),
        .rows = au_alloc(count, 2 * sizeof *b.rows),
    };
    bool *seen = au_alloc(cluster_limit(cluster, count), sizeof *seen);
    const bool complete = b.fold && b.side && b.mean && b.gram && b.scores && b.rows && seen;
    *out = (struct au_keypoint_check){.auc = 0.5, .high = 1};
    if (complete) {
        b.weights = b.mean + d, b.row = b.mean + 2 * d, b.order = b.rows + count;
        deal(&b, seed);
        count_clusters(&b, seen, out);
        if (out->clean + out->moved >= CLUSTERS_MIN && d > 0) judge(&b, out);
    }
    au_free(b.fold);
    au_free(b.side);
    au_free(b.mean);
    au_free(b.gram);
    au_free(b.scores);
    au_free(b.rows);
    au_free(seen);
    return complete ? AUG_OK : au_no_memory(err, "a check of key points");
}
