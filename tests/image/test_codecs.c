/* SPDX-License-Identifier: Apache-2.0
 * test_codecs.c - known samples through every kind of file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tiffio.h>
#include <turbojpeg.h>

#include "check.h"
#include "image/codec.h"
#include "image/compare.h"
#include "image/turn.h"
#include "make.h"

static struct aug_image decoded(const struct made *m, const char *what)
{
    struct aug_image image = {0};
    struct aug_error err = {0}, warning = {0};
    const enum aug_status status = aug_image_decode(m->bytes, m->size, what, &image, &warning, &err);
    CHECK_SAY(status == AUG_OK, "%s: %s", what, err.message);
    CHECK_SAY(warning.status == AUG_OK, "%s: %s", what, warning.message);
    return image;
}

static uint8_t pixel(const struct aug_image *image, int x, int y, int c)
{
    return image->pixels[(size_t)y * image->stride + (size_t)(x * image->channels + c)];
}

/* An 8-bit value of a sample of `depth` bits, as the manual promises. */
static unsigned eight_bits(unsigned value, int depth)
{
    return depth == 16 ? value >> 8 : value * 255 / ((1u << depth) - 1);
}

static void check_shape(const struct aug_image *image, int width, int height, int channels, const char *what)
{
    CHECK_SAY(image->width == width && image->height == height && image->channels == channels,
              "%s: %d x %d x %d instead of %d x %d x %d", what, image->width, image->height, image->channels, width,
              height, channels);
}

TEST(every_colour_type_and_depth_of_png_gives_the_samples_that_were_written)
{
    static const struct {
        int colour, channels, depths[5];
    } kinds[] = {{0, 1, {1, 2, 4, 8, 16}}, {2, 3, {8, 16}}, {3, 3, {1, 2, 4, 8}}, {4, 1, {8, 16}}, {6, 3, {8, 16}}};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (int d = 0; d < 5 && kinds[k].depths[d]; d++)
            for (int interlaced = 0; interlaced < 2; interlaced++) {
                char what[64];
                const int depth = kinds[k].depths[d], colour = kinds[k].colour, w = 21, h = 13;
                snprintf(what, sizeof what, "png colour %d depth %d interlaced %d", colour, depth, interlaced);
                struct made m = make_png(w, h, colour, depth, interlaced, NULL);
                struct aug_image image = decoded(&m, what);
                check_shape(&image, w, h, kinds[k].channels, what);
                for (int i = 0; i < w * h * image.channels; i++) {
                    const int c = i % image.channels, x = i / image.channels % w, y = i / image.channels / w;
                    const unsigned value = test_sample(x, y, colour == 3 ? 0 : c, (1u << depth) - 1);
                    unsigned wanted = eight_bits(value, depth);
                    if (colour == 3) wanted = (c == 0 ? 3 * value : c == 1 ? 255 - value : value / 2) & 255;
                    CHECK_SAY(pixel(&image, x, y, c) == wanted, "%s: (%d, %d, %d) is %d, not %u", what, x, y, c,
                              pixel(&image, x, y, c), wanted);
                }
                aug_image_release(&image);
                made_release(&m);
            }
}

static void check_tiff(const struct tiff_kind *k, const char *what)
{
    struct made m = make_tiff(k);
    struct aug_image image = decoded(&m, what);
    const int grey = k->photometric == PHOTOMETRIC_MINISBLACK || k->photometric == PHOTOMETRIC_MINISWHITE;
    check_shape(&image, k->width, k->height, grey ? 1 : 3, what);
    for (int i = 0; i < k->width * k->height * image.channels; i++) {
        const int c = i % image.channels, x = i / image.channels % k->width, y = i / image.channels / k->width;
        const int palette = k->photometric == PHOTOMETRIC_PALETTE;
        const unsigned value = test_sample(x, y, palette ? 0 : c, (1u << k->depth) - 1);
        unsigned wanted = eight_bits(value, k->depth);
        if (k->photometric == PHOTOMETRIC_MINISWHITE) wanted = 255 - wanted;
        if (palette) wanted = c == 0 ? value : c == 1 ? 255 - value : value / 2;
        CHECK_SAY(pixel(&image, x, y, c) == wanted, "%s: (%d, %d, %d) is %d, not %u", what, x, y, c,
                  pixel(&image, x, y, c), wanted);
    }
    aug_image_release(&image);
    made_release(&m);
}

