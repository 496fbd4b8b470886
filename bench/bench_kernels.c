/* SPDX-License-Identifier: Apache-2.0
 * bench_kernels.c - time of every slot of every kernel table, in nanoseconds a value; printed, never judged.
 *
 * bench_kernels [SECONDS]: how long each figure is measured (default 0.05). The least of several rounds is shown: the others were disturbed. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "kernel/kernel.h"

#define VALUES_MAX 65536
#define TAPS 5
#define ROUNDS 7

struct rows {
    uint8_t in[VALUES_MAX], out[VALUES_MAX], table[256];
    float values[TAPS][VALUES_MAX], weights[TAPS], sums[VALUES_MAX];
    const float *pointers[TAPS];
};

struct slot {
    const char *name;
    void (*run)(const struct au_kernels *k, struct rows *rows, size_t count);
};

static void map_u8(const struct au_kernels *k, struct rows *rows, size_t count)
{
    k->map_u8(rows->out, rows->in, rows->table, count);
}

static void reverse_grey(const struct au_kernels *k, struct rows *rows, size_t count)
{
    k->reverse_u8(rows->out, rows->in, count, 1);
}

static void reverse_rgb(const struct au_kernels *k, struct rows *rows, size_t count)
{
    k->reverse_u8(rows->out, rows->in, count / 3, 3);
}

static void mix_rows_u8(const struct au_kernels *k, struct rows *rows, size_t count)
{
    k->mix_rows_u8(rows->out, rows->pointers, rows->weights, TAPS, count);
}

static void mix_rows_f32(const struct au_kernels *k, struct rows *rows, size_t count)
{
    k->mix_rows_f32(rows->sums, rows->pointers, rows->weights, TAPS, count);
}

static const struct slot slots[] = {
    {"map_u8", map_u8},
    {"reverse_u8, 1 channel", reverse_grey},
    {"reverse_u8, 3 channels", reverse_rgb},
    {"mix_rows_u8, 5 rows", mix_rows_u8},
    {"mix_rows_f32, 5 rows", mix_rows_f32},
};

static const size_t counts[] = {32, 96, 672, 65536};
#define COUNTS (sizeof counts / sizeof *counts)

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static double seconds_of(const struct slot *slot, const struct au_kernels *k, struct rows *rows, size_t count,
                         size_t calls)
{
    const double start = now_s();
    for (size_t i = 0; i < calls; i++) slot->run(k, rows, count);
    return now_s() - start;
}

/* Doubles the number of calls until a round is long enough, then takes the best of some rounds. */
static double ns_per_value(const struct slot *slot, const struct au_kernels *k, struct rows *rows, size_t count,
                           double seconds)
{
    size_t calls = 1;
    double best = 0;
    while ((best = seconds_of(slot, k, rows, count, calls)) < seconds / ROUNDS) calls *= 2;
    for (int round = 1; round < ROUNDS; round++) {
        const double again = seconds_of(slot, k, rows, count, calls);
        if (again < best) best = again;
    }
    return 1e9 * best / (double)calls / (double)count;
}

static void fill(struct rows *rows)
{
    for (size_t i = 0; i < VALUES_MAX; i++) rows->in[i] = (uint8_t)(i * 2654435761u >> 13);
    for (size_t i = 0; i < 256; i++) rows->table[i] = (uint8_t)(255 - i);
    for (size_t r = 0; r < TAPS; r++) {
        rows->weights[r] = 0.2f;
        rows->pointers[r] = rows->values[r];
        for (size_t i = 0; i < VALUES_MAX; i++) rows->values[r][i] = rows->in[(i + r) % VALUES_MAX];
    }
}

static void print_slot(const struct slot *slot, struct rows *rows, double seconds)
{
    double scalar[COUNTS] = {0};
    for (size_t t = 0; au_kernels_at(t); t++) {
        const struct au_kernels *k = au_kernels_at(t);
        printf("%-24s %-8s", slot->name, k->name);
        for (size_t i = 0; i < COUNTS; i++) {
            const double ns = ns_per_value(slot, k, rows, counts[i], seconds);
            if (t == 0) scalar[i] = ns;
            printf("  %7.3f (%4.1fx)", ns, scalar[i] / ns);
        }
        putchar('\n');
        fflush(stdout);
    }
}

int main(int argc, char **argv)
{
    static struct rows rows;
    const double seconds = argc > 1 ? strtod(argv[1], NULL) : 0.05;
    fill(&rows);
    printf("ns a value (times scalar); in use: %s\n%-33s", au_kernels()->name, "values in a row");
    for (size_t i = 0; i < COUNTS; i++) printf("  %7zu        ", counts[i]);
    putchar('\n');
    for (size_t s = 0; s < sizeof slots / sizeof *slots; s++) print_slot(&slots[s], &rows, seconds);
    return 0;
}
