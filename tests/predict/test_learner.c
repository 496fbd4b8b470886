/* SPDX-License-Identifier: Apache-2.0
 * test_learner.c - the kernel against its closed form, block solves against one plain solve, features against their definition. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "check.h"
#include "core/memory.h"
#include "core/random.h"
#include "kernel/kernel.h"
#include "learn/linalg.h"
#include "predict/patches.h"
#include "predict/regression.h"

enum { FEATURES = 24, FOLD = 20, ROWS = 2 * FOLD, CLASSES = 3 };

static struct aug_error err;

static void unit_rows(float *z, size_t rows, size_t features, uint64_t stream)
{
    struct au_rng rng;
    au_rng_start(&rng, 5, stream);
    for (size_t i = 0; i < rows; i++) {
        double squares = 0;
        for (size_t j = 0; j < features; j++) {
            z[i * features + j] = (float)au_rng_normal(&rng);
            squares += (double)z[i * features + j] * (double)z[i * features + j];
        }
        for (size_t j = 0; j < features; j++) z[i * features + j] /= (float)sqrt(squares);
    }
}

static double closed_form(double c)
{
    c = c < -1 ? -1 : c > 1 ? 1 : c;
    return (sqrt(1 - c * c) + 2 * (acos(-1.0) - acos(c)) * c) / acos(-1.0);
}

TEST(the_kernel_is_its_closed_form_for_any_cosine_and_any_count)
{
    enum { COUNT = 4003 };
    static float values[COUNT], kept[COUNT];
    for (int i = 0; i < COUNT; i++) values[i] = kept[i] = -1.01f + 2.02f * (float)i / (COUNT - 1);
    au_kernels()->arc_cosine_f32(values, COUNT);
    for (int i = 0; i < COUNT; i++)
        CHECK_SAY(fabs((double)values[i] - closed_form((double)kept[i])) < 1e-6, "k(%g) came out as %g",
                  (double)kept[i], (double)values[i]);
    float ends[3] = {1, 0, -1};
    au_kernels()->arc_cosine_f32(ends, 3);
    CHECK(fabsf(ends[0] - 2) < 1e-6f && fabsf(ends[1] - 0.3183099f) < 1e-6f && fabsf(ends[2]) < 1e-6f);
}

/* Scores of fold !fold by one dense solve in double precision with a ridge of its own on each row. */
static void direct(const float *clean, const float *transformed, size_t draws, double p, const uint32_t *label,
                   int fold, double *out)
{
    enum { MOST = 3 * FOLD };
    static float all[MOST * FEATURES];
    static double a[MOST * MOST], b[MOST * CLASSES];
    const size_t first = p < 1 ? FOLD : 0, size = first + draws * FOLD;
    memcpy(all, clean + fold * FOLD * FEATURES, first * FEATURES * sizeof *all);
    memcpy(all + first * FEATURES, transformed, draws * FOLD * FEATURES * sizeof *all);
    for (size_t i = 0; i < size; i++) {
        for (size_t j = 0; j < size; j++) {
            double dot = 0;
            for (size_t f = 0; f < FEATURES; f++) dot += (double)all[i * FEATURES + f] * (double)all[j * FEATURES + f];
            a[i * size + j] = closed_form(dot);
        }
        a[i * size + i] += i < first ? AU_RIDGE_LAMBDA / (1 - p) : AU_RIDGE_LAMBDA * (double)draws / p;
        for (size_t k = 0; k < CLASSES; k++) b[k * size + i] = label[(size_t)fold * FOLD + i % FOLD] == k ? 1 : -1;
    }
    CHECK(au_solve_ridge(a, b, size, CLASSES, 0));
    for (size_t i = 0; i < FOLD; i++)
        for (size_t k = 0; k < CLASSES; k++) {
            out[i * CLASSES + k] = 0;
            for (size_t j = 0; j < size; j++) {
                double dot = 0;
                for (size_t f = 0; f < FEATURES; f++)
                    dot += (double)clean[((size_t)!fold * FOLD + i) * FEATURES + f] * (double)all[j * FEATURES + f];
                out[i * CLASSES + k] += closed_form(dot) * b[k * size + j];
            }
        }
}

