/* SPDX-License-Identifier: Apache-2.0
 * store.h - values that were expensive to compute, kept in one SQLite file under a key made of what they depend on.
 *
 * A value is a blob named by (kind, 128-bit key). The key is a hash of everything the value depends on (core/hash.h), so
 * a value never has to be invalidated: what changed has another key. Each blob carries a checksum over kind, key and
 * bytes; one that does not match is as good as absent, so a damaged value is computed again and never used.
 *
 * Crashes: every put outside a batch, and every batch, is one transaction in a write-ahead log (a rollback journal where
 * the file system cannot share memory). kill -9 at any moment leaves the store as it was after the last finished
 * transaction; a power cut may also take the latest ones, never the rest.
 * Processes: several may use one file; writers wait for each other, up to AU_STORE_WAIT_MS.
 * Threads: every function may be called from any thread; calls on one store exclude each other, and a batch excludes
 * other threads from begin to commit.
 * A store must not be used across fork.
 *
 * Statuses: AUG_BAD_INPUT not our file, made by a newer version, or damaged; AUG_IO the file system refused, is full, or
 * another process does not let go; AUG_UNSUPPORTED a value above AU_STORE_VALUE_MAX; AUG_NO_MEMORY.
 */
#ifndef AU_STORE_H
#define AU_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>

#define AU_STORE_WAIT_MS 30000
#define AU_STORE_VALUE_MAX ((size_t)512 * 1024 * 1024)

struct au_store;

struct au_blob { /* {0} is "not there"; a value of no bytes has size 0 and bytes */
    void *bytes; /* 64-byte aligned */
    size_t size;
};

/* Opens the file, making it if it is missing or empty (its folder must exist). NULL: a private store in a temporary file
 * that is gone when the store is closed or the process dies. Nothing is written to a file of two bytes or more that
 * turns out not to be ours. Close with au_store_close. */
AUG_CHECKED enum aug_status au_store_open(const char *path, struct au_store **store, struct aug_error *err);
/* Closes; a batch still open is thrown away. NULL allowed. No other thread may be in a call. */
void au_store_close(struct au_store *store);

/* Reads a value into memory of the caller's (au_blob_release). Absent or damaged: AUG_OK and {0}. `kind`: a short word, UTF-8. */
AUG_CHECKED enum aug_status au_store_get(struct au_store *store, const char *kind, const uint64_t key[2],
                                         struct au_blob *blob, struct aug_error *err);
/* Would au_store_get find it? Reads and checks the value without copying it. False on any failure too. */
bool au_store_has(struct au_store *store, const char *kind, const uint64_t key[2]);
/* Stores a value, replacing one of the same name. `bytes` may be NULL when size is 0. */
AUG_CHECKED enum aug_status au_store_put(struct au_store *store, const char *kind, const uint64_t key[2],
                                         const void *bytes, size_t size, struct aug_error *err);

/* A batch: all puts between begin and commit appear together or not at all, and much faster than one by one. Begin and
 * commit on the same thread and keep other work out. Batches nest; the outermost counts. When begin succeeded, commit
 * must be called, after a failed put too: it keeps the puts that succeeded unless the failure undid the batch, which it
 * then reports. After a failed commit nothing of the batch is stored. */
AUG_CHECKED enum aug_status au_store_begin(struct au_store *store, struct aug_error *err);
AUG_CHECKED enum aug_status au_store_commit(struct au_store *store, struct aug_error *err);

/* Values of one kind, or of all kinds for NULL; damaged ones count. */
AUG_CHECKED enum aug_status au_store_count(struct au_store *store, const char *kind, size_t *count,
                                           struct aug_error *err);

void au_blob_release(struct au_blob *blob);

/* Version of the SQLite library in use, static storage. */
const char *au_store_sqlite_version(void);

#endif
