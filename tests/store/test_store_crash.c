/* SPDX-License-Identifier: Apache-2.0
 * test_store_crash.c - writers killed at random moments, full disks, flipped bytes: nothing committed is lost, nothing wrong is returned. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#include "check.h"
#include "core/memory.h"
#include "core/random.h"
#include "store_samples.h"

#define BATCH 5

/* Writes batch after batch and tells of each finished one through the pipe, until it is killed. */
static void write_until_killed(const char *path, uint64_t first, int pipe_end)
{
    struct au_store *store = NULL;
    if (au_store_open(path, &store, NULL) != AUG_OK) _exit(1);
    for (uint64_t batch = first;; batch++) {
        if (au_store_begin(store, NULL) != AUG_OK) _exit(2);
        for (uint64_t i = 0; i < BATCH; i++)
            if (sample_put(store, batch * BATCH + i, NULL) != AUG_OK) _exit(3);
        if (au_store_commit(store, NULL) != AUG_OK) _exit(4);
        if (write(pipe_end, &batch, sizeof batch) != sizeof batch) _exit(5);
    }
}

static void wait_ms(int ms)
{
    const struct timespec span = {ms / 1000, ms % 1000 * 1000000L};
    nanosleep(&span, NULL);
}

/* Lets a child finish `least` batches and go on for some time, kills it, and returns one past the last batch it said was finished. */
static uint64_t kill_a_writer(const char *path, uint64_t first, int least, int ms)
{
    int ends[2];
    CHECK(pipe(ends) == 0);
    const pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) write_until_killed(path, first, ends[1]);
    close(ends[1]);
    uint64_t batch = 0, next = first;
    for (int i = 0; i < least; i++)
        if (read(ends[0], &batch, sizeof batch) == (ssize_t)sizeof batch) next = batch + 1;
    wait_ms(ms);
    kill(child, SIGKILL);
    int status = 0;
    CHECK(waitpid(child, &status, 0) == child);
    CHECK_SAY(WIFSIGNALED(status), "the writer ended by itself with %d", WEXITSTATUS(status));
    while (read(ends[0], &batch, sizeof batch) == (ssize_t)sizeof batch) next = batch + 1;
    close(ends[0]);
    return next;
}

