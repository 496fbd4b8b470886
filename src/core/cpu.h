/* SPDX-License-Identifier: Apache-2.0
 * cpu.h - which instruction sets this machine runs.
 */
#ifndef AU_CPU_H
#define AU_CPU_H

#include <stdbool.h>

bool au_cpu_has_avx2(void);   /* AVX2 and FMA, with the system saving the registers */
bool au_cpu_has_avx512(void); /* F, BW, CD, DQ, VL */

#endif
