/* SPDX-License-Identifier: Apache-2.0
 * test_geometry_oracle.c - warps against slow, obvious per-pixel definitions in double precision. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "oracle.h"
#include "transform/params.h"

#define SEED 4242
#define PI 3.14159265358979323846

struct place {
    double x, y;
};

typedef struct place (*back_fn)(const struct applied *a, double x, double y);

/* Every output value is what the oracle reads at the place where it comes from, to half a level and a little. */
static void check_warp(const struct applied *a, back_fn back, int interpolation, int border, double fill)
{
    for (int y = 0; y < a->out.height; y++)
        for (int x = 0; x < a->out.width; x++) {
            const struct place from = back(a, x, y);
            for (int c = 0; c < a->out.channels; c++) {
                const double wanted = oracle_sample(&a->in, from.x, from.y, c, interpolation, border, fill);
                CHECK_SAY(fabs(oracle_value(&a->out, x, y, c) - wanted) <= 0.501,
                          "%s interpolation %d border %d: %d at (%d, %d), the oracle says %.3f", a->t->name,
                          interpolation, border, oracle_value(&a->out, x, y, c), x, y, wanted);
            }
        }
}

/* ---- turns ---- */

/* Counter-clockwise by a: what is now at p was at p turned clockwise; y points down. */
static struct place turned_back(const struct applied *a, double x, double y)
{
    const double angle = oracle_drawn(a, "angle", 0) * PI / 180, cx = (a->in.width - 1) / 2.0,
                 cy = (a->in.height - 1) / 2.0;
    const double dx = x - cx, dy = y - cy;
    return (struct place){cx + cos(angle) * dx - sin(angle) * dy, cy + sin(angle) * dx + cos(angle) * dy};
}

TEST(rotate_reads_each_pixel_at_the_place_turned_back)
{
    struct au_rng rng;
    au_rng_start(&rng, SEED, 1);
    for (int round = 0; round < 12; round++) {
        struct applied a = oracle_start("rotate", 31 + round, 24, round % 2 ? 3 : 1, &rng);
        oracle_set(&a, "angle", -170, 170);
        oracle_apply(&a, &rng);
        check_warp(&a, turned_back, 1, 0, 0);
        oracle_finish(&a);
    }
}

TEST(a_quarter_turn_is_counter_clockwise_and_moves_pixels_exactly)
{
    struct au_rng rng;
    au_rng_start(&rng, SEED, 2);
    for (int quarters = -4; quarters <= 4; quarters++) {
        struct applied a = oracle_start("rotate", 5, 3, 3, &rng);
        oracle_set(&a, "angle", 90 * quarters, 90 * quarters);
        oracle_apply(&a, &rng);
        const int turn = (quarters + 4) % 4, w = a.in.width, h = a.in.height;
        CHECK(a.out.width == (turn % 2 ? h : w) && a.out.height == (turn % 2 ? w : h));
        for (int y = 0; y < h; y++)
            for (int x = 0; x < w; x++) {
                const int u = turn == 0 ? x : turn == 1 ? y : turn == 2 ? w - 1 - x : h - 1 - y;
                const int v = turn == 0 ? y : turn == 1 ? w - 1 - x : turn == 2 ? h - 1 - y : x;
                for (int c = 0; c < 3; c++) CHECK(oracle_value(&a.out, u, v, c) == oracle_value(&a.in, x, y, c));
            }
        oracle_finish(&a);
    }
}

/* Angles keep clear of places where nearest has to choose between two pixels. */
TEST(albumentations_rotate_reads_through_every_border_and_interpolation)
{
    struct au_rng rng;
    au_rng_start(&rng, SEED, 3);
    for (int border = 0; border <= 4; border++)
        for (int interpolation = 0; interpolation <= 2; interpolation++) {
            struct applied a = oracle_start("Rotate", 19, 26, 3, &rng);
            oracle_set(&a, "limit", 33.3, 33.3);
            oracle_set(&a, "border_mode", border, border);
            oracle_set(&a, "interpolation", interpolation, interpolation);
            oracle_set(&a, "fill", 77, NAN);
            oracle_apply(&a, &rng);
            check_warp(&a, turned_back, interpolation, border, 77);
            oracle_finish(&a);
        }
}

