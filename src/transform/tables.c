/* SPDX-License-Identifier: Apache-2.0
 * tables.c - looking values up, taking that back, and the numbers that tables are made from. */
#include <stdbool.h>
#include <string.h>

#include "kernel/kernel.h"

#include "pixels.h"
#include "tables.h"

static void map_row(const struct au_tables *tables, const uint8_t *in, uint8_t *out, int width)
{
    for (int x = 0; x < width; x++, in += 3, out += 3) {
        out[0] = tables->of[0][in[0]];
        out[1] = tables->of[1][in[1]];
        out[2] = tables->of[2][in[2]];
    }
}

enum aug_status au_table_apply(const uint8_t table[256], const struct aug_image *in, struct aug_image *out,
                               struct aug_error *err)
{
    AUG_TRY(au_same_size(in, out, err));
    const struct au_kernels *kernels = au_kernels();
    for (int y = 0; y < in->height; y++) kernels->map_u8(au_row_out(out, y), au_row(in, y), table, au_row_values(in));
    return AUG_OK;
}

enum aug_status au_tables_apply(const struct au_tables *tables, const struct aug_image *in, struct aug_image *out,
                                struct aug_error *err)
{
    if (!tables->differ || in->channels == 1) return au_table_apply(tables->of[0], in, out, err);
    AUG_TRY(au_same_size(in, out, err));
    for (int y = 0; y < in->height; y++) map_row(tables, au_row(in, y), au_row_out(out, y), in->width);
    return AUG_OK;
}

void au_table_invert(const uint8_t forward[256], uint8_t back[256])
{
    int sum[256] = {0}, count[256] = {0};
    for (int v = 0; v < 256; v++) {
        sum[forward[v]] += v;
        count[forward[v]]++;
    }
    for (int v = 0; v < 256; v++) {
        int near = v;
        for (int step = 0; step < 256; step++) {
            if (v - step >= 0 && count[v - step]) near = v - step;
            else if (v + step < 256 && count[v + step]) near = v + step;
            else continue;
            break;
        }
        back[v] = (uint8_t)((sum[near] + count[near] / 2) / count[near]);
    }
}

enum aug_status au_tables_undo(const struct au_tables *tables, const struct aug_image *in, struct aug_image *out,
                               struct aug_error *err)
{
    struct au_tables back = {.differ = tables->differ};
    for (int c = 0; c < (tables->differ ? 3 : 1); c++) au_table_invert(tables->of[c], back.of[c]);
    return au_tables_apply(&back, in, out, err);
}

void au_table_linear_cut(uint8_t table[256], double factor, double shift)
{
    for (int v = 0; v < 256; v++) table[v] = au_cut_u8((float)v * (float)factor + (float)shift);
}

void au_table_linear_round(uint8_t table[256], double factor, double shift)
{
    for (int v = 0; v < 256; v++) table[v] = au_round_u8((float)(factor * v + shift));
}

void au_histogram(const struct aug_image *image, int channel, uint32_t counts[256])
{
    memset(counts, 0, 256 * sizeof *counts);
    for (int y = 0; y < image->height; y++) {
        const uint8_t *row = au_row(image, y) + channel;
        for (int x = 0; x < image->width; x++) counts[row[(size_t)x * (size_t)image->channels]]++;
    }
}

double au_image_mean(const struct aug_image *image)
{
    uint64_t sum = 0;
    const size_t values = au_row_values(image);
    for (int y = 0; y < image->height; y++) {
        const uint8_t *row = au_row(image, y);
        for (size_t i = 0; i < values; i++) sum += row[i];
    }
    return (double)sum / ((double)values * image->height);
}
