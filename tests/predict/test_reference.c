/* SPDX-License-Identifier: Apache-2.0
 * test_reference.c - features, learners and change of accuracy against the numpy reference on the same images, filters and folds. */
#include <math.h>
#include <stdint.h>

#include "check.h"
#include "core/memory.h"
#include "predict/change.h"
#include "predict/patches.h"
#include "predict/regression.h"

#include "reference.inc"

enum { ROWS = 48, SIDE = 12, CLASSES = 3, FILTERS = 4, COUNT = 3 * 3 * 2 * FILTERS };

static struct aug_error err;
static float images[ROWS][SIDE * SIDE], mirrored[ROWS][SIDE * SIDE];
static float clean[ROWS * COUNT], transformed[ROWS * COUNT];
static uint32_t label[ROWS], cluster[ROWS];

static void draw_images(void)
{
    uint32_t state = 12345;
    for (int i = 0; i < ROWS; i++) {
        label[i] = (uint32_t)(i % CLASSES);
        cluster[i] = (uint32_t)i;
        for (int y = 0; y < SIDE; y++)
            for (int x = 0; x < SIDE; x++) {
                const int k = i % CLASSES;
                state = state * 1664525u + 1013904223u;
                images[i][y * SIDE + x] = (float)((x * (k + 1) + y * (2 - k)) % 6 * 30 + (int)(state >> 25)) / 255;
                mirrored[i][y * SIDE + SIDE - 1 - x] = images[i][y * SIDE + x];
            }
    }
}

static struct au_patches make_features(void)
{
    struct au_patches p = {0};
    float scratch[32768];
    draw_images();
    CHECK_OK(au_patches_make(images[0], ROWS, SIDE, SIDE, 1, FILTERS, 0, &p, &err));
    CHECK(p.count == COUNT && au_patches_scratch(&p) <= 32768);
    for (int i = 0; i < 25 * FILTERS; i++) p.weights[i] = reference_weights[i];
    for (int f = 0; f < FILTERS; f++) {
        p.sums[f] = reference_sums[f];
        p.offsets[f] = reference_offsets[f];
    }
    for (int i = 0; i < ROWS; i++) {
        au_patches_raw(&p, images[i], scratch, clean + i * COUNT);
        au_patches_raw(&p, mirrored[i], scratch, transformed + i * COUNT);
    }
    return p;
}

static void standardise(struct au_patches *p)
{
    double scratch[2 * COUNT];
    au_patches_standardise(p, clean, ROWS, scratch);
    for (int i = 0; i < ROWS; i++) {
        au_patches_unit(p, clean + i * COUNT);
        au_patches_unit(p, transformed + i * COUNT);
    }
}

static void check_close(const char *what, const float *ours, const float *theirs, int count, double within)
{
    for (int i = 0; i < count; i++)
        CHECK_SAY(fabs((double)ours[i] - (double)theirs[i]) < within, "%s %d: %g here, %g there", what, i,
                  (double)ours[i], (double)theirs[i]);
}

TEST(features_are_those_of_the_numpy_reference)
{
    struct au_patches p = make_features();
    check_close("raw", clean, reference_raw, COUNT, 2e-5);
    standardise(&p);
    check_close("row", transformed + 5 * COUNT, reference_row, COUNT, 2e-5);
    au_patches_release(&p);
}

static struct au_readings readings(uint32_t *by_class, size_t *start)
{
    size_t at = 0;
    for (size_t k = 0; k < CLASSES; k++) {
        start[k] = at;
        for (uint32_t i = 0; i < ROWS; i++)
            if (label[i] == k) by_class[at++] = i;
    }
    start[CLASSES] = at;
    return (struct au_readings){ROWS, CLASSES, label, cluster, by_class, start, ROWS};
}

TEST(scores_temperature_and_change_are_those_of_the_numpy_reference)
{
    struct au_patches p = make_features();
    struct au_regression r = {0};
    struct au_mix_bench bench = {0};
    float scores[ROWS * CLASSES];
    double before[ROWS], after[ROWS], mean = 0;
    uint32_t by_class[ROWS];
    size_t start[CLASSES + 1];
    standardise(&p);
    const struct au_readings all = readings(by_class, start);
    const float *const folds[2] = {transformed, transformed + ROWS / 2 * COUNT};
    CHECK_OK(au_regression_make(clean, (const size_t[]){ROWS / 2, ROWS / 2}, COUNT, label, CLASSES, 1, &r, &err));
    check_close("clean score", r.scores, reference_clean_scores, ROWS * CLASSES, 5e-4);
    CHECK_OK(au_regression_prepare(&r, .5, 1, &err));
    CHECK_OK(au_mix_bench_make(&r, 1, &bench, &err));
    au_regression_mix(&r, folds, 1, &bench, scores);
    check_close("score", scores, reference_scores, ROWS * CLASSES, 5e-4);
    const double temperature = au_choose_temperature(&all, r.scores, before);
    CHECK_SAY(fabs(temperature - reference_temperature) < 1e-6, "temperature %g", temperature);
    au_true_probability(&all, r.scores, temperature, before);
    au_true_probability(&all, scores, temperature, after);
    for (int i = 0; i < ROWS; i++) mean += (after[i] - before[i]) / ROWS;
    CHECK_SAY(fabs(mean - reference_change) < 5e-4, "change %g here, %g there", mean, reference_change);
    au_mix_bench_release(&bench);
    au_regression_release(&r);
    au_patches_release(&p);
}
