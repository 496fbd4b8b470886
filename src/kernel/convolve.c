/* SPDX-License-Identifier: Apache-2.0
 * convolve.c - chooses the table of network loops once, by what the machine can run and by AUG_KERNELS. */
#include "convolve.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "core/cpu.h"

#include "convolve_tables.h"

#define TABLES_MAX 3

static const struct au_convolve *tables[TABLES_MAX + 1]; /* written once, under `once` */
static const struct au_convolve *chosen;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void choose(void)
{
    const char *wanted = getenv("AUG_KERNELS");
    size_t count = 0;
    tables[count++] = &au_convolve_scalar;
#if defined(__x86_64__)
    if (au_cpu_has_avx2()) tables[count++] = &au_convolve_avx2;
    if (au_cpu_has_avx512()) tables[count++] = &au_convolve_avx512;
#endif
    chosen = tables[count - 1];
    for (size_t i = 0; wanted && i < count; i++)
        if (strcmp(tables[i]->name, wanted) == 0) chosen = tables[i];
}

const struct au_convolve *au_convolve(void)
{
    pthread_once(&once, choose);
    return chosen;
}

const struct au_convolve *au_convolve_at(size_t i)
{
    pthread_once(&once, choose);
    return i < TABLES_MAX ? tables[i] : NULL;
}
