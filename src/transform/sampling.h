/* SPDX-License-Identifier: Apache-2.0
 * sampling.h - how a value between pixels, or beyond the border, is found: the options that all geometry shares.
 */
#ifndef AU_SAMPLING_H
#define AU_SAMPLING_H

#include <augaudit/transform.h>

#include "param_rows.h"

enum au_interpolation { /* numbered as in OpenCV */
                        AU_NEAREST,
                        AU_LINEAR,
                        AU_CUBIC,
                        AU_AREA,
                        AU_LANCZOS4,
                        AU_LINEAR_EXACT,
                        AU_NEAREST_EXACT
};

enum au_border {                       /* numbered as in OpenCV */
                 AU_BORDER_CONSTANT,   /* iii|abcd|iii: the fill colour */
                 AU_BORDER_REPLICATE,  /* aaa|abcd|ddd */
                 AU_BORDER_REFLECT,    /* cba|abcd|dcb */
                 AU_BORDER_WRAP,       /* bcd|abcd|abc */
                 AU_BORDER_REFLECT_101 /* dcb|abcd|cba */
};

struct au_sampling {
    int interpolation;       /* enum au_interpolation */
    int border_mode;         /* enum au_border */
    struct aug_numbers fill; /* one value for all channels, or one a channel */
};

/* Where index `i` of a line of `length` pixels is read; -1 for the fill colour. */
int au_border_index(int i, int length, enum au_border border);

/* The fill colour as bytes, clipped and rounded. */
void au_fill_bytes(const struct aug_numbers *fill, uint8_t bytes[3]);

#define AU_ROW_INTERPOLATION(owner, field)                                                                          \
    AUG_NAMED_INT("interpolation", owner, field, 1, 0, 6,                                                           \
                  "How values between pixels are found: 0 nearest, 1 linear, 2 cubic, 3 area, 4 Lanczos, 5 linear " \
                  "exact, 6 nearest exact."),                                                                       \
        AUG_NOTED("mask_interpolation", "How masks are resampled; it touches no image.")
#define AU_ROWS_BORDER(owner, mode, fill_)                                                                           \
    AUG_NAMED_INT("border_mode", owner, mode, 0, 0, 4,                                                               \
                  "What lies beyond the border: 0 the fill colour, 1 the edge pixel, 2 a mirror image, 3 the image " \
                  "again, 4 a mirror image without its edge."),                                                      \
        AUG_NAMED_NUMBERS("fill", owner, fill_, 1, 0, 0, 255,                                                        \
                          "Colour beyond the border, one value or one a channel, 0 to 255.", .optional = true),      \
        AUG_NOTED("fill_mask", "Value that masks get beyond the border; it touches no image.")
#define AU_ROWS_SAMPLING(owner, sampling) \
    AU_ROW_INTERPOLATION(owner, sampling.interpolation), AU_ROWS_BORDER(owner, sampling.border_mode, sampling.fill)

#endif
