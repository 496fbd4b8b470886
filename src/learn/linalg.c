/* SPDX-License-Identifier: Apache-2.0
 * linalg.c - OpenBLAS behind the names that the learners use. */
#include "linalg.h"

#include <cblas.h>
#include <math.h>
#include <string.h>

#include "core/cpu.h"
#include "core/memory.h"

/* LAPACK, as OpenBLAS exports it (column-major, everything by address). */
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info);
void dpotrs_(const char *uplo, const int *n, const int *nrhs, const double *a, const int *lda, double *b,
             const int *ldb, int *info);
void spotrf_(const char *uplo, const int *n, float *a, const int *lda, int *info);
void spotrs_(const char *uplo, const int *n, const int *nrhs, const float *a, const int *lda, float *b, const int *ldb,
             int *info);
void dsyevd_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w, double *work,
             const int *lwork, int *iwork, const int *liwork, int *info);

void au_linalg_start(void)
{
    openblas_set_num_threads(1);
}

const char *au_linalg_overlooked(void)
{
    static const char *const lesser[] = {"Haswell", "Zen", "Sandybridge", "Nehalem", "Excavator"};
    const char *core = openblas_get_corename();
    if (!au_cpu_has_avx512()) return NULL;
    for (size_t i = 0; i < sizeof lesser / sizeof *lesser; i++)
        if (strcmp(core, lesser[i]) == 0) return "SkylakeX";
    return NULL;
}

const char *au_linalg_version(void)
{
    return openblas_get_config();
}

void au_multiply(const float *a, const float *b, float *c, size_t rows, size_t inner, size_t columns, bool add)
{
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)rows, (int)columns, (int)inner, 1.0f, a, (int)inner, b,
                (int)columns, add ? 1.0f : 0.0f, c, (int)columns);
}

void au_multiply_columns(const float *a, const float *b, size_t b_stride, float *c, size_t rows, size_t inner,
                         size_t columns)
{
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)rows, (int)columns, (int)inner, 1.0f, a, (int)inner, b,
                (int)b_stride, 0.0f, c, (int)columns);
}

void au_multiply_transposed(const float *a, const float *b, float *c, size_t rows, size_t inner, size_t columns)
{
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)rows, (int)columns, (int)inner, 1.0f, a, (int)inner, b,
                (int)inner, 0.0f, c, (int)columns);
}

void au_gram_columns(const float *z, float *gram, size_t rows, size_t size, bool add)
{
    cblas_ssyrk(CblasRowMajor, CblasUpper, CblasTrans, (int)size, (int)rows, 1.0f, z, (int)size, add ? 1.0f : 0.0f,
                gram, (int)size);
}

void au_cross_add(const float *z, const float *t, float *c, size_t rows, size_t size, size_t columns)
{
    cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, (int)size, (int)columns, (int)rows, 1.0f, z, (int)size, t,
                (int)columns, 1.0f, c, (int)columns);
}

bool au_solve_ridge(double *a, double *b, size_t size, size_t columns, double ridge)
{
    const int n = (int)size, k = (int)columns;
    int info = 0;
    for (size_t i = 0; i < size; i++) a[i * size + i] += ridge;
    dpotrf_("L", &n, a, &n, &info); /* our upper triangle is LAPACK's lower */
    if (info != 0) return false;
    dpotrs_("L", &n, &k, a, &n, b, &n, &info);
    return info == 0;
}

bool au_solve_ridge_f32(float *a, float *b, size_t size, size_t columns, double ridge)
{
    const int n = (int)size, k = (int)columns;
    int info = 0;
    for (size_t i = 0; i < size; i++) a[i * size + i] += (float)ridge;
    spotrf_("L", &n, a, &n, &info);
    if (info != 0) return false;
    spotrs_("L", &n, &k, a, &n, b, &n, &info);
    return info == 0;
}

bool au_factor(float *a, size_t size)
{
    const int n = (int)size;
    int info = 0;
    spotrf_("U", &n, a, &n, &info); /* our lower triangle is LAPACK's upper */
    return info == 0;
}

void au_factor_divide(const float *l, float *b, size_t rows, size_t size)
{
    cblas_strsm(CblasRowMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, (int)rows, (int)size, 1.0f, l,
                (int)size, b, (int)size);
}

void au_factor_solve(const float *l, float *b, size_t size, size_t columns, bool transposed)
{
    cblas_strsm(CblasRowMajor, CblasLeft, CblasLower, transposed ? CblasTrans : CblasNoTrans, CblasNonUnit, (int)size,
                (int)columns, 1.0f, l, (int)size, b, (int)columns);
}

void au_gram_rows(const float *z, float *c, size_t rows, size_t inner, float sign, bool add)
{
    cblas_ssyrk(CblasRowMajor, CblasLower, CblasNoTrans, (int)rows, (int)inner, sign, z, (int)inner, add ? 1.0f : 0.0f,
                c, (int)rows);
}

void au_subtract_product(const float *a, const float *b, float *c, size_t rows, size_t inner, size_t columns,
                         bool transposed)
{
    cblas_sgemm(CblasRowMajor, transposed ? CblasTrans : CblasNoTrans, CblasNoTrans, (int)rows, (int)columns,
                (int)inner, -1.0f, a, (int)(transposed ? rows : inner), b, (int)columns, 1.0f, c, (int)columns);
}

static void turn(double *vectors, double *values, size_t size)
{
    for (size_t k = 0; k < size / 2; k++) {
        double *low = vectors + k * size, *high = vectors + (size - 1 - k) * size;
        for (size_t i = 0; i < size; i++) {
            const double kept = low[i];
            low[i] = high[i];
            high[i] = kept;
        }
        const double kept = values[k];
        values[k] = values[size - 1 - k];
        values[size - 1 - k] = kept;
    }
}

static void fix_sign(double *vector, size_t size)
{
    double top = 0;
    for (size_t i = 0; i < size; i++)
        if (fabs(vector[i]) > fabs(top)) top = vector[i];
    if (top >= 0) return;
    for (size_t i = 0; i < size; i++) vector[i] = -vector[i];
}

enum aug_status au_eigen(double *a, double *values, size_t size, struct aug_error *err)
{
    const int n = (int)size, work_size = 1 + 6 * n + 2 * n * n, whole_size = 3 + 5 * n;
    int info = 0;
    double *work = au_alloc((size_t)work_size, sizeof *work);
    int *whole = au_alloc((size_t)whole_size, sizeof *whole);
    if (work && whole) dsyevd_("V", "L", &n, a, &n, values, work, &work_size, whole, &whole_size, &info);
    au_free(work);
    const bool short_of_memory = !work || !whole;
    au_free(whole);
    if (short_of_memory) return au_no_memory(err, "the eigenvectors of a covariance matrix");
    if (info != 0) return aug_fail(err, AUG_BAD_INPUT, "the covariance matrix of the features has no eigenvectors");
    turn(a, values, size);
    for (size_t k = 0; k < size; k++) fix_sign(a + k * size, size);
    return AUG_OK;
}
