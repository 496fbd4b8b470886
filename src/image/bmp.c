/* SPDX-License-Identifier: Apache-2.0
 * bmp.c - reads Windows and OS/2 bitmaps of 1, 4, 8, 16, 24 and 32 bits; run lengths are not read. */
#include <string.h>

#include "codec.h"

#define FILE_HEADER 14
#define CORE_HEADER 12
#define INFO_HEADER 40
#define MASKS_AT (FILE_HEADER + INFO_HEADER)
#define COMPRESSION_NONE 0
#define COMPRESSION_MASKS 3
#define COMPRESSION_MASKS_ALPHA 6

struct bmp {
    const struct au_encoded *file;
    uint32_t header, pixels_at, compression, colours;
    uint64_t width, height;
    bool top_down, grey;
    unsigned bits;
    uint32_t masks[3]; /* red, green, blue: of 16 and 32 bits */
    uint8_t palette[256][3];
};

static uint32_t number(const struct bmp *b, size_t at, int bytes)
{
    uint32_t value = 0;
    for (int i = 0; i < bytes; i++) value |= (uint32_t)b->file->bytes[at + (size_t)i] << (8 * i);
    return value;
}

static bool recognise(const uint8_t *bytes, size_t size)
{
    static const uint8_t headers[] = {CORE_HEADER, INFO_HEADER, 52, 56, 64, 108, 124};
    if (size < FILE_HEADER + 4 || bytes[0] != 'B' || bytes[1] != 'M') return false;
    return bytes[15] == 0 && bytes[16] == 0 && bytes[17] == 0 && memchr(headers, bytes[14], sizeof headers);
}

static bool read_sizes(struct bmp *b)
{
    b->pixels_at = number(b, 10, 4);
    b->header = number(b, FILE_HEADER, 4);
    if (b->file->size < FILE_HEADER + b->header) return false;
    if (b->header == CORE_HEADER) {
        b->width = number(b, 18, 2);
        b->height = number(b, 20, 2);
        b->bits = number(b, 24, 2);
        return true;
    }
    const int32_t height = (int32_t)number(b, 22, 4);
    b->width = number(b, 18, 4);
    b->height = (uint64_t)(height < 0 ? -(int64_t)height : height);
    b->top_down = height < 0;
    b->bits = number(b, 28, 2);
    b->compression = number(b, 30, 4);
    b->colours = number(b, 46, 4);
    return true;
}

static void read_palette(struct bmp *b)
{
    const size_t step = b->header == CORE_HEADER ? 3 : 4, most = (size_t)1 << b->bits;
    const size_t count = b->colours == 0 || b->colours > most ? most : b->colours;
    size_t at = FILE_HEADER + b->header;
    b->grey = true;
    for (size_t i = 0; i < count && at + step <= b->file->size; i++, at += step) {
        for (size_t c = 0; c < 3; c++) b->palette[i][c] = b->file->bytes[at + 2 - c];
        b->grey = b->grey && b->palette[i][0] == b->palette[i][1] && b->palette[i][1] == b->palette[i][2];
    }
}

static bool read_masks(struct bmp *b)
{
    static const uint32_t of_15_bits[3] = {0x7c00, 0x03e0, 0x001f}, of_24_bits[3] = {0xff0000, 0xff00, 0xff};
    if (b->compression == COMPRESSION_NONE) {
        memcpy(b->masks, b->bits == 16 ? of_15_bits : of_24_bits, sizeof b->masks);
        return true;
    }
    if (b->file->size < MASKS_AT + 12) return false;
    for (size_t c = 0; c < 3; c++) b->masks[c] = number(b, MASKS_AT + 4 * c, 4);
    return b->masks[0] && b->masks[1] && b->masks[2];
}

static uint8_t through_mask(uint32_t value, uint32_t mask)
{
    const uint32_t lowest = mask & (~mask + 1), most = mask / lowest;
    return (uint8_t)((uint64_t)((value & mask) / lowest) * 255 / most);
}

static void read_pixel(const struct bmp *b, size_t row, size_t x, uint8_t rgb[3])
{
    const uint8_t *bytes = b->file->bytes;
    if (b->bits <= 8) {
        const unsigned per_byte = 8 / b->bits, byte = bytes[row + x / per_byte];
        const unsigned index = byte >> (8 - b->bits * (x % per_byte + 1)) & ((1u << b->bits) - 1);
        memcpy(rgb, b->palette[index], 3);
    } else if (b->bits == 24) {
        for (size_t c = 0; c < 3; c++) rgb[c] = bytes[row + 3 * x + 2 - c];
    } else {
        const int step = b->bits == 16 ? 2 : 4;
        const uint32_t value = number(b, row + (size_t)step * x, step);
        for (int c = 0; c < 3; c++) rgb[c] = through_mask(value, b->masks[c]);
    }
}

static void read_pixels(const struct bmp *b, size_t row_bytes, struct aug_image *out)
{
    for (size_t y = 0; y < b->height; y++) {
        const size_t row = b->pixels_at + row_bytes * (b->top_down ? y : b->height - 1 - y);
        uint8_t *to = out->pixels + y * out->stride;
        for (size_t x = 0; x < b->width; x++, to += out->channels) {
            uint8_t rgb[3];
            read_pixel(b, row, x, rgb);
            memcpy(to, rgb, (size_t)out->channels);
        }
    }
}

static enum aug_status check_kind(const struct bmp *b, struct aug_error *err)
{
    const unsigned n = b->bits;
    if (n != 1 && n != 4 && n != 8 && n != 16 && n != 24 && n != 32)
        return au_image_damaged(b->file, "BMP", "an impossible number of bits a pixel", err);
    const bool masks = b->compression == COMPRESSION_MASKS || b->compression == COMPRESSION_MASKS_ALPHA;
    if (b->compression != COMPRESSION_NONE && !(masks && (n == 16 || n == 32)))
        return aug_fail(err, AUG_UNSUPPORTED, "%s: a compressed BMP (kind %u) is not read", b->file->name,
                        (unsigned)b->compression);
    return AUG_OK;
}

static enum aug_status decode(const struct au_encoded *file, struct aug_image *out, struct aug_error *warning,
                              struct aug_error *err)
{
    (void)warning;
    struct bmp b = {.file = file};
    if (!read_sizes(&b)) return au_image_damaged(file, "BMP", "the header is cut off", err);
    AUG_TRY(check_kind(&b, err));
    AUG_TRY(au_image_check_limits(file, b.width, b.height, err));
    const size_t row_bytes = ((size_t)b.width * b.bits + 31) / 32 * 4;
    if (b.pixels_at > file->size || file->size - b.pixels_at < row_bytes * b.height)
        return au_image_damaged(file, "BMP", "fewer pixels than the header says", err);
    if (b.bits <= 8) read_palette(&b);
    else if (!read_masks(&b)) return au_image_damaged(file, "BMP", "no colour masks", err);
    AUG_TRY(au_image_begin(file, b.width, b.height, b.grey ? 1 : 3, out, err));
    read_pixels(&b, row_bytes, out);
    return AUG_OK;
}

const struct au_codec au_codec_bmp = {"bmp", ".bmp .dib", recognise, decode};
