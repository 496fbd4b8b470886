/* SPDX-License-Identifier: Apache-2.0
 * test_tree.c - closed forms of firing probabilities against many simulated calls of the same tree. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "core/random.h"
#include "pipeline/tree.h"

/* ---- the oracle: one call of a tree, as the library's __call__ methods do it ---- */

static void mark_all(const struct au_tree *tree, bool forced, struct au_rng *rng, size_t first, bool *ran);

static void call_one(const struct au_tree *tree, struct au_rng *rng, const size_t *firsts, bool *ran)
{
    double sum = 0, u = au_rng_uniform(rng);
    for (size_t i = 0; i < tree->count; i++) sum += tree->children[i].p;
    for (size_t i = 0; i < tree->count; i++) {
        u -= tree->children[i].p / sum;
        if (u >= 0 && i + 1 < tree->count) continue;
        mark_all(&tree->children[i], true, rng, firsts[i], ran);
        return;
    }
}

static void call_some(const struct au_tree *tree, struct au_rng *rng, const size_t *firsts, bool *ran)
{
    uint32_t order[64];
    for (uint32_t i = 0; i < tree->count; i++) order[i] = i;
    if (!tree->replace) au_rng_shuffle(rng, order, (uint32_t)tree->count);
    for (int k = 0; k < tree->n && (tree->replace || k < (int)tree->count); k++) {
        const size_t i = tree->replace ? (size_t)au_rng_integer(rng, 0, (int)tree->count - 1) : order[k];
        mark_all(&tree->children[i], false, rng, firsts[i], ran);
    }
}

static void mark_all(const struct au_tree *tree, bool forced, struct au_rng *rng, size_t first, bool *ran)
{
    size_t firsts[64];
    for (size_t i = 0, at = first; i < tree->count; i++) {
        firsts[i] = at;
        at += au_tree_leaf_count(&tree->children[i]);
    }
    const bool passes = au_rng_uniform(rng) < tree->p;
    if (tree->rule == AU_RULE_EITHER) {
        if (tree->count) {
            const size_t i = passes ? 0 : tree->count - 1;
            mark_all(&tree->children[i], true, rng, firsts[i], ran);
        }
        return;
    }
    if (!forced && !passes) return;
    if (tree->rule == AU_RULE_LEAF) ran[first] = true;
    else if (tree->rule == AU_RULE_ALL)
        for (size_t i = 0; i < tree->count; i++) mark_all(&tree->children[i], false, rng, firsts[i], ran);
    else if (tree->rule == AU_RULE_ONE && tree->count) call_one(tree, rng, firsts, ran);
    else if (tree->rule == AU_RULE_SOME && tree->count) call_some(tree, rng, firsts, ran);
}

/* ---- random trees ---- */

static struct au_tree random_tree(struct au_rng *rng, int depth)
{
    struct au_tree tree = {.rule = depth == 0 ? AU_RULE_LEAF : (enum au_rule)au_rng_integer(rng, 0, AU_RULE_EITHER)};
    tree.p = 0.05 + 0.95 * au_rng_uniform(rng);
    if (au_rng_integer(rng, 0, 4) == 0) tree.p = 1;
    tree.n = au_rng_integer(rng, 0, 4);
    tree.replace = au_rng_integer(rng, 0, 1);
    tree.shuffled = au_rng_integer(rng, 0, 1);
    if (tree.rule == AU_RULE_LEAF) return tree;
    tree.count = (size_t)au_rng_integer(rng, 1, 4);
    tree.children = calloc(tree.count, sizeof *tree.children);
    CHECK(tree.children != NULL);
    for (size_t i = 0; i < tree.count; i++) tree.children[i] = random_tree(rng, depth - 1);
    return tree;
}

static void free_tree(struct au_tree *tree)
{
    for (size_t i = 0; i < tree->count; i++) free_tree(&tree->children[i]);
    free(tree->children);
}

#define CALLS 40000
#define LEAVES_MAX 256

TEST(closed_forms_equal_the_share_of_simulated_calls)
{
    struct au_rng rng;
    au_rng_start(&rng, 7, 1);
    for (int round = 0; round < 24; round++) {
        struct au_tree tree = random_tree(&rng, 1 + round % 3);
        const size_t leaves = au_tree_leaf_count(&tree);
        double fires[LEAVES_MAX] = {0};
        static int hits[LEAVES_MAX];
        memset(hits, 0, sizeof hits);
        CHECK(leaves <= LEAVES_MAX);
        au_tree_fires(&tree, fires);
        for (int call = 0; call < CALLS; call++) {
            bool ran[LEAVES_MAX] = {0};
            mark_all(&tree, false, &rng, 0, ran);
            for (size_t i = 0; i < leaves; i++) hits[i] += ran[i];
        }
        for (size_t i = 0; i < leaves; i++) {
            const double share = hits[i] / (double)CALLS;
            const double error = sqrt(fires[i] * (1 - fires[i]) / CALLS) + 1e-9;
            CHECK_SAY(fabs(share - fires[i]) < 5 * error, "seed 7 round %d leaf %zu: %.9f in closed form, %.5f counted",
                      round, i, fires[i], share);
        }
        free_tree(&tree);
    }
}

