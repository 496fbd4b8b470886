/* SPDX-License-Identifier: Apache-2.0
 * shape.c - signed distances of simple shapes and the glyphs made of them. */
#include "shape.h"

#include <math.h>

/* Coordinates are near 1: the plain formula is exact enough, and much faster than hypot(). */
static double length(double x, double y)
{
    return sqrt(x * x + y * y);
}

double au_shape_circle(struct au_point p, double radius)
{
    return length(p.x, p.y) - radius;
}

double au_shape_round_box(struct au_point p, double half_width, double half_height, double corner)
{
    const double x = fabs(p.x) - half_width + corner, y = fabs(p.y) - half_height + corner;
    const double outside = length(fmax(x, 0), fmax(y, 0)), inside = fmin(fmax(x, y), 0);
    return outside + inside - corner;
}

double au_shape_octagon(struct au_point p, double apothem)
{
    const double x = fabs(p.x), y = fabs(p.y);
    return fmax(fmax(x, y), (x + y) * 0.7071067811865476) - apothem;
}

double au_shape_stroke(struct au_point p, struct au_point from, struct au_point to, double half)
{
    const double dx = to.x - from.x, dy = to.y - from.y, px = p.x - from.x, py = p.y - from.y;
    const double along = fmin(1, fmax(0, (px * dx + py * dy) / (dx * dx + dy * dy)));
    return length(px - along * dx, py - along * dy) - half;
}

double au_shape_ring(struct au_point p, struct au_point centre, double radius, double half)
{
    return fabs(length(p.x - centre.x, p.y - centre.y) - radius) - half;
}

/* Quadratic Bezier curve as a chain of strokes. */
static double curve(struct au_point p, struct au_point a, struct au_point b, struct au_point c, double half)
{
    enum { PIECES = 10 };
    double nearest = 1e9;
    struct au_point last = a;
    for (int i = 1; i <= PIECES; i++) {
        const double t = (double)i / PIECES, s = 1 - t;
        const struct au_point next = {s * s * a.x + 2 * s * t * b.x + t * t * c.x,
                                      s * s * a.y + 2 * s * t * b.y + t * t * c.y};
        nearest = fmin(nearest, au_shape_stroke(p, last, next, half));
        last = next;
    }
    return nearest;
}

/* Triangle with its tip at (0.9, 0), as the overlap of three half planes: exact enough near its sides. */
static double arrow_head(struct au_point p)
{
    const double back = 0.05, reach = 0.85, half_height = 0.72;
    const double side = length(reach, half_height), slope = half_height * (p.x - 0.9) + reach * fabs(p.y);
    return fmax(back - p.x, slope / side);
}

double au_shape_arrow(struct au_point p, double half, int filled_head)
{
    const struct au_point folded = {p.x, fabs(p.y)};
    if (filled_head) {
        const double shaft = au_shape_stroke(folded, (struct au_point){-0.85, 0}, (struct au_point){0.3, 0},
                                             1.3 * half);
        return fmin(shaft, arrow_head(folded));
    }
    const struct au_point tip = {0.8, 0};
    const double shaft = au_shape_stroke(folded, (struct au_point){-0.85, 0}, tip, half);
    return fmin(shaft, au_shape_stroke(folded, tip, (struct au_point){0.15, 0.62}, half));
}

double au_shape_six(struct au_point p, double half)
{
    const double bowl = au_shape_ring(p, (struct au_point){0, 0.4}, 0.45, half);
    const double back = curve(p, (struct au_point){0.42, -0.84}, (struct au_point){-0.46, -0.72},
                              (struct au_point){-0.45, 0.4}, half);
    return fmin(bowl, back);
}

double au_shape_b(struct au_point p, double half)
{
    const double bowl = au_shape_ring(p, (struct au_point){0.05, 0.42}, 0.43, half);
    const double stem = au_shape_stroke(p, (struct au_point){-0.4, -0.92}, (struct au_point){-0.4, 0.87}, half);
    return fmin(bowl, stem);
}
