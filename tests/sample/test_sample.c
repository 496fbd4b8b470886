/* SPDX-License-Identifier: Apache-2.0
 * test_sample.c - the drawn set: the same every time, and its true answers hold. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <augaudit/sample.h>

#include "check.h"
#include "core/file.h"
#include "core/memory.h"
#include "image/compare.h"
#include "image/turn.h"
#include "sample/sample_internal.h"

enum { SIDE = AU_SCENE_SIDE, MIRROR = 2, HALF_TURN = 3, UPSIDE_DOWN = 4 };

static int class_of(const char *name)
{
    for (int i = 0; i < aug_sample_class_count(); i++)
        if (strcmp(aug_sample_class_name(i), name) == 0) return i;
    check_failed(__FILE__, __LINE__, "no class %s", name);
}

static double luma_at(const struct aug_image *image, int x, int y)
{
    const uint8_t *p = image->pixels + (size_t)y * image->stride + 3 * (size_t)x;
    return 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2];
}

TEST(there_are_the_promised_classes_in_byte_order)
{
    static const char *const names[] = {"arrow_down", "arrow_left", "arrow_right", "arrow_up", "digit_6",  "digit_9",
                                        "disc",       "lamp_green", "lamp_red",    "letter_b", "letter_d", "octagon"};
    CHECK(aug_sample_class_count() == 12 && aug_sample_class_name(12) == NULL && aug_sample_class_name(-1) == NULL);
    for (int i = 0; i < 12; i++) CHECK(strcmp(aug_sample_class_name(i), names[i]) == 0);
}

TEST(the_same_seed_gives_the_same_bytes_and_another_number_or_seed_others)
{
    struct aug_image a = {0}, b = {0};
    struct aug_error err = {0};
    for (int c = 0; c < 12; c++) {
        CHECK_OK(aug_sample_draw(c, 7, 3, &a, &err));
        CHECK(a.width == 32 && a.height == 32 && a.channels == 3);
        CHECK_OK(aug_sample_draw(c, 7, 3, &b, &err));
        CHECK(au_image_equal(&a, &b));
        CHECK_OK(aug_sample_draw(c, 8, 3, &b, &err));
        CHECK(au_image_max_difference(&a, &b) > 20);
        CHECK_OK(aug_sample_draw(c, 7, 4, &b, &err));
        CHECK(au_image_max_difference(&a, &b) > 20);
    }
    CHECK(aug_sample_draw(12, 0, 0, &a, &err) == AUG_BAD_INPUT && aug_sample_draw(0, -1, 0, &a, &err) == AUG_BAD_INPUT);
    aug_image_release(&a), aug_image_release(&b);
}

/* Mean strength of edges over many images of a class: what it looks like whatever its colours. */
static void edge_map(int class_index, uint64_t seed, double map[SIDE * SIDE])
{
    enum { IMAGES = 250 };
    struct aug_image image = {0};
    struct aug_error err = {0};
    memset(map, 0, sizeof *map * SIDE * SIDE);
    for (int i = 0; i < IMAGES; i++) {
        CHECK_OK(aug_sample_draw(class_index, i, seed, &image, &err));
        double edges[SIDE * SIDE] = {0}, total = 1e-9;
        for (int y = 1; y < SIDE - 1; y++)
            for (int x = 1; x < SIDE - 1; x++) {
                const double dx = luma_at(&image, x + 1, y) - luma_at(&image, x - 1, y);
                const double dy = luma_at(&image, x, y + 1) - luma_at(&image, x, y - 1);
                total += edges[y * SIDE + x] = sqrt(dx * dx + dy * dy);
            }
        for (int k = 0; k < SIDE * SIDE; k++) map[k] += edges[k] / total / IMAGES;
    }
    aug_image_release(&image);
}

/* The map of the turned images: edges turn as the images do. */
static void turn_map(const double *map, int turn, double *turned)
{
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            const int last = SIDE - 1;
            const int from_x[] = {0, x, last - x, last - x, x, y, y, last - y, last - y};
            const int from_y[] = {0, y, y, last - y, last - y, x, last - x, last - x, x};
            turned[y * SIDE + x] = map[from_y[turn] * SIDE + from_x[turn]];
        }
}

static double distance(const double *a, const double *b)
{
    double sum = 0;
    for (int k = 0; k < SIDE * SIDE; k++) sum += (a[k] - b[k]) * (a[k] - b[k]);
    return sqrt(sum);
}

struct truth {
    const char *from;
    int turn;
    const char *to; /* NULL: none of the classes */
};

