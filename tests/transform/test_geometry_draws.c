/* SPDX-License-Identifier: Apache-2.0
 * test_geometry_draws.c - what geometric transforms draw is spread as their documentation says. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "pictures.h"
#include "transform/params.h"

#define SEED 99
#define DRAWS 4000

struct spread {
    double low, high, sum;
};

static double field_of(const struct aug_transform *t, const struct aug_draw *draw, const char *name, int i)
{
    const struct aug_param *row = au_param_find(t->draws, name);
    CHECK_SAY(row, "%s draws no %s", t->name, name);
    const void *field = draw->u.bytes + row->offset;
    if (row->kind == AUG_PARAM_INTEGER || row->kind == AUG_PARAM_CHOICE) return *(const int *)field;
    if (row->kind == AUG_PARAM_NUMBERS) return ((const struct aug_numbers *)field)->values[i];
    return *(const double *)field;
}

static void set_range(const struct aug_transform *t, void *params, const char *name, double low, double high)
{
    const struct aug_param *row = au_param_find(t->params, name);
    CHECK(row && row->kind == AUG_PARAM_RANGE);
    *(struct aug_range *)(void *)((char *)params + row->offset) = (struct aug_range){low, high};
}

typedef double (*measure_fn)(const struct aug_transform *t, const struct aug_draw *draw);

static struct spread spread_of(const char *name, const char *range, double low, double high, int width, int height,
                               measure_fn measure)
{
    struct au_rng rng;
    struct aug_error err = {0};
    const struct aug_transform *t = aug_transform_find(name);
    au_rng_start(&rng, SEED, 0);
    void *params = picture_params(t, &rng, 0);
    if (range) set_range(t, params, range, low, high);
    const struct aug_image in = {.width = width, .height = height, .channels = 3};
    struct spread spread = {INFINITY, -INFINITY, 0};
    for (int i = 0; i < DRAWS; i++) {
        struct aug_draw draw;
        memset(&draw, 0, sizeof draw);
        CHECK_OK(t->draw(params, &in, &rng, &draw, &err));
        const double value = measure(t, &draw);
        spread.low = fmin(spread.low, value);
        spread.high = fmax(spread.high, value);
        spread.sum += value / DRAWS;
    }
    free(params);
    return spread;
}

/* Uniform in low..high: reaches both ends to 1 % and has its mean in the middle to 5 standard errors. */
static void check_uniform(const char *what, struct spread s, double low, double high)
{
    const double width = high - low, error = 5 * width / sqrt(12.0 * DRAWS);
    CHECK_SAY(s.low >= low && s.high <= high, "%s: %g..%g leaves %g..%g", what, s.low, s.high, low, high);
    CHECK_SAY(s.low < low + width / 100 && s.high > high - width / 100, "%s: only %g..%g is reached", what, s.low,
              s.high);
    CHECK_SAY(fabs(s.sum - (low + high) / 2) < error, "%s: the mean is %g", what, s.sum);
}

static double angle(const struct aug_transform *t, const struct aug_draw *draw)
{
    return field_of(t, draw, "angle", 0);
}

static double turned(const struct aug_transform *t, const struct aug_draw *draw)
{
    return field_of(t, draw, "rotate", 0);
}

static double scale(const struct aug_transform *t, const struct aug_draw *draw)
{
    return field_of(t, draw, "scale", 0);
}

static double scale_x(const struct aug_transform *t, const struct aug_draw *draw)
{
    return field_of(t, draw, "scale.x", 0);
}

static double zoom(const struct aug_transform *t, const struct aug_draw *draw)
{
    return field_of(t, draw, "factor", 0);
}

static double area(const struct aug_transform *t, const struct aug_draw *draw)
{
    return field_of(t, draw, "area", 0);
}

TEST(angles_and_factors_are_uniform_in_their_range)
{
    check_uniform("rotate", spread_of("rotate", "angle", -15, 15, 28, 28, angle), -15, 15);
    check_uniform("Rotate", spread_of("Rotate", "limit", -30, 10, 28, 28, angle), -30, 10);
    check_uniform("SafeRotate", spread_of("SafeRotate", "limit", 5, 80, 28, 28, turned), 5, 80);
    check_uniform("Affine", spread_of("Affine", "rotate", -90, 45, 28, 28, turned), -90, 45);
    check_uniform("Affine", spread_of("Affine", "scale.x", 0.5, 1.5, 28, 28, scale_x), 0.5, 1.5);
    check_uniform("ShiftScaleRotate", spread_of("ShiftScaleRotate", "scale_limit", -0.5, 0.5, 28, 28, scale_x), 0.5,
                  1.5);
    check_uniform("RandomScale", spread_of("RandomScale", "scale_limit", -0.2, 0.6, 28, 28, scale), 0.8, 1.6);
    check_uniform("zoomout", spread_of("zoomout", "factor", 1, 2, 28, 28, zoom), 1, 2);
    check_uniform("crop", spread_of("crop", "area", 0.5, 1, 28, 28, area), 0.5, 1);
}

