/* SPDX-License-Identifier: Apache-2.0
 * recode.c - a round through libjpeg-turbo or libwebp. */
#include "recode.h"

#include <webp/decode.h>
#include <webp/encode.h>

#include "colour.h"
#include "image/jpeg_round.h"
#include "pixels.h"

static enum aug_status fail_webp(struct aug_error *err, const char *step)
{
    return aug_fail(err, AUG_NO_MEMORY, "ImageCompression: libwebp could not %s an image: it gave no reason.", step);
}

enum aug_status au_recode_jpeg(const struct aug_image *in, int quality, struct aug_image *out, struct aug_error *err)
{
    const struct au_jpeg_coding coding = {16, 16, quality, true};
    return au_jpeg_round(in, &coding, out, err);
}

static enum aug_status recode_webp_colour(const struct aug_image *in, int quality, struct aug_image *out,
                                          struct aug_error *err)
{
    uint8_t *bytes = NULL;
    const size_t size = WebPEncodeBGR(in->pixels, in->width, in->height, (int)in->stride, (float)quality, &bytes);
    if (size == 0) return fail_webp(err, "encode");
    const uint8_t *decoded = WebPDecodeBGRInto(bytes, size, out->pixels, out->stride * (size_t)out->height,
                                               (int)out->stride);
    WebPFree(bytes);
    return decoded ? AUG_OK : fail_webp(err, "decode");
}

/* libwebp knows colour images only: three equal channels go in, and their luma comes out. */
static enum aug_status recode_webp_grey(const struct aug_image *in, int quality, struct aug_image *colour,
                                        struct aug_image *out, struct aug_error *err)
{
    AUG_TRY(aug_image_resize_storage(colour, in->width, in->height, 3, err));
    for (int y = 0; y < in->height; y++)
        for (int x = 0; x < 3 * in->width; x++) au_row_out(colour, y)[x] = au_row(in, y)[x / 3];
    AUG_TRY(recode_webp_colour(colour, quality, colour, err));
    for (int y = 0; y < in->height; y++)
        for (int x = 0; x < in->width; x++) {
            const uint8_t *bgr = au_row(colour, y) + 3 * (size_t)x;
            au_row_out(out, y)[x] = au_luma((const uint8_t[]){bgr[2], bgr[1], bgr[0]});
        }
    return AUG_OK;
}

enum aug_status au_recode_webp(const struct aug_image *in, int quality, struct aug_image *out, struct aug_error *err)
{
    if (in->width > WEBP_MAX_DIMENSION || in->height > WEBP_MAX_DIMENSION)
        return aug_fail(err, AUG_UNSUPPORTED,
                        "ImageCompression: WebP holds at most %d pixels a side, here are %d x %d.", WEBP_MAX_DIMENSION,
                        in->width, in->height);
    AUG_TRY(au_same_size(in, out, err));
    if (in->channels == 3) return recode_webp_colour(in, quality, out, err);
    struct aug_image colour = {0};
    const enum aug_status status = recode_webp_grey(in, quality, &colour, out, err);
    aug_image_release(&colour);
    return status;
}
