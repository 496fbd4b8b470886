/* SPDX-License-Identifier: Apache-2.0
 * test_damage.c - files that are cut, altered, lying or empty, and memory that runs out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tiffio.h>
#include <turbojpeg.h>

#include "check.h"
#include "core/memory.h"
#include "core/random.h"
#include "image/codec.h"
#include "image/compare.h"
#include "make.h"

enum { FILE_COUNT = 13 };

/* One small file of every path through the codecs. */
static void make_files(struct made files[FILE_COUNT], const char *names[FILE_COUNT])
{
    struct aug_image rgb = test_image(20, 14, 3);
    uint8_t inks[20 * 14 * 4];
    for (int i = 0; i < 20 * 14 * 4; i++) inks[i] = (uint8_t)(i * 5);
    struct made exif = make_exif(6, 1), jpeg = make_jpeg(rgb.pixels, 20, 14, TJPF_RGB, TJSAMP_420, 80);
    const struct tiff_kind plain = {20, 14, 3, 16, PHOTOMETRIC_RGB, 1, 16, 0, COMPRESSION_LZW, -1, 1};
    const struct tiff_kind palette = {20, 14, 1, 8, PHOTOMETRIC_PALETTE, 0, 0, 5, COMPRESSION_ADOBE_DEFLATE, -1, 0};
    int n = 0;
    names[n] = "jpeg turned", files[n++] = make_jpeg_turned(&jpeg, &exif);
    names[n] = "jpeg of inks", files[n++] = make_jpeg(inks, 20, 14, TJPF_CMYK, TJSAMP_444, 80);
    names[n] = "grey png", files[n++] = make_png(20, 14, 0, 4, 1, NULL);
    names[n] = "palette png", files[n++] = make_png(20, 14, 3, 8, 0, &exif);
    names[n] = "deep png", files[n++] = make_png(20, 14, 6, 16, 0, NULL);
    names[n] = "webp", files[n++] = make_webp(&rgb, &exif);
    names[n] = "plain tiff", files[n++] = make_tiff(&plain);
    names[n] = "palette tiff", files[n++] = make_tiff(&palette);
    names[n] = "grey bmp", files[n++] = make_bmp(20, 14, 4, 1, 0, 0);
    names[n] = "bmp", files[n++] = make_bmp(20, 14, 16, 0, 1, 0);
    names[n] = "pgm", files[n] = (struct made){0}, made_add(&files[n++], "P5 4 2 65535 0123456789abcdef", 29);
    names[n] = "pbm", files[n] = (struct made){0}, made_add(&files[n++], "P4 9 2 \1\2\3\4", 11);
    names[n] = "ppm", files[n] = (struct made){0}, made_add(&files[n++], "P3 2 1 99 1 2 3 4 5 99", 22);
    CHECK(n == FILE_COUNT);
    made_release(&exif), made_release(&jpeg);
    aug_image_release(&rgb);
}

static void release_files(struct made files[FILE_COUNT])
{
    for (int i = 0; i < FILE_COUNT; i++) made_release(&files[i]);
}

/* Whatever the bytes are: an image within the limits, or a sentence. Exact-sized copies let the sanitizer see reads past the end. */
static enum aug_status survive(const uint8_t *bytes, size_t size, const char *what)
{
    uint8_t *copy = malloc(size ? size : 1);
    struct aug_image image = {0};
    struct aug_error err = {0}, warning = {0};
    CHECK(copy != NULL);
    if (size) memcpy(copy, bytes, size);
    const enum aug_status status = aug_image_decode(copy, size, what, &image, &warning, &err);
    if (status == AUG_OK) CHECK_SAY(image.pixels && image.width > 0 && image.height > 0, "%s: no pixels", what);
    else
        CHECK_SAY((status == AUG_BAD_INPUT || status == AUG_UNSUPPORTED) &&
                      strncmp(err.message, what, strlen(what)) == 0,
                  "%s: %s \"%s\"", what, aug_status_name(status), err.message);
    aug_image_release(&image);
    free(copy);
    return status;
}

TEST(a_file_that_is_cut_anywhere_is_refused_or_shown_but_never_harms)
{
    struct made files[FILE_COUNT];
    const char *names[FILE_COUNT];
    make_files(files, names);
    for (int i = 0; i < FILE_COUNT; i++) {
        CHECK_SAY(survive(files[i].bytes, files[i].size, names[i]) == AUG_OK, "%s is refused", names[i]);
        for (size_t size = 0; size < files[i].size; size++) survive(files[i].bytes, size, names[i]);
    }
    CHECK(au_memory_live() == 0);
    release_files(files);
}

