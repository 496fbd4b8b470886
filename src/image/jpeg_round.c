/* SPDX-License-Identifier: Apache-2.0
 * jpeg_round.c - the coding of a JPEG file from its headers; a round through libjpeg-turbo in memory. */
#include "jpeg_round.h"

#include <stdlib.h>

#include <turbojpeg.h>

#include "compare.h"
#include "jpeg_markers.h"
#include "turn.h"

#define BLOCK 8
#define TABLE_VALUES 64

/* ITU-T T.81, annex K: quality 50 in libjpeg's scale. */
static const uint8_t standard_luma[TABLE_VALUES] = {
    16, 11, 10, 16, 24,  40,  51,  61,  12, 12, 14, 19, 26,  58,  60,  55, //
    14, 13, 16, 24, 40,  57,  69,  56,  14, 17, 22, 29, 51,  87,  80,  62, //
    18, 22, 37, 56, 68,  109, 103, 77,  24, 35, 55, 64, 81,  104, 113, 92, //
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
};

static const struct sampling {
    int tj, block_width, block_height;
} samplings[] = {
    {TJSAMP_444, 8, 8}, {TJSAMP_422, 16, 8}, {TJSAMP_420, 16, 16}, {TJSAMP_440, 8, 16}, {TJSAMP_411, 32, 8},
};

/* ---- headers ---- */

/* Components of the frame header: how many values of each a block holds; the first is light. */
static bool read_frame(const uint8_t *segment, size_t size, struct au_jpeg_coding *out)
{
    if (size < 6 || size < 6 + 3 * (size_t)segment[5]) return false;
    int across = 1, down = 1;
    for (size_t i = 0; i < segment[5]; i++) {
        const int factors = segment[6 + 3 * i + 1];
        across = factors >> 4 > across ? factors >> 4 : across;
        down = (factors & 15) > down ? factors & 15 : down;
    }
    const bool is_grey = segment[5] == 1; /* a lone component is coded block by block whatever its factors */
    out->block_width = is_grey ? BLOCK : BLOCK * across;
    out->block_height = is_grey ? BLOCK : BLOCK * down;
    return true;
}

/* Sum of the standard table as libjpeg scales it for a quality. */
static long standard_sum(int quality)
{
    const int scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
    long sum = 0;
    for (size_t i = 0; i < TABLE_VALUES; i++) {
        const int value = (standard_luma[i] * scale + 50) / 100;
        sum += value < 1 ? 1 : value > 255 ? 255 : value;
    }
    return sum;
}

static void read_table(const uint8_t *segment, size_t size, struct au_jpeg_coding *out)
{
    const size_t bytes = size > 0 && segment[0] >> 4 ? 2 : 1;
    if (size < 1 + bytes * TABLE_VALUES || (segment[0] & 15) != 0) return;
    long sum = 0;
    for (size_t i = 0; i < TABLE_VALUES; i++)
        sum += bytes == 1 ? segment[1 + i] : segment[1 + 2 * i] << 8 | segment[2 + 2 * i];
    out->quality = 1;
    for (int quality = 2; quality <= 100; quality++)
        if (labs(standard_sum(quality) - sum) <= labs(standard_sum(out->quality) - sum)) out->quality = quality;
}

static const struct sampling *sampling_of(const struct au_jpeg_coding *coding)
{
    for (size_t i = 0; i < sizeof samplings / sizeof *samplings; i++)
        if (samplings[i].block_width == coding->block_width && samplings[i].block_height == coding->block_height)
            return &samplings[i];
    return NULL;
}

bool au_jpeg_coding_of(const uint8_t *bytes, size_t size, struct au_jpeg_coding *out)
{
    struct au_jpeg_coding coding = {0};
    struct au_jpeg_segment segment = {0};
    bool has_frame = false;
    int turn = 0;
    while (au_jpeg_next_segment(bytes, size, &segment)) {
        if (segment.marker == AU_JPEG_TABLES) read_table(segment.bytes, segment.size, &coding);
        if (au_jpeg_is_frame(segment.marker)) has_frame = read_frame(segment.bytes, segment.size, &coding);
        if (!turn) turn = au_jpeg_orientation(&segment);
    }
    if (turn >= 5) {
        const int width = coding.block_width;
        coding.block_width = coding.block_height;
        coding.block_height = width;
    }
    if (!has_frame || coding.quality == 0 || !sampling_of(&coding)) return false;
    *out = coding;
    return true;
}

/* ---- a round ---- */

