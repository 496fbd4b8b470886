/* SPDX-License-Identifier: Apache-2.0
 * test_parity_values.c - transforms of values against the outputs of Albumentations 2.0.8. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "core/arena.h"
#include "core/random.h"
#include "parity.h"
#include "transform/erase.h"
#include "transform/filter.h"
#include "transform/noise_rows.h"
#include "transform/normalize.h"
#include "transform/params.h"

/* The kernel of a shifted motion is random; the recorded one is compared below. */
static bool motion_is_fixed(const struct parity_case *c, struct aug_draw *draw)
{
    (void)draw;
    return strcmp(c->id, "alb-motionblur-shifted") != 0;
}

static const struct parity_op ops[] = {
    {"RandomBrightnessContrast", true, NULL, 12},
    {"RandomGamma", true, NULL, 6},
    {"RandomToneCurve", false, NULL, 4},
    {"InvertImg", true, NULL, 2},
    {"Solarize", true, NULL, 6},
    {"Posterize", true, NULL, 7},
    {"Equalize", true, NULL, 16},
    {"AutoContrast", true, NULL, 10},
    {"CLAHE", true, NULL, 8},
    {"HueSaturationValue", true, NULL, 12},
    {"ColorJitter", false, NULL, 9},
    {"RGBShift", true, NULL, 3},
    {"PlanckianJitter", false, NULL, 9},
    {"FancyPCA", false, NULL, 3},
    {"ToGray", true, NULL, 6},
    {"ToSepia", true, NULL, 2},
    {"ChannelShuffle", false, NULL, 3},
    {"ChannelDropout", false, NULL, 3},
    {"GaussianBlur", true, NULL, 6},
    {"Blur", true, NULL, 4},
    {"MedianBlur", true, NULL, 5},
    {"MotionBlur", true, motion_is_fixed, 3},
    {"Sharpen", true, NULL, 3},
    {"UnsharpMask", true, NULL, 3},
    {"Emboss", true, NULL, 2},
    {"MultiplicativeNoise", true, NULL, 1},
    {"ImageCompression", true, NULL, 13},
    {"Downscale", true, NULL, 4},
    {"Erasing", false, NULL, 1},
    {0},
};

TEST(value_transforms_give_what_albumentations_gives)
{
    parity_run(ops);
}

/* ---- cases whose values no draw holds: the inner functions are given the recorded arrays ---- */

static const char *below_parity(const char *name)
{
    static char below[600];
    snprintf(below, sizeof below, "reference/parity/%s", name);
    return check_shared(below);
}

static void read_png(const struct au_node *node, const char *key, struct aug_image *image)
{
    struct aug_error err = {0};
    CHECK_OK(aug_image_read(below_parity(au_node_find(node, key)->text), image, NULL, &err));
}

/* One case by its id; its nodes live in `arena`. */
static const struct au_node *find_case(const char *id, struct au_arena *arena)
{
    static char line[1 << 20];
    struct aug_error err = {0};
    const struct au_node *node = NULL;
    const char *path = below_parity("cases.jsonl");
    if (!path) check_skip("no ../shared/reference/parity on this machine");
    FILE *file = fopen(path, "r");
    CHECK(file);
    char wanted[200];
    snprintf(wanted, sizeof wanted, "{\"id\": \"%s\"", id);
    while (!node && fgets(line, sizeof line, file))
        if (strncmp(line, wanted, strlen(wanted)) == 0)
            CHECK_OK(au_node_read(line, strlen(line), AU_NODE_JSON, id, arena, &node, &err));
    fclose(file);
    CHECK_SAY(node, "no case %s", id);
    return node;
}

static int farthest(const struct aug_image *a, const struct aug_image *b)
{
    int most = 0;
    CHECK(a->width == b->width && a->height == b->height && a->channels == b->channels);
    for (int y = 0; y < a->height; y++)
        for (int i = 0; i < a->width * a->channels; i++) {
            const int off = abs(a->pixels[(size_t)y * a->stride + (size_t)i] -
                                b->pixels[(size_t)y * b->stride + (size_t)i]);
            if (off > most) most = off;
        }
    return most;
}

/* An array recorded in the case's params; "drop_mask" is {"npy": "aux/..."}. */
static void read_recorded(const struct au_node *node, const char *key, struct parity_array *array)
{
    const struct au_node *recorded = au_node_find(au_node_find(node, "params"), key);
    CHECK(recorded && recorded->kind == AU_NODE_MAP);
    CHECK(parity_array_read(au_node_find(recorded, "npy")->text, array));
}

