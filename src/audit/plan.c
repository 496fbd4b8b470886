/* SPDX-License-Identifier: Apache-2.0
 * plan.c - which units and arms an audit needs, and which of them the store already has. */
#include <augaudit/augaudit.h>

#include <stdio.h>
#include <string.h>

#include "core/hash.h"
#include "core/memory.h"
#include "core/random.h"
#include "learn/features.h"
#include "units.h"

/* Chunks are a fixed function of the images, so that resuming meets the same ones. */
#define CHUNK_PIXELS (1u << 20)

static void choose_chunks(struct au_run *run)
{
    double pixels = 0;
    for (size_t i = 0; i < run->data->sample_count; i++) {
        const struct aug_sample *s = &run->data->samples[i];
        pixels += (double)s->width * s->height;
        if (s->channels == 3) run->channels = 3;
    }
    const double mean = pixels / (double)run->data->sample_count + 1;
    const double wanted = CHUNK_PIXELS / mean;
    run->chunk_images = wanted > 256 ? 256 : wanted < 8 ? 8 : (size_t)wanted;
    run->chunk_count = (run->data->sample_count + run->chunk_images - 1) / run->chunk_images;
}

static enum aug_status make_run_key(struct au_run *run, struct aug_error *err)
{
    struct au_hasher *hasher = au_hasher_new();
    if (!hasher) return au_no_memory(err, "a content key");
    au_hasher_u64(hasher, run->data->content[0]);
    au_hasher_u64(hasher, run->data->content[1]);
    au_hasher_u64(hasher, run->options->seed);
    au_hasher_u64(hasher, AU_FEATURES_VERSION);
    au_hasher_u64(hasher, AU_TRACES_VERSION);
    au_hasher_u64(hasher, run->chunk_images);
    for (size_t i = 0; i < run->data->sample_count; i++) {
        const struct aug_sample *s = &run->data->samples[i];
        if (s->quality > 0)
            au_hasher_add(hasher, (const int[]){(int)i, s->block_width, s->block_height, s->quality}, 4 * sizeof(int));
    }
    au_hasher_text(hasher, AUG_VERSION);
    au_hasher_finish(hasher, run->key);
    au_hasher_free(hasher);
    return AUG_OK;
}

static enum aug_status key_of(const struct au_run *run, const char *kind, const struct aug_leaf *leaf, int draw,
                              bool undone, uint64_t key[2], struct aug_error *err)
{
    struct au_hasher *hasher = au_hasher_new();
    if (!hasher) return au_no_memory(err, "a content key");
    au_hasher_u64(hasher, run->key[0]);
    au_hasher_u64(hasher, run->key[1]);
    au_hasher_text(hasher, kind);
    au_hasher_text(hasher, leaf ? leaf->spec : "");
    au_hasher_text(hasher, leaf ? leaf->params_text : "");
    au_hasher_u64(hasher, (uint64_t)draw * 2 + undone);
    au_hasher_finish(hasher, key);
    au_hasher_free(hasher);
    return AUG_OK;
}

static enum aug_status findings_key(const struct au_run *run, struct au_unit *unit, struct aug_error *err)
{
    AUG_TRY(key_of(run, "findings", unit->leaf, AU_FINDINGS_VERSION, unit->is_stratum, unit->key, err));
    uint64_t all[4] = {unit->key[0], unit->key[1], 0, (uint64_t)run->work.networks};
    memcpy(&all[2], &unit->probability, sizeof unit->probability);
    au_hash128(all, sizeof all, unit->key);
    return AUG_OK;
}

static enum aug_status mix_in_swap(const struct au_run *run, struct au_unit *unit, struct aug_error *err)
{
    struct au_hasher *hasher = unit->counts_as ? au_hasher_new() : NULL;
    if (!unit->counts_as) return AUG_OK;
    if (!hasher) return au_no_memory(err, "a content key");
    au_hasher_u64(hasher, unit->key[0]);
    au_hasher_u64(hasher, unit->key[1]);
    for (int k = 0; k < run->data->class_count; k++) au_hasher_u64(hasher, unit->counts_as[k]);
    au_hasher_finish(hasher, unit->key);
    au_hasher_free(hasher);
    return AUG_OK;
}

