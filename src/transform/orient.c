/* SPDX-License-Identifier: Apache-2.0
 * orient.c - mirrors, quarter turns and transposes as three switches: exchange the axes, then mirror either.
 *
 * Output pixel (x, y) reads input pixel (u, v): (u, v) = (y, x) if the axes are exchanged, else (x, y); then u or v mirrored. */
#include "orient.h"

#include <stdbool.h>
#include <string.h>

#include "kernel/kernel.h"

static const struct way {
    bool exchange, mirror_u, mirror_v;
} ways[AU_ORIENT_COUNT] = {
    [AU_ORIENT_E] = {false, false, false},  [AU_ORIENT_R90] = {true, true, false},
    [AU_ORIENT_R180] = {false, true, true}, [AU_ORIENT_R270] = {true, false, true},
    [AU_ORIENT_V] = {false, false, true},   [AU_ORIENT_HVT] = {true, true, true},
    [AU_ORIENT_H] = {false, true, false},   [AU_ORIENT_T] = {true, false, false},
};

static void copy_rows(const struct aug_image *in, const struct way *way, struct aug_image *out)
{
    const struct au_kernels *kernels = au_kernels();
    for (int y = 0; y < out->height; y++) {
        const int v = way->mirror_v ? in->height - 1 - y : y;
        uint8_t *to = out->pixels + (size_t)y * out->stride;
        const uint8_t *from = in->pixels + (size_t)v * in->stride;
        if (way->mirror_u) kernels->reverse_u8(to, from, (size_t)in->width, in->channels);
        else memcpy(to, from, (size_t)in->width * (size_t)in->channels);
    }
}

static void exchange_rows(const struct aug_image *in, const struct way *way, struct aug_image *out)
{
    const size_t channels = (size_t)in->channels;
    for (int y = 0; y < out->height; y++) {
        const int u = way->mirror_u ? in->width - 1 - y : y;
        uint8_t *to = out->pixels + (size_t)y * out->stride;
        const uint8_t *column = in->pixels + (size_t)u * channels;
        for (int x = 0; x < out->width; x++) {
            const int v = way->mirror_v ? in->height - 1 - x : x;
            const uint8_t *from = column + (size_t)v * in->stride;
            for (size_t c = 0; c < channels; c++) *to++ = from[c];
        }
    }
}

enum aug_status au_orient(const struct aug_image *in, enum au_orient element, struct aug_image *out,
                          struct aug_error *err)
{
    const struct way *way = &ways[element];
    const int width = way->exchange ? in->height : in->width, height = way->exchange ? in->width : in->height;
    AUG_TRY(aug_image_resize_storage(out, width, height, in->channels, err));
    if (way->exchange) exchange_rows(in, way, out);
    else copy_rows(in, way, out);
    return AUG_OK;
}

enum au_orient au_orient_inverse(enum au_orient element)
{
    if (element == AU_ORIENT_R90) return AU_ORIENT_R270;
    return element == AU_ORIENT_R270 ? AU_ORIENT_R90 : element;
}

enum au_orient au_orient_turn(int quarters)
{
    return (enum au_orient)(AU_ORIENT_E + (quarters % 4 + 4) % 4);
}
