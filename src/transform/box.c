/* SPDX-License-Identifier: Apache-2.0
 * box.c - bounding boxes of moved corners and of moved ellipses. */
#include "box.h"

#include <math.h>

struct au_box au_box_of_corners(struct au_box box, const struct au_map *map)
{
    const double xs[2] = {box.left, box.right}, ys[2] = {box.top, box.bottom};
    struct au_box out = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (int i = 0; i < 4; i++) {
        const struct au_point p = au_map_point(map, xs[i % 2], ys[i / 2]);
        out.left = fmin(out.left, p.x), out.right = fmax(out.right, p.x);
        out.top = fmin(out.top, p.y), out.bottom = fmax(out.bottom, p.y);
    }
    return out;
}

struct au_box au_box_of_ellipse(struct au_box box, const struct au_map *map)
{
    const double a = (box.right - box.left) / 2, b = (box.bottom - box.top) / 2;
    const struct au_point centre = au_map_point(map, (box.left + box.right) / 2, (box.top + box.bottom) / 2);
    const double across = hypot(map->m[0] * a, map->m[1] * b) / map->m[8];
    const double down = hypot(map->m[3] * a, map->m[4] * b) / map->m[8];
    return (struct au_box){centre.x - across, centre.y - down, centre.x + across, centre.y + down};
}

static double area(struct au_box box)
{
    return (box.right - box.left) * (box.bottom - box.top);
}

double au_box_iou(struct au_box a, struct au_box b)
{
    const double width = fmin(a.right, b.right) - fmax(a.left, b.left);
    const double height = fmin(a.bottom, b.bottom) - fmax(a.top, b.top);
    if (!(width > 0 && height > 0)) return 0;
    return width * height / (area(a) + area(b) - width * height);
}

double au_box_turn_iou(double width, double height, double degrees)
{
    const struct au_box box = {-width / 2, -height / 2, width / 2, height / 2};
    const struct au_map turn = au_map_turn(degrees);
    return au_box_iou(au_box_of_corners(box, &turn), au_box_of_ellipse(box, &turn));
}

double au_box_turn_limit(double width, double height, double iou)
{
    double low = 0, high = 45;
    if (au_box_turn_iou(width, height, high) >= iou) return high;
    for (int i = 0; i < 60; i++) {
        const double middle = (low + high) / 2;
        if (au_box_turn_iou(width, height, middle) >= iou) low = middle;
        else high = middle;
    }
    return low;
}