static enum aug_status fail_step(struct aug_error *err, const char *step, const char *why)
{
    return aug_fail(err, AUG_NO_MEMORY, "libjpeg-turbo could not %s an image: %s", step, why);
}

static enum aug_status decode(const uint8_t *bytes, unsigned long size, int format, struct aug_image *out,
                              struct aug_error *err)
{
    tjhandle decoder = tjInitDecompress();
    if (!decoder) return fail_step(err, "decode", "it could not start.");
    const int failed = tjDecompress2(decoder, bytes, size, out->pixels, out->width, (int)out->stride, out->height,
                                     format, TJFLAG_ACCURATEDCT);
    const enum aug_status status = failed ? fail_step(err, "decode", tjGetErrorStr2(decoder)) : AUG_OK;
    tjDestroy(decoder);
    return status;
}

static enum aug_status encode(const struct aug_image *in, int format, int sampling, int quality, uint8_t **bytes,
                              unsigned long *size, struct aug_error *err)
{
    tjhandle encoder = tjInitCompress();
    if (!encoder) return fail_step(err, "encode", "it could not start.");
    const int failed = tjCompress2(encoder, in->pixels, in->width, (int)in->stride, in->height, format, bytes, size,
                                   sampling, quality, TJFLAG_ACCURATEDCT);
    const enum aug_status status = failed ? fail_step(err, "encode", tjGetErrorStr2(encoder)) : AUG_OK;
    tjDestroy(encoder);
    return status;
}

enum aug_status au_jpeg_round(const struct aug_image *in, const struct au_jpeg_coding *coding, struct aug_image *out,
                              struct aug_error *err)
{
    const bool is_grey = in->channels == 1;
    const int format = is_grey ? TJPF_GRAY : coding->swap_red_blue ? TJPF_BGR : TJPF_RGB;
    const struct sampling *sampling = sampling_of(coding);
    uint8_t *bytes = NULL;
    unsigned long size = 0;
    if (!sampling && !is_grey)
        return aug_fail(err, AUG_UNSUPPORTED, "no JPEG coding has blocks of %d x %d pixels", coding->block_width,
                        coding->block_height);
    AUG_TRY(aug_image_resize_storage(out, in->width, in->height, in->channels, err));
    enum aug_status status = encode(in, format, is_grey ? TJSAMP_GRAY : sampling->tj, coding->quality, &bytes, &size,
                                    err);
    if (status == AUG_OK) status = decode(bytes, size, format, out, err);
    tjFree(bytes);
    return status;
}

struct rounds {
    struct aug_image coded, changed, changed_coded, coded_changed;
};

static enum aug_status compare_orders(const struct aug_image *in, const struct au_jpeg_coding *coding,
                                      au_image_change_fn change, void *context, struct rounds *r, struct aug_error *err)
{
    AUG_TRY(au_jpeg_round(in, coding, &r->coded, err));
    AUG_TRY(change(context, &r->coded, &r->coded_changed, err));
    AUG_TRY(change(context, in, &r->changed, err));
    return au_jpeg_round(&r->changed, coding, &r->changed_coded, err);
}

enum aug_status au_jpeg_commutator(const struct aug_image *in, const struct au_jpeg_coding *coding,
                                   au_image_change_fn change, void *context, double *mean_difference,
                                   struct aug_error *err)
{
    struct rounds r = {0};
    const enum aug_status status = compare_orders(in, coding, change, context, &r, err);
    if (status == AUG_OK) *mean_difference = au_image_mean_difference(&r.changed_coded, &r.coded_changed);
    aug_image_release(&r.coded);
    aug_image_release(&r.changed);
    aug_image_release(&r.changed_coded);
    aug_image_release(&r.coded_changed);
    return status;
}

enum au_jpeg_turned au_jpeg_turned(const struct au_jpeg_coding *coding, int width, int height, int turn)
{
    /* Which ends of the source the picture is looked at from, per EXIF turn. */
    static const bool from_right[AU_TURN_COUNT] = {0, 1, 1, 0, 0, 0, 1, 1},
                      from_below[AU_TURN_COUNT] = {0, 0, 1, 1, 0, 1, 1, 0};
    if ((from_right[turn - 1] && width % coding->block_width != 0) ||
        (from_below[turn - 1] && height % coding->block_height != 0))
        return AU_JPEG_GRID_MOVED;
    return turn >= 5 ? AU_JPEG_TABLE_TURNED : AU_JPEG_UNTOLD;
}
