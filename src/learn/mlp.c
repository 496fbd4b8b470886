/* SPDX-License-Identifier: Apache-2.0
 * mlp.c - forward, backward, step. */
#include "mlp.h"

#include <math.h>
#include <string.h>

#include "core/memory.h"
#include "core/random.h"
#include "linalg.h"

#define HIDDEN 96
#define BATCH 64
#define EPOCHS 16
#define LEAST_STEPS 400 /* few images are seen more often */

static const float rate = 0.003f, decay = 0.01f, first_moment = 0.9f, second_moment = 0.999f;

static size_t value_count(const struct au_mlp *m)
{
    return m->inputs * m->hidden + m->hidden + m->hidden * m->classes + m->classes;
}

struct parts { /* of the values, or of their slopes */
    float *first, *first_shift, *second, *second_shift;
};

static struct parts parts_of(const struct au_mlp *m, float *values)
{
    float *const shift = values + m->inputs * m->hidden, *const second = shift + m->hidden;
    return (struct parts){values, shift, second, second + m->hidden * m->classes};
}

struct batch { /* rows up to BATCH */
    float *x, *hidden, *scores, *hidden_slope;
};

static void release_batch(struct batch *b)
{
    au_free(b->x);
    au_free(b->hidden);
    au_free(b->scores);
    au_free(b->hidden_slope);
}

static bool make_batch(const struct au_mlp *m, struct batch *b)
{
    b->x = au_alloc(BATCH * m->inputs, sizeof(float));
    b->hidden = au_alloc(BATCH * m->hidden, sizeof(float));
    b->hidden_slope = au_alloc(BATCH * m->hidden, sizeof(float));
    b->scores = au_alloc(BATCH * m->classes, sizeof(float));
    return b->x && b->hidden && b->hidden_slope && b->scores;
}

static void gather(const struct au_mlp *m, const float *x, const uint32_t *rows, size_t count, struct batch *b)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < m->inputs; j++) b->x[i * m->inputs + j] = m->scale * x[rows[i] * m->inputs + j];
}

static void forward(const struct au_mlp *m, size_t count, struct batch *b)
{
    const struct parts p = parts_of(m, m->values);
    for (size_t i = 0; i < count; i++) {
        memcpy(b->hidden + i * m->hidden, p.first_shift, m->hidden * sizeof(float));
        memcpy(b->scores + i * m->classes, p.second_shift, m->classes * sizeof(float));
    }
    au_multiply(b->x, p.first, b->hidden, count, m->inputs, m->hidden, true);
    for (size_t i = 0; i < count * m->hidden; i++) b->hidden[i] = b->hidden[i] > 0 ? b->hidden[i] : 0;
    au_multiply(b->hidden, p.second, b->scores, count, m->hidden, m->classes, true);
}

/* Scores become their slopes: softmax minus target, over the batch. */
static void slope_of_scores(const struct au_mlp *m, const uint32_t *label, const uint32_t *rows, size_t count,
                            float *scores)
{
    for (size_t i = 0; i < count; i++) {
        float *row = scores + i * m->classes, top = row[0], sum = 0;
        for (size_t k = 1; k < m->classes; k++) top = row[k] > top ? row[k] : top;
        for (size_t k = 0; k < m->classes; k++) sum += row[k] = expf(row[k] - top);
        for (size_t k = 0; k < m->classes; k++) row[k] /= sum * (float)count;
        row[label[rows[i]]] -= 1 / (float)count;
    }
}

static void add_columns(const float *matrix, size_t rows, size_t columns, float *sum)
{
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++) sum[j] += matrix[i * columns + j];
}

static void backward(const struct au_mlp *m, size_t count, struct batch *b, float *slopes)
{
    const struct parts p = parts_of(m, m->values), s = parts_of(m, slopes);
    memset(slopes, 0, value_count(m) * sizeof *slopes);
    au_cross_add(b->hidden, b->scores, s.second, count, m->hidden, m->classes);
    add_columns(b->scores, count, m->classes, s.second_shift);
    au_multiply_transposed(b->scores, p.second, b->hidden_slope, count, m->classes, m->hidden);
    for (size_t i = 0; i < count * m->hidden; i++)
        if (b->hidden[i] <= 0) b->hidden_slope[i] = 0;
    au_cross_add(b->x, b->hidden_slope, s.first, count, m->inputs, m->hidden);
    add_columns(b->hidden_slope, count, m->hidden, s.first_shift);
}

struct adam {
    float *slopes, *mean, *square;
    size_t step, steps;
};

