/* SPDX-License-Identifier: Apache-2.0
 * restart.c - sets OPENBLAS_CORETYPE and executes itself; the second start finds the variable set and goes on. */
#include "restart.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include <augaudit/augaudit.h>

void restart_for_speed(char **argv)
{
    char self[PATH_MAX];
    const char *wanted = aug_openblas_coretype();
    if (!wanted) return;
    const ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length <= 0 || setenv("OPENBLAS_CORETYPE", wanted, 1) != 0) return;
    self[length] = 0;
    (void)execv(self, argv);
}
