/* SPDX-License-Identifier: Apache-2.0
 * kernel_tables.h - the tables that kernel.c chooses from; a NULL slot means the scalar version.
 */
#ifndef AU_KERNEL_TABLES_H
#define AU_KERNEL_TABLES_H

#include "kernel.h"

#define AU_PI_F 3.14159265358979f
#define AU_ARCCOS_TERMS 8
/* Abramowitz and Stegun 4.4.46, highest power first: arccos a = sqrt(1 - a) * (polynomial in a). */
static const float au_arccos[AU_ARCCOS_TERMS] = {-0.0012624911f, 0.0066700901f, -0.0170881256f, 0.0308918810f,
                                                 -0.0501743046f, 0.0889789874f, -0.2145988016f, 1.5707963050f};

#define AU_ARCTAN_TERMS 9
/* Abramowitz and Stegun 4.4.49 in eighths of a turn, highest power first: arctan t / (pi / 4) = t * (polynomial in t^2), 0 <= t <= 1. */
static const float au_arctan[AU_ARCTAN_TERMS] = {0.003649392f,  -0.020582855f, 0.054634217f,
                                                 -0.095861747f, 0.135679766f,  -0.180913327f,
                                                 0.254565796f,  -0.424410787f, 1.273239545f};

/* cos(2 pi r) = -sin(2 pi (|r| - 1/4)) for |r| <= 1/2, and the Taylor series of the sine to t^11 on |t| <= pi/2, highest power first. */
#define AU_SINE_TERMS 6
static const float au_sine[AU_SINE_TERMS] = {-2.5052108e-8f, 2.7557319e-6f,  -1.9841270e-4f,
                                             8.3333333e-3f,  -1.6666667e-1f, 1.0f};
#define AU_TURN_F 6.2831853f
#define AU_PER_TURN_F 0.15915494f

extern const struct au_kernels au_kernels_scalar;
#if defined(__x86_64__)
extern const struct au_kernels au_kernels_avx2;
#endif

#endif
