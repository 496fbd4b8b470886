/* SPDX-License-Identifier: Apache-2.0
 * cue.c - splits the features of an image into single cues. */
#include "cue.h"

#include <math.h>
#include <string.h>

#include "features.h"

enum { GRID = AU_FEATURES_GRID, BINS = AU_FEATURES_BINS, FINE = AU_FEATURES_PIXELS };
enum { COARSE = GRID / 2, PAIRS = BINS * BINS };

static const size_t counts[AU_CUES] = {2 * AU_FEATURES_HUES + AU_FEATURES_TONES, COARSE *COARSE *BINS, BINS + 2 * PAIRS,
                                       GRID *GRID};
_Static_assert(2 * AU_FEATURES_HUES + AU_FEATURES_TONES + COARSE * COARSE * BINS + BINS + 2 * PAIRS + GRID * GRID ==
                   AU_CUE_FLOATS,
               "the cues fill their row");

size_t au_cue_count(enum au_cue cue)
{
    return counts[cue];
}

size_t au_cue_start(enum au_cue cue)
{
    size_t start = 0;
    for (int i = 0; i < (int)cue; i++) start += counts[i];
    return start;
}

/* Sums of squares of 2 x 2 cells, and their roots: the coarser histogram. */
static void coarsen(const float *hog, float *out)
{
    for (int y = 0; y < GRID; y++)
        for (int x = 0; x < GRID; x++)
            for (int b = 0; b < BINS; b++) {
                const float value = hog[(y * GRID + x) * BINS + b];
                out[(y / 2 * COARSE + x / 2) * BINS + b] += value * value;
            }
    for (int i = 0; i < COARSE * COARSE * BINS; i++) out[i] = sqrtf(out[i]);
}

static void add_pair(const float *a, const float *b, float *out)
{
    for (int i = 0; i < BINS; i++)
        for (int j = 0; j < BINS; j++) out[i * BINS + j] += a[i] * b[j];
}

/* How much of each orientation there is, and which orientations follow each other to the right and downwards. */
static void pool(const float *hog, float *out)
{
    for (int y = 0; y < GRID; y++)
        for (int x = 0; x < GRID; x++) {
            const float *cell = hog + (y * GRID + x) * BINS;
            for (int b = 0; b < BINS; b++) out[b] += cell[b] * cell[b];
            if (x + 1 < GRID) add_pair(cell, cell + BINS, out + BINS);
            if (y + 1 < GRID) add_pair(cell, cell + GRID * BINS, out + BINS + PAIRS);
        }
    for (int i = 0; i < BINS + 2 * PAIRS; i++) out[i] = sqrtf(out[i]);
}

static float light(const float *pixel, int channels)
{
    return channels == 1 ? pixel[0] : 0.299f * pixel[0] + 0.587f * pixel[1] + 0.114f * pixel[2];
}

/* Light in 8 x 8 places less its mean, at length 1 where there is any contrast. */
static void lay_out(const float *pixels, int channels, float *out)
{
    float mean = 0, square = 0;
    for (int y = 0; y < FINE; y++)
        for (int x = 0; x < FINE; x++)
            out[y / 2 * GRID + x / 2] += 0.25f * light(pixels + (y * FINE + x) * channels, channels);
    for (int i = 0; i < GRID * GRID; i++) mean += out[i] / (GRID * GRID);
    for (int i = 0; i < GRID * GRID; i++) square += (out[i] - mean) * (out[i] - mean);
    for (int i = 0; i < GRID * GRID; i++) out[i] = (out[i] - mean) / (sqrtf(square) + 0.05f);
}

void au_cue_features(const float *hog, const float *pixels, const float *histogram, int channels, float *out)
{
    memset(out, 0, AU_CUE_FLOATS * sizeof *out);
    memcpy(out + au_cue_start(AU_CUE_COLOUR), histogram, au_features_colour_count(channels) * sizeof *out);
    coarsen(hog, out + au_cue_start(AU_CUE_SHAPE));
    pool(hog, out + au_cue_start(AU_CUE_TEXTURE));
    lay_out(pixels, channels, out + au_cue_start(AU_CUE_PLACE));
}
