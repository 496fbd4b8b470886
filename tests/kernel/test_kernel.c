/* SPDX-License-Identifier: Apache-2.0
 * test_kernel.c - every table of row primitives gives the scalar bytes, at any length and alignment. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "core/random.h"
#include "kernel/kernel.h"

#define SEED 77
#define ROUNDS 3000
#define LONGEST 300
#define ROWS_MAX 9

struct rows { /* inputs of one round, and two outputs with guards on both sides */
    uint8_t in[LONGEST * 3 + 64], table[256], a[LONGEST * 3 + 64], b[LONGEST * 3 + 64];
    float values[ROWS_MAX][LONGEST + 16], weights[ROWS_MAX], fa[LONGEST + 32], fb[LONGEST + 32];
    const float *pointers[ROWS_MAX];
    size_t count, shift, row_count;
};

static void fill(struct rows *rows, struct au_rng *rng)
{
    rows->count = (size_t)au_rng_integer(rng, 0, LONGEST - 1);
    rows->shift = (size_t)au_rng_integer(rng, 0, 7);
    rows->row_count = (size_t)au_rng_integer(rng, 1, ROWS_MAX);
    for (size_t i = 0; i < sizeof rows->in; i++) rows->in[i] = (uint8_t)au_rng_u32(rng);
    for (size_t i = 0; i < 256; i++) rows->table[i] = (uint8_t)au_rng_u32(rng);
    for (size_t r = 0; r < ROWS_MAX; r++) {
        rows->weights[r] = (float)au_rng_between(rng, -0.7, 0.9);
        rows->pointers[r] = rows->values[r] + rows->shift;
        for (size_t i = 0; i < LONGEST + 16; i++) rows->values[r][i] = (float)au_rng_integer(rng, 0, 510) / 2;
    }
    memset(rows->a, 0xA5, sizeof rows->a);
    memset(rows->b, 0xA5, sizeof rows->b);
    memset(rows->fa, 0, sizeof rows->fa);
    memset(rows->fb, 0, sizeof rows->fb);
}

static void compare(const struct rows *rows, const struct au_kernels *kernels, const char *slot)
{
    CHECK_SAY(memcmp(rows->a, rows->b, sizeof rows->a) == 0 && memcmp(rows->fa, rows->fb, sizeof rows->fa) == 0,
              "%s.%s differs from scalar at %zu values, offset %zu, %zu rows", kernels->name, slot, rows->count,
              rows->shift, rows->row_count);
}

/* Values of the rows stand for products (a few patches of up to 40 filters) and for cosines, some beyond 1. */
static void one_round_of_responses(struct rows *rows, const struct au_kernels *scalar, const struct au_kernels *kernels)
{
    const size_t filters = 1 + rows->count % 40;
    const struct au_rectifier r = {filters, rows->values[1], rows->values[2], 0.25f};
    for (size_t i = 0; i < LONGEST; i++) rows->values[0][i] = (rows->values[0][i] - 128) / 96;
    for (size_t i = 0; i < 2 * filters; i++) rows->fa[i] = rows->fb[i] = rows->values[0][i];
    scalar->rectify_f32(rows->fa, rows->values[3], rows->values[0], rows->values[0] + 7, 4, &r);
    kernels->rectify_f32(rows->fb, rows->values[3], rows->values[0], rows->values[0] + 7, 4, &r);
    compare(rows, kernels, "rectify_f32");
    memcpy(rows->fa, rows->values[0], LONGEST * sizeof *rows->fa);
    memcpy(rows->fb, rows->values[0], LONGEST * sizeof *rows->fb);
    scalar->arc_cosine_f32(rows->fa + rows->shift, rows->count);
    kernels->arc_cosine_f32(rows->fb + rows->shift, rows->count);
    compare(rows, kernels, "arc_cosine_f32");
    scalar->cosines_f32(rows->fa + rows->shift, rows->count, 0.5f);
    kernels->cosines_f32(rows->fb + rows->shift, rows->count, 0.5f);
    compare(rows, kernels, "cosines_f32");
    rows->values[0][rows->shift] = rows->values[1][rows->shift] = rows->values[1][3] = 0;
    scalar->directions_f32(rows->fa, rows->values[2], rows->pointers[0], rows->values[1], rows->count);
    kernels->directions_f32(rows->fb, rows->values[3], rows->pointers[0], rows->values[1], rows->count);
    memcpy(rows->a, rows->values[2], rows->count * sizeof(float) / 2);
    memcpy(rows->b, rows->values[3], rows->count * sizeof(float) / 2);
    compare(rows, kernels, "directions_f32");
}

static void one_round(struct rows *rows, const struct au_kernels *scalar, const struct au_kernels *kernels)
{
    uint8_t *a = rows->a + 16 + rows->shift, *b = rows->b + 16 + rows->shift;
    const uint8_t *in = rows->in + 16 - rows->shift;
    scalar->map_u8(a, in, rows->table, rows->count);
    kernels->map_u8(b, in, rows->table, rows->count);
    compare(rows, kernels, "map_u8");
    for (int channels = 1; channels <= 4; channels++) {
        scalar->reverse_u8(a, in, rows->count * 3 / 4, channels == 4 ? 2 : channels);
        kernels->reverse_u8(b, in, rows->count * 3 / 4, channels == 4 ? 2 : channels);
        compare(rows, kernels, "reverse_u8");
    }
    scalar->mix_rows_u8(a, rows->pointers, rows->weights, rows->row_count, rows->count);
    kernels->mix_rows_u8(b, rows->pointers, rows->weights, rows->row_count, rows->count);
    compare(rows, kernels, "mix_rows_u8");
    scalar->mix_rows_f32(rows->fa + 9, rows->pointers, rows->weights, rows->row_count, rows->count);
    kernels->mix_rows_f32(rows->fb + 9, rows->pointers, rows->weights, rows->row_count, rows->count);
    compare(rows, kernels, "mix_rows_f32");
    one_round_of_responses(rows, scalar, kernels);
}

