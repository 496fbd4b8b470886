/* SPDX-License-Identifier: Apache-2.0
 * map.c - arithmetic of 3 x 3 homographies. */
#include "map.h"

#include <math.h>

struct au_map au_map_identity(void)
{
    return au_map_scale(1, 1);
}

struct au_map au_map_shift(double x, double y)
{
    return (struct au_map){{1, 0, x, 0, 1, y, 0, 0, 1}};
}

struct au_map au_map_scale(double x, double y)
{
    return (struct au_map){{x, 0, 0, 0, y, 0, 0, 0, 1}};
}

static double radians(double degrees)
{
    return degrees * (3.14159265358979323846 / 180);
}

struct au_map au_map_turn(double degrees)
{
    const double c = cos(radians(degrees)), s = sin(radians(degrees));
    return (struct au_map){{c, s, 0, -s, c, 0, 0, 0, 1}};
}

struct au_map au_map_shear(double x_degrees, double y_degrees)
{
    return (struct au_map){{1, -tan(radians(x_degrees)), 0, -tan(radians(y_degrees)), 1, 0, 0, 0, 1}};
}

struct au_map au_map_then(struct au_map first, struct au_map then)
{
    struct au_map product = {{0}};
    for (int row = 0; row < 3; row++)
        for (int column = 0; column < 3; column++)
            for (int k = 0; k < 3; k++) product.m[3 * row + column] += then.m[3 * row + k] * first.m[3 * k + column];
    return product;
}

struct au_map au_map_about(struct au_map map, double x, double y)
{
    return au_map_then(au_map_then(au_map_shift(-x, -y), map), au_map_shift(x, y));
}

bool au_map_invert(const struct au_map *map, struct au_map *inverse)
{
    const double *m = map->m;
    const double minors[9] = {
        m[4] * m[8] - m[5] * m[7], m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4],
        m[5] * m[6] - m[3] * m[8], m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],
        m[3] * m[7] - m[4] * m[6], m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3],
    };
    const double determinant = m[0] * minors[0] + m[1] * minors[3] + m[2] * minors[6];
    if (!(fabs(determinant) > 1e-14)) return false;
    for (int i = 0; i < 9; i++) inverse->m[i] = minors[i] / determinant;
    return true;
}

/* Gauss with row exchanges on 8 equations in 8 unknowns; column 8 is the right side. */
static bool solve(double a[8][9], double x[8])
{
    for (int column = 0; column < 8; column++) {
        int pivot = column;
        for (int row = column + 1; row < 8; row++)
            if (fabs(a[row][column]) > fabs(a[pivot][column])) pivot = row;
        if (!(fabs(a[pivot][column]) > 1e-12)) return false;
        for (int k = 0; k < 9; k++) {
            const double kept = a[column][k];
            a[column][k] = a[pivot][k];
            a[pivot][k] = kept;
        }
        for (int row = column + 1; row < 8; row++) {
            const double factor = a[row][column] / a[column][column];
            for (int k = column; k < 9; k++) a[row][k] -= factor * a[column][k];
        }
    }
    for (int row = 7; row >= 0; row--) {
        x[row] = a[row][8];
        for (int k = row + 1; k < 8; k++) x[row] -= a[row][k] * x[k];
        x[row] /= a[row][row];
    }
    return true;
}

bool au_map_from_corners(const struct au_point from[4], const struct au_point to[4], struct au_map *map)
{
    double a[8][9] = {{0}}, x[8];
    for (int i = 0; i < 4; i++) {
        const double u = from[i].x, v = from[i].y;
        const double of_x[9] = {u, v, 1, 0, 0, 0, -u * to[i].x, -v * to[i].x, to[i].x};
        const double of_y[9] = {0, 0, 0, u, v, 1, -u * to[i].y, -v * to[i].y, to[i].y};
        for (int k = 0; k < 9; k++) {
            a[i][k] = of_x[k];
            a[i + 4][k] = of_y[k];
        }
    }
    if (!solve(a, x)) return false;
    for (int i = 0; i < 8; i++) map->m[i] = x[i];
    map->m[8] = 1;
    return true;
}

struct au_point au_map_point(const struct au_map *map, double x, double y)
{
    const double *m = map->m;
    const double w = m[6] * x + m[7] * y + m[8];
    return (struct au_point){(m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w};
}

struct aug_numbers au_map_numbers(const struct au_map *map)
{
    struct aug_numbers numbers = {.count = 9};
    for (int i = 0; i < 9; i++) numbers.values[i] = map->m[i];
    return numbers;
}

struct au_map au_map_of(const struct aug_numbers *numbers)
{
    struct au_map map = au_map_identity();
    for (int i = 0; i < 9 && i < numbers->count; i++) map.m[i] = numbers->values[i];
    return map;
}
