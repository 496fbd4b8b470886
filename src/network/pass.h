/* SPDX-License-Identifier: Apache-2.0
 * pass.h - a batch of images through a network, forward and backward.
 *
 * The bench holds every value between the layers for one batch. Images are kept with their border of zeros, so that kernels never ask
 * where they are. Slopes are derivatives of the loss. For one thread.
 */
#ifndef AU_NETWORK_PASS_H
#define AU_NETWORK_PASS_H

#include "kernel/convolve.h"
#include "layout.h"

#define AU_NETWORK_EPSILON 1e-5f /* added to variances */

struct au_layer_back { /* derivatives by a layer's input: one correlation for each phase of the stride */
    size_t run_count[4];
    struct au_run runs[4][AU_NETWORK_SIDE_MAX];
    float *kernel; /* the layer's kernel with inputs as lanes, in the order of the runs */
};

struct au_layer_bench {
    float *in;     /* batch x in_size */
    float *sums;   /* the convolution's output: batch x height x width x lanes */
    float *slopes; /* by the layer's output: batch x out_height x out_width x lanes; NULL in a bench for reading */
    float *scale, *shift;  /* what normalisation comes to: lanes each */
    float *mean, *inverse; /* of the batch, and 1 / deviation */
    struct au_layer_back back;
};

struct au_network_bench { /* {0} is empty */
    const struct au_convolve *kernels;
    struct au_network_layout layout;
    size_t batch;
    struct au_layer_bench layers[AU_NETWORK_LAYERS_MAX];
    float *out;                       /* of the last layer: batch x out pixels x features */
    float *features, *feature_slopes; /* batch x features */
    float *scores, *score_slopes;     /* batch x class_lanes */
    float *dense_turned;              /* class_lanes x features */
    float *slope_image;               /* one image of slopes with a border; NULL in a bench for reading */
    float *small;                     /* 6 x lanes */
    double *sums;                     /* 2 x lanes */
    void *memory;
};

/* For batches of up to `batch`; `training` adds what slopes need. Fails: AUG_BAD_INPUT, AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_network_bench_make(const struct au_network_shape *shape, size_t batch, bool training,
                                                  struct au_network_bench *out, struct aug_error *err);
void au_network_bench_release(struct au_network_bench *bench);

/* Copies height x width x channels floats to place `i` of the batch. */
void au_network_put(struct au_network_bench *bench, size_t i, const float *pixels);

/* Scores of the first `count` images of the batch. Training normalises by the batch and moves the statistics in `values` a tenth of the way. */
void au_network_forward(struct au_network_bench *bench, float *values, size_t count, bool training);

/* After a forward pass for training, with score_slopes set (zero in padding): the derivatives of the loss by every parameter,
 * written over gradient (parameter_count). */
void au_network_backward(struct au_network_bench *bench, const float *values, size_t count, float *gradient);

#endif
