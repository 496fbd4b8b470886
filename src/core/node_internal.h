/* SPDX-License-Identifier: Apache-2.0
 * node_internal.h - what the files of the node reader share.
 */
#ifndef AU_NODE_INTERNAL_H
#define AU_NODE_INTERNAL_H

#include <libfyaml.h>

#include "node.h"

#define AU_NODE_BYTES_MAX ((size_t)16 * 1024 * 1024)
#define AU_NODE_DEPTH_MAX 64
#define AU_NODE_COUNT_MAX 1000000

/* One reading: where it is and what it needs. */
struct au_node_reading {
    const char *name;
    enum au_node_format format;
    struct au_arena *arena;
};

struct au_node_place {
    int line, column;
};

/* Refuses text over the size limit, bytes that are not UTF-8, control characters and directives, with their place. */
enum aug_status au_node_check_text(const char *text, size_t length, const char *name, struct aug_error *err);

/* Fills `node` (kind, text, length, number ...) from a scalar; the place is set already. `plain`: written without quotes. */
enum aug_status au_node_scalar(const struct au_node_reading *reading, struct au_node *node, const char *text,
                               size_t length, bool plain, struct aug_error *err);

/* 1-based place of a token; of its opening quote or sigil where libfyaml points behind it. `fallback` when it has none. */
struct au_node_place au_node_token_place(struct fy_token *token, bool behind_sigil, struct au_node_place fallback);

#endif
