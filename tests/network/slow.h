/* SPDX-License-Identifier: Apache-2.0
 * slow.h - the slow and obvious definition of a network, in doubles: loops over images, pixels, filters and taps, as one would write them on paper.
 *
 * Weights are read from a network's values by the layout; nothing else is shared with the library.
 */
#ifndef SLOW_H
#define SLOW_H

#include "network/layout.h"

struct slow_batch {
    const struct au_network_shape *shape;
    size_t count;
    const float *pixels;  /* count images */
    const float *targets; /* count x classes */
    double smoothing;
};

/* Mean cross-entropy of the batch, normalised by its own moments; scores (count x classes) may be NULL. */
double slow_loss(const struct slow_batch *batch, const double *values, double *scores);

#endif
