/* SPDX-License-Identifier: Apache-2.0
 * test_image.c - storage, turns, sizes, comparison, and PNG written and read back. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <spng.h>

#include "check.h"
#include "core/memory.h"
#include "image/compare.h"
#include "image/resize.h"
#include "image/turn.h"
#include "make.h"

TEST(storage_is_reused_zeroed_and_kept_on_failure)
{
    struct aug_image image = {0};
    struct aug_error err = {0};
    CHECK_OK(aug_image_resize_storage(&image, 10, 10, 3, &err));
    uint8_t *pixels = image.pixels;
    memset(pixels, 7, 300);
    CHECK_OK(aug_image_resize_storage(&image, 17, 5, 3, &err));
    CHECK(image.pixels == pixels && image.stride == 51);
    for (int i = 0; i < 255; i++) CHECK(pixels[i] == 0);
    static const int wrong[][3] = {{0, 1, 1},       {1, 0, 1}, {-1, 1, 1}, {32769, 1, 1}, {1, 32769, 3},
                                   {8193, 8192, 1}, {1, 1, 2}, {1, 1, 4},  {1, 1, 0}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        CHECK(aug_image_resize_storage(&image, wrong[i][0], wrong[i][1], wrong[i][2], &err) == AUG_BAD_INPUT);
    au_memory_fail_at(1);
    CHECK(aug_image_resize_storage(&image, 100, 100, 3, &err) == AUG_NO_MEMORY);
    au_memory_fail_at(0);
    CHECK(image.pixels == pixels && image.width == 17 && image.height == 5);
    CHECK_OK(aug_image_resize_storage(&image, 8192, 8192, 1, &err));
    aug_image_release(&image);
    CHECK(image.pixels == NULL && au_memory_live() == 0);
}

/* A window into a larger image: rows that do not touch. */
static struct aug_image window(const struct aug_image *image, int x, int y, int width, int height)
{
    struct aug_image view = *image;
    view.pixels += (size_t)y * image->stride + (size_t)(x * image->channels);
    view.width = width, view.height = height;
    return view;
}

TEST(a_copy_of_a_window_is_packed_and_equal)
{
    struct aug_image image = test_image(30, 20, 3), copy = {0};
    const struct aug_image view = window(&image, 4, 3, 11, 9);
    struct aug_error err = {0};
    CHECK_OK(aug_image_copy(&view, &copy, &err));
    CHECK(copy.stride == 33 && au_image_equal(&view, &copy) && au_image_max_difference(&view, &copy) == 0);
    copy.pixels[8 * 33 + 5] = (uint8_t)(copy.pixels[8 * 33 + 5] ^ 64);
    CHECK(!au_image_equal(&view, &copy) && au_image_max_difference(&copy, &view) == 64);
    CHECK(!au_image_equal(&image, &copy) && au_image_max_difference(&image, &copy) == -1);
    aug_image_release(&image), aug_image_release(&copy);
}

TEST(the_eight_turns_form_the_group_of_the_square)
{
    static const int inverse[9] = {0, 1, 2, 3, 4, 5, 8, 7, 6};
    struct aug_image image = test_image(13, 8, 3), all[9] = {0}, again = {0};
    struct aug_error err = {0};
    for (int t = 1; t <= 8; t++) {
        CHECK_OK(au_image_turn(&image, t, &all[t], &err));
        CHECK_OK(au_image_turn(&all[t], inverse[t], &again, &err));
        CHECK(au_image_equal(&again, &image));
        for (int s = 1; s < t; s++) CHECK_SAY(!au_image_equal(&all[s], &all[t]), "turns %d and %d are the same", s, t);
    }
    for (int s = 1; s <= 8; s++)
        for (int t = 1; t <= 8; t++) { /* closed: a turn of a turn is one of the eight */
            int matches = 0;
            CHECK_OK(au_image_turn(&all[s], t, &again, &err));
            for (int k = 1; k <= 8; k++) matches += au_image_equal(&again, &all[k]);
            CHECK(matches == 1);
        }
    CHECK(all[2].pixels[0] == image.pixels[3 * 12] && all[6].width == 8 && all[6].pixels[0] == image.pixels[7 * 39]);
    for (int t = 1; t <= 8; t++) aug_image_release(&all[t]);
    aug_image_release(&image), aug_image_release(&again);
}

