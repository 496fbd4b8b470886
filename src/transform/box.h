/* SPDX-License-Identifier: Apache-2.0
 * box.h - what becomes of an axis-parallel box when the picture moves.
 *
 * The box of the moved corners holds everything that the old box held, and more: an object does not fill its corners, so under a rotation the label grows
 * although the object does not. The box of the moved inscribed ellipse is what a round object gets; the truth lies between. How far apart the two
 * are is a dose of rotation that geometry alone forbids (methods section 7). Pure functions; thread-safe.
 */
#ifndef AU_BOX_H
#define AU_BOX_H

#include "map.h"

struct au_box { /* left <= right, top <= bottom */
    double left, top, right, bottom;
};

/* Bounding box of the four moved corners. */
struct au_box au_box_of_corners(struct au_box box, const struct au_map *map);
/* Bounding box of the moved ellipse that is inscribed in the box. The map must be affine. */
struct au_box au_box_of_ellipse(struct au_box box, const struct au_map *map);

/* Intersection over union, 0 .. 1; 0 where a box has no area. */
double au_box_iou(struct au_box a, struct au_box b);

/* IoU of the two boxes above after a turn of a width x height box about its centre; for a square 1 / (1 + |sin 2 degrees|). */
double au_box_turn_iou(double width, double height, double degrees);
/* The largest turn, 0 .. 45 degrees, up to which that IoU stays at or above `iou`. */
double au_box_turn_limit(double width, double height, double iou);

#endif
