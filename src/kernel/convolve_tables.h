/* SPDX-License-Identifier: Apache-2.0
 * convolve_tables.h - the tables that convolve.c chooses from.
 */
#ifndef AU_CONVOLVE_TABLES_H
#define AU_CONVOLVE_TABLES_H

#include "convolve.h"

extern const struct au_convolve au_convolve_scalar;
#if defined(__x86_64__)
extern const struct au_convolve au_convolve_avx2;
extern const struct au_convolve au_convolve_avx512;
#endif

#endif
