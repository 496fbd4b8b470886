/* SPDX-License-Identifier: Apache-2.0
 * test_values_tone.c - brightness, contrast, curves and histograms against slow definitions. */
#include <math.h>

#include "apply.h"
#include "check.h"
#include "pictures.h"
#include "transform/tables.h"

static struct aug_image picture(uint64_t seed, int width, int height, int channels)
{
    struct au_rng rng;
    au_rng_start(&rng, seed, 1);
    return picture_random(&rng, width, height, channels, 3);
}

/* A picture whose values lie in low..high. */
static struct aug_image dim_picture(uint64_t seed, int channels, int low, int high)
{
    struct aug_image image = picture(seed, 41, 29, channels);
    for (int y = 0; y < image.height; y++)
        for (int i = 0; i < image.width * channels; i++) {
            uint8_t *value = image.pixels + (size_t)y * image.stride + (size_t)i;
            *value = (uint8_t)(low + *value % (high - low + 1));
        }
    return image;
}

static double fraction(const struct aug_image *in, int x, int y, int c)
{
    return value_at(in, x, y, c) / 255.0;
}

static double brighter(const struct aug_image *in, int x, int y, int c, const void *shift)
{
    return 255 * (fraction(in, x, y, c) + *(const double *)shift);
}

TEST(brightness_adds_a_fraction_of_full_range)
{
    for (int channels = 1; channels <= 3; channels += 2) {
        struct aug_image in = picture(1, 40, 30, channels), out = {0};
        struct applied applied;
        apply_named("brightness", "{\"amount\": 0.3137}", "{\"shift\": 0.3137}", 1, &in, &out, &applied);
        compare_with_oracle("brightness", &in, &out, brighter, &(double){0.3137}, 0, 0);
        apply_named("brightness", "{\"amount\": [-0.71, -0.71]}", NULL, 1, &in, &out, &applied);
        compare_with_oracle("brightness", &in, &out, brighter, &(double){-0.71}, 0, 0);
        aug_image_release(&out);
        picture_release(&in);
    }
}

TEST(brightness_is_undone_where_nothing_was_clipped)
{
    struct aug_image in = dim_picture(2, 3, 60, 190), out = {0}, back = {0};
    struct applied applied;
    for (uint64_t seed = 1; seed < 20; seed++) {
        apply_named("brightness", "{\"amount\": [-0.2, 0.2]}", NULL, seed, &in, &out, &applied);
        undo_applied(&applied, &out, &back);
        CHECK(picture_same(&in, &back));
    }
    aug_image_release(&out);
    aug_image_release(&back);
    picture_release(&in);
}

struct contrast_context {
    double mean, factor;
};

static double about_the_mean(const struct aug_image *in, int x, int y, int c, const void *context)
{
    const struct contrast_context *contrast = context;
    return 255 * (contrast->mean + contrast->factor * (fraction(in, x, y, c) - contrast->mean));
}

TEST(contrast_stretches_about_the_mean_of_all_values)
{
    for (int channels = 1; channels <= 3; channels += 2) {
        struct aug_image in = picture(3, 33, 21, channels), out = {0}, back = {0};
        struct applied applied;
        double sum = 0;
        for (int y = 0; y < in.height; y++)
            for (int x = 0; x < in.width; x++)
                for (int c = 0; c < channels; c++) sum += fraction(&in, x, y, c);
        const double mean = sum / (33.0 * 21 * channels);
        apply_named("contrast", "{\"amount\": [0.37, 0.37]}", NULL, 1, &in, &out, &applied);
        compare_with_oracle("contrast", &in, &out, about_the_mean, &(struct contrast_context){mean, 1.37}, 0, 0);
        apply_named("contrast", "{\"amount\": [-0.6, -0.6]}", NULL, 1, &in, &out, &applied);
        compare_with_oracle("contrast", &in, &out, about_the_mean, &(struct contrast_context){mean, 0.4}, 0, 0);
        undo_applied(&applied, &out, &back);
        CHECK_SAY(distance_between(&in, &back).most <= 2, "off by %d", distance_between(&in, &back).most);
        aug_image_release(&out);
        aug_image_release(&back);
        picture_release(&in);
    }
}

