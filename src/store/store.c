/* SPDX-License-Identifier: Apache-2.0
 * store.c - get, put and batches under one lock. */
#include "store.h"

#include <string.h>

#include "core/hash.h"
#include "core/memory.h"
#include "store_open.h"

static enum aug_status make_lock(struct au_store *store, struct aug_error *err)
{
    pthread_mutexattr_t recursive;
    if (pthread_mutexattr_init(&recursive) != 0) return au_no_memory(err, "a lock");
    pthread_mutexattr_settype(&recursive, PTHREAD_MUTEX_RECURSIVE);
    store->has_lock = pthread_mutex_init(&store->lock, &recursive) == 0;
    pthread_mutexattr_destroy(&recursive);
    return store->has_lock ? AUG_OK : au_no_memory(err, "a lock");
}

static enum aug_status prepare(struct au_store *store, struct aug_error *err)
{
    const struct {
        sqlite3_stmt **statement;
        const char *sql;
    } statements[] = {
        {&store->get, "SELECT checksum, bytes FROM blob WHERE kind = ?1 AND key = ?2"},
        {&store->put, "INSERT OR REPLACE INTO blob (kind, key, checksum, bytes) VALUES (?1, ?2, ?3, ?4)"},
        {&store->begin, "BEGIN IMMEDIATE"},
        {&store->commit, "COMMIT"},
        {&store->rollback, "ROLLBACK"},
    };
    int code = SQLITE_OK;
    for (size_t i = 0; code == SQLITE_OK && i < sizeof statements / sizeof *statements; i++)
        code = sqlite3_prepare_v3(store->db, statements[i].sql, -1, SQLITE_PREPARE_PERSISTENT, statements[i].statement,
                                  NULL);
    return au_store_report(store, code, "open the store", err);
}

static enum aug_status open_store(struct au_store *store, const char *path, struct aug_error *err)
{
    store->name = au_strdup(path ? path : "the temporary store");
    if (!store->name) return au_no_memory(err, "a path");
    AUG_TRY(make_lock(store, err));
    AUG_TRY(au_store_connect(store, path, err));
    return prepare(store, err);
}

enum aug_status au_store_open(const char *path, struct au_store **store, struct aug_error *err)
{
    struct au_store *made = au_alloc(1, sizeof *made);
    if (!made) return au_no_memory(err, "a store");
    const enum aug_status status = open_store(made, path, err);
    if (status == AUG_OK) *store = made;
    else au_store_close(made);
    return status;
}

void au_store_close(struct au_store *store)
{
    if (!store) return;
    sqlite3_stmt *const statements[] = {store->get, store->put, store->begin, store->commit, store->rollback};
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) sqlite3_finalize(statements[i]);
    sqlite3_close(store->db);
    if (store->has_lock) pthread_mutex_destroy(&store->lock);
    au_free(store->name);
    au_free(store);
}

static void key_bytes(const uint64_t key[2], unsigned char out[16])
{
    for (int i = 0; i < 16; i++) out[i] = (unsigned char)(key[i / 8] >> (56 - 8 * (i % 8)));
}

/* Kind and key are in it, so that a value found under another's name does not pass either. */
static sqlite3_int64 checksum(const char *kind, const uint64_t key[2], const void *bytes, size_t size)
{
    const uint64_t name = au_hash64(kind, strlen(kind), key[0] ^ (key[1] << 1 | key[1] >> 63));
    const uint64_t sum = au_hash64(bytes, size, name);
    sqlite3_int64 result;
    memcpy(&result, &sum, sizeof result);
    return result;
}

static int bind_name(sqlite3_stmt *statement, const char *kind, const unsigned char key[16])
{
    const int code = sqlite3_bind_text(statement, 1, kind, -1, SQLITE_STATIC);
    return code != SQLITE_OK ? code : sqlite3_bind_blob(statement, 2, key, 16, SQLITE_STATIC);
}

static void finish(sqlite3_stmt *statement)
{
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
}

/* The value of the row at which `get` stands, lent; false when it is not what was put. */
struct view {
    const void *bytes;
    size_t size;
};

static bool read_row(sqlite3_stmt *get, const char *kind, const uint64_t key[2], struct view *view)
{
    if (sqlite3_column_type(get, 0) != SQLITE_INTEGER || sqlite3_column_type(get, 1) != SQLITE_BLOB) return false;
    const void *bytes = sqlite3_column_blob(get, 1);
    const size_t size = (size_t)sqlite3_column_bytes(get, 1);
    if (!bytes && size > 0) return false;
    *view = (struct view){bytes ? bytes : "", size};
    return checksum(kind, key, view->bytes, size) == sqlite3_column_int64(get, 0);
}

/* SQLITE_ROW: the view is valid until `finish`. Absent or damaged: SQLITE_DONE. Out of memory while reading a long value looks
 * like damage to
 * read_row, so the connection is asked. */
