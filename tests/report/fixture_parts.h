/* SPDX-License-Identifier: Apache-2.0
 * fixture_parts.h - what surrounds the verdicts of a made-up audit: its data set and how it was made.
 */
#ifndef FIXTURE_PARTS_H
#define FIXTURE_PARTS_H

#include "fixture.h"

extern const char *const fixture_class_names[FIXTURE_CLASSES];

/* Zeroed, in the arena. */
void *fixture_room(struct au_arena *arena, size_t count, size_t size);
void fixture_dataset(struct au_arena *arena, struct aug_audit *audit);
void fixture_making(struct aug_audit *audit);

#endif
