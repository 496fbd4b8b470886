/* SPDX-License-Identifier: Apache-2.0
 * train.c - a training: start, batches in their order, loss, step. */
#include <math.h>
#include <string.h>

#include "core/hash.h"
#include "core/memory.h"
#include "core/random.h"

#include "network.h"
#include "pass.h"
#include "plan.h"

enum { STREAM_WEIGHTS = 1, STREAM_ORDER, STREAM_CHANCE, STREAM_VIEW };

struct training { /* {0} is empty */
    struct au_network_plan plan;
    const struct au_network_images *images;
    struct au_network network;
    struct au_network_bench bench;
    struct au_network_mover mover;
    float *gradient, *pixels, *targets;
    uint32_t *order;
    uint64_t seen;      /* images so far */
    double loss, right; /* sums of the last batch */
};

static uint64_t stream_of(uint64_t purpose, uint64_t a, uint64_t b)
{
    const uint64_t words[3] = {purpose, a, b};
    return au_hash64(words, sizeof words, 0);
}

/* Uniform within 1 / sqrt(inputs): deviation 1 / sqrt(3 inputs). Normalisation makes the size a matter of the first steps' rate only. */
static void draw_weights(struct au_rng *rng, float *to, size_t rows, size_t lanes, size_t used_lanes, size_t inputs)
{
    const double bound = 1 / sqrt((double)inputs);
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < used_lanes; c++) to[r * lanes + c] = (float)au_rng_between(rng, -bound, bound);
}

static void start_layer(const struct au_layer_layout *l, size_t channels, struct au_rng *rng, float *values)
{
    const size_t inputs = l->side * l->side * channels;
    for (size_t tap = 0; tap < l->side * l->side; tap++)
        draw_weights(rng, values + l->kernel + tap * l->in_lanes * l->lanes, channels, l->lanes, l->filters, inputs);
    for (size_t c = 0; c < l->filters; c++) values[l->gain + c] = values[l->variance + c] = 1;
}

static void start_values(const struct au_network_layout *layout, const struct au_network_shape *shape, uint64_t seed,
                         float *values)
{
    size_t channels = (size_t)shape->channels;
    for (size_t i = 0; i < layout->layer_count; i++) {
        struct au_rng rng;
        au_rng_start(&rng, seed, stream_of(STREAM_WEIGHTS, i, 0));
        start_layer(&layout->layers[i], channels, &rng, values);
        channels = layout->layers[i].filters;
    }
    struct au_rng rng;
    au_rng_start(&rng, seed, stream_of(STREAM_WEIGHTS, layout->layer_count, 0));
    draw_weights(&rng, values + layout->dense, channels, layout->class_lanes, layout->classes, channels);
}

static enum aug_status go_on(const struct au_network_layout *layout, const struct au_network *from, float *values,
                             struct aug_error *err)
{
    struct au_network_layout other; /* sizes and places only: no gaps between them */
    AUG_TRY(au_network_lay_out(&from->shape, &other, err));
    if (memcmp(layout, &other, sizeof other) != 0)
        return aug_fail(err, AUG_BAD_INPUT, "a network of another shape cannot be trained further");
    memcpy(values, from->values, layout->value_count * sizeof *values);
    return AUG_OK;
}

static enum aug_status take_memory(struct training *t, struct aug_error *err)
{
    const struct au_network_layout *layout = &t->bench.layout;
    const struct au_network_shape *shape = &t->network.shape;
    const size_t pixels = (size_t)shape->height * (size_t)shape->width * (size_t)shape->channels;
    struct au_network_mover *m = &t->mover;
    t->network.values = au_alloc(layout->value_count, sizeof(float));
    t->gradient = au_alloc(layout->parameter_count, sizeof(float));
    t->pixels = au_alloc(pixels, sizeof(float));
    t->targets = au_alloc(t->bench.batch * layout->classes, sizeof(float));
    t->order = au_alloc(t->images->count, sizeof *t->order);
    m->first = au_alloc(layout->parameter_count, sizeof(float));
    m->second = au_alloc(t->plan.rule == AU_NETWORK_ADAMW ? layout->parameter_count : 0, sizeof(float));
    m->average = t->plan.average > 0 ? au_alloc(layout->value_count, sizeof(float)) : NULL;
    if (!t->network.values || !t->gradient || !t->pixels || !t->targets || !t->order || !m->first || !m->second ||
        (t->plan.average > 0 && !m->average))
        return au_no_memory(err, "the training of a network");
    return AUG_OK;
}

static enum aug_status start(struct training *t, const struct au_network_shape *shape, struct aug_error *err)
{
    AUG_TRY(au_network_bench_make(shape, (size_t)t->plan.batch, true, &t->bench, err));
    const struct au_network_layout *layout = &t->bench.layout;
    t->network.shape = *shape;
    t->network.weight_count = layout->weight_count;
    t->network.parameter_count = layout->parameter_count;
    t->network.value_count = layout->value_count;
    AUG_TRY(take_memory(t, err));
    t->mover.plan = &t->plan;
    t->mover.weight_count = layout->weight_count;
    t->mover.parameter_count = layout->parameter_count;
    t->mover.value_count = layout->value_count;
    t->mover.first_left = t->mover.second_left = 1;
    if (t->plan.start) AUG_TRY(go_on(layout, t->plan.start, t->network.values, err));
    else start_values(layout, shape, t->plan.seed, t->network.values);
    if (t->mover.average) memcpy(t->mover.average, t->network.values, layout->value_count * sizeof(float));
    return AUG_OK;
}