TEST(block_solves_agree_with_one_direct_solve_for_any_probability_and_number_of_draws)
{
    static float clean[ROWS * FEATURES], transformed[2 * ROWS * FEATURES], scores[ROWS * CLASSES];
    uint32_t label[ROWS];
    struct au_regression r = {0};
    struct au_mix_bench bench = {0};
    unit_rows(clean, ROWS, FEATURES, 1);
    unit_rows(transformed, 2 * ROWS, FEATURES, 2);
    for (uint32_t i = 0; i < ROWS; i++) label[i] = i % CLASSES;
    CHECK_OK(au_regression_make(clean, (const size_t[]){FOLD, FOLD}, FEATURES, label, CLASSES, 1, &r, &err));
    CHECK_OK(au_mix_bench_make(&r, 2, &bench, &err));
    for (size_t draws = 1; draws <= 2; draws++)
        for (int i = 0; i < 3; i++) {
            const double p = (const double[]){.1, .5, 1}[i];
            const float *const folds[2] = {transformed, transformed + draws * FOLD * FEATURES};
            CHECK_OK(au_regression_prepare(&r, p, 1, &err));
            au_regression_mix(&r, folds, draws, &bench, scores);
            for (int fold = 0; fold < 2; fold++) {
                double wanted[FOLD * CLASSES];
                direct(clean, folds[fold], draws, p, label, fold, wanted);
                for (int j = 0; j < FOLD * CLASSES; j++) {
                    const double got = (double)scores[(fold ? 0 : FOLD * CLASSES) + j];
                    CHECK_SAY(fabs(got - wanted[j]) < 2e-3, "p %g, %zu draws, fold %d, %d: %g, direct %g", p, draws,
                              fold, j, got, wanted[j]);
                }
            }
        }
    au_mix_bench_release(&bench);
    au_regression_release(&r);
}

TEST(mixing_in_the_images_themselves_changes_next_to_nothing_in_the_solver)
{
    static float clean[ROWS * FEATURES], scores[ROWS * CLASSES];
    uint32_t label[ROWS];
    struct au_regression r = {0};
    struct au_mix_bench bench = {0};
    unit_rows(clean, ROWS, FEATURES, 3);
    for (uint32_t i = 0; i < ROWS; i++) label[i] = i % CLASSES;
    const float *const folds[2] = {clean, clean + FOLD * FEATURES};
    CHECK_OK(au_regression_make(clean, (const size_t[]){FOLD, FOLD}, FEATURES, label, CLASSES, 1, &r, &err));
    CHECK_OK(au_mix_bench_make(&r, 1, &bench, &err));
    for (int i = 0; i < 3; i++) {
        CHECK_OK(au_regression_prepare(&r, (const double[]){.25, .5, 1}[i], 1, &err));
        au_regression_mix(&r, folds, 1, &bench, scores);
        for (int j = 0; j < ROWS * CLASSES; j++)
            CHECK_SAY(fabsf(scores[j] - r.scores[j]) < 1e-3f, "score %d: %g mixed, %g clean", j, (double)scores[j],
                      (double)r.scores[j]);
    }
    au_mix_bench_release(&bench);
    au_regression_release(&r);
}

/* One cell's features by the definition in patches.h, with W whitening and filter in one. */
static void slow_cell(const struct au_patches *p, const float *image, int cx, int cy, double *out)
{
    const int size = 25 * p->channels;
    for (size_t f = 0; f < 2 * p->filters; f++) out[f] = 0;
    for (int y = 4 * cy; y < 4 * cy + 4; y++)
        for (int x = 4 * cx; x < 4 * cx + 4; x++) {
            double patch[75], mean = 0, variance = 0;
            for (int i = 0; i < size; i++) {
                const int c = i % p->channels, px = x - 2 + i / p->channels % 5, py = y - 2 + i / p->channels / 5;
                const bool inside = px >= 0 && py >= 0 && px < p->width / 4 * 4 && py < p->height / 4 * 4;
                patch[i] = inside ? (double)image[(py * p->width + px) * p->channels + c] : 0;
                mean += patch[i] / size;
            }
            for (int i = 0; i < size; i++) variance += (patch[i] - mean) * (patch[i] - mean) / size;
            for (size_t f = 0; f < p->filters; f++) {
                double a = -(double)p->offsets[f];
                for (int i = 0; i < size; i++)
                    a += (patch[i] - mean) / sqrt(variance + .001) * (double)p->weights[(size_t)i * p->filters + f];
                out[f] += fmax(a - .25, 0) / 16;
                out[p->filters + f] += fmax(-a - .25, 0) / 16;
            }
        }
}

