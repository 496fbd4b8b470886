/* SPDX-License-Identifier: Apache-2.0
 * webp.c - reads still WebP by libwebp; orientation from the EXIF chunk. */
#include <string.h>

#include <webp/decode.h>

#include "codec.h"
#include "core/memory.h"
#include "turn.h"

#define RIFF_HEADER 12
#define CHUNK_HEADER 8

static bool recognise(const uint8_t *bytes, size_t size)
{
    return size >= RIFF_HEADER && memcmp(bytes, "RIFF", 4) == 0 && memcmp(bytes + 8, "WEBP", 4) == 0;
}

static int orientation(const struct au_encoded *file)
{
    for (size_t at = RIFF_HEADER; at + CHUNK_HEADER <= file->size;) {
        const uint8_t *chunk = file->bytes + at;
        const size_t length = (size_t)chunk[4] | (size_t)chunk[5] << 8 | (size_t)chunk[6] << 16 |
                              (size_t)chunk[7] << 24;
        const size_t room = file->size - at - CHUNK_HEADER;
        if (length > room) return 1;
        const uint8_t *data = chunk + CHUNK_HEADER;
        if (memcmp(chunk, "EXIF", 4) == 0) {
            const size_t prefix = length >= 6 && memcmp(data, "Exif\0", 6) == 0 ? 6 : 0; /* some writers keep JPEG's */
            return au_exif_orientation(data + prefix, length - prefix);
        }
        if (length + (length & 1) > room) return 1;
        at += CHUNK_HEADER + length + (length & 1);
    }
    return 1;
}

static enum aug_status decode_into(const struct au_encoded *file, struct aug_image *out, struct aug_error *err)
{
    WebPDecoderConfig config;
    if (!WebPInitDecoderConfig(&config))
        return aug_fail(err, AUG_UNSUPPORTED, "libwebp is not the one this was built for");
    config.output.colorspace = MODE_RGB;
    config.output.is_external_memory = 1;
    config.output.u.RGBA = (WebPRGBABuffer){out->pixels, (int)out->stride, out->stride * (size_t)out->height};
    const VP8StatusCode code = WebPDecode(file->bytes, file->size, &config);
    WebPFreeDecBuffer(&config.output);
    if (code == VP8_STATUS_OUT_OF_MEMORY) return au_no_memory(err, "a WebP");
    return code == VP8_STATUS_OK ? AUG_OK
                                 : au_image_damaged(file, "WebP", "its pixels cannot be decoded, or are cut off", err);
}

static enum aug_status decode(const struct au_encoded *file, struct aug_image *out, struct aug_error *warning,
                              struct aug_error *err)
{
    (void)warning;
    WebPBitstreamFeatures features;
    if (WebPGetFeatures(file->bytes, file->size, &features) != VP8_STATUS_OK)
        return au_image_damaged(file, "WebP", "its header is no WebP header", err);
    if (features.has_animation) return aug_fail(err, AUG_UNSUPPORTED, "%s: an animated WebP is not read", file->name);
    AUG_TRY(au_image_begin(file, (uint64_t)features.width, (uint64_t)features.height, 3, out, err));
    AUG_TRY(decode_into(file, out, err));
    return au_image_turn_in_place(out, orientation(file), err);
}

const struct au_codec au_codec_webp = {"webp", ".webp", recognise, decode};
