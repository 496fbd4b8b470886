/* SPDX-License-Identifier: Apache-2.0
 * oracle.h - a transform with chosen parameters, and slow, obvious ways to read a picture.
 */
#ifndef TEST_ORACLE_H
#define TEST_ORACLE_H

#include <augaudit/transform.h>

#include "pictures.h"

struct applied {
    const struct aug_transform *t;
    unsigned char params[2048];
    struct aug_draw draw;
    struct aug_image in, out;
};

/* A transform with default parameters and a random picture with padded rows. */
struct applied oracle_start(const char *name, int width, int height, int channels, struct au_rng *rng);
/* Sets a parameter: both ends of a range, the numbers of a list (one when `high` is NAN), else `low`. */
void oracle_set(struct applied *a, const char *name, double low, double high);
/* Draws and applies. */
void oracle_apply(struct applied *a, struct au_rng *rng);
void oracle_finish(struct applied *a);
/* Value i of a resolved parameter of the draw. */
double oracle_drawn(const struct applied *a, const char *name, int i);

int oracle_value(const struct aug_image *image, int x, int y, int c);
/* The value at any place; beyond the border by OpenCV's number of the border mode. */
double oracle_read(const struct aug_image *image, int x, int y, int c, int border, double fill);
/* Between pixels: 0 nearest, 1 linear, 2 cubic; clamped, not rounded. */
double oracle_sample(const struct aug_image *image, double x, double y, int c, int interpolation, int border,
                     double fill);

#endif
