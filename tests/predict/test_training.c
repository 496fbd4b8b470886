/* SPDX-License-Identifier: Apache-2.0
 * test_training.c - the temperature of scores, and small networks on pictures whose answer is known. */
#include <math.h>
#include <string.h>

#include "check.h"
#include "core/random.h"
#include "drawn.h"
#include "predict/predictor.h"
#include "predict/temperature.h"
#include "predict/training.h"

static struct aug_error err;

enum { ROWS = 4000, KINDS = 4 };

TEST(the_temperature_at_which_labels_were_drawn_is_found_again)
{
    static float scores[ROWS * KINDS];
    static uint32_t label[ROWS];
    static double scratch[ROWS];
    for (int t = 0; t < 3; t++) {
        const double temperature = (const double[]){.1, .7, 2}[t];
        struct au_rng rng;
        au_rng_start(&rng, 5, (uint64_t)t);
        for (int i = 0; i < ROWS; i++) {
            double p[KINDS], sum = 0;
            for (int k = 0; k < KINDS; k++) {
                scores[i * KINDS + k] = (float)(3 / temperature * au_rng_normal(&rng));
                sum += p[k] = exp(temperature * scores[i * KINDS + k]);
            }
            double u = au_rng_uniform(&rng) * sum;
            label[i] = 0;
            while (label[i] < KINDS - 1 && (u -= p[label[i]]) > 0) label[i]++;
        }
        const struct au_readings r = {.rows = ROWS, .classes = KINDS, .label = label};
        const double found = au_fit_temperature(&r, scores, scratch);
        CHECK_SAY(fabs(log(found / temperature)) < .12, "drawn at %g, found %g", temperature, found);
    }
}

enum { EACH = 60 };

TEST(mirroring_left_and_right_costs_both_their_accuracy_and_mirroring_up_and_down_costs_nobody)
{
    static const char *const specs[] = {"hflip", "vflip"};
    struct aug_dataset data = {0};
    struct aug_pipeline pipeline = {0};
    struct aug_change changes[2][4];
    struct au_question questions[2];
    const char *root = check_folder();
    for (int k = 0; k < 3; k++)
        for (int i = 0; i < EACH; i++) drawn_side_bar(root, k, i, 7, 140, 60);
    CHECK_OK(aug_dataset_open(root, NULL, &data, &err));
    CHECK_OK(aug_pipeline_specs(specs, 2, 1, &pipeline, &err));
    for (int i = 0; i < 2; i++)
        questions[i] = (struct au_question){{.leaf = &pipeline.leaves[i]}, .5, changes[i], false};
    CHECK_OK(
        au_predict(&data, &(struct au_predict_how){.seed = 1, .trainings = 1, .hurry = 8}, questions, 2, NULL, &err));
    CHECK_SAY(changes[0][0].estimate < -20 && changes[0][0].high < 0, "all under hflip: %g", changes[0][0].estimate);
    for (int k = 1; k <= 2; k++)
        CHECK_SAY(changes[0][k].estimate < changes[0][3].estimate, "class %d under hflip: %g, the other %g", k,
                  changes[0][k].estimate, changes[0][3].estimate);
    for (int k = 0; k < 4; k++)
        CHECK_SAY(fabs(changes[1][k].estimate) < 5, "class %d under vflip: %g", k, changes[1][k].estimate);
    aug_pipeline_release(&pipeline);
    aug_dataset_release(&data);
}

/* Of black images nothing tells the class, so each network reads all as one: of that no image is lost, but two in three that are read as it are none. */
static void check_default(const struct au_training *training, const struct au_rows *rows, const struct aug_leaf *black,
                          double *clean, double *moved)
{
    double lost[3], right[3] = {0};
    int whole = 0;
    CHECK_OK(au_training_read(training, black, clean, moved, lost, &err));
    for (size_t i = 0; i < rows->count; i++) right[rows->label[i]] += moved[i] / EACH;
    for (int k = 0; k < 3; k++) {
        if (right[k] == 0) continue;
        whole += right[k] > .4;
        CHECK_SAY(lost[k] > .55 && lost[k] < .7, "%g of class %d are right, precision lost: %g", right[k], k, lost[k]);
    }
    CHECK(whole >= 1);
}