static float *floats_of(const struct parity_array *array)
{
    float *values = malloc(array->count * sizeof *values);
    CHECK(values);
    for (size_t i = 0; i < array->count; i++) values[i] = (float)array->values[i];
    return values;
}

/* Runs `row` for every row of the case's input and compares. */
static void replay(const char *id, const char *key,
                   void (*row)(const struct au_node *node, const uint8_t *in, const float *recorded, uint8_t *out,
                               size_t count))
{
    struct au_arena arena = {0};
    struct aug_image in = {0}, stored = {0}, out = {0};
    struct aug_error err = {0};
    struct parity_array array = {0};
    const struct au_node *node = find_case(id, &arena);
    read_png(node, "input", &in);
    read_png(node, "output", &stored);
    read_recorded(node, key, &array);
    float *recorded = floats_of(&array);
    CHECK_OK(aug_image_resize_storage(&out, in.width, in.height, in.channels, &err));
    const size_t count = (size_t)in.width * (size_t)in.channels;
    CHECK(array.count == count * (size_t)in.height);
    for (int y = 0; y < in.height; y++)
        row(node, in.pixels + (size_t)y * in.stride, recorded + (size_t)y * count, out.pixels + (size_t)y * out.stride,
            count);
    CHECK_SAY(farthest(&out, &stored) == 0, "%s is off by %d", id, farthest(&out, &stored));
    free(recorded);
    parity_array_release(&array);
    aug_image_release(&in);
    aug_image_release(&stored);
    aug_image_release(&out);
    au_arena_release(&arena);
}

static void add_recorded(const struct au_node *node, const uint8_t *in, const float *recorded, uint8_t *out,
                         size_t count)
{
    (void)node;
    au_noise_add_row(in, recorded, out, count, 1, true);
}

static void multiply_recorded(const struct au_node *node, const uint8_t *in, const float *recorded, uint8_t *out,
                              size_t count)
{
    (void)node;
    au_noise_multiply_row(in, recorded, out, count, 1);
}

/* The recorded mask holds 1 where a value is dropped. */
static void drop_recorded(const struct au_node *node, const uint8_t *in, const float *recorded, uint8_t *out,
                          size_t count)
{
    float chance[3 * 256];
    const struct aug_numbers values = {{au_node_find(au_node_find(node, "init"), "drop_value")->number}, 1};
    CHECK(count <= sizeof chance / sizeof *chance);
    for (size_t i = 0; i < count; i++) chance[i] = 1 - recorded[i];
    memcpy(out, in, count);
    au_drop_row(out, chance, &(struct au_drop){&values, 0.5, 3, 1}, count);
}

TEST(recorded_noise_added_gives_what_albumentations_gives)
{
    replay("alb-gaussnoise-0", "noise_map", add_recorded);
    replay("alb-gaussnoise-1", "noise_map", add_recorded);
    replay("alb-gaussnoise-2", "noise_map", add_recorded);
}

TEST(recorded_factors_multiplied_give_what_albumentations_gives)
{
    replay("alb-multnoise-elem", "multiplier", multiply_recorded);
}

TEST(recorded_pixels_dropped_give_what_albumentations_gives)
{
    replay("alb-pixeldropout", "drop_mask", drop_recorded);
    replay("alb-pixeldropout-pc", "drop_mask", drop_recorded);
}

/* Draws for the case, with its params where the draw has such a field, and applies. */
static void draw_and_apply(const struct au_node *node, const struct aug_image *in, struct aug_image *out)
{
    struct aug_error err = {0};
    struct au_rng rng;
    struct aug_draw draw = {0};
    const struct aug_transform *t = aug_transform_find(au_node_find(node, "op")->text);
    void *params = calloc(1, t->params_bytes + 1);
    CHECK(params);
    aug_transform_defaults(t, params);
    CHECK_OK(au_params_set(t, params, au_node_find(node, "init"), "case", &err));
    au_rng_start(&rng, 11, 22);
    CHECK_OK(t->draw(params, in, &rng, &draw, &err));
    CHECK_OK(t->apply(params, &draw, in, out, &err));
    free(params);
}

static double stated(const struct au_node *node, const char *key)
{
    return au_node_find(au_node_find(node, "statistics"), key)->number;
}

/* Mean and deviation of out - in where clipping is rare, and the correlation of the first two channels' differences. */
struct statistics {
    double mean, deviation, correlation, count;
};

