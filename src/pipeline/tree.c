/* SPDX-License-Identifier: Apache-2.0
 * tree.c - firing probabilities in closed form, from the leaves up.
 *
 * What is computed for a node is conditional on one call of it, so that a parent that may call a child several times (SOME with
 * replacement) can say 1 - (1 - q/N)^n: draws of different calls are independent. */
#include "tree.h"

#include <math.h>

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
