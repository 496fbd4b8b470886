/* SPDX-License-Identifier: Apache-2.0
 * ridge.h - ridge regression on random Fourier features, cross-fitted from Gram matrices of parts.
 *
 * The rows are dealt into folds (clusters whole) and each fold into two halves; the Gram matrix of every (fold, half) part is kept,
 * so that training on any union of parts, of clean and of transformed images, is a sum and one solve. Targets are one-hot minus 1/K.
 * Fourier features are made block by block and never stored: memory is that of the Gram matrices. Systems are solved in floats: the
 * Gram matrices are sums of floats, and a factorisation in doubles would only solve their rounding more exactly (docs/methods.md).
 * Thread-safety: distinct grams and scratches in distinct threads; everything const is shared.
 */
#ifndef AU_RIDGE_H
#define AU_RIDGE_H

#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>

#include "embed.h"

#define AU_FOLDS 5
#define AU_PARTS (2 * AU_FOLDS)

struct au_parts { /* which rows stand in which part */
    size_t count;
    uint32_t *order;            /* row numbers, grouped by part */
    size_t start[AU_PARTS + 1]; /* part p: order[start[p]] .. order[start[p + 1] - 1]; p = 2 * fold + half */
};
/* `part`: count values 0 .. AU_PARTS-1. */
AUG_CHECKED enum aug_status au_parts_make(const uint8_t *part, size_t count, struct au_parts *out,
                                          struct aug_error *err);
void au_parts_release(struct au_parts *parts);

struct au_gram {
    size_t size, classes;
    float *a[AU_PARTS];   /* upper triangle, packed: row i has its size - i values from the diagonal on */
    float *half[2];       /* sums of the parts of each half, likewise: leaving a fold out is a subtraction */
    float *b[AU_PARTS];   /* size x classes */
    float *sum[AU_PARTS]; /* size */
    size_t rows[AU_PARTS];
};
AUG_CHECKED enum aug_status au_gram_make(size_t size, size_t classes, struct au_gram *out, struct aug_error *err);
/* Forgets all rows. */
void au_gram_clear(struct au_gram *gram);
void au_gram_release(struct au_gram *gram);

struct au_learn_scratch { /* for one thread */
    size_t size, components, columns;
    float *gathered, *z, *targets, *scores, *a, *b;
    float *gram;  /* size x size: of one part, before it is packed */
    double *sums; /* of the right-hand sides: exact, so that equal classes tie */
};
/* For bases of up to `size` Fourier features and `components`, and up to `columns` columns of all learners that read at once. */
AUG_CHECKED enum aug_status au_learn_scratch_make(size_t size, size_t components, size_t columns,
                                                  struct au_learn_scratch *out, struct aug_error *err);
void au_learn_scratch_release(struct au_learn_scratch *scratch);

/* Adds all rows of one arm. projected: count x basis->count; label: count class numbers; weight: how often each row counts, NULL: once (their sum must be the number of rows). May be called again for more draws. */
void au_gram_add_arm(struct au_gram *gram, const struct au_basis *basis, const float *projected, const uint32_t *label,
                     const float *weight, const struct au_parts *parts, struct au_learn_scratch *scratch);

struct au_columns { /* the weights of one learner among those of several that read together */
    float *first;   /* of row 0 */
    size_t stride;  /* from row to row */
};

/* Weights (size x classes) of the ridge with penalty lambda * rows on the union of `grams` (1 .. 4) without fold `fold` (-1: with all).
 * A matrix that rounding has made indefinite gets ten times the penalty until it can be solved. */
void au_ridge_fit(const struct au_gram *const *grams, size_t gram_count, int fold, double lambda,
                  struct au_columns weights, struct au_learn_scratch *scratch);

/* Weights (size x 1) of a two-sample classifier without fold `fold`: clean rows of half 0 against transformed rows of half 1,
 * targets -1 and +1, so that no image stands on both sides (methods.md F15). */
void au_two_sample_fit(const struct au_gram *clean, const struct au_gram *transformed, int fold, double lambda,
                       struct au_columns weights, struct au_learn_scratch *scratch);

struct au_opinion { /* what one learner says */
    float *scores;  /* count x columns, row of the whole set; NULL: not wanted */
    size_t columns;
};

struct au_readers { /* learners that read together: their columns follow each other in the order of the readings */
    const float *weights; /* size rows, `stride` apart */
    size_t stride;
    const struct au_opinion *readings;
    size_t count;
};

/* Scores of the rows of fold `fold` (-1: all) by several learners at once: the Fourier features, which cost most, are made once for all of them.
 * Equal images get equal scores only under readers of equally many columns: the order of a product's sums may depend on that. */
void au_ridge_read(const struct au_basis *basis, const float *projected, const struct au_parts *parts, int fold,
                   const struct au_readers *readers, struct au_learn_scratch *scratch);
/* One learner alone: weights are size x columns. */
void au_ridge_score(const struct au_basis *basis, const float *projected, const struct au_parts *parts, int fold,
                    const float *weights, size_t columns, float *scores, struct au_learn_scratch *scratch);

#endif
