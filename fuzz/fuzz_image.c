/* SPDX-License-Identifier: Apache-2.0
 * fuzz_image.c - any bytes as an image file: pixels within the limits, or a sentence; twice the same; nothing left behind. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <augaudit/image.h>

#include "core/memory.h"
#include "image/compare.h"

static void check(int condition)
{
    if (!condition) abort();
}

static void check_image(const struct aug_image *image)
{
    check(image->pixels && image->width > 0 && image->height > 0);
    check(image->width <= AUG_IMAGE_MAX_SIDE && image->height <= AUG_IMAGE_MAX_SIDE);
    check((long)image->width * image->height <= AUG_IMAGE_MAX_PIXELS);
    check(image->channels == 1 || image->channels == 3);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct aug_image first = {0}, second = {0};
    struct aug_error err = {0}, warning = {0};
    const enum aug_status status = aug_image_decode(data, size, "input", &first, &warning, &err);
    check(aug_image_decode(data, size, "input", &second, NULL, NULL) == status);
    if (status == AUG_OK) {
        check_image(&first);
        check(au_image_equal(&first, &second));
    } else {
        check(status == AUG_BAD_INPUT || status == AUG_UNSUPPORTED || status == AUG_NO_MEMORY);
        check(strncmp(err.message, "input: ", 7) == 0 || status == AUG_NO_MEMORY);
    }
    aug_image_release(&first);
    aug_image_release(&second);
    check(au_memory_live() == 0);
    return 0;
}
