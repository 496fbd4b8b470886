/* SPDX-License-Identifier: Apache-2.0
 * test_workers.c - every index once, whatever the number of threads; the lowest failure is the one that is told. */
#include "core/workers.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "check.h"

#define MOST 1000

struct tally {
    atomic_int times[MOST];
    atomic_int wrong_worker;
    int threads;
};

static enum aug_status count(void *context, size_t index, int worker, struct aug_error *err)
{
    struct tally *tally = context;
    (void)err;
    atomic_fetch_add(&tally->times[index], 1);
    if (worker < 0 || worker >= tally->threads) atomic_fetch_add(&tally->wrong_worker, 1);
    return AUG_OK;
}

TEST(every_index_runs_once_for_any_number_of_threads)
{
    static const size_t counts[] = {0, 1, 2, 7, 8, 9, MOST};
    for (int threads = 0; threads <= 8; threads++) {
        for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
            static struct tally tally;
            struct aug_error err = {0};
            memset(&tally, 0, sizeof tally);
            tally.threads = au_workers_count(threads);
            CHECK_OK(au_workers_run(threads, counts[c], count, &tally, &err));
            for (size_t i = 0; i < MOST; i++)
                CHECK_SAY(tally.times[i] == (i < counts[c]), "%d threads, index %d: %d times", threads, (int)i,
                          tally.times[i]);
            CHECK(tally.wrong_worker == 0);
        }
    }
}

static enum aug_status remember_thread(void *context, size_t index, int worker, struct aug_error *err)
{
    (void)err;
    if (worker != 0) return AUG_IO;
    ((pthread_t *)context)[index] = pthread_self();
    return AUG_OK;
}

TEST(one_thread_means_the_callers)
{
    pthread_t threads[20];
    struct aug_error err = {0};
    CHECK_OK(au_workers_run(1, 20, remember_thread, threads, &err));
    for (int i = 0; i < 20; i++) CHECK(pthread_equal(threads[i], pthread_self()));
}

struct one_at_a_time {
    atomic_int inside[256]; /* by worker number */
    atomic_int clashes;
};

static enum aug_status enter(void *context, size_t index, int worker, struct aug_error *err)
{
    struct one_at_a_time *scratch = context;
    (void)index, (void)err;
    if (atomic_fetch_add(&scratch->inside[worker], 1) != 0) atomic_fetch_add(&scratch->clashes, 1);
    nanosleep(&(struct timespec){0, 20000}, NULL);
    atomic_fetch_sub(&scratch->inside[worker], 1);
    return AUG_OK;
}

TEST(a_worker_number_is_never_in_use_twice_at_once)
{
    static struct one_at_a_time scratch;
    struct aug_error err = {0};
    CHECK_OK(au_workers_run(8, 300, enter, &scratch, &err));
    CHECK(scratch.clashes == 0);
}

/* Fails at 40, 41, 90, and takes long to do so at 40. */
static enum aug_status fail_some(void *context, size_t index, int worker, struct aug_error *err)
{
    (void)worker;
    atomic_fetch_add((atomic_int *)context, 1);
    if (index == 40) nanosleep(&(struct timespec){0, 3000000}, NULL);
    if (index == 40 || index == 41 || index == 90) return aug_fail(err, AUG_BAD_INPUT, "index %d", (int)index);
    return AUG_OK;
}

TEST(the_failure_with_the_lowest_index_is_reported_and_stops_the_rest)
{
    for (int threads = 1; threads <= 8; threads++) {
        for (int round = 0; round < 5; round++) {
            atomic_int ran = 0;
            struct aug_error err = {0};
            CHECK(au_workers_run(threads, 100000, fail_some, &ran, &err) == AUG_BAD_INPUT);
            CHECK_SAY(strcmp(err.message, "index 40") == 0 && err.status == AUG_BAD_INPUT, "%d threads: %s", threads,
                      err.message);
            CHECK_SAY(ran < 100000, "%d threads ran all", threads);
            CHECK(au_workers_run(threads, 1000, fail_some, &ran, NULL) == AUG_BAD_INPUT);
        }
    }
}

TEST(the_number_of_threads_is_within_bounds)
{
    CHECK(au_workers_count(0) >= 1 && au_workers_count(-5) == au_workers_count(0));
    CHECK(au_workers_count(1) == 1 && au_workers_count(3) == 3 && au_workers_count(256) == 256 &&
          au_workers_count(100000) == 256);
}

TEST(no_more_workers_run_than_memory_is_planned_for_and_always_one)
{
    const size_t third = AU_WORKERS_BYTES / 3;
    CHECK(au_workers_that_fit(8, third) == 3 && au_workers_that_fit(2, third) == 2);
    CHECK(au_workers_that_fit(8, 0) == 8 && au_workers_that_fit(8, 2 * AU_WORKERS_BYTES) == 1);
}
