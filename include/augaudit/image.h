/* SPDX-License-Identifier: Apache-2.0
 * image.h - pixels in memory and the files they come from.
 *
 * An image is 8 bits a value, 1 channel (grey) or 3 (RGB, never BGR), rows from top to bottom, x to the
 * right, pixel centres at integers. Files with other depths are brought to this form when read: 16 bits keep
 * their high byte, fewer bits are scaled to 0..255, palettes are looked up, alpha is dropped (as Pillow's
 * convert("RGB") and OpenCV's imread do), CMYK is converted, EXIF orientation is applied.
 * Thread-safety: distinct images may be used from distinct threads; a const image from any number.
 */
#ifndef AUGAUDIT_IMAGE_H
#define AUGAUDIT_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>

#ifdef __cplusplus
extern "C" {
#endif

#define AUG_IMAGE_MAX_SIDE 32768 /* pixels; larger files are refused before anything is allocated */
#define AUG_IMAGE_MAX_PIXELS (64L * 1024 * 1024)

/* Owns `pixels` when made by a function below; `{0}` is a valid empty image and safe to release.
 * Row y starts at pixels + y * stride; stride >= width * channels bytes. */
struct aug_image {
    uint8_t *pixels;
    int width, height, channels;
    size_t stride;
};

/* Makes `image` hold width x height x channels bytes of zero, with stride = width * channels. Storage that is
 * already large enough is reused, so one image can serve a loop. Fails: AUG_BAD_INPUT beyond the limits above
 * or channels not 1 or 3; AUG_NO_MEMORY. On failure `image` is unchanged. */
AUG_API AUG_CHECKED enum aug_status aug_image_resize_storage(struct aug_image *image, int width, int height,
                                                             int channels, struct aug_error *err);

/* Frees the pixels and zeroes the struct. */
AUG_API void aug_image_release(struct aug_image *image);

/* `out` becomes an own copy of `in` (stride packed). */
AUG_API AUG_CHECKED enum aug_status aug_image_copy(const struct aug_image *in, struct aug_image *out,
                                                   struct aug_error *err);

/* Number of codecs, and name and file-name endings of codec i ("jpeg", ".jpg .jpeg"); NULL past the end. */
AUG_API size_t aug_codec_count(void);
AUG_API const char *aug_codec_name(size_t i);
AUG_API const char *aug_codec_endings(size_t i);

/* Decodes the file's bytes, recognised by content, never by name. `name` is used in messages only.
 * A file that can be shown but is damaged (a truncated JPEG) decodes, and `warning` (may be NULL, must start
 * as {0}) then holds a sentence; the caller decides. Fails: AUG_BAD_INPUT for damage and for the limits above
 * (also fewer than 1 byte per 1,000 pixels: a decompression bomb), AUG_UNSUPPORTED for a format we do not
 * read, AUG_NO_MEMORY. */
AUG_API AUG_CHECKED enum aug_status aug_image_decode(const void *bytes, size_t size, const char *name,
                                                     struct aug_image *out, struct aug_error *warning,
                                                     struct aug_error *err);

/* Reads and decodes a file; AUG_IO when it cannot be read. Otherwise as aug_image_decode. */
AUG_API AUG_CHECKED enum aug_status aug_image_read(const char *path, struct aug_image *out, struct aug_error *warning,
                                                   struct aug_error *err);

/* Encodes as PNG (lossless, deterministic bytes). The caller frees *bytes with aug_bytes_free. */
AUG_API AUG_CHECKED enum aug_status aug_image_encode_png(const struct aug_image *image, uint8_t **bytes, size_t *size,
                                                         struct aug_error *err);
AUG_API void aug_bytes_free(void *bytes);

#ifdef __cplusplus
}
#endif
#endif
