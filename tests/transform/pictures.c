/* SPDX-License-Identifier: Apache-2.0
 * pictures.c - random pictures and parameters for tests. */
#include "pictures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

#define GUARD 0xA5

const struct picture_size picture_sizes[] = {{1, 1}, {1, 7}, {7, 1}, {2, 3}, {37, 53}, {64, 48}, {0, 0}};

static struct aug_image blank(int width, int height, int channels, size_t padding)
{
    const size_t stride = (size_t)width * (size_t)channels + padding;
    struct aug_image image = {malloc(stride * (size_t)height), width, height, channels, stride};
    CHECK(image.pixels);
    memset(image.pixels, GUARD, stride * (size_t)height);
    return image;
}

struct aug_image picture_random(struct au_rng *rng, int width, int height, int channels, size_t padding)
{
    struct aug_image image = blank(width, height, channels, padding);
    for (int y = 0; y < height; y++)
        for (int i = 0; i < width * channels; i++)
            image.pixels[(size_t)y * image.stride + (size_t)i] = (uint8_t)au_rng_u32(rng);
    return image;
}

struct aug_image picture_plain(int width, int height, int channels, uint8_t value)
{
    struct aug_image image = blank(width, height, channels, 0);
    memset(image.pixels, value, image.stride * (size_t)height);
    return image;
}

void picture_release(struct aug_image *image)
{
    free(image->pixels);
    *image = (struct aug_image){0};
}

bool picture_guard_holds(const struct aug_image *image)
{
    for (int y = 0; y < image->height; y++)
        for (size_t i = (size_t)image->width * (size_t)image->channels; i < image->stride; i++)
            if (image->pixels[(size_t)y * image->stride + i] != GUARD) return false;
    return true;
}

bool picture_same(const struct aug_image *a, const struct aug_image *b)
{
    if (a->width != b->width || a->height != b->height || a->channels != b->channels) return false;
    for (int y = 0; y < a->height; y++)
        if (memcmp(a->pixels + (size_t)y * a->stride, b->pixels + (size_t)y * b->stride,
                   (size_t)a->width * (size_t)a->channels) != 0)
            return false;
    return true;
}

/* Between the row's limits and near its default: limits such as 32768 pixels would only make tests slow. */
static double random_value(const struct aug_param *row, struct au_rng *rng)
{
    const double low = fmax(row->min, row->default_low - 60), high = fmin(row->max, row->default_low + 60);
    return au_rng_between(rng, low < high ? low : high, high);
}

static void randomise(const struct aug_param *row, void *params, struct au_rng *rng)
{
    void *field = (char *)params + row->offset;
    switch (row->kind) {
    case AUG_PARAM_NUMBER: *(double *)field = random_value(row, rng); break;
    case AUG_PARAM_INTEGER: *(int *)field = (int)random_value(row, rng); break;
    case AUG_PARAM_SWITCH: *(bool *)field = au_rng_integer(rng, 0, 1); break;
    case AUG_PARAM_CHOICE: *(int *)field = au_rng_integer(rng, 0, (int)row->max); break;
    case AUG_PARAM_RANGE: {
        const double a = floor(random_value(row, rng) * 16) / 16, b = floor(random_value(row, rng) * 16) / 16;
        *(struct aug_range *)field = (struct aug_range){fmax(row->min, fmin(a, b)), fmax(row->min, fmax(a, b))};
        break;
    }
    case AUG_PARAM_NUMBERS:
    case AUG_PARAM_NOTED: break;
    }
}

void *picture_params(const struct aug_transform *t, struct au_rng *rng, int round)
{
    void *params = calloc(1, t->params_bytes + 1);
    CHECK(params);
    aug_transform_defaults(t, params);
    for (const struct aug_param *row = t->params; round && row && row->name; row++)
        if (au_rng_integer(rng, 0, 1)) randomise(row, params, rng);
    return params;
}
