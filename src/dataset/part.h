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

/* The images of `chosen`, ascending, with their clusters numbered anew in order of appearance and a content of its own; all else, duplicates too, is
 * the whole set's, which is borrowed: release before it. Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_part_make(const struct aug_dataset *data, const uint32_t *chosen, size_t count,
                                         struct aug_dataset *out, struct aug_error *err);
/* Of the whole set itself nothing is freed. */
void au_part_release(struct aug_dataset *part, const struct aug_dataset *data);

#endif
