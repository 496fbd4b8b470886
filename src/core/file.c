/* SPDX-License-Identifier: Apache-2.0
 * file.c - whole-file reads, atomic writes, and the planned failure of any system call among them. */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file_internal.h"
#include "memory.h"

#define PIECE_BYTES ((size_t)1 << 16)
#define TEMPORARY_TRIES 100

static atomic_size_t calls, fail_at;
static atomic_bool failed;

bool au_file_planned_failure(void)
{
    const size_t number = atomic_fetch_add(&calls, 1) + 1;
    if (number != atomic_load(&fail_at)) return false;
    atomic_store(&failed, true);
    errno = EIO;
    return true;
}

size_t au_file_fail_at(size_t n)
{
    const size_t before = atomic_exchange(&calls, 0);
    atomic_store(&failed, false);
    atomic_store(&fail_at, n);
    return before;
}

bool au_file_failed(void)
{
    return atomic_load(&failed);
}

enum aug_status au_file_refused(struct aug_error *err, const char *path, const char *what)
{
    char reason[128] = "unknown reason";
    const int code = errno;
    if (strerror_r(code, reason, sizeof reason) != 0) snprintf(reason, sizeof reason, "error %d", code);
    return aug_fail(err, AUG_IO, "%s: cannot %s: %s", path, what, reason);
}

static int open_file(const char *path, int flags)
{
    if (au_file_planned_failure()) return -1;
    int file;
    do file = open(path, flags | O_CLOEXEC, 0666);
    while (file < 0 && errno == EINTR);
    return file;
}

/* Bytes read until `size` or the end, -1 on failure. */
static ssize_t read_up_to(int file, uint8_t *bytes, size_t size)
{
    size_t done = 0;
    while (done < size) {
        const ssize_t got = au_file_planned_failure() ? -1 : read(file, bytes + done, size - done);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return -1;
        if (got == 0) break;
        done += (size_t)got;
    }
    return (ssize_t)done;
}

struct reading {
    const char *path;
    size_t max_bytes;
    uint8_t *bytes;
    size_t size, capacity;
};

static enum aug_status too_long(const struct reading *r, struct aug_error *err)
{
    return aug_fail(err, AUG_BAD_INPUT, "%s: longer than %zu bytes, the most that is read", r->path, r->max_bytes);
}

static enum aug_status make_room(struct reading *r, size_t capacity, struct aug_error *err)
{
    uint8_t *grown = au_grow(r->bytes, r->size, capacity + 1, 1);
    if (!grown) return au_no_memory(err, "a file");
    r->bytes = grown;
    r->capacity = capacity;
    return AUG_OK;
}

/* The size that the system tells is a hint: pipes tell none, and a file may grow while it is read. */
static enum aug_status read_all(int file, struct reading *r, struct aug_error *err)
{
    struct stat info;
    if (fstat(file, &info) != 0) return au_file_refused(err, r->path, "read");
    if (S_ISDIR(info.st_mode)) return aug_fail(err, AUG_IO, "%s: is a folder, expected a file", r->path);
    const uint64_t told = S_ISREG(info.st_mode) && info.st_size > 0 ? (uint64_t)info.st_size : 0;
    if (told > r->max_bytes) return too_long(r, err);
    AUG_TRY(make_room(r, told > 0 ? (size_t)told + 1 : PIECE_BYTES, err));
    for (;;) {
        const ssize_t got = read_up_to(file, r->bytes + r->size, r->capacity - r->size);
        if (got < 0) return au_file_refused(err, r->path, "read");
        r->size += (size_t)got;
        if (r->size > r->max_bytes) return too_long(r, err);
        if (r->size < r->capacity) break;
        AUG_TRY(make_room(r, 2 * r->capacity, err));
    }
    r->bytes[r->size] = 0;
    return AUG_OK;
}

enum aug_status au_file_read(const char *path, size_t max_bytes, uint8_t **bytes, size_t *size, struct aug_error *err)
{
    struct reading r = {.path = path, .max_bytes = max_bytes};
    const int file = open_file(path, O_RDONLY);
    if (file < 0) return au_file_refused(err, path, "open");
    const enum aug_status status = read_all(file, &r, err);
    close(file);
    if (status != AUG_OK) {
        au_free(r.bytes);
        return status;
    }
    *bytes = r.bytes;
    *size = r.size;
    return AUG_OK;
}

