/* SPDX-License-Identifier: Apache-2.0
 * interpose.c - LD_PRELOAD: the n-th malloc, calloc or realloc that a third-party library makes returns NULL.
 *
 * Our own allocations can be made to fail from inside (core/memory.h); those of codecs, SQLite and BLAS cannot. Which library calls
 * is told by the return address, so that neither we nor the C library's own bookkeeping are counted. Environment:
 *     FAULT_LIBRARIES  comma-separated starts of file names ("libsqlite3,libtiff"); unset: every library but the C runtime, the ones in
 *                      FAULT_SKIP, and this one; never the program itself
 *     FAULT_SKIP       starts of file names that are not counted ("libaugaudit")
 *     FAULT_AT         n: the n-th counted call fails; unset or 0: none
 *     FAULT_STAY       set: all later ones fail too
 *     FAULT_REPORT     a file that gets, at exit, "calls N" and for the first failure "failed LIBRARY+0xOFFSET"
 * Libraries opened later than at start are not counted. glibc only. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

#define RANGES_MAX 256

static struct range {
    uintptr_t first, end, base;
    char name[64];
} ranges[RANGES_MAX];
static size_t range_count;
static unsigned long fail_at;
static bool stays;
static atomic_ulong calls;
static atomic_uintptr_t failed_from;
static char report[4096];

static bool listed(const char *name, const char *list)
{
    for (; list && *list; list += *list == ',') {
        const size_t length = strcspn(list, ",");
        if (length > 0 && strncmp(name, list, length) == 0) return true;
        list += length;
    }
    return false;
}

static bool counts(const char *name)
{
    static const char runtime[] =
        "libc.,libc-,libm.,libm-,ld-,libpthread,libdl,librt,libgcc,libgomp,libgfortran,libquadmath,libstdc++,"
        "linux-vdso,interpose,libinterpose";
    if (!*name || listed(name, runtime) || listed(name, getenv("FAULT_SKIP"))) return false;
    const char *wanted = getenv("FAULT_LIBRARIES");
    return !wanted || listed(name, wanted);
}

static int add_library(struct dl_phdr_info *info, size_t size, void *context)
{
    (void)size, (void)context;
    const char *slash = strrchr(info->dlpi_name, '/'), *name = slash ? slash + 1 : info->dlpi_name;
    if (!counts(name)) return 0;
    for (int i = 0; i < info->dlpi_phnum && range_count < RANGES_MAX; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        if (part->p_type != PT_LOAD || !(part->p_flags & PF_X)) continue;
        struct range *range = &ranges[range_count++];
        *range = (struct range){info->dlpi_addr + part->p_vaddr, info->dlpi_addr + part->p_vaddr + part->p_memsz,
                                info->dlpi_addr, ""};
        snprintf(range->name, sizeof range->name, "%s", name);
    }
    return 0;
}

__attribute__((constructor)) static void start(void)
{
    const char *at = getenv("FAULT_AT"), *to = getenv("FAULT_REPORT");
    snprintf(report, sizeof report, "%s", to ? to : "");
    stays = getenv("FAULT_STAY") != NULL;
    fail_at = at ? strtoul(at, NULL, 10) : 0;
    dl_iterate_phdr(add_library, NULL); /* last: from now on calls are counted */
}

static const struct range *library_of(uintptr_t address)
{
    for (size_t i = 0; i < range_count; i++)
        if (address >= ranges[i].first && address < ranges[i].end) return &ranges[i];
    return NULL;
}

static bool fails(void *caller)
{
    if (!library_of((uintptr_t)caller)) return false;
    const unsigned long number = atomic_fetch_add(&calls, 1) + 1;
    if (fail_at == 0 || number < fail_at || (number > fail_at && !stays)) return false;
    uintptr_t none = 0;
    atomic_compare_exchange_strong(&failed_from, &none, (uintptr_t)caller);
    errno = ENOMEM;
    return true;
}

__attribute__((visibility("default"))) void *malloc(size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

__attribute__((visibility("default"))) void *calloc(size_t count, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_calloc(count, size);
}

/* Giving back (size 0) cannot fail. */
__attribute__((visibility("default"))) void *realloc(void *old, size_t size)
{
    return size > 0 && fails(__builtin_return_address(0)) ? NULL : __libc_realloc(old, size);
}

__attribute__((destructor)) static void end(void)
{
    if (!*report) return;
    char text[256];
    const uintptr_t from = atomic_load(&failed_from);
    const struct range *library = library_of(from);
    int length = snprintf(text, sizeof text, "calls %lu\n", atomic_load(&calls));
    if (library)
        length += snprintf(text + length, sizeof text - (size_t)length, "failed %s+0x%lx\n", library->name,
                           (unsigned long)(from - library->base));
    const int file = open(report, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (file < 0) return;
    if (write(file, text, (size_t)length) != length) unlink(report);
    close(file);
}
