/* SPDX-License-Identifier: Apache-2.0
 * test_clusters.c - sequences that file names tell, near-duplicates that pixels tell, and what must stay apart, on pictures of the drawn
 * sample set. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <turbojpeg.h>

#include <augaudit/dataset.h>
#include <augaudit/sample.h>

#include "check.h"
#include "core/file.h"
#include "core/memory.h"
#include "core/random.h"
#include "dataset/thumb.h"
#include "folders.h"

#define SEED 20250311

static struct aug_error err;

static void draw(int class_index, int number, struct aug_image *out)
{
    CHECK_OK(aug_sample_draw(class_index, number, SEED, out, &err));
}

static uint8_t byte_of(double value)
{
    return (uint8_t)fmin(255, fmax(0, round(value)));
}

/* The next frame of a film: a pixel further, other light, other noise. */
static void film(struct aug_image *image, int frame)
{
    struct aug_image from = {0};
    struct au_rng rng;
    au_rng_start(&rng, SEED, (uint64_t)frame);
    CHECK_OK(aug_image_copy(image, &from, &err));
    const int dx = au_rng_integer(&rng, -1, 1), dy = au_rng_integer(&rng, -1, 1);
    const double gain = au_rng_between(&rng, 0.8, 1.1);
    for (int y = 0; y < image->height; y++)
        for (int x = 0; x < image->width; x++)
            for (int c = 0; c < 3; c++) {
                const int u = (x + dx + image->width) % image->width, v = (y + dy + image->height) % image->height;
                const uint8_t old = from.pixels[(size_t)v * from.stride + (size_t)u * 3 + (size_t)c];
                image->pixels[(size_t)y * image->stride + (size_t)x * 3 + (size_t)c] = byte_of(gain * old +
                                                                                               4 * au_rng_normal(&rng));
            }
    aug_image_release(&from);
}

/* `classes` x `tracks` films of `frames` frames each, named by `format`(class name, track, frame). */
static void put_films(int classes, int tracks, int frames, const char *format)
{
    struct aug_image image = {0};
    char below[256];
    for (int c = 0; c < classes; c++)
        for (int t = 0; t < tracks; t++)
            for (int f = 0; f < frames; f++) {
                draw(c, t, &image);
                if (f > 0) film(&image, (c * tracks + t) * frames + f);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
                snprintf(below, sizeof below, format, aug_sample_class_name(c), t, f);
#pragma GCC diagnostic pop
                put_png(below, &image);
            }
    aug_image_release(&image);
}

static struct aug_dataset opened(const struct aug_dataset_options *options)
{
    struct aug_dataset d;
    CHECK_OK(aug_dataset_open(root, options, &d, &err));
    return d;
}

static int largest_cluster(const struct aug_dataset *d)
{
    int *sizes = au_alloc((size_t)d->cluster_count, sizeof *sizes), most = 0;
    for (size_t i = 0; i < d->sample_count; i++)
        if (++sizes[d->samples[i].cluster] > most) most = sizes[d->samples[i].cluster];
    au_free(sizes);
    return most;
}

static size_t near_pairs(const struct aug_dataset *d)
{
    size_t count = 0;
    for (size_t i = 0; i < d->duplicate_count; i++) count += d->duplicates[i].kind == AUG_DUPLICATE_NEAR;
    return count;
}

TEST(frames_of_one_film_are_one_cluster_by_their_names_and_nobody_has_to_say_so)
{
    fresh();
    put_films(6, 8, 5, "%s/%05d_%05d.png");
    struct aug_dataset d = opened(NULL);
    CHECK(d.sample_count == 240 && d.grouping_count == 1);
    const struct aug_grouping *g = &d.groupings[0];
    CHECK_SAY(g->accepted && g->groups == 48 && g->p_value <= 0.001 && g->correlation > 0.3,
              "%zu groups, p %g, correlation %g", g->groups, g->p_value, g->correlation);
    CHECK(strcmp(g->about, "before the last number") == 0);
    CHECK_SAY(d.cluster_count == 48, "%d clusters", d.cluster_count);
    for (size_t i = 1; i < d.sample_count; i++) /* byte order: the frames of a film follow each other */
        CHECK((d.samples[i].cluster == d.samples[i - 1].cluster) == (i % 5 != 0));
    aug_dataset_release(&d);
    CHECK(au_memory_live() == 0);
}

