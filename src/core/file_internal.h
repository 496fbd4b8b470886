/* SPDX-License-Identifier: Apache-2.0
 * file_internal.h - what the files of the file layer share.
 */
#ifndef AU_FILE_INTERNAL_H
#define AU_FILE_INTERNAL_H

#include <stdbool.h>

#include <augaudit/error.h>

/* Counts one call; true (with errno = EIO) when it is the one that a test wants to fail. */
bool au_file_planned_failure(void);
/* "PATH: cannot WHAT: reason", from errno. */
enum aug_status au_file_refused(struct aug_error *err, const char *path, const char *what);

#endif
