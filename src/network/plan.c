/* SPDX-License-Identifier: Apache-2.0
 * plan.c - defaults of a training plan, the course of the rate, and the two rules of gradient descent. */
#include "plan.h"

#include <math.h>

#define SMALL 1e-8 /* keeps AdamW from dividing by 0 */
#define STEPS_MAX 10000000
#define HALF_TURN 3.14159265358979323846

static double settled(double value, double fallback)
{
    return value < 0 ? 0 : value > 0 ? value : fallback;
}

static enum aug_status check_plan(const struct au_network_plan *p, size_t image_count, struct aug_error *err)
{
    if (image_count < 2 || image_count > UINT32_MAX)
        return aug_fail(err, AUG_BAD_INPUT, "a network needs at least 2 images to be trained on, not %zu", image_count);
    if (p->batch < 0 || p->batch == 1 || p->batch > AU_NETWORK_BATCH_MAX)
        return aug_fail(err, AUG_BAD_INPUT, "a batch has 2 to %d images, not %d", AU_NETWORK_BATCH_MAX, p->batch);
    if (p->steps < 0 || p->steps > STEPS_MAX || !(p->epochs >= 0) || p->epochs > STEPS_MAX)
        return aug_fail(err, AUG_BAD_INPUT, "a training of %d steps or %g epochs is out of range", p->steps, p->epochs);
    if (p->rule != AU_NETWORK_ADAMW && p->rule != AU_NETWORK_MOMENTUM)
        return aug_fail(err, AUG_BAD_INPUT, "there is no rule %d of gradient descent", (int)p->rule);
    if (!(p->rate >= 0 && p->rate <= 100 && p->last_rate >= 0 && p->last_rate <= 1 && p->warm_up <= 1))
        return aug_fail(err, AUG_BAD_INPUT, "the rates of a training plan are out of range");
    if (!(p->momentum < 1 && p->second_moment < 1 && p->weight_decay <= 1))
        return aug_fail(err, AUG_BAD_INPUT, "the momentum or the decay of a training plan is out of range");
    if (!(p->smoothing >= 0 && p->smoothing < 1 && p->average >= 0 && p->average < 1))
        return aug_fail(err, AUG_BAD_INPUT, "the smoothing or the average of a training plan is out of range");
    return AUG_OK;
}

enum aug_status au_network_settle(const struct au_network_plan *plan, size_t image_count, struct au_network_plan *out,
                                  struct aug_error *err)
{
    AUG_TRY(check_plan(plan, image_count, err));
    struct au_network_plan p = *plan;
    const bool adamw = p.rule == AU_NETWORK_ADAMW;
    if (p.batch == 0) p.batch = 64;
    if ((size_t)p.batch > image_count) p.batch = (int)image_count;
    p.epochs = settled(p.epochs, 50);
    const double steps = p.steps ? p.steps : ceil(p.epochs * (double)image_count / p.batch);
    if (steps > STEPS_MAX) return aug_fail(err, AUG_BAD_INPUT, "a training of %.0f steps is too long", steps);
    p.steps = (int)steps;
    p.rate = settled(p.rate, adamw ? .003 : .05);
    p.warm_up = settled(p.warm_up, .1);
    p.momentum = settled(p.momentum, .9);
    p.second_moment = settled(p.second_moment, .999);
    p.weight_decay = settled(p.weight_decay, adamw ? .05 : .0005);
    *out = p;
    return AUG_OK;
}

double au_network_rate(const struct au_network_plan *p, int step)
{
    const double rising = p->warm_up * p->steps, at = step + 1;
    if (at <= rising) return p->rate * at / rising;
    const double share = (at - rising) / (p->steps - rising);
    return p->rate * (p->last_rate + (1 - p->last_rate) * 0.5 * (1 + cos(HALF_TURN * share)));
}

static void adamw(struct au_network_mover *m, double rate, float *values, const float *gradient)
{
    const struct au_network_plan *p = m->plan;
    m->first_left *= p->momentum;
    m->second_left *= p->second_moment;
    const float keep1 = (float)p->momentum, keep2 = (float)p->second_moment;
    const float size = (float)(rate / (1 - m->first_left)), scale = (float)(1 / sqrt(1 - m->second_left));
    const float shrink = (float)(1 - rate * p->weight_decay);
    for (size_t i = 0; i < m->weight_count; i++) values[i] *= shrink;
    for (size_t i = 0; i < m->parameter_count; i++) {
        const float g = gradient[i];
        const float first = keep1 * m->first[i] + (1 - keep1) * g;
        const float second = keep2 * m->second[i] + (1 - keep2) * (g * g);
        m->first[i] = first;
        m->second[i] = second;
        values[i] -= size * first / (sqrtf(second) * scale + (float)SMALL);
    }
}

static void nesterov(struct au_network_mover *m, double rate, float *values, const float *gradient)
{
    const float keep = (float)m->plan->momentum, decay = (float)m->plan->weight_decay, size = (float)rate;
    for (size_t i = 0; i < m->parameter_count; i++) {
        const float g = gradient[i] + (i < m->weight_count ? decay : 0) * values[i];
        m->first[i] = keep * m->first[i] + g;
        values[i] -= size * (g + keep * m->first[i]);
    }
}

/* Early on the average forgets faster, so that it does not remember the first weights. */
static void average(struct au_network_mover *m, int step, const float *values)
{
    const double early = (1.0 + step) / (10.0 + step), plan = m->plan->average;
    const float move = (float)(1 - (early < plan ? early : plan));
    for (size_t i = 0; i < m->value_count; i++) m->average[i] += move * (values[i] - m->average[i]);
}

void au_network_move(struct au_network_mover *mover, int step, float *values, const float *gradient)
{
    const double rate = au_network_rate(mover->plan, step);
    if (mover->plan->rule == AU_NETWORK_ADAMW) adamw(mover, rate, values, gradient);
    else nesterov(mover, rate, values, gradient);
    if (mover->average) average(mover, step, values);
}
