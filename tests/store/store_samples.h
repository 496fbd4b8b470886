/* SPDX-License-Identifier: Apache-2.0
 * store_samples.h - values by number: what value i is can be told without keeping it.
 */
#ifndef STORE_SAMPLES_H
#define STORE_SAMPLES_H

#include <stdint.h>

#include "store/store.h"

enum sample_state { SAMPLE_ABSENT, SAMPLE_RIGHT, SAMPLE_WRONG, SAMPLE_ERROR };

/* Sizes from 0 to 150 kB. */
enum aug_status sample_put(struct au_store *store, uint64_t number, struct aug_error *err);
enum sample_state sample_is(struct au_store *store, uint64_t number);
/* The same, telling of an error by its status and sentence. */
enum sample_state sample_look(struct au_store *store, uint64_t number, struct aug_error *err);

#endif
