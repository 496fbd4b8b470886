/* SPDX-License-Identifier: Apache-2.0
 * jpeg_markers.c - segments of a JPEG file before its first scan. */
#include "jpeg_markers.h"

#include <string.h>

#include "turn.h"

#define MARKER_EXIF 0xe1
#define MARKER_SCAN 0xda
#define MARKER_HUFFMAN 0xc4
#define MARKER_EXTENSION 0xc8
#define MARKER_ARITHMETIC 0xcc

bool au_jpeg_next_segment(const uint8_t *bytes, size_t size, struct au_jpeg_segment *segment)
{
    size_t at = segment->next ? segment->next : 2;
    while (at + 4 <= size && bytes[at] == 0xff && bytes[at + 1] == 0xff) at++; /* fill bytes */
    if (at + 4 > size || bytes[at] != 0xff || bytes[at + 1] == MARKER_SCAN) return false;
    const size_t length = (size_t)bytes[at + 2] << 8 | bytes[at + 3];
    if (length < 2 || length > size - at - 2) return false;
    *segment = (struct au_jpeg_segment){bytes[at + 1], bytes + at + 4, length - 2, at + 2 + length};
    return true;
}

bool au_jpeg_is_frame(int marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != MARKER_HUFFMAN && marker != MARKER_EXTENSION &&
           marker != MARKER_ARITHMETIC;
}

int au_jpeg_orientation(const struct au_jpeg_segment *segment)
{
    const bool is_exif = segment->marker == MARKER_EXIF && segment->size >= 6 &&
                         memcmp(segment->bytes, "Exif\0", 6) == 0;
    return is_exif ? au_exif_orientation(segment->bytes + 6, segment->size - 6) : 0;
}
