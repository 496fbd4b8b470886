/* SPDX-License-Identifier: Apache-2.0
 * test_second.c - the second learner on points whose answers are known. */
#include <math.h>
#include <string.h>

#include "cloud.h"
#include "core/memory.h"

static struct aug_error err;

/* Two classes at -2 and 2, noise of variance 3 more: error Phi(-2) on clean points, Phi(-1) on noisy ones. */
TEST(F4_the_second_learner_loses_under_noise_what_theory_says)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.per_class = 1200, .apart = 2, .is_symmetric = true, .seed = 21}, &c);
    float *draws[2];
    struct au_findings f = {0};
    CHECK_OK(au_findings_make(2, 0, &f, &err));
    for (int d = 0; d < 2; d++) {
        draws[d] = au_alloc(c.count * CLOUD_DIMENSIONS, sizeof(float));
        for (size_t i = 0; i < c.count * CLOUD_DIMENSIONS; i++)
            draws[d][i] = c.clean[i] +
                          (float)(sqrt(3) * cloud_normal(&c, i / CLOUD_DIMENSIONS, d, (int)(i % CLOUD_DIMENSIONS)));
    }
    CHECK_OK(au_setting_second(&c.setting, &err));
    CHECK_OK(au_second_read(&c.setting, (const float *const *)draws, 2, &f, &err));
    const double known = 0.1587 - 0.0228;
    CHECK(f.has_second);
    for (int k = 0; k < 2; k++)
        CHECK_SAY(fabs(f.of_class[k].second_lost.mean - known) < 0.04 && f.of_class[k].second_lost.se > 0.003,
                  "class %d loses %g +- %g, by theory %g", k, f.of_class[k].second_lost.mean,
                  f.of_class[k].second_lost.se, known);
    au_findings_release(&f);
    for (int d = 0; d < 2; d++) au_free(draws[d]);
    cloud_release(&c);
}

/* Every image read as class 0, or every one right. */
static void say(const struct cloud *c, bool is_weak, float *scores)
{
    for (size_t i = 0; i < c->count; i++)
        for (size_t k = 0; k < 2; k++) scores[2 * i + k] = k == (is_weak ? 0 : c->label[i]);
}

TEST(what_there_was_to_lose_is_told_by_the_better_reader_of_clean_images)
{
    for (int first_is_weak = 0; first_is_weak < 2; first_is_weak++) {
        struct cloud c;
        cloud_make(&(struct cloud_plan){.per_class = 200, .apart = 3, .is_symmetric = true, .seed = 22}, &c);
        struct au_findings f = {0};
        CHECK_OK(au_findings_make(2, 0, &f, &err));
        c.setting.second_scores = au_alloc(c.count * 2, sizeof(float));
        say(&c, first_is_weak, c.setting.space[AU_SPACE_MAIN].scores);
        say(&c, !first_is_weak, c.setting.second_scores);
        float *nothing = au_alloc(c.count * CLOUD_DIMENSIONS, sizeof(float));
        CHECK_OK(au_second_read(&c.setting, (const float *const *)&nothing, 1, &f, &err));
        const double sum = f.of_class[0].second_lost.mean + f.of_class[1].second_lost.mean;
        CHECK_SAY(sum > 0.9, "both classes together lose %g where no image says anything", sum);
        au_free(nothing);
        au_findings_release(&f);
        cloud_release(&c);
    }
}

/* Images of classes 1 and 2 say nothing, those of class 0 are as they were: all unreadable ones get one label, and its precision falls. */
TEST(R4_the_second_learner_tells_of_which_class_it_made_a_default)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.classes = 3, .per_class = 200, .apart = 6, .seed = 25}, &c);
    struct au_findings f = {0};
    CHECK_OK(au_findings_make(3, 0, &f, &err));
    float *moved = au_alloc(c.count * CLOUD_DIMENSIONS, sizeof(float));
    for (size_t i = 0; i < c.count; i++)
        if (c.label[i] == 0)
            memcpy(moved + i * CLOUD_DIMENSIONS, c.clean + i * CLOUD_DIMENSIONS, CLOUD_DIMENSIONS * sizeof *moved);
    CHECK_OK(au_setting_second(&c.setting, &err));
    CHECK_OK(au_second_read(&c.setting, (const float *const *)&moved, 1, &f, &err));
    const double most = fmax(f.of_class[1].second_precision_lost, f.of_class[2].second_precision_lost);
    CHECK_SAY(most > 0.3 && fabs(f.of_class[0].second_precision_lost) < 0.1, "precision lost: %g of what is read, %g",
              f.of_class[0].second_precision_lost, most);
    au_free(moved);
    au_findings_release(&f);
    cloud_release(&c);
}

/* Labels that no feature tells: whoever saw an image would know its label by heart. */
TEST(no_image_is_read_by_a_second_learner_that_saw_it)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.per_class = 150, .apart = 0, .seed = 26}, &c);
    CHECK_OK(au_setting_second(&c.setting, &err));
    double right = 0;
    for (size_t i = 0; i < c.count; i++)
        right += (au_largest(c.setting.second_scores + 2 * i, 2) == c.label[i]) / (double)c.count;
    CHECK_SAY(fabs(right - 0.5) < 0.1, "%g are read right", right);
    cloud_release(&c);
}

TEST(a_second_learner_that_had_no_memory_leaves_no_half_read_images_behind)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.per_class = 30, .apart = 3, .seed = 27}, &c);
    for (size_t n = 1, failed = true; failed; n += 3) {
        au_memory_fail_at(n);
        const enum aug_status status = au_setting_second(&c.setting, &err);
        failed = au_memory_failed();
        au_memory_fail_at(0);
        CHECK_SAY(failed ? status == AUG_NO_MEMORY && !c.setting.second_scores : status == AUG_OK,
                  "allocation %zu: status %d, %s", n, (int)status, c.setting.second_scores ? "half read" : "none read");
    }
    cloud_release(&c);
}

TEST(R8_a_pair_that_only_the_second_learner_tells_apart_is_named_and_its_errors_stand_side_by_side)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.classes = 3, .per_class = 300, .apart = 5, .is_blind = true, .seed = 23}, &c);
    c.setting.second_scores = au_alloc(c.count * 3, sizeof(float));
    for (size_t i = 0; i < c.count; i++) c.setting.second_scores[3 * i + c.label[i]] = 1;
    CHECK_OK(au_setting_compare(&c.setting, &err));
    for (int k = 0; k < 2; k++) {
        const struct au_adequacy *a = &c.setting.adequacy[k];
        CHECK(c.setting.blind_to[k] == 1 - k && c.setting.blind_space[k] == AU_READER_SECOND);
        CHECK(a->hardest == 1 - k && a->asked >> AU_READER_SECOND & 1 && a->error[AU_READER_SECOND] == 0);
        CHECK_SAY(a->error[AU_READER_MAIN] > 0.4, "error %g", a->error[AU_READER_MAIN]);
    }
    CHECK(c.setting.blind_to[2] < 0 && c.setting.adequacy[2].error[AU_READER_MAIN] < 0.05);
    cloud_release(&c);
}

TEST(where_every_pair_is_read_well_the_second_learner_is_not_asked)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.classes = 3, .per_class = 200, .apart = 5, .seed = 24}, &c);
    CHECK_OK(au_setting_compare(&c.setting, &err));
    CHECK(!c.setting.second_scores && !(c.setting.adequacy[0].asked >> AU_READER_SECOND & 1) &&
          c.setting.adequacy[0].hardest > 0);
    cloud_release(&c);
}
