/* SPDX-License-Identifier: Apache-2.0
 * test_values_colour.c - hue, saturation, grey and channels against slow definitions. */
#include <math.h>
#include <stdlib.h>

#include "apply.h"
#include "check.h"
#include "core/random.h"
#include "pictures.h"
#include "transform/colour.h"
#include "transform/principal.h"

static struct aug_image picture(uint64_t seed, int width, int height, int channels)
{
    struct au_rng rng;
    au_rng_start(&rng, seed, 2);
    return picture_random(&rng, width, height, channels, 2);
}

/* Another form of HSV: channel n of (h, s, v) is v - v s max(0, min(k, 4 - k, 1)) with k = (n + h / 60) mod 6, n = 5, 3, 1. */
static double hsv_channel(double hue, double saturation, double value, int n)
{
    const double k = fmod(n + hue / 60, 6);
    return value - value * saturation * fmax(0, fmin(fmin(k, 4 - k), 1));
}

static double turned(const struct aug_image *in, int x, int y, int c, const void *degrees)
{
    const double r = value_at(in, x, y, 0), g = value_at(in, x, y, 1), b = value_at(in, x, y, 2);
    const double value = fmax(r, fmax(g, b)), low = fmin(r, fmin(g, b));
    /* the angle in the plane across the grey axis is not the HSV hue; the hexagon's is */
    double hue = 0;
    if (value > low) {
        if (value == r) hue = 60 * ((g - b) / (value - low));
        else if (value == g) hue = 60 * ((b - r) / (value - low)) + 120;
        else hue = 60 * ((r - g) / (value - low)) + 240;
    }
    hue = fmod(hue + *(const double *)degrees + 720, 360);
    return hsv_channel(hue, value > 0 ? (value - low) / value : 0, value, 5 - 2 * c);
}

TEST(hue_turns_the_hexagon)
{
    struct aug_image in = picture(1, 60, 50, 3), out = {0}, back = {0};
    struct applied applied;
    static const double angles[] = {17.3, -95, 180, 240.5};
    for (size_t i = 0; i < sizeof angles / sizeof *angles; i++) {
        apply_named("hue", "{\"degrees\": [-360, 360]}", NULL, i, &in, &out, &applied);
        *(double *)(void *)&applied.draw = angles[i];
        struct aug_error err = {0};
        CHECK_OK(applied.t->apply(applied.params.bytes, &applied.draw, &in, &out, &err));
        compare_with_oracle("hue", &in, &out, turned, &angles[i], 1, 0.05); /* ties of the rounding */
        undo_applied(&applied, &out, &back);
        CHECK_SAY(distance_between(&in, &back).most <= 1, "hue %g: undone, off by %d", angles[i],
                  distance_between(&in, &back).most);
    }
    aug_image_release(&out);
    aug_image_release(&back);
    picture_release(&in);
}

static double next_channel(const struct aug_image *in, int x, int y, int c, const void *context)
{
    (void)context;
    return value_at(in, x, y, (c + 2) % 3);
}

TEST(a_third_of_a_turn_moves_red_to_green_to_blue)
{
    struct aug_image in = picture(2, 30, 30, 3), out = {0};
    struct applied applied;
    apply_named("hue", "{\"degrees\": [120, 120]}", NULL, 1, &in, &out, &applied);
    compare_with_oracle("hue:120", &in, &out, next_channel, NULL, 0, 0);
    apply_named("HueSaturationValue", "{\"hue_shift_limit\": [60, 60], \"sat_shift_limit\": 0, \"val_shift_limit\": 0}",
                NULL, 1, &in, &out, &applied);
    compare_with_oracle("HueSaturationValue by 120 degrees", &in, &out, next_channel, NULL, 5,
                        1); /* through 8-bit HSV */
    apply_named("hue", "{\"degrees\": [360, 360]}", NULL, 1, &in, &out, &applied);
    CHECK(picture_same(&in, &out));
    aug_image_release(&out);
    picture_release(&in);
}

