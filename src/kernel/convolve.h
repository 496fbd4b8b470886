/* SPDX-License-Identifier: Apache-2.0
 * convolve.h - the inner loops of small convolutional networks: products of an image's pixels with weights, and what stands between them.
 *
 * An image is rows of pixels, a pixel is `width` floats that lie together (channels last). Every `width` here is a multiple of
 * AU_LANES; what pads it is zero and stays zero. Because channels lie together, the inputs under one row of a filter are one run of
 * consecutive floats, so that no image is ever copied into columns: the three passes of a convolution are two loops.
 *
 * Same bytes on every instruction set: each sum is one chain of fused multiply-adds in an order that does not depend on the
 * vector length (fmaf in the scalar version, which is the definition), and the channels are the lanes. No memory is allocated. Thread-safe.
 */
#ifndef AU_CONVOLVE_H
#define AU_CONVOLVE_H

#include <stddef.h>

#define AU_LANES 16

struct au_run {     /* consecutive inputs of a pixel, and the weights that they meet */
    size_t in;      /* from the pixel's place in `in` */
    size_t length;  /* inputs */
    size_t weights; /* from `weights`: length rows of `width` */
};

/* out[r][c][l] = sum over runs and k of in[r * in_row + c * in_step + run.in + k] * weights[run.weights + k * width + l] */
struct au_correlation {
    const float *in, *weights;
    float *out;
    size_t in_step, in_row, out_step, out_row; /* floats to the next pixel and to the next row */
    size_t rows, columns, width;
    const struct au_run *runs;
    size_t run_count;
};

/* gradient[k][l] += sum over r and c of in[r * in_row + c * in_step + k] * slope[r * slope_row + c * width + l], k < length */
struct au_outer_sum {
    const float *in, *slope;
    float *gradient;
    size_t in_step, in_row, slope_row;
    size_t rows, columns, length, width;
};

/* max(0, scale * in + shift), and of window x window such values the greatest; an odd last row or column falls out of windows of 2. */
struct au_rectifier {
    const float *in; /* rows x columns x width */
    size_t rows, columns, width;
    int window;                 /* 1 or 2 */
    const float *scale, *shift; /* width */
    float *out;                 /* rows / window x columns / window x width */
    size_t out_row;
};

/* Of what a rectifier did: `slope` is the loss's derivative by its output (without gaps between rows), passed to the winners above 0. */
struct au_rectifier_slopes {
    struct au_rectifier of; /* out unused */
    const float *slope;
    const float *centre; /* width */
};

struct au_convolve { /* one instruction set */
    const char *name;
    void (*correlate)(const struct au_correlation *job);
    void (*outer_sum)(const struct au_outer_sum *job);
    /* sum[l] += in, square[l] += in * in, over pixels. */
    void (*moments)(const float *in, size_t pixels, size_t width, float *sum, float *square);
    void (*rectify)(const struct au_rectifier *job);
    /* sum[l] += passed slopes; product[l] += passed slopes * (in - centre). */
    void (*slope_sums)(const struct au_rectifier_slopes *job, float *sum, float *product);
    /* out[r][c][l] = a[l] * passed slope + (b[l] * in + c[l]), rows `out_row` apart. */
    void (*slope_spread)(const struct au_rectifier_slopes *job, const float *a, const float *b, const float *c,
                         float *out, size_t out_row);
};

/* The table in use, always the same one within a process: the widest that this machine runs, or the one that AUG_KERNELS names. */
const struct au_convolve *au_convolve(void);
/* All that this build has and this machine can run; index 0 is scalar. NULL past the end. For tests and benchmarks. */
const struct au_convolve *au_convolve_at(size_t i);

#endif
