/* SPDX-License-Identifier: Apache-2.0
 * choose.c - which classes and which images are wanted. */
#include <stdlib.h>
#include <string.h>

#include "core/hash.h"
#include "core/memory.h"
#include "core/random.h"
#include "core/text.h"
#include "dataset_internal.h"

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* -1 when there is none. */
static int class_of_name(const struct au_opening *o, const char *name)
{
    if (o->class_count == 0) return -1;
    const char **at = bsearch(&name, o->class_names, (size_t)o->class_count, sizeof *at, compare_texts);
    return at ? (int)(at - o->class_names) : -1;
}

static enum aug_status unknown_class(const struct au_opening *o, const char *name, struct aug_error *err)
{
    int best = -1, best_distance = 4;
    for (int i = 0; i < o->class_count; i++) {
        const int distance = au_text_distance(name, o->class_names[i], 3);
        if (distance < best_distance) best = i, best_distance = distance;
    }
    if (best >= 0)
        return aug_fail(err, AUG_BAD_INPUT, "%s: no class \"%s\"; did you mean \"%s\"?", o->dir, name,
                        o->class_names[best]);
    return aug_fail(err, AUG_BAD_INPUT, "%s: no class \"%s\" among its %d classes (the first is \"%s\")", o->dir, name,
                    o->class_count, o->class_names[0]);
}

static enum aug_status mark_wanted(const struct au_opening *o, char *names, bool *wanted, struct aug_error *err)
{
    for (char *name = names; name;) {
        char *comma = strchr(name, ',');
        if (comma) *comma = '\0';
        const int class_index = class_of_name(o, name);
        if (class_index >= 0) wanted[class_index] = true;
        else if (*name) return unknown_class(o, name, err);
        name = comma ? comma + 1 : NULL;
    }
    return AUG_OK;
}

static enum aug_status keep_wanted(struct au_opening *o, char *names, bool *wanted, struct aug_error *err)
{
    AUG_TRY(mark_wanted(o, names, wanted, err));
    int kept = 0;
    for (int i = 0; i < o->class_count; i++)
        if (wanted[i]) o->class_names[kept++] = o->class_names[i];
    o->class_count = kept;
    return AUG_OK;
}

enum aug_status au_dataset_only(struct au_opening *o, struct aug_error *err)
{
    const char *only = o->options->only_classes;
    if (!only || !*only) return AUG_OK;
    char *names = au_strdup(only);
    bool *wanted = au_alloc((size_t)o->class_count, sizeof *wanted);
    enum aug_status status = AUG_OK;
    if (names && wanted) status = keep_wanted(o, names, wanted, err);
    else status = au_no_memory(err, "a list of classes");
    au_free(names);
    au_free(wanted);
    return status;
}

/* Clusters of one class, shuffled; the next to be taken at `next`. */
struct pool {
    uint32_t *roots;
    uint32_t count, next;
    size_t taken; /* images */
};

struct choice {
    struct pool *pools; /* one a class */
    uint32_t *roots;    /* storage of all pools */
    uint32_t *sizes;    /* images of the cluster whose root is i */
    bool *root_taken, *keep;
    size_t total, class_count; /* images taken; classes that have any */
};

static void fill_pools(const struct au_opening *o, struct choice *c)
{
    for (size_t i = 0; i < o->count; i++) {
        const uint32_t root = au_cluster_root(o, (uint32_t)i);
        if (c->sizes[root]++ == 0) c->pools[o->found[root].class_index].count++;
    }
    uint32_t start = 0;
    for (int k = 0; k < o->class_count; k++) {
        c->pools[k].roots = c->roots + start;
        start += c->pools[k].count;
        c->class_count += c->pools[k].count > 0;
        c->pools[k].count = 0;
    }
    for (size_t i = 0; i < o->count; i++) {
        if (c->sizes[i] == 0) continue;
        struct pool *pool = &c->pools[o->found[i].class_index];
        pool->roots[pool->count++] = (uint32_t)i;
    }
    for (int k = 0; k < o->class_count; k++) {
        struct au_rng rng;
        au_rng_start(&rng, o->options->seed, au_hash64(o->class_names[k], strlen(o->class_names[k]), 0));
        au_rng_shuffle(&rng, c->pools[k].roots, c->pools[k].count);
    }
}

static void take(struct choice *c, struct pool *pool, uint32_t root)
{
    c->root_taken[root] = true;
    c->total += c->sizes[root];
    pool->taken += c->sizes[root];
}

/* First every class gets what fits into its fair share, so that no large cluster of one class starves the others. */
static void take_share(struct choice *c, struct pool *pool, size_t share)
{
    for (uint32_t i = 0; i < pool->count; i++)
        if (pool->taken + c->sizes[pool->roots[i]] <= share) take(c, pool, pool->roots[i]);
}

/* Then the rest goes cluster by cluster to the class that has least; what is too large for the rest is passed over. */
static void take_one(struct choice *c, struct pool *pool, size_t level, size_t max_images)
{
    while (pool->next < pool->count && c->root_taken[pool->roots[pool->next]]) pool->next++;
    if (pool->next == pool->count || pool->taken >= level) return;
    const uint32_t root = pool->roots[pool->next++];
    if (c->total + c->sizes[root] <= max_images) take(c, pool, root);
}

static bool any_waiting(const struct au_opening *o, const struct choice *c)
{
    for (int k = 0; k < o->class_count; k++)
        if (c->pools[k].next < c->pools[k].count) return true;
    return false;
}

static enum aug_status choose(struct au_opening *o, struct choice *c, struct aug_error *err)
{
    const size_t max_images = o->options->max_images;
    fill_pools(o, c);
    for (int k = 0; k < o->class_count; k++) take_share(c, &c->pools[k], max_images / c->class_count);
    for (size_t level = 1; c->total < max_images && any_waiting(o, c); level++)
        for (int k = 0; k < o->class_count; k++) take_one(c, &c->pools[k], level, max_images);
    for (size_t i = 0; i < o->count; i++) c->keep[i] = c->root_taken[au_cluster_root(o, (uint32_t)i)];
    return au_dataset_keep(o, c->keep, err);
}

enum aug_status au_dataset_choose(struct au_opening *o, struct aug_error *err)
{
    if (o->options->max_images == 0 || o->count <= o->options->max_images) return AUG_OK;
    struct choice c = {
        .pools = au_alloc((size_t)o->class_count, sizeof *c.pools),
        .roots = au_alloc(o->count, sizeof *c.roots),
        .sizes = au_alloc(o->count, sizeof *c.sizes),
        .root_taken = au_alloc(o->count, sizeof *c.root_taken),
        .keep = au_alloc(o->count, sizeof *c.keep),
    };
    enum aug_status status = AUG_OK;
    if (c.pools && c.roots && c.sizes && c.root_taken && c.keep) status = choose(o, &c, err);
    else status = au_no_memory(err, "choosing images");
    au_free(c.pools);
    au_free(c.roots);
    au_free(c.sizes);
    au_free(c.root_taken);
    au_free(c.keep);
    return status;
}
