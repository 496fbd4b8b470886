/* SPDX-License-Identifier: Apache-2.0
 * part.h - some images of a data set as a data set: how many, which of a cluster, and under which numbers.
 */
#ifndef AU_PART_H
#define AU_PART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <augaudit/dataset.h>
#include <augaudit/error.h>

/* The largest share of each such that all shares together are at most `most`, where who has less gives all of it. */
size_t au_part_quota(const size_t *sizes, size_t count, size_t most);

/* Is the image before which `passed` others of a cluster came one of those taken, where `wanted` of `size` are? They are spread evenly. */
bool au_part_takes(size_t passed, size_t wanted, size_t size);

#endif
