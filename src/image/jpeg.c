/* SPDX-License-Identifier: Apache-2.0
 * jpeg.c - JPEG by libjpeg-turbo; four colours to RGB as Pillow does; orientation from the Exif segment. */
#include <string.h>

#include <turbojpeg.h>

#include "codec.h"
#include "core/memory.h"
#include "jpeg_markers.h"
#include "turn.h"

static bool recognise(const uint8_t *bytes, size_t size)
{
    return size >= 3 && bytes[0] == 0xff && bytes[1] == 0xd8 && bytes[2] == 0xff;
}

/* The first Exif segment says. */
static int orientation(const struct au_encoded *file)
{
    struct au_jpeg_segment segment = {0};
    int turn = 0;
    while (!turn && au_jpeg_next_segment(file->bytes, file->size, &segment)) turn = au_jpeg_orientation(&segment);
    return turn ? turn : 1;
}

static unsigned product_of_255ths(unsigned a, unsigned b)
{
    const unsigned product = a * b + 128;
    return (product + (product >> 8)) >> 8;
}

/* Files hold the complement of the ink (Adobe's custom, which all readers assume), so a stored value is the light that one ink lets through:
 * light = black's - (ink's share of it), as Pillow's CMYK to RGB. */
static void light_from_inks(const uint8_t *inks, uint8_t *rgb, size_t count)
{
    for (size_t i = 0; i < count; i++, inks += 4, rgb += 3)
        for (int c = 0; c < 3; c++) rgb[c] = (uint8_t)(inks[3] - product_of_255ths(255u - inks[c], inks[3]));
}

struct jpeg {
    const struct au_encoded *file;
    tjhandle handle;
    int width, height, colours;
};

static enum aug_status refused(const struct jpeg *j, const char *why, struct aug_error *err)
{
    const bool no_memory = strstr(why, "nsufficient memory") || strstr(why, "emory allocation failure");
    return no_memory ? au_no_memory(err, "a JPEG") : au_image_damaged(j->file, "JPEG", why, err);
}

static enum aug_status decompress(const struct jpeg *j, uint8_t *pixels, int format, struct aug_error *warning,
                                  struct aug_error *err)
{
    if (tjDecompress2(j->handle, j->file->bytes, (unsigned long)j->file->size, pixels, j->width, 0, j->height, format,
                      TJFLAG_LIMITSCANS | TJFLAG_ACCURATEDCT) == 0)
        return AUG_OK;
    if (tjGetErrorCode(j->handle) != TJERR_WARNING) return refused(j, tjGetErrorStr2(j->handle), err);
    aug_fail(warning, AUG_BAD_INPUT, "%s: damaged JPEG: %s", j->file->name, tjGetErrorStr2(j->handle));
    return AUG_OK;
}

static enum aug_status decompress_inks(const struct jpeg *j, struct aug_image *out, struct aug_error *warning,
                                       struct aug_error *err)
{
    const size_t count = (size_t)j->width * (size_t)j->height;
    uint8_t *inks = au_alloc(count, 4);
    if (!inks) return au_no_memory(err, "a JPEG of four colours");
    const enum aug_status status = decompress(j, inks, TJPF_CMYK, warning, err);
    if (status == AUG_OK) light_from_inks(inks, out->pixels, count);
    au_free(inks);
    return status;
}

static enum aug_status decode_with(struct jpeg *j, struct aug_image *out, struct aug_error *warning,
                                   struct aug_error *err)
{
    int subsampling = -1;
    /* An unusual subsampling fails here although it decodes: what counts is what the header filled in. */
    const int header = tjDecompressHeader3(j->handle, j->file->bytes, (unsigned long)j->file->size, &j->width,
                                           &j->height, &subsampling, &j->colours);
    if (j->width < 1 || j->height < 1 || j->colours < 0)
        return refused(j, header ? tjGetErrorStr2(j->handle) : "it holds no picture", err);
    const bool grey = j->colours == TJCS_GRAY;
    AUG_TRY(au_image_begin(j->file, (uint64_t)j->width, (uint64_t)j->height, grey ? 1 : 3, out, err));
    if (j->colours == TJCS_CMYK || j->colours == TJCS_YCCK) AUG_TRY(decompress_inks(j, out, warning, err));
    else AUG_TRY(decompress(j, out->pixels, grey ? TJPF_GRAY : TJPF_RGB, warning, err));
    return au_image_turn_in_place(out, orientation(j->file), err);
}

static enum aug_status decode(const struct au_encoded *file, struct aug_image *out, struct aug_error *warning,
                              struct aug_error *err)
{
    struct jpeg j = {.file = file, .handle = tjInitDecompress(), .colours = -1};
    if (!j.handle) return au_no_memory(err, "a JPEG decoder");
    const enum aug_status status = decode_with(&j, out, warning, err);
    tjDestroy(j.handle);
    return status;
}

const struct au_codec au_codec_jpeg = {"jpeg", ".jpg .jpeg .jpe .jfif", recognise, decode};
