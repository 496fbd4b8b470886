/* SPDX-License-Identifier: Apache-2.0
 * test_frame_oracle.c - crops, borders and resizes against slow, obvious per-pixel definitions. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "oracle.h"
#include "transform/params.h"

#define SEED 4243

/* ---- frames ---- */

static void check_frame(const struct applied *a, int left, int top, int border, double fill)
{
    for (int y = 0; y < a->out.height; y++)
        for (int x = 0; x < a->out.width; x++)
            for (int c = 0; c < a->out.channels; c++)
                CHECK_SAY(oracle_value(&a->out, x, y, c) ==
                              (int)oracle_read(&a->in, x + left, y + top, c, border, fill),
                          "%s border %d: wrong value at (%d, %d)", a->t->name, border, x, y);
}

TEST(crops_copy_the_window_they_drew)
{
    static const char *const names[] = {"Crop", "CenterCrop", "RandomCrop", "RandomCropFromBorders", NULL};
    struct au_rng rng;
    au_rng_start(&rng, SEED, 11);
    for (int n = 0; names[n]; n++)
        for (int round = 0; round < 10; round++) {
            struct applied a = oracle_start(names[n], 23, 17, 3, &rng);
            if (n == 0) oracle_set(&a, "x_min", 3, 3), oracle_set(&a, "x_max", 20, 20), oracle_set(&a, "y_max", 11, 11);
            if (n == 1 || n == 2) oracle_set(&a, "width", 10 + round, 0), oracle_set(&a, "height", 8 + round, 0);
            oracle_apply(&a, &rng);
            const int left = (int)oracle_drawn(&a, "crop_coords", 0), top = (int)oracle_drawn(&a, "crop_coords", 1);
            CHECK(a.out.width == (int)oracle_drawn(&a, "crop_coords", 2) - left &&
                  a.out.height == (int)oracle_drawn(&a, "crop_coords", 3) - top);
            if (n == 1) CHECK(left == (23 - 10 - round) / 2 && top == (17 - 8 - round) / 2);
            check_frame(&a, left, top, 0, 0);
            oracle_finish(&a);
        }
}

TEST(a_crop_larger_than_the_picture_is_refused_or_padded)
{
    struct au_rng rng;
    struct aug_error err = {0};
    au_rng_start(&rng, SEED, 12);
    struct applied a = oracle_start("RandomCrop", 9, 8, 3, &rng);
    oracle_set(&a, "width", 12, 0);
    oracle_set(&a, "height", 4, 0);
    CHECK_OK(a.t->draw(a.params, &a.in, &rng, &a.draw, &err));
    CHECK(a.t->apply(a.params, &a.draw, &a.in, &a.out, &err) == AUG_BAD_INPUT);
    CHECK(strstr(err.message, "RandomCrop") && strstr(err.message, "9 x 8"));
    oracle_set(&a, "pad_if_needed", 1, 0);
    oracle_apply(&a, &rng);
    CHECK(a.out.width == 12 && a.out.height == 4);
    oracle_finish(&a);
}

TEST(pads_continue_the_picture_by_their_border_mode)
{
    struct au_rng rng;
    au_rng_start(&rng, SEED, 13);
    for (int border = 0; border <= 4; border++) {
        struct applied a = oracle_start("Pad", 5, 3, 3, &rng);
        oracle_set(&a, "padding", 13, 8); /* more than twice the picture */
        oracle_set(&a, "border_mode", border, border);
        oracle_set(&a, "fill", 99, NAN);
        oracle_apply(&a, &rng);
        CHECK(a.out.width == 5 + 26 && a.out.height == 3 + 16);
        check_frame(&a, -13, -8, border, 99);
        oracle_finish(&a);
    }
}

TEST(pad_if_needed_places_the_picture_where_it_is_told)
{
    static const int lefts[] = {3, 0, 7, 0, 7}, tops[] = {4, 0, 0, 9, 9};
    struct au_rng rng;
    au_rng_start(&rng, SEED, 14);
    for (int position = 0; position < 5; position++) {
        struct applied a = oracle_start("PadIfNeeded", 13, 11, 1, &rng);
        oracle_set(&a, "min_width", 20, 0);
        oracle_set(&a, "min_height", 20, 0);
        oracle_set(&a, "position", position, 0);
        oracle_apply(&a, &rng);
        CHECK(a.out.width == 20 && a.out.height == 20);
        check_frame(&a, -lefts[position], -tops[position], 0, 0);
        oracle_finish(&a);
    }
}

