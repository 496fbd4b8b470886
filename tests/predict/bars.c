/* SPDX-License-Identifier: Apache-2.0
 * bars.c - draws the bars. */
#include "bars.h"

#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "core/random.h"
#include "drawn.h"

static struct aug_error err;

/* A bar, low, in the middle or high, on noise; bars slant, so that mirroring matters. */
static void put_image(const char *root, int class_index, int i, int side)
{
    struct aug_image image = {0};
    struct au_rng rng;
    au_rng_start(&rng, (uint64_t)(class_index * 100 + i), 0);
    CHECK_OK(aug_image_resize_storage(&image, side, side, 3, &err));
    for (int y = 0; y < side; y++)
        for (int x = 0; x < 3 * side; x++) {
            const int distance = abs(y - x / 6 - 2 - 4 * class_index);
            image.pixels[(size_t)y * image.stride + (size_t)x] = (uint8_t)((distance < 2 ? 180 : 20) +
                                                                           (int)(au_rng_u32(&rng) % 60));
        }
    drawn_keep(root, class_index, i, &image);
}

struct aug_dataset bars_make(int each)
{
    struct aug_dataset data = {0};
    char root[128];
    snprintf(root, sizeof root, "%s", check_folder());
    for (int k = 0; k < BARS_CLASSES; k++)
        for (int i = 0; i < each; i++) put_image(root, k, i, 14 + i % 3);
    CHECK_OK(aug_dataset_open(root, NULL, &data, &err));
    return data;
}
