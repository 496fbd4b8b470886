/* SPDX-License-Identifier: Apache-2.0
 * schema.c - the schema as a list of migrations; a new version is a new row at the end. */
#include "schema.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define BLOB_TABLE                                                                        \
    "CREATE TABLE blob (\n"                                                               \
    "    kind TEXT NOT NULL,        -- what the value is: features, findings ...\n"       \
    "    key BLOB NOT NULL,         -- 16 bytes: hash of all that the value depends on\n" \
    "    checksum INTEGER NOT NULL, -- XXH3-64 of bytes, seeded by kind and key\n"        \
    "    bytes BLOB NOT NULL,\n"                                                          \
    "    UNIQUE (kind, key))"

static const char *const migrations[] = {
    BLOB_TABLE,
};

/* The objects of a current file; one that differs was not made by us, and its triggers and views must not run. */
static const struct {
    const char *name, *sql;
} objects[] = {
    {"blob", BLOB_TABLE},
    {"sqlite_autoindex_blob_1", ""},
};

int au_schema_version(void)
{
    return (int)(sizeof migrations / sizeof *migrations);
}

static int read_number(sqlite3 *db, const char *sql, int *value)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    if (code != SQLITE_OK) return code;
    if (sqlite3_step(statement) == SQLITE_ROW) *value = sqlite3_column_int(statement, 0);
    return sqlite3_finalize(statement);
}

static int is_known(const char *name, const char *sql)
{
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++)
        if (name && strcmp(name, objects[i].name) == 0) return strcmp(sql ? sql : "", objects[i].sql) == 0;
    return 0;
}

static int count_objects(sqlite3 *db, size_t *all, size_t *known)
{
    sqlite3_stmt *statement = NULL;
    const int code = sqlite3_prepare_v2(db, "SELECT name, sql FROM sqlite_schema", -1, &statement, NULL);
    if (code != SQLITE_OK) return code;
    *all = *known = 0;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        *all += 1;
        *known += (size_t)is_known((const char *)sqlite3_column_text(statement, 0),
                                   (const char *)sqlite3_column_text(statement, 1));
    }
    return sqlite3_finalize(statement);
}

static enum au_schema_state state_of(int application, int version, size_t all, size_t known)
{
    if (application == 0 && version == 0 && all == 0) return AU_SCHEMA_EMPTY;
    if (application != AU_SCHEMA_APPLICATION || version < 1) return AU_SCHEMA_FOREIGN;
    if (version > au_schema_version()) return AU_SCHEMA_NEWER;
    if (version < au_schema_version()) return AU_SCHEMA_OLD;
    return all == known && known == sizeof objects / sizeof *objects ? AU_SCHEMA_CURRENT : AU_SCHEMA_FOREIGN;
}

int au_schema_look(sqlite3 *db, enum au_schema_state *state)
{
    int application = 0, version = 0;
    size_t all = 0, known = 0;
    int code = read_number(db, "PRAGMA application_id", &application);
    if (code == SQLITE_OK) code = read_number(db, "PRAGMA user_version", &version);
    if (code == SQLITE_OK) code = count_objects(db, &all, &known);
    *state = state_of(application, version, all, known);
    return code;
}

static int migrate(sqlite3 *db)
{
    enum au_schema_state state;
    int version = 0, code = au_schema_look(db, &state); /* another process may have been faster */
    if (code != SQLITE_OK || (state != AU_SCHEMA_EMPTY && state != AU_SCHEMA_OLD)) return code;
    code = read_number(db, "PRAGMA user_version", &version);
    for (; code == SQLITE_OK && version < au_schema_version(); version++)
        code = sqlite3_exec(db, migrations[version], NULL, NULL, NULL);
    char pragmas[96];
    snprintf(pragmas, sizeof pragmas, "PRAGMA application_id = %d; PRAGMA user_version = %d", AU_SCHEMA_APPLICATION,
             au_schema_version());
    return code == SQLITE_OK ? sqlite3_exec(db, pragmas, NULL, NULL, NULL) : code;
}

int au_schema_migrate(sqlite3 *db)
{
    int code = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    if (code != SQLITE_OK) return code;
    code = migrate(db);
    if (code == SQLITE_OK) code = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    if (code != SQLITE_OK) sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return code;
}
