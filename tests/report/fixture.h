/* SPDX-License-Identifier: Apache-2.0
 * fixture.h - a made-up audit with hostile names, several verdicts, pictures drawn by code, and dose curves.
 */
#ifndef FIXTURE_H
#define FIXTURE_H

#include <augaudit/audit.h>

#include "core/arena.h"

#define FIXTURE_HOSTILE "<script>\"é\n" /* a class name */
#define FIXTURE_CLASSES 16

/* Six transforms over 16 classes. Lives in `arena`. */
struct aug_audit fixture_audit(struct au_arena *arena);

/* One transform, `class_count` classes, every third broken and colliding with ten others. */
struct aug_audit fixture_large(struct au_arena *arena, int class_count);

/* 35 transforms with predicted changes, over the 16 classes: what a catalogue looks like. */
struct aug_audit fixture_many(struct au_arena *arena);

/* A PNG of an upright or mirrored or turned arrow-like figure: `shape` 0..3, `size_px` pixels a side. */
const uint8_t *fixture_png(struct au_arena *arena, int shape, int size_px, size_t *size);

#endif
