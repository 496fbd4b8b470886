/* SPDX-License-Identifier: Apache-2.0
 * schema.h - the tables of a store file, and how an older file becomes a current one.
 */
#ifndef AU_SCHEMA_H
#define AU_SCHEMA_H

#include <sqlite3.h>

#include <augaudit/error.h>

/* In the header of every store file: "Auga". */
#define AU_SCHEMA_APPLICATION 0x41756761

/* PRAGMA user_version of a current file: the number of migrations done. */
int au_schema_version(void);

enum au_schema_state {
    AU_SCHEMA_CURRENT,
    AU_SCHEMA_EMPTY,  /* a file of no bytes or an untouched database */
    AU_SCHEMA_OLD,    /* ours, migrations missing */
    AU_SCHEMA_NEWER,  /* ours, made by a later version */
    AU_SCHEMA_FOREIGN /* someone else's database */
};

/* Both return an SQLite result code. Looks without writing. */
int au_schema_look(sqlite3 *db, enum au_schema_state *state);
/* Makes a file current that au_schema_look called empty or old, in one transaction, safely against other processes doing the
 * same. */
int au_schema_migrate(sqlite3 *db);

#endif