static enum aug_status look_up(struct au_run *run, struct au_unit *unit, struct aug_error *err)
{
    struct au_blob blob = {0};
    AUG_TRY(au_store_get(run->store, "findings", unit->key, &blob, err));
    if (!blob.bytes) return AUG_OK;
    unit->is_known = au_findings_unpack(blob.bytes, blob.size, &unit->findings, NULL) == AUG_OK &&
                     unit->findings.classes == (uint32_t)run->data->class_count;
    if (!unit->is_known) au_findings_release(&unit->findings);
    run->units_reused += unit->is_known;
    au_blob_release(&blob);
    return AUG_OK;
}

static enum aug_status add_unit(struct au_run *run, struct au_unit made, struct aug_error *err)
{
    struct au_unit *unit = &run->units[run->unit_count];
    *unit = made;
    unit->same_as = run->unit_count;
    AUG_TRY(findings_key(run, unit, err));
    AUG_TRY(mix_in_swap(run, unit, err));
    for (size_t i = 0; i < run->unit_count && unit->same_as == run->unit_count; i++)
        if (memcmp(run->units[i].key, unit->key, sizeof unit->key) == 0) unit->same_as = i;
    if (unit->same_as == run->unit_count && run->has_setting) AUG_TRY(look_up(run, unit, err));
    run->unit_count++;
    return AUG_OK;
}

double au_mixture_probability(const struct aug_leaf *leaf, double share)
{
    if (leaf->path) return leaf->fires;
    return share > 0 ? share : 0.5;
}

/* The swaps ruled about leaf i, class by class; NULL: none. */
static enum aug_status swap_of(struct au_run *run, size_t i, const uint32_t **out, struct aug_error *err)
{
    const struct aug_intent *intent = run->options->intent;
    const size_t classes = (size_t)run->data->class_count;
    bool any = false;
    *out = NULL;
    for (size_t k = 0; intent && k < classes; k++)
        any = any || intent->rulings[i * classes + k].kind == AUG_RULING_SWAP;
    if (!any) return AUG_OK;
    uint32_t *counts_as = au_arena_alloc(&run->arena, classes, sizeof *counts_as);
    if (!counts_as) return au_no_memory(err, "the plan of an audit");
    for (size_t k = 0; k < classes; k++) {
        const struct aug_ruling *ruling = &intent->rulings[i * classes + k];
        counts_as[k] = (uint32_t)(ruling->kind == AUG_RULING_SWAP ? (size_t)ruling->swap_with : k);
    }
    *out = counts_as;
    return AUG_OK;
}

static enum aug_status add_strata(struct au_run *run, const struct au_unit *whole, struct aug_error *err)
{
    const struct aug_leaf *leaf = whole->leaf;
    struct au_unit stratum = *whole;
    stratum.is_stratum = true;
    for (size_t j = 0; j < aug_leaf_stratum_count(leaf); j++) {
        stratum.leaf = aug_leaf_stratum(leaf, j, &stratum.strength);
        stratum.param = aug_leaf_stratum_param(leaf, j);
        stratum.own_view = aug_leaf_stratum_is_own_view(leaf, j);
        AUG_TRY(add_unit(run, stratum, err));
    }
    stratum.beyond = true;
    stratum.own_view = false;
    for (size_t j = 0; j < aug_leaf_beyond_count(leaf); j++) {
        stratum.leaf = aug_leaf_beyond(leaf, j, &stratum.strength, &stratum.param);
        AUG_TRY(add_unit(run, stratum, err));
    }
    return AUG_OK;
}

