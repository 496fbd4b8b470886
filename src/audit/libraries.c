/* SPDX-License-Identifier: Apache-2.0
 * libraries.c - asks the libraries whose versions can move a number. */
#include "libraries.h"

#include "core/memory.h"
#include "image/versions.h"
#include "learn/linalg.h"
#include "store/store.h"

enum aug_status au_libraries(struct au_arena *arena, const char *const **names, const char *const **versions,
                             size_t *count, struct aug_error *err)
{
    const char *const found[][2] = {
        {"openblas", au_linalg_version()},
        {"libspng", au_image_png_version()},
        {"libtiff", au_image_tiff_version()},
        {"sqlite", au_store_sqlite_version()},
    };
    const size_t n = sizeof found / sizeof *found;
    const char **list = au_arena_alloc(arena, 2 * n, sizeof *list);
    bool complete = list != NULL;
    for (size_t i = 0; complete && i < n; i++) {
        list[i] = found[i][0];
        list[n + i] = au_arena_strdup(arena, found[i][1]);
        complete = list[n + i] != NULL;
    }
    if (!complete) return au_no_memory(err, "the versions of the libraries");
    *names = list;
    *versions = list + n;
    *count = n;
    return AUG_OK;
}
