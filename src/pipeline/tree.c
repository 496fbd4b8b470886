/* SPDX-License-Identifier: Apache-2.0
 * tree.c - firing probabilities in closed form, from the leaves up.
 *
 * What is computed for a node is conditional on one call of it, so that a parent that may call a child several times (SOME with
 * replacement) can say 1 - (1 - q/N)^n: draws of different calls are independent. */
#include "tree.h"

#include <math.h>

#include "core/memory.h"

size_t au_tree_leaf_count(const struct au_tree *tree)
{
    if (tree->rule == AU_RULE_LEAF) return 1;
    size_t sum = 0;
    for (size_t i = 0; i < tree->count; i++) sum += au_tree_leaf_count(&tree->children[i]);
    return sum;
}

static double weight_sum(const struct au_tree *tree)
{
    double sum = 0;
    for (size_t i = 0; i < tree->count; i++) sum += tree->children[i].p;
    return sum;
}

/* How often child i is called when the node runs, for the rules that call it at most once. */
static double call_share(const struct au_tree *tree, size_t i, double weights)
{
    switch (tree->rule) {
    case AU_RULE_ONE: return weights > 0 ? tree->children[i].p / weights : 0;
    case AU_RULE_SOME: return fmin(1, (double)tree->n / (double)tree->count);
    case AU_RULE_EITHER: return (i == 0 ? tree->p : 0) + (i + 1 == tree->count ? 1 - tree->p : 0);
    default: return 1;
    }
}

static double called_fires(const struct au_tree *tree, double share, double fires)
{
    if (tree->rule == AU_RULE_SOME && tree->replace) return 1 - pow(1 - fires / (double)tree->count, tree->n);
    return share * fires;
}

/* Returns the place after the last leaf written. */
static double *visit(const struct au_tree *tree, bool forced, double *fires)
{
    const double runs = forced || tree->rule == AU_RULE_EITHER ? 1 : tree->p;
    if (tree->rule == AU_RULE_LEAF) {
        *fires = runs;
        return fires + 1;
    }
    const double weights = tree->rule == AU_RULE_ONE ? weight_sum(tree) : 0;
    const bool forces = tree->rule == AU_RULE_ONE || tree->rule == AU_RULE_EITHER;
    for (size_t i = 0; i < tree->count; i++) {
        double *end = visit(&tree->children[i], forces, fires);
        const double share = call_share(tree, i, weights);
        for (; fires < end; fires++) *fires = runs * called_fires(tree, share, *fires);
    }
    return fires;
}

void au_tree_fires(const struct au_tree *tree, double *fires)
{
    visit(tree, false, fires);
}

double au_tree_most_runs(const struct au_tree *tree)
{
    double sum = 0, most = 0;
    if (tree->rule == AU_RULE_LEAF) return 1;
    for (size_t i = 0; i < tree->count; i++) {
        const double runs = au_tree_most_runs(&tree->children[i]);
        sum += runs;
        most = fmax(most, runs);
    }
    if (tree->rule == AU_RULE_ALL) return sum;
    if (tree->rule == AU_RULE_SOME) return tree->replace ? tree->n * most : fmin(sum, tree->n * most);
    return most;
}

/* ---- idle calls ---- */

struct idling { /* leaves are met in reading order */
    const bool *quiet;
    size_t leaf;
};

static enum aug_status idle_of(const struct au_tree *tree, bool forced, struct idling *walk, double *idle,
                               struct aug_error *err);

/* Mean over draws of n of the children (without replacement) of the product of their idle shares: after each child, out of those still to
 * come as many are drawn as are missing. mean[k]: of k drawn so far. */
static double mean_product(const struct au_tree *tree, const double *shares, double *mean)
{
    const size_t n = (size_t)tree->n < tree->count ? (size_t)tree->n : tree->count;
    mean[0] = 1;
    for (size_t i = 0; i < tree->count; i++)
        for (size_t k = n + 1; k-- > 0;) {
            const double left = (double)(tree->count - i), wanted = (double)(n - k);
            const double kept = wanted < left ? mean[k] * (1 - wanted / left) : 0;
            mean[k] = kept + (k > 0 ? mean[k - 1] * fmin(1, (wanted + 1) / left) * shares[i] : 0);
        }
    return mean[n];
}

static double idle_of_called(const struct au_tree *tree, const double *shares, double *scratch)
{
    const double weights = weight_sum(tree);
    double product = 1, mean = 0;
    for (size_t i = 0; i < tree->count; i++) {
        product *= shares[i];
        mean += tree->rule == AU_RULE_SOME ? shares[i] / (double)tree->count : call_share(tree, i, weights) * shares[i];
    }
    switch (tree->rule) {
    case AU_RULE_ALL: return product;
    case AU_RULE_SOME: return tree->replace ? pow(mean, tree->n) : mean_product(tree, shares, scratch);
    default: return mean;
    }
}

static enum aug_status idle_of_container(const struct au_tree *tree, struct idling *walk, double *shares,
                                         double *scratch, double *idle, struct aug_error *err)
{
    const bool forces = tree->rule == AU_RULE_ONE || tree->rule == AU_RULE_EITHER;
    for (size_t i = 0; i < tree->count; i++) AUG_TRY(idle_of(&tree->children[i], forces, walk, &shares[i], err));
    *idle = tree->count ? idle_of_called(tree, shares, scratch) : 1;
    return AUG_OK;
}