TEST(eight_bit_hsv_is_the_rounded_hexagon)
{
    struct au_hsv quotients;
    struct au_rng rng;
    au_hsv_prepare(&quotients);
    au_rng_start(&rng, 3, 3);
    for (int i = 0; i < 20000; i++) {
        const uint8_t rgb[3] = {(uint8_t)au_rng_integer(&rng, 0, 255), (uint8_t)au_rng_integer(&rng, 0, 255),
                                (uint8_t)au_rng_integer(&rng, 0, 255)};
        uint8_t hsv[3], back[3];
        au_hsv_from_rgb(&quotients, rgb, hsv);
        const int high = rgb[0] > rgb[1] ? (rgb[0] > rgb[2] ? rgb[0] : rgb[2]) : (rgb[1] > rgb[2] ? rgb[1] : rgb[2]);
        const int low = rgb[0] < rgb[1] ? (rgb[0] < rgb[2] ? rgb[0] : rgb[2]) : (rgb[1] < rgb[2] ? rgb[1] : rgb[2]);
        CHECK(hsv[2] == high);
        CHECK(high == 0 || fabs(hsv[1] - 255.0 * (high - low) / high) <= 0.54);
        CHECK(hsv[0] < 180);
        au_hsv_to_rgb(hsv, back);
        for (int c = 0; c < 3; c++) {
            const double exact = hsv_channel(2.0 * hsv[0], hsv[1] / 255.0, hsv[2], 5 - 2 * c);
            CHECK_SAY(fabs(back[c] - exact) <= 0.51, "HSV %d %d %d gives %d, not %g", hsv[0], hsv[1], hsv[2], back[c],
                      exact);
            CHECK_SAY(abs(back[c] - rgb[c]) <= 5, "%d became %d through HSV", rgb[c], back[c]);
        }
    }
}

TEST(lab_and_luma_spaces_are_near_their_real_valued_forms_and_come_back)
{
    struct au_lab light;
    struct au_rng rng;
    au_lab_prepare(&light);
    au_rng_start(&rng, 4, 4);
    for (int i = 0; i < 20000; i++) {
        const uint8_t rgb[3] = {(uint8_t)au_rng_integer(&rng, 0, 255), (uint8_t)au_rng_integer(&rng, 0, 255),
                                (uint8_t)au_rng_integer(&rng, 0, 255)};
        uint8_t lab[3], ycc[3], back[3];
        double linear = 0;
        static const double weight[] = {0.2126729, 0.7151522, 0.0721750};
        for (int c = 0; c < 3; c++) {
            const double s = rgb[c] / 255.0;
            linear += weight[c] * (s <= 0.04045 ? s / 12.92 : pow((s + 0.055) / 1.055, 2.4));
        }
        const double lightness = linear > 216.0 / 24389 ? 116 * cbrt(linear) - 16 : linear * 24389 / 27;
        au_lab_from_rgb(&light, rgb, lab);
        CHECK_SAY(fabs(lab[0] - lightness * 2.55) <= 1.5, "lightness %d, not %g", lab[0], lightness * 2.55);
        au_lab_to_rgb(lab, back);
        for (int c = 0; c < 3; c++) CHECK_SAY(abs(back[c] - rgb[c]) <= 24, "%d became %d through Lab", rgb[c], back[c]);
        au_ycc_from_rgb(rgb, ycc);
        CHECK(fabs(ycc[0] - (0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2])) <= 0.51);
        au_ycc_to_rgb(ycc, back);
        for (int c = 0; c < 3; c++)
            CHECK_SAY(abs(back[c] - rgb[c]) <= 2, "%d became %d through YCrCb", rgb[c], back[c]);
    }
}

static double luma(const struct aug_image *in, int x, int y)
{
    return 0.299 * value_at(in, x, y, 0) + 0.587 * value_at(in, x, y, 1) + 0.114 * value_at(in, x, y, 2);
}

