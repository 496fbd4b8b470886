/* SPDX-License-Identifier: Apache-2.0
 * test_subject.c - whole pipelines as what is mixed into training, and contrasts of answers. */
#include <math.h>
#include <string.h>

#include "bars.h"
#include "check.h"
#include "predict/predictor.h"

enum { EACH = 10, CHANGES = 1 + BARS_CLASSES };

static struct aug_error err;
static const struct au_predict_how how = {.seed = 1, .threads = 1, .looks = 1, .further = 1, .hurry = 80};

static struct aug_pipeline specs(const char *const *list, size_t count, double probability)
{
    struct aug_pipeline p = {0};
    CHECK_OK(aug_pipeline_specs(list, count, probability, &p, &err));
    return p;
}

TEST(a_pipeline_is_shown_where_it_does_something_and_reaches_so_many_images_the_fewer)
{
    struct aug_pipeline p = specs((const char *const[]){"hflip", "invert"}, 2, .3);
    const struct au_subject whole = {.pipeline = &p}, leaf = {.leaf = &p.leaves[0]};
    struct aug_image in = {0}, out = {0};
    int same = 0;
    CHECK(fabs(au_subject_reach(&whole, 1) - (1 - .7 * .7)) < 1e-12 && au_subject_reach(&leaf, .3) == .3);
    CHECK_OK(aug_image_resize_storage(&in, 8, 8, 1, &err));
    for (int y = 0; y < 8; y++)
        for (int x = 0; x < 8; x++) in.pixels[(size_t)y * in.stride + (size_t)x] = (uint8_t)(x + 8 * y);
    for (uint32_t draw = 0; draw < 100; draw++) {
        CHECK_OK(au_subject_apply(&whole, &in, 1, 2, draw, &out, &err));
        same += memcmp(in.pixels, out.pixels, 8) == 0;
    }
    CHECK_SAY(same == 0, "%d of 100 draws did nothing", same);
    aug_image_release(&in);
    aug_image_release(&out);
    aug_pipeline_release(&p);
}

TEST(a_pipeline_of_one_transform_that_draws_nothing_changes_what_the_transform_changes)
{
    struct aug_dataset data = bars_make(EACH);
    struct aug_pipeline p = specs((const char *const[]){"hflip"}, 1, .5);
    struct aug_change alone[CHANGES], whole[CHANGES];
    const struct au_subject pipeline = {.pipeline = &p};
    struct au_question questions[2] = {{{.leaf = &p.leaves[0]}, .5, alone, false},
                                       {pipeline, au_subject_reach(&pipeline, 1), whole, false}};
    CHECK_OK(au_predict(&data, &how, questions, 2, NULL, &err));
    CHECK(questions[1].is_answered && alone[0].estimate != 0);
    CHECK_SAY(memcmp(alone, whole, sizeof alone) == 0, "%g and %g", alone[0].estimate, whole[0].estimate);
    aug_pipeline_release(&p);
    aug_dataset_release(&data);
}

TEST(the_change_of_a_pipeline_depends_on_neither_threads_nor_what_else_is_asked)
{
    struct aug_dataset data = bars_make(EACH);
    struct aug_pipeline p = specs((const char *const[]){"hflip", "rotate:+-30", "gray"}, 3, .4);
    const struct au_subject pipeline = {.pipeline = &p};
    const double reach = au_subject_reach(&pipeline, 1);
    struct aug_change first[CHANGES], again[CHANGES], other[CHANGES];
    struct au_question one = {pipeline, reach, first, false},
                       more[2] = {{{.leaf = &p.leaves[1]}, reach, other, false}, {pipeline, reach, again, false}};
    struct au_predict_how many = how;
    many.threads = 3;
    CHECK_OK(au_predict(&data, &how, &one, 1, NULL, &err));
    CHECK_OK(au_predict(&data, &many, more, 2, NULL, &err));
    CHECK(memcmp(first, again, sizeof first) == 0 && memcmp(first, other, sizeof first) != 0);
    aug_pipeline_release(&p);
    aug_dataset_release(&data);
}

TEST(a_contrast_is_the_weighted_sum_of_answers_and_of_one_answer_with_itself_nothing)
{
    struct aug_dataset data = bars_make(EACH);
    struct aug_pipeline p = specs((const char *const[]){"hflip", "invert"}, 2, .5);
    struct aug_change changes[2][CHANGES];
    struct au_question questions[2] = {{{.leaf = &p.leaves[0]}, .5, changes[0], false},
                                       {{.leaf = &p.leaves[1]}, .5, changes[1], false}};
    struct au_contrast contrasts[3] = {{.count = 1, .question = {1}, .weight = {1}},
                                       {.count = 2, .question = {1, 0}, .weight = {1, -1}},
                                       {.count = 2, .question = {1, 1}, .weight = {1, -1}}};
    CHECK_OK(au_predict_contrasts(&data, &how, questions, 2, contrasts, 3, NULL, &err));
    CHECK(memcmp(&contrasts[0].out, &changes[1][0], sizeof contrasts[0].out) == 0);
    CHECK_SAY(fabs(contrasts[1].out.estimate - (changes[1][0].estimate - changes[0][0].estimate)) < 1e-6, "%g",
              contrasts[1].out.estimate);
    CHECK(contrasts[2].out.estimate == 0 && contrasts[2].out.low < 0 && contrasts[2].out.high > 0);
    aug_pipeline_release(&p);
    aug_dataset_release(&data);
}
