/* SPDX-License-Identifier: Apache-2.0
 * test_learn.c - the learners against slow, obvious definitions. */
#include <math.h>
#include <string.h>

#include "check.h"
#include "core/memory.h"
#include "core/random.h"
#include "learn/cue.h"
#include "learn/embed.h"
#include "learn/features.h"
#include "learn/linalg.h"
#include "learn/neighbours.h"
#include "learn/ridge.h"

enum { ROWS = 120, INPUTS = 6, CLASSES = 3, FOURIER = 20 };

static struct aug_error err;

static void random_floats(float *values, size_t count, uint64_t stream)
{
    struct au_rng rng;
    au_rng_start(&rng, 11, stream);
    for (size_t i = 0; i < count; i++) values[i] = (float)au_rng_normal(&rng);
}

TEST(principal_components_are_orthonormal_and_their_variances_fall)
{
    float features[ROWS * INPUTS];
    random_floats(features, ROWS * INPUTS, 1);
    for (int i = 0; i < ROWS; i++)
        features[i * INPUTS + 2] = 5 * features[i * INPUTS] + 0.1f * features[i * INPUTS + 2];
    struct au_basis basis = {0};
    CHECK_OK(au_basis_make(features, ROWS, INPUTS, INPUTS, FOURIER, 3, &basis, &err));
    CHECK(basis.count == INPUTS);
    for (size_t a = 0; a < basis.count; a++)
        for (size_t b = 0; b < basis.count; b++) {
            double dot = 0;
            for (int i = 0; i < INPUTS; i++)
                dot += (double)basis.vectors[i * INPUTS + (int)a] * (double)basis.vectors[i * INPUTS + (int)b];
            CHECK_SAY(fabs(dot - (a == b)) < 1e-5, "vectors %zu and %zu have product %g", a, b, dot);
        }
    float projected[ROWS * INPUTS];
    au_basis_project(&basis, features, ROWS, projected);
    double before = 1e9;
    for (size_t k = 0; k < basis.count; k++) {
        double square = 0;
        for (int i = 0; i < ROWS; i++)
            square += (double)projected[i * INPUTS + (int)k] * (double)projected[i * INPUTS + (int)k];
        CHECK_SAY(square <= before * 1.0001, "component %zu varies more than the one before", k);
        before = square;
    }
    au_basis_release(&basis);
}

/* Gaussian elimination on the normal equations: slow and obvious. */
static void direct_ridge(const float *z, const uint32_t *label, const uint8_t *use, double lambda, double *w)
{
    double a[FOURIER][FOURIER + CLASSES] = {{0}};
    int n = 0;
    for (int r = 0; r < ROWS; r++) {
        if (!use[r]) continue;
        n++;
        for (int i = 0; i < FOURIER; i++) {
            for (int j = 0; j < FOURIER; j++) a[i][j] += (double)z[r * FOURIER + i] * (double)z[r * FOURIER + j];
            for (int k = 0; k < CLASSES; k++)
                a[i][FOURIER + k] += (double)z[r * FOURIER + i] *
                                     ((label[r] == (uint32_t)k ? 1.0 : 0.0) - 1.0 / CLASSES);
        }
    }
    for (int i = 0; i < FOURIER; i++) a[i][i] += lambda * n;
    for (int p = 0; p < FOURIER; p++)
        for (int i = 0; i < FOURIER; i++) {
            if (i == p) continue;
            const double f = a[i][p] / a[p][p];
            for (int j = p; j < FOURIER + CLASSES; j++) a[i][j] -= f * a[p][j];
        }
    for (int i = 0; i < FOURIER; i++)
        for (int k = 0; k < CLASSES; k++) w[i * CLASSES + k] = a[i][FOURIER + k] / a[i][i];
}

TEST(there_are_never_more_components_than_features)
{
    struct au_basis basis = {0};
    float features[400 * 8];
    random_floats(features, 400 * 8, 5);
    CHECK_OK(au_basis_make(features, 400, 8, 32, FOURIER, 3, &basis, &err));
    CHECK(basis.count == 8);
    au_basis_release(&basis);
}

