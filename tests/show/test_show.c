/* SPDX-License-Identifier: Apache-2.0
 * test_show.c - contact sheets of a small data set with awkward shapes and names. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <augaudit/show.h>

#include "check.h"
#include "core/file.h"
#include "core/memory.h"
#include "show/sheet.h"

static struct aug_error err;

#define HOSTILE "<b>\"'&"

/* A picture without any symmetry: its bytes tell x, y and channel apart. */
static struct aug_image picture(int width, int height, int channels)
{
    struct aug_image image = {0};
    CHECK_OK(aug_image_resize_storage(&image, width, height, channels, &err));
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width * channels; x++)
            image.pixels[(size_t)y * image.stride + (size_t)x] = (uint8_t)(7 * x + 31 * y + x * y + 13);
    return image;
}

static void write_picture(const char *folder, const char *class_name, const char *file, int width, int height,
                          int channels)
{
    char path[1024];
    uint8_t *png = NULL;
    size_t size = 0;
    struct aug_image image = picture(width, height, channels);
    CHECK_OK(aug_image_encode_png(&image, &png, &size, &err));
    snprintf(path, sizeof path, "%s/%s", folder, class_name);
    CHECK_OK(au_folder_make(path, &err));
    snprintf(path, sizeof path, "%s/%s/%s", folder, class_name, file);
    CHECK_OK(au_file_write(path, png, size, &err));
    aug_bytes_free(png);
    aug_image_release(&image);
}

struct set {
    struct aug_dataset data;
    struct aug_pipeline pipeline;
};

/* Classes in byte order: the hostile one (8 x 8 grey; then 2 x 9), plain (24 x 6 colour), tall (5 x 200). */
static struct set open_set(const char *const *specs, size_t count)
{
    struct set set = {0};
    const char *folder = check_folder();
    write_picture(folder, HOSTILE, "a.png", 8, 8, 1);
    write_picture(folder, HOSTILE, "b.png", 2, 9, 1);
    write_picture(folder, "plain", "a.png", 24, 6, 3);
    write_picture(folder, "tall", "a.png", 5, 200, 3);
    CHECK_OK(aug_dataset_open(folder, NULL, &set.data, &err));
    CHECK_OK(aug_pipeline_specs(specs, count, 1, &set.pipeline, &err));
    return set;
}

static void close_set(struct set *set)
{
    aug_pipeline_release(&set->pipeline);
    aug_dataset_release(&set->data);
}

static const char *const two[] = {"hflip", "rotate:+-90"};

#define CELL 16
#define GAP 3 /* 2 + 16 / 16 */

static const uint8_t *at(const struct aug_image *sheet, int row, int column, int x, int y)
{
    const int left = GAP + column * (CELL + GAP) + x, top = GAP + row * (CELL + GAP) + y;
    return sheet->pixels + (size_t)top * sheet->stride + (size_t)left * 3;
}

TEST(a_sheet_has_a_row_for_each_image_and_a_column_for_each_draw)
{
    struct set set = open_set(two, 2);
    struct aug_image sheet = {0};
    const struct aug_show_options options = {.images = 3, .draws = 4, .cell_px = CELL, .seed = 5};
    CHECK_OK(aug_show_image(&set.data, &set.pipeline, &options, &sheet, &err));
    CHECK(sheet.width == GAP + (1 + 1 + 4) * (CELL + GAP));
    CHECK(sheet.height == GAP + 3 * (CELL + GAP));
    for (int x = 0; x < sheet.width * 3; x++)
        CHECK(sheet.pixels[x] == 255 && sheet.pixels[GAP / 2 * (int)sheet.stride + x] == 255);
    aug_image_release(&sheet);
    close_set(&set);
}

