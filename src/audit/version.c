/* SPDX-License-Identifier: Apache-2.0
 * version.c - the library that is running, and how it could run faster. */
#include <augaudit/augaudit.h>

#include <stdlib.h>

#include "learn/linalg.h"

const char *aug_version(void)
{
    return AUG_VERSION;
}

const char *aug_openblas_coretype(void)
{
    return getenv("OPENBLAS_CORETYPE") ? NULL : au_linalg_overlooked();
}
