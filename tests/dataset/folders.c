/* SPDX-License-Identifier: Apache-2.0
 * folders.c - files below the folder of the test at hand. */
#include "folders.h"

#include <stdio.h>
#include <string.h>

#include "check.h"
#include "core/file.h"

char root[128];

void fresh(void)
{
    snprintf(root, sizeof root, "%s", check_folder());
}

void put_bytes(const char *below, const void *bytes, size_t size)
{
    char path[4096];
    struct aug_error err = {0};
    snprintf(path, sizeof path, "%s/%s", root, below);
    char *slash = strrchr(path, '/');
    *slash = '\0';
    CHECK_OK(au_folder_make(path, &err));
    *slash = '/';
    CHECK_OK(au_file_write_unsynced(path, bytes, size, &err));
}

void put_png(const char *below, const struct aug_image *image)
{
    struct aug_error err = {0};
    uint8_t *bytes;
    size_t size;
    CHECK_OK(aug_image_encode_png(image, &bytes, &size, &err));
    put_bytes(below, bytes, size);
    aug_bytes_free(bytes);
}
