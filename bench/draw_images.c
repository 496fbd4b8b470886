/* SPDX-License-Identifier: Apache-2.0
 * draw_images.c - writes labelled images by the hundred thousand: ten classes of drawn shapes, 32 x 32 pixels, PPM.
 *
 * draw_images DIR COUNT [SEED]: DIR/<class>/<number>.ppm, equally many of each class; place, size, turn, colours, light and noise are drawn. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/file.h"
#include "core/random.h"

#define SIDE 32
#define FINE 2 /* subpixels a side */

typedef bool (*inside_fn)(double x, double y); /* of a shape of radius 1 */

static bool disk(double x, double y)
{
    return x * x + y * y < 1;
}

static bool ring(double x, double y)
{
    return disk(x, y) && x * x + y * y > .3;
}

static bool square(double x, double y)
{
    return fabs(x) < .8 && fabs(y) < .8;
}

static bool frame(double x, double y)
{
    return square(x, y) && !(fabs(x) < .45 && fabs(y) < .45);
}

static bool triangle(double x, double y)
{
    return y < .7 && y > 1.9 * fabs(x) - .9;
}

static bool cross(double x, double y)
{
    return fmin(fabs(x), fabs(y)) < .25 && fmax(fabs(x), fabs(y)) < 1;
}

static bool bar(double x, double y)
{
    return fabs(x) < 1 && fabs(y) < .3;
}

static bool star(double x, double y)
{
    return hypot(x, y) < .6 + .4 * cos(5 * atan2(y, x));
}

static bool crescent(double x, double y)
{
    return disk(x, y) && (x - .5) * (x - .5) + y * y > .7;
}

static bool corner(double x, double y)
{
    return square(x, y) && (x < -.2 || y > .2);
}

static const struct shape {
    const char *name;
    inside_fn is_inside;
} shapes[] = {{"bar", bar},     {"corner", corner}, {"crescent", crescent}, {"cross", cross}, {"disk", disk},
              {"frame", frame}, {"ring", ring},     {"square", square},     {"star", star},   {"triangle", triangle}};
#define SHAPES (sizeof shapes / sizeof *shapes)

struct scene {
    double x, y, radius, cosine, sine;
    double ink[3], paper[3], slope[2], noise;
};

static struct scene draw_scene(struct au_rng *rng)
{
    const double angle = au_rng_between(rng, -.4, .4);
    struct scene s = {.x = au_rng_between(rng, 12, 20),
                      .y = au_rng_between(rng, 12, 20),
                      .radius = au_rng_between(rng, 7, 12),
                      .cosine = cos(angle),
                      .sine = sin(angle),
                      .noise = au_rng_between(rng, 2, 16)};
    for (int c = 0; c < 3; c++) {
        s.paper[c] = au_rng_between(rng, 20, 235);
        s.ink[c] = s.paper[c] + (s.paper[c] < 128 ? 1 : -1) * au_rng_between(rng, 30, 110);
    }
    for (int i = 0; i < 2; i++) s.slope[i] = au_rng_between(rng, -2, 2);
    return s;
}

/* Share of a pixel that the shape covers. */
static double cover(const struct scene *s, inside_fn is_inside, int x, int y)
{
    int hits = 0;
    for (int i = 0; i < FINE * FINE; i++) {
        const double u = x + (i % FINE + .5) / FINE - s->x, v = y + (i / FINE + .5) / FINE - s->y;
        hits += is_inside((u * s->cosine + v * s->sine) / s->radius, (v * s->cosine - u * s->sine) / s->radius);
    }
    return (double)hits / (FINE * FINE);
}

static size_t paint(const struct scene *s, inside_fn is_inside, struct au_rng *rng, uint8_t *out)
{
    size_t at = (size_t)sprintf((char *)out, "P6\n%d %d\n255\n", SIDE, SIDE);
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            const double share = cover(s, is_inside, x, y), light = s->slope[0] * (x - 16) + s->slope[1] * (y - 16);
            for (int c = 0; c < 3; c++) {
                const double value = s->paper[c] + share * (s->ink[c] - s->paper[c]) + light +
                                     s->noise * (au_rng_uniform(rng) + au_rng_uniform(rng) - 1);
                out[at++] = (uint8_t)fmin(255, fmax(0, value));
            }
        }
    return at;
}

static enum aug_status write_image(const char *dir, uint64_t seed, unsigned number, struct aug_error *err)
{
    uint8_t bytes[SIDE * SIDE * 3 + 32];
    char path[4096];
    const struct shape *shape = &shapes[number % SHAPES];
    struct au_rng rng;
    au_rng_start(&rng, seed, number);
    const struct scene scene = draw_scene(&rng);
    snprintf(path, sizeof path, "%s/%s/%07u.ppm", dir, shape->name, number);
    return au_file_write_unsynced(path, bytes, paint(&scene, shape->is_inside, &rng, bytes), err);
}

static enum aug_status write_all(const char *dir, unsigned count, uint64_t seed, struct aug_error *err)
{
    char path[4096];
    for (size_t k = 0; k < SHAPES; k++) {
        snprintf(path, sizeof path, "%s/%s", dir, shapes[k].name);
        AUG_TRY(au_folder_make(path, err));
    }
    for (unsigned i = 0; i < count; i++) AUG_TRY(write_image(dir, seed, i, err));
    return AUG_OK;
}

int main(int argc, char **argv)
{
    struct aug_error err;
    if (argc < 3) {
        fprintf(stderr, "usage: draw_images DIR COUNT [SEED]\n");
        return 2;
    }
    const unsigned count = (unsigned)strtoul(argv[2], NULL, 10);
    if (write_all(argv[1], count, argc > 3 ? strtoull(argv[3], NULL, 10) : 1, &err) == AUG_OK) return 0;
    fprintf(stderr, "draw_images: %s\n", err.message);
    return 1;
}
