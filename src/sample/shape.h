/* SPDX-License-Identifier: Apache-2.0
 * shape.h - signed distances to the shapes of the sample set: negative inside, in the units of the point. Pure functions.
 *
 * Coordinates: x to the right, y down, a shape fits into [-1, 1]. `half` is half a stroke's width.
 */
#ifndef AU_SHAPE_H
#define AU_SHAPE_H

struct au_point {
    double x, y;
};

double au_shape_circle(struct au_point p, double radius);
double au_shape_round_box(struct au_point p, double half_width, double half_height, double corner);
/* Regular, flat sides up, down, left and right; `apothem` from the centre to a side. */
double au_shape_octagon(struct au_point p, double apothem);
double au_shape_stroke(struct au_point p, struct au_point from, struct au_point to, double half);
double au_shape_ring(struct au_point p, struct au_point centre, double radius, double half);

/* Glyphs. An arrow to the right, its head filled or of two strokes; a six with a curved back; a b with a straight stem. */
double au_shape_arrow(struct au_point p, double half, int filled_head);
double au_shape_six(struct au_point p, double half);
double au_shape_b(struct au_point p, double half);

#endif