static double grey_of(const struct aug_image *in, int x, int y, int c, const void *context)
{
    (void)c, (void)context;
    return luma(in, x, y);
}

static double mixed(const struct aug_image *in, int x, int y, int c, const void *factor)
{
    const double f = *(const double *)factor;
    return f * value_at(in, x, y, c) + (1 - f) * luma(in, x, y);
}

TEST(gray_is_the_luma_and_saturate_mixes_with_it)
{
    struct aug_image in = picture(5, 50, 40, 3), out = {0}, other = {0}, back = {0};
    struct applied applied;
    apply_named("gray", "{}", NULL, 1, &in, &out, &applied);
    compare_with_oracle("gray", &in, &out, grey_of, NULL, 1, 0.005); /* ties */
    apply_named("saturate", "{\"amount\": [-1, -1]}", NULL, 1, &in, &other, &applied);
    CHECK(picture_same(&out, &other));
    apply_named("saturate", "{\"amount\": [0, 0]}", NULL, 1, &in, &out, &applied);
    CHECK(picture_same(&in, &out));
    apply_named("saturate", "{\"amount\": [0.413, 0.413]}", NULL, 1, &in, &out, &applied);
    compare_with_oracle("saturate", &in, &out, mixed, &(double){1.413}, 1, 0.005);
    apply_named("saturate", "{\"amount\": [-0.5, -0.5]}", NULL, 1, &in, &out, &applied);
    compare_with_oracle("saturate", &in, &out, mixed, &(double){0.5}, 1, 0.005);
    undo_applied(&applied, &out, &back);
    CHECK_SAY(distance_between(&in, &back).most <= 2, "undone, off by %d", distance_between(&in, &back).most);
    aug_image_release(&out);
    aug_image_release(&other);
    aug_image_release(&back);
    picture_release(&in);
}

TEST(swap_exchanges_the_two_named_channels)
{
    static const struct {
        const char *params;
        int order[3];
    } cases[] = {{"{\"channels\": \"RG\"}", {1, 0, 2}},
                 {"{\"channels\": \"RB\"}", {2, 1, 0}},
                 {"{\"channels\": \"GB\"}", {0, 2, 1}}};
    struct aug_image in = picture(6, 20, 10, 3), out = {0};
    for (size_t i = 0; i < 3; i++) {
        struct applied applied;
        apply_named("swap", cases[i].params, NULL, 1, &in, &out, &applied);
        for (int y = 0; y < in.height; y++)
            for (int x = 0; x < in.width; x++)
                for (int c = 0; c < 3; c++) CHECK(value_at(&out, x, y, c) == value_at(&in, x, y, cases[i].order[c]));
    }
    aug_image_release(&out);
    picture_release(&in);
}

TEST(channel_shuffle_gives_each_of_the_six_orders_equally_often)
{
    struct aug_image in = {0}, out = {0};
    struct aug_error err = {0};
    int counts[27] = {0}, kinds = 0;
    CHECK_OK(aug_image_resize_storage(&in, 1, 1, 3, &err));
    for (int c = 0; c < 3; c++) in.pixels[c] = (uint8_t)c;
    for (uint64_t seed = 1; seed <= 3000; seed++) {
        struct applied applied;
        apply_named("ChannelShuffle", "{}", NULL, seed, &in, &out, &applied);
        counts[out.pixels[0] * 9 + out.pixels[1] * 3 + out.pixels[2]]++;
    }
    for (int i = 0; i < 27; i++) {
        kinds += counts[i] > 0;
        CHECK_SAY(counts[i] == 0 || (counts[i] > 420 && counts[i] < 580), "an order came %d times of 3000", counts[i]);
    }
    CHECK(kinds == 6);
    aug_image_release(&out);
    aug_image_release(&in);
}

