/* SPDX-License-Identifier: Apache-2.0
 * store_open.c - opens a database file, decides whether it is ours, and words what SQLite has to say. */
#include "store_open.h"

#include <string.h>

#include "core/memory.h"
#include "core/text.h"
#include "schema.h"

/* NULL when SQLite's own words are the best there are. */
static const char *advice(int code)
{
    switch (code & 0xFF) {
    case SQLITE_CANTOPEN: return "the file cannot be opened or made (is there such a folder, and may it be written?)";
    case SQLITE_READONLY:
    case SQLITE_PERM: return "the file or its folder may not be written";
    case SQLITE_FULL: return "the disk is full";
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return "another process keeps it locked";
    case SQLITE_CORRUPT: return "the file is damaged; delete it and run again, what it held will be computed anew";
    case SQLITE_NOTADB: return "it is not a store of augaudit, expected an SQLite file made by it or no file";
    default: return NULL;
    }
}

static enum aug_status status_of(int code)
{
    switch (code & 0xFF) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE: return AUG_OK;
    case SQLITE_NOMEM: return AUG_NO_MEMORY;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
    case SQLITE_ERROR: return AUG_BAD_INPUT; /* an SQL error: the tables are not what they should be */
    case SQLITE_TOOBIG: return AUG_UNSUPPORTED;
    default: return AUG_IO;
    }
}

enum aug_status au_store_report(const struct au_store *store, int code, const char *what, struct aug_error *err)
{
    const enum aug_status status = status_of(code);
    if (status == AUG_OK) return AUG_OK;
    const char *why = advice(code);
    if (!why) why = store->db && status != AUG_NO_MEMORY ? sqlite3_errmsg(store->db) : sqlite3_errstr(code);
    return aug_fail(err, status, "%s: cannot %s: %s", store->name, what, why);
}

/* SQLite gives meaning to ":memory:" and "file:...": a path that starts at a folder is only a path. */
static enum aug_status plain_path(const char *path, char **plain, struct aug_error *err)
{
    struct au_text text = {0};
    if (path[0] != '/') au_text_puts(&text, "./");
    au_text_puts(&text, path);
    *plain = au_text_take(&text);
    return *plain ? AUG_OK : au_no_memory(err, "a path");
}

static enum aug_status open_file(struct au_store *store, const char *path, struct aug_error *err)
{
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    char *plain = NULL;
    if (path && !*path) return aug_fail(err, AUG_BAD_INPUT, "the store's file name is empty, expected a path");
    if (path) AUG_TRY(plain_path(path, &plain, err));
    const int code = sqlite3_open_v2(path ? plain : "", &store->db, flags, NULL);
    au_free(plain);
    return au_store_report(store, code, "open the store", err);
}

/* The file may come from anyone: nothing in it may run code of its own choice. */
static int harden(sqlite3 *db)
{
    sqlite3_extended_result_codes(db, 1);
    sqlite3_busy_timeout(db, AU_STORE_WAIT_MS);
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, (int)AU_STORE_VALUE_MAX + 1024);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    static const char pragmas[] = "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
                                  "PRAGMA cache_size = -16384; PRAGMA mmap_size = 0";
    return sqlite3_exec(db, pragmas, NULL, NULL, NULL);
}

static enum aug_status refuse(const struct au_store *store, enum au_schema_state state, struct aug_error *err)
{
    if (state == AU_SCHEMA_NEWER)
        return aug_fail(err, AUG_BAD_INPUT,
                        "%s: this store was made by a newer augaudit, expected schema %d or older; use another file",
                        store->name, au_schema_version());
    return aug_fail(err, AUG_BAD_INPUT, "%s: cannot open the store: %s", store->name, advice(SQLITE_NOTADB));
}

/* SQLite opens what it may not write for reading, without a word. */
static int check_writable(sqlite3 *db)
{
    return sqlite3_db_readonly(db, "main") == 1 ? SQLITE_READONLY : SQLITE_OK;
}

static bool has_bytes(sqlite3 *db)
{
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;
    if (sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK) return false;
    return file && file->pMethods && file->pMethods->xFileSize(file, &size) == SQLITE_OK && size > 0;
}

/* SQLite takes a file of a few bytes for a new database and would write over it. If bytes appeared between the two questions they are
 * another process's store, which a second look recognises. */
static int look(sqlite3 *db, enum au_schema_state *state)
{
    int code = au_schema_look(db, state);
    if (code != SQLITE_OK || *state != AU_SCHEMA_EMPTY || !has_bytes(db)) return code;
    code = au_schema_look(db, state);
    if (*state == AU_SCHEMA_EMPTY) *state = AU_SCHEMA_FOREIGN;
    return code;
}

static enum aug_status make_current(struct au_store *store, struct aug_error *err)
{
    enum au_schema_state state = AU_SCHEMA_FOREIGN;
    int code = look(store->db, &state);
    if (code == SQLITE_OK && state == AU_SCHEMA_EMPTY)
        code = sqlite3_exec(store->db, "PRAGMA page_size = 16384", NULL, NULL, NULL);
    if (code == SQLITE_OK && (state == AU_SCHEMA_EMPTY || state == AU_SCHEMA_OLD)) {
        code = au_schema_migrate(store->db);
        if (code == SQLITE_OK) code = au_schema_look(store->db, &state);
    }
    AUG_TRY(au_store_report(store, code, "open the store", err));
    return state == AU_SCHEMA_CURRENT ? AUG_OK : refuse(store, state, err);
}

/* The switch to a log needs the file alone for a moment and does not wait for it by itself. Whoever came first has made the
 * switch for all; a file
 * system that cannot share memory keeps the rollback journal, which is safe against power cuts only with every sync. */
static int choose_journal(sqlite3 *db)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, "PRAGMA journal_mode = WAL", -1, &statement, NULL);
    if (code != SQLITE_OK) return code;
    bool is_log = false;
    for (int waited = 0; waited < AU_STORE_WAIT_MS; waited += 20) {
        code = sqlite3_step(statement);
        is_log = code == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(statement, 0), "wal") == 0;
        sqlite3_reset(statement);
        if ((code & 0xFF) != SQLITE_BUSY) break;
        sqlite3_sleep(20);
    }
    sqlite3_finalize(statement);
    if (code != SQLITE_ROW) return code;
    return sqlite3_exec(db, is_log ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL", NULL, NULL, NULL);
}

enum aug_status au_store_connect(struct au_store *store, const char *path, struct aug_error *err)
{
    AUG_TRY(open_file(store, path, err));
    AUG_TRY(au_store_report(store, harden(store->db), "open the store", err));
    AUG_TRY(make_current(store, err));
    AUG_TRY(au_store_report(store, check_writable(store->db), "write to the store", err));
    const int code = path ? choose_journal(store->db)
                          : sqlite3_exec(store->db, "PRAGMA synchronous = OFF", NULL, NULL, NULL);
    return au_store_report(store, code, "write to the store", err);
}