TEST(who_says_none_or_gives_a_rule_of_his_own_gets_no_guess)
{
    fresh();
    put_films(3, 8, 4, "%s/%05d_%05d.png");
    struct aug_dataset d = opened(&(struct aug_dataset_options){.clusters = AUG_CLUSTERS_NONE});
    CHECK(d.cluster_count == 96 && d.grouping_count == 0 && d.duplicate_count == 0);
    aug_dataset_release(&d);
    d = opened(&(struct aug_dataset_options){.clusters = AUG_CLUSTERS_NAMES});
    CHECK(d.cluster_count == 24 && d.grouping_count == 1 && d.duplicate_count == 0);
    aug_dataset_release(&d);
    d = opened(&(struct aug_dataset_options){.cluster_by = "^([^/]+)/"});
    CHECK(d.cluster_count == 3 && d.grouping_count == 0);
    aug_dataset_release(&d);
}

TEST(a_limit_on_images_takes_films_whole)
{
    fresh();
    put_films(4, 8, 4, "%s/%d-%d.png");
    struct aug_dataset d = opened(&(struct aug_dataset_options){.max_images = 50, .seed = 3});
    CHECK(d.sample_count == 48 && d.cluster_count == 12 && largest_cluster(&d) == 4);
    aug_dataset_release(&d);
}

TEST(independent_images_stay_apart_however_their_names_count)
{
    static const char *const formats[] = {"%s/img_%d%04d.png", "%s/batch%d_%04d.png", "%s/%04d.%d.rf.png",
                                          "%s/part%d/%d.png"};
    struct aug_image image = {0};
    for (size_t k = 0; k < sizeof formats / sizeof *formats; k++) {
        char below[256];
        fresh();
        for (int c = 0; c < 5; c++)
            for (int i = 0; i < 40; i++) {
                draw(c, i, &image);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
                snprintf(below, sizeof below, formats[k], aug_sample_class_name(c), i % 8, i);
#pragma GCC diagnostic pop
                put_png(below, &image);
            }
        struct aug_dataset d = opened(NULL);
        CHECK_SAY(d.cluster_count == 200, "%s: %d clusters", formats[k], d.cluster_count);
        for (size_t g = 0; g < d.grouping_count; g++)
            CHECK_SAY(fabs(d.groupings[g].correlation) < 0.15 && d.groupings[g].p_value > 0.001,
                      "%s: correlation %g, p %g", formats[k], d.groupings[g].correlation, d.groupings[g].p_value);
        aug_dataset_release(&d);
    }
    aug_image_release(&image);
}

TEST(names_with_one_group_a_class_cannot_be_tested_and_join_nothing)
{
    fresh();
    put_films(4, 1, 12, "%s/06%d_%02d.png");
    struct aug_dataset d = opened(&(struct aug_dataset_options){.clusters = AUG_CLUSTERS_NAMES});
    CHECK(d.grouping_count == 0 && d.cluster_count == 48);
    aug_dataset_release(&d);
}

/* Films 0-3 and 4-7 stand in two folders that mean nothing. */
TEST(a_coarser_reading_of_names_is_judged_by_one_frame_of_each_film)
{
    struct aug_image image = {0};
    char below[256];
    fresh();
    for (int c = 0; c < 5; c++) {
        draw(c, 99, &image); /* an image right below makes the first level the classes */
        snprintf(below, sizeof below, "%s/loose.png", aug_sample_class_name(c));
        put_png(below, &image);
        for (int t = 0; t < 8; t++)
            for (int f = 0; f < 4; f++) {
                draw(c, t, &image);
                if (f > 0) film(&image, (c * 8 + t) * 4 + f);
                snprintf(below, sizeof below, "%s/site%d/%d_%d.png", aug_sample_class_name(c), t / 4, t, f);
                put_png(below, &image);
            }
    }
    aug_image_release(&image);
    struct aug_dataset d = opened(&(struct aug_dataset_options){.clusters = AUG_CLUSTERS_NAMES});
    CHECK(d.grouping_count == 2 && d.groupings[0].accepted && !d.groupings[1].accepted);
    CHECK_SAY(d.cluster_count == 45, "%d clusters", d.cluster_count);
    aug_dataset_release(&d);
}

