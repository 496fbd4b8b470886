/* SPDX-License-Identifier: Apache-2.0
 * bench_learn.c - what the learners reach beside OpenBLAS alone: the same number of multiply-adds, turn by turn in one run, on 1 and on 2 threads.
 *
 * bench_learn [ROUNDS]: default 7; the best round of each counts, in processor time of the thread. "alone" are the products that a task consists of,
 * called on matrices that lie ready; a task also gathers rows, takes cosines, looks for the nearest and packs. Printed, never judged. */
#include <cblas.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/memory.h"
#include "core/random.h"
#include "core/workers.h"
#include "learn/embed.h"
#include "learn/linalg.h"
#include "learn/neighbours.h"
#include "learn/ridge.h"
#include "predict/regression.h"

enum { ROWS = 4000, COMPONENTS = 128, FOURIER = 1500, CLASSES = 10, REFERENCES = 700, BLOCK = 512, PATCHES = 1600 };

struct stage { /* of one thread */
    float *projected, *scores, *weights, *z, *gram, *out, *unit, *distance;
    uint32_t *label, *rows, *cluster;
    struct au_basis basis;
    struct au_parts parts;
    struct au_gram grams;
    struct au_learn_scratch scratch;
    struct au_regression regression;
    struct au_mix_bench mix;
};

static void check(enum aug_status status, const struct aug_error *err)
{
    if (status == AUG_OK) return;
    fprintf(stderr, "bench_learn: %s\n", err->message);
    exit(1);
}

static float *randoms(size_t count, uint64_t stream, float spread)
{
    float *values = au_alloc(count, sizeof *values);
    struct au_rng rng;
    au_rng_start(&rng, 1, stream);
    for (size_t i = 0; values && i < count; i++) values[i] = spread * (float)au_rng_normal(&rng);
    return values;
}

/* ---- tasks, and what BLAS needs for the same multiply-adds ---- */

static void gram(struct stage *s)
{
    au_gram_add_arm(&s->grams, &s->basis, s->projected, s->label, NULL, &s->parts, &s->scratch);
}

static void gram_alone(struct stage *s)
{
    for (int at = 0; at < ROWS; at += BLOCK) {
        const int some = ROWS - at < BLOCK ? ROWS - at : BLOCK;
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, some, FOURIER, COMPONENTS, 1, s->projected, COMPONENTS,
                    s->basis.weights, FOURIER, 0, s->z, FOURIER);
        cblas_ssyrk(CblasRowMajor, CblasUpper, CblasTrans, FOURIER, some, 1, s->z, FOURIER, 1, s->gram, FOURIER);
        cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, FOURIER, CLASSES, some, 1, s->z, FOURIER, s->scores,
                    CLASSES, 0, s->out, CLASSES);
    }
}

static void fit(struct stage *s)
{
    const struct au_gram *const grams[1] = {&s->grams};
    au_ridge_fit(grams, 1, 0, 1e-4, s->weights, &s->scratch);
}

void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info);

static void fit_alone(struct stage *s)
{
    const int n = FOURIER;
    int info;
    memset(s->scratch.a, 0, (size_t)n * (size_t)n * sizeof(double));
    for (int i = 0; i < n; i++) s->scratch.a[i * n + i] = 2;
    dpotrf_("L", &n, s->scratch.a, &n, &info);
}

static void score(struct stage *s)
{
    au_ridge_score(&s->basis, s->projected, &s->parts, -1, s->weights, CLASSES, s->scores, &s->scratch);
}

static void score_alone(struct stage *s)
{
    for (int at = 0; at < ROWS; at += BLOCK) {
        const int some = ROWS - at < BLOCK ? ROWS - at : BLOCK;
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, some, FOURIER, COMPONENTS, 1, s->projected, COMPONENTS,
                    s->basis.weights, FOURIER, 0, s->z, FOURIER);
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, some, CLASSES, FOURIER, 1, s->z, FOURIER, s->weights,
                    CLASSES, 0, s->out, CLASSES);
    }
}

static void neighbours(struct stage *s)
{
    struct aug_error err;
    const struct au_points queries = {s->projected, s->rows, ROWS, COMPONENTS, s->cluster},
                           references = {s->projected, s->rows, REFERENCES, COMPONENTS, s->cluster};
    check(au_kth_distance(&queries, &references, 10, s->distance, NULL, &err), &err);
}

static void nearest(struct stage *s)
{
    struct aug_error err;
    const struct au_points queries = {s->projected, s->rows, ROWS, COMPONENTS, s->cluster},
                           references = {s->projected, s->rows, REFERENCES, COMPONENTS, s->cluster};
    check(au_nearest_by_label(&queries, &references, s->label, s->cluster, s->distance, s->distance + ROWS, &err),
          &err);
}

static void neighbours_alone(struct stage *s)
{
    for (int at = 0; at < ROWS; at += 256) {
        const int some = ROWS - at < 256 ? ROWS - at : 256;
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, some, REFERENCES, COMPONENTS, 1,
                    s->projected + at * COMPONENTS, COMPONENTS, s->projected, COMPONENTS, 0, s->z, REFERENCES);
    }
}

static void mix(struct stage *s)
{
    const float *const folds[2] = {s->unit, s->unit + s->regression.rows[0] * PATCHES};
    au_regression_mix(&s->regression, folds, 1, &s->mix, s->scores);
}

