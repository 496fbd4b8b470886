/* SPDX-License-Identifier: Apache-2.0
 * pictures.h - random pictures with guarded padding, random parameters, comparisons: for tests that loop over all transforms. */
#ifndef TEST_PICTURES_H
#define TEST_PICTURES_H

#include <stdbool.h>

#include <augaudit/transform.h>

#include "core/random.h"

struct picture_size {
    int width, height;
};
extern const struct picture_size picture_sizes[]; /* ends with width 0 */

/* Random bytes with `padding` bytes of 0xA5 after each row. Release with picture_release. */
struct aug_image picture_random(struct au_rng *rng, int width, int height, int channels, size_t padding);
struct aug_image picture_plain(int width, int height, int channels, uint8_t value);
void picture_release(struct aug_image *image);
/* Are the padding bytes still 0xA5? */
bool picture_guard_holds(const struct aug_image *image);
bool picture_same(const struct aug_image *a, const struct aug_image *b);

/* Fresh parameters of the table: defaults for round 0, else random values within the rows' limits, kept small enough for tests.
 * Free with free(). */
void *picture_params(const struct aug_transform *t, struct au_rng *rng, int round);

#endif
