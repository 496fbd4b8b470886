/* SPDX-License-Identifier: Apache-2.0
 * fixture_png.c - small pictures for the made-up audit, encoded here so that the report's tests need no codec. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* An arrow (shapes 0, 1: left, right) or a stem with a bowl (2, 3: b, d), soft at the edges of the cells it is made of. */
static uint8_t pixel(int shape, double x, double y)
{
    if (shape & 1) x = 1 - x;
    const bool is_arrow = shape < 2;
    const double head = y < 0.5 ? 0.5 - y : y - 0.5;
    const bool arrow = (x > 0.15 && x < 0.5 && head < x - 0.15) || (x >= 0.5 && x < 0.85 && head < 0.12);
    const double dx = x - 0.52, dy = y - 0.64, r = dx * dx + dy * dy;
    const bool letter = (x > 0.28 && x < 0.4 && y > 0.12 && y < 0.85) || (r < 0.05 && r > 0.014);
    return (is_arrow ? arrow : letter) ? 245 : (uint8_t)(40 + 50 * y);
}

static void put_word(uint8_t *at, uint32_t word)
{
    for (int i = 0; i < 4; i++) at[i] = (uint8_t)(word >> (24 - 8 * i));
}

static uint8_t *put_chunk(uint8_t *at, const char *kind, const uint8_t *data, size_t size)
{
    put_word(at, (uint32_t)size);
    memcpy(at + 4, kind, 4);
    if (size) memcpy(at + 8, data, size);
    put_word(at + 8 + size, (uint32_t)crc32(0, at + 4, (uInt)(size + 4)));
    return at + 12 + size;
}

const uint8_t *fixture_png(struct au_arena *arena, int shape, int size_px, size_t *size)
{
    const size_t side = (size_t)size_px, raw_size = side * (side + 1);
    uLongf packed_size = compressBound((uLong)raw_size);
    uint8_t *raw = au_arena_alloc(arena, raw_size, 1), *packed = au_arena_alloc(arena, packed_size, 1);
    uint8_t *png = au_arena_alloc(arena, packed_size + 100, 1), header[13] = {[8] = 8};
    if (!raw || !packed || !png) abort();
    for (size_t y = 0; y < side; y++)
        for (size_t x = 0; x < side; x++)
            raw[y * (side + 1) + 1 + x] = pixel(shape, ((double)x + 0.5) / size_px, ((double)y + 0.5) / size_px);
    if (compress(packed, &packed_size, raw, (uLong)raw_size) != Z_OK) abort();
    memcpy(png, "\x89PNG\r\n\x1a\n", 8);
    put_word(header, (uint32_t)side);
    put_word(header + 4, (uint32_t)side);
    uint8_t *at = put_chunk(png + 8, "IHDR", header, sizeof header);
    at = put_chunk(at, "IDAT", packed, packed_size);
    at = put_chunk(at, "IEND", NULL, 0);
    *size = (size_t)(at - png);
    return png;
}
