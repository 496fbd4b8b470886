/* SPDX-License-Identifier: Apache-2.0
 * frame.h - moving the frame of a picture: cutting windows out and adding borders. No value is changed.
 */
#ifndef AU_FRAME_H
#define AU_FRAME_H

#include <augaudit/image.h>

#include "core/random.h"

#include "sampling.h"

struct au_margins { /* pixels to add at each side */
    int top, bottom, left, right;
};

enum au_position { /* where the picture sits when a margin is added; spelled in au_positions */
                   AU_POSITION_CENTER,
                   AU_POSITION_TOP_LEFT,
                   AU_POSITION_TOP_RIGHT,
                   AU_POSITION_BOTTOM_LEFT,
                   AU_POSITION_BOTTOM_RIGHT,
                   AU_POSITION_RANDOM
};
extern const char *const au_positions[7];

/* What is missing to `width` x `height` (never negative), laid by `position`; the middle rounds down at top and left. */
struct au_margins au_margins_to(const struct aug_image *in, int width, int height, enum au_position position,
                                struct au_rng *rng);

/* `out` becomes the window [x0, x1) x [y0, y1) of `in` after `margins` were added around it. Fails with AUG_BAD_INPUT when the window
 * is empty or reaches out of that; `what` names the transform in the message. */
AUG_CHECKED enum aug_status au_reframe(const struct aug_image *in, const struct au_margins *margins,
                                       const int window[4], enum au_border border, const struct aug_numbers *fill,
                                       const char *what, struct aug_image *out, struct aug_error *err);

#endif