/* The promise of the exact test: 200 ways to deal out the same independent images under names that look like films. */
TEST(names_that_say_nothing_are_rejected_as_often_as_the_level_says)
{
    enum { CLASSES = 4, EACH = 18, ROUNDS = 200 };
    struct aug_image image = {0};
    char below[256], path[512], to[512], source[128];
    int rejected = 0, accepted = 0;
    fresh();
    for (int c = 0; c < CLASSES; c++)
        for (int i = 0; i < EACH; i++) {
            draw(c, i, &image);
            snprintf(below, sizeof below, "%d/%d.png", c, i);
            put_png(below, &image);
        }
    aug_image_release(&image);
    memcpy(source, root, sizeof source);
    for (int round = 0; round < ROUNDS; round++) {
        struct au_rng rng;
        snprintf(root, sizeof root, "%.80s-%d", source, round);
        for (int c = 0; c < CLASSES; c++) {
            uint32_t order[EACH];
            for (uint32_t i = 0; i < EACH; i++) order[i] = i;
            au_rng_start(&rng, SEED + (uint64_t)round, (uint64_t)c);
            au_rng_shuffle(&rng, order, EACH);
            snprintf(path, sizeof path, "%s/%d", root, c);
            CHECK_OK(au_folder_make(path, &err));
            for (int i = 0; i < EACH; i++) {
                snprintf(path, sizeof path, "%s/%d/%d_%d.png", root, c, i / 3, i % 3);
                snprintf(to, sizeof to, "%s/%d/%u.png", source, c, order[i]);
                CHECK(symlink(to, path) == 0);
            }
        }
        struct aug_dataset d = opened(&(struct aug_dataset_options){.clusters = AUG_CLUSTERS_NAMES, .threads = 1});
        CHECK(d.grouping_count == 1);
        rejected += d.groupings[0].p_value <= 0.05;
        accepted += d.groupings[0].accepted;
        aug_dataset_release(&d);
        for (int c = 0; c < CLASSES; c++) {
            for (int i = 0; i < EACH; i++) {
                snprintf(path, sizeof path, "%s/%d/%d_%d.png", root, c, i / 3, i % 3);
                unlink(path);
            }
            snprintf(path, sizeof path, "%s/%d", root, c);
            rmdir(path);
        }
        rmdir(root);
    }
    CHECK_SAY(rejected <= 22 && rejected >= 1, "%d of %d rejected at 0.05 (seed %d)", rejected, ROUNDS, SEED);
    CHECK_SAY(accepted == 0, "%d of %d accepted", accepted, ROUNDS);
}

/* As a JPEG of poor quality, brightened, noisy, or a pixel larger and cut. */
static void copy_nearly(struct aug_image *image, int way)
{
    struct au_rng rng;
    au_rng_start(&rng, SEED, 900 + (uint64_t)way);
    const size_t count = image->stride * (size_t)image->height;
    if (way % 3 == 0) {
        unsigned char *bytes = NULL;
        unsigned long size = 0;
        tjhandle in = tjInitCompress(), out = tjInitDecompress();
        CHECK(tjCompress2(in, image->pixels, image->width, 0, image->height, TJPF_RGB, &bytes, &size, TJSAMP_420, 50,
                          0) == 0);
        CHECK(tjDecompress2(out, bytes, size, image->pixels, image->width, 0, image->height, TJPF_RGB, 0) == 0);
        tjFree(bytes), tjDestroy(in), tjDestroy(out);
    } else if (way % 3 == 1)
        for (size_t i = 0; i < count; i++) image->pixels[i] = byte_of(0.8 * image->pixels[i] + 20);
    else
        for (size_t i = 0; i < count; i++) image->pixels[i] = byte_of(image->pixels[i] + 5 * au_rng_normal(&rng));
}

