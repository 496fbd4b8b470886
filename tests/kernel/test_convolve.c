/* SPDX-License-Identifier: Apache-2.0
 * test_convolve.c - the loops of convolutional networks: the scalar table against sums written out, the others against the scalar bytes. */
#include <math.h>
#include <string.h>

#include "check.h"
#include "core/random.h"
#include "kernel/convolve.h"

#define SEED 78
#define ROUNDS 400
#define FLOATS 60000
#define RUNS_MAX 3

static float in[FLOATS], weights[FLOATS], slopes[FLOATS], a[FLOATS], b[FLOATS], rows[6][96];

static void fill(float *to, size_t count, struct au_rng *rng)
{
    for (size_t i = 0; i < count; i++) to[i] = (float)au_rng_normal(rng);
}

static size_t draw(struct au_rng *rng, int low, int high)
{
    return (size_t)au_rng_integer(rng, low, high);
}

struct job { /* one of each kind, over the same image */
    struct au_run runs[RUNS_MAX];
    struct au_correlation correlation;
    struct au_outer_sum outer;
    struct au_rectifier_slopes rectifier;
};

static void draw_job(struct job *job, struct au_rng *rng)
{
    const size_t channels = draw(rng, 1, 20), width = 16 * draw(rng, 1, 5), rows_count = draw(rng, 1, 5);
    const size_t columns = draw(rng, 1, 40), step = channels * draw(rng, 1, 2),
                 in_row = step * columns + draw(rng, 0, 9);
    const size_t gap = draw(rng, 0, 9);
    size_t used = 0;
    const size_t run_count = draw(rng, 0, RUNS_MAX);
    for (size_t r = 0; r < run_count; r++) {
        job->runs[r] = (struct au_run){draw(rng, 0, 60), draw(rng, 0, 30), used};
        used += job->runs[r].length * width;
    }
    job->correlation = (struct au_correlation){
        in, weights, a, step, in_row, width, columns * width + gap, rows_count, columns, width, job->runs, run_count};
    job->outer = (struct au_outer_sum){in,      slopes,           a,    step, in_row, columns * width + gap, rows_count,
                                       columns, draw(rng, 1, 40), width};
    job->rectifier = (struct au_rectifier_slopes){
        {in, rows_count + 1, columns + 1, width, au_rng_integer(rng, 1, 2), rows[0], rows[1], a, 0}, slopes, rows[2]};
    job->rectifier.of.out_row = (columns + 1) * width + gap;
}

static void run_all(const struct au_convolve *k, struct job *job, float *out)
{
    struct au_rectifier *of = &job->rectifier.of;
    job->correlation.out = job->outer.gradient = of->out = out;
    k->correlate(&job->correlation);
    k->rectify(of);
    k->outer_sum(&job->outer);
    k->moments(in, of->rows * of->columns, of->width, out, out + 96);
    k->slope_sums(&job->rectifier, out + 200, out + 300);
    k->slope_spread(&job->rectifier, rows[3], rows[4], rows[5], out + 400, of->out_row);
}

static void restart(struct au_rng *rng)
{
    fill(in, FLOATS, rng);
    fill(weights, FLOATS, rng);
    fill(slopes, FLOATS, rng);
    for (int r = 0; r < 6; r++) fill(rows[r], 96, rng);
}

TEST(every_table_of_network_loops_gives_the_scalar_bytes)
{
    struct au_rng rng;
    struct job job;
    CHECK(strcmp(au_convolve_at(0)->name, "scalar") == 0);
    au_rng_start(&rng, SEED, 0);
    restart(&rng);
    for (int round = 0; round < ROUNDS; round++) {
        draw_job(&job, &rng);
        memset(a, 0, sizeof a);
        run_all(au_convolve_at(0), &job, a);
        for (size_t t = 1; au_convolve_at(t); t++) {
            memset(b, 0, sizeof b);
            run_all(au_convolve_at(t), &job, b);
            CHECK_SAY(memcmp(a, b, sizeof a) == 0, "%s differs from scalar in round %d", au_convolve_at(t)->name,
                      round);
        }
    }
}

TEST(a_correlation_is_the_sum_of_inputs_times_weights_under_its_runs)
{
    struct au_rng rng;
    struct job job;
    au_rng_start(&rng, SEED, 1);
    restart(&rng);
    for (int round = 0; round < 50; round++) {
        draw_job(&job, &rng);
        const struct au_correlation *c = &job.correlation;
        au_convolve()->correlate(c);
        for (size_t y = 0; y < c->rows; y++)
            for (size_t x = 0; x < c->columns; x++)
                for (size_t l = 0; l < c->width; l++) {
                    double sum = 0;
                    for (size_t r = 0; r < c->run_count; r++)
                        for (size_t k = 0; k < c->runs[r].length; k++)
                            sum += (double)in[y * c->in_row + x * c->in_step + c->runs[r].in + k] *
                                   (double)weights[c->runs[r].weights + k * c->width + l];
                    const double got = (double)a[y * c->out_row + x * c->out_step + l];
                    CHECK_SAY(fabs(sum - got) < 1e-4, "round %d, pixel %zu %zu, lane %zu: %g, not %g", round, y, x, l,
                              got, sum);
                }
    }
}

TEST(an_outer_sum_adds_inputs_times_slopes_of_every_pixel)
{
    struct au_rng rng;
    struct job job;
    au_rng_start(&rng, SEED, 2);
    restart(&rng);
    for (int round = 0; round < 50; round++) {
        draw_job(&job, &rng);
        const struct au_outer_sum *o = &job.outer;
        for (size_t i = 0; i < o->length * o->width; i++) a[i] = 1;
        au_convolve()->outer_sum(o);
        for (size_t k = 0; k < o->length; k++)
            for (size_t l = 0; l < o->width; l++) {
                double sum = 1;
                for (size_t y = 0; y < o->rows; y++)
                    for (size_t x = 0; x < o->columns; x++)
                        sum += (double)in[y * o->in_row + x * o->in_step + k] *
                               (double)slopes[y * o->slope_row + x * o->width + l];
                CHECK_SAY(fabs(sum - (double)a[k * o->width + l]) < 1e-3, "round %d: input %zu, lane %zu", round, k, l);
            }
    }
}
