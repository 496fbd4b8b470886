/* SPDX-License-Identifier: Apache-2.0
 * test_traces.c - from files on disk to the sentence: what gives a transformed image away. */
#include <stdio.h>
#include <string.h>

#include <turbojpeg.h>

#include "check.h"
#include "core/file.h"
#include "core/random.h"
#include "small_set.h"

static struct aug_error err;

enum { HEIGHT = 40, IMAGES = 30 };

/* A bright bar on noise: at the left in class a, at the right in class b. */
static void draw(uint8_t *pixels, int width, int class_index, int number)
{
    struct au_rng rng;
    au_rng_start(&rng, (uint64_t)class_index, (uint64_t)number);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < width; x++) {
            const int bar = class_index == 0 ? x < width / 3 : x > 2 * width / 3;
            for (int c = 0; c < 3; c++)
                pixels[3 * (y * width + x) + c] = (uint8_t)(au_rng_integer(&rng, 30, 110) + (bar ? 90 : 0));
        }
}

static void write_jpegs(const char *dir, int width, int sampling)
{
    uint8_t pixels[64 * HEIGHT * 3];
    tjhandle encoder = tjInitCompress();
    for (int k = 0; k < 2; k++)
        for (int i = 0; i < IMAGES; i++) {
            uint8_t *bytes = NULL;
            unsigned long size = 0;
            char path[700];
            snprintf(path, sizeof path, "%s/%c", dir, "ab"[k]);
            CHECK_OK(au_folder_make(path, &err));
            draw(pixels, width, k, i);
            CHECK(tjCompress2(encoder, pixels, width, 0, HEIGHT, TJPF_RGB, &bytes, &size, sampling, 80, 0) == 0);
            snprintf(path, sizeof path, "%s/%c/%03d.jpg", dir, "ab"[k], i);
            CHECK_OK(au_file_write(path, bytes, size, &err));
            tjFree(bytes);
        }
    tjDestroy(encoder);
}

static bool says(const struct aug_transform_result *t, const char *words)
{
    for (size_t i = 0; i < t->tell_count; i++)
        if (strstr(t->tells[i], words)) return true;
    return false;
}

static double number(const struct aug_transform_result *t, const char *name)
{
    for (size_t i = 0; i < t->evidence_count; i++)
        if (strcmp(t->evidence[i].name, name) == 0) return t->evidence[i].number.estimate;
    return -1;
}

static struct small_audit audit_jpegs(int width, int sampling)
{
    static const char *const specs[] = {"hflip", "vflip", "shift:5px", "invert", "rotate:+-10"};
    const char *dir = check_folder();
    write_jpegs(dir, width, sampling);
    return small_set_run(dir, NULL, specs, sizeof specs / sizeof *specs, &(struct aug_audit_options){.seed = 2});
}

TEST(a_flip_of_jpeg_files_tells_where_and_only_where_the_size_is_no_multiple_of_the_block)
{
    static const struct {
        int width, sampling;
        double hflip, vflip; /* share whose grid moved; 40 rows are five blocks of 8 and two and a half of 16 */
    } rows[] = {{48, TJSAMP_444, 0, 0}, {45, TJSAMP_444, 1, 0}, {40, TJSAMP_420, 1, 1}, {48, TJSAMP_420, 0, 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct small_audit a = audit_jpegs(rows[i].width, rows[i].sampling);
        const struct aug_transform_result *t = a.audit.transforms;
        CHECK_SAY(
            number(&t[0], "jpeg_grid_moved") == rows[i].hflip && number(&t[1], "jpeg_grid_moved") == rows[i].vflip,
            "width %d: %g and %g", rows[i].width, number(&t[0], "jpeg_grid_moved"), number(&t[1], "jpeg_grid_moved"));
        for (int k = 0; k < 2; k++) {
            const bool moved = number(&t[k], "jpeg_grid_moved") > 0;
            CHECK(says(&t[k], "block grid starts elsewhere") == moved);
            CHECK_SAY((number(&t[k], "jpeg_recoding") > 0.004) == moved, "width %d: residual %g", rows[i].width,
                      number(&t[k], "jpeg_recoding"));
        }
        CHECK(number(&t[3], "jpeg_grid_moved") == 0 && number(&t[4], "jpeg_grid_moved") == 0);
        small_set_release(&a);
    }
}

TEST(a_shift_tells_by_its_black_border_and_a_turn_by_border_and_resampling)
{
    struct small_audit a = audit_jpegs(48, TJSAMP_444);
    const struct aug_transform_result *t = a.audit.transforms;
    CHECK(says(&t[2], "100 % of the transformed images have a black border, typically 5 pixels deep"));
    CHECK(number(&t[2], "border_share") == 1 && number(&t[2], "border_share_clean") == 0);
    CHECK(number(&t[2], "detail_lost_undone") < 0.1 && !says(&t[2], "fine detail"));
    CHECK(says(&t[4], "less fine detail") && number(&t[4], "detail_lost_undone") > 0.1);
    CHECK(t[0].tell_count == 0 && t[3].tell_count == 0);
    small_set_release(&a);
}

/* PNG files; the pictures of class a went through the first transform of `pipeline` before they were stored. */
static void write_unalike(const char *dir, const struct aug_pipeline *pipeline)
{
    struct aug_image image = {0}, processed = {0};
    for (int i = 0; i < 4 * IMAGES; i++) {
        uint8_t *png = NULL;
        size_t size = 0;
        char path[700];
        CHECK_OK(aug_image_resize_storage(&image, 48, HEIGHT, 3, &err));
        draw(image.pixels, 48, i % 2, i);
        CHECK_OK(aug_leaf_apply(pipeline->leaves, &image, 1, (uint64_t)i, 0, &processed, NULL, NULL, &err));
        CHECK_OK(aug_image_encode_png(i % 2 ? &image : &processed, &png, &size, &err));
        snprintf(path, sizeof path, "%s/%c", dir, "ab"[i % 2]);
        CHECK_OK(au_folder_make(path, &err));
        snprintf(path, sizeof path, "%s/%c/%03d.png", dir, "ab"[i % 2], i);
        CHECK_OK(au_file_write(path, png, size, &err));
        aug_bytes_free(png);
    }
    aug_image_release(&processed);
    aug_image_release(&image);
}

TEST(O10_data_whose_one_class_was_processed_gets_a_warning_that_names_the_class)
{
    static const char *const specs[] = {"rotate:+-20", "blur:1", "hflip"};
    const char *dir = check_folder();
    struct small_audit a = {0};
    CHECK_OK(aug_pipeline_specs(specs, 3, 1, &a.pipeline, &err));
    write_unalike(dir, &a.pipeline);
    CHECK_OK(aug_dataset_open(dir, NULL, &a.data, &err));
    CHECK_OK(aug_audit_run(&a.data, &a.pipeline, &(struct aug_audit_options){.seed = 2}, &a.audit, &err));
    const struct aug_transform_result *t = a.audit.transforms;
    CHECK(says(&t[0], "Clean images of a look as if this had been done to them already"));
    /* H(A) = 1, less what small angles hide; tests/evidence reaches it where nothing is hidden. */
    CHECK_SAY(number(&t[0], "class_leak_bits") > 0.4, "%g bits", number(&t[0], "class_leak_bits"));
    CHECK_SAY(a.audit.data_evidence[0].number.low > 0.9, "the class is read off traces in %g",
              a.audit.data_evidence[0].number.estimate);
    CHECK(!says(&t[2], "done to them already") && a.audit.data_evidence[1].number.estimate == 0.5);
    small_set_release(&a);
}
