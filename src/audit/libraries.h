/* SPDX-License-Identifier: Apache-2.0
 * libraries.h - versions of the libraries that this build runs on.
 */
#ifndef AU_LIBRARIES_H
#define AU_LIBRARIES_H

#include <stddef.h>

#include <augaudit/error.h>

#include "core/arena.h"

AUG_CHECKED enum aug_status au_libraries(struct au_arena *arena, const char *const **names,
                                         const char *const **versions, size_t *count, struct aug_error *err);

#endif
