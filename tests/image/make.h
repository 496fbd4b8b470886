/* SPDX-License-Identifier: Apache-2.0
 * make.h - files of every kind, made in memory from known samples: by the libraries' writers, or byte by byte.
 */
#ifndef TEST_MAKE_H
#define TEST_MAKE_H

#include <stddef.h>
#include <stdint.h>

#include <augaudit/image.h>

struct made { /* free with made_release */
    uint8_t *bytes;
    size_t size, capacity;
};

void made_add(struct made *m, const void *bytes, size_t size);
void made_number(struct made *m, uint64_t value, int bytes, int big_endian);
/* Puts bytes in front of position `at`. */
void made_insert(struct made *m, size_t at, const void *bytes, size_t size);
void made_release(struct made *m);

/* Smooth but lopsided: no flip or turn leaves it. Values of 0 .. most. */
unsigned test_sample(int x, int y, int channel, unsigned most);
struct aug_image test_image(int width, int height, int channels);

/* A TIFF block with one orientation entry. */
struct made make_exif(int orientation, int big_endian);

/* colour: PNG's colour type; palette entry i is (3i, 255 - i, i / 2). Samples: test_sample with most = 2^depth - 1. */
struct made make_png(int width, int height, int colour, int depth, int interlaced, const struct made *exif);

/* format: a TJPF_ of 1, 3 or 4 samples; subsampling: a TJSAMP_. `pixels` packed. */
struct made make_jpeg(const uint8_t *pixels, int width, int height, int format, int subsampling, int quality);
/* The same JPEG with an Exif segment. */
struct made make_jpeg_turned(const struct made *jpeg, const struct made *exif);

struct tiff_kind {
    int width, height, samples, depth, photometric, planar, tile /* side, 0: strips */, orientation, compression;
    int extra; /* EXTRASAMPLE_ of the last sample, -1: none */
    int big_endian;
};
struct made make_tiff(const struct tiff_kind *kind);

struct made make_webp(const struct aug_image *image, const struct made *exif); /* lossless */

/* bits 1, 4, 8 (palette, grey when `grey`), 16 (5-5-5), 24, 32. */
struct made make_bmp(int width, int height, int bits, int grey, int top_down, int os2);

#endif