static const struct truth truths[] = {
    {"arrow_left", MIRROR, "arrow_right"},
    {"arrow_right", MIRROR, "arrow_left"},
    {"arrow_up", MIRROR, "arrow_up"},
    {"arrow_down", MIRROR, "arrow_down"},
    {"letter_b", MIRROR, "letter_d"},
    {"letter_d", MIRROR, "letter_b"},
    {"disc", MIRROR, "disc"},
    {"octagon", MIRROR, "octagon"},
    {"arrow_up", UPSIDE_DOWN, "arrow_down"},
    {"arrow_down", UPSIDE_DOWN, "arrow_up"},
    {"arrow_left", UPSIDE_DOWN, "arrow_left"},
    {"arrow_right", UPSIDE_DOWN, "arrow_right"},
    {"digit_6", HALF_TURN, "digit_9"},
    {"digit_9", HALF_TURN, "digit_6"},
    {"arrow_left", HALF_TURN, "arrow_right"},
    {"arrow_up", HALF_TURN, "arrow_down"},
    {"disc", 6, "disc"},
    {"octagon", 8, "octagon"},
    {"arrow_right", 6, "arrow_down"},
    {"arrow_up", 8, "arrow_left"},
    {"letter_b", HALF_TURN, NULL},
    {"letter_d", HALF_TURN, NULL},
    {"letter_b", UPSIDE_DOWN, NULL},
    {"digit_6", MIRROR, NULL},
};

/* Two independent halves of one class differ by chance only; a class turned into another must be as near to it as that. */
TEST(flips_and_turns_do_to_the_classes_what_the_manual_says)
{
    static double maps[12][SIDE * SIDE], others[12][SIDE * SIDE], turned[SIDE * SIDE];
    double chance = 0;
    for (int c = 0; c < 12; c++) {
        edge_map(c, 1, maps[c]);
        edge_map(c, 2, others[c]);
        chance = fmax(chance, distance(maps[c], others[c]));
    }
    for (size_t i = 0; i < sizeof truths / sizeof *truths; i++) {
        const struct truth *t = &truths[i];
        turn_map(others[class_of(t->from)], t->turn, turned);
        for (int c = 0; c < 12; c++) {
            const int lamp = strncmp(aug_sample_class_name(c), "lamp", 4) == 0;
            const double away = distance(maps[c], turned);
            if (t->to && c == class_of(t->to))
                CHECK_SAY(away < 1.3 * chance, "%s turned by %d is %.5f from %s, chance %.5f", t->from, t->turn, away,
                          t->to, chance);
            else
                CHECK_SAY(away > 1.8 * chance || lamp, "%s turned by %d is %.5f from %s, chance %.5f", t->from, t->turn,
                          away, aug_sample_class_name(c), chance);
        }
    }
}

/* The same generator, the other hue: nothing else may differ once colours are gone. */
TEST(gray_makes_the_two_lamps_the_same_and_colour_tells_them_apart)
{
    struct aug_image red = {0}, green = {0};
    struct aug_error err = {0};
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct au_rng a, b;
        struct au_scene scene;
        au_rng_start(&a, seed, 9), au_rng_start(&b, seed, 9);
        au_scene_make(&scene, AU_LAMP_RED, &a);
        CHECK_OK(au_sample_render(&scene, &a, &red, &err));
        const double red_luma = au_luma(scene.lamp);
        CHECK(scene.lamp.r > 1.9 * scene.lamp.g && scene.lamp.r <= 0.92);
        au_scene_make(&scene, AU_LAMP_GREEN, &b);
        CHECK_OK(au_sample_render(&scene, &b, &green, &err));
        CHECK(fabs(red_luma - au_luma(scene.lamp)) < 1e-12 && scene.lamp.g > 1.9 * scene.lamp.r);
        for (int y = 0; y < SIDE; y++)
            for (int x = 0; x < SIDE; x++)
                CHECK_SAY(fabs(luma_at(&red, x, y) - luma_at(&green, x, y)) <= 2.1, "seed %d at (%d, %d): %f and %f",
                          (int)seed, x, y, luma_at(&red, x, y), luma_at(&green, x, y));
        CHECK(au_image_max_difference(&red, &green) > 20);
    }
    aug_image_release(&red), aug_image_release(&green);
}

/* Mean of R - G, of R - B and so on over the lit part: the pixels that are most coloured. */
static void lit_colour(const struct aug_image *image, double rgb[3])
{
    rgb[0] = rgb[1] = rgb[2] = 0;
    for (int y = SIDE / 4; y < SIDE * 3 / 4; y++)
        for (int x = SIDE * 3 / 8; x < SIDE * 5 / 8; x++) {
            const uint8_t *p = image->pixels + (size_t)y * image->stride + 3 * (size_t)x;
            for (int c = 0; c < 3; c++) rgb[c] += p[c];
        }
}

