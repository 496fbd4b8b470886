/* SPDX-License-Identifier: Apache-2.0
 * victim_library.c - a third-party library to fail: allocates in all three ways. */
#include "victim_library.h"

#include <stdlib.h>
#include <string.h>

char *victim_twice(const char *text)
{
    const size_t length = strlen(text);
    char *copy = malloc(length + 1);
    char *twice = copy ? calloc(length + 1, 1) : NULL;
    char *grown = twice ? realloc(twice, 2 * length + 1) : NULL;
    if (grown) {
        memcpy(copy, text, length + 1);
        memcpy(grown, copy, length);
        memcpy(grown + length, copy, length + 1);
    } else {
        free(twice);
    }
    free(copy);
    return grown;
}
