/* SPDX-License-Identifier: Apache-2.0
 * test_store.c - what is put comes back, from many threads, and bad files are refused with a sentence. */
#include "store/store.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "check.h"
#include "core/memory.h"
#include "store_samples.h"

static char path[256];

static void use_path(const char *name)
{
    snprintf(path, sizeof path, "%s/%s", check_folder(), name);
}

TEST(what_is_put_comes_back_after_closing_and_opening_again)
{
    struct aug_error err = {0};
    struct au_store *store = NULL;
    use_path("plain.sqlite");
    CHECK_OK(au_store_open(path, &store, &err));
    for (uint64_t i = 0; i < 60; i++) CHECK_OK(sample_put(store, i, &err));
    au_store_close(store);
    CHECK_OK(au_store_open(path, &store, &err));
    for (uint64_t i = 0; i < 60; i++) CHECK_SAY(sample_is(store, i) == SAMPLE_RIGHT, "value %d", (int)i);
    size_t count = 0;
    CHECK_OK(au_store_count(store, NULL, &count, &err));
    CHECK(count == 60);
    au_store_close(store);
    CHECK(au_memory_live() == 0);
}

TEST(kind_and_key_both_name_a_value_and_a_later_put_replaces)
{
    struct aug_error err = {0};
    struct au_store *store = NULL;
    struct au_blob blob = {0};
    const uint64_t key[2] = {1, 2}, turned[2] = {2, 1};
    use_path("names.sqlite");
    CHECK_OK(au_store_open(path, &store, &err));
    CHECK_OK(au_store_put(store, "a", key, "first", 5, &err));
    CHECK_OK(au_store_put(store, "b", key, "other", 5, &err));
    CHECK_OK(au_store_put(store, "a", key, "second", 6, &err));
    CHECK_OK(au_store_put(store, "empty", key, NULL, 0, &err));
    CHECK(!au_store_has(store, "a", turned) && !au_store_has(store, "c", key) && au_store_has(store, "b", key));
    CHECK_OK(au_store_get(store, "a", key, &blob, &err));
    CHECK(blob.size == 6 && memcmp(blob.bytes, "second", 6) == 0);
    au_blob_release(&blob);
    CHECK_OK(au_store_get(store, "empty", key, &blob, &err));
    CHECK(blob.bytes && blob.size == 0);
    au_blob_release(&blob);
    CHECK_OK(au_store_get(store, "a", turned, &blob, &err));
    CHECK(!blob.bytes && blob.size == 0);
    size_t count = 0;
    CHECK_OK(au_store_count(store, "a", &count, &err));
    CHECK(count == 1);
    au_store_close(store);
}

TEST(a_private_store_works_and_leaves_no_file)
{
    struct aug_error err = {0};
    struct au_store *store = NULL;
    CHECK_OK(au_store_open(NULL, &store, &err));
    CHECK_OK(au_store_begin(store, &err));
    for (uint64_t i = 0; i < 200; i++) CHECK_OK(sample_put(store, i, &err)); /* more than the page cache holds */
    CHECK_OK(au_store_commit(store, &err));
    for (uint64_t i = 0; i < 200; i++) CHECK(sample_is(store, i) == SAMPLE_RIGHT);
    CHECK(sqlite3_libversion_number() > 0 && strcmp(au_store_sqlite_version(), sqlite3_libversion()) == 0);
    au_store_close(store);
}

TEST(a_batch_that_is_not_committed_leaves_nothing)
{
    struct aug_error err = {0};
    struct au_store *store = NULL;
    use_path("batch.sqlite");
    CHECK_OK(au_store_open(path, &store, &err));
    CHECK_OK(au_store_begin(store, &err));
    CHECK_OK(sample_put(store, 1, &err));
    CHECK_OK(au_store_begin(store, &err)); /* nested: the outer one counts */
    CHECK_OK(sample_put(store, 2, &err));
    CHECK_OK(au_store_commit(store, &err));
    CHECK(sample_is(store, 2) == SAMPLE_RIGHT);
    au_store_close(store);
    CHECK_OK(au_store_open(path, &store, &err));
    CHECK(sample_is(store, 1) == SAMPLE_ABSENT && sample_is(store, 2) == SAMPLE_ABSENT);
    au_store_close(store);
}