static enum aug_status idle_of(const struct au_tree *tree, bool forced, struct idling *walk, double *idle,
                               struct aug_error *err)
{
    const double runs = forced || tree->rule == AU_RULE_EITHER ? 1 : tree->p;
    double called = 0;
    if (tree->rule == AU_RULE_LEAF) {
        called = walk->quiet[walk->leaf++] ? 1 : 0;
    } else {
        double *shares = au_alloc(2 * tree->count + 1, sizeof *shares);
        const enum aug_status status = shares
                                           ? idle_of_container(tree, walk, shares, shares + tree->count, &called, err)
                                           : au_no_memory(err, "the probabilities of the transforms");
        au_free(shares);
        AUG_TRY(status);
    }
    *idle = 1 - runs + runs * called;
    return AUG_OK;
}

enum aug_status au_tree_idle(const struct au_tree *tree, const bool *quiet, double *idle, struct aug_error *err)
{
    struct idling walk = {.quiet = quiet};
    return idle_of(tree, false, &walk, idle, err);
}

/* ---- one call ---- */

struct call {
    struct au_rng *rng;
    au_run_leaf_fn run;
    void *context;
};

static enum aug_status call_node(const struct au_tree *tree, bool forced, size_t first, const struct call *call,
                                 struct aug_error *err);

static enum aug_status call_child(const struct au_tree *tree, size_t i, bool forced, size_t first,
                                  const struct call *call, struct aug_error *err)
{
    for (size_t k = 0; k < i; k++) first += au_tree_leaf_count(&tree->children[k]);
    return call_node(&tree->children[i], forced, first, call, err);
}

static size_t choose_one(const struct au_tree *tree, struct au_rng *rng)
{
    double left = au_rng_uniform(rng) * weight_sum(tree);
    size_t last = 0;
    for (size_t i = 0; i < tree->count; i++) {
        if (!(tree->children[i].p > 0)) continue;
        last = i;
        left -= tree->children[i].p;
        if (left < 0) break;
    }
    return last;
}

/* How many of `wanted` draws with replacement fall on the first of `left` children. */
static int draw_times(struct au_rng *rng, int wanted, double left)
{
    int times = 0;
    for (int k = 0; k < wanted; k++) times += au_rng_uniform(rng) * left < 1;
    return times;
}

static enum aug_status call_some(const struct au_tree *tree, size_t first, const struct call *call,
                                 struct aug_error *err)
{
    double wanted = tree->replace ? tree->n : fmin(tree->n, (double)tree->count);
    for (size_t i = 0; i < tree->count && wanted > 0; i++) {
        const double left = (double)(tree->count - i);
        const int times = tree->replace ? draw_times(call->rng, (int)wanted, left)
                                        : au_rng_uniform(call->rng) * left < wanted;
        wanted -= times;
        for (int k = 0; k < times; k++) AUG_TRY(call_child(tree, i, false, first, call, err));
    }
    return AUG_OK;
}

static size_t draw_below(struct au_rng *rng, size_t count)
{
    const size_t drawn = (size_t)(au_rng_uniform(rng) * (double)count);
    return drawn < count ? drawn : count - 1;
}

static enum aug_status call_in_order(const struct au_tree *tree, size_t *order, size_t first, const struct call *call,
                                     struct aug_error *err)
{
    size_t left = tree->count;
    for (size_t i = 0; i < left; i++) order[i] = i;
    for (int k = 0; k < tree->n && left > 0; k++) {
        const size_t at = draw_below(call->rng, left), child = order[at];
        if (!tree->replace) order[at] = order[--left];
        AUG_TRY(call_child(tree, child, false, first, call, err));
    }
    return AUG_OK;
}

static enum aug_status call_shuffled(const struct au_tree *tree, size_t first, const struct call *call,
                                     struct aug_error *err)
{
    size_t *order = au_alloc(tree->count, sizeof *order);
    if (!order) return au_no_memory(err, "the order of the transforms");
    const enum aug_status status = call_in_order(tree, order, first, call, err);
    au_free(order);
    return status;
}

static enum aug_status call_children(const struct au_tree *tree, size_t first, const struct call *call,
                                     struct aug_error *err)
{
    if (tree->rule == AU_RULE_ONE) return call_child(tree, choose_one(tree, call->rng), true, first, call, err);
    if (tree->rule == AU_RULE_SOME)
        return tree->shuffled ? call_shuffled(tree, first, call, err) : call_some(tree, first, call, err);
    for (size_t i = 0; i < tree->count; i++) AUG_TRY(call_child(tree, i, false, first, call, err));
    return AUG_OK;
}

static enum aug_status call_node(const struct au_tree *tree, bool forced, size_t first, const struct call *call,
                                 struct aug_error *err)
{
    const bool passes = au_rng_uniform(call->rng) < tree->p;
    if (tree->rule == AU_RULE_EITHER && tree->count > 0)
        return call_child(tree, passes ? 0 : tree->count - 1, true, first, call, err);
    if (!forced && !passes) return AUG_OK;
    if (tree->rule == AU_RULE_LEAF) return call->run(call->context, first, err);
    return tree->count > 0 ? call_children(tree, first, call, err) : AUG_OK;
}

enum aug_status au_tree_call(const struct au_tree *tree, struct au_rng *rng, au_run_leaf_fn run, void *context,
                             struct aug_error *err)
{
    const struct call call = {rng, run, context};
    return call_node(tree, false, 0, &call, err);
}
