/* SPDX-License-Identifier: Apache-2.0
 * compare.c - equality, and the largest and the mean difference of two images. */
#include "compare.h"

#include <stdlib.h>
#include <string.h>

bool au_image_same_shape(const struct aug_image *a, const struct aug_image *b)
{
    return a->width == b->width && a->height == b->height && a->channels == b->channels;
}

bool au_image_equal(const struct aug_image *a, const struct aug_image *b)
{
    if (!au_image_same_shape(a, b)) return false;
    const size_t length = (size_t)a->width * (size_t)a->channels;
    for (int y = 0; y < a->height; y++)
        if (memcmp(a->pixels + (size_t)y * a->stride, b->pixels + (size_t)y * b->stride, length) != 0) return false;
    return true;
}

int au_image_max_difference(const struct aug_image *a, const struct aug_image *b)
{
    if (!au_image_same_shape(a, b)) return -1;
    const int length = a->width * a->channels;
    int most = 0;
    for (int y = 0; y < a->height; y++) {
        const uint8_t *p = a->pixels + (size_t)y * a->stride, *q = b->pixels + (size_t)y * b->stride;
        for (int i = 0; i < length; i++)
            if (abs(p[i] - q[i]) > most) most = abs(p[i] - q[i]);
    }
    return most;
}

double au_image_mean_difference(const struct aug_image *a, const struct aug_image *b)
{
    if (!au_image_same_shape(a, b)) return -1;
    const int length = a->width * a->channels;
    long sum = 0;
    for (int y = 0; y < a->height; y++) {
        const uint8_t *p = a->pixels + (size_t)y * a->stride, *q = b->pixels + (size_t)y * b->stride;
        for (int i = 0; i < length; i++) sum += abs(p[i] - q[i]);
    }
    return length > 0 && a->height > 0 ? (double)sum / ((double)length * a->height) : 0;
}
