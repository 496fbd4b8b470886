/* SPDX-License-Identifier: Apache-2.0
 * perspective.c - four jittered corners are pulled to the corners of a rectangle, as a view from another place does. */
#include <math.h>

#include "family.h"
#include "family_tools.h"
#include "warp.h"

struct perspective {
    struct aug_range scale;
    bool keep_size, fit_output;
    struct au_sampling sampling;
};

static const struct aug_param params_table[] = {
    AUG_RANGE_(struct perspective, scale, 0.05, 0.1, 0, 1, false,
               "Standard deviation of the corners' jitter as a share of the side, uniform in the range."),
    AUG_SWITCH(struct perspective, keep_size, true, "Stretch the result back to the size of the input."),
    AUG_SWITCH(struct perspective, fit_output, false, "Choose the canvas so that all of the picture stays visible."),
    AU_ROWS_SAMPLING(struct perspective, sampling),
    {0},
};

struct perspective_draw {
    struct aug_numbers matrix;
    int max_width, max_height;
};

static const struct aug_param draws_table[] = {
    AUG_NUMBERS(struct perspective_draw, matrix, 9, 0, -1e9, 1e9,
                "Input to output pixels before keep_size, row by row."),
    AUG_INT(struct perspective_draw, max_width, 1, 1, AUG_IMAGE_MAX_SIDE, "Width of the canvas before keep_size."),
    AUG_INT(struct perspective_draw, max_height, 1, 1, AUG_IMAGE_MAX_SIDE, "Height of the canvas before keep_size."),
    {0},
};

static const char *const strata[] = {"scale", NULL};

/* Corners in the order top left, top right, bottom right, bottom left, each drawn inwards. */
static void jitter(struct au_rng *rng, double deviation, const struct aug_image *in, struct au_point corners[4])
{
    for (int i = 0; i < 4; i++) {
        const double x = fmod(fabs(au_rng_normal(rng) * deviation), 0.32);
        const double y = fmod(fabs(au_rng_normal(rng) * deviation), 0.32);
        corners[i].x = (i == 1 || i == 2 ? 1 - x : x) * in->width;
        corners[i].y = (i >= 2 ? 1 - y : y) * in->height;
    }
}

static double distance(struct au_point a, struct au_point b)
{
    return hypot(a.x - b.x, a.y - b.y);
}

/* Pushes two corners apart to 2 pixels, so that tiny images keep a canvas. */
static void part(struct au_point *a, struct au_point *b)
{
    const double length = distance(*a, *b);
    if (length >= 2) return;
    const struct au_point middle = {(a->x + b->x) / 2, (a->y + b->y) / 2};
    const double x = length > 0 ? (a->x - b->x) / length : 1, y = length > 0 ? (a->y - b->y) / length : 0;
    *a = (struct au_point){middle.x + x, middle.y + y};
    *b = (struct au_point){middle.x - x, middle.y - y};
}

static int longer(double a, double b)
{
    const double side = fmax(a, b);
    return side < 1 ? 1 : (int)side;
}

static bool pull(struct au_point c[4], struct perspective_draw *d, struct au_map *map)
{
    part(&c[1], &c[0]);
    part(&c[2], &c[3]);
    part(&c[3], &c[0]);
    part(&c[2], &c[1]);
    d->max_width = longer(distance(c[1], c[0]), distance(c[2], c[3]));
    d->max_height = longer(distance(c[3], c[0]), distance(c[2], c[1]));
    const double w = d->max_width, h = d->max_height;
    return au_map_from_corners(c, (const struct au_point[]){{0, 0}, {w, 0}, {w, h}, {0, h}}, map);
}

