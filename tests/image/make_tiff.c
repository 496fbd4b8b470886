/* SPDX-License-Identifier: Apache-2.0
 * make_tiff.c - writes test TIFFs by libtiff into memory. */
#include <stdlib.h>
#include <string.h>

#include <tiffio.h>

#include "check.h"
#include "make.h"

struct sink {
    struct made made;
    size_t at;
};

static tmsize_t on_read(thandle_t user, void *to, tmsize_t size)
{
    struct sink *s = user;
    const size_t left = s->made.size - s->at, count = (size_t)size < left ? (size_t)size : left;
    memcpy(to, s->made.bytes + s->at, count);
    s->at += count;
    return (tmsize_t)count;
}

static tmsize_t on_write(thandle_t user, void *from, tmsize_t size)
{
    struct sink *s = user;
    const size_t end = s->at + (size_t)size;
    static const uint8_t zero[4096];
    while (s->made.size < end) made_add(&s->made, zero, end - s->made.size < 4096 ? end - s->made.size : 4096);
    memcpy(s->made.bytes + s->at, from, (size_t)size);
    s->at = end;
    return size;
}

static toff_t on_seek(thandle_t user, toff_t offset, int whence)
{
    struct sink *s = user;
    s->at = (size_t)offset + (whence == SEEK_CUR ? s->at : whence == SEEK_END ? s->made.size : 0);
    return s->at;
}

static int on_close(thandle_t user)
{
    (void)user;
    return 0;
}

static toff_t on_size(thandle_t user)
{
    return ((struct sink *)user)->made.size;
}

/* Samples of a rectangle; plane -1: all. Bits are packed from the left, rows start at bytes. */
static void fill(const struct tiff_kind *k, uint8_t *to, int x0, int y0, int width, int height, int plane)
{
    for (int y = 0; y < height; y++) {
        unsigned bits = 0, held = 0;
        for (int x = 0; x < width; x++)
            for (int c = plane < 0 ? 0 : plane; c <= (plane < 0 ? k->samples - 1 : plane); c++) {
                const unsigned value = test_sample(x0 + x, y0 + y, c, (1u << k->depth) - 1);
                const uint16_t wide = (uint16_t)value;
                if (k->depth == 16) memcpy(to, &wide, 2), to += 2;
                else if (k->depth == 8) *to++ = (uint8_t)value;
                else {
                    bits = bits << k->depth | value;
                    held += (unsigned)k->depth;
                    if (held == 8) *to++ = (uint8_t)bits, held = 0;
                }
            }
        if (held) *to++ = (uint8_t)(bits << (8 - held));
    }
}

static void write_plane(TIFF *t, const struct tiff_kind *k, uint8_t *buffer, int plane)
{
    const uint16_t sample = (uint16_t)(plane < 0 ? 0 : plane);
    for (int y = 0; y < k->height; y += k->tile ? k->tile : 1)
        for (int x = 0; x < k->width; x += k->tile ? k->tile : k->width) {
            fill(k, buffer, x, y, k->tile ? k->tile : k->width, k->tile ? k->tile : 1, plane);
            if (k->tile) CHECK(TIFFWriteTile(t, buffer, (uint32_t)x, (uint32_t)y, 0, sample) > 0);
            else CHECK(TIFFWriteScanline(t, buffer, (uint32_t)y, sample) > 0);
        }
}

struct made make_tiff(const struct tiff_kind *k)
{
    struct sink sink = {0};
    TIFF *t = TIFFClientOpen("test", k->big_endian ? "wb" : "wl", &sink, on_read, on_write, on_seek, on_close, on_size,
                             NULL, NULL);
    CHECK(t != NULL);
    TIFFSetField(t, TIFFTAG_IMAGEWIDTH, (uint32_t)k->width);
    TIFFSetField(t, TIFFTAG_IMAGELENGTH, (uint32_t)k->height);
    TIFFSetField(t, TIFFTAG_SAMPLESPERPIXEL, k->samples);
    TIFFSetField(t, TIFFTAG_BITSPERSAMPLE, k->depth);
    TIFFSetField(t, TIFFTAG_PHOTOMETRIC, k->photometric);
    TIFFSetField(t, TIFFTAG_PLANARCONFIG, k->planar ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
    TIFFSetField(t, TIFFTAG_COMPRESSION, k->compression ? k->compression : COMPRESSION_NONE);
    if (k->orientation) TIFFSetField(t, TIFFTAG_ORIENTATION, k->orientation);
    if (k->extra >= 0) {
        const uint16_t kind = (uint16_t)k->extra;
        TIFFSetField(t, TIFFTAG_EXTRASAMPLES, 1, &kind);
    }
    if (k->tile) {
        TIFFSetField(t, TIFFTAG_TILEWIDTH, (uint32_t)k->tile);
        TIFFSetField(t, TIFFTAG_TILELENGTH, (uint32_t)k->tile);
    } else {
        TIFFSetField(t, TIFFTAG_ROWSPERSTRIP, 3u);
    }
    if (k->photometric == PHOTOMETRIC_PALETTE) {
        uint16_t red[256], green[256], blue[256];
        for (int i = 0; i < 256; i++)
            red[i] = (uint16_t)(i << 8), green[i] = (uint16_t)((255 - i) << 8), blue[i] = (uint16_t)((i / 2) << 8);
        TIFFSetField(t, TIFFTAG_COLORMAP, red, green, blue);
    }
    uint8_t *buffer = calloc(1,
                             (size_t)(k->width + k->tile) * (size_t)(k->tile ? k->tile : 1) * (size_t)k->samples * 2);
    for (int plane = k->planar ? 0 : -1; plane < (k->planar ? k->samples : 0); plane++)
        write_plane(t, k, buffer, plane);
    free(buffer);
    TIFFClose(t);
    return sink.made;
}
