/* SPDX-License-Identifier: Apache-2.0
 * turn.h - the 8 flips and quarter turns, numbered as EXIF numbers orientations, and where a file's EXIF says which one it needs.
 *
 * 1 nothing, 2 mirror, 3 half turn, 4 upside down, 5 transpose, 6 quarter turn clockwise, 7 transverse, 8 quarter turn counter-clockwise.
 * Source: Exif 2.32 (CIPA DC-008-2019), tag 274; TIFF 6.0, section 8.
 */
#ifndef AU_TURN_H
#define AU_TURN_H

#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>
#include <augaudit/image.h>

#define AU_TURN_COUNT 8

/* `out` (storage reused, not `in`) becomes `in` turned by `turn` (1..8). */
AUG_CHECKED enum aug_status au_image_turn(const struct aug_image *in, int turn, struct aug_image *out,
                                          struct aug_error *err);
/* The same in place; a `turn` outside 2..8 does nothing. */
AUG_CHECKED enum aug_status au_image_turn_in_place(struct aug_image *image, int turn, struct aug_error *err);

/* The turn that makes `from` into `to`, the least of several; 0 when none does. */
int au_image_turn_between(const struct aug_image *from, const struct aug_image *to);

/* Orientation 1..8 from an EXIF block that begins with its TIFF header ("II*\0" or "MM\0*"); 1 when there is none or it makes no sense. */
int au_exif_orientation(const uint8_t *tiff, size_t size);

#endif
