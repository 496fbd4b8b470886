/* SPDX-License-Identifier: Apache-2.0
 * tiff.c - reads the first picture of a TIFF by libtiff. Grey and RGB of 8 or 16 bits are taken as they are stored; everything
 * else (bitmaps, palettes, YCbCr, inks, Lab) goes through libtiff's own conversion to RGB. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <tiffio.h>

#include "codec.h"
#include "core/memory.h"
#include "turn.h"

#define SINGLE_BLOCK_MAX ((tmsize_t)512 << 20)

struct tiff {
    const struct au_encoded *file;
    TIFF *handle;
    uint64_t at; /* of the reading position */
    uint32_t width, height;
    uint16_t bits, samples, photometric, planes, format, orientation;
    char problem[160];
};

static bool recognise(const uint8_t *bytes, size_t size)
{
    if (size < 8) return false;
    return memcmp(bytes, "II*\0", 4) == 0 || memcmp(bytes, "MM\0*", 4) == 0 || memcmp(bytes, "II+\0", 4) == 0 ||
           memcmp(bytes, "MM\0+", 4) == 0;
}

static tmsize_t on_read(thandle_t user, void *to, tmsize_t size)
{
    struct tiff *t = user;
    const uint64_t left = t->at < t->file->size ? t->file->size - t->at : 0;
    const uint64_t count = size > 0 && (uint64_t)size < left ? (uint64_t)size : left;
    if (count > 0) memcpy(to, t->file->bytes + t->at, (size_t)count);
    t->at += count;
    return (tmsize_t)count;
}

static tmsize_t on_write(thandle_t user, void *from, tmsize_t size)
{
    (void)user, (void)from, (void)size;
    return -1;
}

static toff_t on_seek(thandle_t user, toff_t offset, int whence)
{
    struct tiff *t = user;
    const uint64_t base = whence == SEEK_CUR ? t->at : whence == SEEK_END ? t->file->size : 0;
    t->at = base + offset;
    return t->at;
}

static int on_close(thandle_t user)
{
    (void)user;
    return 0;
}

static toff_t on_size(thandle_t user)
{
    return ((struct tiff *)user)->file->size;
}

/* libtiff 4.5 reads small uncompressed tiles wrongly unless the file is mapped, and the bytes are in memory anyway. It only reads them. */
static int on_map(thandle_t user, void **base, toff_t *size)
{
    const struct tiff *t = user;
    memcpy(base, &t->file->bytes, sizeof *base);
    *size = t->file->size;
    return 1;
}

static void on_unmap(thandle_t user, void *base, toff_t size)
{
    (void)user, (void)base, (void)size;
}

/* Keeps the first problem; a return value other than 0 keeps libtiff from printing it. */
__attribute__((format(printf, 4, 0))) static int on_error(TIFF *handle, void *user, const char *module,
                                                          const char *format, va_list values)
{
    struct tiff *t = user;
    (void)handle, (void)module;
    if (!t->problem[0]) vsnprintf(t->problem, sizeof t->problem, format, values);
    return 1;
}

__attribute__((format(printf, 4, 0))) static int on_warning(TIFF *handle, void *user, const char *module,
                                                            const char *format, va_list values)
{
    (void)handle, (void)user, (void)module, (void)format, (void)values;
    return 1;
}

static enum aug_status damaged(const struct tiff *t, struct aug_error *err)
{
    return au_image_damaged(t->file, "TIFF", t->problem[0] ? t->problem : "it cannot be decoded", err);
}

static void read_tags(struct tiff *t)
{
    TIFFGetField(t->handle, TIFFTAG_IMAGEWIDTH, &t->width);
    TIFFGetField(t->handle, TIFFTAG_IMAGELENGTH, &t->height);
    TIFFGetField(t->handle, TIFFTAG_PHOTOMETRIC, &t->photometric);
    TIFFGetFieldDefaulted(t->handle, TIFFTAG_BITSPERSAMPLE, &t->bits);
    TIFFGetFieldDefaulted(t->handle, TIFFTAG_SAMPLESPERPIXEL, &t->samples);
    TIFFGetFieldDefaulted(t->handle, TIFFTAG_PLANARCONFIG, &t->planes);
    TIFFGetFieldDefaulted(t->handle, TIFFTAG_SAMPLEFORMAT, &t->format);
    TIFFGetFieldDefaulted(t->handle, TIFFTAG_ORIENTATION, &t->orientation);
}

static bool is_grey(const struct tiff *t)
{
    return t->photometric == PHOTOMETRIC_MINISBLACK || t->photometric == PHOTOMETRIC_MINISWHITE;
}

static bool is_plain(const struct tiff *t)
{
    const bool known = (is_grey(t) && t->samples >= 1) || (t->photometric == PHOTOMETRIC_RGB && t->samples >= 3);
    return known && (t->bits == 8 || t->bits == 16) && t->format == SAMPLEFORMAT_UINT;
}

/* A rectangle of the picture as libtiff hands it over: a tile, or one row. */
struct block {
    const uint8_t *bytes;
    uint32_t x, y, width, height; /* as stored, which may reach beyond the picture */
    int plane;                    /* -1: all samples side by side */
};

static void keep_block(const struct tiff *t, const struct block *b, struct aug_image *out)
{
    const size_t sample_bytes = t->bits / 8, stored = b->plane < 0 ? t->samples : 1;
    const int first = b->plane < 0 ? 0 : b->plane, last = b->plane < 0 ? out->channels - 1 : b->plane;
    for (uint32_t y = 0; y < b->height && b->y + y < t->height; y++)
        for (uint32_t x = 0; x < b->width && b->x + x < t->width; x++)
            for (int c = first; c <= last; c++) {
                const uint8_t *from = b->bytes +
                                      (((size_t)y * b->width + x) * stored + (size_t)(c - first)) * sample_bytes;
                uint16_t value = *from;
                if (sample_bytes == 2) memcpy(&value, from, 2), value = (uint16_t)(value >> 8);
                if (t->photometric == PHOTOMETRIC_MINISWHITE) value = (uint16_t)(255 - value);
                out->pixels[(b->y + y) * out->stride + (size_t)(b->x + x) * (size_t)out->channels + (size_t)c] =
                    (uint8_t)value;
            }
}

