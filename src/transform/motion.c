/* SPDX-License-Identifier: Apache-2.0
 * motion.c - the trace of a moving point, drawn into a square of pixels. */
#include "motion.h"

#include <math.h>
#include <string.h>

static int pixel_at(double place, int size)
{
    const double near = rint(place);
    return near < 0 ? 0 : near > size - 1 ? size - 1 : (int)near;
}

void au_motion_weights(const struct au_motion *motion, float *weights)
{
    const int size = motion->size, reach = size / 2;
    const double radians = motion->angle * (3.14159265358979323846 / 180), bias = fabs(motion->direction);
    const double start = motion->direction > 0 ? -reach * (1 - bias) : -reach;
    const double end = motion->direction < 0 ? reach * (1 - bias) : reach;
    int count = 0;
    memset(weights, 0, (size_t)size * (size_t)size * sizeof *weights);
    for (int i = 0; i < size; i++) {
        const double t = i == size - 1 ? end : start + i * ((end - start) / (size - 1));
        const int x = pixel_at(reach + cos(radians) * t + motion->shift_x, size);
        const int y = pixel_at(reach + sin(radians) * t + motion->shift_y, size);
        if (weights[y * size + x] == 0) count++;
        weights[y * size + x] = 1;
    }
    for (int i = 0; i < size * size; i++) weights[i] /= (float)count;
}