TEST(small_pictures_are_enlarged_by_repeating_pixels_and_the_second_column_is_mirrored)
{
    struct set set = open_set(two, 1);
    struct aug_image sheet = {0}, in = picture(8, 8, 1);
    const struct aug_show_options options = {.images = 1, .cell_px = CELL};
    CHECK_OK(aug_show_image(&set.data, &set.pipeline, &options, &sheet, &err));
    for (int y = 0; y < CELL; y++)
        for (int x = 0; x < CELL; x++)
            for (int c = 0; c < 3; c++) {
                CHECK(at(&sheet, 0, 0, x, y)[c] == in.pixels[y / 2 * 8 + x / 2]);
                CHECK(at(&sheet, 0, 1, x, y)[c] == in.pixels[y / 2 * 8 + 7 - x / 2]);
            }
    aug_image_release(&in);
    aug_image_release(&sheet);
    close_set(&set);
}

TEST(a_wide_picture_is_letterboxed_on_white)
{
    struct set set = open_set(two, 1);
    struct aug_image sheet = {0};
    CHECK_OK(aug_show_image(&set.data, &set.pipeline, &(struct aug_show_options){.images = 2, .cell_px = CELL}, &sheet,
                            &err));
    int painted = 0; /* 24 x 6 in 16 pixels: 16 x 4, six white rows above and below */
    for (int y = 0; y < CELL; y++) {
        bool is_white = true;
        for (int x = 0; x < CELL * 3; x++) is_white = is_white && at(&sheet, 1, 0, 0, y)[x] == 255;
        CHECK_SAY(is_white == (y < 6 || y >= 10), "row %d", y);
        painted += !is_white;
    }
    CHECK(painted == 4);
    aug_image_release(&sheet);
    close_set(&set);
}

TEST(images_are_the_first_of_each_class_in_turn_then_the_second)
{
    struct set set = open_set(two, 1);
    static const char *const expected[] = {HOSTILE "/a.png", "plain/a.png", "tall/a.png", HOSTILE "/b.png"};
    struct au_sheet sheet;
    CHECK_OK(au_sheet_make(&set.data, &set.pipeline, &(struct aug_show_options){.images = 50}, &sheet, &err));
    CHECK(sheet.row_count == 4);
    for (size_t i = 0; i < 4; i++)
        CHECK_SAY(strcmp(set.data.samples[sheet.rows[i]].below, expected[i]) == 0, "%s",
                  set.data.samples[sheet.rows[i]].below);
    au_sheet_release(&sheet);
    close_set(&set);
}

struct seen {
    int cells, different;
    char last[4096];
};

static enum aug_status note_values(void *context, const struct au_sheet_cell *cell, struct aug_error *unused)
{
    (void)unused;
    struct seen *seen = context;
    struct au_text values = {0};
    au_sheet_values(&values, cell);
    const char *text = values.bytes ? values.bytes : "";
    seen->cells++;
    seen->different += cell->row == 0 && strcmp(seen->last, text) != 0;
    snprintf(seen->last, sizeof seen->last, "%s", text);
    au_text_release(&values);
    return AUG_OK;
}

TEST(every_draw_of_a_random_transform_has_values_of_its_own)
{
    struct set set = open_set(two, 2);
    struct au_sheet sheet;
    struct seen seen = {0};
    CHECK_OK(au_sheet_make(&set.data, &set.pipeline, &(struct aug_show_options){.draws = 5}, &sheet, &err));
    CHECK_OK(au_sheet_walk(&sheet, note_values, &seen, &err));
    CHECK_SAY(seen.cells == 4 * (1 + 1 + 5), "%d cells", seen.cells);
    CHECK_SAY(seen.different >= 5, "%d different values, last '%s'", seen.different, seen.last);
    au_sheet_release(&sheet);
    close_set(&set);
}

