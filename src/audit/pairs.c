/* SPDX-License-Identifier: Apache-2.0
 * pairs.c - do transforms hurt each other: where a pipeline of SPECs holds `a|b`, a and b, the change of the pair against the sum of the changes
 * of a and b, each predicted once more at the dose that it has in the pair.
 *
 * The bounds of the interaction add the three half-widths as if their errors were independent; they share images and draws, which makes the difference
 * surer than that. For the same reason those of the sum are added whole. */
#include <math.h>
#include <string.h>

#include "core/memory.h"
#include "units.h"

struct pair {
    size_t both, part[2];
};

struct pairing {
    const struct aug_pipeline *pipeline;
    struct pair *pairs;
    size_t count;
    struct aug_leaf *singles; /* of some pair, each once */
    size_t *single_of;        /* per leaf of the pipeline: its place in singles */
    size_t single_count;
};

#define NONE ((size_t)-1)

static size_t find_spec(const struct aug_pipeline *pipeline, const char *spec, size_t length)
{
    for (size_t i = 0; i < pipeline->leaf_count; i++) {
        const struct aug_leaf *leaf = &pipeline->leaves[i];
        if (leaf->part_count == 1 && strlen(leaf->spec) == length && memcmp(leaf->spec, spec, length) == 0) return i;
    }
    return NONE;
}

static bool find_pair(const struct aug_pipeline *pipeline, size_t both, struct pair *out)
{
    const struct aug_leaf *leaf = &pipeline->leaves[both];
    const char *bar = strchr(leaf->spec, '|');
    if (leaf->path || leaf->part_count != 2 || !bar) return false;
    *out = (struct pair){
        both,
        {find_spec(pipeline, leaf->spec, (size_t)(bar - leaf->spec)), find_spec(pipeline, bar + 1, strlen(bar + 1))}};
    return out->part[0] != NONE && out->part[1] != NONE && out->part[0] != out->part[1];
}

static void add_single(struct pairing *p, size_t leaf)
{
    if (p->single_of[leaf] != NONE) return;
    p->single_of[leaf] = p->single_count;
    p->singles[p->single_count++] = p->pipeline->leaves[leaf];
}

static enum aug_status find_pairs(const struct aug_pipeline *pipeline, struct au_arena *arena, struct pairing *out,
                                  struct aug_error *err)
{
    const size_t leaves = pipeline->leaf_count;
    *out = (struct pairing){.pipeline = pipeline,
                            .pairs = au_arena_alloc(arena, leaves, sizeof *out->pairs),
                            .singles = au_arena_alloc(arena, leaves, sizeof *out->singles),
                            .single_of = au_arena_alloc(arena, leaves, sizeof *out->single_of)};
    if (!out->pairs || !out->singles || !out->single_of) return au_no_memory(err, "the pairs of transforms");
    for (size_t i = 0; i < leaves; i++) out->single_of[i] = NONE;
    for (size_t i = 0; i < leaves; i++) {
        struct pair pair;
        if (!find_pair(pipeline, i, &pair)) continue;
        out->pairs[out->count++] = pair;
        add_single(out, pair.part[0]);
        add_single(out, pair.part[1]);
    }
    return AUG_OK;
}

size_t au_pair_questions(const struct aug_pipeline *pipeline)
{
    size_t count = 0;
    for (size_t i = 0; i < pipeline->leaf_count; i++) {
        bool is_part = false;
        struct pair pair;
        for (size_t j = 0; j < pipeline->leaf_count && !is_part; j++)
            is_part = find_pair(pipeline, j, &pair) && (pair.part[0] == i || pair.part[1] == i);
        count += is_part;
    }
    return count;
}

static double half_width(struct aug_change c)
{
    return (c.high - c.low) / 2;
}

static struct aug_change around(double estimate, double half)
{
    return (struct aug_change){estimate, estimate - half, estimate + half};
}

static struct aug_pair_change compare(struct aug_change first, struct aug_change second, struct aug_change together)
{
    const double a = half_width(first), b = half_width(second), both = half_width(together),
                 sum = first.estimate + second.estimate;
    return (struct aug_pair_change){.first_alone = first,
                                    .second_alone = second,
                                    .sum = around(sum, a + b),
                                    .together = together,
                                    .interaction = around(together.estimate - sum, hypot(hypot(a, b), both))};
}

static enum aug_status ask_again(const struct au_prediction_job *job, const struct pairing *p,
                                 struct aug_change *changes, bool *known, struct aug_error *err)
{
    const struct aug_pipeline singles = {
        job->pipeline->source, job->pipeline->format, NULL, p->single_count, p->singles, NULL};
    struct au_prediction_job again = *job;
    const struct aug_leaf *both = &p->pipeline->leaves[p->pairs[0].both];
    again.pipeline = &singles;
    again.probability = au_mixture_probability(both, job->probability) * both->parts[0].probability;
    again.intent = NULL; /* leaves under a swap have no change and make no pair */
    return au_predict_leaves(&again, changes, known, err);
}

static enum aug_status fill(const struct au_prediction_job *job, const struct pairing *p,
                            const struct aug_change *changes, const bool *known, struct au_arena *arena,
                            struct aug_pair_change *out, size_t *count, struct aug_error *err)
{
    const size_t each = 1 + (size_t)job->data->class_count;
    struct aug_change *alone = au_arena_alloc(arena, p->single_count * each, sizeof *alone);
    bool *is_known = au_arena_alloc(arena, p->single_count, sizeof *is_known);
    if (!alone || !is_known) return au_no_memory(err, "the pairs of transforms");
    AUG_TRY(ask_again(job, p, alone, is_known, err));
    for (size_t i = 0; i < p->count; i++) {
        const struct pair *pair = &p->pairs[i];
        const size_t a = p->single_of[pair->part[0]], b = p->single_of[pair->part[1]];
        if (!known[pair->both] || !known[pair->part[0]] || !known[pair->part[1]] || !is_known[a] || !is_known[b])
            continue;
        out[*count] = compare(alone[a * each], alone[b * each], changes[pair->both * each]);
        out[*count].first = au_arena_strdup(arena, p->pipeline->leaves[pair->part[0]].spec);
        out[*count].second = au_arena_strdup(arena, p->pipeline->leaves[pair->part[1]].spec);
        if (!out[*count].first || !out[*count].second) return au_no_memory(err, "the pairs of transforms");
        (*count)++;
    }
    return AUG_OK;
}

enum aug_status au_predict_pairs(const struct au_prediction_job *job, const struct aug_change *changes,
                                 const bool *known, struct au_arena *arena, const struct aug_pair_change **out,
                                 size_t *count, struct aug_error *err)
{
    struct pairing p;
    *count = 0;
    AUG_TRY(find_pairs(job->pipeline, arena, &p, err));
    if (p.count == 0) return AUG_OK;
    struct aug_pair_change *pairs = au_arena_alloc(arena, p.count, sizeof *pairs);
    if (!pairs) return au_no_memory(err, "the pairs of transforms");
    *out = pairs;
    return fill(job, &p, changes, known, arena, pairs, count, err);
}
