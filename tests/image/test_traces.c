/* SPDX-License-Identifier: Apache-2.0
 * test_traces.c - borders, detail, clipping and grids that were made on purpose are read back. */
#include <math.h>
#include <string.h>

#include "check.h"
#include "core/memory.h"
#include "core/random.h"
#include "image/jpeg_round.h"
#include "image/traces.h"
#include "image/turn.h"

static struct aug_error err;

static struct aug_image noise(int width, int height, int channels, uint64_t seed)
{
    struct aug_image image = {0};
    struct au_rng rng;
    CHECK_OK(aug_image_resize_storage(&image, width, height, channels, &err));
    au_rng_start(&rng, seed, 23);
    for (size_t i = 0; i < image.stride * (size_t)height; i++) image.pixels[i] = (uint8_t)au_rng_integer(&rng, 1, 254);
    return image;
}

static void read_and_release(struct aug_image *image, float *traces)
{
    CHECK_OK(au_image_traces(image, traces, &err));
    aug_image_release(image);
}

static void copy_pixel(struct aug_image *image, int from_x, int from_y, int x, int y)
{
    const size_t c = (size_t)image->channels;
    memcpy(image->pixels + (size_t)y * image->stride + (size_t)x * c,
           image->pixels + (size_t)from_y * image->stride + (size_t)from_x * c, c);
}

TEST(noise_has_no_border_no_copied_edge_and_full_detail)
{
    for (int channels = 1; channels <= 3; channels += 2) {
        float t[AU_TRACE_COUNT];
        struct aug_image image = noise(120, 90, channels, 1);
        read_and_release(&image, t);
        CHECK(!au_trace_has_border(t) && !au_trace_is_copied(t));
        CHECK_SAY(fabsf(t[AU_TRACE_DETAIL_X] - logf(3)) < 0.05f && fabsf(t[AU_TRACE_DETAIL_Y] - logf(3)) < 0.05f,
                  "detail %g and %g, white noise has log 3", (double)t[AU_TRACE_DETAIL_X],
                  (double)t[AU_TRACE_DETAIL_Y]);
        CHECK(t[AU_TRACE_BLACK] == 0 && t[AU_TRACE_WHITE] == 0);
        for (int k = 0; k < 2 * AU_GRID_PERIOD; k++) CHECK(fabsf(t[AU_TRACE_GRID_X + k]) < 0.08f);
    }
}

/* What a shift by (left, top) with one colour beyond the frame leaves. */
static struct aug_image shifted(int left, int top, uint8_t level)
{
    struct aug_image image = noise(40, 32, 3, 2);
    for (int y = 0; y < 32; y++)
        for (int x = 0; x < 40; x++)
            if (x < left || y < top) memset(image.pixels + (size_t)y * image.stride + 3 * (size_t)x, level, 3);
    return image;
}

TEST(a_border_of_one_colour_is_found_with_its_share_depth_and_level)
{
    float t[AU_TRACE_COUNT];
    struct aug_image image = shifted(5, 0, 0);
    read_and_release(&image, t);
    CHECK(au_trace_has_border(t));
    CHECK_SAY(t[AU_TRACE_BORDER_SHARE] == 40.0f / 140, "share %g", (double)t[AU_TRACE_BORDER_SHARE]);
    CHECK_SAY(t[AU_TRACE_BORDER_DEPTH] == 5, "depth %g", (double)t[AU_TRACE_BORDER_DEPTH]);
    CHECK(t[AU_TRACE_BORDER_LEVEL] == 0 && t[AU_TRACE_BLACK] == 0.125f);
    image = shifted(3, 3, 200);
    read_and_release(&image, t);
    CHECK_SAY(t[AU_TRACE_BORDER_DEPTH] == 3 && t[AU_TRACE_BORDER_LEVEL] == 200, "depth %g, level %g",
              (double)t[AU_TRACE_BORDER_DEPTH], (double)t[AU_TRACE_BORDER_LEVEL]);
    CHECK(!au_trace_is_copied(t));
}

/* The first `depth` lines become copies of others by the three rules that libraries have; `along`: columns instead of rows; then turned. */
static struct aug_image with_copied_edge(int depth, int rule, bool along, int turn)
{
    struct aug_image image = noise(37, 41, 3, (uint64_t)(depth + 10 * rule));
    for (int k = 0; k < depth; k++) {
        const int from = rule == 0 ? 2 * depth - k : rule == 1 ? 2 * depth - 1 - k : depth;
        for (int i = 0; i < (along ? 41 : 37); i++)
            if (along) copy_pixel(&image, from, i, k, i);
            else copy_pixel(&image, i, from, i, k);
    }
    CHECK_OK(au_image_turn_in_place(&image, turn, &err));
    return image;
}

TEST(mirrored_and_repeated_edges_are_found_at_every_side_with_their_depth)
{
    for (int depth = 2; depth <= 9; depth += 3)
        for (int rule = 0; rule < 3; rule++)
            for (int along = 0; along < 2; along++)
                for (int turn = 1; turn <= AU_TURN_COUNT; turn++) {
                    float t[AU_TRACE_COUNT];
                    struct aug_image image = with_copied_edge(depth, rule, along, turn);
                    read_and_release(&image, t);
                    CHECK_SAY(t[AU_TRACE_COPIED_DEPTH] == (float)depth, "rule %d, depth %d reads as %g", rule, depth,
                              (double)t[AU_TRACE_COPIED_DEPTH]);
                    CHECK(!au_trace_has_border(t));
                }
}

