/* SPDX-License-Identifier: Apache-2.0
 * names_test.c - are images of one group nearer to each other than chance would put them? */
#include <string.h>

#include "core/hash.h"
#include "core/memory.h"
#include "core/workers.h"
#include "names.h"
#include "stats/randomisation.h"

#define SAMPLE_MAX 512
#define CLASS_MIN 8
#define CLASS_MAX 128
#define GROUP_MAX 8
#define ROUNDS 1999
#define ENOUGH 20 /* rounds as good as the truth: nothing is there */

struct sampled {
    uint64_t group;
    uint32_t image, class_index;
    struct au_thumb thumb;
};

struct block { /* a class: sample[first] .. */
    size_t first, count;
    float *distances; /* count x count */
};

struct test {
    const struct au_opening *opening;
    struct sampled *sample;
    struct block *blocks;
    size_t count, block_count;
    uint32_t *order;          /* which picture stands at each place of the sample */
    struct aug_image *images; /* one a worker */
};

static size_t group_end(const struct au_member *m, size_t i, size_t count)
{
    size_t end = i + 1;
    while (end < count && m[end].class_index == m[i].class_index && m[end].group == m[i].group) end++;
    return end;
}

static size_t class_end(const struct au_member *m, size_t i, size_t count)
{
    size_t end = i + 1;
    while (end < count && m[end].class_index == m[i].class_index) end++;
    return end;
}

/* Groups of at least two. */
static size_t group_count(const struct au_member *m, size_t first, size_t end)
{
    size_t groups = 0;
    for (size_t i = first, next; i < end; i = next) {
        next = group_end(m, i, end);
        groups += next - i > 1;
    }
    return groups;
}

static size_t testable_classes(const struct au_member *m, size_t count)
{
    size_t classes = 0;
    for (size_t i = 0, end; i < count; i = end) {
        end = class_end(m, i, count);
        classes += group_count(m, i, end) > 1;
    }
    return classes;
}

/* Groups come in the order of their hashes, so the first are a random few. */
static void take_class(struct test *t, const struct au_member *m, size_t first, size_t end, size_t quota)
{
    const size_t of_group = quota / 4 < 2 ? 2 : quota / 4 > GROUP_MAX ? GROUP_MAX : quota / 4;
    struct block *block = &t->blocks[t->block_count++];
    *block = (struct block){.first = t->count};
    for (size_t i = first, next; i < end; i = next) {
        next = group_end(m, i, end);
        const size_t size = next - i < of_group ? next - i : of_group;
        if (size < 2 || block->count + size > quota) continue;
        for (size_t k = 0; k < size; k++)
            t->sample[t->count + k] = (struct sampled){
                .group = m[i].group, .image = m[i + k].index, .class_index = m[i].class_index};
        t->count += size;
        block->count += size;
    }
}

/* Of many classes every so-manieth. */
static void take_sample(struct test *t, const struct au_member *m, size_t count, size_t classes)
{
    const size_t step = (classes * CLASS_MIN + SAMPLE_MAX - 1) / SAMPLE_MAX, taken = (classes + step - 1) / step;
    size_t quota = SAMPLE_MAX / taken, number = 0;
    if (quota > CLASS_MAX) quota = CLASS_MAX;
    for (size_t i = 0, end; i < count; i = end) {
        end = class_end(m, i, count);
        if (group_count(m, i, end) > 1 && number++ % step == 0) take_class(t, m, i, end, quota);
    }
}

static enum aug_status decode(void *context, size_t index, int worker, struct aug_error *err)
{
    struct test *t = context;
    struct sampled *s = &t->sample[index];
    const struct au_found *found = &t->opening->found[s->image];
    struct aug_error wrong = {0};
    enum aug_status status = au_dataset_read(found->path, found->below, &t->images[worker], NULL, NULL, &wrong);
    if (status == AUG_OK) status = au_thumb_make(&t->images[worker], &s->thumb, &wrong);
    if (status != AUG_NO_MEMORY) return AUG_OK;
    if (err) *err = wrong;
    return status;
}

