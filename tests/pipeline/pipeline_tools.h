/* SPDX-License-Identifier: Apache-2.0
 * pipeline_tools.h - what the tests of pipelines share.
 */
#ifndef PIPELINE_TOOLS_H
#define PIPELINE_TOOLS_H

#include <augaudit/pipeline.h>

#include "check.h"
#include "core/node.h"

/* The file as nodes; fails the test when it cannot be read. Free with tool_free. */
struct tool_nodes {
    struct au_arena arena;
    const struct au_node *root;
};
struct tool_nodes tool_read_nodes(const char *path);
struct tool_nodes tool_parse_nodes(const char *text);
void tool_free(struct tool_nodes *nodes);

/* Maps in any order; numbers to 1e-12. */
bool tool_same_value(const struct au_node *a, const struct au_node *b);

/* One SPEC with probability 1; fails the test when it is refused. */
struct aug_pipeline tool_spec(const char *spec);

/* Does the message have ":LINE:COLUMN: " in it? */
bool tool_has_place(const char *message);

/* A small image with a value pattern that no transform keeps. */
struct aug_image tool_image(int width, int height);
bool tool_same_image(const struct aug_image *a, const struct aug_image *b);

#endif
