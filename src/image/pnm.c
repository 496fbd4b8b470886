/* SPDX-License-Identifier: Apache-2.0
 * pnm.c - reads PBM, PGM and PPM (P1 to P6), text and binary, up to 16 bits. */
#include <string.h>

#include "codec.h"

struct pnm {
    const struct au_encoded *file;
    size_t at;
    int kind;         /* 1..6 */
    unsigned maximum; /* 1 for bitmaps, where 1 is black */
};

static bool is_space(uint8_t byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static bool recognise(const uint8_t *bytes, size_t size)
{
    return size >= 3 && bytes[0] == 'P' && bytes[1] >= '1' && bytes[1] <= '6' &&
           (is_space(bytes[2]) || bytes[2] == '#');
}

static enum aug_status damaged(const struct pnm *p, const char *why, struct aug_error *err)
{
    return au_image_damaged(p->file, "PNM", why, err);
}

static void skip_space(struct pnm *p)
{
    const uint8_t *bytes = p->file->bytes;
    while (p->at < p->file->size && (is_space(bytes[p->at]) || bytes[p->at] == '#'))
        if (bytes[p->at++] == '#')
            while (p->at < p->file->size && bytes[p->at] != '\n' && bytes[p->at] != '\r') p->at++;
}

/* `digits`: read at most so many, since the text form of a bitmap may have none between its pixels. */
static bool read_number(struct pnm *p, int digits, unsigned *value)
{
    skip_space(p);
    const size_t start = p->at;
    *value = 0;
    while (p->at < p->file->size && digits-- > 0) {
        const uint8_t byte = p->file->bytes[p->at];
        if (byte < '0' || byte > '9') break;
        if (*value > 100000000) return false;
        *value = *value * 10 + (unsigned)(byte - '0');
        p->at++;
    }
    return p->at > start;
}

static uint8_t to_byte(const struct pnm *p, unsigned value)
{
    if (value > p->maximum) value = p->maximum;
    if (p->maximum == 255) return (uint8_t)value;
    if (p->maximum == 65535) return (uint8_t)(value >> 8);
    if (p->maximum == 1) return (p->kind == 1 || p->kind == 4) == (value == 0) ? 255 : 0;
    return (uint8_t)((value * 510 + p->maximum) / (2 * p->maximum));
}

static enum aug_status read_text(struct pnm *p, struct aug_image *out, struct aug_error *err)
{
    const size_t count = out->stride * (size_t)out->height;
    for (size_t i = 0; i < count; i++) {
        unsigned value;
        if (!read_number(p, p->kind == 1 ? 1 : 10, &value)) return damaged(p, "fewer pixels than the header says", err);
        out->pixels[i] = to_byte(p, value);
    }
    return AUG_OK;
}

static void read_bits(const struct pnm *p, struct aug_image *out)
{
    const size_t row_bytes = ((size_t)out->width + 7) / 8;
    for (int y = 0; y < out->height; y++) {
        const uint8_t *row = p->file->bytes + p->at + (size_t)y * row_bytes;
        for (int x = 0; x < out->width; x++)
            out->pixels[(size_t)y * out->stride + (size_t)x] = to_byte(p, row[x / 8] >> (7 - x % 8) & 1);
    }
}

static void read_bytes(const struct pnm *p, struct aug_image *out)
{
    const uint8_t *from = p->file->bytes + p->at;
    const size_t count = out->stride * (size_t)out->height;
    if (p->maximum == 255) memcpy(out->pixels, from, count);
    else if (p->maximum < 256)
        for (size_t i = 0; i < count; i++) out->pixels[i] = to_byte(p, from[i]);
    else
        for (size_t i = 0; i < count; i++) out->pixels[i] = to_byte(p, (unsigned)from[2 * i] << 8 | from[2 * i + 1]);
}

/* One white space ends the header of the binary kinds; the rest must hold all pixels before any memory is taken. */
static enum aug_status check_length(struct pnm *p, uint64_t width, uint64_t height, int channels, struct aug_error *err)
{
    const uint64_t row = p->kind == 4 ? (width + 7) / 8 : width * (unsigned)channels * (p->maximum > 255 ? 2 : 1);
    if (p->kind >= 4) p->at++;
    const uint64_t need = p->kind == 1  ? width * height
                          : p->kind < 4 ? (2 * row * height) / (p->maximum > 255 ? 2 : 1) - 1
                                        : row * height;
    if (p->at > p->file->size || p->file->size - p->at < need)
        return damaged(p, "fewer pixels than the header says", err);
    return AUG_OK;
}

static enum aug_status decode(const struct au_encoded *file, struct aug_image *out, struct aug_error *warning,
                              struct aug_error *err)
{
    (void)warning;
    struct pnm p = {.file = file, .at = 2, .kind = file->bytes[1] - '0', .maximum = 1};
    const int channels = p.kind == 3 || p.kind == 6 ? 3 : 1;
    const bool bitmap = p.kind == 1 || p.kind == 4;
    unsigned width, height;
    if (!read_number(&p, 10, &width) || !read_number(&p, 10, &height) ||
        (!bitmap && !read_number(&p, 10, &p.maximum)) || p.maximum < 1 || p.maximum > 65535)
        return damaged(&p, "its header is no PNM header", err);
    AUG_TRY(au_image_check_limits(file, width, height, err));
    AUG_TRY(check_length(&p, width, height, channels, err));
    AUG_TRY(au_image_begin(file, width, height, channels, out, err));
    if (p.kind < 4) return read_text(&p, out, err);
    if (p.kind == 4) read_bits(&p, out);
    else read_bytes(&p, out);
    return AUG_OK;
}

const struct au_codec au_codec_pnm = {"pnm", ".pnm .ppm .pgm .pbm", recognise, decode};