TEST(the_page_names_images_transforms_and_values_and_loads_nothing)
{
    struct set set = open_set(two, 2);
    char *text = NULL, *again = NULL;
    size_t length = 0;
    const char *wanted = getenv("AUGAUDIT_REPORT_TO");
    CHECK_OK(aug_show_html(&set.data, &set.pipeline, NULL, &text, &length, &err));
    CHECK(strlen(text) == length);
    CHECK(strstr(text, "&lt;b&gt;&quot;&#39;&amp;") && !strstr(text, HOSTILE));
    CHECK(strstr(text, "<code>hflip</code>") && strstr(text, "<code>rotate:+-90</code>"));
    CHECK(!strstr(text, "http://") && !strstr(text, "https://") && !strstr(text, "<script"));
    int pictures = 0;
    for (const char *s = text; (s = strstr(s, "<img ")); s++) pictures++;
    CHECK_SAY(pictures == 4 * (1 + 1 + 3), "%d pictures", pictures);
    CHECK_OK(aug_show_html(&set.data, &set.pipeline, NULL, &again, &length, &err));
    CHECK(strcmp(text, again) == 0);
    if (wanted) {
        char path[1024];
        snprintf(path, sizeof path, "%s/sheet.html", wanted);
        CHECK_OK(au_file_write(path, text, length, &err));
    }
    aug_bytes_free(text);
    aug_bytes_free(again);
    close_set(&set);
}

TEST(options_out_of_range_and_sheets_too_large_are_refused)
{
    static const struct aug_show_options wrong[] = {{.images = -1},
                                                    {.images = 1001},
                                                    {.draws = -1},
                                                    {.draws = 101},
                                                    {.cell_px = 7},
                                                    {.cell_px = 1025},
                                                    {.draws = 100, .cell_px = 1024}};
    struct set set = open_set(two, 2);
    struct aug_image sheet = {0};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        CHECK_SAY(aug_show_image(&set.data, &set.pipeline, &wrong[i], &sheet, &err) == AUG_BAD_INPUT, "options %zu", i);
    aug_image_release(&sheet);
    close_set(&set);
}

TEST(a_transform_that_cannot_be_applied_is_named_and_not_shown)
{
    static const char pipeline[] =
        "{\"__version__\": \"2.0.8\", \"transform\": {\"__class_fullname__\": \"Compose\", \"p\": 1.0, \"transforms\": "
        "[{\"__class_fullname__\": \"ElasticTransform\", \"p\": 1.0}]}}";
    struct set set = open_set(two, 1);
    struct aug_pipeline other = {0};
    char *text = NULL;
    size_t length = 0;
    CHECK_OK(aug_pipeline_parse(pipeline, strlen(pipeline), "p.json", &other, &err));
    CHECK(other.leaf_count == 1 && other.leaves[0].part_count == 0);
    CHECK_OK(aug_show_html(&set.data, &other, NULL, &text, &length, &err));
    CHECK(strstr(text, "not shown") && strstr(text, "ElasticTransform"));
    aug_bytes_free(text);
    aug_pipeline_release(&other);
    close_set(&set);
}

TEST(a_sheet_that_runs_out_of_memory_says_so_and_leaks_nothing)
{
    struct set set = open_set(two, 2);
    const struct aug_show_options options = {.images = 2, .draws = 2, .cell_px = CELL};
    const size_t live = au_memory_live();
    for (size_t n = 1; n < 10000; n++) {
        char *text = NULL;
        size_t length = 0;
        struct aug_image sheet = {0};
        au_memory_fail_at(n);
        const enum aug_status page = aug_show_html(&set.data, &set.pipeline, &options, &text, &length, &err);
        bool failed = au_memory_failed();
        CHECK_SAY(failed ? page == AUG_NO_MEMORY && !text : page == AUG_OK, "page, allocation %zu: %d", n, page);
        au_memory_fail_at(n);
        const enum aug_status image = aug_show_image(&set.data, &set.pipeline, &options, &sheet, &err);
        const bool image_failed = au_memory_failed();
        au_memory_fail_at(0);
        CHECK_SAY(image_failed ? image == AUG_NO_MEMORY : image == AUG_OK, "image, allocation %zu: %d", n, image);
        aug_bytes_free(text);
        aug_image_release(&sheet);
        CHECK_SAY(au_memory_live() == live, "allocation %zu: leaked", n);
        if (!failed && !image_failed) break;
    }
    close_set(&set);
}