TEST(every_kind_of_tiff_gives_the_samples_that_were_written)
{
    static const struct {
        int photometric, samples, depth, extra;
    } kinds[] = {{PHOTOMETRIC_MINISBLACK, 1, 1, -1},
                 {PHOTOMETRIC_MINISWHITE, 1, 1, -1},
                 {PHOTOMETRIC_MINISBLACK, 1, 2, -1},
                 {PHOTOMETRIC_MINISBLACK, 1, 4, -1},
                 {PHOTOMETRIC_MINISBLACK, 1, 8, -1},
                 {PHOTOMETRIC_MINISWHITE, 1, 8, -1},
                 {PHOTOMETRIC_MINISBLACK, 1, 16, -1},
                 {PHOTOMETRIC_RGB, 3, 8, -1},
                 {PHOTOMETRIC_RGB, 3, 16, -1},
                 {PHOTOMETRIC_PALETTE, 1, 8, -1},
                 {PHOTOMETRIC_RGB, 4, 8, EXTRASAMPLE_UNASSALPHA},
                 {PHOTOMETRIC_RGB, 4, 16, EXTRASAMPLE_ASSOCALPHA},
                 {PHOTOMETRIC_MINISBLACK, 2, 8, EXTRASAMPLE_UNASSALPHA}};
    static const int compressions[] = {COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (int variant = 0; variant < 24; variant++) {
            const int planar = variant & 1 && kinds[k].samples > 1 && kinds[k].depth >= 8;
            const int tile = variant & 2 ? 16 : 0;
            const struct tiff_kind kind = {
                37,   22, kinds[k].samples,          kinds[k].depth, kinds[k].photometric, planar,
                tile, 0,  compressions[variant / 8], kinds[k].extra, (variant & 4) != 0};
            char what[96];
            snprintf(what, sizeof what, "tiff kind %zu variant %d", k, variant);
            check_tiff(&kind, what);
        }
}

TEST(bitmaps_of_every_depth_give_the_samples_that_were_written)
{
    static const int depths[] = {1, 4, 8, 16, 24, 32};
    for (size_t d = 0; d < 6; d++)
        for (int variant = 0; variant < 8; variant++) {
            const int bits = depths[d], grey = variant & 1, os2 = (variant & 4) != 0 && bits <= 24 && bits != 16;
            struct made m = make_bmp(19, 7, bits, grey, (variant & 2) != 0 && !os2, os2);
            char what[64];
            snprintf(what, sizeof what, "bmp bits %d variant %d", bits, variant);
            struct aug_image image = decoded(&m, what);
            check_shape(&image, 19, 7, bits <= 8 && grey ? 1 : 3, what);
            for (int i = 0; i < 19 * 7 * image.channels; i++) {
                const int c = i % image.channels, x = i / image.channels % 19, y = i / image.channels / 19;
                unsigned wanted = test_sample(x, y, c, 255);
                if (bits == 16) wanted = test_sample(x, y, c, 31) * 255 / 31;
                if (bits <= 8) wanted = test_sample(x, y, 0, (1u << bits) - 1) * 255 / ((1u << bits) - 1);
                if (bits <= 8 && !grey && c == 1) wanted = 255 - wanted;
                CHECK_SAY(pixel(&image, x, y, c) == wanted, "%s: (%d, %d, %d) is %d, not %u", what, x, y, c,
                          pixel(&image, x, y, c), wanted);
            }
            aug_image_release(&image);
            made_release(&m);
        }
}

TEST(portable_maps_of_every_kind_give_the_samples_that_were_written)
{
    static const struct {
        const char *text;
        size_t size;
        int channels;
        uint8_t pixels[6];
    } files[] = {
        {"P1\n# c\n3 2 0 1 1\n100", 20, 1, {255, 0, 0, 0, 255, 255}},
        {"P1 3 2 011100", 13, 1, {255, 0, 0, 0, 255, 255}},
        {"P2 3 2 255 0 7 255\n1 2 3", 24, 1, {0, 7, 255, 1, 2, 3}},
        {"P2 2 1 1023 1023 512", 20, 1, {255, 128}},
        {"P3 2 1 15\n0 15 3 # x\n5 6 10", 28, 3, {0, 255, 51, 85, 102, 170}},
        {"P4 3 2\n\x60\x80", 9, 1, {255, 0, 0, 0, 255, 255}},
        {"P5 3 2 255\n\x00\x07\xff\x01\x02\x03", 17, 1, {0, 7, 255, 1, 2, 3}},
        {"P5 2 1 1 \x00\x01", 11, 1, {0, 255}},
        {"P5\n2 1\n65535\n\x12\xff\xfe\x00", 17, 1, {0x12, 0xfe}},
        {"P5#a\r#b\n2#c\n1\n255\n\x09\x0a", 20, 1, {9, 10}},
        {"P6 2 1 255\n\x01\x02\x03\xff\xfe\xfd", 17, 3, {1, 2, 3, 255, 254, 253}},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const struct made m = {(uint8_t *)files[i].text, files[i].size, 0};
        struct aug_image image = decoded(&m, files[i].text);
        CHECK_SAY(image.channels == files[i].channels, "%s: %d channels", files[i].text, image.channels);
        const size_t count = image.stride * (size_t)image.height;
        CHECK_SAY(memcmp(image.pixels, files[i].pixels, count) == 0, "%s: first pixels %d %d %d", files[i].text,
                  image.pixels[0], image.pixels[1], image.pixels[count > 2 ? 2 : 0]);
        aug_image_release(&image);
    }
}

TEST(lossless_webp_gives_the_pixels_that_were_written)
{
    struct aug_image in = test_image(33, 18, 3);
    struct made m = make_webp(&in, NULL);
    struct aug_image out = decoded(&m, "webp");
    CHECK(au_image_equal(&in, &out));
    aug_image_release(&in);
    aug_image_release(&out);
    made_release(&m);
}

TEST(jpeg_of_every_subsampling_is_near_what_was_written_and_grey_stays_one_channel)
{
    static const int samplings[] = {TJSAMP_444, TJSAMP_422, TJSAMP_420, TJSAMP_440, TJSAMP_411};
    uint8_t rgb[64 * 48 * 3], grey[64 * 48];
    for (int i = 0; i < 64 * 48; i++) {
        grey[i] = (uint8_t)(2 * (i % 64) + 100 * (i / 64 > 20));
        rgb[3 * i] = (uint8_t)(3 * (i % 64)), rgb[3 * i + 1] = 200, rgb[3 * i + 2] = (uint8_t)(4 * (i / 64));
    }
    for (size_t s = 0; s < 5; s++) {
        struct made m = make_jpeg(rgb, 64, 48, TJPF_RGB, samplings[s], 95);
        struct aug_image image = decoded(&m, "jpeg");
        check_shape(&image, 64, 48, 3, "jpeg");
        for (int i = 0; i < 64 * 48 * 3; i++)
            CHECK_SAY(abs(image.pixels[i] - rgb[i]) <= 8, "sampling %zu: value %d is %d, not about %d", s, i,
                      image.pixels[i], rgb[i]);
        aug_image_release(&image);
        made_release(&m);
    }
    struct made m = make_jpeg(grey, 64, 48, TJPF_GRAY, TJSAMP_GRAY, 95);
    struct aug_image image = decoded(&m, "grey jpeg");
    check_shape(&image, 64, 48, 1, "grey jpeg");
    for (int i = 0; i < 64 * 48; i++) CHECK(abs(image.pixels[i] - grey[i]) <= 12);
    aug_image_release(&image);
    made_release(&m);
}

/* What Pillow shows for stored inks (1, 24, 111, 255) is (1, 24, 111): no black, the complement of cyan, magenta and yellow. */
TEST(a_jpeg_of_four_inks_becomes_rgb_as_in_pillow)
{
    static const struct {
        uint8_t inks[4], rgb[3];
    } cases[] = {{{1, 24, 111, 255}, {1, 24, 111}}, {{255, 255, 255, 255}, {255, 255, 255}},
                 {{255, 255, 255, 0}, {0, 0, 0}},   {{0, 0, 0, 255}, {0, 0, 0}},
                 {{255, 0, 0, 128}, {128, 0, 0}},   {{200, 100, 50, 180}, {141, 71, 35}}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        uint8_t inks[16 * 16 * 4];
        for (int i = 0; i < 16 * 16; i++) memcpy(inks + 4 * i, cases[k].inks, 4);
        struct made m = make_jpeg(inks, 16, 16, TJPF_CMYK, TJSAMP_444, 100);
        struct aug_image image = decoded(&m, "cmyk jpeg");
        check_shape(&image, 16, 16, 3, "cmyk jpeg");
        for (int i = 0; i < 16 * 16 * 3; i++)
            CHECK_SAY(abs(image.pixels[i] - cases[k].rgb[i % 3]) <= 2, "case %zu channel %d is %d, not %d", k, i % 3,
                      image.pixels[i], cases[k].rgb[i % 3]);
        aug_image_release(&image);
        made_release(&m);
    }
}

/* By the words of the Exif standard: orientation says which visual side the stored row 0 and column 0 are. */
static struct aug_image shown(const struct aug_image *stored, int orientation)
{
    static const char rows[] = "?ttbblrrl", columns[] = "?lrrlttbb";
    const char row = rows[orientation], column = columns[orientation];
    const int upright = row == 't' || row == 'b';
    struct aug_image image = {0};
    struct aug_error err = {0};
    const int w = upright ? stored->width : stored->height, h = upright ? stored->height : stored->width;
    CHECK_OK(aug_image_resize_storage(&image, w, h, stored->channels, &err));
    for (int r = 0; r < stored->height; r++)
        for (int c = 0; c < stored->width; c++) {
            const int x = upright ? (column == 'l' ? c : w - 1 - c) : (row == 'l' ? r : w - 1 - r);
            const int y = upright ? (row == 't' ? r : h - 1 - r) : (column == 't' ? c : h - 1 - c);
            for (int k = 0; k < stored->channels; k++)
                image.pixels[(size_t)y * image.stride + (size_t)(x * stored->channels + k)] = pixel(stored, c, r, k);
        }
    return image;
}

static void check_shown(const struct made *m, const struct aug_image *stored, int orientation, const char *what)
{
    struct aug_image image = decoded(m, what), wanted = shown(stored, orientation);
    CHECK_SAY(au_image_equal(&image, &wanted), "%s with orientation %d is turned wrongly", what, orientation);
    aug_image_release(&image);
    aug_image_release(&wanted);
}

TEST(all_eight_orientations_are_applied_in_every_kind_of_file_that_has_them)
{
    struct aug_image rgb = test_image(24, 17, 3);
    struct made plain = make_jpeg(rgb.pixels, 24, 17, TJPF_RGB, TJSAMP_444, 90), png = make_png(24, 17, 2, 8, 0, NULL);
    struct aug_image of_jpeg = decoded(&plain, "jpeg"), of_png = decoded(&png, "png");
    for (int o = 1; o <= 8; o++)
        for (int big_endian = 0; big_endian < 2; big_endian++) {
            struct made exif = make_exif(o, big_endian);
            struct made jpeg = make_jpeg_turned(&plain, &exif), turned = make_png(24, 17, 2, 8, 0, &exif);
            struct made webp = make_webp(&rgb, &exif);
            const struct tiff_kind kind = {24, 17, 3, 8, PHOTOMETRIC_RGB, 0, 0, o, 0, -1, big_endian};
            struct made tiff = make_tiff(&kind);
            check_shown(&jpeg, &of_jpeg, o, "jpeg");
            check_shown(&turned, &of_png, o, "png");
            check_shown(&webp, &rgb, o, "webp");
            check_shown(&tiff, &rgb, o, "tiff");
            made_release(&exif), made_release(&jpeg), made_release(&turned), made_release(&webp), made_release(&tiff);
        }
    const struct tiff_kind palette = {24, 17, 1, 8, PHOTOMETRIC_PALETTE, 0, 0, 0, 0, -1, 0};
    struct made upright = make_tiff(&palette);
    struct aug_image of_palette = decoded(&upright, "palette tiff");
    for (int o = 1; o <= 8; o++) {
        struct tiff_kind kind = palette;
        kind.orientation = o;
        struct made turned = make_tiff(&kind);
        check_shown(&turned, &of_palette, o, "palette tiff");
        made_release(&turned);
    }
    made_release(&plain), made_release(&png), made_release(&upright);
    aug_image_release(&rgb), aug_image_release(&of_jpeg), aug_image_release(&of_png), aug_image_release(&of_palette);
}

TEST(an_orientation_that_makes_no_sense_is_no_orientation)
{
    for (int o = 0; o < 300; o += 9) {
        struct made exif = make_exif(o, 0);
        for (size_t size = 0; size <= exif.size; size++) {
            const int found = au_exif_orientation(exif.bytes, size);
            CHECK(found == 1 || (size == exif.size - 4 && found == o) || (found == o && o <= 8));
        }
        exif.bytes[4] = 255, exif.bytes[5] = 255;
        CHECK(au_exif_orientation(exif.bytes, exif.size) == 1);
        made_release(&exif);
    }
}
