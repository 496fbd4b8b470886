/* SPDX-License-Identifier: Apache-2.0
 * bayes.c - eigenvalues once, then every ratio of noise to weights costs a sum. */
#include "bayes.h"

#include <math.h>

#include "core/memory.h"
#include "linalg.h"

#define RATIOS 37 /* 1e-6 .. 1e3 times the mean eigenvalue, four a decade */

struct work {
    float *targets, *gram, *cross;
    double *a, *values, *explained; /* explained[i]: |v_i^T Z^T Y|^2 */
};

static void release(struct work *w)
{
    au_free(w->targets);
    au_free(w->gram);
    au_free(w->cross);
    au_free(w->a);
    au_free(w->values);
    au_free(w->explained);
}

static double centred_targets(const uint32_t *label, size_t rows, size_t classes, float *targets)
{
    double squares = 0;
    for (size_t k = 0; k < classes; k++) {
        double share = 0;
        for (size_t i = 0; i < rows; i++) share += label[i] == k ? 1 / (double)rows : 0;
        for (size_t i = 0; i < rows; i++) targets[i * classes + k] = (float)((label[i] == k) - share);
        squares += (double)rows * share * (1 - share);
    }
    return squares;
}

static void explain(struct work *w, size_t size, size_t classes)
{
    for (size_t i = 0; i < size; i++) {
        const double *vector = w->a + i * size;
        w->explained[i] = 0;
        for (size_t k = 0; k < classes; k++) {
            double dot = 0;
            for (size_t j = 0; j < size; j++) dot += vector[j] * (double)w->cross[j * classes + k];
            w->explained[i] += dot * dot;
        }
    }
}

static double at_ratio(const struct work *w, size_t size, double ratio, double squares, double n, double classes)
{
    double log_volume = 0, q = squares;
    for (size_t i = 0; i < size; i++) {
        const double value = fmax(0, w->values[i]);
        log_volume += log1p(value / ratio);
        q -= w->explained[i] / (value + ratio);
    }
    const double noise = fmax(q, 1e-9 * squares) / (classes * n);
    return -0.5 * (classes * (log_volume + n * log(noise)) + q / noise + classes * n * log(2 * 3.14159265358979323846));
}

static double best(const struct work *w, size_t size, double squares, double n, double classes)
{
    double mean = 0, top = -INFINITY;
    for (size_t i = 0; i < size; i++) mean += fmax(0, w->values[i]) / (double)size;
    for (int i = 0; i < RATIOS; i++)
        top = fmax(top, at_ratio(w, size, (mean + 1e-12) * pow(10, -6 + i / 4.), squares, n, classes));
    return top;
}

static enum aug_status find(struct work *w, const float *z, size_t rows, size_t size, const uint32_t *label,
                            size_t classes, double *per_row, struct aug_error *err)
{
    const double squares = centred_targets(label, rows, classes, w->targets);
    au_gram_columns(z, w->gram, rows, size, true);
    au_cross_add(z, w->targets, w->cross, rows, size, classes);
    for (size_t i = 0; i < size; i++)
        for (size_t j = i; j < size; j++) w->a[i * size + j] = w->a[j * size + i] = (double)w->gram[i * size + j];
    AUG_TRY(au_eigen(w->a, w->values, size, err));
    explain(w, size, classes);
    *per_row = best(w, size, squares, (double)rows, (double)classes) / (double)rows;
    return AUG_OK;
}

enum aug_status au_log_evidence(const float *z, size_t rows, size_t size, const uint32_t *label, size_t classes,
                                double *per_row, struct aug_error *err)
{
    struct work w = {.targets = au_alloc(rows * classes, sizeof(float)),
                     .gram = au_alloc(size * size, sizeof(float)),
                     .cross = au_alloc(size * classes, sizeof(float)),
                     .a = au_alloc(size * size, sizeof(double)),
                     .values = au_alloc(size, sizeof(double)),
                     .explained = au_alloc(size, sizeof(double))};
    const bool complete = w.targets && w.gram && w.cross && w.a && w.values && w.explained;
    const enum aug_status status = complete ? find(&w, z, rows, size, label, classes, per_row, err)
                                            : au_no_memory(err, "the evidence of a dose");
    release(&w);
    return status;
}
