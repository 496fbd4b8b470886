/* SPDX-License-Identifier: Apache-2.0
 * kernel_tables.h - the tables that kernel.c chooses from; a NULL slot means the scalar version.
 */
#ifndef AU_KERNEL_TABLES_H
#define AU_KERNEL_TABLES_H

#include "kernel.h"

extern const struct au_kernels au_kernels_scalar;
#if defined(__x86_64__)
extern const struct au_kernels au_kernels_avx2;
#endif

#endif
