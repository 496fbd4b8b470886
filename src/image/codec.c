/* SPDX-License-Identifier: Apache-2.0
 * codec.c - finds the codec for some bytes, guards the limits, decodes. */
#include "codec.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "core/file.h"
#include "core/memory.h"

#define FILE_BYTES_MAX ((size_t)1 << 30)
#define PIXELS_PER_BYTE_MAX 1000

#define CODEC(name) extern const struct au_codec au_codec_##name;
#include "codecs.inc"
#undef CODEC

static const struct au_codec *const codecs[] = {
#define CODEC(name) &au_codec_##name,
#include "codecs.inc"
#undef CODEC
};

#define CODEC_COUNT (sizeof codecs / sizeof *codecs)

size_t aug_codec_count(void)
{
    return CODEC_COUNT;
}

const char *aug_codec_name(size_t i)
{
    return i < CODEC_COUNT ? codecs[i]->name : NULL;
}

const char *aug_codec_endings(size_t i)
{
    return i < CODEC_COUNT ? codecs[i]->endings : NULL;
}

const struct au_codec *au_codec_of_bytes(const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < CODEC_COUNT; i++)
        if (codecs[i]->recognise(bytes, size)) return codecs[i];
    return NULL;
}

static bool same_ending(const char *ending, size_t length, const char *listed)
{
    for (size_t i = 0; i < length; i++)
        if (tolower((unsigned char)ending[i]) != listed[i]) return false;
    return listed[length] == ' ' || listed[length] == '\0';
}

const struct au_codec *au_codec_of_name(const char *name)
{
    const char *ending = strrchr(name, '.');
    if (!ending || strchr(ending, ' ')) return NULL;
    const size_t length = strlen(ending);
    for (size_t i = 0; i < CODEC_COUNT; i++)
        for (const char *at = strchr(codecs[i]->endings, '.'); at; at = strchr(at + 1, '.'))
            if (same_ending(ending, length, at)) return codecs[i];
    return NULL;
}

enum aug_status au_image_check_limits(const struct au_encoded *file, uint64_t width, uint64_t height,
                                      struct aug_error *err)
{
    const unsigned long long w = width, h = height;
    if (w == 0 || h == 0) return aug_fail(err, AUG_BAD_INPUT, "%s: an image of %llu x %llu pixels", file->name, w, h);
    if (w > AUG_IMAGE_MAX_SIDE || h > AUG_IMAGE_MAX_SIDE || w * h > AUG_IMAGE_MAX_PIXELS)
        return aug_fail(err, AUG_BAD_INPUT, "%s: %llu x %llu pixels are too many: at most %d a side and %ld in all",
                        file->name, w, h, AUG_IMAGE_MAX_SIDE, AUG_IMAGE_MAX_PIXELS);
    if (w * h > (unsigned long long)file->size * PIXELS_PER_BYTE_MAX)
        return aug_fail(err, AUG_BAD_INPUT, "%s: %llu x %llu pixels from %zu bytes: damaged, or a decompression bomb",
                        file->name, w, h, file->size);
    return AUG_OK;
}

enum aug_status au_image_begin(const struct au_encoded *file, uint64_t width, uint64_t height, int channels,
                               struct aug_image *out, struct aug_error *err)
{
    AUG_TRY(au_image_check_limits(file, width, height, err));
    return aug_image_resize_storage(out, (int)width, (int)height, channels, err);
}

static enum aug_status starved(const struct au_encoded *file, struct aug_error *err)
{
    return aug_fail(err, AUG_NO_MEMORY, "no memory to decode %s", file->name);
}

/* Not every decoder tells a failed allocation from a damaged file, but malloc leaves its mark in errno, which starts at 0. */
enum aug_status au_image_damaged(const struct au_encoded *file, const char *kind, const char *why,
                                 struct aug_error *err)
{
    if (errno == ENOMEM) return starved(file, err);
    return aug_fail(err, AUG_BAD_INPUT, "%s: damaged %s: %s", file->name, kind, why);
}

enum aug_status aug_image_decode(const void *bytes, size_t size, const char *name, struct aug_image *out,
                                 struct aug_error *warning, struct aug_error *err)
{
    const struct au_encoded file = {bytes, size, name};
    if (size == 0) return aug_fail(err, AUG_BAD_INPUT, "%s: the file is empty", name);
    const struct au_codec *codec = au_codec_of_bytes(bytes, size);
    if (!codec) return aug_fail(err, AUG_UNSUPPORTED, "%s: no image of a kind that is read here", name);
    struct aug_error ignored;
    errno = 0;
    const enum aug_status status = codec->decode(&file, out, warning ? warning : &ignored, err);
    /* libtiff leaves out a tag for which it finds no memory, and goes on. */
    return status == AUG_OK && errno == ENOMEM ? starved(&file, err) : status;
}

enum aug_status aug_image_read(const char *path, struct aug_image *out, struct aug_error *warning,
                               struct aug_error *err)
{
    uint8_t *bytes;
    size_t size;
    AUG_TRY(au_file_read(path, FILE_BYTES_MAX, &bytes, &size, err));
    const enum aug_status status = aug_image_decode(bytes, size, path, out, warning, err);
    au_free(bytes);
    return status;
}