static void raw_sql(const char *file, const char *sql)
{
    sqlite3 *db = NULL;
    CHECK(sqlite3_open(file, &db) == SQLITE_OK);
    const int code = sqlite3_exec(db, sql, NULL, NULL, NULL);
    CHECK_SAY(code == SQLITE_OK, "%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_close(db);
}

TEST(a_value_whose_checksum_is_wrong_is_absent_and_can_be_put_again)
{
    static const char *const damages[] = {
        "UPDATE blob SET bytes = zeroblob(length(bytes)) WHERE rowid = 1", /* wrong bytes */
        "UPDATE blob SET bytes = substr(bytes, 2) WHERE rowid = 1",        /* too short */
        "UPDATE blob SET checksum = checksum + 1 WHERE rowid = 1",
        "UPDATE blob SET checksum = 'text' WHERE rowid = 1",
        "UPDATE blob SET bytes = 'text' WHERE rowid = 1",
        "UPDATE blob SET (bytes, checksum) = (SELECT bytes, checksum FROM blob WHERE rowid = 2) WHERE rowid = 1", /* another's */
    };
    struct aug_error err = {0};
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        struct au_store *store = NULL;
        use_path("damaged.sqlite");
        CHECK_OK(au_store_open(path, &store, &err));
        CHECK_OK(sample_put(store, 5, &err));
        CHECK_OK(sample_put(store, 6, &err));
        au_store_close(store);
        raw_sql(path, damages[i]);
        CHECK_OK(au_store_open(path, &store, &err));
        CHECK_SAY(sample_is(store, 5) == SAMPLE_ABSENT, "after %s", damages[i]);
        CHECK(sample_is(store, 6) == SAMPLE_RIGHT);
        CHECK_OK(sample_put(store, 5, &err));
        CHECK(sample_is(store, 5) == SAMPLE_RIGHT);
        au_store_close(store);
    }
}

struct thread_work {
    struct au_store *store;
    uint64_t first;
    int failures;
};

static void *put_and_get(void *argument)
{
    struct thread_work *work = argument;
    struct aug_error err = {0};
    for (uint64_t i = work->first; i < work->first + 40; i++) {
        const bool batch = i % 3 == 0;
        if (batch && au_store_begin(work->store, &err) != AUG_OK) work->failures++;
        if (sample_put(work->store, i, &err) != AUG_OK) work->failures++;
        if (sample_is(work->store, i) != SAMPLE_RIGHT) work->failures++;
        if (batch && au_store_commit(work->store, &err) != AUG_OK) work->failures++;
        if (sample_is(work->store, (i * 7) % 320) == SAMPLE_WRONG) work->failures++;
    }
    return NULL;
}

TEST(eight_threads_put_and_get_at_once)
{
    struct aug_error err = {0};
    struct au_store *store = NULL;
    pthread_t threads[8];
    struct thread_work work[8];
    use_path("threads.sqlite");
    CHECK_OK(au_store_open(path, &store, &err));
    for (size_t t = 0; t < 8; t++) {
        work[t] = (struct thread_work){store, 40 * t, 0};
        CHECK(pthread_create(&threads[t], NULL, put_and_get, &work[t]) == 0);
    }
    for (size_t t = 0; t < 8; t++) pthread_join(threads[t], NULL);
    for (size_t t = 0; t < 8; t++) CHECK_SAY(work[t].failures == 0, "thread %d: %d", (int)t, work[t].failures);
    for (uint64_t i = 0; i < 320; i++) CHECK(sample_is(store, i) == SAMPLE_RIGHT);
    au_store_close(store);
}

static void write_file(const char *file, const char *bytes, size_t size)
{
    FILE *out = fopen(file, "wb");
    CHECK(out && fwrite(bytes, 1, size, out) == size && fclose(out) == 0);
}

static void expect_refusal(enum aug_status expected, const char *word)
{
    struct aug_error err = {0};
    struct au_store *store = NULL;
    const enum aug_status status = au_store_open(path, &store, &err);
    CHECK_SAY(status == expected, "%s: %s: %s", path, aug_status_name(status), err.message);
    CHECK_SAY(strstr(err.message, word) && (!*path || strstr(err.message, path)), "'%s' lacks '%s'", err.message, word);
    CHECK(!store && au_memory_live() == 0);
}

