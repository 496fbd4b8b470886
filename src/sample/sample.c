/* SPDX-License-Identifier: Apache-2.0
 * sample.c - the classes of the sample set: a subject, and the flips and turns among which each picture's is drawn. What a transform does to
 * a class follows: d is a mirrored b, 9 a turned 6, and a class whose list is closed under a turn keeps its law under it. */
#include <augaudit/sample.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/arena.h"
#include "core/file.h"
#include "core/memory.h"
#include "image/turn.h"
#include "sample_internal.h"
#include "scene.h"

#define IMAGES_DEFAULT 120
#define SIDE AU_SCENE_SIDE
#define SUBSAMPLES 2
#define BLUR_REACH 3

struct sample_class {
    const char *name;
    enum au_subject subject;
    int turn_count, turns[AU_TURN_COUNT]; /* numbers of image/turn.h */
};

static const struct sample_class classes[] = {
    {"arrow_down", AU_ARROW_RIGHT, 2, {5, 6}},
    {"arrow_left", AU_ARROW_RIGHT, 2, {2, 3}},
    {"arrow_right", AU_ARROW_RIGHT, 2, {1, 4}},
    {"arrow_up", AU_ARROW_RIGHT, 2, {7, 8}},
    {"digit_6", AU_SIX, 1, {1}},
    {"digit_9", AU_SIX, 1, {3}},
    {"disc", AU_DISC, 8, {1, 2, 3, 4, 5, 6, 7, 8}},
    {"lamp_green", AU_LAMP_GREEN, 4, {1, 2, 3, 4}},
    {"lamp_red", AU_LAMP_RED, 4, {1, 2, 3, 4}},
    {"letter_b", AU_B, 1, {1}},
    {"letter_d", AU_B, 1, {2}},
    {"octagon", AU_OCTAGON, 8, {1, 2, 3, 4, 5, 6, 7, 8}},
};

#define CLASS_COUNT ((int)(sizeof classes / sizeof *classes))

int aug_sample_class_count(void)
{
    return CLASS_COUNT;
}

const char *aug_sample_class_name(int class_index)
{
    return class_index >= 0 && class_index < CLASS_COUNT ? classes[class_index].name : NULL;
}

struct canvas {
    struct au_colour pixels[SIDE][SIDE];
};

static struct au_colour plus(struct au_colour a, struct au_colour b, double weight)
{
    return (struct au_colour){a.r + weight * b.r, a.g + weight * b.g, a.b + weight * b.b};
}

static void draw(const struct au_scene *scene, struct canvas *canvas)
{
    const double step = 1.0 / SUBSAMPLES;
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            struct au_colour sum = {0};
            for (int k = 0; k < SUBSAMPLES * SUBSAMPLES; k++) {
                const double dx = (k % SUBSAMPLES + 0.5) * step, dy = (k / SUBSAMPLES + 0.5) * step;
                sum = plus(sum, au_scene_at(scene, x + dx, y + dy, step), step * step);
            }
            canvas->pixels[y][x] = sum;
        }
}

static int inside(int i)
{
    return i < 0 ? 0 : i >= SIDE ? SIDE - 1 : i;
}

static void blur_one_way(const struct canvas *in, struct canvas *out, const double *weights, int step_x, int step_y)
{
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            struct au_colour sum = {0};
            for (int k = -BLUR_REACH; k <= BLUR_REACH; k++)
                sum = plus(sum, in->pixels[inside(y + k * step_y)][inside(x + k * step_x)], weights[k + BLUR_REACH]);
            out->pixels[y][x] = sum;
        }
}

static void blur(struct canvas *canvas, double sigma)
{
    double weights[2 * BLUR_REACH + 1], total = 0;
    struct canvas half;
    for (int k = -BLUR_REACH; k <= BLUR_REACH; k++)
        total += weights[k + BLUR_REACH] = exp(-k * k / (2 * sigma * sigma));
    for (int k = 0; k <= 2 * BLUR_REACH; k++) weights[k] /= total;
    blur_one_way(canvas, &half, weights, 1, 0);
    blur_one_way(&half, canvas, weights, 0, 1);
}

