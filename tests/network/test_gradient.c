/* SPDX-License-Identifier: Apache-2.0
 * test_gradient.c - forward and backward passes of odd networks against the slow definition and its finite differences. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "core/random.h"
#include "network/pass.h"
#include "slow.h"

enum { IMAGES = 5, SIZE_MAX_ = 12 * 12 * 4, DIRECTIONS = 6 };

static struct aug_error err;

static const struct au_network_shape shapes[] = {
    {6, 7, 1, 3, 1, {{16, 3, 1, false}}},
    {8, 8, 3, 4, 1, {{16, 3, 1, true}}},
    {7, 9, 3, 3, 2, {{16, 3, 1, true}, {32, 3, 1, false}}},
    {9, 8, 2, 17, 2, {{20, 3, 2, false}, {5, 3, 1, false}}},
    {8, 9, 3, 3, 2, {{16, 5, 1, false}, {32, 5, 2, false}}},
    {9, 9, 4, 3, 2, {{33, 7, 1, true}, {16, 1, 2, false}}},
    {10, 11, 1, 2, 3, {{16, 3, 2, false}, {48, 3, 2, false}, {32, 3, 1, true}}},
    {4, 4, 1, 2, 2, {{16, 3, 2, true}, {16, 3, 1, false}}},
};
#define SHAPES (sizeof shapes / sizeof *shapes)

struct trial {
    struct au_network_bench bench;
    float values[60000], gradient[60000], pixels[IMAGES * SIZE_MAX_], targets[IMAGES * 20];
    double wide[60000], moved[60000], scores[IMAGES * 20];
    struct slow_batch batch;
};

/* Random values everywhere but in padding: a value counts if the slow definition would read it; the rest stays zero. */
static void draw_block(struct au_rng *rng, float *to, size_t rows, size_t lanes, size_t row_stride_rows,
                       size_t used_rows, size_t used, double centre)
{
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < used; c++)
            if (r % row_stride_rows < used_rows) to[r * lanes + c] = (float)(centre + 0.3 * au_rng_normal(rng));
}

static void draw_values(struct trial *t, struct au_rng *rng)
{
    const struct au_network_layout *layout = &t->bench.layout;
    size_t channels = (size_t)t->batch.shape->channels;
    memset(t->values, 0, sizeof t->values);
    for (size_t i = 0; i < layout->layer_count; i++) {
        const struct au_layer_layout *l = &layout->layers[i];
        draw_block(rng, t->values + l->kernel, l->side * l->side * l->in_lanes, l->lanes, l->in_lanes, channels,
                   l->filters, 0);
        draw_block(rng, t->values + l->gain, 1, l->lanes, 1, 1, l->filters, 1);
        draw_block(rng, t->values + l->shift, 1, l->lanes, 1, 1, l->filters, 0);
        channels = l->filters;
    }
    draw_block(rng, t->values + layout->dense, layout->features, layout->class_lanes, layout->features, channels,
               layout->classes, 0);
    draw_block(rng, t->values + layout->dense_shift, 1, layout->class_lanes, 1, 1, layout->classes, 0);
}

static void start(struct trial *t, const struct au_network_shape *shape, struct au_rng *rng)
{
    const size_t size = (size_t)(shape->height * shape->width * shape->channels), classes = (size_t)shape->classes;
    CHECK_OK(au_network_bench_make(shape, IMAGES, true, &t->bench, &err));
    CHECK(t->bench.layout.value_count <= sizeof t->values / sizeof *t->values);
    t->batch = (struct slow_batch){shape, IMAGES, t->pixels, t->targets, 0};
    draw_values(t, rng);
    for (size_t i = 0; i < IMAGES * size; i++) t->pixels[i] = (float)au_rng_normal(rng);
    for (size_t i = 0; i < IMAGES; i++) au_network_put(&t->bench, i, t->pixels + i * size);
    memset(t->targets, 0, sizeof t->targets);
    for (size_t i = 0; i < IMAGES; i++)
        t->targets[i * classes + (size_t)au_rng_integer(rng, 0, shape->classes - 1)] = 1;
    for (size_t i = 0; i < t->bench.layout.parameter_count; i++) t->wide[i] = (double)t->values[i];
}

static void pass(struct trial *t)
{
    const struct au_network_layout *layout = &t->bench.layout;
    au_network_forward(&t->bench, t->values, IMAGES, true);
    for (size_t i = 0; i < IMAGES; i++) {
        double sum = 0;
        const float *scores = t->bench.scores + i * layout->class_lanes;
        for (size_t k = 0; k < layout->classes; k++) sum += exp((double)scores[k]);
        for (size_t k = 0; k < layout->classes; k++)
            t->bench.score_slopes[i * layout->class_lanes + k] =
                (float)((exp((double)scores[k]) / sum - (double)t->targets[i * layout->classes + k]) / IMAGES);
    }
    au_network_backward(&t->bench, t->values, IMAGES, t->gradient);
}