TEST(a_cut_border_leaves_no_fill_and_most_of_the_picture)
{
    struct au_rng rng;
    au_rng_start(&rng, SEED, 4);
    for (int angle = 0; angle < 180; angle += 7) {
        struct applied a = oracle_start("Rotate", 60, 40, 1, &rng);
        for (int y = 0; y < 40; y++) memset(a.in.pixels + (size_t)y * a.in.stride, 0, 60);
        oracle_set(&a, "limit", angle, angle);
        oracle_set(&a, "crop_border", 1, 1);
        oracle_set(&a, "fill", 255, NAN);
        oracle_apply(&a, &rng);
        CHECK_SAY(a.out.width >= 20 && a.out.height >= 20, "%d degrees leave %d x %d", angle, a.out.width,
                  a.out.height);
        for (int y = 1; y < a.out.height - 1; y++) /* whole pixels: the rim may be mixed with the fill */
            for (int x = 1; x < a.out.width - 1; x++)
                CHECK_SAY(oracle_value(&a.out, x, y, 0) == 0, "%d degrees: fill at (%d, %d)", angle, x, y);
        oracle_finish(&a);
    }
}

TEST(a_safe_rotation_keeps_the_corners_in_the_frame)
{
    struct au_rng rng;
    au_rng_start(&rng, SEED, 5);
    for (int angle = -180; angle <= 180; angle += 13) {
        struct applied a = oracle_start("SafeRotate", 61, 37, 1, &rng);
        oracle_set(&a, "limit", angle, angle);
        oracle_apply(&a, &rng);
        CHECK(a.out.width == 61 && a.out.height == 37);
        for (int i = 0; i < 4; i++) {
            const double x = i % 2 ? 60 : 0, y = i / 2 ? 36 : 0;
            const double u = oracle_drawn(&a, "matrix", 0) * x + oracle_drawn(&a, "matrix", 1) * y +
                             oracle_drawn(&a, "matrix", 2);
            const double v = oracle_drawn(&a, "matrix", 3) * x + oracle_drawn(&a, "matrix", 4) * y +
                             oracle_drawn(&a, "matrix", 5);
            CHECK_SAY(u > -1 && u < 61.5 && v > -1 && v < 37.5, "%d degrees: a corner at (%g, %g)", angle, u, v);
        }
        oracle_finish(&a);
    }
}

/* ---- affine ---- */

struct steps { /* what the parameters of one trial say, each fixed */
    double scale_x, scale_y, rotate, shear_x, shear_y;
    int px_x, px_y;
};

static struct steps chosen;

/* The steps undone one by one: shift, shear, turn, scale, about the centre. */
static struct place stepped_back(const struct applied *a, double x, double y)
{
    const double cx = (a->in.width - 1) / 2.0, cy = (a->in.height - 1) / 2.0, angle = chosen.rotate * PI / 180;
    const double tx = tan(chosen.shear_x * PI / 180), ty = tan(chosen.shear_y * PI / 180);
    const double dx = x - cx - chosen.px_x, dy = y - cy - chosen.px_y;
    const double sx = (dx + tx * dy) / (1 - tx * ty), sy = (dy + ty * dx) / (1 - tx * ty);
    const double ux = cos(angle) * sx - sin(angle) * sy, uy = sin(angle) * sx + cos(angle) * sy;
    return (struct place){cx + ux / chosen.scale_x, cy + uy / chosen.scale_y};
}

TEST(affine_scales_then_turns_then_shears_then_shifts_about_the_centre)
{
    struct au_rng rng;
    au_rng_start(&rng, SEED, 6);
    for (int round = 0; round < 12; round++) {
        struct applied a = oracle_start("Affine", 33, 21, 3, &rng);
        chosen = (struct steps){au_rng_between(&rng, 0.5, 2),  au_rng_between(&rng, 0.5, 2),
                                au_rng_between(&rng, -90, 90), au_rng_between(&rng, -20, 20),
                                au_rng_between(&rng, -20, 20), au_rng_integer(&rng, -5, 5),
                                au_rng_integer(&rng, -5, 5)};
        oracle_set(&a, "scale.x", chosen.scale_x, chosen.scale_x);
        oracle_set(&a, "scale.y", chosen.scale_y, chosen.scale_y);
        oracle_set(&a, "rotate", chosen.rotate, chosen.rotate);
        oracle_set(&a, "shear.x", chosen.shear_x, chosen.shear_x);
        oracle_set(&a, "shear.y", chosen.shear_y, chosen.shear_y);
        oracle_set(&a, "translate_px.x", chosen.px_x, chosen.px_x);
        oracle_set(&a, "translate_px.y", chosen.px_y, chosen.px_y);
        oracle_set(&a, "border_mode", round % 5, round % 5);
        oracle_apply(&a, &rng);
        check_warp(&a, stepped_back, 1, round % 5, 0);
        oracle_finish(&a);
    }
}