static void check_integrity(const char *path)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    CHECK(sqlite3_open(path, &db) == SQLITE_OK);
    CHECK(sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &statement, NULL) == SQLITE_OK);
    CHECK(sqlite3_step(statement) == SQLITE_ROW);
    CHECK_SAY(strcmp((const char *)sqlite3_column_text(statement, 0), "ok") == 0, "%s",
              sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

/* Everything before `next` is there; of the batch at `next` all or nothing. Returns the first batch that is not there. */
static uint64_t check_batches(const char *path, uint64_t next)
{
    struct aug_error err = {0};
    struct au_store *store = NULL;
    CHECK_OK(au_store_open(path, &store, &err));
    for (uint64_t i = 0; i < next * BATCH; i++)
        CHECK_SAY(sample_is(store, i) == SAMPLE_RIGHT, "value %d of %d was lost", (int)i, (int)(next * BATCH));
    int there = 0;
    for (uint64_t i = next * BATCH; i < (next + 1) * BATCH; i++) there += sample_is(store, i) == SAMPLE_RIGHT;
    CHECK_SAY(there == 0 || there == BATCH, "%d of the batch in flight are there", there);
    au_store_close(store);
    return there ? next + 1 : next;
}

TEST(killing_a_writer_at_any_moment_loses_at_most_the_batch_in_flight)
{
    struct aug_error err = {0};
    struct au_rng rng;
    char path[256];
    uint64_t next = 0;
    snprintf(path, sizeof path, "%s/killed.sqlite", check_folder());
    au_rng_start(&rng, 5, 0);
    for (int round = 0; round < 12; round++) {
        next = kill_a_writer(path, next, au_rng_integer(&rng, 0, 2), au_rng_integer(&rng, 0, 40));
        next = check_batches(path, next);
        check_integrity(path);
    }
    printf("12 kills (seed 5), %d batches survived\n", (int)next);
    CHECK_SAY(next > 5, "too slow to have tested anything: %s", err.message);
}

TEST(three_processes_write_at_once)
{
    struct aug_error err = {0};
    struct au_store *store = NULL;
    char path[256];
    snprintf(path, sizeof path, "%s/shared.sqlite", check_folder());
    pid_t children[3];
    for (uint64_t c = 0; c < 3; c++) {
        children[c] = fork();
        CHECK(children[c] >= 0);
        if (children[c] != 0) continue;
        if (au_store_open(path, &store, &err) != AUG_OK) _exit(1); /* all three make it at once */
        for (uint64_t i = 0; i < 40; i++)
            if (sample_put(store, c * 40 + i, &err) != AUG_OK) _exit(2);
        au_store_close(store);
        _exit(0);
    }
    for (int c = 0; c < 3; c++) {
        int status = 0;
        CHECK(waitpid(children[c], &status, 0) == children[c]);
        CHECK_SAY(WIFEXITED(status) && WEXITSTATUS(status) == 0, "process %d: %x", c, (unsigned)status);
    }
    CHECK_OK(au_store_open(path, &store, &err));
    for (uint64_t i = 0; i < 120; i++) CHECK(sample_is(store, i) == SAMPLE_RIGHT);
    au_store_close(store);
}

/* In a child whose files may not grow beyond `limit` bytes. Exit 0: the failure was reported, and a smaller value still goes in and out. */
static void fill_the_disk(const char *path, rlim_t limit)
{
    struct aug_error err = {0};
    struct au_store *store = NULL;
    const struct rlimit most = {limit, limit};
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &most) != 0) _exit(1);
    enum aug_status status = au_store_open(path, &store, &err);
    if (status == AUG_OK) status = au_store_begin(store, &err);
    if (status == AUG_OK) {
        for (uint64_t i = 0; i < 400 && status == AUG_OK; i++) status = sample_put(store, i, &err);
        const enum aug_status end = au_store_commit(store, status == AUG_OK ? &err : NULL);
        if (status == AUG_OK) status = end;
    }
    if (status != AUG_IO) _exit(2);
    if (!strstr(err.message, path)) _exit(3);
    if (store && sample_is(store, 0) == SAMPLE_WRONG) _exit(4);
    au_store_close(store);
    _exit(0);
}

TEST(a_full_disk_is_reported_and_the_store_stays_good)
{
    char path[256];
    struct aug_error err = {0};
    snprintf(path, sizeof path, "%s/full.sqlite", check_folder());
    for (rlim_t limit = 0; limit < 400000; limit = limit * 3 + 5000) {
        struct au_store *store = NULL;
        const pid_t child = fork();
        CHECK(child >= 0);
        if (child == 0) fill_the_disk(path, limit);
        int status = 0;
        CHECK(waitpid(child, &status, 0) == child);
        CHECK_SAY(WIFEXITED(status) && WEXITSTATUS(status) == 0, "limit %d: exit %d", (int)limit, WEXITSTATUS(status));
        CHECK_OK(au_store_open(path, &store, &err));
        for (uint64_t i = 0; i < 20; i++) CHECK(sample_is(store, i) == SAMPLE_ABSENT);
        au_store_close(store);
    }
}

struct bytes {
    unsigned char *at;
    size_t size;
};

static struct bytes read_all(const char *path)
{
    struct stat info;
    CHECK(stat(path, &info) == 0);
    struct bytes bytes = {au_alloc((size_t)info.st_size, 1), (size_t)info.st_size};
    FILE *in = fopen(path, "rb");
    CHECK(in && bytes.at && fread(bytes.at, 1, bytes.size, in) == bytes.size);
    fclose(in);
    return bytes;
}

static void write_all(const char *path, const struct bytes *bytes)
{
    FILE *out = fopen(path, "wb");
    CHECK(out && fwrite(bytes->at, 1, bytes->size, out) == bytes->size && fclose(out) == 0);
}

#define VALUES 24

static struct { /* what happened over all damages */
    int refused, errors, absent, right;
} tally;

