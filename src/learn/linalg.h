/* SPDX-License-Identifier: Apache-2.0
 * linalg.h - the few matrix operations that the learners need, on OpenBLAS, one thread each.
 *
 * Matrices are row-major floats (doubles where said), leading dimension = columns. Every call runs on the calling thread:
 * results do not depend on how many threads the audit uses. au_linalg_start is called once before any other.
 */
#ifndef AU_LINALG_H
#define AU_LINALG_H

#include <stdbool.h>
#include <stddef.h>

#include <augaudit/error.h>

/* Sets OpenBLAS to one thread a call (its serial flavour is not safe to call from several threads; the pthread flavour is). */
void au_linalg_start(void);
/* Name of faster kernels that this processor could run and OpenBLAS has overlooked; NULL: none. */
const char *au_linalg_overlooked(void);
/* "OpenBLAS 0.3.21 ..." */
const char *au_linalg_version(void);

/* c (rows x columns) = a (rows x inner) * b (inner x columns); added to c when `add`. */
void au_multiply(const float *a, const float *b, float *c, size_t rows, size_t inner, size_t columns, bool add);
/* c (rows x columns) = a (rows x inner) * the first `columns` columns of b, whose rows are b_stride apart. */
void au_multiply_columns(const float *a, const float *b, size_t b_stride, float *c, size_t rows, size_t inner,
                         size_t columns);
/* c (rows x columns) = a (rows x inner) * b^T, b being columns x inner. */
void au_multiply_transposed(const float *a, const float *b, float *c, size_t rows, size_t inner, size_t columns);
/* Upper triangle of gram (size x size) = z^T z, added to it when `add`; z is rows x size. */
void au_gram_columns(const float *z, float *gram, size_t rows, size_t size, bool add);
/* c (size x columns) += z^T t. */
void au_cross_add(const float *z, const float *t, float *c, size_t rows, size_t size, size_t columns);

/* Solves (a + ridge I) x = b for a symmetric positive definite `a` (size x size doubles, upper triangle read, destroyed) and b (size x columns
 * doubles, column-major: column j starts at b + j * size), overwriting b. False when the matrix is not positive definite. */
bool au_solve_ridge(double *a, double *b, size_t size, size_t columns, double ridge);

/* The same in floats. */
bool au_solve_ridge_f32(float *a, float *b, size_t size, size_t columns, double ridge);

/* Lower factor L of a symmetric positive definite matrix, a = L L^T (size x size floats; the lower triangle is read and overwritten, the upper is
 * left alone). False when the matrix is not positive definite; `a` is spoilt then. */
bool au_factor(float *a, size_t size);
/* b (rows x size) := b L^-T */
void au_factor_divide(const float *l, float *b, size_t rows, size_t size);
/* b (size x columns) := L^-1 b, or L^-T b when `transposed`. */
void au_factor_solve(const float *l, float *b, size_t size, size_t columns, bool transposed);
/* Lower triangle of c (rows x rows) = sign * z z^T, added to c when `add`; z is rows x inner. */
void au_gram_rows(const float *z, float *c, size_t rows, size_t inner, float sign, bool add);
/* c (rows x columns) -= a b, or a^T b when `transposed` (then a is inner x rows, else rows x inner); b is inner x columns. */
void au_subtract_product(const float *a, const float *b, float *c, size_t rows, size_t inner, size_t columns,
                         bool transposed);

/* Eigenvectors of a symmetric matrix (size x size doubles, destroyed: row k becomes the unit eigenvector of the k-th largest value).
 * values: size doubles, falling. Signs are fixed: the largest component of each vector is positive. Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_eigen(double *a, double *values, size_t size, struct aug_error *err);

#endif