TEST(a_file_with_any_byte_altered_is_refused_or_shown_but_never_harms)
{
    struct made files[FILE_COUNT];
    const char *names[FILE_COUNT];
    make_files(files, names);
    struct au_rng rng;
    au_rng_start(&rng, 11, 0);
    for (int i = 0; i < FILE_COUNT; i++)
        for (size_t at = 0; at < files[i].size && at < 700; at++) {
            const uint8_t kept = files[i].bytes[at];
            const uint8_t values[] = {0, 255, (uint8_t)(kept ^ 1), (uint8_t)au_rng_u32(&rng)};
            for (size_t v = 0; v < sizeof values; v++) {
                files[i].bytes[at] = values[v];
                survive(files[i].bytes, files[i].size, names[i]);
            }
            files[i].bytes[at] = kept;
        }
    CHECK(au_memory_live() == 0);
    release_files(files);
}

TEST(every_failing_allocation_of_a_decoder_is_reported_and_leaks_nothing)
{
    struct made files[FILE_COUNT];
    const char *names[FILE_COUNT];
    make_files(files, names);
    for (int i = 0; i < FILE_COUNT; i++)
        for (size_t n = 1;; n++) {
            struct aug_image image = {0};
            struct aug_error err = {0};
            au_memory_fail_at(n);
            const enum aug_status status = aug_image_decode(files[i].bytes, files[i].size, names[i], &image, NULL,
                                                            &err);
            const bool failed = au_memory_failed();
            au_memory_fail_at(0);
            aug_image_release(&image);
            CHECK_SAY(status == (failed ? AUG_NO_MEMORY : AUG_OK), "%s at allocation %zu: %s", names[i], n,
                      err.message);
            CHECK(au_memory_live() == 0);
            if (!failed) break;
        }
    release_files(files);
}

TEST(a_truncated_jpeg_is_shown_with_a_warning)
{
    struct aug_image in = test_image(160, 120, 3), whole = {0}, cut = {0};
    for (size_t i = 0; i < in.stride * 120; i++) in.pixels[i] = (uint8_t)(i / in.stride + i % 97);
    struct made m = make_jpeg(in.pixels, 160, 120, TJPF_RGB, TJSAMP_420, 85);
    struct aug_error err = {0}, warning = {0};
    CHECK_OK(aug_image_decode(m.bytes, m.size, "a.jpg", &whole, &warning, &err));
    CHECK(warning.status == AUG_OK);
    CHECK_OK(aug_image_decode(m.bytes, m.size * 6 / 10, "a.jpg", &cut, &warning, &err));
    CHECK(warning.status != AUG_OK && strncmp(warning.message, "a.jpg: damaged JPEG", 19) == 0);
    CHECK(cut.width == 160 && cut.height == 120);
    CHECK(memcmp(cut.pixels, whole.pixels, whole.stride * 40) == 0);
    CHECK(!au_image_equal(&cut, &whole));
    CHECK_OK(aug_image_decode(m.bytes, m.size * 6 / 10, "a.jpg", &cut, NULL, &err));
    aug_image_release(&in), aug_image_release(&whole), aug_image_release(&cut);
    made_release(&m);
}

/* The message must come before any storage for pixels is asked for. */
static void check_refused(const struct made *m, const char *what, const char *because)
{
    struct aug_image image = {0};
    struct aug_error err = {0};
    au_memory_fail_at(0);
    const enum aug_status status = aug_image_decode(m->bytes, m->size, what, &image, NULL, &err);
    CHECK_SAY(status == AUG_BAD_INPUT && strstr(err.message, because), "%s: %s \"%s\"", what, aug_status_name(status),
              err.message);
    CHECK_SAY(image.pixels == NULL && au_memory_fail_at(0) == 0, "%s: memory was asked for", what);
}

static void put_big(uint8_t *at, unsigned value, int bytes)
{
    for (int i = 0; i < bytes; i++) at[i] = (uint8_t)(value >> (8 * (bytes - 1 - i)));
}

TEST(headers_that_promise_too_much_are_refused_before_anything_is_allocated)
{
    struct aug_image rgb = test_image(32, 24, 3);
    static const struct {
        unsigned width, height;
        const char *because;
    } sizes[] = {{40000, 10, "too many"},
                 {10, 40000, "too many"},
                 {9000, 9000, "too many"},
                 {8000, 8000, "bomb"},
                 {20000, 500, "bomb"}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct made jpeg = make_jpeg(rgb.pixels, 32, 24, TJPF_RGB, TJSAMP_444, 90);
        uint8_t *frame = jpeg.bytes;
        while (frame[0] != 0xff || frame[1] != 0xc0) frame++;
        put_big(frame + 5, sizes[i].height, 2), put_big(frame + 7, sizes[i].width, 2);
        check_refused(&jpeg, "jpeg", sizes[i].because);
        struct made bmp = make_bmp(32, 24, 24, 0, 0, 0), pnm = {0};
        for (int b = 0; b < 4; b++) bmp.bytes[18 + b] = (uint8_t)(sizes[i].width >> (8 * b));
        for (int b = 0; b < 4; b++) bmp.bytes[22 + b] = (uint8_t)(sizes[i].height >> (8 * b));
        check_refused(&bmp, "bmp", sizes[i].because);
        char text[64];
        snprintf(text, sizeof text, "P5 %u %u 255 abcdefgh", sizes[i].width, sizes[i].height);
        made_add(&pnm, text, strlen(text));
        check_refused(&pnm, "pnm", sizes[i].because);
        made_release(&jpeg), made_release(&bmp), made_release(&pnm);
    }
    aug_image_release(&rgb);
}

