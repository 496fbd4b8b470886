/* SPDX-License-Identifier: Apache-2.0
 * jpeg_markers.h - a walk over the segments of a JPEG file that stand before its first scan (ITU-T T.81, annex B).
 */
#ifndef AU_JPEG_MARKERS_H
#define AU_JPEG_MARKERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AU_JPEG_TABLES 0xdb /* quantisation tables */

struct au_jpeg_segment { /* {0} before the first */
    int marker;
    const uint8_t *bytes; /* after marker and length; borrowed */
    size_t size;
    size_t next; /* where the search goes on */
};

/* False when the scan begins, the file ends or makes no sense. */
bool au_jpeg_next_segment(const uint8_t *bytes, size_t size, struct au_jpeg_segment *segment);

/* Frame headers: C0 .. CF without the tables and the extension that share the range. */
bool au_jpeg_is_frame(int marker);

/* Orientation 1 .. 8 (turn.h) if this is an Exif segment; else 0. */
int au_jpeg_orientation(const struct au_jpeg_segment *segment);

#endif
