/* SPDX-License-Identifier: Apache-2.0
 * make.c - writes test files of every kind. */
#include "make.h"

#include <stdlib.h>
#include <string.h>

#include <turbojpeg.h>
#include <webp/encode.h>
#include <zlib.h>

#include "check.h"

void made_add(struct made *m, const void *bytes, size_t size)
{
    if (m->size + size > m->capacity) {
        m->capacity = 2 * (m->size + size) + 16;
        m->bytes = realloc(m->bytes, m->capacity);
        CHECK(m->bytes != NULL);
    }
    if (size) memcpy(m->bytes + m->size, bytes, size);
    m->size += size;
}

void made_number(struct made *m, uint64_t value, int bytes, int big_endian)
{
    for (int i = 0; i < bytes; i++) {
        const int place = big_endian ? bytes - 1 - i : i;
        const uint8_t byte = (uint8_t)(place < 8 ? value >> (8 * place) : 0);
        made_add(m, &byte, 1);
    }
}

void made_insert(struct made *m, size_t at, const void *bytes, size_t size)
{
    made_add(m, bytes, size);
    memmove(m->bytes + at + size, m->bytes + at, m->size - size - at);
    memcpy(m->bytes + at, bytes, size);
}

void made_release(struct made *m)
{
    free(m->bytes);
    *m = (struct made){0};
}

unsigned test_sample(int x, int y, int channel, unsigned most)
{
    const unsigned value = (unsigned)(x * 7 + y * 29 + channel * 53 + x * y) % 256;
    return most == 65535 ? value << 8 | (value ^ 0x5a) : value * most / 255; /* the two bytes of 16 bits must differ */
}

struct aug_image test_image(int width, int height, int channels)
{
    struct aug_image image = {0};
    struct aug_error err = {0};
    CHECK_OK(aug_image_resize_storage(&image, width, height, channels, &err));
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            for (int c = 0; c < channels; c++)
                image.pixels[(size_t)y * image.stride + (size_t)(x * channels + c)] = (uint8_t)test_sample(x, y, c,
                                                                                                           255);
    return image;
}

struct made make_exif(int orientation, int big_endian)
{
    struct made m = {0};
    made_add(&m, big_endian ? "MM\0*" : "II*\0", 4);
    made_number(&m, 8, 4, big_endian);
    made_number(&m, 2, 2, big_endian);
    made_number(&m, 0x0100, 2, big_endian); /* a width comes first */
    made_number(&m, 4, 2, big_endian);
    made_number(&m, 1, 4, big_endian);
    made_number(&m, 99, 4, big_endian);
    made_number(&m, 0x0112, 2, big_endian);
    made_number(&m, 3, 2, big_endian);
    made_number(&m, 1, 4, big_endian);
    made_number(&m, (uint64_t)orientation, 2, big_endian);
    made_number(&m, 0, 6, big_endian);
    return m;
}

static void add_chunk(struct made *m, const char *kind, const void *bytes, size_t size)
{
    made_number(m, size, 4, 1);
    const size_t start = m->size;
    made_add(m, kind, 4);
    made_add(m, bytes, size);
    made_number(m, crc32(0, m->bytes + start, (uInt)(size + 4)), 4, 1);
}

static int png_samples(int colour)
{
    return colour == 2 ? 3 : colour == 4 ? 2 : colour == 6 ? 4 : 1;
}

/* Rows of one pass: pixels (x0 + i dx, y0 + j dy). */
static void add_pass(struct made *raw, int width, int height, int colour, int depth, const int pass[4])
{
    const int samples = png_samples(colour), x0 = pass[0], y0 = pass[1], dx = pass[2], dy = pass[3];
    for (int y = y0; y < height && x0 < width; y += dy) {
        made_number(raw, 0, 1, 1);
        unsigned bits = 0, held = 0;
        for (int x = x0; x < width; x += dx)
            for (int c = 0; c < samples; c++) {
                const unsigned value = test_sample(x, y, c, (1u << depth) - 1);
                if (depth >= 8) {
                    made_number(raw, value, depth / 8, 1);
                    continue;
                }
                bits = bits << depth | value;
                held += (unsigned)depth;
                if (held == 8) made_number(raw, bits & 255, 1, 1), held = 0;
            }
        if (held) made_number(raw, bits << (8 - held) & 255, 1, 1);
    }
}

