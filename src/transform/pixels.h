/* SPDX-License-Identifier: Apache-2.0
 * pixels.h - rows, rounding and clipping that the value families share.
 */
#ifndef AU_PIXELS_H
#define AU_PIXELS_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include <augaudit/image.h>

static inline const uint8_t *au_row(const struct aug_image *image, int y)
{
    return image->pixels + (size_t)y * image->stride;
}

static inline uint8_t *au_row_out(struct aug_image *image, int y)
{
    return image->pixels + (size_t)y * image->stride;
}

/* Values of a row: width * channels. */
static inline size_t au_row_values(const struct aug_image *image)
{
    return (size_t)image->width * (size_t)image->channels;
}

static inline uint8_t au_clip_int(int value)
{
    return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

/* Clipped to 0..255 and rounded to nearest, ties to even. NaN gives 0. */
static inline uint8_t au_round_u8(float value)
{
    return (uint8_t)(value > 0 ? value < 255 ? lrintf(value) : 255 : 0);
}

/* Clipped to 0..255, fraction cut off: how Albumentations' tables become bytes. NaN gives 0. */
static inline uint8_t au_cut_u8(float value)
{
    return (uint8_t)(value > 0 ? value < 255 ? (int)value : 255 : 0);
}

/* Makes `out` as large as `in`. */
AUG_CHECKED static inline enum aug_status au_same_size(const struct aug_image *in, struct aug_image *out,
                                                       struct aug_error *err)
{
    return aug_image_resize_storage(out, in->width, in->height, in->channels, err);
}

/* Where index `i` of a line of `length` lands when the line is mirrored about its end pixels (OpenCV's reflect101). */
static inline int au_reflect101(int i, int length)
{
    if (length == 1) return 0;
    while (i < 0 || i >= length) i = i < 0 ? -i : 2 * length - 2 - i;
    return i;
}

#endif