static int find(struct au_store *store, const char *kind, const uint64_t key[2], struct view *view)
{
    unsigned char name[16];
    key_bytes(key, name);
    int code = bind_name(store->get, kind, name);
    if (code == SQLITE_OK) code = sqlite3_step(store->get);
    if (code == SQLITE_TOOBIG) return SQLITE_DONE; /* put cannot have written such a length */
    if (code != SQLITE_ROW) return code;
    if (read_row(store->get, kind, key, view)) return SQLITE_ROW;
    return sqlite3_errcode(store->db) == SQLITE_NOMEM ? SQLITE_NOMEM : SQLITE_DONE;
}

static enum aug_status copy(const struct view *view, struct au_blob *blob, struct aug_error *err)
{
    void *bytes = au_alloc(view->size, 1);
    if (!bytes) return au_no_memory(err, "a value from the store");
    memcpy(bytes, view->bytes, view->size);
    *blob = (struct au_blob){bytes, view->size};
    return AUG_OK;
}

enum aug_status au_store_get(struct au_store *store, const char *kind, const uint64_t key[2], struct au_blob *blob,
                             struct aug_error *err)
{
    struct view view = {0};
    *blob = (struct au_blob){0};
    pthread_mutex_lock(&store->lock);
    const int code = find(store, kind, key, &view);
    enum aug_status status = au_store_report(store, code, "read from the store", err);
    if (code == SQLITE_ROW) status = copy(&view, blob, err);
    finish(store->get);
    pthread_mutex_unlock(&store->lock);
    return status;
}

bool au_store_has(struct au_store *store, const char *kind, const uint64_t key[2])
{
    struct view view = {0};
    pthread_mutex_lock(&store->lock);
    const int code = find(store, kind, key, &view);
    finish(store->get);
    pthread_mutex_unlock(&store->lock);
    return code == SQLITE_ROW;
}

static int put(struct au_store *store, const char *kind, const uint64_t key[2], const void *bytes, size_t size)
{
    unsigned char name[16];
    key_bytes(key, name);
    int code = bind_name(store->put, kind, name);
    if (code == SQLITE_OK) code = sqlite3_bind_int64(store->put, 3, checksum(kind, key, bytes, size));
    if (code == SQLITE_OK) code = sqlite3_bind_blob64(store->put, 4, bytes, size, SQLITE_STATIC);
    return code == SQLITE_OK ? sqlite3_step(store->put) : code;
}

enum aug_status au_store_put(struct au_store *store, const char *kind, const uint64_t key[2], const void *bytes,
                             size_t size, struct aug_error *err)
{
    if (size > AU_STORE_VALUE_MAX)
        return aug_fail(err, AUG_UNSUPPORTED, "%s: cannot store a value of %zu bytes, expected at most %zu",
                        store->name, size, AU_STORE_VALUE_MAX);
    pthread_mutex_lock(&store->lock);
    const int code = put(store, kind, key, size > 0 ? bytes : "", size);
    const enum aug_status status = au_store_report(store, code, "write to the store", err);
    finish(store->put);
    pthread_mutex_unlock(&store->lock);
    return status;
}

static int run(sqlite3_stmt *statement)
{
    sqlite3_step(statement);
    return sqlite3_reset(statement);
}

enum aug_status au_store_begin(struct au_store *store, struct aug_error *err)
{
    pthread_mutex_lock(&store->lock);
    const int code = store->depth > 0 ? SQLITE_OK : run(store->begin);
    const enum aug_status status = au_store_report(store, code, "write to the store", err);
    if (status == AUG_OK) store->depth++; /* and the lock stays until commit */
    else pthread_mutex_unlock(&store->lock);
    return status;
}

/* A full disk or a failed write makes SQLite undo the transaction by itself. */
static enum aug_status commit(struct au_store *store, struct aug_error *err)
{
    if (sqlite3_get_autocommit(store->db))
        return aug_fail(err, AUG_IO, "%s: cannot write to the store: a failed write has undone its batch", store->name);
    const enum aug_status status = au_store_report(store, run(store->commit), "write to the store", err);
    if (!sqlite3_get_autocommit(store->db)) run(store->rollback);
    return status;
}

enum aug_status au_store_commit(struct au_store *store, struct aug_error *err)
{
    const enum aug_status status = --store->depth > 0 ? AUG_OK : commit(store, err);
    pthread_mutex_unlock(&store->lock);
    return status;
}

static int count_rows(sqlite3 *db, const char *kind, size_t *count)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, "SELECT count(*) FROM blob WHERE ?1 IS NULL OR kind = ?1", -1, &statement, NULL);
    if (code == SQLITE_OK) code = sqlite3_bind_text(statement, 1, kind, -1, SQLITE_STATIC);
    if (code == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) *count = (size_t)sqlite3_column_int64(statement, 0);
    const int end = sqlite3_finalize(statement);
    return code == SQLITE_OK ? end : code;
}

enum aug_status au_store_count(struct au_store *store, const char *kind, size_t *count, struct aug_error *err)
{
    *count = 0;
    pthread_mutex_lock(&store->lock);
    const enum aug_status status = au_store_report(store, count_rows(store->db, kind, count), "read from the store",
                                                   err);
    pthread_mutex_unlock(&store->lock);
    return status;
}

void au_blob_release(struct au_blob *blob)
{
    au_free(blob->bytes);
    *blob = (struct au_blob){0};
}

const char *au_store_sqlite_version(void)
{
    return sqlite3_libversion();
}
