/* SPDX-License-Identifier: Apache-2.0
 * duplicates.c - images that are the same, or the same after a flip or quarter turn. Only images that share the turn-free sum of
 * their pixels are decoded again and hashed in all 8 positions. */
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/workers.h"
#include "dataset_internal.h"
#include "image/turn.h"

struct keyed { /* an image under one of its hashes */
    uint64_t key[2];
    uint32_t index;
};

static int compare_keyed(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    if (x->key[0] != y->key[0]) return x->key[0] < y->key[0] ? -1 : 1;
    if (x->key[1] != y->key[1]) return x->key[1] < y->key[1] ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

static bool same_key(const struct keyed *a, const struct keyed *b)
{
    return a->key[0] == b->key[0] && a->key[1] == b->key[1];
}

static void sort_keyed(struct keyed *items, size_t count)
{
    if (count > 1) qsort(items, count, sizeof *items, compare_keyed);
}

/* Every image of a run of equal keys after the first is a duplicate of the first. */
static void note_runs(struct au_opening *o, const struct keyed *items, size_t count, enum aug_duplicate_kind kind)
{
    size_t first = 0;
    for (size_t i = 1; i < count; i++) {
        if (!same_key(&items[first], &items[i])) {
            first = i;
            continue;
        }
        const uint32_t a = items[first].index, b = items[i].index;
        const bool across = o->found[a].class_index != o->found[b].class_index;
        o->duplicates[o->duplicate_count++] = (struct aug_duplicate){a, b, kind, across};
        au_cluster_join(o, a, b);
    }
}

/* Keeps the first image of every run. */
static size_t first_of_runs(struct keyed *items, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || !same_key(&items[kept - 1], &items[i])) items[kept++] = items[i];
    return kept;
}

/* Keeps the runs that are longer than one. */
static size_t longer_runs(struct keyed *items, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        while (end < count && same_key(&items[i], &items[end])) end++;
        for (size_t k = i; end - i > 1 && k < end; k++) items[kept++] = items[k];
        i = end;
    }
    return kept;
}

struct turning {
    const struct au_opening *opening;
    struct keyed *items;
    struct aug_image *images; /* two a worker */
};

/* The smallest hash of the 8 positions: equal for two images exactly when one is a turned other. */
static enum aug_status body(void *context, size_t i, int worker, struct aug_error *err)
{
    struct turning *t = context;
    struct keyed *item = &t->items[i];
    struct aug_image *image = &t->images[2 * worker], *turned = image + 1;
    const struct au_found *found = &t->opening->found[item->index];
    AUG_TRY(au_dataset_read(found->path, found->below, image, NULL, NULL, err));
    for (int turn = 1; turn <= AU_TURN_COUNT; turn++) {
        struct keyed other = {.index = item->index};
        AUG_TRY(au_image_turn(image, turn, turned, err));
        au_content_of(turned, other.key);
        if (turn == 1 || compare_keyed(&other, item) < 0) *item = other;
    }
    return AUG_OK;
}

static enum aug_status turn_all(const struct au_opening *o, struct keyed *items, size_t count, struct aug_error *err)
{
    const int workers = au_workers_count(o->options->threads);
    struct turning t = {o, items, au_alloc((size_t)workers, 2 * sizeof *t.images)};
    if (!t.images) return au_no_memory(err, "comparing images");
    const enum aug_status status = au_workers_run(workers, count, body, &t, err);
    for (int i = 0; i < 2 * workers; i++) aug_image_release(&t.images[i]);
    au_free(t.images);
    return status;
}

static int compare_duplicates(const void *a, const void *b)
{
    const struct aug_duplicate *x = a, *y = b;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    return x->second < y->second ? -1 : x->second > y->second;
}

static enum aug_status find_all(struct au_opening *o, struct keyed *items, struct aug_error *err)
{
    size_t count = o->count;
    for (uint32_t i = 0; i < count; i++)
        items[i] = (struct keyed){{o->decoded[i].content[0], o->decoded[i].content[1]}, i};
    sort_keyed(items, count);
    note_runs(o, items, count, AUG_DUPLICATE_EXACT);
    count = first_of_runs(items, count);
    for (size_t i = 0; i < count; i++) memcpy(items[i].key, o->decoded[items[i].index].invariant, sizeof items[i].key);
    sort_keyed(items, count);
    count = longer_runs(items, count);
    AUG_TRY(turn_all(o, items, count, err));
    sort_keyed(items, count);
    note_runs(o, items, count, AUG_DUPLICATE_TURNED);
    if (o->duplicate_count > 1) qsort(o->duplicates, o->duplicate_count, sizeof *o->duplicates, compare_duplicates);
    return AUG_OK;
}

enum aug_status au_dataset_duplicates(struct au_opening *o, struct aug_error *err)
{
    struct keyed *items = au_alloc(o->count, sizeof *items);
    o->duplicates = au_alloc(
        o->count, 2 * sizeof *o->duplicates); /* an image is the second of at most one copy and one near pair */
    const enum aug_status status = items && o->duplicates ? find_all(o, items, err)
                                                          : au_no_memory(err, "comparing images");
    au_free(items);
    return status;
}
