/* SPDX-License-Identifier: Apache-2.0
 * features.c - oriented gradients and colour layout. */
#include "features.h"

#include <math.h>

enum { SIDE = AU_FEATURES_SIDE, GRID = AU_FEATURES_GRID, BINS = AU_FEATURES_BINS, CELL = SIDE / GRID };

static const float pi = 3.14159265f;
static const float colour_weight = 0.5f;

size_t au_features_hog_count(int channels)
{
    return (size_t)(GRID * GRID * (BINS + channels));
}

size_t au_features_pixel_count(int channels)
{
    return (size_t)(AU_FEATURES_PIXELS * AU_FEATURES_PIXELS * channels);
}

static void vote(float gx, float gy, float *bins)
{
    const float size = sqrtf(gx * gx + gy * gy);
    if (size == 0) return;
    const float place = (atan2f(gy, gx) + pi) / (2 * pi) * BINS;
    const int low = (int)place;
    const float share = place - (float)low;
    bins[low % BINS] += size * (1 - share);
    bins[(low + 1) % BINS] += size * share;
}

static void gradients(const float *grey, float *cells)
{
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            const float *at = grey + y * SIDE + x;
            const float gx = x > 0 && x < SIDE - 1 ? at[1] - at[-1] : 0;
            const float gy = y > 0 && y < SIDE - 1 ? at[SIDE] - at[-SIDE] : 0;
            vote(gx, gy, cells + (y / CELL * GRID + x / CELL) * BINS);
        }
}

static void normalise(float *cells, int count)
{
    float sum = 0;
    for (int i = 0; i < count; i++) sum += cells[i]; /* squares of the square roots */
    const float scale = 1 / (sqrtf(sum) + 1e-2f);
    for (int i = 0; i < count; i++) cells[i] = sqrtf(cells[i]) * scale;
}

void au_features_hog(const float *grey, const float *colour, int channels, float *out)
{
    const int hog = GRID * GRID * BINS, colours = GRID * GRID * channels;
    for (int i = 0; i < hog; i++) out[i] = 0;
    gradients(grey, out);
    normalise(out, hog);
    const float scale = colour_weight / sqrtf((float)colours / 4);
    for (int i = 0; i < colours; i++) out[hog + i] = scale * colour[i];
}