/* ---- sizes ---- */

/* The mean of a cell by counting small steps, or two neighbours of a place, edges repeated. */
static double resized(const struct aug_image *in, int x, int y, int c, double step_x, double step_y, int interpolation)
{
    if (interpolation != 3)
        return oracle_sample(in, (x + 0.5) * step_x - 0.5, (y + 0.5) * step_y - 0.5, c, interpolation, 1, 0);
    double sum = 0, total = 0;
    for (int v = (int)(y * step_y); v < in->height && v < (y + 1) * step_y; v++)
        for (int u = (int)(x * step_x); u < in->width && u < (x + 1) * step_x; u++) {
            const double high = fmin((y + 1) * step_y, v + 1) - fmax(y * step_y, v);
            const double wide = fmin((x + 1) * step_x, u + 1) - fmax(x * step_x, u);
            sum += high * wide * oracle_value(in, u, v, c);
            total += high * wide;
        }
    return sum / total;
}

TEST(resize_mixes_neighbours_or_averages_cells)
{
    struct au_rng rng;
    au_rng_start(&rng, SEED, 15);
    for (int interpolation = 1; interpolation <= 3; interpolation++)
        for (int round = 0; round < 8; round++) {
            struct applied a = oracle_start("Resize", 31, 22, round % 2 ? 3 : 1, &rng);
            const bool shrinks = interpolation == 3;
            oracle_set(&a, "width", au_rng_integer(&rng, 1, shrinks ? 31 : 70), 0);
            oracle_set(&a, "height", au_rng_integer(&rng, 1, shrinks ? 22 : 70), 0);
            oracle_set(&a, "interpolation", interpolation, 0);
            oracle_apply(&a, &rng);
            const double step_x = 31.0 / a.out.width, step_y = 22.0 / a.out.height;
            for (int y = 0; y < a.out.height; y++)
                for (int x = 0; x < a.out.width; x++)
                    for (int c = 0; c < a.out.channels; c++) {
                        const double wanted = resized(&a.in, x, y, c, step_x, step_y, interpolation);
                        CHECK_SAY(fabs(oracle_value(&a.out, x, y, c) - wanted) <= 0.502,
                                  "interpolation %d: %d at (%d, %d), not %.3f", interpolation,
                                  oracle_value(&a.out, x, y, c), x, y, wanted);
                    }
            oracle_finish(&a);
        }
}

TEST(sizes_are_those_that_the_names_promise)
{
    struct au_rng rng;
    au_rng_start(&rng, SEED, 16);
    struct applied longest = oracle_start("LongestMaxSize", 130, 97, 1, &rng),
                   smallest = oracle_start("SmallestMaxSize", 130, 97, 1, &rng);
    oracle_set(&longest, "max_size", 50, NAN);
    oracle_set(&smallest, "max_size", 31, NAN);
    oracle_apply(&longest, &rng);
    oracle_apply(&smallest, &rng);
    CHECK(longest.out.width == 50 && longest.out.height == 37);
    CHECK(smallest.out.width == 42 && smallest.out.height == 31);
    oracle_set(&longest, "max_size_hw", 97, 65); /* fits both wishes: half */
    oracle_set(&smallest, "max_size_hw", 97, 65);
    oracle_apply(&longest, &rng);
    oracle_apply(&smallest, &rng);
    CHECK(longest.out.width == 65 && longest.out.height == 48);
    CHECK(smallest.out.width == 130 && smallest.out.height == 97);
    oracle_finish(&longest);
    oracle_finish(&smallest);
    struct applied scaled = oracle_start("RandomScale", 130, 97, 1, &rng);
    oracle_set(&scaled, "scale_limit", 0.37, 0.37);
    oracle_apply(&scaled, &rng);
    CHECK(scaled.out.width == 178 && scaled.out.height == 132);
    oracle_finish(&scaled);
}
