/* SPDX-License-Identifier: Apache-2.0
 * test_values_noise.c - noise by its statistics, holes by where they are. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "apply.h"
#include "check.h"
#include "pictures.h"
#include "transform/erase.h"
#include "transform/random_rows.h"

struct moments {
    double mean, deviation, beside, below, across_channels, kurtosis;
};

/* Of out - 128, and correlations with the pixel beside, the pixel below and the next channel. */
static struct moments measure(const struct aug_image *out)
{
    const int w = out->width, h = out->height, channels = out->channels;
    double sum = 0, square = 0, fourth = 0, beside = 0, below = 0, across = 0, n = 0;
    for (int y = 0; y < h - 1; y++)
        for (int x = 0; x < w - 1; x++)
            for (int c = 0; c < channels; c++) {
                const double d = value_at(out, x, y, c) - 128;
                n++, sum += d, square += d * d, fourth += d * d * d * d;
                beside += d * (value_at(out, x + 1, y, c) - 128);
                below += d * (value_at(out, x, y + 1, c) - 128);
                across += d * (value_at(out, x, y, (c + 1) % channels) - 128);
            }
    const double variance = square / n;
    return (struct moments){sum / n,        sqrt(variance),  beside / square,
                            below / square, across / square, fourth / n / (variance * variance)};
}

TEST(noise_is_normal_and_independent_between_values)
{
    struct aug_image in = picture_plain(200, 200, 3, 128), out = {0};
    struct applied applied;
    apply_named("noise", "{\"amount\": 0.1}", NULL, 5, &in, &out, &applied);
    const struct moments m = measure(&out);
    CHECK_SAY(fabs(m.mean) < 4 * 25.5 / sqrt(120000), "mean %g", m.mean);
    CHECK_SAY(fabs(m.deviation / 25.5 - 1) < 0.01, "deviation %g", m.deviation);
    CHECK_SAY(fabs(m.beside) < 0.015 && fabs(m.below) < 0.015 && fabs(m.across_channels) < 0.015,
              "correlations %g %g %g", m.beside, m.below, m.across_channels);
    CHECK_SAY(fabs(m.kurtosis - 3) < 0.1, "fourth moment %g", m.kurtosis);
    apply_named("noise", "{\"amount\": 0}", NULL, 5, &in, &out, &applied);
    CHECK(picture_same(&in, &out));
    aug_image_release(&out);
    picture_release(&in);
}

TEST(another_draw_gives_other_noise_and_a_part_of_a_row_is_the_same_noise)
{
    float whole[50], part[50], other[50], next[50];
    au_normal_row(123, 0, 7, whole, 50);
    au_normal_row(123, 0, 7, part, 13);
    CHECK(memcmp(whole, part, 13 * sizeof *whole) == 0);
    au_normal_row(124, 0, 7, other, 50);
    au_normal_row(123, 0, 8, next, 50);
    CHECK(memcmp(whole, other, sizeof whole) != 0 && memcmp(whole, next, sizeof whole) != 0);
}

TEST(shared_noise_is_the_same_in_all_channels_and_coarse_noise_is_smooth)
{
    struct aug_image in = picture_plain(120, 120, 3, 128), out = {0};
    struct applied applied;
    apply_named("GaussNoise", "{\"std_range\": [0.1, 0.1]}", NULL, 5, &in, &out, &applied);
    CHECK(measure(&out).across_channels > 0.999);
    apply_named("GaussNoise", "{\"std_range\": [0.1, 0.1], \"per_channel\": true, \"noise_scale_factor\": 0.25}", NULL,
                5, &in, &out, &applied);
    const struct moments m = measure(&out);
    CHECK_SAY(m.beside > 0.8 && m.below > 0.8 && fabs(m.across_channels) < 0.1, "correlations %g %g %g", m.beside,
              m.below, m.across_channels);
    CHECK(m.deviation > 12 && m.deviation < 24); /* mixing neighbours takes some of it away */
    aug_image_release(&out);
    picture_release(&in);
}

