/* SPDX-License-Identifier: Apache-2.0
 * whole.c - runs a whole pipeline on one image, as its library would. */
#include <augaudit/pipeline.h>

#include "building.h"
#include "core/hash.h"
#include "core/memory.h"
#include "mix.h"

#define RUNS_MAX 256
#define RUNS_TEXT "256"
#define STREAM 0x77686f6cu /* "whol" */

static bool is_preprocessing(const struct aug_leaf *leaf)
{
    for (size_t i = 0; i < leaf->part_count; i++)
        if (!(leaf->parts[i].transform->flags & AUG_TRANSFORM_PREPROCESSING)) return false;
    return leaf->part_count > 0;
}

double aug_leaf_idle(const struct aug_leaf *leaf)
{
    double idle = 1;
    if (is_preprocessing(leaf)) return 1;
    for (size_t i = 0; i < leaf->part_count; i++) idle *= 1 - leaf->parts[i].probability;
    return leaf->part_count > 0 ? idle : 0;
}

double aug_pipeline_idle(const struct aug_pipeline *pipeline)
{
    return ((const struct au_pipeline_owner *)pipeline->owner)->idle;
}

const char *aug_pipeline_obstacle(const struct aug_pipeline *pipeline)
{
    const struct au_tree *tree = ((const struct au_pipeline_owner *)pipeline->owner)->tree;
    for (size_t i = 0; i < pipeline->leaf_count; i++)
        if (pipeline->leaves[i].fires > 0 && pipeline->leaves[i].part_count == 0)
            return pipeline->leaves[i].not_applied;
    for (size_t i = 0; i < pipeline->leaf_count; i++)
        if (pipeline->leaves[i].fires > 0 && au_leaf_mixing(&pipeline->leaves[i]))
            return "One of its transforms mixes several images, and the predictor sees one at a time.";
    if (tree && au_tree_most_runs(tree) > RUNS_MAX) return "More than " RUNS_TEXT " transforms may run on one image.";
    return NULL;
}

struct course { /* one call; what was made so far is in now[current] */
    const struct aug_pipeline *pipeline;
    uint64_t seed, image_key;
    uint32_t draw_number;
    struct aug_image made[2];
    const struct aug_image *now;
    size_t after, laps; /* the place after the last leaf; how often one before it had its turn */
    bool any_ran;
};

/* Every place of a pipeline has a stream of its own, and another one for every time that it is called. */
static enum aug_status run_leaf(void *context, size_t i, struct aug_error *err)
{
    struct course *c = context;
    const struct aug_leaf *leaf = &c->pipeline->leaves[i];
    struct aug_image *next = c->now == &c->made[0] ? &c->made[1] : &c->made[0];
    bool ran[AUG_PARTS_MAX] = {false};
    c->laps += i < c->after;
    c->after = i + 1;
    const uint64_t turn[2] = {i, c->laps};
    const uint64_t seed = i == 0 && c->laps == 0 ? c->seed : au_hash64(turn, sizeof turn, c->seed);
    AUG_TRY(aug_leaf_apply(leaf, c->now, seed, c->image_key, c->draw_number, next, NULL, ran, err));
    for (size_t k = 0; k < leaf->part_count; k++) c->any_ran = c->any_ran || (ran[k] && !is_preprocessing(leaf));
    c->now = next;
    return AUG_OK;
}

static enum aug_status run_all(struct course *c, struct aug_error *err)
{
    const uint64_t what[3] = {c->image_key, STREAM, c->draw_number};
    const struct au_tree *tree = ((const struct au_pipeline_owner *)c->pipeline->owner)->tree;
    struct au_rng rng;
    au_rng_start(&rng, c->seed, au_hash64(what, sizeof what, 0));
    if (tree) return au_tree_call(tree, &rng, run_leaf, c, err);
    for (size_t i = 0; i < c->pipeline->leaf_count; i++)
        if (au_rng_uniform(&rng) < c->pipeline->leaves[i].fires) AUG_TRY(run_leaf(c, i, err));
    return AUG_OK;
}

enum aug_status aug_pipeline_apply(const struct aug_pipeline *pipeline, const struct aug_image *in, uint64_t seed,
                                   uint64_t image_key, uint32_t draw_number, struct aug_image *out, bool *ran,
                                   struct aug_error *err)
{
    struct course c = {
        .pipeline = pipeline, .seed = seed, .image_key = image_key, .draw_number = draw_number, .now = in};
    enum aug_status status = run_all(&c, err);
    if (status == AUG_OK) status = aug_image_copy(c.now, out, err);
    if (ran) *ran = c.any_ran;
    aug_image_release(&c.made[0]);
    aug_image_release(&c.made[1]);
    return status;
}