static struct statistics measure(const struct aug_image *in, const struct aug_image *out)
{
    double n = 0, sum = 0, square = 0, pixels = 0, a = 0, b = 0, aa = 0, bb = 0, ab = 0;
    for (int y = 0; y < in->height; y++)
        for (int x = 0; x < in->width; x++) {
            const uint8_t *p = in->pixels + (size_t)y * in->stride + 3 * (size_t)x;
            const uint8_t *q = out->pixels + (size_t)y * out->stride + 3 * (size_t)x;
            for (int c = 0; c < 3; c++) {
                if (p[c] < 61 || p[c] > 194) continue;
                n++, sum += q[c] - p[c], square += (q[c] - p[c]) * (q[c] - p[c]);
            }
            const double d = q[0] - p[0], e = q[1] - p[1];
            pixels++, a += d, b += e, aa += d * d, bb += e * e, ab += d * e;
        }
    const double mean = sum / n;
    return (struct statistics){mean, sqrt(square / n - mean * mean),
                               (ab / pixels - a / pixels * b / pixels) / sqrt((aa / pixels - a / pixels * a / pixels) *
                                                                              (bb / pixels - b / pixels * b / pixels)),
                               n};
}

TEST(drawn_noise_has_the_statistics_of_albumentations_noise)
{
    static const char *const ids[] = {"alb-gaussnoise-0", "alb-gaussnoise-1", "alb-gaussnoise-2", "alb-multnoise-elem"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        struct au_arena arena = {0};
        struct aug_image in = {0}, out = {0};
        const struct au_node *node = find_case(ids[i], &arena);
        read_png(node, "input", &in);
        draw_and_apply(node, &in, &out);
        const struct statistics ours = measure(&in, &out);
        const double mean = stated(node, "core_mean"), deviation = stated(node, "core_std");
        /* both means are estimates; with noise shared by the channels the pixels are what is independent */
        const double independent = stated(node, "channel_corr") > 0.9 ? ours.count / 3 : ours.count;
        CHECK_SAY(fabs(ours.mean - mean) < 4 * sqrt(2) * deviation / sqrt(independent), "%s: mean %g, theirs %g",
                  ids[i], ours.mean, mean);
        CHECK_SAY(fabs(ours.deviation / deviation - 1) < 0.05, "%s: deviation %g, theirs %g", ids[i], ours.deviation,
                  deviation);
        CHECK_SAY(fabs(ours.correlation - stated(node, "channel_corr")) < 0.08, "%s: channels correlate by %g", ids[i],
                  ours.correlation);
        aug_image_release(&in);
        aug_image_release(&out);
        au_arena_release(&arena);
    }
}

TEST(recorded_holes_give_what_albumentations_gives)
{
    static const char *const ids[] = {"alb-coarsedropout-0", "alb-coarsedropout-1", "alb-coarsedropout-maskfill"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        struct au_arena arena = {0};
        struct aug_image image = {0}, stored = {0};
        struct aug_error err = {0};
        const struct au_node *node = find_case(ids[i], &arena);
        const struct au_node *holes = au_node_find(au_node_find(node, "params"), "holes");
        const struct aug_param *row = au_param_find(aug_transform_find("CoarseDropout")->params, "fill");
        union {
            unsigned char bytes[4096];
            double align;
        } params;
        CHECK_OK(
            au_param_set(row, params.bytes, au_node_find(au_node_find(node, "init"), "fill"), "case", "case", &err));
        read_png(node, "input", &image);
        read_png(node, "output", &stored);
        for (size_t h = 0; h < holes->count; h++) {
            const struct au_node *const *v = holes->children[h]->children;
            const struct au_hole hole = {(int)v[0]->number, (int)v[1]->number, (int)v[2]->number, (int)v[3]->number};
            const struct aug_numbers *fill = (const void *)(params.bytes + row->offset);
            CHECK_OK(au_fill_hole(&image, &hole, fill, 0, 0, &err));
        }
        CHECK_SAY(farthest(&image, &stored) == 0, "%s is off by %d", ids[i], farthest(&image, &stored));
        aug_image_release(&image);
        aug_image_release(&stored);
        au_arena_release(&arena);
    }
}

TEST(a_recorded_shifted_motion_kernel_gives_what_albumentations_gives)
{
    struct au_arena arena = {0};
    struct aug_image in = {0}, stored = {0}, out = {0};
    struct aug_error err = {0};
    float weights[49];
    const struct au_node *node = find_case("alb-motionblur-shifted", &arena);
    const struct au_node *kernel = au_node_find(au_node_find(node, "params"), "kernel");
    CHECK(kernel->count == 7);
    for (size_t i = 0; i < 49; i++) weights[i] = (float)kernel->children[i / 7]->children[i % 7]->number;
    read_png(node, "input", &in);
    read_png(node, "output", &stored);
    CHECK_OK(au_filter_square(&in, weights, 7, &out, &err));
    CHECK_SAY(farthest(&out, &stored) <= 1, "off by %d", farthest(&out, &stored));
    aug_image_release(&in);
    aug_image_release(&stored);
    aug_image_release(&out);
    au_arena_release(&arena);
}

