/* SPDX-License-Identifier: Apache-2.0
 * motion.h - the kernel of a motion blur.
 */
#ifndef AU_MOTION_H
#define AU_MOTION_H

struct au_motion {
    int size;                /* odd */
    double angle;            /* degrees, clockwise from the right, as y points down */
    double direction;        /* -1: trace behind the centre, 0: both sides, 1: ahead */
    double shift_x, shift_y; /* pixels */
};

/* weights[size * size]: equal on the pixels of the trace, together 1. */
void au_motion_weights(const struct au_motion *motion, float *weights);

#endif