TEST(ridge_without_a_fold_equals_direct_elimination_on_the_other_folds)
{
    float features[ROWS * INPUTS], projected[ROWS * INPUTS], z[ROWS * FOURIER], weights[FOURIER * CLASSES];
    uint32_t label[ROWS];
    uint8_t part[ROWS];
    random_floats(features, ROWS * INPUTS, 2);
    for (int i = 0; i < ROWS; i++) {
        label[i] = (uint32_t)(i % CLASSES);
        part[i] = (uint8_t)(i % AU_PARTS);
    }
    struct au_basis basis = {0};
    struct au_parts parts = {0};
    struct au_gram gram = {0};
    struct au_learn_scratch scratch = {0};
    CHECK_OK(au_basis_make(features, ROWS, INPUTS, INPUTS, FOURIER, 3, &basis, &err));
    au_basis_project(&basis, features, ROWS, projected);
    au_basis_fourier(&basis, projected, ROWS, z);
    CHECK_OK(au_parts_make(part, ROWS, &parts, &err));
    CHECK_OK(au_gram_make(FOURIER, CLASSES, &gram, &err));
    CHECK_OK(au_learn_scratch_make(FOURIER, INPUTS, CLASSES, &scratch, &err));
    au_gram_add_arm(&gram, &basis, projected, label, NULL, &parts, &scratch);
    for (int fold = 0; fold < AU_FOLDS; fold++) {
        uint8_t use[ROWS];
        double direct[FOURIER * CLASSES];
        const struct au_gram *const grams[1] = {&gram};
        for (int i = 0; i < ROWS; i++) use[i] = part[i] / 2 != fold;
        au_ridge_fit(grams, 1, fold, 1e-3, (struct au_columns){weights, CLASSES}, &scratch);
        direct_ridge(z, label, use, 1e-3, direct);
        for (int i = 0; i < FOURIER * CLASSES; i++)
            CHECK_SAY(fabs((double)weights[i] - direct[i]) < 1e-3 * (1 + fabs(direct[i])),
                      "fold %d weight %d: %g, directly %g", fold, i, (double)weights[i], direct[i]);
    }
    au_learn_scratch_release(&scratch);
    au_gram_release(&gram);
    au_parts_release(&parts);
    au_basis_release(&basis);
}

TEST(the_products_of_a_part_of_many_rows_are_those_of_their_definition_draw_after_draw)
{
    enum { MANY = 1300 };
    static float features[MANY * INPUTS], projected[MANY * INPUTS], z[MANY * FOURIER];
    static uint32_t label[MANY];
    static uint8_t part[MANY];
    random_floats(features, MANY * INPUTS, 8);
    struct au_basis basis = {0};
    struct au_parts parts = {0};
    struct au_gram gram = {0};
    struct au_learn_scratch scratch = {0};
    for (int i = 0; i < MANY; i++) part[i] = i % 20 == 0 ? 3 : 2;
    CHECK_OK(au_basis_make(features, MANY, INPUTS, INPUTS, FOURIER, 3, &basis, &err));
    au_basis_project(&basis, features, MANY, projected);
    au_basis_fourier(&basis, projected, MANY, z);
    CHECK_OK(au_parts_make(part, MANY, &parts, &err));
    CHECK_OK(au_gram_make(FOURIER, CLASSES, &gram, &err));
    CHECK_OK(au_learn_scratch_make(FOURIER, INPUTS, CLASSES, &scratch, &err));
    for (int draw = 0; draw < 2; draw++) au_gram_add_arm(&gram, &basis, projected, label, NULL, &parts, &scratch);
    size_t at = 0;
    for (int i = 0; i < FOURIER; i++)
        for (int j = i; j < FOURIER; j++, at++) {
            double direct = 0;
            for (int r = 0; r < MANY; r++)
                direct += part[r] == 2 ? 2 * (double)z[r * FOURIER + i] * (double)z[r * FOURIER + j] : 0;
            CHECK_SAY(fabs((double)gram.a[2][at] - direct) < 1e-4 * (1 + fabs(direct)), "%d, %d: %g, directly %g", i, j,
                      (double)gram.a[2][at], direct);
            CHECK(gram.half[0][at] == gram.a[2][at] && gram.half[1][at] == gram.a[3][at]);
        }
    CHECK(gram.rows[2] == 2 * (MANY - MANY / 20) && gram.rows[3] == 2 * (MANY / 20));
    au_learn_scratch_release(&scratch);
    au_gram_release(&gram);
    au_parts_release(&parts);
    au_basis_release(&basis);
}

