/* SPDX-License-Identifier: Apache-2.0
 * features.c - oriented gradients and colour layout. */
#include "features.h"

#include <math.h>

#include "kernel/kernel.h"

enum { SIDE = AU_FEATURES_SIDE, GRID = AU_FEATURES_GRID, BINS = AU_FEATURES_BINS, CELL = SIDE / GRID };

static const float colour_weight = 0.5f;
static const float nearly_grey = 0.12f, strongly_coloured = 0.35f; /* chroma */

size_t au_features_colour_count(int channels)
{
    return channels == 3 ? 2 * AU_FEATURES_HUES + AU_FEATURES_TONES : AU_FEATURES_TONES;
}

size_t au_features_hog_count(int channels)
{
    return (size_t)(GRID * GRID * (BINS + channels)) + au_features_colour_count(channels);
}

size_t au_features_pixel_count(int channels)
{
    return (size_t)(AU_FEATURES_PIXELS * AU_FEATURES_PIXELS * channels);
}

static void row_gradients(const float *row, int y, float *gx, float *gy)
{
    for (int x = 0; x < SIDE; x++) gx[x] = gy[x] = 0;
    for (int x = 1; x < SIDE - 1; x++) gx[x] = row[x + 1] - row[x - 1];
    for (int x = 0; y > 0 && y < SIDE - 1 && x < SIDE; x++) gy[x] = row[x + SIDE] - row[x - SIDE];
}

static void gradients(const float *grey, float *cells)
{
    float gx[SIDE], gy[SIDE], size[SIDE], place[SIDE];
    for (int y = 0; y < SIDE; y++) {
        row_gradients(grey + y * SIDE, y, gx, gy);
        au_kernels()->directions_f32(size, place, gx, gy, SIDE);
        for (int x = 0; x < SIDE; x++) {
            float *bins = cells + (y / CELL * GRID + x / CELL) * BINS;
            const int low = (int)place[x];
            const float share = place[x] - (float)low;
            bins[low % BINS] += size[x] * (1 - share);
            bins[(low + 1) % BINS] += size[x] * share;
        }
    }
}

static void normalise(float *cells, int count)
{
    float sum = 0;
    for (int i = 0; i < count; i++) sum += cells[i]; /* squares of the square roots */
    const float scale = 1 / (sqrtf(sum) + 1e-2f);
    for (int i = 0; i < count; i++) cells[i] = sqrtf(cells[i]) * scale;
}

/* Hue in turns, 0 red, 1/3 green, 2/3 blue; chroma = largest - smallest > 0. */
static float hue_of(float r, float g, float b, float largest, float chroma)
{
    const float sixth = largest == r ? (g - b) / chroma : largest == g ? 2 + (b - r) / chroma : 4 + (r - g) / chroma;
    return (sixth < 0 ? sixth + 6 : sixth) / 6;
}

static void vote_hue(float hue, float *bins)
{
    const float place = hue * AU_FEATURES_HUES;
    const int low = (int)place;
    const float share = place - (float)low;
    bins[low % AU_FEATURES_HUES] += 1 - share;
    bins[(low + 1) % AU_FEATURES_HUES] += share;
}

static void vote_tone(float tone, float *bins)
{
    const int bin = (int)(tone * AU_FEATURES_TONES);
    bins[bin < AU_FEATURES_TONES ? bin : AU_FEATURES_TONES - 1] += 1;
}

static void vote_colour(const float *rgb, float *out)
{
    const float largest = fmaxf(rgb[0], fmaxf(rgb[1], rgb[2])), smallest = fminf(rgb[0], fminf(rgb[1], rgb[2]));
    const float chroma = largest - smallest;
    if (chroma < nearly_grey) {
        vote_tone(0.299f * rgb[0] + 0.587f * rgb[1] + 0.114f * rgb[2], out);
        return;
    }
    const float hue = hue_of(rgb[0], rgb[1], rgb[2], largest, chroma);
    vote_hue(hue, out + AU_FEATURES_TONES + (chroma < strongly_coloured ? 0 : AU_FEATURES_HUES));
}

void au_features_colour(const float *pixels, int channels, float *out)
{
    const int count = (int)au_features_colour_count(channels);
    for (int i = 0; i < count; i++) out[i] = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
        if (channels == 3) vote_colour(pixels + 3 * i, out);
        else vote_tone(pixels[i], out);
    }
    for (int i = 0; i < count; i++) out[i] = sqrtf(out[i] / (SIDE * SIDE));
}

void au_features_hog(const float *grey, const float *colour, const float *histogram, float histogram_weight,
                     int channels, float *out)
{
    const int hog = GRID * GRID * BINS, colours = GRID * GRID * channels,
              bins = (int)au_features_colour_count(channels);
    for (int i = 0; i < hog; i++) out[i] = 0;
    gradients(grey, out);
    normalise(out, hog);
    const float scale = colour_weight / sqrtf((float)colours / 4);
    for (int i = 0; i < colours; i++) out[hog + i] = scale * colour[i];
    for (int i = 0; i < bins; i++) out[hog + colours + i] = histogram_weight * histogram[i];
}
