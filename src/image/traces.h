/* SPDX-License-Identifier: Apache-2.0
 * traces.h - what processing leaves in the pixels of an image, whatever it shows: borders, resampling, clipping, a coding grid.
 *
 * All are read at the image's own size, from its light (one value a pixel), inside a window of at most 256 x 256 pixels, so that the cost does
 * not grow with the image. None is meant to tell what the image shows; that some do, a little, is why they are compared with clean images.
 */
#ifndef AU_TRACES_H
#define AU_TRACES_H

#include <stdbool.h>

#include <augaudit/error.h>
#include <augaudit/image.h>

#define AU_GRID_PERIOD 8
#define AU_TRACES_VERSION 2 /* a new one for every change of what is read */

enum au_trace {
    AU_TRACE_BORDER_SHARE, /* share of the outermost pixels that have one and the same colour, the most frequent of those at corners and middles */
    AU_TRACE_BORDER_DEPTH, /* how many pixels inward that colour goes on, median over those pixels */
    AU_TRACE_BORDER_LEVEL, /* its light, 0 .. 255 */
    AU_TRACE_COPIED_DEPTH, /* rows or columns at an edge that mirror or repeat those next to them exactly, most of the four sides; 0: fewer than two */
    AU_TRACE_DETAIL_X, /* log of the mean square of second differences over that of first differences in rows of the interior: ... */
    AU_TRACE_DETAIL_Y, /* ... about log 3 for noise, falls with every resampling and blur; and in columns */
    AU_TRACE_BLACK,    /* share of pixels at 0 */
    AU_TRACE_WHITE,    /* share of pixels at 255 */
    AU_TRACE_COMB,     /* share of the values between the 5 % and 95 % quantiles that no pixel has */
    AU_TRACE_GRID_X, /* how much larger the steps across columns phase, phase + 8 ... are than those beside them, in mean steps: one value a phase */
    AU_TRACE_GRID_Y = AU_TRACE_GRID_X + AU_GRID_PERIOD,
    AU_TRACE_COUNT = AU_TRACE_GRID_Y + AU_GRID_PERIOD
};

/* out: AU_TRACE_COUNT values. Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_image_traces(const struct aug_image *image, float *out, struct aug_error *err);

/* Does the border of these traces stand out: a tenth of the edge in one colour? */
bool au_trace_has_border(const float *traces);
/* A mirrored or repeated edge of at least two pixels. */
bool au_trace_is_copied(const float *traces);

#endif
