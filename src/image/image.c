/* SPDX-License-Identifier: Apache-2.0
 * image.c - storage of pixels. */
#include <augaudit/image.h>

#include <string.h>

#include "core/memory.h"

static size_t row_bytes(const struct aug_image *image)
{
    return (size_t)image->width * (size_t)image->channels;
}

/* Only this file gives an image its storage, always packed and rounded to the allocator's 64 bytes. */
static size_t storage_bytes(const struct aug_image *image)
{
    return image->pixels ? image->stride * (size_t)image->height : 0;
}

enum aug_status aug_image_resize_storage(struct aug_image *image, int width, int height, int channels,
                                         struct aug_error *err)
{
    if (width < 1 || height < 1 || width > AUG_IMAGE_MAX_SIDE || height > AUG_IMAGE_MAX_SIDE ||
        (long)width * height > AUG_IMAGE_MAX_PIXELS)
        return aug_fail(err, AUG_BAD_INPUT, "an image of %d x %d pixels: 1 to %d a side and at most %ld in all", width,
                        height, AUG_IMAGE_MAX_SIDE, AUG_IMAGE_MAX_PIXELS);
    if (channels != 1 && channels != 3)
        return aug_fail(err, AUG_BAD_INPUT, "an image of %d channels: 1 (grey) or 3 (RGB)", channels);
    const size_t stride = (size_t)width * (size_t)channels, bytes = stride * (size_t)height;
    if (bytes > storage_bytes(image)) {
        uint8_t *pixels = au_alloc(bytes, 1);
        if (!pixels) return au_no_memory(err, "an image");
        au_free(image->pixels);
        image->pixels = pixels;
    } else {
        memset(image->pixels, 0, bytes);
    }
    image->width = width;
    image->height = height;
    image->channels = channels;
    image->stride = stride;
    return AUG_OK;
}

void aug_image_release(struct aug_image *image)
{
    au_free(image->pixels);
    *image = (struct aug_image){0};
}

enum aug_status aug_image_copy(const struct aug_image *in, struct aug_image *out, struct aug_error *err)
{
    if (in == out) return AUG_OK;
    AUG_TRY(aug_image_resize_storage(out, in->width, in->height, in->channels, err));
    for (int y = 0; y < in->height; y++)
        memcpy(out->pixels + (size_t)y * out->stride, in->pixels + (size_t)y * in->stride, row_bytes(in));
    return AUG_OK;
}

void aug_bytes_free(void *bytes)
{
    au_free(bytes);
}
