/* SPDX-License-Identifier: Apache-2.0
 * foretell.c - which questions a pipeline stands for: its leaves, itself, and the parts of its pairs. All are asked at once, so that what is learned
 * of clean images serves all. */
#include "foretell.h"

#include <string.h>

#include "core/memory.h"
#include "pipeline/mix.h"

struct plan {
    const struct au_prediction_job *job;
    size_t classes;
    struct au_question *questions;
    size_t count;
    size_t *question_of;      /* per leaf; NONE: not asked about */
    size_t whole;             /* its question; NONE: not asked about */
    struct aug_change *about; /* the pipeline */
    struct au_pairing pairing;
};

#define NONE ((size_t)-1)

/* The predictor gives transformed images their own labels, and shows a transform one image at a time. */
static bool is_swapped(const struct au_prediction_job *job, size_t leaf)
{
    const struct aug_intent *intent = job->intent;
    for (size_t k = 0; intent && k < intent->class_count; k++)
        if (intent->rulings[leaf * intent->class_count + k].kind == AUG_RULING_SWAP) return true;
    return false;
}

bool au_is_askable(const struct au_prediction_job *job, size_t leaf)
{
    const struct aug_leaf *asked = &job->pipeline->leaves[leaf];
    return asked->part_count > 0 && !is_swapped(job, leaf) && !au_leaf_mixing(asked);
}

const char *au_no_answer(const struct au_prediction_job *job, size_t leaf)
{
    const struct aug_leaf *asked = &job->pipeline->leaves[leaf];
    if (asked->part_count == 0) return "This build cannot apply it.";
    if (au_leaf_mixing(asked)) return "It mixes several images, and the predictor shows one at a time.";
    if (is_swapped(job, leaf)) return "It is declared to exchange labels, and the predictor would not.";
    return "There are too few independent images to learn from.";
}

static size_t add_question(struct plan *p, struct au_subject subject, double probability, struct aug_change *out)
{
    const double reach = au_subject_reach(&subject, probability);
    p->questions[p->count] = (struct au_question){subject, reach, out, false};
    return p->count++;
}

/* ---- leaves ---- */

static void plan_leaves(struct plan *p, struct au_forecast *f)
{
    for (size_t i = 0; i < p->job->pipeline->leaf_count; i++) {
        const struct aug_leaf *leaf = &p->job->pipeline->leaves[i];
        const double probability = au_mixture_probability(leaf, p->job->probability);
        f->known[i] = leaf->part_count > 0 && !(probability > 0); /* never fires: changes nothing */
        p->question_of[i] = NONE;
        if (f->known[i] || !au_is_askable(p->job, i)) continue;
        p->question_of[i] = add_question(p, (struct au_subject){.leaf = leaf}, probability,
                                         f->changes + i * (1 + p->classes));
    }
}

static void finish_leaves(const struct plan *p, struct au_forecast *f)
{
    for (size_t i = 0; i < p->job->pipeline->leaf_count; i++)
        if (p->question_of[i] != NONE) f->known[i] = p->questions[p->question_of[i]].is_answered;
}

/* ---- the pipeline as a whole ---- */

static bool is_whole(const struct aug_pipeline *pipeline)
{
    return strcmp(pipeline->format, "spec") != 0;
}

/* Then the answer about its leaf is the answer. */
static bool is_single(const struct aug_pipeline *pipeline)
{
    return pipeline->leaf_count == 1;
}

static const char *obstacle(const struct au_prediction_job *job)
{
    for (size_t i = 0; i < job->pipeline->leaf_count; i++)
        if (is_swapped(job, i))
            return "One of its transforms is declared to exchange labels, and the predictor would not.";
    return aug_pipeline_obstacle(job->pipeline);
}

static enum aug_status plan_whole(struct plan *p, struct au_arena *arena, struct au_forecast *f, struct aug_error *err)
{
    const struct au_subject subject = {.pipeline = p->job->pipeline};
    p->whole = NONE;
    f->has_whole = is_whole(p->job->pipeline);
    if (!f->has_whole) return AUG_OK;
    const char *why_not = obstacle(p->job);
    if (why_not) {
        f->whole.why_not = au_arena_strdup(arena, why_not);
        return f->whole.why_not ? AUG_OK : au_no_memory(err, "the prediction of a pipeline");
    }
    f->whole.is_known = !(au_subject_reach(&subject, 1) > 0); /* changes nothing */
    if (f->whole.is_known) return AUG_OK;
    if (is_single(p->job->pipeline)) {
        p->whole = p->question_of[0];
        p->about = f->changes;
    } else {
        p->whole = add_question(p, subject, 1, p->about);
    }
    return AUG_OK;
}

static void finish_whole(const struct plan *p, struct au_forecast *f)
{
    if (!f->has_whole) return;
    if (p->whole != NONE) f->whole.is_known = p->questions[p->whole].is_answered;
    f->whole.change = p->about[0];
    f->whole.classes = p->about + 1;
    if (!f->whole.is_known && !f->whole.why_not)
        f->whole.why_not = "There are too few independent images to learn from.";
}

/* ---- everything ---- */

bool au_asks_about_whole(const struct aug_pipeline *pipeline)
{
    return is_whole(pipeline) && !is_single(pipeline) && !aug_pipeline_obstacle(pipeline);
}

static enum aug_status make_room(struct plan *p, struct au_arena *arena, struct au_forecast *f, struct aug_error *err)
{
    const size_t leaves = p->job->pipeline->leaf_count, most = leaves + 1 + p->pairing.single_count,
                 each = 1 + p->classes;
    p->about = au_arena_alloc(arena, each, sizeof *p->about);
    p->question_of = au_arena_alloc(arena, leaves, sizeof *p->question_of);
    p->questions = au_arena_alloc(arena, most, sizeof *p->questions);
    f->changes = au_arena_alloc(arena, leaves * each, sizeof *f->changes);
    f->known = au_arena_alloc(arena, leaves, sizeof *f->known);
    return p->about && p->question_of && p->questions && f->changes && f->known
               ? AUG_OK
               : au_no_memory(err, "the questions of a prediction");
}

enum aug_status au_foretell(const struct au_prediction_job *job, struct au_arena *arena, struct au_forecast *out,
                            struct aug_error *err)
{
    struct plan p = {.job = job, .classes = (size_t)job->data->class_count};
    struct au_forecast f = {0};
    AUG_TRY(au_pairs_find(job, arena, &p.pairing, err));
    AUG_TRY(make_room(&p, arena, &f, err));
    plan_leaves(&p, &f);
    AUG_TRY(plan_whole(&p, arena, &f, err));
    au_pairs_ask(&p.pairing, p.questions + p.count);
    AUG_TRY(au_ask(job, p.questions, p.count + p.pairing.single_count, NULL, 0, err));
    finish_leaves(&p, &f);
    finish_whole(&p, &f);
    AUG_TRY(au_pairs_compare(&p.pairing, arena, &f, err));
    *out = f;
    return AUG_OK;
}
