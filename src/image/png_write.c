/* SPDX-License-Identifier: Apache-2.0
 * png_write.c - writes PNG by zlib: per row the filter with the smallest sum of absolute differences. */
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include <augaudit/image.h>

#include "core/memory.h"

#define LEVEL 6
#define FILTERS 5
#define SIGNATURE_AND_HEADER 33
#define CHUNK_EXTRA 12

static void put_u32(uint8_t *to, size_t value)
{
    for (int i = 0; i < 4; i++) to[i] = (uint8_t)(value >> (24 - 8 * i));
}

/* Length, kind and checksum around `length` bytes that already stand at chunk + 8. */
static void finish_chunk(uint8_t *chunk, const char kind[4], size_t length)
{
    put_u32(chunk, length);
    memcpy(chunk + 4, kind, 4);
    put_u32(chunk + 8 + length, crc32(0, chunk + 4, (uInt)(length + 4)));
}

/* PNG specification, 9.4: whichever of left, up and upper left is nearest to left + up - upper left. */
static int paeth(int left, int up, int corner)
{
    const int p = left + up - corner, a = abs(p - left), b = abs(p - up), c = abs(p - corner);
    return a <= b && a <= c ? left : b <= c ? up : corner;
}

static int predict(int filter, int left, int up, int corner)
{
    switch (filter) {
    case 1: return left;
    case 2: return up;
    case 3: return (left + up) / 2;
    case 4: return paeth(left, up, corner);
    default: return 0;
    }
}

/* Writes the filter's number and the differences; returns the sum of their absolute values as signed bytes. */
static long filter_row(const uint8_t *row, const uint8_t *above, size_t length, size_t pixel, int filter, uint8_t *out)
{
    long sum = 0;
    *out++ = (uint8_t)filter;
    for (size_t i = 0; i < length; i++) {
        const int left = i >= pixel ? row[i - pixel] : 0, up = above ? above[i] : 0;
        const int corner = above && i >= pixel ? above[i - pixel] : 0;
        out[i] = (uint8_t)(row[i] - predict(filter, left, up, corner));
        sum += out[i] < 128 ? out[i] : 256 - out[i];
    }
    return sum;
}

static void filter_image(const struct aug_image *image, uint8_t *tried, uint8_t *out)
{
    const size_t length = (size_t)image->width * (size_t)image->channels;
    for (int y = 0; y < image->height; y++, out += length + 1) {
        const uint8_t *row = image->pixels + (size_t)y * image->stride, *above = y > 0 ? row - image->stride : NULL;
        long best = -1;
        for (int filter = 0; filter < FILTERS; filter++) {
            const long sum = filter_row(row, above, length, (size_t)image->channels, filter, tried);
            if (best >= 0 && sum >= best) continue;
            best = sum;
            memcpy(out, tried, length + 1);
        }
    }
}

static voidpf zlib_alloc(voidpf unused, uInt items, uInt size)
{
    (void)unused;
    return au_alloc(items, size);
}

static void zlib_free(voidpf unused, voidpf block)
{
    (void)unused;
    au_free(block);
}

static void write_header(const struct aug_image *image, uint8_t *out)
{
    memcpy(out, "\x89PNG\r\n\x1a\n", 8);
    put_u32(out + 16, (size_t)image->width);
    put_u32(out + 20, (size_t)image->height);
    out[24] = 8;
    out[25] = image->channels == 1 ? 0 : 2;
    finish_chunk(out + 8, "IHDR", 13);
}

static enum aug_status deflate_all(z_stream *stream, const struct aug_image *image, const uint8_t *filtered,
                                   size_t filtered_size, uint8_t **bytes, size_t *size, struct aug_error *err)
{
    const size_t bound = deflateBound(stream, (uLong)filtered_size);
    uint8_t *out = au_alloc(SIGNATURE_AND_HEADER + CHUNK_EXTRA + bound + CHUNK_EXTRA, 1);
    if (!out) return au_no_memory(err, "a PNG");
    uint8_t *chunk = out + SIGNATURE_AND_HEADER;
    stream->next_in = (z_const Bytef *)filtered;
    stream->avail_in = (uInt)filtered_size;
    stream->next_out = chunk + 8;
    stream->avail_out = (uInt)bound;
    if (deflate(stream, Z_FINISH) != Z_STREAM_END) {
        au_free(out);
        return aug_fail(err, AUG_NO_MEMORY, "zlib could not compress a PNG");
    }
    write_header(image, out);
    finish_chunk(chunk, "IDAT", stream->total_out);
    finish_chunk(chunk + CHUNK_EXTRA + stream->total_out, "IEND", 0);
    *bytes = out;
    *size = SIGNATURE_AND_HEADER + CHUNK_EXTRA + stream->total_out + CHUNK_EXTRA;
    return AUG_OK;
}

static enum aug_status compress_filtered(const struct aug_image *image, const uint8_t *filtered, size_t filtered_size,
                                         uint8_t **bytes, size_t *size, struct aug_error *err)
{
    z_stream stream = {.zalloc = zlib_alloc, .zfree = zlib_free};
    if (deflateInit(&stream, LEVEL) != Z_OK) return au_no_memory(err, "a PNG encoder");
    const enum aug_status status = deflate_all(&stream, image, filtered, filtered_size, bytes, size, err);
    deflateEnd(&stream);
    return status;
}

enum aug_status aug_image_encode_png(const struct aug_image *image, uint8_t **bytes, size_t *size,
                                     struct aug_error *err)
{
    if (!image->pixels) return aug_fail(err, AUG_BAD_INPUT, "an empty image cannot be written");
    const size_t row = (size_t)image->width * (size_t)image->channels + 1, filtered_size = row * (size_t)image->height;
    uint8_t *filtered = au_alloc(filtered_size + row, 1);
    if (!filtered) return au_no_memory(err, "a PNG");
    filter_image(image, filtered + filtered_size, filtered);
    const enum aug_status status = compress_filtered(image, filtered, filtered_size, bytes, size, err);
    au_free(filtered);
    return status;
}