TEST(copies_that_were_encoded_again_brightened_or_made_noisy_are_found_and_nothing_else_is)
{
    enum { CLASSES = 10, EACH = 60, PLANTED = 30 };
    struct aug_image image = {0};
    char below[256];
    fresh();
    for (int c = 0; c < CLASSES; c++)
        for (int i = 0; i < EACH; i++) {
            draw(c, i, &image);
            snprintf(below, sizeof below, "%s/%d.png", aug_sample_class_name(c), i);
            put_png(below, &image);
        }
    for (int k = 0; k < PLANTED; k++) {
        draw(k % CLASSES, k, &image);
        copy_nearly(&image, k);
        snprintf(below, sizeof below, "%s/copy%d.png", aug_sample_class_name(k == 7 ? 0 : k % CLASSES), k);
        put_png(below, &image);
    }
    aug_image_release(&image);
    struct aug_dataset d = opened(NULL);
    size_t found = 0, across = 0;
    for (size_t i = 0; i < d.duplicate_count; i++) {
        const struct aug_duplicate *p = &d.duplicates[i];
        const char *one = strrchr(d.samples[p->first].below, '/') + 1,
                   *two = strrchr(d.samples[p->second].below, '/') + 1;
        const char *copy = strncmp(one, "copy", 4) == 0 ? one : two, *other = copy == one ? two : one;
        CHECK_SAY(strncmp(copy, "copy", 4) == 0 && strcmp(copy + 4, other) == 0, "%s and %s are taken for one", one,
                  two);
        CHECK(p->kind == AUG_DUPLICATE_NEAR && d.samples[p->first].cluster == d.samples[p->second].cluster);
        found++, across += p->across_classes;
    }
    CHECK_SAY(found >= PLANTED - 1 && across == 1, "%zu of %d found, %zu across classes", found, PLANTED, across);
    CHECK((size_t)d.cluster_count == d.sample_count - found);
    aug_dataset_release(&d);
}

/* Upright strokes, all alike but for slant, place, thickness: the ones of a handwriting set. */
TEST(strokes_that_all_look_alike_are_not_chained)
{
    enum { EACH = 700 };
    struct aug_image image = {0};
    char below[64];
    fresh();
    CHECK_OK(aug_image_resize_storage(&image, 28, 28, 1, &err));
    for (int i = 0; i < 2 * EACH; i++) {
        struct au_rng rng;
        au_rng_start(&rng, SEED, (uint64_t)i);
        const double slant = au_rng_between(&rng, -0.5, 0.5), x0 = 13.5 + au_rng_normal(&rng);
        const double half = au_rng_between(&rng, 1, 2.2), bend = au_rng_between(&rng, -0.02, 0.02);
        const double top = au_rng_between(&rng, 3, 6), end = au_rng_between(&rng, 21, 25);
        for (int y = 0; y < 28; y++)
            for (int x = 0; x < 28; x++) {
                const double at = x0 + slant * (13.5 - y) + bend * (y - 13.5) * (y - 13.5);
                const double ink = fmin(1, fmax(0, half + 0.5 - fabs(x - at))) * fmin(1, fmax(0, y - top + 0.5)) *
                                   fmin(1, fmax(0, end - y + 0.5));
                image.pixels[y * 28 + x] = byte_of(255 * ink);
            }
        snprintf(below, sizeof below, "%d/%d.png", i % 2, i);
        put_png(below, &image);
    }
    aug_image_release(&image);
    struct aug_dataset d = opened(NULL);
    CHECK_SAY(largest_cluster(&d) <= 2 && near_pairs(&d) <= 3, "largest %d, %zu pairs", largest_cluster(&d),
              near_pairs(&d));
    aug_dataset_release(&d);
}

