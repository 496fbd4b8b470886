/* SPDX-License-Identifier: Apache-2.0
 * victim.c - a program that meets a failed allocation in the way its argument names: for the test of the test. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "victim_library.h"

static int meet(const char *manner)
{
    if (strcmp(manner, "crash") == 0) return *(volatile char *)NULL;
    if (strcmp(manner, "abort") == 0) abort();
    if (strcmp(manner, "hang") == 0)
        for (;;) sleep(1);
    if (strcmp(manner, "other") == 0) return printf("something else\n") * 0;
    if (strcmp(manner, "silent") == 0) return 3;
    if (strcmp(manner, "blame") == 0) return fprintf(stderr, "augaudit: your file is wrong\n") * 0 + 2;
    if (strcmp(manner, "dirty") == 0) return fprintf(stderr, "augaudit: \x1b[31mno memory\n") * 0 + 3;
    return fprintf(stderr, "augaudit: no memory for a word\n") * 0 + 3;
}

int main(int argc, char **argv)
{
    free(malloc(10)); /* the program's own: not counted */
    for (int round = 0; round < 4; round++) {
        char *twice = victim_twice("ab");
        if (!twice && argc > 1 && strcmp(argv[1], "retry") == 0) twice = victim_twice("ab");
        if (!twice) return meet(argc > 1 ? argv[1] : "");
        printf("%s\n", twice);
        free(twice);
    }
    return 0;
}
