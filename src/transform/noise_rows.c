/* SPDX-License-Identifier: Apache-2.0
 * noise_rows.c - Gaussian noise added to an image, row by row. */
#include "noise_rows.h"

#include <math.h>
#include <string.h>

#include "core/memory.h"

#include "pixels.h"
#include "random_rows.h"

void au_noise_add_row(const uint8_t *in, const float *noise, uint8_t *out, size_t values, size_t share, bool cut)
{
    if (cut)
        for (size_t i = 0; i < values; i++) out[i] = au_round_u8((float)in[i] + truncf(noise[i / share]));
    else
        for (size_t i = 0; i < values; i++) out[i] = au_round_u8((float)in[i] + noise[i / share]);
}

void au_noise_multiply_row(const uint8_t *in, const float *factors, uint8_t *out, size_t values, size_t share)
{
    for (size_t i = 0; i < values; i++) out[i] = au_cut_u8((float)in[i] * factors[i / share]);
}

/* A field of normal values, `fields` a pixel, that may be smaller than the image: two of its rows at a time. */
struct field {
    const struct au_noise *noise;
    int width, height, small_width, small_height, fields;
    float *upper, *lower, *row;
    int upper_y, lower_y;
};

static void fill(const struct field *field, int y, float *row)
{
    const size_t count = (size_t)field->small_width * (size_t)field->fields;
    au_normal_row(field->noise->seed, 0, y, row, count);
    for (size_t i = 0; i < count; i++) row[i] = field->noise->mean + field->noise->deviation * row[i];
}

/* Where pixel `i` of `length` falls among `small` ones: the index before it and the share of the next. */
static float place(int i, int length, int small, int *before)
{
    const float at = ((float)i + 0.5f) * (float)small / (float)length - 0.5f;
    *before = at < 0 ? 0 : (int)at < small - 1 ? (int)at : small - 1;
    const float share = at - (float)*before;
    return at < 0 || *before == small - 1 ? 0 : share;
}

static void load_pair(struct field *field, int y)
{
    if (field->upper_y != y) fill(field, y, field->upper);
    const int next = y + 1 < field->small_height ? y + 1 : y;
    if (field->lower_y != next) fill(field, next, field->lower);
    field->upper_y = y;
    field->lower_y = next;
}

static const float *enlarged_row(struct field *field, int y)
{
    int top;
    const float down = place(y, field->height, field->small_height, &top);
    load_pair(field, top);
    for (int x = 0; x < field->width; x++) {
        int left;
        const float across = place(x, field->width, field->small_width, &left);
        const int right = left + 1 < field->small_width ? left + 1 : left;
        for (int c = 0; c < field->fields; c++) {
            const int a = left * field->fields + c, b = right * field->fields + c;
            const float upper = field->upper[a] * (1 - across) + field->upper[b] * across;
            const float lower = field->lower[a] * (1 - across) + field->lower[b] * across;
            field->row[x * field->fields + c] = upper * (1 - down) + lower * down;
        }
    }
    return field->row;
}

static int smaller(int length, double grain)
{
    const int small = (int)(length * grain);
    return small < 1 ? 1 : small;
}

static void add_all(const struct aug_image *in, struct field *field, struct aug_image *out)
{
    const bool enlarge = field->small_width != in->width || field->small_height != in->height;
    for (int y = 0; y < in->height; y++) {
        if (!enlarge) fill(field, y, field->row);
        const float *noise = enlarge ? enlarged_row(field, y) : field->row;
        au_noise_add_row(au_row(in, y), noise, au_row_out(out, y), au_row_values(in),
                         (size_t)(in->channels / field->fields), field->noise->cut);
    }
}

enum aug_status au_noise_add(const struct aug_image *in, const struct au_noise *noise, struct aug_image *out,
                             struct aug_error *err)
{
    AUG_TRY(au_same_size(in, out, err));
    struct field field = {noise,
                          in->width,
                          in->height,
                          smaller(in->width, noise->grain),
                          smaller(in->height, noise->grain),
                          noise->shared ? 1 : in->channels,
                          NULL,
                          NULL,
                          NULL,
                          -1,
                          -1};
    float *rows = au_alloc(3 * au_row_values(in), sizeof *rows);
    if (!rows) return au_no_memory(err, "rows of noise");
    field.upper = rows;
    field.lower = rows + au_row_values(in);
    field.row = rows + 2 * au_row_values(in);
    add_all(in, &field, out);
    au_free(rows);
    return AUG_OK;
}
