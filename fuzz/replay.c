/* SPDX-License-Identifier: Apache-2.0
 * replay.c - runs a fuzz target once over every file of the folders (or files) given: what `make test` does
 * instead of fuzzing. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) return 0;
    size_t size = 0, room = 1 << 16, got;
    uint8_t *bytes = malloc(room);
    while (bytes && (got = fread(bytes + size, 1, room - size, file)) > 0) {
        size += got;
        if (size == room) {
            uint8_t *more = realloc(bytes, room *= 2);
            if (!more) free(bytes);
            bytes = more;
        }
    }
    fclose(file);
    if (!bytes) return 0;
    uint8_t *exact = malloc(size ? size : 1); /* so that reading past the end is seen */
    if (exact) {
        memcpy(exact, bytes, size);
        LLVMFuzzerTestOneInput(exact, size);
    }
    free(exact);
    free(bytes);
    return 1;
}

static int run(const char *path)
{
    DIR *folder = opendir(path);
    if (!folder) return run_file(path);
    int count = 0;
    const struct dirent *entry;
    while ((entry = readdir(folder))) {
        char below[4096];
        if (entry->d_name[0] == '.') continue;
        const int length = snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
        if (length > 0 && (size_t)length < sizeof below) count += run_file(below);
    }
    closedir(folder);
    return count;
}

int main(int argc, char **argv)
{
    int count = 0;
    for (int i = 1; i < argc; i++) count += run(argv[i]);
    printf("%d inputs replayed\n", count);
    return count > 0 ? 0 : 1;
}