TEST(bits_for_each_channel_give_what_albumentations_gives)
{
    struct au_arena arena = {0};
    struct aug_image in = {0}, stored = {0}, out = {0};
    struct aug_error err = {0};
    struct aug_draw draw = {0};
    const struct aug_transform *t = aug_transform_find("Posterize");
    const struct au_node *node = find_case("alb-posterize-perchannel", &arena);
    CHECK_OK(au_param_set(au_param_find(t->draws, "num_bits"), &draw,
                          au_node_find(au_node_find(node, "params"), "num_bits"), "case", "case", &err));
    read_png(node, "input", &in);
    read_png(node, "output", &stored);
    CHECK_OK(t->apply(NULL, &draw, &in, &out, &err));
    CHECK(farthest(&out, &stored) == 0);
    aug_image_release(&in);
    aug_image_release(&stored);
    aug_image_release(&out);
    au_arena_release(&arena);
}

TEST(a_grey_of_one_channel_is_in_each_of_ours)
{
    struct au_arena arena = {0};
    struct aug_image in = {0}, stored = {0}, out = {0};
    const struct aug_transform *t = aug_transform_find("ToGray");
    struct aug_error err = {0};
    union {
        unsigned char bytes[64];
        double align;
    } params;
    const struct au_node *node = find_case("alb-togray-weighted_average-1", &arena);
    CHECK(t->params_bytes <= sizeof params);
    aug_transform_defaults(t, params.bytes);
    CHECK_OK(au_params_set(t, params.bytes, au_node_find(node, "init"), "case", &err));
    read_png(node, "input", &in);
    read_png(node, "output", &stored);
    CHECK_OK(t->apply(params.bytes, NULL, &in, &out, &err));
    CHECK(stored.channels == 1 && out.channels == 3);
    for (int y = 0; y < out.height; y++)
        for (int i = 0; i < 3 * out.width; i++)
            CHECK(out.pixels[(size_t)y * out.stride + (size_t)i] ==
                  stored.pixels[(size_t)y * stored.stride + (size_t)i / 3]);
    aug_image_release(&in);
    aug_image_release(&stored);
    aug_image_release(&out);
    au_arena_release(&arena);
}

/* `fixed`: parameters for ToFloat, which divides by 255; NULL: those of the case's init. */
static void compare_normalized(const char *id, const struct au_normalize *fixed)
{
    struct au_arena arena = {0};
    struct aug_image in = {0};
    struct aug_error err = {0};
    struct parity_array stored = {0};
    struct au_normalize params;
    const struct aug_transform *t = aug_transform_find("Normalize");
    const struct au_node *node = find_case(id, &arena);
    double limit = 0;
    CHECK(sscanf(au_node_find(node, "exactness")->text, "max_abs<=%lf", &limit) == 1);
    aug_transform_defaults(t, &params);
    if (fixed) params = *fixed;
    else CHECK_OK(au_params_set(t, &params, au_node_find(node, "init"), "case", &err));
    read_png(node, "input", &in);
    CHECK(parity_array_read(au_node_find(node, "output")->text, &stored));
    const size_t count = (size_t)in.width * (size_t)in.height * (size_t)in.channels;
    float *out = malloc(count * sizeof *out);
    CHECK(out && count == stored.count);
    au_normalize(&in, &params, out);
    for (size_t i = 0; i < count; i++)
        CHECK_SAY(fabs((double)out[i] - stored.values[i]) <= limit, "%s: value %zu is %.9g, theirs %.9g", id, i,
                  (double)out[i], stored.values[i]);
    free(out);
    parity_array_release(&stored);
    aug_image_release(&in);
    au_arena_release(&arena);
}

TEST(normalized_values_are_those_of_albumentations)
{
    static const char *const modes[] = {"standard", "image", "image_per_channel", "min_max", "min_max_per_channel"};
    char id[100];
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        snprintf(id, sizeof id, "alb-normalize-%s-scenesmall", modes[i]);
        compare_normalized(id, NULL);
        snprintf(id, sizeof id, "alb-normalize-%s-colors", modes[i]);
        compare_normalized(id, NULL);
    }
    compare_normalized("alb-normalize-gray", NULL);
    compare_normalized("alb-normalize-max1", NULL);
    compare_normalized("alb-tofloat",
                       &(struct au_normalize){.mean = {{0}, 1}, .std = {{1}, 1}, .max_pixel_value = 255});
}
