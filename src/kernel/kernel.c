/* SPDX-License-Identifier: Apache-2.0
 * kernel.c - chooses the table of row primitives once, by what the machine can run and by AUG_KERNELS. */
#include "kernel.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/cpu.h"

#include "kernel_tables.h"

#define TABLES_MAX 4
#define SLOT(field) \
    if (!table->field) table->field = au_kernels_scalar.field

static struct au_kernels tables[TABLES_MAX]; /* written once, under `once` */
static size_t table_count;
static const struct au_kernels *chosen;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void add(const struct au_kernels *source)
{
    struct au_kernels *table = &tables[table_count++];
    *table = *source;
    SLOT(map_u8);
    SLOT(reverse_u8);
    SLOT(mix_rows_u8);
    SLOT(mix_rows_f32);
    SLOT(rectify_f32);
    SLOT(arc_cosine_f32);
    SLOT(cosines_f32);
    SLOT(directions_f32);
}

static void choose(void)
{
    const char *wanted = getenv("AUG_KERNELS");
    add(&au_kernels_scalar);
#if defined(__x86_64__)
    if (au_cpu_has_avx2()) add(&au_kernels_avx2);
#endif
    chosen = &tables[table_count - 1];
    for (size_t i = 0; wanted && i < table_count; i++)
        if (strcmp(tables[i].name, wanted) == 0) chosen = &tables[i];
}

const struct au_kernels *au_kernels(void)
{
    pthread_once(&once, choose);
    return chosen;
}

const struct au_kernels *au_kernels_at(size_t i)
{
    pthread_once(&once, choose);
    return i < table_count ? &tables[i] : NULL;
}