TEST(single_pixels_are_hit_as_often_as_stated)
{
    struct aug_image in = picture_plain(200, 200, 3, 128), out = {0};
    struct applied applied;
    int counts[256] = {0};
    apply_named("SaltAndPepper", "{\"amount\": [0.1, 0.1], \"salt_vs_pepper\": [0.25, 0.25]}", NULL, 3, &in, &out,
                &applied);
    for (int i = 0; i < 40000; i++) {
        CHECK(value_at(&out, i % 200, i / 200, 0) == value_at(&out, i % 200, i / 200, 2));
        counts[value_at(&out, i % 200, i / 200, 0)]++;
    }
    CHECK_SAY(abs(counts[255] - 1000) < 130 && abs(counts[0] - 3000) < 220, "%d white, %d black", counts[255],
              counts[0]);
    CHECK(counts[0] + counts[128] + counts[255] == 40000);
    apply_named("PixelDropout", "{\"dropout_prob\": 0.2, \"per_channel\": true, \"drop_value\": [1, 2, 3]}", NULL, 3,
                &in, &out, &applied);
    int dropped = 0;
    for (int i = 0; i < 120000; i++) {
        const int value = value_at(&out, i / 3 % 200, i / 600, i % 3);
        CHECK(value == 128 || value == i % 3 + 1);
        dropped += value != 128;
    }
    CHECK_SAY(abs(dropped - 24000) < 600, "%d of 120000 dropped", dropped);
    aug_image_release(&out);
    picture_release(&in);
}

/* The box of the values that are not 128, and how many they are. */
struct changed {
    int x_min, y_min, x_max, y_max, count;
};

static struct changed find_changed(const struct aug_image *out)
{
    struct changed box = {out->width, out->height, 0, 0, 0};
    for (int y = 0; y < out->height; y++)
        for (int x = 0; x < out->width; x++) {
            if (value_at(out, x, y, 0) == 128) continue;
            box.x_min = x < box.x_min ? x : box.x_min, box.x_max = x + 1 > box.x_max ? x + 1 : box.x_max;
            box.y_min = y < box.y_min ? y : box.y_min, box.y_max = y + 1;
            box.count++;
        }
    return box;
}

TEST(cutout_covers_one_whole_square_at_every_place_equally_often)
{
    struct aug_image in = picture_plain(7, 5, 3, 128), out = {0};
    int counts[5 * 3] = {0};
    for (uint64_t seed = 1; seed <= 3000; seed++) {
        struct applied applied;
        apply_named("cutout", "{\"side_px\": 3}", NULL, seed, &in, &out, &applied);
        const struct changed box = find_changed(&out);
        CHECK(box.count == 9 && box.x_max - box.x_min == 3 && box.y_max - box.y_min == 3);
        CHECK(value_at(&out, box.x_min, box.y_min, 2) == 0);
        counts[box.y_min * 5 + box.x_min]++;
    }
    for (int i = 0; i < 15; i++)
        CHECK_SAY(counts[i] > 140 && counts[i] < 260, "a place came %d times of 3000", counts[i]);
    aug_image_release(&out);
    picture_release(&in);
}

TEST(a_cutout_longer_than_a_side_covers_that_side)
{
    struct aug_image in = picture_plain(9, 4, 1, 128), out = {0};
    struct applied applied;
    apply_named("cutout", "{\"side_px\": 6}", NULL, 1, &in, &out, &applied);
    struct changed box = find_changed(&out);
    CHECK(box.count == 24 && box.x_max - box.x_min == 6 && box.y_max - box.y_min == 4);
    apply_named("cutout", "{\"side_px\": 100}", NULL, 1, &in, &out, &applied);
    box = find_changed(&out);
    CHECK(box.count == 36);
    aug_image_release(&out);
    picture_release(&in);
}

