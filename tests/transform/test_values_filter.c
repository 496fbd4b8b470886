/* SPDX-License-Identifier: Apache-2.0
 * test_values_filter.c - blurs, medians, sharpening, codecs and sizes against slow definitions. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "apply.h"
#include "check.h"
#include "kernel/kernel.h"
#include "pictures.h"
#include "transform/filter.h"
#include "transform/motion.h"
#include "transform/recode.h"

static struct aug_image picture(uint64_t seed, int width, int height, int channels)
{
    struct au_rng rng;
    au_rng_start(&rng, seed, 3);
    return picture_random(&rng, width, height, channels, 1);
}

/* A smooth picture, as codecs like it. */
static struct aug_image smooth(int width, int height, int channels)
{
    struct aug_image image = picture_plain(width, height, channels, 0);
    for (int y = 0; y < height; y++)
        for (int i = 0; i < width * channels; i++)
            image.pixels[(size_t)y * image.stride + (size_t)i] =
                (uint8_t)(128 + 80 * sin(0.1 * (i / channels) + 0.7 * (i % channels)) + 40 * cos(0.13 * y));
    return image;
}

/* The line continued by mirroring about its end pixels, written as a triangle wave. */
static int folded(int i, int length)
{
    if (length == 1) return 0;
    const int period = 2 * (length - 1), place = ((i % period) + period) % period;
    return place < length ? place : period - place;
}

struct square {
    int size;
    double (*weight)(int dx, int dy, const void *context);
    const void *context;
};

static double convolved(const struct aug_image *in, int x, int y, int c, const void *context)
{
    const struct square *square = context;
    double sum = 0, total = 0;
    const int radius = square->size / 2;
    for (int dy = -radius; dy <= radius; dy++)
        for (int dx = -radius; dx <= radius; dx++) {
            const double weight = square->weight(dx, dy, square->context);
            sum += weight * value_at(in, folded(x + dx, in->width), folded(y + dy, in->height), c);
            total += weight;
        }
    return sum / total;
}

static double bell(int dx, int dy, const void *sigma)
{
    const double s = *(const double *)sigma;
    return exp(-(dx * dx + dy * dy) / (2 * s * s));
}

static double equal(int dx, int dy, const void *context)
{
    (void)dx, (void)dy, (void)context;
    return 1;
}

static const struct picture_size sizes[] = {{1, 1}, {1, 9}, {6, 1}, {3, 2}, {23, 17}};
static const size_t size_count = sizeof sizes / sizeof *sizes;

TEST(blurs_are_weighted_means_of_the_mirrored_picture)
{
    for (size_t i = 0; i < size_count; i++)
        for (int channels = 1; channels <= 3; channels += 2) {
            struct aug_image in = picture(i, sizes[i].width, sizes[i].height, channels), out = {0};
            struct applied applied;
            apply_named("blur", "{\"sigma_px\": 1.3}", NULL, 1, &in, &out, &applied);
            compare_with_oracle("blur", &in, &out, convolved, &(struct square){21, bell, &(double){1.3}}, 1, 0.02);
            apply_named("GaussianBlur", "{\"sigma_limit\": [0.8, 0.8], \"blur_limit\": [5, 5]}", NULL, 1, &in, &out,
                        &applied);
            compare_with_oracle("GaussianBlur", &in, &out, convolved, &(struct square){5, bell, &(double){0.8}}, 1,
                                0.02);
            apply_named("Blur", "{\"blur_limit\": [7, 7]}", NULL, 1, &in, &out, &applied);
            compare_with_oracle("Blur", &in, &out, convolved, &(struct square){7, equal, NULL}, 0, 0);
            aug_image_release(&out);
            picture_release(&in);
        }
}