static double shifted(const struct aug_transform *t, const struct aug_draw *draw)
{
    return field_of(t, draw, "x", 0) == 2 ? 1 : 0;
}

static double shifted_apart(const struct aug_transform *t, const struct aug_draw *draw)
{
    return field_of(t, draw, "x", 0) == field_of(t, draw, "y", 0) ? 1 : 0;
}

TEST(shift_draws_each_whole_pixel_of_each_axis_equally_often)
{
    const double share = spread_of("shift", "limit_px", -2, 2, 28, 28, shifted).sum;
    const double equal = spread_of("shift", "limit_px", -2, 2, 28, 28, shifted_apart).sum;
    CHECK_SAY(fabs(share - 0.2) < 0.03, "+2 has a share of %g", share);
    CHECK_SAY(fabs(equal - 0.2) < 0.03, "both axes agree with a share of %g", equal);
}

static double window_width(const struct aug_transform *t, const struct aug_draw *draw)
{
    return field_of(t, draw, "crop_coords", 2) - field_of(t, draw, "crop_coords", 0);
}

static double window_height(const struct aug_transform *t, const struct aug_draw *draw)
{
    return field_of(t, draw, "crop_coords", 3) - field_of(t, draw, "crop_coords", 1);
}

static double window_left(const struct aug_transform *t, const struct aug_draw *draw)
{
    return field_of(t, draw, "crop_coords", 0);
}

static double window_right(const struct aug_transform *t, const struct aug_draw *draw)
{
    return field_of(t, draw, "crop_coords", 2);
}

static double window_share(const struct aug_transform *t, const struct aug_draw *draw)
{
    return window_width(t, draw) * window_height(t, draw) / (400.0 * 400.0);
}

static double log_ratio(const struct aug_transform *t, const struct aug_draw *draw)
{
    return log(window_width(t, draw) / window_height(t, draw));
}

TEST(random_resized_crop_draws_area_and_logarithm_of_the_ratio_uniformly)
{
    const struct spread share = spread_of("RandomResizedCrop", "scale", 0.1, 0.5, 400, 400, window_share);
    const struct spread ratio = spread_of("RandomResizedCrop", "scale", 0.1, 0.5, 400, 400, log_ratio);
    CHECK_SAY(share.low > 0.097 && share.low < 0.106 && share.high < 0.503 && share.high > 0.494, "%g..%g", share.low,
              share.high);
    CHECK_SAY(fabs(share.sum - 0.3) < 0.01, "mean share %g", share.sum);
    CHECK_SAY(ratio.low > log(0.74) && ratio.high < log(1.35) && ratio.low < log(0.76) && ratio.high > log(1.31),
              "%g..%g", ratio.low, ratio.high);
    CHECK_SAY(fabs(ratio.sum) < 0.02, "mean logarithm %g", ratio.sum);
}

TEST(random_resized_crop_reaches_both_borders_and_falls_back_to_the_middle)
{
    CHECK(spread_of("RandomResizedCrop", "scale", 0.3, 0.3, 100, 100, window_left).low == 0);
    CHECK(spread_of("RandomResizedCrop", "scale", 0.3, 0.3, 100, 100, window_right).high == 100);
    /* 400 x 4: no window of the wanted shape and half the area fits, so the middle 5 x 4 is taken */
    const struct spread width = spread_of("RandomResizedCrop", "scale", 0.5, 0.5, 400, 4, window_width);
    const struct spread left = spread_of("RandomResizedCrop", "scale", 0.5, 0.5, 400, 4, window_left);
    CHECK_SAY(width.low == 5 && width.high == 5 && left.low == 198 && left.high == 198, "%g wide at %g", width.low,
              left.low);
}

static double element(const struct aug_transform *t, const struct aug_draw *draw)
{
    return field_of(t, draw, "group_element", 0) == 5;
}

static double quarter(const struct aug_transform *t, const struct aug_draw *draw)
{
    return field_of(t, draw, "factor", 0) == 3;
}

TEST(orientations_are_equally_likely)
{
    CHECK(fabs(spread_of("D4", NULL, 0, 0, 5, 5, element).sum - 0.125) < 0.025);
    CHECK(fabs(spread_of("RandomRotate90", NULL, 0, 0, 5, 5, quarter).sum - 0.25) < 0.03);
    CHECK(fabs(spread_of("Flip", NULL, 0, 0, 5, 5, element).sum) == 0);
}
