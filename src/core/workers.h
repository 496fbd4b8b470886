/* SPDX-License-Identifier: Apache-2.0
 * workers.h - run f(0) .. f(n-1) on several threads.
 *
 * Which thread runs which index is not determined, so `body` must write only to places of its own index. A failing index stops
 * the rest; of several failures the one with the lowest index is reported, so the message does not depend on timing
 * when the failing set does not.
 */
#ifndef AU_WORKERS_H
#define AU_WORKERS_H

#include <stddef.h>

#include <augaudit/error.h>

typedef enum aug_status (*au_body_fn)(void *context, size_t index, int worker, struct aug_error *err);

/* threads: 0 = cores. `worker` is 0 .. threads-1: an index for scratch space. With one thread everything runs on the caller's. */
AUG_CHECKED enum aug_status au_workers_run(int threads, size_t count, au_body_fn body, void *context,
                                           struct aug_error *err);
/* The number of threads that `threads` means: itself, or the number of cores for 0; at least 1, at most 256. */
int au_workers_count(int threads);

/* Memory that the workers of one job may take together: with what they share and what else is in memory, a run stays below 1 GB. */
#define AU_WORKERS_BYTES ((size_t)600 << 20)
/* As many of au_workers_count(threads) as fit into AU_WORKERS_BYTES when each needs so many bytes; at least 1. */
int au_workers_that_fit(int threads, size_t bytes_each);

#endif