/* Uses a damaged store in every way: any error, any loss, but no crash and no wrong byte. */
static void use_damaged(const char *path)
{
    struct aug_error err = {0};
    struct au_store *store = NULL;
    if (au_store_open(path, &store, &err) != AUG_OK) {
        tally.refused++;
        CHECK_SAY(strstr(err.message, path), "'%s'", err.message);
        return;
    }
    for (uint64_t i = 0; i < VALUES; i++) {
        const enum sample_state state = sample_look(store, i, &err);
        CHECK_SAY(state != SAMPLE_WRONG, "value %d came back wrong", (int)i);
        if (state == SAMPLE_ERROR) CHECK_SAY(strstr(err.message, path), "'%s'", err.message);
        tally.errors += state == SAMPLE_ERROR;
        tally.absent += state == SAMPLE_ABSENT;
        tally.right += state == SAMPLE_RIGHT;
        if (state == SAMPLE_ABSENT && sample_put(store, i, &err) == AUG_OK) CHECK(sample_is(store, i) != SAMPLE_WRONG);
    }
    size_t count;
    if (au_store_count(store, NULL, &count, &err) != AUG_OK) CHECK(strstr(err.message, path));
    au_store_close(store);
}

/* Half of the damages hit the first page and page headers, where the structure is; the rest anywhere. Some cut the file. */
static void damage(struct bytes *bytes, struct au_rng *rng)
{
    const int flips = au_rng_integer(rng, 1, 6), most = (int)bytes->size - 1;
    for (int i = 0; i < flips; i++) {
        size_t at = (size_t)au_rng_integer(rng, 0, most);
        if (au_rng_integer(rng, 0, 1)) at = at / 4096 * 4096 + (size_t)au_rng_integer(rng, 0, 120);
        if (at < bytes->size) bytes->at[at] ^= (unsigned char)(1 << au_rng_integer(rng, 0, 7));
    }
    if (au_rng_integer(rng, 0, 9) == 0) bytes->size = (size_t)au_rng_integer(rng, 0, most);
}

static void damage_and_use(const char *path, const struct bytes *main, const struct bytes *log, bool hit_log,
                           uint64_t round)
{
    struct au_rng rng;
    char side[300];
    au_rng_start(&rng, 11, round);
    const struct bytes *victim = hit_log ? log : main;
    struct bytes changed = {au_alloc(victim->size, 1), victim->size};
    CHECK(changed.at);
    memcpy(changed.at, victim->at, victim->size);
    damage(&changed, &rng);
    snprintf(side, sizeof side, "%s-shm", path);
    unlink(side);
    snprintf(side, sizeof side, "%s-wal", path);
    write_all(path, hit_log ? main : &changed);
    if (log) write_all(side, hit_log ? &changed : log);
    else unlink(side);
    use_damaged(path);
    au_free(changed.at);
}

static void print_tally(const char *what)
{
    printf("%s (seed 11): %d refused, values: %d right, %d absent, %d errors\n", what, tally.refused, tally.right,
           tally.absent, tally.errors);
    memset(&tally, 0, sizeof tally);
}

TEST(flipped_and_cut_bytes_never_crash_and_never_come_back_as_values)
{
    struct aug_error err = {0};
    struct au_store *store = NULL;
    char path[256];
    snprintf(path, sizeof path, "%s/flipped.sqlite", check_folder());
    CHECK_OK(au_store_open(path, &store, &err));
    for (uint64_t i = 0; i < VALUES; i++) CHECK_OK(sample_put(store, i, &err));
    au_store_close(store);
    struct bytes whole = read_all(path);
    for (uint64_t round = 0; round < 120; round++) damage_and_use(path, &whole, NULL, false, round);
    au_free(whole.at);
    CHECK_SAY(tally.right > 0 && tally.refused + tally.errors + tally.absent > 0,
              "no damage was seen: the test is blind");
    print_tally("120 damaged files");
    CHECK(au_memory_live() == 0);
}

TEST(a_damaged_log_of_a_killed_writer_never_comes_back_as_values)
{
    char path[256], side[300];
    snprintf(path, sizeof path, "%s/log.sqlite", check_folder());
    snprintf(side, sizeof side, "%s-wal", path);
    kill_a_writer(path, 0, 6, 0);
    struct bytes main = read_all(path), log = read_all(side);
    CHECK(main.size > 0);
    for (uint64_t round = 0; round < 40; round++) damage_and_use(path, &main, &log, log.size > 0, 1000 + round);
    au_free(main.at);
    au_free(log.at);
    CHECK_SAY(tally.right > 0 && tally.absent > 0, "no damage was seen: the test is blind");
    print_tally("40 damaged logs");
}
