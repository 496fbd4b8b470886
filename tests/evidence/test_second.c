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

TEST(a_weak_second_reader_of_clean_images_gains_nothing_by_it)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.per_class = 200, .apart = 3, .is_symmetric = true, .seed = 22}, &c);
    struct au_findings f = {0};
    CHECK_OK(au_findings_make(2, 0, &f, &err));
    c.setting.second_scores = au_alloc(c.count * 2, sizeof(float)); /* reads every image as class 0 */
    for (size_t i = 0; i < c.count; i++) c.setting.second_scores[2 * i] = 1;
    float *nothing = au_alloc(c.count * CLOUD_DIMENSIONS, sizeof(float));
    CHECK_OK(au_second_read(&c.setting, (const float *const *)&nothing, 1, &f, &err));
    const double sum = f.of_class[0].second_lost.mean + f.of_class[1].second_lost.mean;
    CHECK_SAY(sum > 0.9, "both classes together lose %g where no image says anything", sum);
    au_free(nothing);
    au_findings_release(&f);
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