static uint8_t to_byte(double value)
{
    return (uint8_t)floor(fmin(1, fmax(0, value)) * 255 + 0.5);
}

static void expose(const struct au_scene *s, const struct canvas *canvas, struct au_rng *rng, struct aug_image *out)
{
    const double middle = SIDE / 2.0;
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            const double across = (x + 0.5 - middle) / middle, down = (y + 0.5 - middle) / middle;
            const double light = fmin(1.1, 0.95 + s->light_x * across + s->light_y * down),
                         grain = s->noise * au_rng_normal(rng);
            const struct au_colour c = canvas->pixels[y][x];
            const double values[3] = {c.r, c.g, c.b};
            for (int k = 0; k < 3; k++) {
                const double seen = s->contrast * light * values[k] + s->offset;
                out->pixels[(size_t)y * out->stride + (size_t)(3 * x + k)] = to_byte(
                    seen + grain + s->colour_noise * au_rng_normal(rng));
            }
        }
}

enum aug_status au_sample_render(const struct au_scene *scene, struct au_rng *rng, struct aug_image *out,
                                 struct aug_error *err)
{
    struct canvas canvas;
    AUG_TRY(aug_image_resize_storage(out, SIDE, SIDE, 3, err));
    draw(scene, &canvas);
    blur(&canvas, scene->blur_sigma);
    expose(scene, &canvas, rng, out);
    return AUG_OK;
}

enum aug_status aug_sample_draw(int class_index, int number, uint64_t seed, struct aug_image *out,
                                struct aug_error *err)
{
    if (class_index < 0 || class_index >= CLASS_COUNT || number < 0)
        return aug_fail(err, AUG_BAD_INPUT, "sample image %d of class %d: there are %d classes, and numbers from 0",
                        number, class_index, CLASS_COUNT);
    const struct sample_class *c = &classes[class_index];
    struct au_rng rng;
    struct au_scene scene;
    au_rng_start(&rng, seed, (uint64_t)class_index << 32 | (uint64_t)number);
    const int turn = c->turns[au_rng_integer(&rng, 0, c->turn_count - 1)];
    au_scene_make(&scene, c->subject, &rng);
    AUG_TRY(au_sample_render(&scene, &rng, out, err));
    return au_image_turn_in_place(out, turn, err);
}

static enum aug_status write_image(const char *path, const struct aug_image *image, struct aug_error *err)
{
    uint8_t *bytes;
    size_t size;
    AUG_TRY(aug_image_encode_png(image, &bytes, &size, err));
    const enum aug_status status = au_file_write_unsynced(path, bytes, size, err);
    aug_bytes_free(bytes);
    return status;
}

static enum aug_status write_class(const char *dir, int class_index, int count, uint64_t seed, struct au_arena *arena,
                                   struct aug_image *image, struct aug_error *err)
{
    const char *folder = au_arena_printf(arena, "%s/%s", dir, classes[class_index].name);
    if (!folder) return au_no_memory(err, "a folder name");
    AUG_TRY(au_folder_make(folder, err));
    for (int i = 0; i < count; i++) {
        const char *path = au_arena_printf(arena, "%s/%04d.png", folder, i);
        if (!path) return au_no_memory(err, "a file name");
        AUG_TRY(aug_sample_draw(class_index, i, seed, image, err));
        AUG_TRY(write_image(path, image, err));
    }
    return AUG_OK;
}

enum aug_status aug_sample_write(const char *dir, int images_per_class, uint64_t seed, struct aug_error *err)
{
    const int count = images_per_class > 0 ? images_per_class : IMAGES_DEFAULT;
    struct au_arena arena = {0};
    struct aug_image image = {0};
    enum aug_status status = AUG_OK;
    for (int k = 0; status == AUG_OK && k < CLASS_COUNT; k++)
        status = write_class(dir, k, count, seed, &arena, &image, err);
    aug_image_release(&image);
    au_arena_release(&arena);
    return status;
}