TEST(patch_features_agree_with_their_slow_definition_on_odd_sizes_and_colours)
{
    enum { W = 14, H = 9, N = 6, F = 5 };
    for (int channels = 1; channels <= 3; channels += 2) {
        static float images[N * W * H * 3], scratch[65536];
        struct au_patches p = {0};
        struct au_rng rng;
        au_rng_start(&rng, 9, (uint64_t)channels);
        for (int i = 0; i < N * W * H * channels; i++) images[i] = (float)au_rng_uniform(&rng);
        CHECK_OK(au_patches_make(images, N, W, H, channels, F, 4, &p, &err));
        CHECK(p.count == 3 * 2 * 2 * F && au_patches_scratch(&p) <= 65536);
        float raw[3 * 2 * 2 * F];
        au_patches_raw(&p, images + W * H * channels, scratch, raw);
        for (int cell = 0; cell < 6; cell++) {
            double wanted[2 * F];
            slow_cell(&p, images + W * H * channels, cell % 3, cell / 3, wanted);
            for (int f = 0; f < 2 * F; f++)
                CHECK_SAY(fabs((double)raw[cell * 2 * F + f] - wanted[f]) < 1e-4, "cell %d, %d: %g, slowly %g", cell, f,
                          (double)raw[cell * 2 * F + f], wanted[f]);
        }
        au_patches_release(&p);
    }
}

TEST(filters_answer_to_structure_and_depend_on_the_seed_alone)
{
    enum { W = 12, N = 8, F = 4 };
    float images[N * W * W];
    struct au_rng rng;
    au_rng_start(&rng, 2, 2);
    for (int i = 0; i < N * W * W; i++) images[i] = (float)au_rng_uniform(&rng);
    struct au_patches first = {0}, again = {0}, other = {0};
    CHECK_OK(au_patches_make(images, N, W, W, 1, F, 1, &first, &err));
    CHECK_OK(au_patches_make(images, N, W, W, 1, F, 1, &again, &err));
    CHECK_OK(au_patches_make(images, N, W, W, 1, F, 2, &other, &err));
    CHECK(memcmp(first.weights, again.weights, 25 * F * sizeof(float)) == 0);
    CHECK(memcmp(first.weights, other.weights, 25 * F * sizeof(float)) != 0);
    au_patches_release(&first);
    au_patches_release(&again);
    au_patches_release(&other);
}

TEST(standardised_rows_have_unit_length_and_a_row_at_the_mean_stays_zero)
{
    float raw[4 * 2] = {1, 2, 3, 2, 5, 2, 7, 2}, row[2] = {4, 2}, mean[2] = {0}, scale[2] = {0};
    struct au_patches p = {.count = 2, .mean = mean, .scale = scale};
    double scratch[2 * 2];
    au_patches_standardise(&p, raw, 4, scratch);
    CHECK(fabsf(mean[0] - 4) < 1e-6f && fabsf(scale[0] - 1 / (2.2360680f + 1e-3f)) < 1e-5f &&
          fabsf(scale[1] - 1000) < 1);
    au_patches_unit(&p, raw);
    CHECK(fabsf(raw[0] + 1) < 1e-6f && fabsf(raw[1]) < 1e-6f);
    au_patches_unit(&p, row);
    CHECK(fabsf(row[0]) < 1e-6f && fabsf(row[1]) < 1e-6f);
}