TEST(a_row_of_weight_two_counts_like_the_same_row_twice)
{
    float features[ROWS * INPUTS], projected[ROWS * INPUTS], weight[ROWS], doubled[FOURIER * CLASSES],
        twice[FOURIER * CLASSES];
    uint32_t label[ROWS];
    uint8_t part[ROWS];
    random_floats(features, ROWS * INPUTS, 6);
    for (int i = 0; i < ROWS; i++) {
        label[i] = (uint32_t)(i % CLASSES);
        part[i] = (uint8_t)(i % AU_PARTS);
        weight[i] = 2;
    }
    struct au_basis basis = {0};
    struct au_parts parts = {0};
    struct au_gram once = {0}, weighed = {0};
    struct au_learn_scratch scratch = {0};
    CHECK_OK(au_basis_make(features, ROWS, INPUTS, INPUTS, FOURIER, 3, &basis, &err));
    au_basis_project(&basis, features, ROWS, projected);
    CHECK_OK(au_parts_make(part, ROWS, &parts, &err));
    CHECK_OK(au_gram_make(FOURIER, CLASSES, &once, &err));
    CHECK_OK(au_gram_make(FOURIER, CLASSES, &weighed, &err));
    CHECK_OK(au_learn_scratch_make(FOURIER, INPUTS, CLASSES, &scratch, &err));
    au_gram_add_arm(&weighed, &basis, projected, label, weight, &parts, &scratch);
    for (int i = 0; i < 2; i++) au_gram_add_arm(&once, &basis, projected, label, NULL, &parts, &scratch);
    au_ridge_fit((const struct au_gram *const[]){&weighed}, 1, 0, 2e-3, (struct au_columns){doubled, CLASSES},
                 &scratch); /* penalty per row counted */
    au_ridge_fit((const struct au_gram *const[]){&once}, 1, 0, 1e-3, (struct au_columns){twice, CLASSES}, &scratch);
    for (int i = 0; i < FOURIER * CLASSES; i++)
        CHECK_SAY(fabs((double)(doubled[i] - twice[i])) < 1e-3 * (1 + fabs((double)twice[i])), "weight %d: %g and %g",
                  i, (double)doubled[i], (double)twice[i]);
    au_learn_scratch_release(&scratch);
    au_gram_release(&weighed);
    au_gram_release(&once);
    au_parts_release(&parts);
    au_basis_release(&basis);
}