TEST(a_file_of_another_kind_is_refused_and_left_as_it_was)
{
    char bytes[5000], after[5000];
    memset(bytes, 'x', sizeof bytes);
    static const size_t sizes[] = {2, 99, 512, 4096, 5000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        use_path("notes.txt");
        write_file(path, bytes, sizes[i]);
        expect_refusal(AUG_BAD_INPUT, "not a store");
        FILE *in = fopen(path, "rb");
        CHECK(in && fread(after, 1, sizeof after, in) == sizes[i] && memcmp(bytes, after, sizes[i]) == 0);
        fclose(in);
    }
    use_path("foreign.sqlite");
    raw_sql(path, "CREATE TABLE blob (a, b)");
    expect_refusal(AUG_BAD_INPUT, "not a store");
    use_path("foreign_id.sqlite");
    raw_sql(path, "PRAGMA application_id = 77");
    expect_refusal(AUG_BAD_INPUT, "not a store");
}

static void change_store(const char *sql)
{
    struct aug_error err = {0};
    struct au_store *store = NULL;
    CHECK_OK(au_store_open(path, &store, &err));
    au_store_close(store);
    raw_sql(path, sql);
}

TEST(a_newer_schema_and_a_changed_schema_are_refused)
{
    use_path("newer.sqlite");
    change_store("PRAGMA user_version = 99");
    expect_refusal(AUG_BAD_INPUT, "newer");
    use_path("trigger.sqlite");
    change_store("CREATE TRIGGER t AFTER INSERT ON blob BEGIN DELETE FROM blob; END");
    expect_refusal(AUG_BAD_INPUT, "not a store");
    use_path("view.sqlite");
    change_store("DROP TABLE blob; CREATE VIEW blob AS SELECT 1 kind, 2 key, 3 checksum, 4 bytes");
    expect_refusal(AUG_BAD_INPUT, "not a store");
}

TEST(places_where_no_file_can_be_are_refused)
{
    snprintf(path, sizeof path, "%s", check_folder());
    expect_refusal(AUG_IO, "cannot open");
    snprintf(path, sizeof path, "%s/no/such/folder.sqlite", check_folder());
    expect_refusal(AUG_IO, "folder");
    snprintf(path, sizeof path, "/proc/augaudit.sqlite");
    expect_refusal(AUG_IO, "cannot open");
    path[0] = '\0';
    expect_refusal(AUG_BAD_INPUT, "empty");
}

TEST(a_store_that_may_not_be_written_is_refused)
{
    if (geteuid() == 0) check_skip("root may write everything");
    use_path("locked.sqlite");
    change_store("SELECT 1");
    CHECK(chmod(path, 0444) == 0);
    expect_refusal(AUG_IO, "may not be written");
}

TEST(an_empty_file_becomes_a_store_and_strange_names_are_only_names)
{
    static const char *const names[] = {":memory:", "file:x?mode=memory", "a b'\"\n.sqlite", "\xff\xfe.sqlite", "-wal"};
    struct aug_error err = {0};
    char home[1024];
    CHECK(getcwd(home, sizeof home) != NULL);
    CHECK(chdir(check_folder()) == 0);
    bool all_there = true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct au_store *store = NULL;
        struct stat info;
        if (i == 2) write_file(names[i], "", 0);
        const enum aug_status status = au_store_open(names[i], &store, &err);
        all_there = all_there && status == AUG_OK && sample_put(store, 1, &err) == AUG_OK && stat(names[i], &info) == 0;
        au_store_close(store);
    }
    CHECK(chdir(home) == 0);
    CHECK_SAY(all_there, "%s", err.message);
}

TEST(every_planned_allocation_failure_is_reported_and_leaks_nothing)
{
    size_t n = 1;
    for (bool more = true; more; n++) {
        struct aug_error err = {0};
        struct au_store *store = NULL;
        use_path("memory.sqlite");
        au_memory_fail_at(n);
        enum aug_status status = au_store_open(path, &store, &err);
        if (status == AUG_OK) status = sample_put(store, 3, &err);
        struct au_blob blob = {0};
        const uint64_t key[2] = {3, 0};
        if (status == AUG_OK) status = au_store_get(store, "x", key, &blob, &err);
        if (status == AUG_OK) status = sample_is(store, 3) == SAMPLE_RIGHT ? AUG_OK : AUG_NO_MEMORY;
        au_blob_release(&blob);
        au_store_close(store);
        more = au_memory_failed();
        CHECK_SAY(status == (more ? AUG_NO_MEMORY : AUG_OK), "allocation %d: %s", (int)n, err.message);
        au_memory_fail_at(0);
        CHECK(au_memory_live() == 0);
    }
    CHECK(n > 4);
}
