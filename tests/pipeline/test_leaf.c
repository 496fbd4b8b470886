/* SPDX-License-Identifier: Apache-2.0
 * test_leaf.c - drawing, applying and undoing leaves; strata; presets. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "pipeline/strata.h"
#include "pipeline_tools.h"

/* ---- strata ---- */

struct strata_case {
    struct aug_range range;
    bool whole;
    size_t count;
    double values[AU_STRATA_MAX];
};

TEST(strata_of_a_range_are_its_ends_and_middles_without_the_neutral_value)
{
    static const struct strata_case cases[] = {
        {{-15, 15}, false, 4, {-15, -7.5, 7.5, 15}},
        {{-180, 180}, false, 7, {180, 135, -135, 90, -90, 45, -45}},
        {{-0.09, 0.2}, false, 4, {-0.09, -0.045, 0.1, 0.2}},
        {{-2, 2}, true, 4, {-2, -1, 1, 2}},
        {{-1, 1}, true, 2, {-1, 1}},
        {{0.6, 1.4}, false, 4, {0.6, 0.8, 1.2, 1.4}},
        {{0.5, 1}, false, 2, {0.5, 0.75}},
        {{1, 2}, false, 2, {1.5, 2}},
        {{0, 0.5}, false, 2, {0.25, 0.5}},
        {{0, 1}, false, 3, {0, 0.5, 1}},
        {{3, 7}, false, 3, {3, 5, 7}},
        {{3, 5}, false, 2, {3, 5}},
        {{60, 95}, false, 3, {60, 78, 95}},
        {{4, 4}, false, 0, {0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double values[AU_STRATA_MAX];
        const size_t count = au_strata_values(cases[i].range, cases[i].whole, values);
        CHECK_SAY(count == cases[i].count, "case %zu: %zu strata", i, count);
        for (size_t k = 0; k < count; k++)
            CHECK_SAY(fabs(values[k] - cases[i].values[k]) < 1e-12, "case %zu stratum %zu: %g", i, k, values[k]);
    }
    double values[AU_STRATA_MAX];
    CHECK(au_strata_values((struct aug_range){-INFINITY, INFINITY}, false, values) == 0);
    CHECK(au_strata_values((struct aug_range){NAN, 1}, false, values) == 0);
}

TEST(strata_on_a_circle_are_its_parts_inside_the_range_and_the_ends)
{
    double v[AU_STRATA_MAX];
    CHECK(au_strata_circle((struct aug_range){-90, 90}, 180, 6, false, v) == 5);
    CHECK(v[0] == 90 && v[1] == 60 && v[2] == -60 && v[3] == 30 &&
          v[4] == -30); /* hue in half degrees: red meets green at 60 */
    CHECK(au_strata_circle((struct aug_range){-120, 120}, 360, 8, false, v) == 6);
    CHECK(v[0] == 90 && v[1] == -90 && v[2] == 45 && v[3] == -45 && v[4] == -120 && v[5] == 120);
    CHECK(au_strata_circle((struct aug_range){-15, 15}, 360, 8, false, v) == 4 && v[0] == -15);
    CHECK(au_strata_circle((struct aug_range){0, 200}, 360, 6, false, v) == 4);
    CHECK(v[0] == 180 && v[1] == 120 && v[2] == 60 && v[3] == 200);
}

TEST(strengths_beyond_a_range_lie_half_as_far_again_and_inside_what_the_parameter_allows)
{
    double strength = 0;
    const char *param = NULL;
    struct aug_pipeline pipeline = tool_spec("Rotate:limit=[-20,10]");
    CHECK(aug_leaf_beyond_count(&pipeline.leaves[0]) == 2);
    CHECK(aug_leaf_beyond(&pipeline.leaves[0], 0, &strength, &param) && strength == -30 && strcmp(param, "limit") == 0);
    CHECK(aug_leaf_beyond(&pipeline.leaves[0], 1, &strength, &param) && strength == 15);
    CHECK(aug_leaf_beyond(&pipeline.leaves[0], 2, &strength, &param) == NULL);
    aug_pipeline_release(&pipeline);
    pipeline = tool_spec("rotate:+-180"); /* a full circle has no beyond */
    CHECK(aug_leaf_beyond_count(&pipeline.leaves[0]) == 0);
    aug_pipeline_release(&pipeline);
    pipeline = tool_spec("shift:+-3px"); /* whole pixels */
    CHECK(aug_leaf_beyond(&pipeline.leaves[0], 1, &strength, &param) && strength == 4);
    aug_pipeline_release(&pipeline);
    pipeline = tool_spec("rotate:45");
    CHECK(aug_leaf_beyond_count(&pipeline.leaves[0]) == 0);
    aug_pipeline_release(&pipeline);
}

TEST(the_outcomes_of_a_quarter_turn_are_judged_one_by_one)
{
    static const char *const specs[] = {"rotate:90", "rotate:180", "rotate:270"};
    struct aug_pipeline pipeline = tool_spec("RandomRotate90");
    CHECK(aug_leaf_stratum_count(&pipeline.leaves[0]) == 3);
    for (size_t i = 0; i < 3; i++) {
        const struct aug_leaf *outcome = aug_leaf_stratum(&pipeline.leaves[0], i, NULL);
        CHECK(strcmp(outcome->spec, specs[i]) == 0 && aug_leaf_stratum_param(&pipeline.leaves[0], i) == NULL);
    }
    aug_pipeline_release(&pipeline);
    pipeline = tool_spec("Rotate:limit=[-30,30]");
    CHECK(strcmp(aug_leaf_stratum_param(&pipeline.leaves[0], 0), "limit") == 0);
    aug_pipeline_release(&pipeline);
}

TEST(the_strata_of_a_half_turn_are_specs_of_fixed_angles)
{
    struct aug_pipeline pipeline = tool_spec("rotate:+-180");
    const struct aug_leaf *leaf = &pipeline.leaves[0];
    static const char *const specs[] = {"rotate:180", "rotate:135", "rotate:-135", "rotate:90",
                                        "rotate:-90", "rotate:45",  "rotate:-45"};
    CHECK(aug_leaf_stratum_count(leaf) == 7);
    for (size_t i = 0; i < 7; i++) {
        double strength = 0;
        const struct aug_leaf *stratum = aug_leaf_stratum(leaf, i, &strength);
        CHECK_SAY(strcmp(stratum->spec, specs[i]) == 0, "%s", stratum->spec);
        CHECK(strength == strtod(specs[i] + 7, NULL) && stratum->part_count == 1);
        CHECK(aug_leaf_stratum_count(stratum) == 0);
        struct aug_pipeline fixed = tool_spec(specs[i]);
        CHECK(memcmp(fixed.leaves[0].parts[0].params, stratum->parts[0].params,
                     stratum->parts[0].transform->params_bytes) == 0);
        CHECK(aug_leaf_stratum_count(&fixed.leaves[0]) == 0);
        aug_pipeline_release(&fixed);
    }
    CHECK(aug_leaf_stratum(leaf, 7, NULL) == NULL);
    aug_pipeline_release(&pipeline);
}

TEST(the_strata_of_a_named_transform_keep_its_other_parameters)
{
    struct aug_pipeline pipeline = tool_spec("Rotate:limit=[-30,30],fill=7");
    double strength = 0;
    const struct aug_leaf *stratum = aug_leaf_stratum(&pipeline.leaves[0], 0, &strength);
    CHECK(aug_leaf_stratum_count(&pipeline.leaves[0]) == 4 && strength == -30);
    CHECK_SAY(strcmp(stratum->spec, "Rotate:limit=[-30,-30],fill=7") == 0, "%s", stratum->spec);
    aug_pipeline_release(&pipeline);
}

/* ---- applying ---- */

static struct aug_image apply(const struct aug_leaf *leaf, const struct aug_image *in, uint64_t seed, uint64_t key,
                              uint32_t number)
{
    struct aug_error err = {0};
    struct aug_image out = {0};
    CHECK_OK(aug_leaf_apply(leaf, in, seed, key, number, &out, NULL, NULL, &err));
    return out;
}

TEST(a_draw_depends_on_seed_image_spec_and_number_only)
{
    struct aug_pipeline one = tool_spec("rotate:+-30"), two = tool_spec("rotate:+-30"),
                        other = tool_spec("rotate:+-31");
    struct aug_image in = tool_image(19, 13);
    struct aug_image a = apply(&one.leaves[0], &in, 1, 2, 3), b = apply(&two.leaves[0], &in, 1, 2, 3);
    struct aug_image changed[4] = {apply(&one.leaves[0], &in, 9, 2, 3), apply(&one.leaves[0], &in, 1, 9, 3),
                                   apply(&one.leaves[0], &in, 1, 2, 9), apply(&other.leaves[0], &in, 1, 2, 3)};
    CHECK(tool_same_image(&a, &b));
    for (size_t i = 0; i < 4; i++) {
        CHECK_SAY(!tool_same_image(&a, &changed[i]), "change %zu makes no difference", i);
        aug_image_release(&changed[i]);
    }
    aug_image_release(&a);
    aug_image_release(&b);
    aug_image_release(&in);
    aug_pipeline_release(&one);
    aug_pipeline_release(&two);
    aug_pipeline_release(&other);
}

TEST(composed_parts_run_in_their_order_each_half_of_the_time)
{
    struct aug_pipeline pipeline = tool_spec("hflip|vflip|invert"), h = tool_spec("hflip"), v = tool_spec("vflip"),
                        n = tool_spec("invert");
    const struct aug_leaf *single[3] = {&h.leaves[0], &v.leaves[0], &n.leaves[0]};
    struct aug_image in = tool_image(7, 5);
    struct aug_error err = {0};
    int hits[3] = {0}, both = 0;
    const int calls = 2000;
    for (uint32_t i = 0; i < (uint32_t)calls; i++) {
        bool ran[3];
        struct aug_image out = {0}, expected = {0};
        CHECK_OK(aug_leaf_apply(&pipeline.leaves[0], &in, 5, 6, i, &out, NULL, ran, &err));
        CHECK_OK(aug_image_copy(&in, &expected, &err));
        for (size_t k = 0; k < 3; k++) {
            hits[k] += ran[k];
            if (!ran[k]) continue;
            struct aug_image next = apply(single[k], &expected, 0, 0, 0);
            aug_image_release(&expected);
            expected = next;
        }
        both += ran[0] && ran[1];
        CHECK(tool_same_image(&out, &expected));
        aug_image_release(&out);
        aug_image_release(&expected);
    }
    for (size_t k = 0; k < 3; k++)
        CHECK_SAY(fabs(hits[k] / (double)calls - 0.5) < 5 * sqrt(0.25 / calls), "part %zu ran %d times", k, hits[k]);
    CHECK_SAY(fabs(both / (double)calls - 0.25) < 5 * sqrt(0.1875 / calls), "two parts ran together %d times", both);
    aug_image_release(&in);
    aug_pipeline_release(&pipeline);
    aug_pipeline_release(&h);
    aug_pipeline_release(&v);
    aug_pipeline_release(&n);
}

TEST(exact_undo_gives_the_image_back_also_for_composed_leaves_that_change_size)
{
    static const char *const specs[] = {"hflip", "invert", "rotate:90", "hflip|rotate:90|vflip|invert",
                                        "Transpose|hflip"};
    struct aug_image in = tool_image(9, 6);
    struct aug_error err = {0};
    for (size_t i = 0; i < sizeof specs / sizeof *specs; i++) {
        struct aug_pipeline pipeline = tool_spec(specs[i]);
        const struct aug_leaf *leaf = &pipeline.leaves[0];
        CHECK(aug_leaf_can_undo(leaf));
        for (uint32_t number = 0; number < 16; number++) {
            struct aug_image there = apply(leaf, &in, 3, 4, number), back = {0};
            CHECK_OK(aug_leaf_undo(leaf, &there, &in, 3, 4, number, &back, &err));
            CHECK_SAY(tool_same_image(&back, &in), "%s draw %u does not come back", specs[i], number);
            aug_image_release(&there);
            aug_image_release(&back);
        }
        aug_pipeline_release(&pipeline);
    }
    aug_image_release(&in);
}

TEST(what_cannot_be_undone_or_applied_says_so)
{
    struct aug_error err = {0};
    struct aug_image in = tool_image(4, 4), out = {0};
    struct aug_pipeline gray = tool_spec("hflip|gray"), unknown = tool_spec("ElasticTransform");
    CHECK(!aug_leaf_can_undo(&gray.leaves[0]) && !aug_leaf_undo_is_exact(&gray.leaves[0]));
    CHECK(aug_leaf_undo(&gray.leaves[0], &in, &in, 1, 2, 3, &out, &err) == AUG_UNSUPPORTED);
    CHECK(!aug_leaf_can_undo(&unknown.leaves[0]) && aug_leaf_stratum_count(&unknown.leaves[0]) == 0);
    CHECK(aug_leaf_apply(&unknown.leaves[0], &in, 1, 2, 3, &out, NULL, NULL, &err) == AUG_UNSUPPORTED);
    CHECK(strstr(err.message, "ElasticTransform") != NULL);
    aug_image_release(&in);
    aug_image_release(&out);
    aug_pipeline_release(&gray);
    aug_pipeline_release(&unknown);
}

TEST(every_allocation_of_applying_a_composed_leaf_may_fail)
{
    struct aug_pipeline pipeline = tool_spec("hflip|rotate:90|vflip|invert");
    struct aug_image in = tool_image(9, 6);
    struct aug_error err = {0};
    const size_t before = au_memory_live();
    for (size_t n = 1;; n++) {
        struct aug_image out = {0};
        au_memory_fail_at(n);
        const enum aug_status status = aug_leaf_apply(&pipeline.leaves[0], &in, 1, 2, 3, &out, NULL, NULL, &err);
        const bool failed = au_memory_failed();
        au_memory_fail_at(0);
        CHECK(status == (failed ? AUG_NO_MEMORY : AUG_OK));
        aug_image_release(&out);
        CHECK(au_memory_live() == before);
        if (!failed) break;
    }
    aug_image_release(&in);
    aug_pipeline_release(&pipeline);
}

/* ---- presets ---- */

TEST(every_preset_can_be_applied_to_images_of_any_size)
{
    static const int sizes[][2] = {{1, 1}, {28, 28}, {33, 17}};
    struct aug_error err = {0};
    for (size_t i = 0; i < aug_preset_count(); i++) {
        struct aug_pipeline pipeline = {0};
        CHECK_OK(aug_pipeline_preset(aug_preset_name(i), &pipeline, &err));
        CHECK(strcmp(pipeline.source, aug_preset_name(i)) == 0 && strcmp(pipeline.format, "preset") == 0);
        for (size_t k = 0; k < pipeline.leaf_count; k++)
            for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
                struct aug_image in = tool_image(sizes[s][0], sizes[s][1]), out = {0};
                CHECK_OK(aug_leaf_apply(&pipeline.leaves[k], &in, 1, 2, 3, &out, NULL, NULL, &err));
                CHECK(out.width == in.width && out.height == in.height);
                aug_image_release(&in);
                aug_image_release(&out);
            }
        aug_pipeline_release(&pipeline);
        const char *about = aug_preset_about(i);
        CHECK(about[strlen(about) - 1] == '.');
    }
    CHECK(aug_preset_count() >= 3 && !aug_preset_name(aug_preset_count()) && !aug_preset_about(aug_preset_count()));
}

TEST(trivial_has_fourteen_operations_of_one_fourteenth)
{
    struct aug_error err = {0};
    struct aug_pipeline pipeline = {0};
    CHECK_OK(aug_pipeline_preset("trivial", &pipeline, &err));
    CHECK(pipeline.leaf_count == 14);
    for (size_t i = 0; i < 14; i++) CHECK(fabs(pipeline.leaves[i].fires - 1.0 / 14) < 1e-15);
    aug_pipeline_release(&pipeline);
}

TEST(an_unknown_preset_gets_a_suggestion)
{
    struct aug_error err = {0};
    struct aug_pipeline pipeline = {0};
    CHECK(aug_pipeline_preset("alexnte", &pipeline, &err) == AUG_BAD_INPUT);
    CHECK_SAY(strstr(err.message, "\"alexnet\"") != NULL, "%s", err.message);
    CHECK(aug_pipeline_preset("nothing like it", &pipeline, &err) == AUG_BAD_INPUT);
}