TEST(two_sample_classifier_never_sees_an_image_on_both_sides)
{
    /* Half 0 of the "transformed" arm and half 1 of the clean arm are poisoned with huge values: if they entered, the weights would change. */
    float features[ROWS * INPUTS], clean[ROWS * INPUTS], moved[ROWS * INPUTS], w1[FOURIER], w2[FOURIER];
    uint32_t label[ROWS];
    uint8_t part[ROWS];
    random_floats(features, ROWS * INPUTS, 4);
    struct au_basis basis = {0};
    struct au_parts parts = {0};
    struct au_learn_scratch scratch = {0};
    CHECK_OK(au_basis_make(features, ROWS, INPUTS, INPUTS, FOURIER, 3, &basis, &err));
    au_basis_project(&basis, features, ROWS, clean);
    for (int i = 0; i < ROWS; i++) {
        label[i] = (uint32_t)(i % CLASSES);
        part[i] = (uint8_t)(i % AU_PARTS);
        for (int j = 0; j < INPUTS; j++) moved[i * INPUTS + j] = clean[i * INPUTS + j] + 0.5f;
    }
    CHECK_OK(au_parts_make(part, ROWS, &parts, &err));
    CHECK_OK(au_learn_scratch_make(FOURIER, INPUTS, CLASSES, &scratch, &err));
    for (int poisoned = 0; poisoned < 2; poisoned++) {
        struct au_gram a = {0}, b = {0};
        CHECK_OK(au_gram_make(FOURIER, CLASSES, &a, &err));
        CHECK_OK(au_gram_make(FOURIER, CLASSES, &b, &err));
        for (int i = 0; poisoned && i < ROWS; i++)
            for (int j = 0; j < INPUTS; j++) {
                if (part[i] % 2 == 1) clean[i * INPUTS + j] += 3;
                if (part[i] % 2 == 0) moved[i * INPUTS + j] -= 7;
            }
        au_gram_add_arm(&a, &basis, clean, label, NULL, &parts, &scratch);
        au_gram_add_arm(&b, &basis, moved, label, NULL, &parts, &scratch);
        au_two_sample_fit(&a, &b, 1, 1e-3, (struct au_columns){poisoned ? w2 : w1, 1}, &scratch);
        au_gram_release(&a);
        au_gram_release(&b);
    }
    CHECK(memcmp(w1, w2, sizeof w1) == 0);
    au_learn_scratch_release(&scratch);
    au_parts_release(&parts);
    au_basis_release(&basis);
}

TEST(kth_distance_equals_sorting_all_distances_outside_the_own_cluster)
{
    enum { N = 90, D = 5, K = 7 };
    float values[N * D], got[N];
    uint32_t rows[N], cluster[N], nearest[N];
    random_floats(values, N * D, 5);
    for (uint32_t i = 0; i < N; i++) {
        rows[i] = i;
        cluster[i] = i / 3;
    }
    const struct au_points points = {values, rows, N, D, cluster};
    CHECK_OK(au_kth_distance(&points, &points, K, got, nearest, &err));
    for (uint32_t i = 0; i < N; i++) {
        double best[N];
        int count = 0;
        for (uint32_t j = 0; j < N; j++) {
            if (cluster[j] == cluster[i]) continue;
            double sum = 0;
            for (int d = 0; d < D; d++)
                sum += pow((double)values[i * D + (uint32_t)d] - (double)values[j * D + (uint32_t)d], 2);
            int at = count++;
            for (; at > 0 && best[at - 1] > sum; at--) best[at] = best[at - 1];
            best[at] = sum;
        }
        CHECK_SAY(fabs((double)got[i] - best[K - 1]) < 1e-4, "row %u: %g, sorted %g", i, (double)got[i], best[K - 1]);
        CHECK(cluster[nearest[i]] != cluster[i]);
    }
}

TEST(nearest_by_label_equals_looking_at_every_reference)
{
    enum { N = 120, D = 4, LABELS = 5 }; /* class 4 is asked about and is not among the references */
    float values[N * D], own[N], other[N];
    uint32_t rows[N], cluster[N], label[N];
    random_floats(values, N * D, 6);
    for (uint32_t i = 0; i < N; i++) {
        rows[i] = i;
        cluster[i] = i;
        label[i] = i * LABELS / N;
    }
    const struct au_points queries = {values, rows, N, D, cluster},
                           references = {values, rows, N * 4 / LABELS, D, cluster};
    CHECK_OK(au_nearest_by_label(&queries, &references, label, label, own, other, &err));
    for (uint32_t i = 0; i < N; i++) {
        double best[2] = {1e9, 1e9};
        for (uint32_t j = 0; j < N * 4 / LABELS; j++) {
            double sum = 0;
            for (uint32_t d = 0; d < D; d++) sum += pow((double)values[i * D + d] - (double)values[j * D + d], 2);
            best[label[i] != label[j]] = fmin(best[label[i] != label[j]], sum);
        }
        CHECK_SAY(fabs((double)own[i] - best[0]) < 1e-4 * fmax(1, best[0] / 1e3), "row %u: own %g, not %g", i,
                  (double)own[i], best[0]);
        CHECK_SAY(fabs((double)other[i] - best[1]) < 1e-4, "row %u: other %g, not %g", i, (double)other[i], best[1]);
    }
}