enum aug_status au_file_head(const char *path, void *bytes, size_t capacity, size_t *size, struct aug_error *err)
{
    const int file = open_file(path, O_RDONLY);
    if (file < 0) return au_file_refused(err, path, "open");
    const ssize_t got = read_up_to(file, bytes, capacity);
    const enum aug_status status = got < 0 ? au_file_refused(err, path, "read") : AUG_OK;
    close(file);
    if (status == AUG_OK) *size = (size_t)got;
    return status;
}

static bool write_all(int file, const uint8_t *bytes, size_t size)
{
    for (size_t done = 0; done < size;) {
        const ssize_t put = au_file_planned_failure() ? -1 : write(file, bytes + done, size - done);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return false;
        done += (size_t)put;
    }
    return true;
}

/* Closes in every case; a pipe cannot be synced, and need not be. */
static bool write_and_close(int file, const void *bytes, size_t size, bool sync)
{
    bool fine = write_all(file, bytes, size);
    if (fine && sync) fine = !au_file_planned_failure() && fsync(file) == 0;
    const int reason = errno;
    fine = close(file) == 0 && fine;
    if (!fine && reason != 0) errno = reason;
    return fine;
}

/* "dir/.name.<process>.<try>.tmp"; free with au_free. */
static char *temporary_name(const char *path, int try)
{
    const char *slash = strrchr(path, '/');
    const size_t folder = slash ? (size_t)(slash - path) + 1 : 0, room = strlen(path) + 40;
    char *name = au_alloc(room, 1);
    if (name) snprintf(name, room, "%.*s.%s.%ld.%d.tmp", (int)folder, path, path + folder, (long)getpid(), try);
    return name;
}

/* The rename itself must survive a crash too; a file system that cannot sync folders is forgiven. */
static void sync_folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? au_strndup(path, (size_t)(slash - path) + 1) : au_strdup(".");
    const int file = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (file >= 0) {
        fsync(file);
        close(file);
    }
    au_free(folder);
}

struct writing {
    const char *path;
    const void *bytes;
    size_t size;
    bool sync;
};

static enum aug_status replace(const struct writing *w, const char *temporary, int file, struct aug_error *err)
{
    if (!write_and_close(file, w->bytes, w->size, w->sync) || au_file_planned_failure() ||
        rename(temporary, w->path) != 0) {
        const enum aug_status status = au_file_refused(err, w->path, "write");
        unlink(temporary);
        return status;
    }
    if (w->sync) sync_folder_of(w->path);
    return AUG_OK;
}

static bool is_special(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
}

static enum aug_status write_special(const struct writing *w, struct aug_error *err)
{
    const int file = open_file(w->path, O_WRONLY);
    const bool fine = file >= 0 && write_and_close(file, w->bytes, w->size, false);
    return fine ? AUG_OK : au_file_refused(err, w->path, "write");
}

static enum aug_status write_whole(const struct writing *w, struct aug_error *err)
{
    if (is_special(w->path)) return write_special(w, err);
    for (int try = 0; try < TEMPORARY_TRIES; try++) {
        char *temporary = temporary_name(w->path, try);
        if (!temporary) return au_no_memory(err, "a file name");
        const int file = open_file(temporary, O_WRONLY | O_CREAT | O_EXCL);
        const bool taken = file < 0 && errno == EEXIST;
        enum aug_status status = AUG_OK;
        if (file >= 0) status = replace(w, temporary, file, err);
        else if (!taken) status = au_file_refused(err, w->path, "write");
        au_free(temporary);
        if (!taken) return status;
    }
    return aug_fail(err, AUG_IO, "%s: cannot write: no free name for a temporary file beside it", w->path);
}

enum aug_status au_file_write(const char *path, const void *bytes, size_t size, struct aug_error *err)
{
    return write_whole(&(struct writing){path, bytes, size, true}, err);
}

enum aug_status au_file_write_unsynced(const char *path, const void *bytes, size_t size, struct aug_error *err)
{
    return write_whole(&(struct writing){path, bytes, size, false}, err);
}