/* One axis of the slow definition: the weight of input k for output i. */
static double weight(int i, int k, int in, int out)
{
    const double scale = (double)in / out;
    if (in >= out) { /* overlap of [i, i+1) * scale with [k, k+1) */
        const double low = fmax(i * scale, k), high = fmin((i + 1) * scale, k + 1);
        return high > low ? (high - low) / scale : 0;
    }
    const double at = fmin(fmax((i + 0.5) * scale - 0.5, 0), in - 1);
    return fmax(0, 1 - fabs(at - k));
}

static double defined(const struct aug_image *image, int x, int y, int c, int width, int height)
{
    double sum = 0;
    for (int j = 0; j < image->height; j++)
        for (int i = 0; i < image->width; i++)
            sum += weight(x, i, image->width, width) * weight(y, j, image->height, height) *
                   image->pixels[(size_t)j * image->stride + (size_t)(i * image->channels + c)];
    return sum;
}

TEST(resizing_by_area_and_by_interpolation_follows_its_definition)
{
    static const int sizes[][4] = {{28, 28, 32, 32}, {32, 32, 16, 16}, {31, 17, 8, 8}, {9, 40, 20, 7},
                                   {40, 9, 7, 20},   {1, 1, 5, 4},     {5, 4, 1, 1},   {33, 2, 32, 32},
                                   {64, 3, 21, 3},   {100, 30, 8, 29}};
    struct aug_error err = {0};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
        for (int channels = 1; channels <= 3; channels += 2) {
            const int w = sizes[s][2], h = sizes[s][3];
            struct aug_image in = test_image(sizes[s][0], sizes[s][1], channels), out = {0};
            float *values = malloc(sizeof *values * (size_t)(w * h * channels));
            CHECK_OK(au_image_resize_area(&in, &out, w, h, &err));
            CHECK_OK(au_image_to_float_area(&in, w, h, channels, values, &err));
            for (int i = 0; i < w * h * channels; i++) {
                const double wanted = defined(&in, i / channels % w, i / channels / w, i % channels, w, h);
                CHECK_SAY(fabs(out.pixels[i] - wanted) < 0.501, "size %zu value %d: %d, not %f", s, i, out.pixels[i],
                          wanted);
                CHECK_SAY(fabs((double)values[i] * 255 - wanted) < 2e-3, "size %zu value %d: %f, not %f", s, i,
                          (double)values[i] * 255, wanted);
            }
            free(values);
            aug_image_release(&in), aug_image_release(&out);
        }
}

TEST(equal_sizes_copy_exactly_and_luma_and_repetition_are_what_they_say)
{
    struct aug_image rgb = test_image(19, 11, 3), grey = test_image(19, 11, 1), out = {0};
    struct aug_error err = {0};
    float luma[19 * 11], three[19 * 11 * 3];
    CHECK_OK(au_image_resize_area(&rgb, &out, 19, 11, &err));
    CHECK(au_image_equal(&rgb, &out));
    CHECK_OK(au_image_to_float_area(&rgb, 19, 11, 3, three, &err));
    for (int i = 0; i < 19 * 11 * 3; i++) CHECK(three[i] == (float)rgb.pixels[i] / 255.0f);
    CHECK_OK(au_image_to_float_area(&rgb, 19, 11, 1, luma, &err));
    for (int i = 0; i < 19 * 11; i++) {
        const uint8_t *p = rgb.pixels + 3 * i;
        CHECK(fabs((double)luma[i] - (0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2]) / 255) < 1e-6);
    }
    CHECK_OK(au_image_to_float_area(&grey, 19, 11, 3, three, &err));
    for (int i = 0; i < 19 * 11 * 3; i++) CHECK(three[i] == (float)grey.pixels[i / 3] / 255.0f);
    CHECK(au_image_to_float_area(&grey, 19, 11, 2, three, &err) == AUG_BAD_INPUT);
    aug_image_release(&rgb), aug_image_release(&grey), aug_image_release(&out);
}

