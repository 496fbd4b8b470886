/* SPDX-License-Identifier: Apache-2.0
 * oracle.c - slow, obvious definitions that the tests of geometry compare with. */
#include "oracle.h"

#include <math.h>
#include <string.h>

#include "check.h"
#include "transform/params.h"

void oracle_set(struct applied *a, const char *name, double low, double high)
{
    const struct aug_param *row = au_param_find(a->t->params, name);
    CHECK_SAY(row, "%s has no %s", a->t->name, name);
    void *field = a->params + row->offset;
    switch (row->kind) {
    case AUG_PARAM_NUMBER: *(double *)field = low; break;
    case AUG_PARAM_INTEGER:
    case AUG_PARAM_CHOICE: *(int *)field = (int)low; break;
    case AUG_PARAM_SWITCH: *(bool *)field = low != 0; break;
    case AUG_PARAM_RANGE: *(struct aug_range *)field = (struct aug_range){low, high}; break;
    case AUG_PARAM_NUMBERS:
        *(struct aug_numbers *)field = (struct aug_numbers){.values = {low, high}, .count = isnan(high) ? 1 : 2};
        break;
    case AUG_PARAM_NOTED: break;
    }
}

struct applied oracle_start(const char *name, int width, int height, int channels, struct au_rng *rng)
{
    struct applied a = {.t = aug_transform_find(name)};
    CHECK_SAY(a.t && a.t->params_bytes <= sizeof a.params, "%s is missing or large", name);
    aug_transform_defaults(a.t, a.params);
    a.in = picture_random(rng, width, height, channels, 3);
    return a;
}

void oracle_apply(struct applied *a, struct au_rng *rng)
{
    struct aug_error err = {0};
    if (a->t->draw) CHECK_OK(a->t->draw(a->params, &a->in, rng, &a->draw, &err));
    CHECK_OK(a->t->apply(a->params, &a->draw, &a->in, &a->out, &err));
}

void oracle_finish(struct applied *a)
{
    picture_release(&a->in);
    aug_image_release(&a->out);
}

/* ---- the oracle's own ways to read a picture ---- */

int oracle_value(const struct aug_image *image, int x, int y, int c)
{
    return image->pixels[(size_t)y * image->stride + (size_t)(x * image->channels + c)];
}

/* Walks into the line step by step, as the drawings of the border modes say. */
static int walk(int i, int length, int border)
{
    while (i < 0 || i >= length) {
        if (border == 0) return -1;
        if (border == 1) i = i < 0 ? 0 : length - 1;
        if (border == 2) i = i < 0 ? -1 - i : 2 * length - 1 - i;
        if (border == 3) i = i < 0 ? i + length : i - length;
        if (border == 4) i = length == 1 ? 0 : i < 0 ? -i : 2 * length - 2 - i;
    }
    return i;
}

double oracle_read(const struct aug_image *image, int x, int y, int c, int border, double fill)
{
    const int u = walk(x, image->width, border), v = walk(y, image->height, border);
    return u < 0 || v < 0 ? fill : oracle_value(image, u, v, c);
}

/* Weight of a pixel at distance t from the place that is asked for. */
static double weight(double t, int interpolation)
{
    t = fabs(t);
    if (interpolation == 1) return t < 1 ? 1 - t : 0;
    if (t < 1) return 1.25 * t * t * t - 2.25 * t * t + 1;
    return t < 2 ? -0.75 * t * t * t + 3.75 * t * t - 6 * t + 3 : 0;
}

double oracle_sample(const struct aug_image *image, double x, double y, int c, int interpolation, int border,
                     double fill)
{
    double sum = 0;
    if (interpolation == 0) return oracle_read(image, (int)lrint(x), (int)lrint(y), c, border, fill);
    for (int v = (int)floor(y) - 1; v <= (int)floor(y) + 2; v++)
        for (int u = (int)floor(x) - 1; u <= (int)floor(x) + 2; u++) {
            const double w = weight(x - u, interpolation) * weight(y - v, interpolation);
            if (w != 0) sum += w * oracle_read(image, u, v, c, border, fill);
        }
    return fmin(fmax(sum, 0), 255);
}

double oracle_drawn(const struct applied *a, const char *name, int i)
{
    const struct aug_param *row = au_param_find(a->t->draws, name);
    CHECK_SAY(row, "%s draws no %s", a->t->name, name);
    const void *field = a->draw.u.bytes + row->offset;
    if (row->kind == AUG_PARAM_INTEGER || row->kind == AUG_PARAM_CHOICE) return *(const int *)field;
    if (row->kind == AUG_PARAM_NUMBERS) return ((const struct aug_numbers *)field)->values[i];
    return *(const double *)field;
}