static enum aug_status read_rows(struct tiff *t, uint8_t *buffer, int plane, struct aug_image *out,
                                 struct aug_error *err)
{
    for (uint32_t y = 0; y < t->height; y++) {
        if (TIFFReadScanline(t->handle, buffer, y, (uint16_t)(plane < 0 ? 0 : plane)) < 0) return damaged(t, err);
        keep_block(t, &(struct block){buffer, 0, y, t->width, 1, plane}, out);
    }
    return AUG_OK;
}

static enum aug_status read_tiles(struct tiff *t, uint8_t *buffer, int plane, struct aug_image *out,
                                  struct aug_error *err)
{
    uint32_t w = 0, h = 0;
    TIFFGetField(t->handle, TIFFTAG_TILEWIDTH, &w);
    TIFFGetField(t->handle, TIFFTAG_TILELENGTH, &h);
    const uint64_t need = (uint64_t)w * h * (plane < 0 ? t->samples : 1) * (t->bits / 8);
    if (need == 0 || need > (uint64_t)TIFFTileSize(t->handle)) return damaged(t, err);
    for (uint32_t y = 0; y < t->height; y += h)
        for (uint32_t x = 0; x < t->width; x += w) {
            if (TIFFReadTile(t->handle, buffer, x, y, 0, (uint16_t)(plane < 0 ? 0 : plane)) < 0) return damaged(t, err);
            keep_block(t, &(struct block){buffer, x, y, w, h, plane}, out);
        }
    return AUG_OK;
}

/* The buffer must hold what the tags promise for one block, whatever libtiff says of its size. */
static enum aug_status read_plain(struct tiff *t, struct aug_image *out, struct aug_error *err)
{
    const bool tiled = TIFFIsTiled(t->handle), apart = t->planes == PLANARCONFIG_SEPARATE && t->samples > 1;
    const tmsize_t told = tiled ? TIFFTileSize(t->handle) : TIFFScanlineSize(t->handle);
    if (told <= 0 || told > SINGLE_BLOCK_MAX) return damaged(t, err);
    if (!tiled && (uint64_t)told < (uint64_t)t->width * (apart ? 1 : t->samples) * (t->bits / 8))
        return damaged(t, err);
    uint8_t *buffer = au_alloc((size_t)told, 1);
    if (!buffer) return au_no_memory(err, "a TIFF");
    enum aug_status status = AUG_OK;
    for (int plane = apart ? 0 : -1; status == AUG_OK && plane < (apart ? out->channels : 0); plane++)
        status = tiled ? read_tiles(t, buffer, plane, out, err) : read_rows(t, buffer, plane, out, err);
    au_free(buffer);
    return status;
}

static enum aug_status read_converted(struct tiff *t, struct aug_image *out, struct aug_error *err)
{
    char why[1024] = "";
    if (!TIFFRGBAImageOK(t->handle, why))
        return aug_fail(err, AUG_UNSUPPORTED, "%s: this TIFF is not read: %.200s", t->file->name, why);
    const size_t count = (size_t)t->width * t->height;
    uint32_t *rgba = au_alloc(count, sizeof *rgba);
    if (!rgba) return au_no_memory(err, "a TIFF");
    /* Asking for the file's own orientation leaves the rows as they are stored; turning is ours. */
    const int fine = TIFFReadRGBAImageOriented(t->handle, t->width, t->height, rgba, t->orientation, 1);
    for (size_t i = 0; fine && i < count; i++) {
        const uint8_t rgb[3] = {(uint8_t)TIFFGetR(rgba[i]), (uint8_t)TIFFGetG(rgba[i]), (uint8_t)TIFFGetB(rgba[i])};
        memcpy(out->pixels + i * (size_t)out->channels, rgb, (size_t)out->channels);
    }
    au_free(rgba);
    return fine ? AUG_OK : damaged(t, err);
}

static enum aug_status decode_open(struct tiff *t, struct aug_image *out, struct aug_error *err)
{
    read_tags(t);
    AUG_TRY(au_image_begin(t->file, t->width, t->height, is_grey(t) ? 1 : 3, out, err));
    AUG_TRY(is_plain(t) ? read_plain(t, out, err) : read_converted(t, out, err));
    return au_image_turn_in_place(out, t->orientation, err);
}

static enum aug_status decode(const struct au_encoded *file, struct aug_image *out, struct aug_error *warning,
                              struct aug_error *err)
{
    (void)warning;
    struct tiff t = {.file = file, .orientation = ORIENTATION_TOPLEFT};
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    if (!options) return au_no_memory(err, "a TIFF decoder");
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, SINGLE_BLOCK_MAX);
    TIFFOpenOptionsSetErrorHandlerExtR(options, on_error, &t);
    TIFFOpenOptionsSetWarningHandlerExtR(options, on_warning, &t);
    t.handle = TIFFClientOpenExt("memory", "r", &t, on_read, on_write, on_seek, on_close, on_size, on_map, on_unmap,
                                 options);
    TIFFOpenOptionsFree(options);
    if (!t.handle) return damaged(&t, err);
    const enum aug_status status = decode_open(&t, out, err);
    TIFFClose(t.handle);
    return status;
}

const struct au_codec au_codec_tiff = {"tiff", ".tif .tiff", recognise, decode};