/* ---- shift, zoomout, crop ---- */

TEST(shift_moves_every_pixel_by_whole_pixels_over_black)
{
    struct au_rng rng;
    au_rng_start(&rng, SEED, 7);
    for (int round = 0; round < 20; round++) {
        struct applied a = oracle_start("shift", 9, 7, 3, &rng);
        oracle_set(&a, "limit_px", -10, 10);
        oracle_apply(&a, &rng);
        const int dx = (int)oracle_drawn(&a, "x", 0), dy = (int)oracle_drawn(&a, "y", 0);
        for (int y = 0; y < 7; y++)
            for (int x = 0; x < 9; x++)
                for (int c = 0; c < 3; c++)
                    CHECK(oracle_value(&a.out, x, y, c) == (int)oracle_read(&a.in, x - dx, y - dy, c, 0, 0));
        oracle_finish(&a);
    }
}

TEST(undoing_a_shift_puts_back_all_that_stayed_in_the_frame)
{
    struct au_rng rng;
    struct aug_error err = {0};
    au_rng_start(&rng, SEED, 18);
    for (int round = 0; round < 10; round++) {
        struct applied a = oracle_start("shift", 9, 7, 1, &rng);
        struct aug_image back = {0};
        oracle_set(&a, "limit_px", -4, 4);
        oracle_apply(&a, &rng);
        CHECK_OK(a.t->undo(a.params, &a.draw, &a.out, 9, 7, &back, &err));
        const int dx = (int)oracle_drawn(&a, "x", 0), dy = (int)oracle_drawn(&a, "y", 0);
        for (int y = 0; y < 7; y++)
            for (int x = 0; x < 9; x++) {
                const bool stayed = x + dx >= 0 && x + dx < 9 && y + dy >= 0 && y + dy < 7;
                CHECK(oracle_value(&back, x, y, 0) == (stayed ? oracle_value(&a.in, x, y, 0) : 0));
            }
        aug_image_release(&back);
        oracle_finish(&a);
    }
}

static struct place zoomed_back(const struct applied *a, double x, double y)
{
    const double factor = oracle_drawn(a, "factor", 0), cx = (a->in.width - 1) / 2.0, cy = (a->in.height - 1) / 2.0;
    return (struct place){cx + factor * (x - cx), cy + factor * (y - cy)};
}

TEST(zoomout_reads_each_pixel_farther_from_the_centre)
{
    struct au_rng rng;
    au_rng_start(&rng, SEED, 8);
    for (int round = 0; round < 6; round++) {
        struct applied a = oracle_start("zoomout", 28, 28 - round, 1, &rng);
        oracle_set(&a, "factor", 1, 3);
        oracle_apply(&a, &rng);
        check_warp(&a, zoomed_back, 1, 0, 0);
        oracle_finish(&a);
    }
}

/* The window's left edge lies half a pixel before the centre of its first pixel. */
static struct place window_place(const struct applied *a, double x, double y)
{
    const double side = sqrt(oracle_drawn(a, "area", 0));
    return (struct place){oracle_drawn(a, "left", 0) + (x + 0.5) * side - 0.5,
                          oracle_drawn(a, "top", 0) + (y + 0.5) * side - 0.5};
}