static enum aug_status add_leaf(struct au_run *run, const struct aug_leaf *leaf, size_t i, struct aug_error *err)
{
    struct au_unit unit = {.leaf = leaf, .probability = au_mixture_probability(leaf, run->options->probability)};
    run->leaf_first[i] = run->unit_count;
    run->unswapped[i] = AU_NO_UNIT;
    if (leaf->part_count == 0) return AUG_OK;
    AUG_TRY(swap_of(run, i, &unit.counts_as, err));
    AUG_TRY(add_unit(run, unit, err));
    return add_strata(run, &unit, err);
}

/* What the transform does without the swap that is ruled about it: after all others, so that leaves and strata stay together. */
static enum aug_status add_unswapped(struct au_run *run, size_t i, struct aug_error *err)
{
    if (run->leaf_first[i] == run->leaf_first[i + 1]) return AUG_OK;
    struct au_unit unit = {.leaf = run->units[run->leaf_first[i]].leaf,
                           .probability = run->units[run->leaf_first[i]].probability};
    if (!run->units[run->leaf_first[i]].counts_as) return AUG_OK;
    run->unswapped[i] = run->unit_count;
    return add_unit(run, unit, err);
}

static enum aug_status add_units(struct au_run *run, const struct aug_pipeline *pipeline, struct aug_error *err)
{
    size_t most = 0;
    for (size_t i = 0; i < pipeline->leaf_count; i++)
        most += 2 + aug_leaf_stratum_count(&pipeline->leaves[i]) + aug_leaf_beyond_count(&pipeline->leaves[i]);
    run->units = au_alloc(most, sizeof *run->units);
    run->leaf_count = pipeline->leaf_count;
    run->leaf_first = au_alloc(pipeline->leaf_count + 1, sizeof *run->leaf_first);
    run->unswapped = au_alloc(pipeline->leaf_count, sizeof *run->unswapped);
    if (!run->units || !run->leaf_first || !run->unswapped) return au_no_memory(err, "the plan of an audit");
    for (size_t i = 0; i < pipeline->leaf_count; i++) AUG_TRY(add_leaf(run, &pipeline->leaves[i], i, err));
    run->leaf_first[pipeline->leaf_count] = run->unit_count;
    for (size_t i = 0; i < pipeline->leaf_count; i++) AUG_TRY(add_unswapped(run, i, err));
    return AUG_OK;
}

static enum aug_status add_arm(struct au_run *run, const struct aug_leaf *leaf, int draw, bool undone, bool traced,
                               struct aug_error *err)
{
    if (au_arm_find(run, leaf, draw, undone)) return AUG_OK; /* with and without a swap the images are the same */
    struct au_arm_key *arm = &run->arms[run->arm_count++];
    *arm = (struct au_arm_key){.leaf = leaf, .draw = draw, .undone = undone, .traced = traced};
    return key_of(run, "arm", leaf, draw, undone, arm->key, err);
}

/* Do two draws differ? `rotate:45` draws, but always the same. */
static bool draws_differ(const struct aug_part *part)
{
    const struct aug_transform *t = part->transform;
    uint8_t black[32 * 32 * 3] = {0}; /* some look at the pixels before they draw */
    const struct aug_image frame = {.pixels = black, .width = 32, .height = 32, .channels = 3, .stride = 96};
    struct aug_draw first = {0};
    for (uint64_t stream = 0; t->draw && stream < 4; stream++) {
        struct au_rng rng;
        struct aug_draw draw = {0};
        au_rng_start(&rng, 1, stream);
        if (t->draw(part->params, &frame, &rng, &draw, NULL) != AUG_OK) return true;
        if (stream == 0) first = draw;
        else if (memcmp(&first, &draw, sizeof draw) != 0) return true;
    }
    return false;
}

static bool is_random(const struct au_unit *unit)
{
    const struct aug_leaf *leaf = unit->leaf;
    return !unit->is_stratum && (leaf->part_count > 1 || draws_differ(&leaf->parts[0]));
}