TEST(drawn_strengths_fill_their_range_evenly)
{
    static const struct {
        const char *name, *params;
        double low, high;
    } cases[] = {{"brightness", "{\"amount\": [-0.1, 0.3]}", -0.1, 0.3},
                 {"contrast", "{\"amount\": [-0.5, 0.5]}", 0.5, 1.5},
                 {"saturate", "{\"amount\": [-0.5, 0.5]}", 0.5, 1.5},
                 {"hue", "{\"degrees\": [-20, 60]}", -20, 60}};
    struct aug_image in = picture(4, 2, 2, 3), out = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int counts[4] = {0};
        for (uint64_t seed = 1; seed <= 2000; seed++) {
            struct applied applied;
            apply_named(cases[i].name, cases[i].params, NULL, seed, &in, &out, &applied);
            const double share = (*(const double *)(const void *)&applied.draw - cases[i].low) /
                                 (cases[i].high - cases[i].low);
            CHECK_SAY(share >= 0 && share < 1, "%s draws outside its range", cases[i].name);
            counts[(int)(4 * share)]++;
        }
        for (int k = 0; k < 4; k++)
            CHECK_SAY(counts[k] > 420 && counts[k] < 580, "%s: a quarter of the range gets %d of 2000", cases[i].name,
                      counts[k]);
    }
    aug_image_release(&out);
    picture_release(&in);
}

static double negative(const struct aug_image *in, int x, int y, int c, const void *context)
{
    (void)context;
    return 255 * (1 - fraction(in, x, y, c));
}

TEST(invert_gives_the_negative)
{
    struct aug_image in = picture(5, 40, 30, 3), out = {0};
    struct applied applied;
    apply_named("invert", "{}", NULL, 1, &in, &out, &applied);
    compare_with_oracle("invert", &in, &out, negative, NULL, 0, 0);
    aug_image_release(&out);
    picture_release(&in);
}

static double darker_part(const struct aug_image *in, int x, int y, int c, const void *threshold)
{
    const int value = value_at(in, x, y, c);
    return fraction(in, x, y, c) < *(const double *)threshold ? value : 255 - value;
}

static double in_steps(const struct aug_image *in, int x, int y, int c, const void *step)
{
    const int size = *(const int *)step;
    return value_at(in, x, y, c) / size * size;
}

TEST(solarize_and_posterize_follow_their_definitions)
{
    struct aug_image in = picture(6, 40, 30, 3), out = {0};
    struct applied applied;
    apply_named("Solarize", "{\"threshold_range\": [0.6, 0.6]}", NULL, 1, &in, &out, &applied);
    compare_with_oracle("Solarize", &in, &out, darker_part, &(double){0.6}, 0, 0);
    for (int bits = 1; bits <= 7; bits++) {
        const char json[] = {'{', '"', 'n', 'u', 'm', '_', 'b', 'i', 't', 's', '"', ':', (char)('0' + bits), '}', 0};
        const int step = 256 >> bits;
        apply_named("Posterize", json, NULL, 1, &in, &out, &applied);
        compare_with_oracle("Posterize", &in, &out, in_steps, &step, 0, 0);
    }
    aug_image_release(&out);
    picture_release(&in);
}

static double power(const struct aug_image *in, int x, int y, int c, const void *gamma)
{
    return floor(255 * exp(*(const double *)gamma * log(fraction(in, x, y, c))) + 1e-9);
}

TEST(gamma_is_a_power_cut_to_whole_levels)
{
    struct aug_image in = picture(7, 64, 64, 3), out = {0};
    struct applied applied;
    apply_named("RandomGamma", "{\"gamma_limit\": [63, 63]}", NULL, 1, &in, &out, &applied);
    compare_with_oracle("RandomGamma", &in, &out, power, &(double){0.63}, 1, 0.02); /* 0 ** gamma and exact levels */
    aug_image_release(&out);
    picture_release(&in);
}

