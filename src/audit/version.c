/* SPDX-License-Identifier: Apache-2.0
 * version.c - the version of the library that is running. */
#include <augaudit/augaudit.h>

const char *aug_version(void)
{
    return AUG_VERSION;
}