static double slope_along(struct trial *t, size_t at, double step)
{
    t->wide[at] += step;
    const double high = slow_loss(&t->batch, t->wide, NULL);
    t->wide[at] -= 2 * step;
    const double low = slow_loss(&t->batch, t->wide, NULL);
    t->wide[at] += step;
    return (high - low) / (2 * step);
}

TEST(scores_of_a_batch_equal_those_of_the_slow_definition)
{
    static struct trial t;
    struct au_rng rng;
    au_rng_start(&rng, 21, 0);
    for (size_t s = 0; s < SHAPES; s++) {
        start(&t, &shapes[s], &rng);
        slow_loss(&t.batch, t.wide, t.scores);
        au_network_forward(&t.bench, t.values, IMAGES, true);
        for (size_t i = 0; i < IMAGES; i++)
            for (size_t k = 0; k < t.bench.layout.classes; k++) {
                const double slow = t.scores[i * t.bench.layout.classes + k];
                const double fast = (double)t.bench.scores[i * t.bench.layout.class_lanes + k];
                CHECK_SAY(fabs(slow - fast) < 1e-4, "shape %zu, image %zu: class %zu scores %g, slowly %g", s, i, k,
                          fast, slow);
            }
        au_network_bench_release(&t.bench);
    }
}

static bool is_padding(const struct trial *t, size_t at)
{
    return t->values[at] == 0;
}

/* Of each block of values (kernel, gain, shift of each layer, linear layer) some are tried. */
static void check_block(struct trial *t, struct au_rng *rng, size_t shape, const char *block, size_t from, size_t count)
{
    double scale = 1e-3;
    for (size_t i = 0; i < count; i++) scale = fmax(scale, fabs((double)t->gradient[from + i]));
    for (int d = 0; d < DIRECTIONS; d++) {
        const size_t at = from + (size_t)au_rng_integer(rng, 0, (int)count - 1);
        if (is_padding(t, at)) {
            CHECK_SAY(t->gradient[at] == 0.0f, "shape %zu: a padded place of %s has gradient %g", shape, block,
                      (double)t->gradient[at]);
            continue;
        }
        const double slow = slope_along(t, at, 1e-6), fast = (double)t->gradient[at];
        CHECK_SAY(fabs(slow - fast) < 2e-4 * scale, "shape %zu, %s, value %zu: gradient %.8g, by differences %.8g",
                  shape, block, at - from, fast, slow);
    }
}

TEST(gradients_of_every_layer_equal_finite_differences_of_the_slow_definition)
{
    static struct trial t;
    struct au_rng rng;
    au_rng_start(&rng, 22, 0);
    for (size_t s = 0; s < SHAPES; s++) {
        start(&t, &shapes[s], &rng);
        pass(&t);
        for (size_t i = 0; i < t.bench.layout.layer_count; i++) {
            const struct au_layer_layout *l = &t.bench.layout.layers[i];
            check_block(&t, &rng, s, "a kernel", l->kernel, l->kernel_size);
            check_block(&t, &rng, s, "gains", l->gain, l->lanes);
            check_block(&t, &rng, s, "shifts", l->shift, l->lanes);
        }
        check_block(&t, &rng, s, "the linear layer", t.bench.layout.dense,
                    t.bench.layout.features * t.bench.layout.class_lanes);
        check_block(&t, &rng, s, "the last shifts", t.bench.layout.dense_shift, t.bench.layout.class_lanes);
        au_network_bench_release(&t.bench);
    }
}

TEST(every_instruction_set_gives_the_same_gradients_byte_for_byte)
{
    static struct trial t;
    static float first[60000];
    struct au_rng rng;
    au_rng_start(&rng, 23, 0);
    for (size_t s = 0; s < SHAPES; s++) {
        start(&t, &shapes[s], &rng);
        const size_t size = t.bench.layout.parameter_count * sizeof *first;
        for (size_t k = 0; au_convolve_at(k); k++) {
            t.bench.kernels = au_convolve_at(k);
            pass(&t);
            if (k == 0) memcpy(first, t.gradient, size);
            CHECK_SAY(memcmp(first, t.gradient, size) == 0, "shape %zu: %s differs from %s", s, t.bench.kernels->name,
                      au_convolve_at(0)->name);
        }
        au_network_bench_release(&t.bench);
    }
}
