/* SPDX-License-Identifier: Apache-2.0
 * hashing.h - adds to a content key all that decides what a leaf or a pipeline does.
 */
#ifndef AU_HASHING_H
#define AU_HASHING_H

#include <augaudit/pipeline.h>

#include "core/hash.h"

void au_leaf_hash(const struct aug_leaf *leaf, struct au_hasher *hasher);
void au_pipeline_hash(const struct aug_pipeline *pipeline, struct au_hasher *hasher);

#endif