static void measure(const struct test *t, struct block *block)
{
    for (size_t i = 0; i < block->count; i++)
        for (size_t j = 0; j < block->count; j++)
            block->distances[i * block->count + j] = au_thumb_distance(&t->sample[block->first + i].thumb,
                                                                       &t->sample[block->first + j].thumb);
}

/* Sums of distances within groups and, for `between`, between them; counts of pairs. */
static void add_block(const struct test *t, const struct block *block, double sums[2], double pairs[2], bool between)
{
    const struct sampled *sample = t->sample + block->first;
    const uint32_t *order = t->order + block->first;
    for (size_t i = 0; i < block->count; i++)
        for (size_t j = i + 1; j < block->count; j++) {
            const bool apart = sample[i].group != sample[j].group;
            if (apart && !between) break;
            sums[apart] += (double)block->distances[order[i] * block->count + order[j]];
            pairs[apart]++;
        }
}

/* Large when groups are tight. */
static double tightness(void *context, struct au_rng *rng)
{
    struct test *t = context;
    double sums[2] = {0}, pairs[2] = {0};
    for (size_t b = 0; b < t->block_count; b++) {
        const struct block *block = &t->blocks[b];
        for (uint32_t i = 0; i < block->count; i++) t->order[block->first + i] = i;
        if (rng) au_rng_shuffle(rng, t->order + block->first, (uint32_t)block->count);
        add_block(t, block, sums, pairs, false);
    }
    return -sums[0];
}

static double correlation(struct test *t)
{
    double within = 0, expected = 0;
    tightness(t, NULL);
    for (size_t b = 0; b < t->block_count; b++) {
        double sums[2] = {0}, pairs[2] = {0};
        add_block(t, &t->blocks[b], sums, pairs, true);
        within += sums[0];
        if (pairs[1] > 0) expected += pairs[0] * sums[1] / pairs[1];
    }
    return expected > 0 ? 1 - within / expected : 0;
}

static enum aug_status carry_out(struct test *t, float *distances, struct au_names_test *out, struct aug_error *err)
{
    AUG_TRY(au_workers_run(t->opening->options->threads, t->count, decode, t, err));
    for (size_t b = 0; b < t->block_count; b++) {
        t->blocks[b].distances = distances;
        distances += t->blocks[b].count * t->blocks[b].count;
        measure(t, &t->blocks[b]);
    }
    const struct au_rounds rounds = {ROUNDS, ENOUGH, 1, au_hash64("names", 5, 0)};
    out->p = au_randomisation_test(tightness, t, &rounds);
    out->correlation = correlation(t);
    return AUG_OK;
}

static enum aug_status make_test(struct test *t, const struct au_member *members, size_t count, size_t classes,
                                 struct au_names_test *out, struct aug_error *err)
{
    const int workers = au_workers_count(t->opening->options->threads);
    t->sample = au_alloc(SAMPLE_MAX, sizeof *t->sample);
    t->blocks = au_alloc(SAMPLE_MAX, sizeof *t->blocks);
    t->order = au_alloc(SAMPLE_MAX, sizeof *t->order);
    t->images = au_alloc((size_t)workers, sizeof *t->images);
    float *distances = au_alloc((size_t)SAMPLE_MAX * CLASS_MAX, sizeof *distances);
    enum aug_status status = AUG_OK;
    if (t->sample && t->blocks && t->order && t->images && distances) {
        take_sample(t, members, count, classes);
        status = carry_out(t, distances, out, err);
    } else status = au_no_memory(err, "comparing groups of file names");
    for (int i = 0; t->images && i < workers; i++) aug_image_release(&t->images[i]);
    au_free(t->sample);
    au_free(t->blocks);
    au_free(t->order);
    au_free(t->images);
    au_free(distances);
    return status;
}

enum aug_status au_names_test(const struct au_opening *o, const struct au_member *members, size_t count,
                              struct au_names_test *out, struct aug_error *err)
{
    const size_t classes = testable_classes(members, count);
    *out = (struct au_names_test){.is_possible = classes > 0};
    if (classes == 0) return AUG_OK;
    struct test t = {.opening = o};
    return make_test(&t, members, count, classes, out, err);
}