/* PNG keeps a checksum over its header, so the header must be made, not altered; the pixels behind it do not matter. */
TEST(a_png_bomb_is_refused)
{
    static const struct {
        unsigned width, height;
        const char *because;
    } sizes[] = {
        {0x7fffffff, 0x7fffffff, "damaged"}, {30000, 30000, "too many"}, {40000, 1, "damaged"}, {8000, 8000, "bomb"}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct made flat = make_png(8, 8, 0, 8, 0, NULL), m = {0};
        made_add(&m, flat.bytes, 16);
        made_number(&m, sizes[i].width, 4, 1);
        made_number(&m, sizes[i].height, 4, 1);
        made_add(&m, flat.bytes + 24, 5);
        unsigned crc = 0xffffffff;
        for (size_t k = 12; k < 29; k++) {
            crc ^= m.bytes[k];
            for (int b = 0; b < 8; b++) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
        }
        made_number(&m, ~crc, 4, 1);
        made_add(&m, flat.bytes + 33, flat.size - 33);
        check_refused(&m, "png", sizes[i].because);
        made_release(&flat), made_release(&m);
    }
}

TEST(what_is_no_image_is_unsupported_and_an_empty_file_says_so)
{
    struct aug_image image = {0};
    struct aug_error err = {0};
    CHECK(aug_image_decode("", 0, "e", &image, NULL, &err) == AUG_BAD_INPUT && strstr(err.message, "empty"));
    CHECK(aug_image_decode("<html>", 6, "h", &image, NULL, &err) == AUG_UNSUPPORTED &&
          strncmp(err.message, "h: ", 3) == 0);
    CHECK(aug_image_decode("P7\n", 3, "h", &image, NULL, &err) == AUG_UNSUPPORTED);
    CHECK(aug_image_decode("BM is no bitmap, only text", 26, "h", &image, NULL, &err) == AUG_UNSUPPORTED);
    CHECK(aug_image_read("/nowhere/at/all.png", &image, NULL, &err) == AUG_IO &&
          strstr(err.message, "/nowhere/at/all.png"));
    CHECK(image.pixels == NULL);
}

TEST(an_image_of_20000_pixels_in_one_row_and_one_of_a_single_pixel_are_read)
{
    static const int sizes[][2] = {{20000, 1}, {1, 20000}, {1, 1}, {32768, 1}};
    for (size_t i = 0; i < 4; i++) {
        struct made m = make_png(sizes[i][0], sizes[i][1], 2, 8, 0, NULL);
        struct aug_image image = {0};
        struct aug_error err = {0};
        CHECK_OK(aug_image_decode(m.bytes, m.size, "p", &image, NULL, &err));
        CHECK(image.width == sizes[i][0] && image.height == sizes[i][1] && image.channels == 3);
        aug_image_release(&image);
        made_release(&m);
    }
}

TEST(a_codec_is_found_by_ending_in_any_case_and_every_codec_is_listed)
{
    static const struct {
        const char *name, *codec;
    } cases[] = {{"a.jpg", "jpeg"}, {"a.JPeG", "jpeg"}, {"a.b.png", "png"}, {"x.TIF", "tiff"}, {".webp", "webp"},
                 {"q.ppm", "pnm"},  {"q.bmp", "bmp"},   {"a.txt", NULL},    {"jpg", NULL},     {"a.jpgx", NULL},
                 {"a.jp", NULL},    {"a.", NULL},       {"", NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct au_codec *codec = au_codec_of_name(cases[i].name);
        CHECK_SAY(codec ? cases[i].codec && strcmp(codec->name, cases[i].codec) == 0 : !cases[i].codec, "%s",
                  cases[i].name);
    }
    for (size_t i = 0; i < aug_codec_count(); i++) CHECK(aug_codec_name(i) && aug_codec_endings(i)[0] == '.');
    CHECK(aug_codec_count() == 6 && aug_codec_name(6) == NULL && aug_codec_endings(6) == NULL);
}
