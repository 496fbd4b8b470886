/* SPDX-License-Identifier: Apache-2.0
 * thumb.c - area averages, minus their mean, in 8 bits. */
#include "thumb.h"

#include <math.h>

#include "image/resize.h"

#define FLAT (4 / 255.0f)

static float largest_deviation(const float *grey, float mean)
{
    float most = 0;
    for (int i = 0; i < AU_THUMB_COUNT; i++) most = fmaxf(most, fabsf(grey[i] - mean));
    return most;
}

static void fill(const float *grey, float mean, float most, struct au_thumb *out)
{
    int squares = 0;
    for (int i = 0; i < AU_THUMB_COUNT; i++) {
        out->values[i] = (int8_t)lrintf((grey[i] - mean) / most * 127);
        squares += out->values[i] * out->values[i];
    }
    out->scale = 1 / sqrtf((float)squares);
}

enum aug_status au_thumb_make(const struct aug_image *image, struct au_thumb *out, struct aug_error *err)
{
    float grey[AU_THUMB_COUNT], sum = 0;
    AUG_TRY(au_image_to_float_area(image, AU_THUMB_SIDE, AU_THUMB_SIDE, 1, grey, err));
    for (int i = 0; i < AU_THUMB_COUNT; i++) sum += grey[i];
    const float mean = sum / AU_THUMB_COUNT, most = largest_deviation(grey, mean);
    *out = (struct au_thumb){0};
    if (most >= FLAT) fill(grey, mean, most, out);
    return AUG_OK;
}

float au_thumb_distance(const struct au_thumb *a, const struct au_thumb *b)
{
    int32_t sum = 0;
    for (int i = 0; i < AU_THUMB_COUNT; i++) sum += a->values[i] * b->values[i];
    return fmaxf(0, 1 - (float)sum * a->scale * b->scale);
}