TEST(a_vertical_edge_votes_for_horizontal_gradients_only)
{
    float grey[32 * 32], colour[64] = {0}, tones[8] = {0}, out[64 * 9 + 8];
    for (int y = 0; y < 32; y++)
        for (int x = 0; x < 32; x++) grey[y * 32 + x] = x < 15 ? 0.0f : 1.0f;
    au_features_hog(grey, colour, tones, 0.5f, 1, out);
    double along = 0, other = 0;
    for (int cell = 0; cell < 64; cell++)
        for (int bin = 0; bin < 8; bin++) *(bin == 4 ? &along : &other) += (double)out[cell * 8 + bin];
    CHECK_SAY(along > 1 && other < 1e-6, "along %g other %g", along, other);
}

TEST(a_flat_image_has_no_gradients_and_brightness_only_moves_the_colours)
{
    float grey[32 * 32], colour[64], tones[8] = {0}, out[64 * 9 + 8];
    for (int i = 0; i < 32 * 32; i++) grey[i] = 0.7f;
    for (int i = 0; i < 64; i++) colour[i] = 0.7f;
    au_features_hog(grey, colour, tones, 0.5f, 1, out);
    for (int i = 0; i < 512; i++) CHECK(out[i] == 0);
    for (int i = 512; i < 576; i++)
        CHECK_SAY(fabs((double)out[i] - 0.5 * 0.7 / sqrt(16.0)) < 1e-6, "colour %d is %g", i, (double)out[i]);
}

TEST(each_cue_sees_what_it_is_named_after_and_nothing_else)
{
    float grey[32 * 32] = {0}, pixels[2][16 * 16 * 3], hog[2][64 * 11 + 32], histogram[2][32] = {{0}},
                    cues[2][AU_CUE_FLOATS];
    const float cells[64 * 3] = {0};
    for (int move = 0; move < 2; move++) { /* a red square on black, then the same elsewhere and green */
        for (int i = 0; i < 32 * 32; i++) grey[i] = 0;
        for (int i = 0; i < 16 * 16 * 3; i++) pixels[move][i] = 0;
        for (int y = 0; y < 8; y++)
            for (int x = 0; x < 8; x++) {
                grey[(y + 4 + 16 * move) * 32 + x + 4] = 0.4f;
                if (x % 2 == 0 && y % 2 == 0) pixels[move][((y / 2 + 2 + 8 * move) * 16 + x / 2 + 2) * 3 + move] = 1;
            }
        histogram[move][8 + 4 * move] = 1;
        au_features_hog(grey, cells, histogram[move], 0, 3, hog[move]);
        au_cue_features(hog[move], pixels[move], histogram[move], 3, cues[move]);
    }
    double apart[AU_CUES] = {0};
    for (int cue = 0; cue < AU_CUES; cue++)
        for (size_t i = 0; i < au_cue_count((enum au_cue)cue); i++) {
            const size_t at = au_cue_start((enum au_cue)cue) + i;
            apart[cue] += pow((double)cues[0][at] - (double)cues[1][at], 2);
        }
    CHECK_SAY(apart[AU_CUE_TEXTURE] < 1e-6, "texture sees the place: %g", apart[AU_CUE_TEXTURE]);
    CHECK_SAY(apart[AU_CUE_COLOUR] > 1.9 && apart[AU_CUE_SHAPE] > 0.5 && apart[AU_CUE_PLACE] > 0.5, "%g %g %g",
              apart[AU_CUE_COLOUR], apart[AU_CUE_SHAPE], apart[AU_CUE_PLACE]);
}