TEST(channel_dropout_fills_the_drawn_channels_and_no_other)
{
    struct aug_image in = picture(7, 12, 9, 3), out = {0};
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct applied applied;
        int dropped = 0;
        apply_named("ChannelDropout", "{\"channel_drop_range\": [1, 2], \"fill\": 33}", NULL, seed, &in, &out,
                    &applied);
        for (int c = 0; c < 3; c++) {
            int same = 0, filled = 0;
            for (int i = 0; i < 12 * 9; i++) {
                same += value_at(&in, i % 12, i / 12, c) == value_at(&out, i % 12, i / 12, c);
                filled += value_at(&out, i % 12, i / 12, c) == 33;
            }
            CHECK(same == 12 * 9 || filled == 12 * 9);
            dropped += filled == 12 * 9;
        }
        CHECK(dropped == 1 || dropped == 2);
    }
    aug_image_release(&out);
    picture_release(&in);
}

TEST(rgb_shift_cuts_the_fraction_of_the_shift_and_takes_small_limits_as_fractions)
{
    struct aug_image in = picture(8, 16, 16, 3), out = {0};
    struct applied applied;
    apply_named("RGBShift",
                "{\"r_shift_limit\": [2.5, 2.5], \"g_shift_limit\": [-1.5, -1.5], \"b_shift_limit\": [0.1, 0.1]}", NULL,
                1, &in, &out, &applied);
    static const int shift[] = {2, -1, 25};
    for (int i = 0; i < 16 * 16 * 3; i++) {
        const int wanted = value_at(&in, i / 3 % 16, i / 48, i % 3) + shift[i % 3];
        CHECK(value_at(&out, i / 3 % 16, i / 48, i % 3) == (wanted < 0 ? 0 : wanted > 255 ? 255 : wanted));
    }
    aug_image_release(&out);
    picture_release(&in);
}

TEST(color_jitter_is_taken_back_where_nothing_was_clipped)
{
    struct aug_image in = picture(9, 30, 30, 3), out = {0}, back = {0};
    struct applied applied;
    for (int y = 0; y < 30; y++)
        for (int i = 0; i < 90; i++) {
            uint8_t *value = in.pixels + (size_t)y * in.stride + (size_t)i;
            *value = (uint8_t)(90 + *value % 60);
        }
    for (uint64_t seed = 1; seed <= 20; seed++) {
        apply_named(
            "ColorJitter",
            "{\"brightness\": [0.9, 1.1], \"contrast\": [0.9, 1.1], \"saturation\": [0.8, 1.2], \"hue\": [0, 0]}", NULL,
            seed, &in, &out, &applied);
        undo_applied(&applied, &out, &back);
        CHECK_SAY(distance_between(&in, &back).most <= 4, "seed %d: off by %d", (int)seed,
                  distance_between(&in, &back).most);
    }
    aug_image_release(&out);
    aug_image_release(&back);
    picture_release(&in);
}

TEST(principal_axes_diagonalize_the_covariance)
{
    struct aug_image in = picture(10, 40, 40, 3);
    struct au_principal principal;
    for (int y = 0; y < 40; y++)
        for (int x = 0; x < 40; x++) { /* green and blue follow red */
            uint8_t *p = in.pixels + (size_t)y * in.stride + 3 * (size_t)x;
            p[1] = (uint8_t)((p[0] + p[1] / 4) / 2);
            p[2] = (uint8_t)(p[0] / 3 + p[2] / 5);
        }
    au_principal(&in, &principal);
    CHECK(principal.variance[0] >= principal.variance[1] && principal.variance[1] >= principal.variance[2]);
    for (int k = 0; k < 3; k++)
        for (int i = 0; i < 3; i++) {
            double product = 0;
            for (int j = 0; j < 3; j++) product += principal.covariance[i][j] * principal.axis[k][j];
            CHECK(fabs(product - principal.variance[k] * principal.axis[k][i]) < 1e-8 * principal.variance[0]);
        }
    picture_release(&in);
}
