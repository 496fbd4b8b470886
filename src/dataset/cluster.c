/* SPDX-License-Identifier: Apache-2.0
 * cluster.c - which images are not independent: by a regular expression on their names, and the union-find forest. */
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "dataset_internal.h"

/* Roots are always the smallest index of their tree, so paths only go down and end. */
uint32_t au_cluster_root(const struct au_opening *o, uint32_t i)
{
    while (o->found[i].parent != i) {
        o->found[i].parent = o->found[o->found[i].parent].parent;
        i = o->found[i].parent;
    }
    return i;
}

void au_cluster_join(struct au_opening *o, uint32_t i, uint32_t j)
{
    const uint32_t a = au_cluster_root(o, i), b = au_cluster_root(o, j);
    if (a < b) o->found[b].parent = a;
    else o->found[a].parent = b;
}

/* `leaders[root]`: 1 + the new index of the first file that stays of that cluster, which becomes its root. */
static void keep_with(struct au_opening *o, const bool *keep, uint32_t *roots, uint32_t *leaders)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < o->count; i++) roots[i] = au_cluster_root(o, i);
    for (uint32_t i = 0; i < o->count; i++) {
        if (!keep[i]) continue;
        if (leaders[roots[i]] == 0) leaders[roots[i]] = kept + 1;
        o->found[kept] = o->found[i];
        o->found[kept].parent = leaders[roots[i]] - 1;
        if (o->decoded) o->decoded[kept] = o->decoded[i];
        kept++;
    }
    o->count = kept;
}

enum aug_status au_dataset_keep(struct au_opening *o, const bool *keep, struct aug_error *err)
{
    uint32_t *roots = au_alloc(o->count, 2 * sizeof *roots);
    if (!roots) return au_no_memory(err, "choosing images");
    keep_with(o, keep, roots, roots + o->count);
    au_free(roots);
    return AUG_OK;
}

struct named { /* a file whose name tells its cluster */
    const char *key;
    uint32_t index;
};

struct keys {
    regex_t expression;
    regmatch_t *matches;
    size_t match_count;
    struct au_arena arena;
    struct named *named;
    size_t named_count;
};

/* The groups' texts, each with its end marked so that ("ab", "c") and ("a", "bc") differ; without groups the whole match. */
static enum aug_status make_key(struct keys *k, const char *below, uint32_t index, struct aug_error *err)
{
    if (regexec(&k->expression, below, k->match_count, k->matches, 0) != 0) return AUG_OK;
    size_t room = 1;
    for (size_t i = 0; i < k->match_count; i++) room += (size_t)(k->matches[i].rm_eo - k->matches[i].rm_so) + 1;
    char *text = au_arena_alloc(&k->arena, room, 1);
    if (!text) return au_no_memory(err, "a cluster's name");
    k->named[k->named_count++] = (struct named){text, index};
    for (size_t i = k->match_count > 1; i < k->match_count; i++) {
        const regmatch_t *m = &k->matches[i];
        const size_t length = m->rm_so >= 0 ? (size_t)(m->rm_eo - m->rm_so) : 0;
        if (length > 0) memcpy(text, below + m->rm_so, length);
        text += length;
        *text++ = '\1';
    }
    return AUG_OK;
}

static int compare_named(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    const int order = strcmp(x->key, y->key);
    return order ? order : x->index < y->index ? -1 : 1;
}

static enum aug_status join_named(struct au_opening *o, struct keys *k, struct aug_error *err)
{
    k->match_count = k->expression.re_nsub + 1;
    k->matches = au_alloc(k->match_count, sizeof *k->matches);
    k->named = au_alloc(o->count, sizeof *k->named);
    if (!k->matches || !k->named) return au_no_memory(err, "clusters");
    for (size_t i = 0; i < o->count; i++) AUG_TRY(make_key(k, o->found[i].below, (uint32_t)i, err));
    if (k->named_count > 1) qsort(k->named, k->named_count, sizeof *k->named, compare_named);
    for (size_t i = 1; i < k->named_count; i++)
        if (strcmp(k->named[i].key, k->named[i - 1].key) == 0)
            au_cluster_join(o, k->named[i].index, k->named[i - 1].index);
    return AUG_OK;
}

enum aug_status au_dataset_cluster(struct au_opening *o, struct aug_error *err)
{
    const char *pattern = o->options->cluster_by;
    if (!pattern) return AUG_OK;
    struct keys k = {0};
    const int code = regcomp(&k.expression, pattern, REG_EXTENDED);
    if (code != 0) {
        char why[128];
        regerror(code, &k.expression, why, sizeof why);
        return aug_fail(err, AUG_BAD_INPUT, "cluster-by \"%s\" is no POSIX extended regular expression: %s", pattern,
                        why);
    }
    const enum aug_status status = join_named(o, &k, err);
    regfree(&k.expression);
    au_free(k.matches);
    au_free(k.named);
    au_arena_release(&k.arena);
    return status;
}
