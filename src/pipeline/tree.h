/* SPDX-License-Identifier: Apache-2.0
 * tree.h - which leaf of a nested pipeline runs how often.
 *
 * The rules are those of Albumentations 2.0.6 to 2.0.8, confirmed by counting real runs. "Forced" means that the parent has
 * already decided: the node's own p is not drawn.
 *   LEAF, ALL, ONE, SOME   run with p, or always when forced
 *   ALL (Compose, Sequential)   every child is called with its own p
 *   ONE (OneOf)                 one child, with weight p_i / sum of p, is forced
 *   SOME (SomeOf, RandomOrder)  n children, drawn uniformly, with or without replacement, are called with their own p
 *   EITHER (OneOrOther)         the first child with p, else the last, is forced; never skipped
 */
#ifndef AU_TREE_H
#define AU_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include <augaudit/error.h>

#include "core/random.h"

enum au_rule { AU_RULE_LEAF, AU_RULE_ALL, AU_RULE_ONE, AU_RULE_SOME, AU_RULE_EITHER };

struct au_tree {
    enum au_rule rule;
    double p;
    int n;         /* SOME */
    bool replace;  /* SOME */
    bool shuffled; /* SOME: called in the order in which they are drawn (RandomOrder), else in reading order */
    size_t count;
    struct au_tree *children;
};

size_t au_tree_leaf_count(const struct au_tree *tree);

/* fires[i]: the probability that leaf i, in reading order, runs at least once when `tree` is called once. */
void au_tree_fires(const struct au_tree *tree, double *fires);

/* The largest number of leaves that one call can run, a leaf counted as often as it runs. */
double au_tree_most_runs(const struct au_tree *tree);

/* The probability that one call of `tree` runs none of the leaves but those that are `quiet` (one entry a leaf). Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_tree_idle(const struct au_tree *tree, const bool *quiet, double *idle,
                                         struct aug_error *err);

/* Calls `tree` once: run(context, leaf) for every leaf that runs, in order; a failure ends it. */
typedef enum aug_status (*au_run_leaf_fn)(void *context, size_t leaf, struct aug_error *err);
AUG_CHECKED enum aug_status au_tree_call(const struct au_tree *tree, struct au_rng *rng, au_run_leaf_fn run,
                                         void *context, struct aug_error *err);

#endif