static enum aug_status add_mixture(struct au_run *run, const struct aug_leaf *leaf, int draw, int seen,
                                   struct aug_error *err)
{
    char kind[32];
    if (seen == 0 ? au_arm_find(run, leaf, draw, false) : au_arm_find_seen(run, leaf, seen - 1)) return AUG_OK;
    struct au_arm_key *arm = &run->arms[run->arm_count++];
    snprintf(kind, sizeof kind, "mixture, seen %d", seen);
    *arm = (struct au_arm_key){.leaf = leaf, .draw = draw, .seen = seen};
    return key_of(run, kind, leaf, draw, false, arm->key, err);
}

/* Under the label of its first image a mixture is a draw like any other. Else it is one, and what it shows of each image, where that is not all of it. */
static enum aug_status add_mixtures(struct au_run *run, const struct aug_leaf *leaf, struct aug_error *err)
{
    const struct aug_mixing *mixing = au_leaf_mixing(leaf)->mixing;
    const bool hard = au_leaf_keeps_label(leaf);
    for (int draw = 0; draw < (hard ? AU_DRAWS : 1); draw++) AUG_TRY(add_mixture(run, leaf, draw, 0, err));
    for (int seen = 1; !hard && mixing->seen && seen <= mixing->count; seen++)
        AUG_TRY(add_mixture(run, leaf, 0, seen, err));
    return AUG_OK;
}

static enum aug_status add_arms_of(struct au_run *run, const struct au_unit *unit, struct aug_error *err)
{
    const struct aug_leaf *leaf = unit->leaf;
    if (au_leaf_mixing(leaf)) return add_mixtures(run, leaf, err);
    const bool traced = !unit->is_stratum;
    for (int draw = 0; draw < (is_random(unit) ? AU_DRAWS : 1); draw++)
        AUG_TRY(add_arm(run, leaf, draw, false, traced && draw == 0, err));
    if (aug_leaf_can_undo(leaf) && !aug_leaf_undo_is_exact(leaf)) return add_arm(run, leaf, 0, true, traced, err);
    return AUG_OK;
}

/* Strengths whose findings are known are still looked at for the evidence of their range. */
static enum aug_status add_doses_of(struct au_run *run, const struct au_unit *unit, struct aug_error *err)
{
    struct au_unit_doses doses;
    au_unit_doses(run, unit, &doses);
    for (size_t i = 0; i < doses.count; i++) AUG_TRY(add_arm(run, doses.leaf[i], 0, false, false, err));
    return AUG_OK;
}

static enum aug_status add_arms(struct au_run *run, struct aug_error *err)
{
    run->arms = au_alloc(1 + run->unit_count * (AU_DRAWS + 1), sizeof *run->arms);
    if (!run->arms) return au_no_memory(err, "the plan of an audit");
    AUG_TRY(add_arm(run, NULL, 0, false, true, err));
    for (size_t i = 0; i < run->unit_count; i++)
        if (run->units[i].same_as == i && !run->units[i].is_known) AUG_TRY(add_arms_of(run, &run->units[i], err));
    for (size_t i = 0; i < run->unit_count; i++)
        if (run->units[i].same_as == i && !run->units[i].is_known) AUG_TRY(add_doses_of(run, &run->units[i], err));
    return AUG_OK;
}

enum aug_status au_run_plan(struct au_run *run, const struct aug_pipeline *pipeline, struct aug_error *err)
{
    run->channels = 1;
    choose_chunks(run);
    AUG_TRY(make_run_key(run, err));
    AUG_TRY(add_units(run, pipeline, err));
    if (!run->has_setting) return AUG_OK;
    AUG_TRY(au_run_trace(run, err));
    if (au_run_mixes(run)) AUG_TRY(au_run_mix(run, err));
    return add_arms(run, err);
}
