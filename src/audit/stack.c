/* SPDX-License-Identifier: Apache-2.0
 * stack.c - each step asks about the stack as it is and about the stack with each candidate; what a candidate gains is the difference, image by image. */
#include "stack.h"

#include <string.h>

#include "core/memory.h"

struct stack {
    const struct au_prediction_job *job;
    const struct aug_predicted **candidates; /* best first */
    bool *is_taken;
    size_t count, tries, each; /* each: changes of a question */
    double probability;
    const char *specs[AU_STACK_MAX]; /* members, with room for one that is tried */
    size_t height;
    struct aug_change change, sum; /* of the stack; of its members alone */
};

struct round { /* question 0: the stack as it is; then the stack with each candidate */
    struct aug_pipeline *pipelines;
    struct au_question *questions;
    struct au_contrast *gains;
    size_t *candidate;
    size_t asked;
    struct aug_change *changes;
};

static struct aug_change add(struct aug_change a, struct aug_change b)
{
    return (struct aug_change){a.estimate + b.estimate, a.low + b.low, a.high + b.high};
}

/* ---- one round ---- */

static const struct aug_leaf *leaf_of(const struct au_prediction_job *job, const char *spec)
{
    size_t i = 0;
    while (strcmp(job->pipeline->leaves[i].spec, spec) != 0) i++;
    return &job->pipeline->leaves[i];
}

static enum aug_status ask_about(const struct stack *s, struct round *r, size_t members, struct aug_error *err)
{
    const size_t q = r->asked++;
    struct au_subject subject = {.leaf = leaf_of(s->job, s->specs[0])}; /* of one member: asked before */
    if (members > 1) {
        AUG_TRY(aug_pipeline_specs(s->specs, members, s->probability, &r->pipelines[q], err));
        subject = (struct au_subject){.pipeline = &r->pipelines[q]};
    }
    const double reach = au_subject_reach(&subject, members > 1 ? 1 : s->probability);
    r->questions[q] = (struct au_question){subject, reach, r->changes + q * s->each, false};
    return AUG_OK;
}

static enum aug_status plan_round(struct stack *s, struct round *r, struct aug_error *err)
{
    AUG_TRY(ask_about(s, r, s->height, err));
    for (size_t i = 0; i < s->count && r->asked <= s->tries; i++) {
        if (s->is_taken[i]) continue;
        s->specs[s->height] = s->candidates[i]->spec;
        r->candidate[r->asked - 1] = i;
        r->gains[r->asked - 1] = (struct au_contrast){.count = 2, .question = {r->asked, 0}, .weight = {1, -1}};
        AUG_TRY(ask_about(s, r, s->height + 1, err));
    }
    return AUG_OK;
}

static size_t best_of(const struct round *r)
{
    size_t best = 0;
    for (size_t i = 1; i + 1 < r->asked; i++)
        if (r->gains[i].out.estimate > r->gains[best].out.estimate) best = i;
    return best;
}

static struct aug_stack_step take(struct stack *s, size_t candidate, size_t tried, struct aug_change gain,
                                  struct aug_change change)
{
    const struct aug_predicted *item = s->candidates[candidate];
    s->is_taken[candidate] = true;
    s->sum = add(s->sum, item->change);
    s->specs[s->height++] = item->spec;
    s->change = change;
    return (struct aug_stack_step){item->spec, tried, item->change, s->sum, gain, change, gain.low > 0};
}

static enum aug_status step_up(struct stack *s, struct round *r, struct aug_stack_step *step, struct aug_error *err)
{
    AUG_TRY(plan_round(s, r, err));
    AUG_TRY(au_ask(s->job, r->questions, r->asked, r->gains, r->asked - 1, err));
    const size_t best = best_of(r);
    *step = take(s, r->candidate[best], r->asked - 1, r->gains[best].out, r->changes[(1 + best) * s->each]);
    return AUG_OK;
}

static bool make_round(const struct stack *s, struct round *r)
{
    const size_t most = 1 + s->tries;
    *r = (struct round){.pipelines = au_alloc(most, sizeof *r->pipelines),
                        .questions = au_alloc(most, sizeof *r->questions),
                        .gains = au_alloc(most, sizeof *r->gains),
                        .candidate = au_alloc(most, sizeof *r->candidate),
                        .changes = au_alloc(most * s->each, sizeof *r->changes)};
    return r->pipelines && r->questions && r->gains && r->candidate && r->changes;
}

static void release(struct round *r)
{
    for (size_t q = 0; r->pipelines && q < r->asked; q++) aug_pipeline_release(&r->pipelines[q]);
    void *const blocks[] = {r->pipelines, r->questions, r->gains, r->candidate, r->changes};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) au_free(blocks[i]);
}

/* ---- all rounds ---- */

/* What the audit says to take out, or to use on some classes only, is not put on a stack, nor what gains nothing alone. */
static bool is_candidate(const struct aug_predicted *item)
{
    return item->is_known && item->is_judged && item->broken_count == 0 && item->verdict != AUG_VERDICT_REMOVE &&
           item->change.estimate > 0;
}

static enum aug_status climb(struct stack *s, struct aug_stack_step *steps, size_t *count, struct aug_error *err)
{
    if (s->count == 0) return AUG_OK;
    steps[(*count)++] = take(s, 0, s->count, s->candidates[0]->change, s->candidates[0]->change);
    while (steps[*count - 1].is_taken && s->height < s->count && s->height < AU_STACK_MAX) {
        struct round round;
        const enum aug_status status = make_round(s, &round) ? step_up(s, &round, &steps[*count], err)
                                                             : au_no_memory(err, "the questions of a stack");
        release(&round);
        AUG_TRY(status);
        (*count)++;
    }
    return AUG_OK;
}

enum aug_status au_stack(const struct au_prediction_job *job, const struct aug_predicted *items, size_t count,
                         size_t tries, struct au_arena *arena, const struct aug_stack_step **steps, size_t *step_count,
                         struct aug_error *err)
{
    struct stack s = {.job = job,
                      .candidates = au_arena_alloc(arena, count, sizeof *s.candidates),
                      .is_taken = au_arena_alloc(arena, count, sizeof *s.is_taken),
                      .tries = tries,
                      .each = 1 + (size_t)job->data->class_count,
                      .probability = job->probability > 0 ? job->probability : .5};
    struct aug_stack_step *made = au_arena_alloc(arena, AU_STACK_MAX, sizeof *made);
    if (!s.candidates || !s.is_taken || !made) return au_no_memory(err, "a stack of transforms");
    for (size_t i = 0; i < count; i++)
        if (is_candidate(&items[i])) s.candidates[s.count++] = &items[i];
    *steps = made;
    *step_count = 0;
    return climb(&s, made, step_count, err);
}