TEST(coarse_dropout_makes_holes_of_the_stated_size)
{
    struct aug_image in = picture_plain(60, 40, 3, 128), out = {0};
    for (uint64_t seed = 1; seed <= 200; seed++) {
        struct applied applied;
        apply_named("CoarseDropout",
                    "{\"num_holes_range\": [1, 1], \"hole_height_range\": [5, 8], \"hole_width_range\": [3, 4], "
                    "\"fill\": [9, 8, 7]}",
                    NULL, seed, &in, &out, &applied);
        struct changed box = find_changed(&out);
        const int width = box.x_max - box.x_min, height = box.y_max - box.y_min;
        CHECK(width >= 3 && width <= 4 && height >= 5 && height <= 8 && box.count == width * height);
        CHECK(value_at(&out, box.x_min, box.y_min, 0) == 9 && value_at(&out, box.x_min, box.y_min, 2) == 7);
        apply_named(
            "CoarseDropout",
            "{\"num_holes_range\": [1, 1], \"hole_height_range\": [0.5, 0.5], \"hole_width_range\": [0.1, 0.1]}", NULL,
            seed, &in, &out, &applied);
        box = find_changed(&out);
        CHECK(box.count == 20 * 6 && box.y_max - box.y_min == 20);
    }
    aug_image_release(&out);
    picture_release(&in);
}

TEST(erasing_covers_the_stated_share_in_the_stated_shape)
{
    struct aug_image in = picture_plain(100, 100, 1, 128), out = {0};
    for (uint64_t seed = 1; seed <= 200; seed++) {
        struct applied applied;
        apply_named("Erasing", "{\"scale\": [0.04, 0.09], \"ratio\": [0.5, 2]}", NULL, seed, &in, &out, &applied);
        const struct changed box = find_changed(&out);
        const double width = box.x_max - box.x_min, height = box.y_max - box.y_min;
        CHECK_SAY(box.count == (int)(width * height) && box.count >= 370 && box.count <= 940, "%d pixels", box.count);
        CHECK_SAY(width / height > 0.45 && width / height < 2.2, "%g x %g", width, height);
    }
    aug_image_release(&out);
    picture_release(&in);
}

TEST(random_fills_are_noise_or_one_colour_a_hole_and_inpainting_is_refused)
{
    struct aug_image in = picture_plain(50, 50, 3, 128), out = {0};
    struct aug_error err = {0};
    struct applied applied;
    const char *holes =
        "{\"num_holes_range\": [1, 1], \"hole_height_range\": [30, 30], \"hole_width_range\": [30, 30], \"fill\": \"%s\"}";
    char params[200];
    int seen[256] = {0}, kinds = 0;
    snprintf(params, sizeof params, holes, "random");
    apply_named("CoarseDropout", params, NULL, 3, &in, &out, &applied);
    for (int i = 0; i < 2500; i++) seen[value_at(&out, i % 50, i / 50, 1)] = 1;
    for (int v = 0; v < 256; v++) kinds += seen[v];
    CHECK_SAY(kinds > 200, "%d values", kinds);
    snprintf(params, sizeof params, holes, "random_uniform");
    apply_named("CoarseDropout", params, NULL, 3, &in, &out, &applied);
    memset(seen, 0, sizeof seen), kinds = 0;
    for (int i = 0; i < 2500; i++) seen[value_at(&out, i % 50, i / 50, 1)] = 1;
    for (int v = 0; v < 256; v++) kinds += seen[v];
    CHECK_SAY(kinds == 2, "%d values", kinds);
    snprintf(params, sizeof params, holes, "inpaint_telea");
    CHECK(try_named("CoarseDropout", params, NULL, 3, &in, &out, &applied, &err) == AUG_UNSUPPORTED);
    CHECK_SAY(strstr(err.message, "inpaint_telea"), "%s", err.message);
    CHECK(try_named("CoarseDropout", "{\"hole_width_range\": [3, 4]}", NULL, 3, &in, &out, &applied, &err) ==
          AUG_BAD_INPUT);
    aug_image_release(&out);
    picture_release(&in);
}
