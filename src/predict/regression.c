/* SPDX-License-Identifier: Apache-2.0
 * regression.c - two folds, one clean half for all transforms, and a Schur complement for each. */
#include "regression.h"

#include <string.h>

#include "core/memory.h"
#include "core/workers.h"
#include "kernel/kernel.h"
#include "learn/linalg.h"

#define TRIES 5 /* each with ten times the ridge, where rounding has made a matrix indefinite */

static size_t row_count(const struct au_regression *r)
{
    return r->rows[0] + r->rows[1];
}

static const float *fold_rows(const struct au_regression *r, int fold)
{
    return r->z + (fold ? r->rows[0] * r->features : 0);
}

static float *fold_values(const struct au_regression *r, float *values, int fold)
{
    return values + (fold ? r->rows[0] * r->classes : 0);
}

/* Kernel of a set of rows with itself, lower triangle and diagonal. */
static void kernel_within(const float *z, size_t rows, size_t features, float *out)
{
    au_gram_rows(z, out, rows, features, 1, false);
    for (size_t i = 0; i < rows; i++) au_kernels()->arc_cosine_f32(out + i * rows, i + 1);
}

static void kernel_between(const float *a, size_t rows, const float *b, size_t columns, size_t features, float *out)
{
    au_multiply_transposed(a, b, out, rows, features, columns);
    au_kernels()->arc_cosine_f32(out, rows * columns);
}

static void add_ridge(float *matrix, size_t size, double ridge)
{
    for (size_t i = 0; i < size; i++) matrix[i * size + i] += (float)ridge;
}

static void factor_fold(const struct au_regression *r, int fold, double ridge)
{
    const size_t size = r->rows[fold];
    for (int i = 0; i < TRIES; i++, ridge *= 10) {
        memcpy(r->factor[fold], r->within[fold], size * size * sizeof(float));
        add_ridge(r->factor[fold], size, ridge);
        if (au_factor(r->factor[fold], size)) return;
    }
}

/* ---- the clean learner ---- */

static enum aug_status make_kernel(void *context, size_t i, int worker, struct aug_error *err)
{
    const struct au_regression *r = context;
    const int fold = (int)(i % 2);
    (void)worker;
    (void)err;
    if (i < 2) kernel_within(fold_rows(r, fold), r->rows[fold], r->features, r->within[fold]);
    else
        kernel_between(fold_rows(r, fold), r->rows[fold], fold_rows(r, !fold), r->rows[!fold], r->features,
                       r->across[fold]);
    return AUG_OK;
}

static enum aug_status read_clean(void *context, size_t i, int worker, struct aug_error *err)
{
    const struct au_regression *r = context;
    const int fold = (int)i;
    const size_t size = r->rows[fold], classes = r->classes;
    float *solution = au_alloc(size * classes, sizeof *solution);
    (void)worker;
    if (!solution) return au_no_memory(err, "the clean learner");
    factor_fold(r, fold, AU_RIDGE_LAMBDA);
    memcpy(solution, fold_values(r, r->targets, fold), size * classes * sizeof *solution);
    au_factor_solve(r->factor[fold], solution, size, classes, false);
    au_factor_solve(r->factor[fold], solution, size, classes, true);
    au_multiply(r->across[!fold], solution, fold_values(r, r->scores, !fold), r->rows[!fold], size, classes, false);
    au_free(solution);
    return AUG_OK;
}

static enum aug_status make_room(struct au_regression *r, struct aug_error *err)
{
    bool complete = true;
    for (int f = 0; f < 2; f++) {
        complete = (r->within[f] = au_alloc(r->rows[f] * r->rows[f], sizeof(float))) && complete;
        complete = (r->factor[f] = au_alloc(r->rows[f] * r->rows[f], sizeof(float))) && complete;
        complete = (r->across[f] = au_alloc(r->rows[0] * r->rows[1], sizeof(float))) && complete;
    }
    complete = (r->targets = au_alloc(row_count(r) * r->classes, sizeof(float))) && complete;
    complete = (r->scores = au_alloc(row_count(r) * r->classes, sizeof(float))) && complete;
    return complete ? AUG_OK : au_no_memory(err, "the kernel of clean images");
}

enum aug_status au_regression_make(const float *z, const size_t rows[2], size_t features, const uint32_t *label,
                                   size_t classes, int threads, struct au_regression *out, struct aug_error *err)
{
    struct au_regression r = {
        .z = z, .rows = {rows[0], rows[1]}, .features = features, .classes = classes, .probability = -1};
    enum aug_status status = make_room(&r, err);
    for (size_t i = 0; status == AUG_OK && i < row_count(&r); i++)
        for (size_t k = 0; k < classes; k++) r.targets[i * classes + k] = k == label[i] ? 1 : -1;
    if (status == AUG_OK) status = au_workers_run(threads, 4, make_kernel, &r, err);
    if (status == AUG_OK) status = au_workers_run(threads, 2, read_clean, &r, err);
    if (status == AUG_OK) *out = r;
    else au_regression_release(&r);
    return status;
}

