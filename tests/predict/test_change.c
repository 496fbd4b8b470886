/* SPDX-License-Identifier: Apache-2.0
 * test_change.c - temperatures, shrinkage and intervals. */
#include <math.h>
#include <stdint.h>

#include "check.h"
#include "core/random.h"
#include "predict/change.h"

enum { ROWS = 400, CLASSES = 4 };

static struct aug_error err;
static uint32_t label[ROWS], cluster[ROWS], by_class[ROWS];
static size_t start[CLASSES + 1];

/* Row i is of class i * CLASSES / ROWS; `size` rows a cluster. */
static struct au_readings readings(uint32_t size)
{
    for (uint32_t i = 0; i < ROWS; i++) {
        label[i] = i * CLASSES / ROWS;
        cluster[i] = i / size;
        by_class[i] = i;
    }
    for (size_t k = 0; k <= CLASSES; k++) start[k] = k * ROWS / CLASSES;
    return (struct au_readings){ROWS, CLASSES, label, cluster, by_class, start, ROWS};
}

static const struct au_trust usual = {.5, 1};

TEST(temperature_is_low_for_learners_that_are_often_wrong_and_high_for_sure_ones)
{
    const struct au_readings r = readings(1);
    static float scores[ROWS * CLASSES];
    double scratch[ROWS], chosen[2];
    for (int t = 0; t < 2; t++) {
        for (uint32_t i = 0; i < ROWS; i++)
            for (uint32_t k = 0; k < CLASSES; k++) {
                const uint32_t read = i % 10 < (t ? 0u : 6u) ? (label[i] + 1) % CLASSES : label[i];
                scores[i * CLASSES + k] = k == read ? 1 : -1;
            }
        chosen[t] = au_choose_temperature(&r, scores, scratch);
    }
    CHECK_SAY(chosen[0] == 1 && fabs(chosen[1] - 16) < 1e-9, "chose %g and %g", chosen[0], chosen[1]);
    CHECK(au_error_rate(&r, scores) < 1e-12);
}

TEST(nothing_changed_is_no_change_and_the_method_error_remains)
{
    const struct au_readings r = readings(1);
    double difference[ROWS] = {0};
    struct aug_change out[1 + CLASSES];
    CHECK_OK(au_changes(&r, difference, difference, &usual, .3, out, &err));
    for (int k = 0; k <= CLASSES; k++) CHECK(out[k].estimate == 0 && out[k].low < -.1 && out[k].high > .1);
}

TEST(an_even_change_is_reported_for_all_classes_and_images_of_one_cluster_widen_the_interval)
{
    double difference[ROWS];
    struct aug_change alone[1 + CLASSES], together[1 + CLASSES];
    for (int i = 0; i < ROWS; i++) difference[i] = .02 + (i / 10 % 2 ? .1 : -.1);
    struct au_readings r = readings(1);
    CHECK_OK(au_changes(&r, difference, difference, &usual, .1, alone, &err));
    r = readings(10);
    CHECK_OK(au_changes(&r, difference, difference, &usual, .1, together, &err));
    for (int k = 0; k <= CLASSES; k++) {
        CHECK_SAY(fabs(alone[k].estimate - 2) < 1e-6 && fabs(together[k].estimate - 2) < 1e-6, "%d: %g and %g", k,
                  alone[k].estimate, together[k].estimate);
        CHECK(together[k].high - together[k].low > 1.2 * (alone[k].high - alone[k].low));
    }
}

TEST(a_class_that_says_nothing_takes_the_common_mean)
{
    struct au_class_mean classes[3] = {{.1, INFINITY}, {-.02, 1e-4}, {-.04, 1e-4}};
    au_draw_together(classes, 3);
    CHECK_SAY(fabs(classes[0].mean + .03) < 1e-9, "%g", classes[0].mean);
    CHECK(isfinite(classes[0].variance) && classes[0].variance > classes[1].variance);
}

TEST(noisy_classes_are_drawn_together_and_sure_ones_are_not)
{
    struct au_class_mean noisy[3] = {{.01, 1e-2}, {0, 1e-2}, {-.01, 1e-2}},
                         sure[3] = {{.1, 1e-8}, {0, 1e-8}, {-.1, 1e-8}};
    au_draw_together(noisy, 3);
    au_draw_together(sure, 3);
    for (int k = 0; k < 3; k++) CHECK(fabs(noisy[k].mean) < 1e-12);
    CHECK(fabs(sure[0].mean - .1) < 1e-5 && fabs(sure[2].mean + .1) < 1e-5);
}

TEST(a_class_of_one_cluster_or_of_no_image_gets_a_finite_answer)
{
    struct au_readings r = readings(1);
    double difference[ROWS];
    struct aug_change out[1 + CLASSES];
    for (uint32_t i = 0; i < ROWS; i++) {
        difference[i] = .01 * (double)(i % 3);
        if (label[i] == 1) cluster[i] = 0;
    }
    for (uint32_t i = 0; i < ROWS; i++)
        if (label[i] == 3) label[i] = 2;
    start[3] = start[4];
    CHECK_OK(au_changes(&r, difference, difference, &usual, .1, out, &err));
    for (int k = 0; k <= CLASSES; k++)
        CHECK(isfinite(out[k].estimate) && out[k].low < out[k].estimate && out[k].estimate < out[k].high);
}

TEST(the_total_is_read_sharply_and_what_sets_classes_apart_softly)
{
    const struct au_readings r = readings(1);
    double sharp[ROWS], soft[ROWS];
    struct aug_change out[1 + CLASSES];
    for (int i = 0; i < ROWS; i++) {
        sharp[i] = -.03;
        soft[i] = .2 + (label[i] == 1 ? .1 : 0) + (i / 10 % 2 ? 1e-4 : -1e-4);
    }
    CHECK_OK(au_changes(&r, sharp, soft, &usual, .1, out, &err));
    CHECK_SAY(fabs(out[0].estimate + 3) < 1e-9, "total %g", out[0].estimate);
    CHECK_SAY(out[2].estimate > -1 && out[1].estimate < -3, "%g and %g", out[2].estimate, out[1].estimate);
}

TEST(a_prediction_that_is_believed_more_keeps_more_of_its_pattern_and_has_narrower_intervals)
{
    static const struct au_trust more = {1, .5};
    const struct au_readings r = readings(1);
    double difference[ROWS];
    struct aug_change out[2][1 + CLASSES];
    for (int i = 0; i < ROWS; i++) difference[i] = -.03 + (label[i] == 1 ? .1 : 0) + (i / 10 % 2 ? 1e-4 : -1e-4);
    CHECK_OK(au_changes(&r, difference, difference, &usual, .1, out[0], &err));
    CHECK_OK(au_changes(&r, difference, difference, &more, .1, out[1], &err));
    CHECK(fabs(out[0][0].estimate - out[1][0].estimate) < 1e-12 && out[1][2].estimate > out[0][2].estimate + 1);
    CHECK(out[1][0].high - out[1][0].low < .6 * (out[0][0].high - out[0][0].low));
}
