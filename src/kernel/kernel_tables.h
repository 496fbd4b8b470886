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

extern const struct au_kernels au_kernels_scalar;
#if defined(__x86_64__)
extern const struct au_kernels au_kernels_avx2;
#endif

#endif
