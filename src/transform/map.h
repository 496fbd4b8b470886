/* SPDX-License-Identifier: Apache-2.0
 * map.h - maps of the plane (3 x 3 homographies) from input to output pixels; pixel centres are at integers.
 */
#ifndef AU_MAP_H
#define AU_MAP_H

#include <stdbool.h>

#include <augaudit/transform.h>

struct au_map {
    double m[9]; /* row by row: x' = (m0 x + m1 y + m2) / (m6 x + m7 y + m8), y' = (m3 x + m4 y + m5) / (...) */
};

struct au_point {
    double x, y;
};

struct au_map au_map_identity(void);
struct au_map au_map_shift(double x, double y);
struct au_map au_map_scale(double x, double y);
/* Counter-clockwise as seen on the screen (y points down), about the origin. */
struct au_map au_map_turn(double degrees);
/* x' = x - tan(x_degrees) y, y' = y - tan(y_degrees) x. */
struct au_map au_map_shear(double x_degrees, double y_degrees);

/* First `first`, then `then`. */
struct au_map au_map_then(struct au_map first, struct au_map then);
/* `map` done about (x, y) instead of the origin. */
struct au_map au_map_about(struct au_map map, double x, double y);
/* False, and *inverse untouched, when the map flattens the plane. */
bool au_map_invert(const struct au_map *map, struct au_map *inverse);
/* The map that takes four points to four points; false when three of them lie on a line. */
bool au_map_from_corners(const struct au_point from[4], const struct au_point to[4], struct au_map *map);

struct au_point au_map_point(const struct au_map *map, double x, double y);

/* As nine numbers of a draw, and back. */
struct aug_numbers au_map_numbers(const struct au_map *map);
struct au_map au_map_of(const struct aug_numbers *numbers);

#endif