TEST(a_flat_image_has_a_border_but_no_copied_edge)
{
    float t[AU_TRACE_COUNT];
    struct aug_image image = {0};
    CHECK_OK(aug_image_resize_storage(&image, 30, 20, 1, &err));
    read_and_release(&image, t);
    CHECK(t[AU_TRACE_BORDER_SHARE] == 1 && t[AU_TRACE_COPIED_DEPTH] == 0 && t[AU_TRACE_BLACK] == 1);
}

/* The mean of neighbours, as half a pixel's shift makes: (1, -1, -1, 1) / 2 against (1, 0, -1) / 2 of noise is 1 to 1/2. */
TEST(averaging_neighbours_lowers_the_detail_to_what_arithmetic_says)
{
    float t[AU_TRACE_COUNT];
    struct aug_image image = noise(200, 200, 1, 3);
    for (int y = 0; y < 200; y++)
        for (int x = 0; x < 199; x++) {
            uint8_t *p = image.pixels + (size_t)y * image.stride + x;
            p[0] = (uint8_t)((p[0] + p[1]) / 2);
        }
    read_and_release(&image, t);
    CHECK_SAY(fabsf(t[AU_TRACE_DETAIL_X] - logf(2)) < 0.03f, "detail along %g", (double)t[AU_TRACE_DETAIL_X]);
    CHECK_SAY(fabsf(t[AU_TRACE_DETAIL_Y] - logf(3)) < 0.05f, "detail across %g", (double)t[AU_TRACE_DETAIL_Y]);
}

TEST(a_stretched_range_leaves_empty_values_between)
{
    float t[AU_TRACE_COUNT];
    struct aug_image image = noise(100, 100, 1, 4);
    read_and_release(&image, t);
    CHECK_SAY(t[AU_TRACE_COMB] < 0.02f, "comb %g", (double)t[AU_TRACE_COMB]);
    image = noise(100, 100, 1, 4);
    for (size_t i = 0; i < 10000; i++) image.pixels[i] = (uint8_t)(image.pixels[i] / 4 * 4);
    read_and_release(&image, t);
    CHECK_SAY(fabsf(t[AU_TRACE_COMB] - 0.75f) < 0.02f, "comb %g", (double)t[AU_TRACE_COMB]);
}

static int strongest_phase(const float *grid)
{
    int best = 0;
    for (int k = 1; k < AU_GRID_PERIOD; k++)
        if (grid[k] > grid[best]) best = k;
    return best;
}

/* A decoded JPEG has its largest differences across block edges; mirrored, at the phase that the width leaves. */
TEST(the_coding_grid_shows_and_moves_with_a_flip_by_the_width_modulo_eight)
{
    static const int widths[] = {96, 99, 100, 301};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        float t[AU_TRACE_COUNT];
        struct aug_image image = noise(widths[i], 80, 1, 5), coded = {0}, mirrored = {0};
        for (size_t k = 0; k < image.stride * 80; k++) image.pixels[k] = (uint8_t)(100 + image.pixels[k] / 5);
        CHECK_OK(au_jpeg_round(&image, &(struct au_jpeg_coding){8, 8, 20, false}, &coded, &err));
        CHECK_OK(au_image_turn(&coded, 2, &mirrored, &err));
        read_and_release(&coded, t);
        CHECK(strongest_phase(t + AU_TRACE_GRID_X) == 0 && strongest_phase(t + AU_TRACE_GRID_Y) == 0);
        read_and_release(&mirrored, t);
        CHECK_SAY(strongest_phase(t + AU_TRACE_GRID_X) == widths[i] % 8, "width %d: phase %d", widths[i],
                  strongest_phase(t + AU_TRACE_GRID_X));
        aug_image_release(&image);
    }
}

TEST(images_of_every_small_size_have_finite_traces)
{
    for (int w = 1; w <= 12; w++)
        for (int h = 1; h <= 12; h++) {
            float t[AU_TRACE_COUNT];
            struct aug_image image = noise(w, h, 1 + w % 2 * 2, 6);
            read_and_release(&image, t);
            for (int k = 0; k < AU_TRACE_COUNT; k++) CHECK_SAY(isfinite(t[k]), "%d x %d: trace %d", w, h, k);
        }
}

TEST(every_failing_allocation_of_reading_traces_is_reported_and_leaks_nothing)
{
    struct aug_image image = noise(20, 20, 3, 7);
    const size_t live = au_memory_live();
    for (size_t n = 1; n <= 2; n++) {
        float t[AU_TRACE_COUNT];
        au_memory_fail_at(n);
        CHECK(au_image_traces(&image, t, &err) == AUG_NO_MEMORY);
        au_memory_fail_at(0);
        CHECK(au_memory_live() == live);
    }
    aug_image_release(&image);
}