static int by_value(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static int clamped(int i, int length)
{
    return i < 0 ? 0 : i >= length ? length - 1 : i;
}

static double middle(const struct aug_image *in, int x, int y, int c, const void *size)
{
    int values[11 * 11], count = 0;
    const int radius = *(const int *)size / 2;
    for (int dy = -radius; dy <= radius; dy++)
        for (int dx = -radius; dx <= radius; dx++)
            values[count++] = value_at(in, clamped(x + dx, in->width), clamped(y + dy, in->height), c);
    qsort(values, (size_t)count, sizeof *values, by_value);
    return values[count / 2];
}

TEST(median_blur_gives_the_middle_of_the_sorted_values)
{
    for (size_t i = 0; i < size_count; i++)
        for (int size = 3; size <= 11; size += 4) {
            struct aug_image in = picture(i + 9, sizes[i].width, sizes[i].height, 3), out = {0};
            struct aug_error err = {0};
            CHECK_OK(au_filter_median(&in, size, &out, &err));
            compare_with_oracle("median", &in, &out, middle, &size, 0, 0);
            aug_image_release(&out);
            picture_release(&in);
        }
}

static double listed(int dx, int dy, const void *weights)
{
    return (double)((const float *)weights)[(dy + 2) * 5 + dx + 2];
}

TEST(a_square_filter_correlates_with_its_weights)
{
    float weights[25];
    struct au_rng rng;
    au_rng_start(&rng, 5, 5);
    for (int k = 0; k < 25; k++) weights[k] = k % 3 == 0 ? 0 : (float)au_rng_uniform(&rng) / 20;
    double total = 0;
    for (int k = 0; k < 25; k++) total += (double)weights[k];
    for (int k = 0; k < 25; k++) weights[k] /= (float)total;
    for (size_t i = 0; i < size_count; i++) {
        struct aug_image in = picture(i + 20, sizes[i].width, sizes[i].height, 3), out = {0};
        struct aug_error err = {0};
        CHECK_OK(au_filter_square(&in, weights, 5, &out, &err));
        compare_with_oracle("square", &in, &out, convolved, &(struct square){5, listed, weights}, 1, 0.01);
        aug_image_release(&out);
        picture_release(&in);
    }
}

TEST(motion_kernels_are_lines_through_or_beside_the_centre)
{
    float weights[81];
    au_motion_weights(&(struct au_motion){.size = 9}, weights); /* to the right, on both sides: the middle row */
    for (int i = 0; i < 81; i++) CHECK(fabsf(weights[i] - (i / 9 == 4 ? 1.0f / 9 : 0)) < 1e-6f);
    au_motion_weights(&(struct au_motion){.size = 9, .angle = 90}, weights); /* the middle column */
    for (int i = 0; i < 81; i++) CHECK(fabsf(weights[i] - (i % 9 == 4 ? 1.0f / 9 : 0)) < 1e-6f);
    au_motion_weights(&(struct au_motion){.size = 9, .direction = 1},
                      weights); /* all ahead: the centre and four to the right */
    for (int i = 0; i < 81; i++) CHECK(fabsf(weights[i] - (i / 9 == 4 && i % 9 >= 4 ? 0.2f : 0)) < 1e-6f);
    au_motion_weights(&(struct au_motion){.size = 9, .shift_y = -2}, weights);
    for (int i = 0; i < 81; i++) CHECK(fabsf(weights[i] - (i / 9 == 2 ? 1.0f / 9 : 0)) < 1e-6f);
    for (int angle = 0; angle < 360; angle += 7) {
        float sum = 0;
        au_motion_weights(&(struct au_motion){.size = 9, .angle = angle, .shift_x = 1.7, .shift_y = 1.1}, weights);
        for (int i = 0; i < 81; i++) sum += weights[i];
        CHECK(fabsf(sum - 1) < 1e-5f);
    }
}

static double sharper(const struct aug_image *in, int x, int y, int c, const void *context)
{
    (void)context;
    double around = 0;
    for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++)
            around += value_at(in, folded(x + dx, in->width), folded(y + dy, in->height), c);
    const double own = value_at(in, x, y, c);
    return own + 0.3 * (9 * own - around); /* alpha 0.3, lightness 1 */
}

static double relief(const struct aug_image *in, int x, int y, int c, const void *context)
{
    (void)context;
    double sum = 0;
    for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++) {
            const int slope = dx + dy, along = slope == 2 || slope == -2;
            const double weight = slope == 0 ? 0 : (along ? 1.5 : 0.5) * (slope > 0 ? 1 : -1);
            sum += weight * value_at(in, folded(x + dx, in->width), folded(y + dy, in->height), c);
        }
    return value_at(in, x, y, c) + 0.4 * sum;
}

TEST(sharpen_and_emboss_add_a_share_of_their_effect)
{
    struct aug_image in = picture(31, 30, 20, 3), out = {0};
    struct applied applied;
    apply_named("Sharpen", "{\"alpha\": [0.3, 0.3], \"lightness\": [1, 1]}", NULL, 1, &in, &out, &applied);
    compare_with_oracle("Sharpen", &in, &out, sharper, NULL, 1, 0.02);
    apply_named("Emboss", "{\"alpha\": [0.4, 0.4], \"strength\": [0.5, 0.5]}", NULL, 1, &in, &out, &applied);
    compare_with_oracle("Emboss", &in, &out, relief, NULL, 1, 0.02);
    apply_named("UnsharpMask", "{\"threshold\": 255}", NULL, 1, &in, &out, &applied);
    CHECK(picture_same(&in, &out)); /* no difference is beyond the threshold */
    aug_image_release(&out);
    picture_release(&in);
}