TEST(an_inverse_table_takes_back_what_it_can)
{
    uint8_t forward[256], back[256];
    au_table_linear_round(forward, 1, 40);
    au_table_invert(forward, back);
    for (int v = 0; v < 215; v++) CHECK(back[forward[v]] == v);
    CHECK(back[255] > 225 && back[255] < 245); /* the middle of the 41 values that were clipped */
    CHECK(back[0] == 0 && back[39] == 0);      /* nothing became these */
    au_table_linear_round(forward, 0.25, 10);
    au_table_invert(forward, back);
    for (int v = 0; v < 256; v++) CHECK(back[forward[v]] >= v - 3 && back[forward[v]] <= v + 3);
}

/* How many values of channel c are at most `value`. */
static int count_up_to(const struct aug_image *in, int c, int value)
{
    int count = 0;
    for (int y = 0; y < in->height; y++)
        for (int x = 0; x < in->width; x++) count += value_at(in, x, y, c) <= value;
    return count;
}

static double rank(const struct aug_image *in, int x, int y, int c, const void *context)
{
    (void)context;
    int darkest = 0;
    while (count_up_to(in, c, darkest) == 0) darkest++;
    const int first = count_up_to(in, c, darkest), all = in->width * in->height;
    return 255.0 * (count_up_to(in, c, value_at(in, x, y, c)) - first) / (all - first);
}

TEST(equalize_gives_every_value_its_rank)
{
    for (int channels = 1; channels <= 3; channels += 2) {
        struct aug_image in = dim_picture(8, channels, 30, 90), out = {0};
        struct applied applied;
        apply_named("Equalize", "{}", NULL, 1, &in, &out, &applied);
        compare_with_oracle("Equalize", &in, &out, rank, NULL, 1, 0.01);
        aug_image_release(&out);
        picture_release(&in);
    }
}

static double full_range(const struct aug_image *in, int x, int y, int c, const void *context)
{
    (void)context;
    int low = 255, high = 0;
    for (int v = 0; v < in->height; v++)
        for (int u = 0; u < in->width; u++) {
            low = value_at(in, u, v, c) < low ? value_at(in, u, v, c) : low;
            high = value_at(in, u, v, c) > high ? value_at(in, u, v, c) : high;
        }
    return 255.0 * (value_at(in, x, y, c) - low) / (high - low);
}

TEST(autocontrast_stretches_to_full_range)
{
    struct aug_image in = dim_picture(9, 3, 51, 160), out = {0};
    struct applied applied;
    apply_named("AutoContrast", "{\"method\": \"pil\"}", NULL, 1, &in, &out, &applied);
    compare_with_oracle("AutoContrast", &in, &out, full_range, NULL, 1, 0.01);
    aug_image_release(&out);
    picture_release(&in);
}

/* With one tile and a limit that cuts nothing, every value becomes its share of the pixels. */
static double share_of_pixels(const struct aug_image *in, int x, int y, int c, const void *context)
{
    (void)context;
    return 255.0 * count_up_to(in, c, value_at(in, x, y, c)) / (in->width * in->height);
}

TEST(clahe_with_one_tile_and_no_limit_equalizes)
{
    struct aug_image in = dim_picture(10, 1, 20, 120), out = {0};
    struct applied applied;
    apply_named("CLAHE", "{\"tile_grid_size\": [1, 1], \"clip_limit\": [100000, 100000]}", NULL, 1, &in, &out,
                &applied);
    compare_with_oracle("CLAHE", &in, &out, share_of_pixels, NULL, 1, 0.01);
    aug_image_release(&out);
    picture_release(&in);
}

TEST(clahe_with_the_lowest_limit_hardly_changes_a_picture_that_uses_all_values_evenly)
{
    struct aug_image in = picture(11, 128, 128, 1), out = {0};
    struct applied applied;
    apply_named("CLAHE", "{\"tile_grid_size\": [2, 2], \"clip_limit\": [1, 1]}", NULL, 1, &in, &out, &applied);
    CHECK_SAY(distance_between(&in, &out).most <= 12, "off by %d", distance_between(&in, &out).most);
    aug_image_release(&out);
    picture_release(&in);
}