TEST(crop_enlarges_a_window_that_lies_inside)
{
    struct au_rng rng;
    au_rng_start(&rng, SEED, 9);
    for (int round = 0; round < 12; round++) {
        struct applied a = oracle_start("crop", 32, 20, 3, &rng);
        oracle_set(&a, "area", 0.3, 1);
        oracle_apply(&a, &rng);
        const double side = sqrt(oracle_drawn(&a, "area", 0)), left = oracle_drawn(&a, "left", 0),
                     top = oracle_drawn(&a, "top", 0);
        CHECK(left >= 0 && left + side * 32 <= 32 + 1e-9 && top >= 0 && top + side * 20 <= 20 + 1e-9);
        check_warp(&a, window_place, 1, 1, 0);
        oracle_finish(&a);
    }
}

/* ---- perspective: the canvas' corners come from near the picture's corners ---- */

static struct place through_matrix_back(const struct applied *a, double x, double y)
{
    double m[9];
    for (int i = 0; i < 9; i++) m[i] = oracle_drawn(a, "matrix", i);
    /* solve (m0 - x m6) u + (m1 - x m7) v = x m8 - m2 and the same for y */
    const double a11 = m[0] - x * m[6], a12 = m[1] - x * m[7], b1 = x * m[8] - m[2];
    const double a21 = m[3] - y * m[6], a22 = m[4] - y * m[7], b2 = y * m[8] - m[5], d = a11 * a22 - a12 * a21;
    return (struct place){(b1 * a22 - b2 * a12) / d, (a11 * b2 - a21 * b1) / d};
}

TEST(perspective_pulls_jittered_corners_to_the_canvas)
{
    struct au_rng rng;
    au_rng_start(&rng, SEED, 10);
    for (int round = 0; round < 20; round++) {
        struct applied a = oracle_start("Perspective", 50, 40, 3, &rng);
        oracle_set(&a, "keep_size", 0, 0);
        if (round % 2) oracle_set(&a, "scale", 0.5, 1); /* beyond 0.32 the jitter starts again at 0 */
        oracle_apply(&a, &rng);
        CHECK(a.out.width == (int)oracle_drawn(&a, "max_width", 0) &&
              a.out.height == (int)oracle_drawn(&a, "max_height", 0));
        for (int i = 0; i < 4; i++) {
            const struct place corner = through_matrix_back(&a, i % 2 ? a.out.width : 0, i / 2 ? a.out.height : 0);
            const double in_x = i % 2 ? 50 - corner.x : corner.x, in_y = i / 2 ? 40 - corner.y : corner.y;
            CHECK_SAY(in_x > -1e-6 && in_x < 0.32 * 50 && in_y > -1e-6 && in_y < 0.32 * 40, "a corner at (%g, %g)",
                      corner.x, corner.y);
        }
        check_warp(&a, through_matrix_back, 1, 0, 0);
        oracle_finish(&a);
    }
}

TEST(undoing_a_turn_gives_back_a_smooth_picture_near_the_centre)
{
    static const char *const names[] = {"rotate", "Rotate",           "SafeRotate",  "zoomout",
                                        "Affine", "ShiftScaleRotate", "Perspective", NULL};
    struct au_rng rng;
    struct aug_error err = {0};
    au_rng_start(&rng, SEED, 17);
    for (int n = 0; names[n]; n++) {
        struct applied a = oracle_start(names[n], 64, 64, 1, &rng);
        struct aug_image back = {0};
        for (int y = 0; y < 64; y++)
            for (int x = 0; x < 64; x++) a.in.pixels[(size_t)y * a.in.stride + (size_t)x] = (uint8_t)(60 + x + 2 * y);
        if (n == 0) oracle_set(&a, "angle", 20, 40);
        if (n == 3) oracle_set(&a, "factor", 1.2, 1.5);
        if (n == 4) oracle_set(&a, "rotate", 10, 30), oracle_set(&a, "scale.x", 0.8, 1.2);
        oracle_apply(&a, &rng);
        CHECK_OK(a.t->undo(a.params, &a.draw, &a.out, 64, 64, &back, &err));
        for (int y = 24; y < 40; y++)
            for (int x = 24; x < 40; x++)
                CHECK_SAY(abs(oracle_value(&back, x, y, 0) - oracle_value(&a.in, x, y, 0)) <= 3, "%s: %d, not %d",
                          names[n], oracle_value(&back, x, y, 0), oracle_value(&a.in, x, y, 0));
        aug_image_release(&back);
        oracle_finish(&a);
    }
}
