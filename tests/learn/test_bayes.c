/* SPDX-License-Identifier: Apache-2.0
 * test_bayes.c - the evidence by eigenvalues against the density of the labels written out. */
#include <math.h>

#include "check.h"
#include "core/random.h"
#include "learn/bayes.h"
#include "learn/linalg.h"

enum { ROWS = 24, SIZE = 5, CLASSES = 3 };
static struct aug_error err;

/* log N(y; 0, s (I + Z Z^T / r)) of all columns, by Gaussian elimination on the rows x rows covariance; s the best. */
static double written_out(double z[ROWS][SIZE], double y[ROWS][CLASSES], double ratio)
{
    double a[ROWS][ROWS], b[ROWS][CLASSES], log_det = 0, q = 0;
    for (int i = 0; i < ROWS; i++)
        for (int j = 0; j < ROWS; j++) {
            a[i][j] = i == j;
            for (int d = 0; d < SIZE; d++) a[i][j] += z[i][d] * z[j][d] / ratio;
        }
    for (int i = 0; i < ROWS; i++)
        for (int k = 0; k < CLASSES; k++) b[i][k] = y[i][k];
    for (int i = 0; i < ROWS; i++) {
        log_det += log(a[i][i]);
        for (int j = i + 1; j < ROWS; j++) {
            const double f = a[j][i] / a[i][i];
            for (int c = i; c < ROWS; c++) a[j][c] -= f * a[i][c];
            for (int k = 0; k < CLASSES; k++) b[j][k] -= f * b[i][k];
        }
        for (int k = 0; k < CLASSES; k++) q += b[i][k] * b[i][k] / a[i][i];
    }
    const double n = ROWS, noise = q / (CLASSES * n);
    return -0.5 * (CLASSES * (log_det + n * log(noise)) + CLASSES * n + CLASSES * n * log(2 * acos(-1.0)));
}

TEST(F31_the_evidence_is_the_greatest_density_of_the_labels_over_all_ratios)
{
    struct au_rng rng;
    float z[ROWS * SIZE];
    double exact[ROWS][SIZE], y[ROWS][CLASSES], best = -INFINITY, found = 0;
    uint32_t label[ROWS];
    au_linalg_start();
    au_rng_start(&rng, 3, 3);
    for (int i = 0; i < ROWS; i++) {
        label[i] = (uint32_t)(i % CLASSES);
        for (int d = 0; d < SIZE; d++) {
            z[i * SIZE + d] = (float)(au_rng_normal(&rng) + (d == (int)label[i] ? 1 : 0));
            exact[i][d] = (double)z[i * SIZE + d];
        }
        for (int k = 0; k < CLASSES; k++) y[i][k] = (label[i] == (uint32_t)k) - 1. / CLASSES;
    }
    for (double power = -3; power < 6; power += 0.01) best = fmax(best, written_out(exact, y, pow(10, power)));
    CHECK_OK(au_log_evidence(z, ROWS, SIZE, label, CLASSES, &found, &err));
    CHECK_SAY(fabs(found - best / ROWS) < 0.01, "%g found, %g written out", found, best / ROWS);
}

TEST(features_that_say_nothing_have_less_evidence_than_features_that_say_the_class)
{
    struct au_rng rng;
    float z[2][ROWS * SIZE];
    double evidence[2];
    uint32_t label[ROWS];
    au_rng_start(&rng, 4, 4);
    for (int i = 0; i < ROWS; i++) {
        label[i] = (uint32_t)(i % CLASSES);
        for (int d = 0; d < SIZE; d++) {
            z[0][i * SIZE + d] = (float)au_rng_normal(&rng);
            z[1][i * SIZE + d] = z[0][i * SIZE + d] + (d == (int)label[i] ? 3 : 0);
        }
    }
    for (int i = 0; i < 2; i++) CHECK_OK(au_log_evidence(z[i], ROWS, SIZE, label, CLASSES, &evidence[i], &err));
    CHECK_SAY(evidence[1] > evidence[0] + 0.5, "%g and %g", evidence[0], evidence[1]);
}
