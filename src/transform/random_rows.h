/* SPDX-License-Identifier: Apache-2.0
 * random_rows.h - rows of random values that depend on a seed, the row and the place only.
 *
 * Value i of row y is a function of (seed, tag, y, i): any row can be made alone, in any order, on any thread (Philox, random.h).
 */
#ifndef AU_RANDOM_ROWS_H
#define AU_RANDOM_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include "core/random.h"

/* A seed for one application, as a draw keeps it: 53 bits, exact in a double. */
double au_seed_draw(struct au_rng *rng);

/* `tag` keeps several fields of one seed apart. */
void au_bits_row(double seed, uint32_t tag, int y, uint32_t *out, size_t count);
/* [0, 1), 24 bits. */
void au_uniform_row(double seed, uint32_t tag, int y, float *out, size_t count);
/* Mean 0, sd 1 (Box and Muller, "A note on the generation of random normal deviates", Ann. Math. Stat. 29, 1958). */
void au_normal_row(double seed, uint32_t tag, int y, float *out, size_t count);

#endif
