/* SPDX-License-Identifier: Apache-2.0
 * pairs.c - do transforms hurt each other: where a pipeline of SPECs holds `a|b`, a and b, the change of the pair against the sum of the changes
 * of a and b, each predicted once more at the dose that it has in the pair.
 *
 * The bounds of the interaction add the three half-widths as if their errors were independent; they share images and draws, which makes the difference
 * surer than that. For the same reason those of the sum are added whole. */
#include <math.h>
#include <string.h>

#include "core/memory.h"
#include "foretell.h"

#define NONE ((size_t)-1)

static size_t find_spec(const struct aug_pipeline *pipeline, const char *spec, size_t length)
{
    for (size_t i = 0; i < pipeline->leaf_count; i++) {
        const struct aug_leaf *leaf = &pipeline->leaves[i];
        if (leaf->part_count == 1 && strlen(leaf->spec) == length && memcmp(leaf->spec, spec, length) == 0) return i;
    }
    return NONE;
}

static bool find_pair(const struct aug_pipeline *pipeline, size_t both, struct au_pair *out)
{
    const struct aug_leaf *leaf = &pipeline->leaves[both];
    const char *bar = strchr(leaf->spec, '|');
    if (leaf->path || leaf->part_count != 2 || !bar) return false;
    *out = (struct au_pair){
        both,
        {find_spec(pipeline, leaf->spec, (size_t)(bar - leaf->spec)), find_spec(pipeline, bar + 1, strlen(bar + 1))}};
    return out->part[0] != NONE && out->part[1] != NONE && out->part[0] != out->part[1];
}

static void add_single(struct au_pairing *p, size_t leaf)
{
    if (p->single_of[leaf] != NONE) return;
    p->single_of[leaf] = p->single_count;
    p->singles[p->single_count++] = p->job->pipeline->leaves[leaf];
}

static bool are_askable(const struct au_prediction_job *job, const struct au_pair *pair)
{
    return au_is_askable(job, pair->both) && au_is_askable(job, pair->part[0]) && au_is_askable(job, pair->part[1]);
}

enum aug_status au_pairs_find(const struct au_prediction_job *job, struct au_arena *arena, struct au_pairing *out,
                              struct aug_error *err)
{
    const size_t leaves = job->pipeline->leaf_count;
    *out = (struct au_pairing){.job = job,
                               .pairs = au_arena_alloc(arena, leaves, sizeof *out->pairs),
                               .singles = au_arena_alloc(arena, leaves, sizeof *out->singles),
                               .single_of = au_arena_alloc(arena, leaves, sizeof *out->single_of)};
    if (!out->pairs || !out->singles || !out->single_of) return au_no_memory(err, "the pairs of transforms");
    for (size_t i = 0; i < leaves; i++) out->single_of[i] = NONE;
    for (size_t i = 0; i < leaves; i++) {
        struct au_pair pair;
        if (job->without_pairs || !find_pair(job->pipeline, i, &pair) || !are_askable(job, &pair)) continue;
        out->pairs[out->count++] = pair;
        add_single(out, pair.part[0]);
        add_single(out, pair.part[1]);
    }
    out->alone = au_arena_alloc(arena, out->single_count * (1 + (size_t)job->data->class_count), sizeof *out->alone);
    return out->alone ? AUG_OK : au_no_memory(err, "the pairs of transforms");
}

size_t au_pair_questions(const struct aug_pipeline *pipeline)
{
    size_t count = 0;
    for (size_t i = 0; i < pipeline->leaf_count; i++) {
        bool is_part = false;
        struct au_pair pair;
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

void au_pairs_ask(struct au_pairing *p, struct au_question *questions)
{
    const size_t each = 1 + (size_t)p->job->data->class_count;
    p->alone_asked = questions;
    for (size_t i = 0; i < p->single_count; i++) {
        const struct aug_leaf *both = &p->job->pipeline->leaves[p->pairs[0].both];
        const double probability = au_mixture_probability(both, p->job->probability) * both->parts[0].probability;
        questions[i] = (struct au_question){{.leaf = &p->singles[i]}, probability, p->alone + i * each, false};
    }
}

static bool is_answered(const struct au_pairing *p, const struct au_pair *pair, const struct au_forecast *f)
{
    return f->known[pair->both] && f->known[pair->part[0]] && f->known[pair->part[1]] &&
           p->alone_asked[p->single_of[pair->part[0]]].is_answered &&
           p->alone_asked[p->single_of[pair->part[1]]].is_answered;
}

enum aug_status au_pairs_compare(const struct au_pairing *p, struct au_arena *arena, struct au_forecast *f,
                                 struct aug_error *err)
{
    const size_t each = 1 + (size_t)p->job->data->class_count;
    struct aug_pair_change *out = au_arena_alloc(arena, p->count, sizeof *out);
    if (!out) return au_no_memory(err, "the pairs of transforms");
    f->pairs = out;
    for (size_t i = 0; i < p->count; i++) {
        const struct au_pair *pair = &p->pairs[i];
        if (!is_answered(p, pair, f)) continue;
        *out = compare(p->alone[p->single_of[pair->part[0]] * each], p->alone[p->single_of[pair->part[1]] * each],
                       f->changes[pair->both * each]);
        out->first = au_arena_strdup(arena, p->job->pipeline->leaves[pair->part[0]].spec);
        out->second = au_arena_strdup(arena, p->job->pipeline->leaves[pair->part[1]].spec);
        if (!out->first || !out->second) return au_no_memory(err, "the pairs of transforms");
        f->pair_count++;
        out++;
    }
    return AUG_OK;
}
