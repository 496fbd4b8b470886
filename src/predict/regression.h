/* SPDX-License-Identifier: Apache-2.0
 * regression.h - kernel ridge regression on clean images, and on clean images with transformed ones mixed in, read on the other fold.
 *
 * Rows are features of unit length (patches.h), ordered by fold; two folds. Targets are +1 for the row's class and -1. A row of weight w gets the
 * ridge lambda / w on the diagonal: lambda = .05 for the clean learner, lambda / (1 - p) for clean and lambda * draws / p for transformed rows of
 * a mixture, so that training with the identity is training on clean images. The clean half of the matrix is factored once for all
 * transforms; a transform then costs two kernel blocks and the factor of its own half (block Cholesky).
 * After au_regression_prepare the struct is constant for any number of threads, each with its own bench.
 */
#ifndef AU_REGRESSION_H
#define AU_REGRESSION_H

#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>

#define AU_RIDGE_LAMBDA .05

struct au_regression { /* {0} is empty */
    size_t features, classes;
    size_t rows[2];     /* of each fold */
    const float *z;     /* clean rows, fold 0 then fold 1; borrowed */
    float *targets;     /* all rows x classes */
    float *within[2];   /* clean kernel of a fold with itself, lower triangle */
    float *across[2];   /* across[b]: rows of fold b, columns of the other */
    float *factor[2];   /* of within + ridge, see prepare */
    double probability; /* that the factors are for; -1: none yet */
    float *scores;      /* of the clean learner, held out: all rows x classes */
};

/* Kernels and the clean learner. label: class of each row. Fails: AUG_NO_MEMORY, AUG_CANCELLED never. */
AUG_CHECKED enum aug_status au_regression_make(const float *z, const size_t rows[2], size_t features,
                                               const uint32_t *label, size_t classes, int threads,
                                               struct au_regression *out, struct aug_error *err);
void au_regression_release(struct au_regression *regression);

/* Factors the clean half for mixtures with probability p in (0, 1]. */
AUG_CHECKED enum aug_status au_regression_prepare(struct au_regression *regression, double p, int threads,
                                                  struct aug_error *err);

struct au_mix_bench { /* for one thread */
    float *cross, *own, *solution;
    size_t draws;
};
AUG_CHECKED enum aug_status au_mix_bench_make(const struct au_regression *regression, size_t draws,
                                              struct au_mix_bench *out, struct aug_error *err);
/* Memory that it takes. */
size_t au_mix_bench_bytes(const struct au_regression *regression, size_t draws);
void au_mix_bench_release(struct au_mix_bench *bench);

/* scores (all rows x classes) of the clean rows by learners of clean and transformed rows that saw neither them nor their transformed twins.
 * transformed[f]: draws * rows[f] rows of fold f, draw after draw; draws at most the bench's. */
void au_regression_mix(const struct au_regression *regression, const float *const transformed[2], size_t draws,
                       struct au_mix_bench *bench, float *scores);

#endif
