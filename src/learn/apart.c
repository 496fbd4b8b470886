/* SPDX-License-Identifier: Apache-2.0
 * apart.c - two-sample and class ridge on dense features, from one Gram matrix a fold. */
#include "apart.h"

#include <string.h>

#include "core/memory.h"
#include "linalg.h"

static const double penalty =
    0.003; /* on features of unit variance; as many rows as the audit has make it matter little */

void au_apart_release(struct au_apart *arm)
{
    for (int f = 0; f < AU_FOLDS; f++) {
        au_free(arm->gram[f]);
        au_free(arm->sum[f]);
    }
    au_free(arm->z);
    *arm = (struct au_apart){0};
}

/* One row at a time, since the rows of a fold lie apart. */
static void add_rows(struct au_apart *arm)
{
    for (size_t i = 0; i < arm->count; i++) {
        float *row = arm->z + i * arm->size;
        double *sum = arm->sum[arm->fold[i]];
        row[arm->size - 1] = 1;
        for (size_t k = 0; k < arm->size; k++) sum[k] += (double)row[k];
    }
}

/* Rows of a fold gathered into blocks. */
static void add_products(struct au_apart *arm, float *gathered, size_t room)
{
    for (int f = 0; f < AU_FOLDS; f++) {
        size_t some = 0;
        for (size_t i = 0; i < arm->count; i++) {
            if (arm->fold[i] == f)
                memcpy(gathered + some++ * arm->size, arm->z + i * arm->size, arm->size * sizeof(float));
            if (some < room && i + 1 < arm->count) continue;
            if (some > 0) au_gram_columns(gathered, arm->gram[f], some, arm->size, true);
            some = 0;
        }
    }
}

#define BLOCK 256

static enum aug_status fill(struct au_apart *arm, struct aug_error *err)
{
    float *gathered = au_alloc(BLOCK * arm->size, sizeof *gathered);
    bool complete = gathered && arm->z;
    for (int f = 0; f < AU_FOLDS; f++) {
        arm->gram[f] = au_alloc(arm->size * arm->size, sizeof(float));
        arm->sum[f] = au_alloc(arm->size, sizeof(double));
        complete = complete && arm->gram[f] && arm->sum[f];
    }
    if (complete) {
        add_rows(arm);
        add_products(arm, gathered, BLOCK);
    }
    au_free(gathered);
    return complete ? AUG_OK : au_no_memory(err, "the features of traces");
}

enum aug_status au_apart_make(float *z, size_t count, size_t size, const uint8_t *fold, struct au_apart *out,
                              struct aug_error *err)
{
    struct au_apart arm = {.count = count, .size = size, .z = z, .fold = fold};
    const enum aug_status status = fill(&arm, err);
    if (status == AUG_OK) *out = arm;
    else au_apart_release(&arm);
    return status;
}

/* ---- fitting without one fold ---- */

struct system {
    size_t size;
    double *a, *b; /* size x size, size x columns */
};

static enum aug_status make_system(struct system *s, size_t size, size_t columns, struct aug_error *err)
{
    *s = (struct system){size, au_alloc(size * size, sizeof(double)), au_alloc(size * columns, sizeof(double))};
    return s->a && s->b ? AUG_OK : au_no_memory(err, "the weights of a classifier");
}

static void release_system(struct system *s)
{
    au_free(s->a);
    au_free(s->b);
}

static size_t rows_without(const struct au_apart *arm, int fold)
{
    size_t rows = 0;
    for (size_t i = 0; i < arm->count; i++) rows += arm->fold[i] != fold;
    return rows;
}

static void add_gram(struct system *s, const struct au_apart *arm, int fold, double weight)
{
    for (int f = 0; f < AU_FOLDS; f++)
        for (size_t i = 0; f != fold && i < s->size; i++)
            for (size_t j = i; j < s->size; j++)
                s->a[i * s->size + j] += weight * (double)arm->gram[f][i * s->size + j];
}

