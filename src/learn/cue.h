/* SPDX-License-Identifier: Apache-2.0
 * cue.h - features that carry one kind of cue each, from the features that an image has anyway: which cue tells the label?
 *
 * Colour: which colours there are, wherever they are. Shape: edges and their places, of the grey image. Texture: edges and which edges are next to
 * each other, wherever they are. Place: where it is light and where dark, whatever the edges and colours. Pure functions; thread-safe.
 */
#ifndef AU_CUE_H
#define AU_CUE_H

#include <stddef.h>

enum au_cue { AU_CUE_COLOUR, AU_CUE_SHAPE, AU_CUE_TEXTURE, AU_CUE_PLACE, AU_CUES };

#define AU_CUE_FLOATS (32 + 128 + 136 + 64) /* of all cues, one after the other */

/* Where the floats of one cue start, and how many there are. */
size_t au_cue_start(enum au_cue cue);
size_t au_cue_count(enum au_cue cue);

/* hog: the first 8 x 8 x 8 values of au_features_hog; pixels: 16 x 16 x channels; histogram: au_features_colour. out: AU_CUE_FLOATS values. */
void au_cue_features(const float *hog, const float *pixels, const float *histogram, int channels, float *out);

#endif