static void step(const struct au_mlp *m, struct adam *a)
{
    const float t = (float)++a->step,
                r = rate * 0.5f * (1 + cosf(3.14159265f * (float)(a->step - 1) / (float)a->steps)),
                by_mean = 1 / (1 - powf(first_moment, t)), by_square = 1 / (1 - powf(second_moment, t));
    for (size_t i = 0; i < value_count(m); i++) {
        a->mean[i] += (1 - first_moment) * (a->slopes[i] - a->mean[i]);
        a->square[i] += (1 - second_moment) * (a->slopes[i] * a->slopes[i] - a->square[i]);
        m->values[i] -= r * (a->mean[i] * by_mean / (sqrtf(a->square[i] * by_square) + 1e-8f) + decay * m->values[i]);
    }
}

static void start(struct au_mlp *m, const struct au_mlp_lesson *l)
{
    struct au_rng rng;
    double squares = 0;
    au_rng_start(&rng, l->seed, 0x4D4C50u); /* "MLP" */
    const struct parts p = parts_of(m, m->values);
    for (size_t i = 0; i < m->inputs * m->hidden; i++)
        p.first[i] = (float)(sqrt(2 / (double)m->inputs) * au_rng_normal(&rng));
    for (size_t i = 0; i < m->hidden * m->classes; i++)
        p.second[i] = (float)(sqrt(1 / (double)m->hidden) * au_rng_normal(&rng));
    for (size_t i = 0; i < l->row_count; i++)
        for (size_t j = 0; j < m->inputs; j++) {
            const double value = (double)l->draws[0][l->rows[i] * m->inputs + j];
            squares += value * value;
        }
    m->scale = (float)(1 / sqrt(squares / (double)(l->row_count * m->inputs) + 1e-12));
}

static void learn(struct au_mlp *m, const struct au_mlp_lesson *l, struct adam *a, struct batch *b, uint32_t *order)
{
    const size_t batches = (l->row_count + BATCH - 1) / BATCH;
    const size_t epochs = EPOCHS * batches < LEAST_STEPS ? LEAST_STEPS / batches + 1 : EPOCHS;
    a->steps = epochs * batches;
    memcpy(order, l->rows, l->row_count * sizeof *order);
    for (size_t epoch = 0; epoch < epochs; epoch++) {
        struct au_rng rng;
        au_rng_start(&rng, l->seed, 0x45504F43u + epoch); /* "EPOC" */
        au_rng_shuffle(&rng, order, (uint32_t)l->row_count);
        for (size_t first = 0; first < l->row_count; first += BATCH) {
            const size_t left = l->row_count - first, count = left < BATCH ? left : BATCH;
            gather(m, l->draws[epoch % l->draw_count], order + first, count, b);
            forward(m, count, b);
            slope_of_scores(m, l->label, order + first, count, b->scores);
            backward(m, count, b, a->slopes);
            step(m, a);
        }
    }
}

enum aug_status au_mlp_train(const struct au_mlp_lesson *l, struct au_mlp *out, struct aug_error *err)
{
    struct au_mlp m = {.inputs = l->inputs, .hidden = HIDDEN, .classes = l->classes};
    const size_t values = value_count(&m);
    m.values = au_alloc(values, sizeof(float));
    struct adam a = {au_alloc(values, sizeof(float)), au_alloc(values, sizeof(float)), au_alloc(values, sizeof(float)),
                     0, 0};
    struct batch b = {0};
    uint32_t *order = au_alloc(l->row_count, sizeof *order);
    const bool complete = make_batch(&m, &b) && m.values && a.slopes && a.mean && a.square && order;
    if (complete) {
        start(&m, l);
        learn(&m, l, &a, &b, order);
        *out = m;
    } else {
        au_mlp_release(&m);
    }
    au_free(order);
    release_batch(&b);
    au_free(a.square);
    au_free(a.mean);
    au_free(a.slopes);
    return complete ? AUG_OK : au_no_memory(err, "a small neural network");
}

void au_mlp_release(struct au_mlp *m)
{
    au_free(m->values);
    *m = (struct au_mlp){0};
}

enum aug_status au_mlp_score(const struct au_mlp *m, const float *x, const uint32_t *rows, size_t row_count,
                             float *scores, struct aug_error *err)
{
    struct batch b = {0};
    const bool complete = make_batch(m, &b);
    for (size_t first = 0; complete && first < row_count; first += BATCH) {
        const size_t left = row_count - first, count = left < BATCH ? left : BATCH;
        gather(m, x, rows + first, count, &b);
        forward(m, count, &b);
        for (size_t i = 0; i < count; i++)
            memcpy(scores + rows[first + i] * m->classes, b.scores + i * m->classes, m->classes * sizeof *scores);
    }
    release_batch(&b);
    return complete ? AUG_OK : au_no_memory(err, "a small neural network");
}
