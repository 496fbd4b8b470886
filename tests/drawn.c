/* SPDX-License-Identifier: Apache-2.0
 * drawn.c - draws and writes. */
#include "drawn.h"

#include <stdio.h>

#include "check.h"
#include "core/file.h"
#include "core/random.h"

static struct aug_error err;

void drawn_keep(const char *root, int kind, int i, struct aug_image *image)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    char path[512];
    CHECK_OK(aug_image_encode_png(image, &bytes, &size, &err));
    snprintf(path, sizeof path, "%s/%c", root, 'a' + kind);
    CHECK_OK(au_folder_make(path, &err));
    snprintf(path, sizeof path, "%s/%c/%03d.png", root, 'a' + kind, i);
    CHECK_OK(au_file_write_unsynced(path, bytes, size, &err));
    aug_bytes_free(bytes);
    aug_image_release(image);
}

void drawn_side_bar(const char *root, int kind, int i, uint64_t seed, int bright, int dark)
{
    struct aug_image image = {0};
    struct au_rng rng;
    au_rng_start(&rng, (uint64_t)(kind * 1000 + i), seed);
    CHECK_OK(aug_image_resize_storage(&image, DRAWN_SIDE, DRAWN_SIDE, 1, &err));
    const int place = kind == 2 ? -9 : kind == 0 ? 4 + i % 3 : DRAWN_SIDE - 5 - i % 3;
    for (int y = 0; y < DRAWN_SIDE; y++)
        for (int x = 0; x < DRAWN_SIDE; x++)
            image.pixels[(size_t)y * image.stride + (size_t)x] =
                (uint8_t)((x >= place - 1 && x <= place + 1 ? bright : dark) + (int)(au_rng_u32(&rng) % 50));
    drawn_keep(root, kind, i, &image);
}