struct record {
    bool ran[LEAVES_MAX];
};

static enum aug_status note(void *context, size_t leaf, struct aug_error *why)
{
    struct record *r = context;
    (void)why;
    CHECK(leaf < LEAVES_MAX);
    r->ran[leaf] = true;
    return AUG_OK;
}

TEST(calls_run_each_leaf_as_often_as_the_closed_form_says_and_are_idle_as_often)
{
    struct au_rng rng;
    struct aug_error err;
    au_rng_start(&rng, 8, 1);
    for (int round = 0; round < 24; round++) {
        struct au_tree tree = random_tree(&rng, 1 + round % 3);
        const size_t leaves = au_tree_leaf_count(&tree);
        double fires[LEAVES_MAX] = {0}, idle = -1;
        static int hits[LEAVES_MAX];
        bool quiet[LEAVES_MAX];
        int idle_calls = 0;
        memset(hits, 0, sizeof hits);
        for (size_t i = 0; i < leaves; i++) quiet[i] = au_rng_integer(&rng, 0, 3) == 0;
        au_tree_fires(&tree, fires);
        CHECK_OK(au_tree_idle(&tree, quiet, &idle, &err));
        for (int call = 0; call < CALLS; call++) {
            struct record r = {0};
            bool is_idle = true;
            CHECK_OK(au_tree_call(&tree, &rng, note, &r, &err));
            for (size_t i = 0; i < leaves; i++) hits[i] += r.ran[i];
            for (size_t i = 0; i < leaves; i++) is_idle = is_idle && (quiet[i] || !r.ran[i]);
            idle_calls += is_idle;
        }
        for (size_t i = 0; i < leaves; i++)
            CHECK_SAY(fabs(hits[i] / (double)CALLS - fires[i]) < 5 * sqrt(fires[i] * (1 - fires[i]) / CALLS) + 1e-8,
                      "seed 8 round %d leaf %zu: %.9f in closed form, %d calls", round, i, fires[i], hits[i]);
        CHECK_SAY(fabs(idle_calls / (double)CALLS - idle) < 5 * sqrt(fabs(idle * (1 - idle)) / CALLS) + 1e-8,
                  "seed 8 round %d: idle %.9f in closed form, %d calls", round, idle, idle_calls);
        free_tree(&tree);
    }
}

static enum aug_status fail_first(void *context, size_t leaf, struct aug_error *why)
{
    (void)leaf;
    ++*(size_t *)context;
    return aug_fail(why, AUG_IO, "no");
}

TEST(a_failing_leaf_ends_a_call)
{
    struct au_tree leaves[2] = {{.rule = AU_RULE_LEAF, .p = 1}, {.rule = AU_RULE_LEAF, .p = 1}};
    const struct au_tree all = {.rule = AU_RULE_ALL, .p = 1, .count = 2, .children = leaves};
    struct aug_error err;
    struct au_rng rng;
    size_t runs = 0;
    au_rng_start(&rng, 1, 1);
    CHECK(au_tree_call(&all, &rng, fail_first, &runs, &err) == AUG_IO && runs == 1);
}

TEST(an_empty_container_has_no_leaves)
{
    const struct au_tree empty = {.rule = AU_RULE_SOME, .p = 1, .n = 3, .replace = true};
    CHECK(au_tree_leaf_count(&empty) == 0);
    au_tree_fires(&empty, NULL);
}

TEST(n_larger_than_the_number_of_children_calls_each_once)
{
    struct au_tree leaves[2] = {{.rule = AU_RULE_LEAF, .p = 0.25}, {.rule = AU_RULE_LEAF, .p = 1}};
    const struct au_tree some = {.rule = AU_RULE_SOME, .p = 0.5, .n = 9, .count = 2, .children = leaves};
    double fires[2];
    au_tree_fires(&some, fires);
    CHECK(fires[0] == 0.125 && fires[1] == 0.5);
}

TEST(either_with_one_child_always_runs_it)
{
    struct au_tree leaf = {.rule = AU_RULE_LEAF, .p = 0.1};
    const struct au_tree either = {.rule = AU_RULE_EITHER, .p = 0.3, .count = 1, .children = &leaf};
    double fires[1];
    au_tree_fires(&either, fires);
    CHECK(fabs(fires[0] - 1) < 1e-15);
}