/* Red to green to blue to red is a turn of all hues by exactly 120 degrees. */
TEST(a_hue_turn_of_120_degrees_makes_red_lamps_green)
{
    struct aug_image image = {0};
    struct aug_error err = {0};
    int red = 0, turned = 0, green = 0;
    for (int i = 0; i < 200; i++) {
        double rgb[3];
        CHECK_OK(aug_sample_draw(class_of("lamp_red"), i, 5, &image, &err));
        lit_colour(&image, rgb);
        red += rgb[0] > rgb[1] && rgb[0] > rgb[2];
        const double moved[3] = {rgb[2], rgb[0], rgb[1]};
        turned += moved[1] > moved[0] && moved[1] > moved[2];
        CHECK_OK(aug_sample_draw(class_of("lamp_green"), i, 5, &image, &err));
        lit_colour(&image, rgb);
        green += rgb[1] > rgb[0] && rgb[1] > rgb[2];
    }
    CHECK_SAY(red >= 195 && turned == red && green >= 195, "%d red, %d turned green, %d green of 200", red, turned,
              green);
    aug_image_release(&image);
}

TEST(the_place_of_the_light_says_nothing)
{
    for (int subject = AU_LAMP_RED; subject <= AU_LAMP_GREEN; subject++) {
        int places[3] = {0};
        for (uint64_t i = 0; i < 900; i++) {
            struct au_rng rng;
            struct au_scene scene;
            au_rng_start(&rng, 77, i);
            au_scene_make(&scene, (enum au_subject)subject, &rng);
            places[scene.lamp_place + 1]++;
        }
        for (int k = 0; k < 3; k++) CHECK_SAY(abs(places[k] - 300) < 60, "place %d: %d of 900", k, places[k]);
    }
}

/* Mean colours of the other classes must not differ by more than chance. */
TEST(colour_is_no_label_except_for_the_lamps)
{
    struct aug_image image = {0};
    struct aug_error err = {0};
    for (int c = 0; c < 12; c++) {
        if (strncmp(aug_sample_class_name(c), "lamp", 4) == 0) continue;
        double sums[3] = {0};
        for (int i = 0; i < 200; i++) {
            CHECK_OK(aug_sample_draw(c, i, 6, &image, &err));
            for (size_t k = 0; k < 3 * SIDE * SIDE; k++) sums[k % 3] += image.pixels[k];
        }
        for (int k = 0; k < 3; k++) {
            const double mean = sums[k] / (200.0 * SIDE * SIDE), other = sums[(k + 1) % 3] / (200.0 * SIDE * SIDE);
            CHECK_SAY(fabs(mean - other) < 10, "%s: channel means %f and %f", aug_sample_class_name(c), mean, other);
        }
    }
    aug_image_release(&image);
}

TEST(hardly_any_pixel_is_clipped)
{
    struct aug_image image = {0};
    struct aug_error err = {0};
    long clipped = 0;
    for (int c = 0; c < 12; c++)
        for (int i = 0; i < 50; i++) {
            CHECK_OK(aug_sample_draw(c, i, 8, &image, &err));
            for (size_t k = 0; k < 3 * SIDE * SIDE; k++) clipped += image.pixels[k] == 0 || image.pixels[k] == 255;
        }
    CHECK_SAY(clipped < 12 * 50 * 3 * SIDE * SIDE / 50, "%ld clipped", clipped);
    aug_image_release(&image);
}

TEST(the_written_set_holds_the_drawn_pictures)
{
    char dir[256], path[512];
    struct aug_error err = {0};
    struct aug_image drawn = {0}, read = {0};
    snprintf(dir, sizeof dir, "%s/made/here", check_folder());
    CHECK_OK(aug_sample_write(dir, 2, 3, &err));
    CHECK_OK(aug_sample_write(dir, 2, 4, &err)); /* replaces */
    for (int c = 0; c < 12; c++)
        for (int i = 0; i < 3; i++) {
            snprintf(path, sizeof path, "%s/%s/%04d.png", dir, aug_sample_class_name(c), i);
            const enum aug_status status = aug_image_read(path, &read, NULL, &err);
            CHECK(status == (i < 2 ? AUG_OK : AUG_IO));
            if (i == 2) continue;
            CHECK_OK(aug_sample_draw(c, i, 4, &drawn, &err));
            CHECK(au_image_equal(&drawn, &read));
        }
    aug_image_release(&drawn), aug_image_release(&read);
    CHECK(au_memory_live() == 0);
}

TEST(each_failure_while_writing_the_set_is_reported_and_leaks_nothing)
{
    const char *dir = check_folder();
    struct aug_error err = {0};
    for (int memory = 0; memory < 2; memory++)
        for (size_t n = 1; n < 60; n++) {
            if (memory) au_memory_fail_at(n);
            else au_file_fail_at(n);
            const enum aug_status status = aug_sample_write(dir, 1, 1, &err);
            const bool failed = memory ? au_memory_failed() : au_file_failed();
            au_memory_fail_at(0), au_file_fail_at(0);
            CHECK(status == AUG_OK ? !failed || memory : status == (memory ? AUG_NO_MEMORY : AUG_IO));
            CHECK(au_memory_live() == 0);
        }
}
