/* SPDX-License-Identifier: Apache-2.0
 * store_open.h - what the files of the store share.
 */
#ifndef AU_STORE_OPEN_H
#define AU_STORE_OPEN_H

#include <pthread.h>

#include <sqlite3.h>

#include "store.h"

struct au_store {
    sqlite3 *db;
    char *name; /* for messages */
    sqlite3_stmt *get, *put, *begin, *commit, *rollback;
    pthread_mutex_t lock; /* recursive */
    bool has_lock;
    int depth; /* of batches */
};

/* The sentence for an SQLite result code; `what` completes "cannot ...". Codes of success give AUG_OK. */
enum aug_status au_store_report(const struct au_store *store, int code, const char *what, struct aug_error *err);

/* Opens store->db on `path` (NULL: private) and makes it current; store->name is set. What was opened is store->db's to
 * close, after a failure too. */
AUG_CHECKED enum aug_status au_store_connect(struct au_store *store, const char *path, struct aug_error *err);

#endif