/* Another map onto a canvas that holds the image of the whole picture, its corners at whole pixels. */
static bool expand(const struct aug_image *in, struct perspective_draw *d, struct au_map *map)
{
    const double w = in->width, h = in->height;
    const struct au_point from[4] = {{0, 0}, {0, h}, {w, h}, {w, 0}};
    struct au_point to[4], low = {INFINITY, INFINITY}, high = {0, 0};
    for (int i = 0; i < 4; i++) {
        to[i] = au_map_point(map, from[i].x, from[i].y);
        low = (struct au_point){fmin(low.x, to[i].x), fmin(low.y, to[i].y)};
    }
    for (int i = 0; i < 4; i++) {
        to[i] = (struct au_point){rint(to[i].x - low.x), rint(to[i].y - low.y)};
        high = (struct au_point){fmax(high.x, to[i].x), fmax(high.y, to[i].y)};
    }
    if (!(high.x >= 1 && high.y >= 1 && high.x <= AUG_IMAGE_MAX_SIDE && high.y <= AUG_IMAGE_MAX_SIDE)) return false;
    d->max_width = (int)high.x;
    d->max_height = (int)high.y;
    return au_map_from_corners(from, to, map);
}

static enum aug_status draw_corners(const void *params, const struct aug_image *in, struct au_rng *rng,
                                    struct aug_draw *draw, struct aug_error *err)
{
    const struct perspective *p = params;
    struct perspective_draw *d = AU_DRAWN(struct perspective_draw, draw);
    struct au_point corners[4];
    struct au_map map = au_map_identity();
    jitter(rng, au_draw_range(rng, &p->scale), in, corners);
    if (!pull(corners, d, &map) || (p->fit_output && !expand(in, d, &map)))
        return aug_fail(err, AUG_BAD_INPUT,
                        "Perspective cannot be applied to an image of %d x %d pixels: its corners fall on a line.",
                        in->width, in->height);
    d->matrix = au_map_numbers(&map);
    return AUG_OK;
}

/* The map onto the final canvas of width x height. */
static struct au_map final_map(const struct perspective *p, const struct perspective_draw *d, int original_width,
                               int original_height)
{
    const struct au_map map = au_map_of(&d->matrix);
    if (!p->keep_size) return map;
    return au_map_then(map,
                       au_map_scale((double)original_width / d->max_width, (double)original_height / d->max_height));
}

static enum aug_status apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                             struct aug_image *out, struct aug_error *err)
{
    const struct perspective *p = params;
    const struct perspective_draw *d = AU_DRAWN_CONST(struct perspective_draw, draw);
    const struct au_map map = final_map(p, d, in->width, in->height);
    return au_warp(in, &map, &p->sampling, p->keep_size ? in->width : d->max_width,
                   p->keep_size ? in->height : d->max_height, out, err);
}

static enum aug_status undo(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                            int original_width, int original_height, struct aug_image *out, struct aug_error *err)
{
    const struct perspective *p = params;
    const struct perspective_draw *d = AU_DRAWN_CONST(struct perspective_draw, draw);
    const struct au_map map = final_map(p, d, original_width, original_height);
    return au_unwarp(in, &map, &p->sampling, original_width, original_height, out, err);
}

static const struct aug_transform transforms[] = {
    {
        .name = "Perspective",
        .about = "Shows the picture as if it were seen from a slightly different place.",
        .claim = {.asserts = "A flat thing seen from another angle deserves the same label.",
                  .unless =
                      "Right angles, parallels or proportions tell classes apart, or edges that are cut off matter.",
                  .victims = "Squares against trapezoids, documents and forms that are measured, text at the border.",
                  .places = "Boxes, masks and key points move with the pixels; what leaves the frame is lost.",
                  .moves = AUG_MOVES_AND_DROPS},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_RANDOM | AUG_TRANSFORM_CHANGES_SIZE,
        .params_bytes = sizeof(struct perspective),
        .params = params_table,
        .draws = draws_table,
        .strata = strata,
        .draw = draw_corners,
        .apply = apply,
        .undo = undo,
    },
    {0},
};

const struct aug_family au_family_perspective = {"perspective", transforms};