TEST(every_table_of_kernels_gives_the_scalar_bytes)
{
    static struct rows rows;
    struct au_rng rng;
    const struct au_kernels *scalar = au_kernels_at(0);
    CHECK(strcmp(scalar->name, "scalar") == 0);
    au_rng_start(&rng, SEED, 0);
    for (size_t t = 1; au_kernels_at(t); t++)
        for (int round = 0; round < ROUNDS; round++) {
            fill(&rows, &rng);
            one_round(&rows, scalar, au_kernels_at(t));
        }
}

TEST(every_table_of_kernels_fills_every_slot)
{
    size_t tables = 0;
    for (; au_kernels_at(tables); tables++) {
        const struct au_kernels *k = au_kernels_at(tables);
        CHECK(k->name && k->map_u8 && k->reverse_u8 && k->mix_rows_u8 && k->mix_rows_f32 && k->rectify_f32 &&
              k->arc_cosine_f32 && k->cosines_f32 && k->directions_f32);
    }
    CHECK(tables >= 1);
    CHECK(au_kernels() == au_kernels());
}

TEST(cosines_agree_with_the_library_within_five_ten_millionths)
{
    for (size_t t = 0; au_kernels_at(t); t++) {
        float values[4000];
        for (int i = 0; i < 4000; i++) values[i] = -40.0f + 0.02f * (float)i;
        au_kernels_at(t)->cosines_f32(values, 4000, 2);
        for (int i = 0; i < 4000; i++) {
            const double at = (double)(-40.0f + 0.02f * (float)i);
            CHECK_SAY(fabs((double)values[i] - 2 * cos(at)) < 1e-5, "2 cos(%g) came out as %g", at, (double)values[i]);
        }
    }
}

TEST(directions_agree_with_the_library_within_a_millionth_and_nothing_points_to_the_right)
{
    for (size_t t = 0; au_kernels_at(t); t++)
        for (int i = 0; i < 7200; i++) {
            const double angle = acos(-1.0) * i / 3600 - acos(-1.0), length = 0.001 + i % 7;
            float x = (float)(length * cos(angle)), y = (float)(length * sin(angle));
            const double expected = 4 + atan2((double)y, (double)x) / acos(-1.0) * 4;
            au_kernels_at(t)->directions_f32(&x, &y, &x, &y, 1);
            CHECK_SAY(fabs((double)y - expected) < 1e-6 && fabs((double)x - length) < 1e-6 * length,
                      "%g degrees: %g eighths, not %g", angle * 57.29578, (double)y, expected);
        }
    float x[8] = {0, 1, 0, -1, 0, 1, -1, -1}, y[8] = {0, 0, 1, 0, -1, 1, 1, -1};
    const float expected[8] = {4, 4, 6, 8, 2, 5, 7, 1};
    for (size_t t = 0; au_kernels_at(t); t++) {
        float size[8], place[8];
        au_kernels_at(t)->directions_f32(size, place, x, y, 8);
        for (int i = 0; i < 8; i++)
            CHECK_SAY(fabsf(place[i] - expected[i]) < 1e-6f, "direction %d: %g", i, (double)place[i]);
    }
}

TEST(a_table_maps_each_value_and_a_mirrored_row_starts_with_its_last_pixel)
{
    const uint8_t in[6] = {1, 2, 3, 4, 5, 6};
    uint8_t out[6], table[256];
    for (int i = 0; i < 256; i++) table[i] = (uint8_t)(255 - i);
    for (size_t t = 0; au_kernels_at(t); t++) {
        au_kernels_at(t)->map_u8(out, in, table, 6);
        CHECK(out[0] == 254 && out[5] == 249);
        au_kernels_at(t)->reverse_u8(out, in, 2, 3);
        CHECK(memcmp(out, (const uint8_t[]){4, 5, 6, 1, 2, 3}, 6) == 0);
        au_kernels_at(t)->reverse_u8(out, in, 6, 1);
        CHECK(memcmp(out, (const uint8_t[]){6, 5, 4, 3, 2, 1}, 6) == 0);
    }
}

TEST(mixed_rows_are_rounded_to_even_and_clamped)
{
    float row[16] = {0.5f, 1.5f, 2.5f, -3, 254.5f, 255.4f, 300, 1e30f, -1e30f, NAN, 7, 7.4999f, 128, 254.49f, 0, 255};
    const uint8_t expected[16] = {0, 2, 2, 0, 254, 255, 255, 255, 0, 0, 7, 7, 128, 254, 0, 255};
    const float *rows[1] = {row}, weights[1] = {1};
    uint8_t out[16];
    for (size_t t = 0; au_kernels_at(t); t++) {
        au_kernels_at(t)->mix_rows_u8(out, rows, weights, 1, 16);
        for (int i = 0; i < 16; i++)
            CHECK_SAY(out[i] == expected[i], "%s: %g becomes %d", au_kernels_at(t)->name, (double)row[i], out[i]);
        au_kernels_at(t)->mix_rows_u8(out, rows, weights, 1, 15); /* the last seven in the tail */
        for (int i = 0; i < 15; i++) CHECK(out[i] == expected[i]);
    }
}