TEST(filters_of_floats_give_the_same_with_every_kernel_table)
{
    enum { COUNT = 83, ROWS = 5 };
    float data[ROWS][COUNT], first[COUNT], other[COUNT], weights[ROWS];
    const float *rows[ROWS];
    struct au_rng rng;
    au_rng_start(&rng, 7, 7);
    for (int r = 0; r < ROWS; r++) {
        rows[r] = data[r];
        weights[r] = (float)au_rng_normal(&rng);
        for (int i = 0; i < COUNT; i++) data[r][i] = (float)au_rng_normal(&rng) * 100;
    }
    for (size_t count = 0; count <= COUNT; count++)
        for (size_t k = 0; au_kernels_at(k); k++) {
            memset(k ? other : first, 0, sizeof first);
            au_kernels_at(k)->mix_rows_f32(k ? other : first, rows, weights, ROWS, count);
            CHECK_SAY(k == 0 || memcmp(first, other, sizeof first) == 0, "%s differs at %zu values",
                      au_kernels_at(k)->name, count);
        }
}

TEST(stronger_compression_takes_more_away)
{
    static const char *const codecs[] = {"jpeg", "webp"};
    for (int channels = 1; channels <= 3; channels += 2)
        for (int i = 0; i < 2; i++) {
            struct aug_image in = smooth(61, 47, channels), out = {0};
            struct aug_error err = {0};
            double before = -1;
            for (int quality = 95; quality >= 5; quality -= 30) {
                double square = 0;
                CHECK_OK(i ? au_recode_webp(&in, quality, &out, &err) : au_recode_jpeg(&in, quality, &out, &err));
                for (int y = 0; y < in.height; y++)
                    for (int v = 0; v < in.width * channels; v++) {
                        const int off = in.pixels[(size_t)y * in.stride + (size_t)v] -
                                        out.pixels[(size_t)y * out.stride + (size_t)v];
                        square += off * off;
                    }
                CHECK_SAY(square > before, "%s at %d loses less than at the quality before", codecs[i], quality);
                CHECK_SAY(quality < 95 || sqrt(square / (61 * 47 * channels)) < 5, "%s at 95 loses %g levels",
                          codecs[i], sqrt(square / (61 * 47 * channels)));
                before = square;
            }
            aug_image_release(&out);
            picture_release(&in);
        }
}

TEST(compression_costs_red_detail_as_if_it_were_blue)
{
    struct aug_image red = picture_plain(64, 64, 3, 128), out = {0};
    struct aug_error err = {0};
    double loss[3] = {0};
    for (int channel = 0; channel < 3; channel += 2) { /* the same fine pattern in red, then in blue */
        struct aug_image in = {0};
        CHECK_OK(aug_image_copy(&red, &in, &err));
        for (int i = 0; i < 64 * 64; i++)
            in.pixels[(size_t)(i / 64) * in.stride + (size_t)(3 * (i % 64) + channel)] = (uint8_t)(i % 2 ? 168 : 88);
        CHECK_OK(au_recode_jpeg(&in, 90, &out, &err));
        for (int i = 0; i < 64 * 64; i++)
            loss[channel] += abs(value_at(&in, i % 64, i / 64, channel) - value_at(&out, i % 64, i / 64, channel));
        aug_image_release(&in);
    }
    CHECK_SAY(loss[0] > loss[2], "red loses %g, blue %g: an encoder that knew the order would keep more red", loss[0],
              loss[2]);
    aug_image_release(&out);
    picture_release(&red);
}

static double top_left_of_four(const struct aug_image *in, int x, int y, int c, const void *context)
{
    (void)context;
    return value_at(in, x / 2 * 2, y / 2 * 2, c);
}

static double mean_of_four(const struct aug_image *in, int x, int y, int c, const void *context)
{
    (void)context;
    const int u = x / 2 * 2, v = y / 2 * 2;
    return (value_at(in, u, v, c) + value_at(in, u + 1, v, c) + value_at(in, u, v + 1, c) +
            value_at(in, u + 1, v + 1, c)) /
           4.0;
}

TEST(downscale_by_half_leaves_one_value_for_four_pixels)
{
    struct aug_image in = picture(41, 24, 18, 3), out = {0};
    struct applied applied;
    apply_named("Downscale", "{\"scale_range\": [0.5, 0.5]}", NULL, 1, &in, &out, &applied);
    compare_with_oracle("Downscale", &in, &out, top_left_of_four, NULL, 0, 0);
    apply_named("Downscale",
                "{\"scale_range\": [0.5, 0.5], \"interpolation_pair\": {\"downscale\": 3, \"upscale\": 0}}", NULL, 1,
                &in, &out, &applied);
    compare_with_oracle("Downscale by area", &in, &out, mean_of_four, NULL, 0, 0);
    aug_image_release(&out);
    picture_release(&in);
}