static void release(struct training *t)
{
    au_network_bench_release(&t->bench);
    au_free(t->gradient);
    au_free(t->pixels);
    au_free(t->targets);
    au_free(t->order);
    au_free(t->mover.first);
    au_free(t->mover.second);
    au_free(t->mover.average);
    au_network_release(&t->network);
}

static struct au_network_view next_view(struct training *t)
{
    const uint64_t count = t->images->count, epoch = t->seen / count, place = t->seen % count;
    struct au_rng rng;
    if (place == 0) {
        for (uint32_t i = 0; i < count; i++) t->order[i] = i;
        au_rng_start(&rng, t->plan.seed, stream_of(STREAM_ORDER, epoch, 0));
        au_rng_shuffle(&rng, t->order, (uint32_t)count);
    }
    t->seen++;
    struct au_network_view view = {.image = t->order[place], .epoch = (uint32_t)epoch};
    au_rng_start(&rng, t->plan.seed, stream_of(STREAM_CHANCE, epoch, view.image));
    view.chance = au_rng_uniform(&rng);
    view.stream = stream_of(STREAM_VIEW, epoch, view.image);
    return view;
}

static enum aug_status fill_batch(struct training *t, struct aug_error *err)
{
    const size_t classes = t->bench.layout.classes;
    memset(t->targets, 0, t->bench.batch * classes * sizeof *t->targets);
    for (size_t i = 0; i < t->bench.batch; i++) {
        const struct au_network_view view = next_view(t);
        AUG_TRY(t->images->fill(t->images->context, &view, t->pixels, t->targets + i * classes, err));
        au_network_put(&t->bench, i, t->pixels);
    }
    return AUG_OK;
}

static size_t largest(const float *values, size_t count)
{
    size_t best = 0;
    for (size_t k = 1; k < count; k++)
        if (values[k] > values[best]) best = k;
    return best;
}

/* Cross-entropy of one image; its slopes are (softmax - target) / batch. */
static double loss_of(const float *scores, const float *target, size_t classes, double smoothing, double share,
                      float *slopes)
{
    const double top = (double)scores[largest(scores, classes)];
    double sum = 0, loss = 0;
    for (size_t k = 0; k < classes; k++) sum += exp((double)scores[k] - top);
    for (size_t k = 0; k < classes; k++) {
        const double wanted = (1 - smoothing) * (double)target[k] + smoothing / (double)classes;
        const double log_p = (double)scores[k] - top - log(sum);
        loss -= wanted * log_p;
        slopes[k] = (float)(share * (exp(log_p) - wanted));
    }
    return loss;
}

static void judge_batch(struct training *t)
{
    const struct au_network_layout *layout = &t->bench.layout;
    t->loss = t->right = 0;
    for (size_t i = 0; i < t->bench.batch; i++) {
        const float *scores = t->bench.scores + i * layout->class_lanes, *target = t->targets + i * layout->classes;
        t->loss += loss_of(scores, target, layout->classes, t->plan.smoothing, 1.0 / (double)t->bench.batch,
                           t->bench.score_slopes + i * layout->class_lanes);
        t->right += largest(scores, layout->classes) == largest(target, layout->classes);
    }
}

/* The rectifier turns what is no number into 0, so the means are asked too. */
static bool is_sound(const struct training *t)
{
    float sum = (float)(t->loss * 0);
    for (size_t i = 0; i < t->bench.layout.layer_count; i++)
        for (size_t c = 0; c < t->bench.layout.layers[i].lanes; c++) sum += t->bench.layers[i].mean[c] * 0;
    return sum == 0;
}

static enum aug_status one_step(struct training *t, int step, struct aug_error *err)
{
    AUG_TRY(fill_batch(t, err));
    au_network_forward(&t->bench, t->network.values, t->bench.batch, true);
    judge_batch(t);
    if (!is_sound(t))
        return aug_fail(
            err, AUG_BAD_INPUT,
            "a network has values that are no numbers at step %d of %d: pixels or the rate are out of range", step + 1,
            t->plan.steps);
    au_network_backward(&t->bench, t->network.values, t->bench.batch, t->gradient);
    au_network_move(&t->mover, step, t->network.values, t->gradient);
    return AUG_OK;
}

static enum aug_status all_steps(struct training *t, struct au_network_course *course, struct aug_error *err)
{
    double images[10] = {0};
    course->steps = t->plan.steps;
    for (int step = 0; step < t->plan.steps; step++) {
        AUG_TRY(one_step(t, step, err));
        const int tenth = (int)((int64_t)step * 10 / t->plan.steps);
        course->loss[tenth] += t->loss;
        course->right[tenth] += t->right;
        images[tenth] += (double)t->bench.batch;
    }
    for (int i = 0; i < 10; i++) {
        if (images[i] > 0) course->loss[i] /= images[i];
        if (images[i] > 0) course->right[i] /= images[i];
    }
    return AUG_OK;
}

enum aug_status au_network_train(const struct au_network_shape *shape, const struct au_network_plan *plan,
                                 const struct au_network_images *images, struct au_network *out,
                                 struct au_network_course *course, struct aug_error *err)
{
    struct training t = {.images = images};
    struct au_network_course seen = {0};
    AUG_TRY(au_network_settle(plan, images->count, &t.plan, err));
    enum aug_status status = start(&t, shape, err);
    if (status == AUG_OK) status = all_steps(&t, &seen, err);
    if (status == AUG_OK) {
        if (t.mover.average) memcpy(t.network.values, t.mover.average, t.network.value_count * sizeof(float));
        *out = t.network;
        t.network = (struct au_network){0};
        if (course) *course = seen;
    }
    release(&t);
    return status;
}
