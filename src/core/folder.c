/* SPDX-License-Identifier: Apache-2.0
 * folder.c - lists folders in byte order and makes them. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "file.h"
#include "file_internal.h"
#include "memory.h"

struct listing {
    const char *path;
    struct au_arena *arena;
    struct au_folder_entry *entries;
    size_t count, capacity;
};

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const struct au_folder_entry *)a)->name, ((const struct au_folder_entry *)b)->name);
}

static enum aug_status add_entry(struct listing *l, const char *name, const struct stat *info, struct aug_error *err)
{
    if (l->count == l->capacity) {
        const size_t capacity = l->capacity ? 2 * l->capacity : 64;
        struct au_folder_entry *grown = au_grow(l->entries, l->count * sizeof *grown, capacity, sizeof *grown);
        if (!grown) return au_no_memory(err, "a folder's list");
        l->entries = grown;
        l->capacity = capacity;
    }
    char *copy = au_arena_strdup(l->arena, name);
    if (!copy) return au_no_memory(err, "a file name");
    l->entries[l->count++] = (struct au_folder_entry){copy, S_ISDIR(info->st_mode) != 0, (uint64_t)info->st_dev,
                                                      (uint64_t)info->st_ino};
    return AUG_OK;
}

static enum aug_status list_open(DIR *dir, struct listing *l, struct aug_error *err)
{
    for (;;) {
        errno = 0;
        const struct dirent *item = readdir(dir);
        if (!item && errno != 0) return au_file_refused(err, l->path, "list");
        if (!item) return AUG_OK;
        struct stat info;
        if (item->d_name[0] == '.' || fstatat(dirfd(dir), item->d_name, &info, 0) != 0) continue;
        if (!S_ISDIR(info.st_mode) && !S_ISREG(info.st_mode)) continue;
        AUG_TRY(add_entry(l, item->d_name, &info, err));
    }
}

static enum aug_status into_arena(struct listing *l, struct au_folder_entry **entries, struct aug_error *err)
{
    if (l->count > 1) qsort(l->entries, l->count, sizeof *l->entries, compare_names);
    *entries = au_arena_alloc(l->arena, l->count + 1, sizeof **entries);
    if (!*entries) return au_no_memory(err, "a folder's list");
    if (l->count > 0) memcpy(*entries, l->entries, l->count * sizeof **entries);
    return AUG_OK;
}

enum aug_status au_folder_list(const char *path, struct au_arena *arena, struct au_folder_entry **entries,
                               size_t *count, struct aug_error *err)
{
    struct listing l = {.path = path, .arena = arena};
    DIR *dir = au_file_planned_failure() ? NULL : opendir(path);
    if (!dir) return au_file_refused(err, path, "list");
    enum aug_status status = list_open(dir, &l, err);
    closedir(dir);
    if (status == AUG_OK) status = into_arena(&l, entries, err);
    au_free(l.entries);
    *count = status == AUG_OK ? l.count : 0;
    return status;
}

bool au_folder_exists(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

enum aug_status au_folder_identity(const char *path, uint64_t *device, uint64_t *inode, struct aug_error *err)
{
    struct stat info;
    if (stat(path, &info) != 0) return au_file_refused(err, path, "open");
    *device = (uint64_t)info.st_dev;
    *inode = (uint64_t)info.st_ino;
    return AUG_OK;
}

/* Another process may make the same folder at the same time: what counts is that it is there afterwards. */
static enum aug_status make_one(const char *path, struct aug_error *err)
{
    if (au_folder_exists(path)) return AUG_OK;
    if (!au_file_planned_failure() && mkdir(path, 0777) == 0) return AUG_OK;
    if (errno == EEXIST && au_folder_exists(path)) return AUG_OK;
    return au_file_refused(err, path, "make the folder");
}

enum aug_status au_folder_make(const char *path, struct aug_error *err)
{
    char *part = au_strdup(path);
    if (!part) return au_no_memory(err, "a folder name");
    enum aug_status status = AUG_OK;
    for (char *at = part; status == AUG_OK && *at; at++) {
        if (*at != '/' || at == part) continue;
        *at = '\0';
        status = make_one(part, err);
        *at = '/';
    }
    if (status == AUG_OK) status = make_one(part, err);
    au_free(part);
    return status;
}
