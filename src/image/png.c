/* SPDX-License-Identifier: Apache-2.0
 * png.c - reads PNG by libspng. */
#include <string.h>

#include <spng.h>

#include "codec.h"
#include "core/memory.h"
#include "turn.h"

#define CHUNK_BYTES_MAX ((size_t)1 << 20)
#define CACHE_BYTES_MAX ((size_t)8 << 20)

static bool recognise(const uint8_t *bytes, size_t size)
{
    return size >= 8 && memcmp(bytes, "\x89PNG\r\n\x1a\n", 8) == 0;
}

static bool is_grey(const struct spng_ihdr *h)
{
    return h->color_type == SPNG_COLOR_TYPE_GRAYSCALE || h->color_type == SPNG_COLOR_TYPE_GRAYSCALE_ALPHA;
}

static enum aug_status refused(const struct au_encoded *file, int code, struct aug_error *err)
{
    return code == SPNG_EMEM ? au_no_memory(err, "a PNG") : au_image_damaged(file, "PNG", spng_strerror(code), err);
}

static enum aug_status read_into(spng_ctx *png, const struct au_encoded *file, void *bytes, size_t size, int format,
                                 struct aug_error *err)
{
    const int code = spng_decode_image(png, bytes, size, format, 0);
    return code == 0 ? AUG_OK : refused(file, code, err);
}

/* Keeps the high byte of 16-bit samples (native order by now) and drops the alpha at the end of each pixel. */
static void keep_colours(const uint8_t *samples, const struct spng_ihdr *h, struct aug_image *out)
{
    const size_t channels = (size_t)out->channels, has_alpha = (h->color_type & 4) != 0, step = channels + has_alpha;
    const size_t count = (size_t)out->width * (size_t)out->height;
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < channels; c++) {
            uint16_t wide;
            if (h->bit_depth == 16) memcpy(&wide, samples + 2 * (i * step + c), sizeof wide);
            out->pixels[i * channels + c] = h->bit_depth == 16 ? (uint8_t)(wide >> 8) : samples[i * step + c];
        }
}

static enum aug_status read_and_keep(spng_ctx *png, const struct au_encoded *file, const struct spng_ihdr *h,
                                     struct aug_image *out, struct aug_error *err)
{
    size_t size = 0;
    const int code = spng_decoded_image_size(png, SPNG_FMT_PNG, &size);
    if (code) return refused(file, code, err);
    uint8_t *samples = au_alloc(size, 1);
    if (!samples) return au_no_memory(err, "a PNG");
    const enum aug_status status = read_into(png, file, samples, size, SPNG_FMT_PNG, err);
    if (status == AUG_OK) keep_colours(samples, h, out);
    au_free(samples);
    return status;
}

static int orientation(spng_ctx *png)
{
    struct spng_exif exif;
    return spng_get_exif(png, &exif) == 0 ? au_exif_orientation((const uint8_t *)exif.data, exif.length) : 1;
}

static enum aug_status decode_with(spng_ctx *png, const struct au_encoded *file, struct aug_image *out,
                                   struct aug_error *err)
{
    struct spng_ihdr h;
    spng_set_png_buffer(png, file->bytes, file->size);
    spng_set_image_limits(png, AUG_IMAGE_MAX_SIDE, AUG_IMAGE_MAX_SIDE);
    spng_set_chunk_limits(png, CHUNK_BYTES_MAX, CACHE_BYTES_MAX);
    spng_set_crc_action(png, SPNG_CRC_ERROR, SPNG_CRC_DISCARD);
    const int code = spng_get_ihdr(png, &h);
    if (code) return refused(file, code, err);
    AUG_TRY(au_image_begin(file, h.width, h.height, is_grey(&h) ? 1 : 3, out, err));
    const size_t size = out->stride * (size_t)out->height;
    if (h.bit_depth == 16 || h.color_type == SPNG_COLOR_TYPE_GRAYSCALE_ALPHA)
        AUG_TRY(read_and_keep(png, file, &h, out, err));
    else AUG_TRY(read_into(png, file, out->pixels, size, is_grey(&h) ? SPNG_FMT_G8 : SPNG_FMT_RGB8, err));
    return au_image_turn_in_place(out, orientation(png), err);
}

static enum aug_status decode(const struct au_encoded *file, struct aug_image *out, struct aug_error *warning,
                              struct aug_error *err)
{
    (void)warning;
    spng_ctx *png = spng_ctx_new(0);
    if (!png) return au_no_memory(err, "a PNG decoder");
    const enum aug_status status = decode_with(png, file, out, err);
    spng_ctx_free(png);
    return status;
}

const struct au_codec au_codec_png = {"png", ".png", recognise, decode};
