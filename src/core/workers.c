/* SPDX-License-Identifier: Apache-2.0
 * workers.c - a parallel for over indices, with the lowest failing index kept. */
#include "workers.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <unistd.h>

#define WORKERS_MAX 256

struct job {
    size_t count;
    au_body_fn body;
    void *context;
    atomic_size_t next;
    atomic_bool stop;
    pthread_mutex_t lock;
    size_t failed_index;
    struct aug_error error;
    enum aug_status status;
};

struct worker {
    struct job *job;
    int number;
};

static void keep_failure(struct job *job, size_t index, enum aug_status status, const struct aug_error *error)
{
    pthread_mutex_lock(&job->lock);
    if (job->status == AUG_OK || index < job->failed_index) {
        job->status = status;
        job->failed_index = index;
        job->error = *error;
    }
    pthread_mutex_unlock(&job->lock);
    atomic_store(&job->stop, true);
}

static void *work(void *argument)
{
    const struct worker *worker = argument;
    struct job *job = worker->job;
    while (!atomic_load(&job->stop)) {
        const size_t index = atomic_fetch_add(&job->next, 1);
        if (index >= job->count) break;
        struct aug_error error = {0};
        const enum aug_status status = job->body(job->context, index, worker->number, &error);
        if (status != AUG_OK) keep_failure(job, index, status, &error);
    }
    return NULL;
}

int au_workers_count(int threads)
{
    long count = threads > 0 ? threads : sysconf(_SC_NPROCESSORS_ONLN);
    if (count < 1) count = 1;
    return count > WORKERS_MAX ? WORKERS_MAX : (int)count;
}

int au_workers_that_fit(int threads, size_t bytes_each)
{
    const size_t wanted = (size_t)au_workers_count(threads),
                 fit = bytes_each > 0 ? AU_WORKERS_BYTES / bytes_each : wanted;
    return fit < 1 ? 1 : (int)(fit < wanted ? fit : wanted);
}

enum aug_status au_workers_run(int threads, size_t count, au_body_fn body, void *context, struct aug_error *err)
{
    struct job job = {.count = count, .body = body, .context = context, .lock = PTHREAD_MUTEX_INITIALIZER};
    struct worker workers[WORKERS_MAX];
    pthread_t ids[WORKERS_MAX];
    int wanted = au_workers_count(threads), started = 1;
    if ((size_t)wanted > count) wanted = count > 0 ? (int)count : 1;
    for (int i = 0; i < wanted; i++) workers[i] = (struct worker){&job, i};
    while (started < wanted && pthread_create(&ids[started], NULL, work, &workers[started]) == 0) started++;
    work(&workers[0]);
    for (int i = 1; i < started; i++) pthread_join(ids[i], NULL);
    pthread_mutex_destroy(&job.lock);
    if (job.status != AUG_OK && err) *err = job.error;
    return job.status;
}
