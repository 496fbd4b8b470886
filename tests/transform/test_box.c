/* SPDX-License-Identifier: Apache-2.0
 * test_box.c - boxes under maps: closed forms, and a slow search over the points of a shape. */
#include <math.h>

#include "check.h"
#include "core/random.h"
#include "transform/box.h"

static const struct au_box square = {-10, -10, 10, 10};

TEST(O20_the_box_around_a_turned_square_overlaps_the_object_by_one_over_one_plus_the_sine_of_twice_the_angle)
{
    for (int degrees = -90; degrees <= 90; degrees++) {
        const double angle = degrees * M_PI / 180, iou = au_box_turn_iou(7, 7, degrees);
        CHECK_SAY(fabs(iou - 1 / (1 + fabs(sin(2 * angle)))) < 1e-12, "%d degrees: %g", degrees, iou);
    }
    CHECK(fabs(au_box_turn_iou(3, 3, 45) - 0.5) < 1e-12);
    CHECK_SAY(fabs(au_box_turn_limit(3, 3, 0.9) - 3.2) < 0.05, "0.9 up to %g degrees", au_box_turn_limit(3, 3, 0.9));
    CHECK_SAY(fabs(au_box_turn_limit(3, 3, 0.75) - 9.7) < 0.05, "0.75 up to %g degrees", au_box_turn_limit(3, 3, 0.75));
    CHECK(au_box_turn_limit(3, 3, 0.5) > 44.9 && au_box_turn_limit(3, 3, 0.4) == 45);
}

TEST(long_boxes_suffer_sooner)
{
    CHECK(au_box_turn_limit(4, 1, 0.9) < au_box_turn_limit(2, 1, 0.9));
    CHECK(au_box_turn_limit(2, 1, 0.9) < au_box_turn_limit(1, 1, 0.9));
    CHECK(fabs(au_box_turn_limit(2, 1, 0.9) - au_box_turn_limit(1, 2, 0.9)) < 1e-9);
}

/* Every point of the ellipse, or of the box, moved one by one. */
static struct au_box slow_box(struct au_box box, const struct au_map *map, bool ellipse)
{
    struct au_box out = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    const double a = (box.right - box.left) / 2, b = (box.bottom - box.top) / 2;
    for (int i = 0; i < 20000; i++) {
        const double angle = i * M_PI / 10000;
        double x = cos(angle), y = sin(angle);
        if (!ellipse) {
            const double most = fmax(fabs(x), fabs(y));
            x /= most, y /= most;
        }
        const struct au_point p = au_map_point(map, (box.left + box.right) / 2 + a * x,
                                               (box.top + box.bottom) / 2 + b * y);
        out.left = fmin(out.left, p.x), out.right = fmax(out.right, p.x);
        out.top = fmin(out.top, p.y), out.bottom = fmax(out.bottom, p.y);
    }
    return out;
}

static void check_same(struct au_box got, struct au_box want, double tolerance)
{
    CHECK_SAY(fabs(got.left - want.left) < tolerance && fabs(got.right - want.right) < tolerance &&
                  fabs(got.top - want.top) < tolerance && fabs(got.bottom - want.bottom) < tolerance,
              "%g %g %g %g, not %g %g %g %g", got.left, got.top, got.right, got.bottom, want.left, want.top, want.right,
              want.bottom);
}

TEST(boxes_of_corners_and_of_ellipses_are_those_of_all_their_points)
{
    struct au_rng rng;
    au_rng_start(&rng, 20, 20);
    for (int i = 0; i < 50; i++) {
        const struct au_box box = {au_rng_between(&rng, -20, 0), au_rng_between(&rng, -20, 0),
                                   au_rng_between(&rng, 1, 20), au_rng_between(&rng, 1, 20)};
        const struct au_map map = au_map_about(
            au_map_then(au_map_then(au_map_turn(au_rng_between(&rng, -180, 180)),
                                    au_map_shear(au_rng_between(&rng, -30, 30), 0)),
                        au_map_scale(au_rng_between(&rng, 0.5, 2), au_rng_between(&rng, -2, -0.5))),
            au_rng_between(&rng, -9, 9), 3);
        check_same(au_box_of_corners(box, &map), slow_box(box, &map, false), 0.02);
        check_same(au_box_of_ellipse(box, &map), slow_box(box, &map, true), 1e-3);
    }
}

TEST(overlap_of_boxes_is_counted_on_a_grid_and_nothing_overlaps_an_empty_box)
{
    const struct au_box other = {0, -4, 30, 6};
    int both = 0, either = 0;
    for (int y = -100; y < 100; y++)
        for (int x = -100; x < 400; x++) {
            const double px = (x + 0.5) / 10, py = (y + 0.5) / 10;
            const bool in_one = px > -10 && px < 10 && py > -10 && py < 10;
            const bool in_other = px > 0 && px < 30 && py > -4 && py < 6;
            both += in_one && in_other, either += in_one || in_other;
        }
    CHECK(fabs(au_box_iou(square, other) - both / (double)either) < 1e-9);
    CHECK(au_box_iou(square, square) == 1 && au_box_iou(square, (struct au_box){20, 20, 30, 30}) == 0);
    CHECK(au_box_iou(square, (struct au_box){1, 1, 1, 5}) == 0);
}
