/* SPDX-License-Identifier: Apache-2.0
 * test_whole.c - whole pipelines on one image: order, shares, what may stand in the way. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "pipeline_tools.h"

static struct aug_error err;

static struct aug_pipeline specs(const char *const *list, size_t count, double probability)
{
    struct aug_pipeline p = {0};
    CHECK_OK(aug_pipeline_specs(list, count, probability, &p, &err));
    return p;
}

static struct aug_pipeline file(const char *text)
{
    struct aug_pipeline p = {0};
    CHECK_OK(aug_pipeline_parse(text, strlen(text), "test.json", &p, &err));
    return p;
}

TEST(leaves_run_one_after_the_other_on_what_the_former_made)
{
    struct aug_pipeline both = specs((const char *const[]){"hflip", "rotate:90"}, 2, 1), first = tool_spec("hflip"),
                        second = tool_spec("rotate:90");
    struct aug_image in = tool_image(9, 9), whole = {0}, half = {0}, twice = {0};
    bool ran = false;
    CHECK_OK(aug_pipeline_apply(&both, &in, 1, 2, 3, &whole, &ran, &err));
    CHECK_OK(aug_leaf_apply(&first.leaves[0], &in, 1, 2, 3, &half, NULL, NULL, &err));
    CHECK_OK(aug_leaf_apply(&second.leaves[0], &half, 1, 2, 3, &twice, NULL, NULL, &err));
    CHECK(ran && tool_same_image(&whole, &twice));
    CHECK(aug_pipeline_idle(&both) < 1e-12);
    struct aug_image *const images[] = {&in, &whole, &half, &twice};
    for (int i = 0; i < 4; i++) aug_image_release(images[i]);
    aug_pipeline_release(&both);
    aug_pipeline_release(&first);
    aug_pipeline_release(&second);
}

TEST(where_nothing_runs_the_image_comes_back_as_often_as_the_closed_form_says)
{
    static const char *const list[] = {"invert", "hflip|vflip"};
    struct aug_pipeline p = specs(list, 2, .4);
    struct aug_image in = tool_image(7, 5), out = {0};
    const double idle = aug_pipeline_idle(&p);
    int idle_calls = 0;
    enum { CALLS = 4000 };
    CHECK(fabs(idle - .6 * (1 - .4 * .75)) < 1e-12);
    for (uint32_t draw = 0; draw < CALLS; draw++) {
        bool ran = true;
        CHECK_OK(aug_pipeline_apply(&p, &in, 5, 77, draw, &out, &ran, &err));
        CHECK(ran || tool_same_image(&in, &out));
        idle_calls += !ran;
    }
    CHECK_SAY(fabs(idle_calls / (double)CALLS - idle) < 5 * sqrt(idle * (1 - idle) / CALLS), "%d idle of %d, %g",
              idle_calls, CALLS, idle);
    aug_image_release(&in);
    aug_image_release(&out);
    aug_pipeline_release(&p);
}

#define ALB(name, more) "{\"__class_fullname__\": \"" name "\"" more "}"
#define TREE(children) \
    "{\"__version__\": \"2.0.8\", \"transform\": " ALB("Compose", ", \"p\": 1.0, \"transforms\": [" children "]") "}"

TEST(one_of_runs_one_child_and_preprocessing_does_not_count)
{
    struct aug_pipeline p = file(
        TREE(ALB("OneOf", ", \"p\": 0.5, \"transforms\": [" ALB("HorizontalFlip", ", \"p\": 1.0") ", " ALB(
                              "VerticalFlip", ", \"p\": 1.0") "]") ", " ALB("Normalize", ", \"p\": 1.0")));
    struct aug_pipeline across = tool_spec("hflip"), down = tool_spec("vflip");
    struct aug_image in = tool_image(6, 6), out = {0}, h = {0}, v = {0};
    int seen[3] = {0};
    CHECK_SAY(fabs(aug_pipeline_idle(&p) - .5) < 1e-12, "%g", aug_pipeline_idle(&p));
    CHECK(!aug_pipeline_obstacle(&p));
    CHECK_OK(aug_leaf_apply(&across.leaves[0], &in, 0, 0, 0, &h, NULL, NULL, &err));
    CHECK_OK(aug_leaf_apply(&down.leaves[0], &in, 0, 0, 0, &v, NULL, NULL, &err));
    for (uint32_t draw = 0; draw < 400; draw++) {
        bool ran = false;
        CHECK_OK(aug_pipeline_apply(&p, &in, 5, 9, draw, &out, &ran, &err));
        const int which = tool_same_image(&out, &in) ? 0 : tool_same_image(&out, &h) ? 1 : 2;
        CHECK(ran == (which > 0) && (which < 2 || tool_same_image(&out, &v)));
        seen[which]++;
    }
    CHECK_SAY(seen[0] > 150 && seen[1] > 60 && seen[2] > 60, "%d %d %d", seen[0], seen[1], seen[2]);
    struct aug_image *const images[] = {&in, &out, &h, &v};
    for (int i = 0; i < 4; i++) aug_image_release(images[i]);
    aug_pipeline_release(&p);
    aug_pipeline_release(&across);
    aug_pipeline_release(&down);
}

static struct aug_pipeline some_of(const char *name, int n, const char *replace, const char *children)
{
    char text[1000];
    snprintf(text, sizeof text, TREE(ALB("%s", ", \"p\": 1.0, \"n\": %d, \"replace\": %s, \"transforms\": [%s]")), name,
             n, replace, children);
    return file(text);
}

static const char both_ways[] = ALB("Transpose", ", \"p\": 1.0") ", " ALB("HorizontalFlip", ", \"p\": 1.0"),
                  noise[] = ALB("GaussNoise", ", \"p\": 1.0");

TEST(random_order_runs_both_ways_round_and_some_of_in_the_order_of_the_file)
{
    struct aug_pipeline ordered = some_of("SomeOf", 2, "false", both_ways),
                        shuffled = some_of("RandomOrder", 2, "false", both_ways);
    struct aug_image in = tool_image(6, 6), out = {0}, first = {0};
    int other = 0;
    CHECK_OK(aug_pipeline_apply(&ordered, &in, 5, 9, 0, &first, NULL, &err));
    for (uint32_t draw = 0; draw < 60; draw++) {
        CHECK_OK(aug_pipeline_apply(&ordered, &in, 5, 9, draw, &out, NULL, &err));
        CHECK(tool_same_image(&out, &first));
        CHECK_OK(aug_pipeline_apply(&shuffled, &in, 5, 9, draw, &out, NULL, &err));
        other += !tool_same_image(&out, &first);
    }
    CHECK_SAY(other > 10 && other < 50, "%d of 60 the other way round", other);
    struct aug_image *const images[] = {&in, &out, &first};
    for (int i = 0; i < 3; i++) aug_image_release(images[i]);
    aug_pipeline_release(&ordered);
    aug_pipeline_release(&shuffled);
}

TEST(a_leaf_that_has_its_turn_twice_draws_anew)
{
    struct aug_pipeline once = some_of("SomeOf", 1, "true", noise), twice = some_of("SomeOf", 2, "true", noise);
    struct aug_image in = tool_image(16, 16), a = {0}, b = {0}, c = {0};
    CHECK_OK(aug_pipeline_apply(&once, &in, 5, 9, 0, &a, NULL, &err));
    CHECK_OK(aug_leaf_apply(&once.leaves[0], &a, 5, 9, 0, &b, NULL, NULL, &err));
    CHECK_OK(aug_pipeline_apply(&twice, &in, 5, 9, 0, &c, NULL, &err));
    CHECK(!tool_same_image(&a, &c) && !tool_same_image(&b, &c));
    struct aug_image *const images[] = {&in, &a, &b, &c};
    for (int i = 0; i < 4; i++) aug_image_release(images[i]);
    aug_pipeline_release(&once);
    aug_pipeline_release(&twice);
}

TEST(a_pipeline_that_may_run_hundreds_of_transforms_on_one_image_is_not_called)
{
    struct aug_pipeline long_one = some_of("SomeOf", 1000000, "true", noise),
                        short_one = some_of("SomeOf", 1000000, "false", noise);
    CHECK(strstr(aug_pipeline_obstacle(&long_one), "256") && !aug_pipeline_obstacle(&short_one));
    aug_pipeline_release(&long_one);
    aug_pipeline_release(&short_one);
}

TEST(a_preset_of_one_choice_runs_one_of_its_rows)
{
    struct aug_pipeline p = {0};
    CHECK_OK(aug_pipeline_preset("trivial", &p, &err));
    CHECK_SAY(aug_pipeline_idle(&p) < 1e-9, "%g", aug_pipeline_idle(&p));
    aug_pipeline_release(&p);
    CHECK_OK(aug_pipeline_preset("alexnet", &p, &err));
    CHECK(aug_pipeline_idle(&p) < 1e-9);
    aug_pipeline_release(&p);
}

TEST(a_leaf_that_cannot_be_applied_stands_in_the_way_when_it_may_run)
{
    struct aug_pipeline p = file(TREE(ALB("HorizontalFlip", ", \"p\": 0.5") ", " ALB("RandomFog", ", \"p\": 0.5")));
    struct aug_pipeline never = file(TREE(ALB("HorizontalFlip", ", \"p\": 0.5") ", " ALB("RandomFog", ", \"p\": 0")));
    CHECK(aug_pipeline_obstacle(&p) == p.leaves[1].not_applied && !aug_pipeline_obstacle(&never));
    aug_pipeline_release(&p);
    aug_pipeline_release(&never);
}