TEST(a_flat_image_stays_flat_at_every_size)
{
    struct aug_error err = {0};
    struct aug_image in = {0}, out = {0};
    for (int value = 0; value < 256; value += 51)
        for (int size = 1; size < 70; size += 3) {
            CHECK_OK(aug_image_resize_storage(&in, 37, 23, 3, &err));
            memset(in.pixels, value, in.stride * 23);
            CHECK_OK(au_image_resize_area(&in, &out, size, 70 - size, &err));
            for (size_t i = 0; i < out.stride * (size_t)out.height; i++) CHECK(out.pixels[i] == value);
        }
    aug_image_release(&in), aug_image_release(&out);
}

TEST(a_written_png_reads_back_the_same_here_and_in_libspng_and_is_the_same_bytes_each_time)
{
    static const int sizes[][3] = {{1, 1, 1}, {1, 1, 3}, {32, 32, 3}, {200, 3, 1}, {3, 200, 3}, {257, 64, 3}};
    struct aug_error err = {0};
    for (size_t s = 0; s < 6; s++) {
        struct aug_image in = test_image(sizes[s][0] + 2, sizes[s][1] + 1, sizes[s][2]), out = {0};
        const struct aug_image view = window(&in, 1, 1, sizes[s][0], sizes[s][1]);
        uint8_t *bytes, *again;
        size_t size, again_size;
        CHECK_OK(aug_image_encode_png(&view, &bytes, &size, &err));
        CHECK_OK(aug_image_encode_png(&view, &again, &again_size, &err));
        CHECK(size == again_size && memcmp(bytes, again, size) == 0);
        CHECK_OK(aug_image_decode(bytes, size, "png", &out, NULL, &err));
        CHECK(au_image_equal(&view, &out));
        spng_ctx *png = spng_ctx_new(0);
        CHECK(spng_set_png_buffer(png, bytes, size) == 0);
        CHECK(spng_set_crc_action(png, SPNG_CRC_ERROR, SPNG_CRC_ERROR) == 0);
        CHECK(spng_decode_image(png, out.pixels, out.stride * (size_t)out.height, SPNG_FMT_PNG, 0) == 0);
        CHECK(au_image_equal(&view, &out) && spng_decode_chunks(png) == 0);
        spng_ctx_free(png);
        aug_bytes_free(bytes), aug_bytes_free(again);
        aug_image_release(&in), aug_image_release(&out);
    }
}

TEST(every_failing_allocation_of_writing_and_resizing_is_reported_and_leaks_nothing)
{
    struct aug_image in = test_image(20, 10, 3);
    const size_t live = au_memory_live();
    struct aug_error err = {0};
    for (size_t n = 1, done = 0; !done; n++) {
        uint8_t *bytes = NULL;
        size_t size;
        struct aug_image out = {0}, turned = {0};
        au_memory_fail_at(n);
        enum aug_status status = aug_image_encode_png(&in, &bytes, &size, &err);
        if (status == AUG_OK) aug_bytes_free(bytes);
        if (status == AUG_OK) status = au_image_resize_area(&in, &out, 7, 7, &err);
        if (status == AUG_OK) status = au_image_turn_in_place(&out, 6, &err);
        if (status == AUG_OK) status = aug_image_copy(&in, &turned, &err);
        done = !au_memory_failed();
        au_memory_fail_at(0);
        CHECK(status == (done ? AUG_OK : AUG_NO_MEMORY));
        aug_image_release(&out), aug_image_release(&turned);
        CHECK(au_memory_live() == live);
    }
    aug_image_release(&in);
    CHECK(aug_image_encode_png(&in, &(uint8_t *){0}, &(size_t){0}, &err) == AUG_BAD_INPUT);
}
