/* SPDX-License-Identifier: Apache-2.0
 * warp.c - inverse mapping: each output pixel asks where it comes from and mixes the pixels around that place. */
#include "warp.h"

#include <math.h>
#include <string.h>

#include "pixels.h"

#define FAR_AWAY 1e8 /* pixels: any place beyond is as good as any other, and an int still holds it */

struct source {
    const struct aug_image *in;
    enum au_interpolation interpolation;
    enum au_border border;
    uint8_t fill[3];
};

int au_tap_count(enum au_interpolation interpolation)
{
    switch (interpolation) {
    case AU_NEAREST:
    case AU_NEAREST_EXACT: return 1;
    case AU_CUBIC: return 4;
    case AU_LANCZOS4: return 8;
    case AU_LINEAR:
    case AU_LINEAR_EXACT:
    case AU_AREA: break;
    }
    return 2;
}

/* Keys' cubic with a = -0.75 at distance t >= 0. */
static double keys(double t)
{
    const double a = -0.75;
    if (t <= 1) return ((a + 2) * t - (a + 3)) * t * t + 1;
    return t < 2 ? ((a * t - 5 * a) * t + 8 * a) * t - 4 * a : 0;
}

static double lanczos4(double t)
{
    const double angle = t * 3.14159265358979323846;
    if (fabs(t) < 1e-7) return 1;
    return fabs(t) < 4 ? 4 * sin(angle) * sin(angle / 4) / (angle * angle) : 0;
}

static void lanczos_weights(double fraction, float weights[8])
{
    double raw[8], sum = 0;
    for (int i = 0; i < 8; i++) sum += raw[i] = lanczos4(fraction + 3 - i);
    for (int i = 0; i < 8; i++) weights[i] = (float)(raw[i] / sum);
}

void au_tap_weights(enum au_interpolation interpolation, double fraction, float weights[8])
{
    switch (interpolation) {
    case AU_NEAREST:
    case AU_NEAREST_EXACT: weights[0] = 1; break;
    case AU_CUBIC:
        for (int i = 0; i < 4; i++) weights[i] = (float)keys(fabs(fraction + 1 - i));
        break;
    case AU_LANCZOS4: lanczos_weights(fraction, weights); break;
    case AU_LINEAR:
    case AU_LINEAR_EXACT:
    case AU_AREA:
        weights[1] = (float)fraction;
        weights[0] = 1 - weights[1];
        break;
    }
}

static const uint8_t *pixel_at(const struct source *source, int x, int y)
{
    const struct aug_image *in = source->in;
    const int u = au_border_index(x, in->width, source->border), v = au_border_index(y, in->height, source->border);
    if (u < 0 || v < 0) return source->fill;
    return au_row(in, v) + (size_t)u * (size_t)in->channels;
}

static void sample_nearest(const struct source *source, double x, double y, uint8_t *out)
{
    const uint8_t *from = pixel_at(source, (int)lrint(x), (int)lrint(y));
    for (int c = 0; c < source->in->channels; c++) out[c] = from[c];
}

static void sample_linear(const struct source *source, double x, double y, uint8_t *out)
{
    const double left = floor(x), top = floor(y);
    const float right_share = (float)(x - left), low_share = (float)(y - top);
    const int u = (int)left, v = (int)top;
    const uint8_t *p[4];
    if (u >= 0 && v >= 0 && u + 1 < source->in->width && v + 1 < source->in->height) {
        p[0] = au_row(source->in, v) + (size_t)u * (size_t)source->in->channels;
        p[1] = p[0] + source->in->channels;
        p[2] = p[0] + source->in->stride;
        p[3] = p[1] + source->in->stride;
    } else {
        for (int i = 0; i < 4; i++) p[i] = pixel_at(source, u + i % 2, v + i / 2);
    }
    for (int c = 0; c < source->in->channels; c++) {
        const float upper = (1 - right_share) * p[0][c] + right_share * p[1][c];
        const float lower = (1 - right_share) * p[2][c] + right_share * p[3][c];
        out[c] = au_round_u8((1 - low_share) * upper + low_share * lower);
    }
}

static void sample_taps(const struct source *source, double x, double y, uint8_t *out)
{
    float across[8], down[8], sums[3] = {0};
    const int taps = au_tap_count(source->interpolation);
    const double left = floor(x), top = floor(y);
    const int u = (int)left + 1 - taps / 2, v = (int)top + 1 - taps / 2;
    au_tap_weights(source->interpolation, x - left, across);
    au_tap_weights(source->interpolation, y - top, down);
    for (int j = 0; j < taps; j++) {
        float row[3] = {0};
        for (int i = 0; i < taps; i++) {
            const uint8_t *from = pixel_at(source, u + i, v + j);
            for (int c = 0; c < source->in->channels; c++) row[c] += across[i] * from[c];
        }
        for (int c = 0; c < source->in->channels; c++) sums[c] += down[j] * row[c];
    }
    for (int c = 0; c < source->in->channels; c++) out[c] = au_round_u8(sums[c]);
}

typedef void (*sample_fn)(const struct source *source, double x, double y, uint8_t *out);

static sample_fn sampler(enum au_interpolation interpolation)
{
    const int taps = au_tap_count(interpolation);
    if (taps == 1) return sample_nearest;
    return taps == 2 ? sample_linear : sample_taps;
}

static double near(double place)
{
    if (!(place > -FAR_AWAY)) return -FAR_AWAY; /* also what 0/0 gave */
    return place < FAR_AWAY ? place : FAR_AWAY;
}

static void warp_row(const struct source *source, const struct au_map *back, int y, struct aug_image *out)
{
    const sample_fn sample = sampler(source->interpolation);
    const double *m = back->m;
    uint8_t *to = au_row_out(out, y);
    for (int x = 0; x < out->width; x++, to += out->channels) {
        const double w = m[6] * x + m[7] * y + m[8];
        sample(source, near((m[0] * x + m[1] * y + m[2]) / w), near((m[3] * x + m[4] * y + m[5]) / w), to);
    }
}

static void warp_back(const struct aug_image *in, const struct au_map *back, const struct au_sampling *sampling,
                      struct aug_image *out)
{
    struct source source = {
        in, (enum au_interpolation)sampling->interpolation, (enum au_border)sampling->border_mode, {0}};
    au_fill_bytes(&sampling->fill, source.fill);
    for (int y = 0; y < out->height; y++) warp_row(&source, back, y, out);
}

static void paint(struct aug_image *out, const struct aug_numbers *fill)
{
    uint8_t bytes[3];
    au_fill_bytes(fill, bytes);
    for (int y = 0; y < out->height; y++)
        for (size_t i = 0; i < au_row_values(out); i++) au_row_out(out, y)[i] = bytes[i % (size_t)out->channels];
}

enum aug_status au_warp(const struct aug_image *in, const struct au_map *map, const struct au_sampling *sampling,
                        int width, int height, struct aug_image *out, struct aug_error *err)
{
    struct au_map back;
    AUG_TRY(aug_image_resize_storage(out, width, height, in->channels, err));
    if (au_map_invert(map, &back)) warp_back(in, &back, sampling, out);
    else paint(out, &sampling->fill);
    return AUG_OK;
}

enum aug_status au_unwarp(const struct aug_image *in, const struct au_map *map, const struct au_sampling *sampling,
                          int width, int height, struct aug_image *out, struct aug_error *err)
{
    struct au_sampling bare = *sampling;
    bare.border_mode = AU_BORDER_CONSTANT;
    AUG_TRY(aug_image_resize_storage(out, width, height, in->channels, err));
    warp_back(in, map, &bare, out);
    return AUG_OK;
}
