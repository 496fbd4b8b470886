/* SPDX-License-Identifier: Apache-2.0
 * test_mix.c - leaves that mix: which are audited, how pictures of other sizes and channels come together, and that draws repeat. */
#include <math.h>
#include <string.h>

#include "pipeline/mix.h"
#include "pipeline_tools.h"

static struct aug_error err;

static struct aug_image flat(int width, int height, int channels, uint8_t value)
{
    struct aug_image image = {0};
    CHECK_OK(aug_image_resize_storage(&image, width, height, channels, &err));
    memset(image.pixels, value, image.stride * (size_t)height);
    return image;
}

TEST(mixing_alone_is_applied_and_in_a_composition_it_is_known_and_said_not_to_be)
{
    struct aug_pipeline alone = tool_spec("cutmix:1"), composed = tool_spec("hflip|mixup:0.4"),
                        other = tool_spec("hflip");
    CHECK(au_leaf_mixing(&alone.leaves[0]) && alone.leaves[0].part_count == 1);
    CHECK(!au_leaf_mixing(&composed.leaves[0]) && composed.leaves[0].part_count == 0);
    CHECK_SAY(strstr(composed.leaves[0].not_applied, "mixup mixes several pictures"), "%s",
              composed.leaves[0].not_applied);
    CHECK(!au_leaf_mixing(&other.leaves[0]));
    aug_pipeline_release(&alone);
    aug_pipeline_release(&composed);
    aug_pipeline_release(&other);
}

TEST(a_mosaic_of_another_grid_is_read_and_said_not_to_be_audited)
{
    struct aug_pipeline two = tool_spec("Mosaic:grid_yx=[2,2]"), three = tool_spec("Mosaic:grid_yx=[3,3]");
    CHECK(au_leaf_mixing(&two.leaves[0]));
    CHECK(three.leaves[0].part_count == 0 && strstr(three.leaves[0].not_applied, "two by two"));
    aug_pipeline_release(&two);
    aug_pipeline_release(&three);
}

static const char file[] =
    "{\"__version__\": \"2.0.8\", \"transform\": {\"__class_fullname__\": \"Compose\", \"p\": 1.0, \"transforms\": ["
    "{\"__class_fullname__\": \"Mosaic\", \"p\": 0.5, \"grid_yx\": [2, 2], \"target_size\": [512, 512], \"cell_shape\": "
    "[512, 512], \"center_range\": [0.4, 0.6], \"fit_mode\": \"contain\", \"interpolation\": 1, \"mask_interpolation\": "
    "0, \"fill\": 0, \"fill_mask\": 0, \"metadata_key\": \"mosaic_metadata\"}], \"bbox_params\": null, "
    "\"keypoint_params\": null, \"additional_targets\": {}, \"is_check_shapes\": true}}";

TEST(a_mosaic_in_a_pipeline_file_is_audited_with_its_parameters_and_probability)
{
    struct aug_pipeline p = {0};
    CHECK_OK(aug_pipeline_parse(file, sizeof file - 1, "a.json", &p, &err));
    CHECK(p.leaf_count == 1 && au_leaf_mixing(&p.leaves[0]) && p.leaves[0].fires == 0.5);
    CHECK_SAY(strstr(p.leaves[0].spec, "center_range=[0.4,0.6]"), "%s", p.leaves[0].spec);
    aug_pipeline_release(&p);
}

TEST(pictures_of_any_size_and_channels_come_to_those_of_the_first)
{
    struct aug_pipeline p = tool_spec("mixup:1");
    struct au_mixer mixer = {0};
    struct aug_image out = {0};
    const struct au_occasion occasion = {3, 4, 0};
    for (int channels = 1; channels <= 3; channels += 2) {
        struct aug_image first = flat(20, 10, channels, 40), second = flat(7, 31, 4 - channels, 200);
        double share[AUG_MIX_MAX];
        CHECK_OK(au_leaf_mix(&p.leaves[0], &occasion, (const struct aug_image *const[]){&first, &second}, &mixer, &out,
                             share, &err));
        CHECK(out.width == 20 && out.height == 10 && out.channels == channels && share[2] == 0 && share[3] == 0);
        for (size_t i = 0; i < out.stride * 10; i++)
            CHECK(fabs(out.pixels[i] - (share[0] * 40 + share[1] * 200)) < 1.01);
        aug_image_release(&first);
        aug_image_release(&second);
    }
    au_mixer_release(&mixer);
    aug_image_release(&out);
    aug_pipeline_release(&p);
}

TEST(the_same_occasion_gives_the_same_mixture_and_another_another)
{
    struct aug_pipeline p = tool_spec("cutmix:1");
    struct au_mixer mixer = {0};
    struct aug_image a = flat(24, 24, 1, 0), b = flat(24, 24, 1, 255), out[3] = {{0}};
    double share[3][AUG_MIX_MAX];
    for (uint32_t i = 0; i < 3; i++) {
        const struct au_occasion occasion = {3, 4, i == 2};
        CHECK_OK(au_leaf_mix(&p.leaves[0], &occasion, (const struct aug_image *const[]){&a, &b}, &mixer, &out[i],
                             share[i], &err));
    }
    CHECK(tool_same_image(&out[0], &out[1]) && !tool_same_image(&out[0], &out[2]));
    CHECK(share[0][0] == share[1][0]);
    struct aug_image seen = {0}, grey = flat(32, 32, 3, 100);
    const struct au_occasion occasion = {3, 4, 0};
    CHECK_OK(au_leaf_seen(&p.leaves[0], &occasion, &a, 1, &b, &grey, &mixer, &seen, &err));
    for (size_t i = 0; i < 24 * 24; i++) CHECK(seen.pixels[i] == (out[0].pixels[i] == 255 ? 255 : 100));
    for (int i = 0; i < 3; i++) aug_image_release(&out[i]);
    aug_image_release(&a);
    aug_image_release(&b);
    aug_image_release(&seen);
    aug_image_release(&grey);
    au_mixer_release(&mixer);
    aug_pipeline_release(&p);
}

TEST(a_mixture_of_the_library_keeps_the_label_of_its_first_picture_and_that_of_a_word_does_where_it_is_told_to)
{
    static const struct {
        const char *spec;
        bool keeps;
    } cases[] = {{"mosaic", false},  {"mosaic:labels=first", true},         {"Mosaic:fit_mode=contain", true},
                 {"mixup:1", false}, {"cutmix:alpha=1,labels=first", true}, {"hflip", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct aug_pipeline p = tool_spec(cases[i].spec);
        CHECK_SAY(au_leaf_keeps_label(&p.leaves[0]) == cases[i].keeps, "%s", cases[i].spec);
        aug_pipeline_release(&p);
    }
}
