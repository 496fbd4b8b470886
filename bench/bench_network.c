/* SPDX-License-Identifier: Apache-2.0
 * bench_network.c - images a second of network trainings, and their multiply-adds beside those of one large matrix product.
 *
 * bench_network [IMAGES]: image passes of each figure (default 6,000). One thread; CPU time, so that neighbours disturb less. Printed, never judged. */
#include <cblas.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/random.h"
#include "kernel/convolve.h"
#include "network/network.h"

#define PRODUCT_SIZE 1024

struct net {
    const char *name;
    struct au_network_shape shape;
};

static const struct net nets[] = {
    {"28x28x1, 16 32 64", {28, 28, 1, 10, 3, {{16, 3, 1, true}, {32, 3, 1, true}, {64, 3, 1, false}}}},
    {"32x32x3, 16 32 64", {32, 32, 3, 10, 3, {{16, 3, 1, true}, {32, 3, 1, true}, {64, 3, 1, false}}}},
    {"32x32x3, 16 32 64 64",
     {32, 32, 3, 10, 4, {{16, 3, 1, true}, {32, 3, 1, true}, {64, 3, 1, true}, {64, 3, 1, false}}}},
    {"32x32x3, 32/2 64 64/2", {32, 32, 3, 10, 3, {{32, 5, 2, false}, {64, 3, 1, false}, {64, 3, 2, false}}}},
    {"32x32x3, 16 32 32 64 64",
     {32, 32, 3, 10, 5, {{16, 3, 1, false}, {32, 3, 1, true}, {32, 3, 1, true}, {64, 3, 1, false}, {64, 3, 1, false}}}},
    {"32x32x3, 32 64 64 128 128",
     {32,
      32,
      3,
      10,
      5,
      {{32, 3, 1, false}, {64, 3, 1, true}, {64, 3, 1, true}, {128, 3, 1, false}, {128, 3, 1, false}}}},
};

static double cpu_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static enum aug_status fill(void *context, const struct au_network_view *view, float *pixels, float *target,
                            struct aug_error *err)
{
    const struct au_network_shape *shape = context;
    const int size = shape->height * shape->width * shape->channels;
    (void)err;
    for (int i = 0; i < size; i++) pixels[i] = (float)((view->image * 31u + (uint32_t)i * 17u) % 64u) / 16.0f - 2.0f;
    target[view->image % 10] = 1;
    return AUG_OK;
}

static double training_seconds(const struct au_network_shape *shape, int images)
{
    struct au_network_shape own = *shape;
    const struct au_network_plan plan = {.seed = 1, .steps = images / 64, .average = .99};
    const struct au_network_images data = {1000, fill, &own};
    struct au_network network = {0};
    struct aug_error err;
    const double start = cpu_s();
    if (au_network_train(shape, &plan, &data, &network, NULL, &err) != AUG_OK) {
        fprintf(stderr, "bench_network: %s\n", err.message);
        exit(1);
    }
    au_network_release(&network);
    return cpu_s() - start;
}

/* Gigaflops of OpenBLAS on one thread. */
static double product_rate(void)
{
    static float a[PRODUCT_SIZE * PRODUCT_SIZE], b[PRODUCT_SIZE * PRODUCT_SIZE], c[PRODUCT_SIZE * PRODUCT_SIZE];
    double best = 0;
    openblas_set_num_threads(1);
    for (int i = 0; i < PRODUCT_SIZE * PRODUCT_SIZE; i++) a[i] = b[i] = (float)(i % 13) - 6;
    for (int round = 0; round < 9; round++) {
        const double start = cpu_s();
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, PRODUCT_SIZE, PRODUCT_SIZE, PRODUCT_SIZE, 1, a,
                    PRODUCT_SIZE, b, PRODUCT_SIZE, 0, c, PRODUCT_SIZE);
        const double rate = 2e-9 * PRODUCT_SIZE * PRODUCT_SIZE * PRODUCT_SIZE / (cpu_s() - start);
        if (rate > best) best = rate;
    }
    return best;
}

/* Gigaflops of the two loops alone, on one image between two layers of 32 filters. */
static void print_loops(const struct au_convolve *k, double product)
{
    enum { SIDE = 16, LANES = 32, ROW = (SIDE + 2) * LANES, CALLS = 400 };
    static float in[(SIDE + 2) * ROW], weights[9 * LANES * LANES], out[SIDE * SIDE * LANES];
    const struct au_run runs[] = {
        {0, 3 * LANES, 0}, {ROW, 3 * LANES, 3 * LANES * LANES}, {2 * ROW, 3 * LANES, 6 * LANES * LANES}};
    const struct au_correlation c = {in, weights, out, LANES, ROW, LANES, SIDE * LANES, SIDE, SIDE, LANES, runs, 3};
    const struct au_outer_sum o = {in, out, weights, LANES, ROW, SIDE * LANES, SIDE, SIDE, 3 * LANES, LANES};
    double best[2] = {0};
    for (int round = 0; round < 9; round++)
        for (int which = 0; which < 2; which++) {
            const double start = cpu_s();
            for (int i = 0; i < CALLS; i++) which ? k->outer_sum(&o) : k->correlate(&c);
            const double rate = (which ? 6e-9 : 18e-9) * CALLS * SIDE * SIDE * LANES * LANES / (cpu_s() - start);
            if (rate > best[which]) best[which] = rate;
        }
    printf("%-8s correlate %6.1f Gflop/s (%.2fx of the product), outer_sum %6.1f (%.2fx)\n", k->name, best[0],
           best[0] / product, best[1], best[1] / product);
}

int main(int argc, char **argv)
{
    const int images = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 6000;
    const double product = product_rate();
    printf("OpenBLAS: %s; a product of %d x %d: %.0f Gflop/s; network loops: %s\n", openblas_get_config(), PRODUCT_SIZE,
           PRODUCT_SIZE, product, au_convolve()->name);
    for (size_t i = 1; au_convolve_at(i); i++) print_loops(au_convolve_at(i), product);
    printf("%-28s %10s %10s %12s %10s %12s\n", "network", "M madds", "images/s", "s / 250,000", "Gflop/s", "/ product");
    for (size_t i = 0; i < sizeof nets / sizeof *nets; i++) {
        const struct au_network_shape *shape = &nets[i].shape;
        const double madds = au_network_cost(shape), seconds = training_seconds(shape, images);
        struct au_network_shape first = *shape; /* nobody needs slopes by pixels */
        first.layer_count = 1;
        const double rate = images / seconds, flops = (6 * madds - 2 * au_network_cost(&first)) * rate * 1e-9;
        printf("%-28s %10.2f %10.0f %12.1f %10.1f %11.2fx\n", nets[i].name, madds * 1e-6, rate, 250000 / rate, flops,
               flops / product);
    }
    return 0;
}