/* A sweep that slows down: each image's nearest is the next, within an encoder's noise; the first and the last are different pictures. */
TEST(a_chain_of_small_steps_is_cut_where_its_ends_would_be_far_apart)
{
    enum { STEPS = 50 };
    double phase = 0, step = 0.04;
    struct aug_image image = {0};
    char below[64];
    fresh();
    CHECK_OK(aug_image_resize_storage(&image, 64, 64, 1, &err));
    for (int i = 0; i < STEPS; i++) {
        for (int y = 0; y < 64; y++)
            for (int x = 0; x < 64; x++)
                image.pixels[y * 64 + x] = byte_of(128 + 100 * sin(0.15 * (x + 0.7 * y) + phase));
        phase += step, step *= 0.97;
        snprintf(below, sizeof below, "%d/%03d.png", i % 2, i);
        put_png(below, &image);
    }
    aug_image_release(&image);
    struct aug_dataset d = opened(NULL);
    CHECK_SAY(near_pairs(&d) > STEPS / 4, "%zu pairs", near_pairs(&d));
    for (size_t i = 0; i < d.sample_count; i++)
        for (size_t j = 0; j < i; j++) {
            if (d.samples[i].cluster != d.samples[j].cluster) continue;
            struct aug_image a = {0}, b = {0};
            struct au_thumb s, t;
            CHECK_OK(aug_dataset_image(&d, i, &a, &err));
            CHECK_OK(aug_dataset_image(&d, j, &b, &err));
            CHECK_OK(au_thumb_make(&a, &s, &err));
            CHECK_OK(au_thumb_make(&b, &t, &err));
            CHECK_SAY(au_thumb_distance(&s, &t) < 0.017f, "%s and %s are %g apart in one cluster", d.samples[i].below,
                      d.samples[j].below, (double)au_thumb_distance(&s, &t));
            aug_image_release(&a), aug_image_release(&b);
        }
    aug_dataset_release(&d);
}

TEST(flat_images_are_near_to_nothing)
{
    struct aug_image image = {0};
    char below[64];
    fresh();
    CHECK_OK(aug_image_resize_storage(&image, 20, 20, 3, &err));
    for (int i = 0; i < 40; i++) {
        memset(image.pixels, 3 * i, 1200);
        image.pixels[i] ^= 1;
        snprintf(below, sizeof below, "%d/%d.png", i % 2, i);
        put_png(below, &image);
    }
    aug_image_release(&image);
    struct aug_dataset d = opened(NULL);
    CHECK(d.cluster_count == 40 && d.duplicate_count == 0);
    aug_dataset_release(&d);
}

TEST(clusters_do_not_depend_on_threads)
{
    fresh();
    put_films(5, 6, 4, "%s/%03d_%03d.png");
    struct aug_dataset a = opened(&(struct aug_dataset_options){.threads = 1});
    struct aug_dataset b = opened(&(struct aug_dataset_options){.threads = 4});
    CHECK(a.content[0] == b.content[0] && a.content[1] == b.content[1] && a.duplicate_count == b.duplicate_count);
    CHECK(a.groupings[0].p_value == b.groupings[0].p_value);
    aug_dataset_release(&a), aug_dataset_release(&b);
}

TEST(each_failing_allocation_while_clusters_are_looked_for_ends_with_a_message_and_no_leak)
{
    fresh();
    put_films(2, 3, 4, "%s/%d_%d.png");
    for (size_t n = 1, done = 0; !done; n++) {
        struct aug_dataset d;
        err = (struct aug_error){0};
        au_memory_fail_at(n);
        const enum aug_status status = aug_dataset_open(root, &(struct aug_dataset_options){.threads = 1}, &d, &err);
        done = !au_memory_failed();
        au_memory_fail_at(0);
        if (status == AUG_OK) aug_dataset_release(&d);
        CHECK_SAY(status == AUG_OK || err.message[0], "%zu: no message", n);
        if (done) CHECK_OK(status);
        CHECK(au_memory_live() == 0);
    }
}