/* Bars of three kinds under names that say nothing: what was shown can be learnt by heart, and what was not cannot be read. */
static double right_without_sense(const struct aug_dataset *data, size_t folds)
{
    struct au_rows rows = {0};
    struct au_training training = {0};
    double right = 0;
    bool able = false;
    CHECK_OK(au_rows_choose(data, 1, &rows, &err));
    for (size_t i = 0; i < rows.count; i++) rows.label[i] = (uint32_t)(i / 3 % 3);
    const struct au_training_how how = {.seed = 1, .folds = folds, .repeats = 3, .hurry = 2, .threads = 2};
    CHECK_OK(au_training_make(data, &rows, &how, &training, &able, &err));
    CHECK(able && training.pictures.folds == folds);
    for (size_t i = 0; i < rows.count; i++) right += training.right[i] / (double)rows.count;
    au_training_release(&training);
    au_rows_release(&rows);
    return right;
}

TEST(no_network_reads_an_image_that_it_was_shown_however_many_folds_there_are)
{
    struct aug_dataset data = {0};
    const char *root = check_folder();
    for (int k = 0; k < 3; k++)
        for (int i = 0; i < EACH; i++) drawn_side_bar(root, k, i, 7, 140, 60);
    CHECK_OK(aug_dataset_open(root, NULL, &data, &err));
    for (size_t folds = 2; folds <= 4; folds++) {
        const double right = right_without_sense(&data, folds);
        CHECK_SAY(right < .45, "%zu folds: %g of the images are read right", folds, right);
    }
    aug_dataset_release(&data);
}

TEST(a_network_trained_on_mirrored_images_reads_them_and_one_trained_on_noise_does_not)
{
    static const char *const specs[] = {"hflip", "noise:0.95", "brightness:-1"};
    struct aug_dataset data = {0};
    struct aug_pipeline pipeline = {0};
    struct au_rows rows = {0};
    struct au_training training = {0};
    static double clean[3 * EACH], moved[3 * EACH], precision_lost[3];
    const char *root = check_folder();
    bool able = false;
    for (int k = 0; k < 3; k++)
        for (int i = 0; i < EACH; i++) drawn_side_bar(root, k, i, 7, 140, 60);
    CHECK_OK(aug_dataset_open(root, NULL, &data, &err));
    CHECK_OK(aug_pipeline_specs(specs, 3, 1, &pipeline, &err));
    CHECK_OK(au_rows_choose(&data, 1, &rows, &err));
    const struct au_training_how how = {.seed = 1, .folds = 2, .repeats = 3, .hurry = 10, .threads = 1};
    CHECK_OK(au_training_make(&data, &rows, &how, &training, &able, &err));
    CHECK(able);
    for (int i = 0; i < 2; i++) {
        double right_clean = 0, right_moved = 0;
        CHECK_OK(au_training_read(&training, &pipeline.leaves[i], clean, moved, precision_lost, &err));
        for (size_t k = 0; k < rows.count; k++) right_clean += clean[k] / 180, right_moved += moved[k] / 180;
        CHECK_SAY(right_clean > .95, "%g of the clean images are right", right_clean);
        CHECK_SAY(i == 0 ? right_moved > .9 : right_moved < .8, "%s: %g right", specs[i], right_moved);
        for (int k = 0; k < 3; k++)
            CHECK_SAY(i > 0 || precision_lost[k] < .1, "%g of the precision of %d is lost under hflip",
                      precision_lost[k], k);
    }
    check_default(&training, &rows, &pipeline.leaves[2], clean, moved);
    for (size_t k = 1; k < 3; k++)
        CHECK_SAY(au_training_pair_error(&training, 0, k) < .05, "%g", au_training_pair_error(&training, 0, k));
    memset(training.read, 0, 3 * rows.count * sizeof *training.read); /* as if all were read as class 0 */
    CHECK(au_training_pair_error(&training, 0, 1) == .5 && au_training_pair_error(&training, 1, 2) == .5);
    au_training_release(&training);
    au_rows_release(&rows);
    aug_pipeline_release(&pipeline);
    aug_dataset_release(&data);
}
