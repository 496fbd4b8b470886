/* SPDX-License-Identifier: Apache-2.0
 * random.h - counter-based random numbers: the same (seed, stream) gives the same numbers on any thread, in any order.
 *
 * Philox 4x32-10: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011. Passes the
 * authors' known-answer vectors (tests/core). A stream is named by a hash of what it is for: (image, transform, draw).
 */
#ifndef AU_RANDOM_H
#define AU_RANDOM_H

#include <stdint.h>

struct au_rng { /* plain data: copying it forks the stream */
    uint32_t key[2], counter[4], block[4];
    int left;
    double spare_normal;
    int has_spare;
};

/* One block of the cipher, for tests and for random access by counter. */
void au_philox(const uint32_t key[2], const uint32_t counter[4], uint32_t out[4]);

void au_rng_start(struct au_rng *rng, uint64_t seed, uint64_t stream);
uint32_t au_rng_u32(struct au_rng *rng);
uint64_t au_rng_u64(struct au_rng *rng);
double au_rng_uniform(struct au_rng *rng);                          /* [0, 1), 53 bits */
double au_rng_between(struct au_rng *rng, double low, double high); /* [low, high); low if they are equal */
int au_rng_integer(struct au_rng *rng, int low,
                   int high);             /* low..high, both included, unbiased; low where high < low */
double au_rng_normal(struct au_rng *rng); /* mean 0, sd 1 (Box-Muller) */
/* Fisher-Yates; count at most 2^31. */
void au_rng_shuffle(struct au_rng *rng, uint32_t *items, uint32_t count);

#endif
