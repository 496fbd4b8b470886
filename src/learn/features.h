/* SPDX-License-Identifier: Apache-2.0
 * features.h - hand-made features of one image: histograms of oriented gradients beside a coarse colour layout, and small pixels.
 *
 * HOG: Dalal and Triggs, CVPR 2005, reduced: an 8 x 8 grid of 4 x 4-pixel cells of a 32 x 32 grey image, 8 signed orientations with
 * linear voting, square root, then one L2 norm for the image (epsilon 0.01, so that flat images stay near zero).
 * Pure functions; thread-safe.
 */
#ifndef AU_FEATURES_H
#define AU_FEATURES_H

#include <stddef.h>

#define AU_FEATURES_SIDE 32 /* the grey image */
#define AU_FEATURES_GRID 8  /* cells on a side, and the colour image */
#define AU_FEATURES_BINS 8
#define AU_FEATURES_PIXELS 16 /* side of the pixel embedding */
#define AU_FEATURES_HUES 12   /* of the colour histogram, in two degrees of saturation */
#define AU_FEATURES_TONES 8   /* of its nearly grey pixels */

/* Lengths of the feature vectors for 1 or 3 channels. */
size_t au_features_hog_count(int channels);
size_t au_features_pixel_count(int channels);
size_t au_features_colour_count(int channels);

/* `grey`: 32 x 32 values in [0,1]. `colour`: 8 x 8 x channels cell means. `histogram`: au_features_colour_count(channels) floats, which
 * follow with a weight of the caller's, so that a small coloured lamp counts wherever it is. `out`: au_features_hog_count(channels) floats. */
void au_features_hog(const float *grey, const float *colour, const float *histogram, float histogram_weight,
                     int channels, float *out);

/* Which colours there are, wherever they are: square roots of the shares of pixels that are nearly grey (by tone), coloured and strongly coloured
 * (by hue, with linear voting), so that the vector has length 1 (Hellinger kernel). `pixels`: 32 x 32 x channels values in [0,1]. One channel: tones only. */
void au_features_colour(const float *pixels, int channels, float *out);

/* Changes when the features' definition does: part of every cache key. */
#define AU_FEATURES_VERSION 7

#endif