struct made make_png(int width, int height, int colour, int depth, int interlaced, const struct made *exif)
{
    static const int whole[4] = {0, 0, 1, 1};
    static const int passes[7][4] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
                                     {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
    struct made m = {0}, header = {0}, raw = {0};
    made_add(&m, "\x89PNG\r\n\x1a\n", 8);
    made_number(&header, (uint64_t)width, 4, 1);
    made_number(&header, (uint64_t)height, 4, 1);
    const uint8_t rest[5] = {(uint8_t)depth, (uint8_t)colour, 0, 0, (uint8_t)interlaced};
    made_add(&header, rest, 5);
    add_chunk(&m, "IHDR", header.bytes, header.size);
    if (exif) add_chunk(&m, "eXIf", exif->bytes, exif->size);
    if (colour == 3) {
        uint8_t palette[768], alpha[256];
        for (int i = 0; i < 256; i++) {
            palette[3 * i] = (uint8_t)(3 * i), palette[3 * i + 1] = (uint8_t)(255 - i),
                        palette[3 * i + 2] = (uint8_t)(i / 2);
            alpha[i] = (uint8_t)i;
        }
        add_chunk(&m, "PLTE", palette, (size_t)3 << depth);
        add_chunk(&m, "tRNS", alpha, (size_t)1 << depth);
    }
    for (int i = 0; i < (interlaced ? 7 : 1); i++)
        add_pass(&raw, width, height, colour, depth, interlaced ? passes[i] : whole);
    uLongf size = compressBound((uLong)raw.size);
    uint8_t *packed = malloc(size);
    CHECK(compress(packed, &size, raw.bytes, (uLong)raw.size) == Z_OK);
    add_chunk(&m, "IDAT", packed, size);
    add_chunk(&m, "IEND", NULL, 0);
    free(packed);
    made_release(&header);
    made_release(&raw);
    return m;
}

struct made make_jpeg(const uint8_t *pixels, int width, int height, int format, int subsampling, int quality)
{
    tjhandle tj = tjInitCompress();
    unsigned char *bytes = NULL;
    unsigned long size = 0;
    const int flags = TJFLAG_ACCURATEDCT;
    CHECK_SAY(tjCompress2(tj, pixels, width, 0, height, format, &bytes, &size, subsampling, quality, flags) == 0, "%s",
              tjGetErrorStr2(tj));
    struct made m = {0};
    made_add(&m, bytes, size);
    tjFree(bytes);
    tjDestroy(tj);
    return m;
}

struct made make_jpeg_turned(const struct made *jpeg, const struct made *exif)
{
    struct made m = {0}, segment = {0};
    made_add(&m, jpeg->bytes, jpeg->size);
    made_number(&segment, 0xffe1, 2, 1);
    made_number(&segment, exif->size + 8, 2, 1);
    made_add(&segment, "Exif\0", 6);
    made_add(&segment, exif->bytes, exif->size);
    made_insert(&m, 2, segment.bytes, segment.size);
    made_release(&segment);
    return m;
}

static void add_riff_chunk(struct made *m, const char *kind, const void *bytes, size_t size)
{
    made_add(m, kind, 4);
    made_number(m, size, 4, 0);
    made_add(m, bytes, size);
    if (size & 1) made_number(m, 0, 1, 0);
}

struct made make_webp(const struct aug_image *image, const struct made *exif)
{
    uint8_t *bytes = NULL;
    const size_t size = WebPEncodeLosslessRGB(image->pixels, image->width, image->height, (int)image->stride, &bytes);
    CHECK(size > 0);
    struct made m = {0};
    if (!exif) {
        made_add(&m, bytes, size);
    } else {
        struct made head = {0}, rest = {0};
        made_number(&head, 8, 4, 0); /* an EXIF chunk follows */
        made_number(&head, (uint64_t)(image->width - 1), 3, 0);
        made_number(&head, (uint64_t)(image->height - 1), 3, 0);
        made_add(&rest, "WEBP", 4);
        add_riff_chunk(&rest, "VP8X", head.bytes, head.size);
        made_add(&rest, bytes + 12, size - 12);
        add_riff_chunk(&rest, "EXIF", exif->bytes, exif->size);
        made_add(&m, "RIFF", 4);
        made_number(&m, rest.size, 4, 0);
        made_add(&m, rest.bytes, rest.size);
        made_release(&head);
        made_release(&rest);
    }
    WebPFree(bytes);
    return m;
}

struct made make_bmp(int width, int height, int bits, int grey, int top_down, int os2)
{
    struct made m = {0};
    const size_t colours = bits <= 8 ? (size_t)1 << bits : 0, entry = os2 ? 3 : 4, header = os2 ? 12 : 40;
    made_add(&m, "BM", 2);
    made_number(&m, 0, 8, 0);
    made_number(&m, 14 + header + colours * entry, 4, 0);
    made_number(&m, header, 4, 0);
    made_number(&m, (uint64_t)width, os2 ? 2 : 4, 0);
    made_number(&m, (uint64_t)(int64_t)(top_down ? -height : height), os2 ? 2 : 4, 0);
    made_number(&m, 1, 2, 0);
    made_number(&m, (uint64_t)bits, 2, 0);
    if (!os2) made_number(&m, 0, 24, 0);
    for (size_t i = 0; i < colours; i++) {
        const uint8_t value = (uint8_t)(i * 255 / (colours - 1)), other = grey ? value : (uint8_t)(255 - value);
        const uint8_t bgr[4] = {value, other, value, 0};
        made_add(&m, bgr, entry);
    }
    for (int row = 0; row < height; row++) {
        const int y = top_down ? row : height - 1 - row;
        const size_t start = m.size;
        unsigned held = 0, filled = 0;
        for (int x = 0; x < width; x++) {
            if (bits <= 8) {
                held = held << bits | test_sample(x, y, 0, (1u << bits) - 1);
                filled += (unsigned)bits;
                if (filled == 8) made_number(&m, held & 255, 1, 0), filled = 0;
            } else if (bits == 16) {
                const unsigned r = test_sample(x, y, 0, 31), g = test_sample(x, y, 1, 31), b = test_sample(x, y, 2, 31);
                made_number(&m, r << 10 | g << 5 | b, 2, 0);
            } else {
                for (int c = 2; c >= 0; c--) made_number(&m, test_sample(x, y, c, 255), 1, 0);
                if (bits == 32) made_number(&m, 77, 1, 0);
            }
        }
        if (filled) made_number(&m, held << (8 - filled) & 255, 1, 0);
        while ((m.size - start) % 4) made_number(&m, 0, 1, 0);
    }
    return m;
}