/* The difference first, so that equal versions give exactly zero. */
static void add_difference(struct system *s, const struct au_apart *a, const struct au_apart *b, int fold,
                           double weight)
{
    for (int f = 0; f < AU_FOLDS; f++)
        for (size_t i = 0; f != fold && i < s->size; i++) s->b[i] += weight * (b->sum[f][i] - a->sum[f][i]);
}

/* A matrix that rounding has made indefinite gets ten times the penalty until it can be solved; `build` fills it anew. */
typedef void (*build_fn)(const void *context, int fold, struct system *s);

static void solve(const void *context, int fold, size_t columns, build_fn build, struct system *s)
{
    double ridge = penalty;
    for (int tries = 0; tries < 12; tries++, ridge *= 10) {
        memset(s->a, 0, s->size * s->size * sizeof *s->a);
        memset(s->b, 0, s->size * columns * sizeof *s->b);
        build(context, fold, s);
        if (au_solve_ridge(s->a, s->b, s->size, columns, ridge)) return;
    }
}

static double score(const struct au_apart *arm, size_t row, const double *weights)
{
    const float *z = arm->z + row * arm->size;
    double sum = 0;
    for (size_t k = 0; k < arm->size; k++) sum += (double)z[k] * weights[k];
    return sum;
}

struct versions {
    const struct au_apart *a, *b;
};

static void build_versions(const void *context, int fold, struct system *s)
{
    const struct versions *v = context;
    const double half = 0.5 / (double)(rows_without(v->a, fold) + 1);
    add_gram(s, v->a, fold, half);
    add_gram(s, v->b, fold, half);
    add_difference(s, v->a, v->b, fold, half);
}

static float vote(double score)
{
    return score > 0 ? 1 : score < 0 ? 0 : 0.5f;
}

enum aug_status au_apart_votes(const struct au_apart *a, const struct au_apart *b, float *votes_a, float *votes_b,
                               struct aug_error *err)
{
    const struct versions v = {a, b};
    struct system s = {0};
    const enum aug_status status = make_system(&s, a->size, 1, err);
    for (int f = 0; status == AUG_OK && f < AU_FOLDS; f++) {
        solve(&v, f, 1, build_versions, &s);
        for (size_t i = 0; i < a->count; i++) {
            if (a->fold[i] != f) continue;
            votes_a[i] = vote(score(a, i, s.b));
            if (votes_b) votes_b[i] = vote(score(b, i, s.b));
        }
    }
    release_system(&s);
    return status;
}

struct labelled {
    const struct au_apart *arm;
    const uint32_t *label;
    size_t classes;
};

static void build_classes(const void *context, int fold, struct system *s)
{
    const struct labelled *l = context;
    const double weight = 1 / (double)(rows_without(l->arm, fold) + 1), base = 1 / (double)l->classes;
    add_gram(s, l->arm, fold, weight);
    for (size_t k = 0; k < l->classes; k++) {
        double *b = s->b + k * s->size;
        for (int f = 0; f < AU_FOLDS; f++)
            for (size_t i = 0; f != fold && i < s->size; i++) b[i] -= base * weight * l->arm->sum[f][i];
    }
    for (size_t row = 0; row < l->arm->count; row++) {
        if (l->arm->fold[row] == fold) continue;
        double *b = s->b + l->label[row] * s->size;
        for (size_t i = 0; i < s->size; i++) b[i] += weight * (double)l->arm->z[row * s->size + i];
    }
}

enum aug_status au_apart_classes(const struct au_apart *arm, const uint32_t *label, size_t classes, uint32_t *read,
                                 struct aug_error *err)
{
    const struct labelled l = {arm, label, classes};
    struct system s = {0};
    const enum aug_status status = make_system(&s, arm->size, classes, err);
    for (int f = 0; status == AUG_OK && f < AU_FOLDS; f++) {
        solve(&l, f, classes, build_classes, &s);
        for (size_t i = 0; i < arm->count; i++) {
            if (arm->fold[i] != f) continue;
            double best = score(arm, i, s.b);
            read[i] = 0;
            for (uint32_t k = 1; k < classes; k++) {
                const double other = score(arm, i, s.b + k * s.size);
                if (other > best) best = other, read[i] = k;
            }
        }
    }
    release_system(&s);
    return status;
}
