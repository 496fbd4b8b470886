/* SPDX-License-Identifier: Apache-2.0
 * hashing.c - content keys of leaves and pipelines. */
#include "hashing.h"

#include <string.h>

#include "building.h"

static void hash_double(struct au_hasher *hasher, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    au_hasher_u64(hasher, bits);
}

void au_leaf_hash(const struct aug_leaf *leaf, struct au_hasher *hasher)
{
    au_hasher_text(hasher, leaf->spec);
    au_hasher_text(hasher, leaf->params_text);
}

static void hash_tree(const struct au_tree *tree, struct au_hasher *hasher)
{
    au_hasher_u64(hasher, tree->rule);
    hash_double(hasher, tree->p);
    au_hasher_u64(hasher, (uint64_t)tree->n * 4 + tree->replace * 2u + tree->shuffled);
    au_hasher_u64(hasher, tree->count);
    for (size_t i = 0; i < tree->count; i++) hash_tree(&tree->children[i], hasher);
}

void au_pipeline_hash(const struct aug_pipeline *pipeline, struct au_hasher *hasher)
{
    const struct au_tree *tree = ((const struct au_pipeline_owner *)pipeline->owner)->tree;
    au_hasher_u64(hasher, pipeline->leaf_count);
    for (size_t i = 0; i < pipeline->leaf_count; i++) {
        au_leaf_hash(&pipeline->leaves[i], hasher);
        if (!tree) hash_double(hasher, pipeline->leaves[i].fires);
    }
    if (tree) hash_tree(tree, hasher);
}