void au_regression_release(struct au_regression *r)
{
    for (int f = 0; f < 2; f++) {
        au_free(r->within[f]);
        au_free(r->across[f]);
        au_free(r->factor[f]);
    }
    au_free(r->targets);
    au_free(r->scores);
    *r = (struct au_regression){0};
}

/* ---- mixtures ---- */

static enum aug_status prepare_fold(void *context, size_t i, int worker, struct aug_error *err)
{
    const struct au_regression *r = context;
    (void)worker;
    (void)err;
    if (r->probability < 1) factor_fold(r, (int)i, AU_RIDGE_LAMBDA / (1 - r->probability));
    return AUG_OK;
}

enum aug_status au_regression_prepare(struct au_regression *r, double p, int threads, struct aug_error *err)
{
    if (r->probability == p) return AUG_OK;
    r->probability = p;
    return au_workers_run(threads, 2, prepare_fold, r, err);
}

enum aug_status au_mix_bench_make(const struct au_regression *r, size_t draws, struct au_mix_bench *out,
                                  struct aug_error *err)
{
    const size_t most = r->rows[0] > r->rows[1] ? r->rows[0] : r->rows[1], rows = draws * most;
    struct au_mix_bench bench = {
        .cross = au_alloc(rows * most, sizeof(float)),
        .own = au_alloc(rows * rows, sizeof(float)),
        .solution = au_alloc((rows + most) * r->classes, sizeof(float)),
        .draws = draws,
    };
    if (!bench.cross || !bench.own || !bench.solution) {
        au_mix_bench_release(&bench);
        return au_no_memory(err, "the kernel of transformed images");
    }
    *out = bench;
    return AUG_OK;
}

size_t au_mix_bench_bytes(const struct au_regression *r, size_t draws)
{
    const size_t most = r->rows[0] > r->rows[1] ? r->rows[0] : r->rows[1];
    return (1 + draws) * most * (draws * most + r->classes) * sizeof(float);
}

void au_mix_bench_release(struct au_mix_bench *bench)
{
    au_free(bench->cross);
    au_free(bench->own);
    au_free(bench->solution);
    *bench = (struct au_mix_bench){0};
}

/* The factor of the transformed rows' half, in bench->own: of what the clean half does not explain. cross becomes cross L^-T. */
static void factor_transformed(const struct au_regression *r, const float *transformed, size_t rows, size_t draws,
                               int fold, struct au_mix_bench *bench)
{
    const bool has_clean = r->probability < 1;
    double ridge = AU_RIDGE_LAMBDA * (double)draws / r->probability;
    if (has_clean) {
        kernel_between(transformed, rows, fold_rows(r, fold), r->rows[fold], r->features, bench->cross);
        au_factor_divide(r->factor[fold], bench->cross, rows, r->rows[fold]);
    }
    for (int i = 0; i < TRIES; i++, ridge *= 10) {
        kernel_within(transformed, rows, r->features, bench->own);
        add_ridge(bench->own, rows, ridge);
        if (has_clean) au_gram_rows(bench->cross, bench->own, rows, r->rows[fold], -1, true);
        if (au_factor(bench->own, rows)) return;
    }
}

/* Weights of the clean rows, then of the transformed ones, in bench->solution. */
static void solve(const struct au_regression *r, size_t rows, size_t draws, int fold, struct au_mix_bench *bench)
{
    const bool has_clean = r->probability < 1;
    const size_t clean = has_clean ? r->rows[fold] : 0, classes = r->classes, block = r->rows[fold] * classes;
    float *first = bench->solution, *second = first + clean * classes;
    const float *targets = fold_values(r, r->targets, fold);
    for (size_t d = 0; d < draws; d++) memcpy(second + d * block, targets, block * sizeof *second);
    if (has_clean) {
        memcpy(first, targets, block * sizeof *first);
        au_factor_solve(r->factor[fold], first, clean, classes, false);
        au_subtract_product(bench->cross, first, second, rows, clean, classes, false);
    }
    au_factor_solve(bench->own, second, rows, classes, false);
    au_factor_solve(bench->own, second, rows, classes, true);
    if (!has_clean) return;
    au_subtract_product(bench->cross, second, first, clean, rows, classes, true);
    au_factor_solve(r->factor[fold], first, clean, classes, true);
}

void au_regression_mix(const struct au_regression *r, const float *const transformed[2], size_t draws,
                       struct au_mix_bench *bench, float *scores)
{
    for (int fold = 0; fold < 2; fold++) { /* cross serves twice: what it held is in the solution by then */
        const bool has_clean = r->probability < 1;
        const size_t rows = draws * r->rows[fold], others = r->rows[!fold], classes = r->classes;
        float *out = fold_values(r, scores, !fold);
        const float *second = bench->solution + (has_clean ? r->rows[fold] * classes : 0);
        factor_transformed(r, transformed[fold], rows, draws, fold, bench);
        solve(r, rows, draws, fold, bench);
        kernel_between(fold_rows(r, !fold), others, transformed[fold], rows, r->features, bench->cross);
        au_multiply(bench->cross, second, out, others, rows, classes, false);
        if (has_clean) au_multiply(r->across[!fold], bench->solution, out, others, r->rows[fold], classes, true);
    }
}
