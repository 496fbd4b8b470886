/* SPDX-License-Identifier: Apache-2.0
 * file.h - the only file access of the library (the store's is SQLite's): read whole, write atomically, list folders.
 *
 * Every read and write can be made to fail on demand, so that tests see each failure handled.
 */
#ifndef AU_FILE_H
#define AU_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>

#include "arena.h"

/* Whole file, NUL added after the last byte. More than max_bytes: AUG_BAD_INPUT. Free with au_free. */
AUG_CHECKED enum aug_status au_file_read(const char *path, size_t max_bytes, uint8_t **bytes, size_t *size,
                                         struct aug_error *err);
/* Writes a hidden temporary file beside `path`, syncs it and renames it over `path`: a reader sees the old bytes or the new ones.
 * A pipe or device that stands at `path` is written into instead. */
AUG_CHECKED enum aug_status au_file_write(const char *path, const void *bytes, size_t size, struct aug_error *err);
/* The same without syncing to the disk: for many small files that can be made again. */
AUG_CHECKED enum aug_status au_file_write_unsynced(const char *path, const void *bytes, size_t size,
                                                   struct aug_error *err);

/* The first bytes of a file, at most `capacity`; *size says how many there were. */
AUG_CHECKED enum aug_status au_file_head(const char *path, void *bytes, size_t capacity, size_t *size,
                                         struct aug_error *err);

struct au_folder_entry {
    const char *name;
    bool is_folder;         /* links followed */
    uint64_t device, inode; /* of what a link points to: to cut loops */
};
/* Entries in byte order, without hidden ones; strings live in `arena`. Only folders and regular files: dangling links, pipes,
 * sockets and devices are left out. */
AUG_CHECKED enum aug_status au_folder_list(const char *path, struct au_arena *arena, struct au_folder_entry **entries,
                                           size_t *count, struct aug_error *err);
/* Makes a folder and its parents; fine if it is there. */
AUG_CHECKED enum aug_status au_folder_make(const char *path, struct aug_error *err);
bool au_folder_exists(const char *path);
/* Device and inode of a folder (links followed). */
AUG_CHECKED enum aug_status au_folder_identity(const char *path, uint64_t *device, uint64_t *inode,
                                               struct aug_error *err);

/* Tests only: the n-th call of the system (open, read, write, sync, rename, list, make folder) from now on fails (1: the next),
 * once; 0 switches off. Returns the calls since the last call. */
size_t au_file_fail_at(size_t n);
bool au_file_failed(void);

#endif
