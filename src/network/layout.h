/* SPDX-License-Identifier: Apache-2.0
 * layout.h - sizes and places of everything in a network of a given shape.
 *
 * Channels are padded to whole vectors (`lanes`); what pads starts as zero and its gradient is zero, so it stays zero. The values of a network
 * lie in one array: kernels by layer, linear layer, then gains and shifts, then statistics.
 */
#ifndef AU_NETWORK_LAYOUT_H
#define AU_NETWORK_LAYOUT_H

#include "network.h"

struct au_layer_layout {
    size_t side, stride, window, border;  /* border: zero pixels around the image, and around slopes */
    size_t in_height, in_width, in_lanes; /* the first layer's channels are not padded */
    size_t in_row, in_size;               /* floats of a row and of an image with its border */
    size_t height, width, filters, lanes; /* of the convolution */
    size_t out_height, out_width;         /* after the windows */
    size_t slope_row, slope_size;         /* of the convolution's output with a border */
    size_t kernel, kernel_size;           /* values[kernel ...]: side x side x in_lanes x lanes */
    size_t gain, shift, mean, variance;   /* values[...]: lanes each */
};

struct au_network_layout {
    size_t layer_count, classes, class_lanes, features; /* features: lanes of the last layer */
    size_t dense, dense_shift;                          /* values[dense ...]: features x class_lanes */
    size_t weight_count, parameter_count, value_count;
    struct au_layer_layout layers[AU_NETWORK_LAYERS_MAX];
};

/* Fails: AUG_BAD_INPUT. */
AUG_CHECKED enum aug_status au_network_lay_out(const struct au_network_shape *shape, struct au_network_layout *out,
                                               struct aug_error *err);

#endif
