/* SPDX-License-Identifier: Apache-2.0
 * convolve_scalar.c - the loops of convolutional networks one float at a time: the definition of their bytes. */
#include <math.h>

#include "convolve_tables.h"

#define VECTOR float
#define WIDE 1
#define LOAD(at) (*(at))
#define STORE(at, x) (*(at) = (x))
#define SPLAT(x) ((float)(x))
#define ADD(a, b) ((a) + (b))
#define SUBTRACT(a, b) ((a) - (b))
#define MUL(a, b) ((a) * (b))
#define FMA(a, b, c) fmaf(a, b, c)
#define PICK(a, b, x, y) ((a) > (b) ? (x) : (y))

#define UP_TO_4(T) T(1, 2) T(2, 2) T(3, 2) T(4, 2)
#define PIXELS_2(T) UP_TO_4(T)
#define INPUTS_2(T) UP_TO_4(T)
#define PIXELS_MAX_2 4
#define INPUTS_MAX_2 4
#include "convolve_body.h"

const struct au_convolve au_convolve_scalar = {"scalar", correlate,  outer_sum,   moments,
                                               rectify,  slope_sums, slope_spread};