/* Of each fold: two kernels between, one within, a division and a factor. */
static void mix_alone(struct stage *s)
{
    const int n = (int)s->regression.rows[0];
    int info;
    for (int fold = 0; fold < 2; fold++) {
        for (int i = 0; i < 2; i++)
            cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, n, n, PATCHES, 1, s->unit, PATCHES, s->unit, PATCHES,
                        0, s->mix.cross, n);
        cblas_ssyrk(CblasRowMajor, CblasLower, CblasNoTrans, n, PATCHES, 1, s->unit, PATCHES, 0, s->mix.own, n);
        cblas_strsm(CblasRowMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, n, n, 1, s->regression.factor[0],
                    n, s->mix.cross, n);
        cblas_ssyrk(CblasRowMajor, CblasLower, CblasNoTrans, n, n, -1, s->mix.cross, n, 0, s->mix.own, n);
        for (int i = 0; i < n; i++) s->mix.own[i * n + i] = 1e9f;
        void spotrf_(const char *uplo, const int *size, float *a, const int *lda, int *failed);
        spotrf_("U", &n, s->mix.own, &n, &info);
    }
}

static const struct task {
    const char *name;
    void (*whole)(struct stage *stage), (*alone)(struct stage *stage);
} tasks[] = {
    {"ridge: Gram matrices of 4,000 rows", gram, gram_alone},
    {"ridge: one fit of 1,500 weights", fit, fit_alone},
    {"ridge: scores of 4,000 rows", score, score_alone},
    {"10th neighbour of 4,000 in 700", neighbours, neighbours_alone},
    {"nearest of two labels, 4,000 in 700", nearest, neighbours_alone},
    {"prediction: one mixture of 4,000", mix, mix_alone},
};
#define TASKS (sizeof tasks / sizeof *tasks)

/* ---- turn by turn ---- */

static double cpu_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static double seconds(void (*run)(struct stage *stage), struct stage *s)
{
    const double start = cpu_s();
    run(s);
    return cpu_s() - start;
}

static void open_stage(struct stage *s)
{
    struct aug_error err;
    uint8_t part[ROWS];
    s->projected = randoms((size_t)ROWS * COMPONENTS, 1, .1f);
    s->scores = randoms((size_t)ROWS * CLASSES, 2, 1);
    s->weights = randoms((size_t)FOURIER * CLASSES, 3, 1);
    s->unit = randoms((size_t)ROWS * PATCHES, 4, 1.f / 40);
    s->z = randoms((size_t)BLOCK * FOURIER, 5, .03f);
    s->gram = au_alloc((size_t)FOURIER * FOURIER, sizeof *s->gram);
    s->out = au_alloc((size_t)FOURIER * CLASSES, sizeof *s->out);
    s->distance = au_alloc(2 * ROWS, sizeof *s->distance);
    s->label = au_alloc(ROWS, sizeof *s->label);
    s->rows = au_alloc(ROWS, sizeof *s->rows);
    s->cluster = au_alloc(ROWS, sizeof *s->cluster);
    for (uint32_t i = 0; i < ROWS; i++) {
        part[i] = (uint8_t)(i % AU_PARTS);
        s->label[i] = i % CLASSES;
        s->rows[i] = s->cluster[i] = i;
    }
    check(au_basis_make(s->projected, ROWS, COMPONENTS, COMPONENTS, FOURIER, 1, &s->basis, &err), &err);
    check(au_parts_make(part, ROWS, &s->parts, &err), &err);
    check(au_gram_make(FOURIER, CLASSES, &s->grams, &err), &err);
    check(au_learn_scratch_make(FOURIER, COMPONENTS, CLASSES, &s->scratch, &err), &err);
    check(au_regression_make(s->unit, (const size_t[2]){ROWS / 2, ROWS / 2}, PATCHES, s->label, CLASSES, 1,
                             &s->regression, &err),
          &err);
    check(au_regression_prepare(&s->regression, .5, 1, &err), &err);
    check(au_mix_bench_make(&s->regression, 1, &s->mix, &err), &err);
}

struct bench {
    struct stage *stages;
    int rounds;
    double best[TASKS][2]; /* of worker 0: the whole task, BLAS alone */
};

static enum aug_status measure(void *context, size_t index, int worker, struct aug_error *err)
{
    struct bench *b = context;
    struct stage *s = &b->stages[index];
    (void)worker, (void)err;
    for (size_t t = 0; t < TASKS; t++)
        for (int round = 0; round < b->rounds; round++)
            for (int which = 0; which < 2; which++) {
                const double took = seconds(which ? tasks[t].alone : tasks[t].whole, s);
                if (index == 0 && (round == 0 || took < b->best[t][which])) b->best[t][which] = took;
            }
    return AUG_OK;
}

int main(int argc, char **argv)
{
    struct stage stages[2] = {0};
    struct aug_error err;
    au_linalg_start();
    for (int i = 0; i < 2; i++) open_stage(&stages[i]);
    printf("%s, %s kernels\n%-40s %8s %12s %12s %8s\n", au_linalg_version(), openblas_get_corename(), "task", "threads",
           "task ms", "BLAS ms", "share");
    for (int threads = 1; threads <= 2; threads++) {
        struct bench b = {stages, argc > 1 ? (int)strtol(argv[1], NULL, 10) : 7, {{0}}};
        check(au_workers_run(threads, (size_t)threads, measure, &b, &err), &err);
        for (size_t t = 0; t < TASKS; t++)
            printf("%-40s %8d %12.1f %12.1f %7.0f%%\n", tasks[t].name, threads, 1e3 * b.best[t][0], 1e3 * b.best[t][1],
                   100 * b.best[t][1] / b.best[t][0]);
    }
    return 0;
}
