/* SPDX-License-Identifier: Apache-2.0
 * patches.h - features of small patches: whitened patches of the data as filters, both signs, averaged over small cells.
 *
 * Coates, Ng and Lee, AISTATS 2011, "An analysis of single-layer networks", with fine cells instead of quadrants: what is pooled away is
 * invariant already and could not gain from augmentation. Patches are 5 x 5, each minus its mean and divided by sqrt(variance + .001); ZCA with
 * eigenvalues + .1; responses max(+-a - 1/4, 0); means over 4 x 4 pixels. A row is standardised by clean images and has unit length.
 * Made once from clean images, then constant: any number of threads.
 */
#ifndef AU_PATCHES_H
#define AU_PATCHES_H

#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>

#define AU_PATCH_SIDE 5
#define AU_PATCH_CELL 4

struct au_patches {              /* {0} is empty */
    int width, height, channels; /* of the work images */
    size_t filters;
    float *weights;        /* 25 * channels x filters, whitening folded in */
    float *sums, *offsets; /* filters: column sums of the weights, and the response of the mean patch */
    float *mean, *scale;   /* count: of clean images; scale is 1 / (deviation + .001) */
    size_t count;          /* features: cells * 2 * filters */
};

/* Filters from patches at random places of `images` (rows x height x width x channels, values in [0,1]; width and height at least 5). mean
 * and scale stay 0 and 1 until au_patches_standardise. Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_patches_make(const float *images, size_t rows, int width, int height, int channels,
                                            size_t filters, uint64_t seed, struct au_patches *out,
                                            struct aug_error *err);
void au_patches_release(struct au_patches *patches);

/* Floats of scratch that au_patches_raw needs. */
size_t au_patches_scratch(const struct au_patches *patches);
/* Cell means of one image, `count` floats: cell by cell in reading order, first the positive responses of all filters, then the negative ones. */
void au_patches_raw(const struct au_patches *patches, const float *image, float *scratch, float *out);
/* Takes mean and deviation from raw rows of clean images. `scratch`: 2 * count doubles. */
void au_patches_standardise(struct au_patches *patches, const float *raw, size_t rows, double *scratch);
/* One raw row becomes standardised and of unit length (a row of zeros stays). */
void au_patches_unit(const struct au_patches *patches, float *row);

#endif
