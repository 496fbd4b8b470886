/* SPDX-License-Identifier: Apache-2.0
 * format.h - what one line of formats.inc stands for: a kind of file, how to tell it, how to read it.
 */
#ifndef AU_FORMAT_H
#define AU_FORMAT_H

#include <augaudit/pipeline.h>

#include "building.h"
#include "core/node.h"

struct au_format {
    const char *name;  /* "albumentations-json" */
    const char *about; /* a full sentence: who writes it, with which call */
    enum au_node_format syntax;
    bool (*recognise)(const struct au_node *root);
    /* Adds the leaves to `b`. `*library`: who wrote the file, NULL when it does not say. */
    enum aug_status (*read)(struct au_building *b, const struct au_node *root, const char **library,
                            struct aug_error *err);
};

#define FORMAT(name) extern const struct au_format au_format_##name;
#include "formats.inc"
#undef FORMAT

/* For name, line, column, library, length of release, release. */
#define AU_WRONG_RELEASE                                                                                               \
    "%s:%d:%d: written by %s %.*s, whose parameters differ from those of Albumentations 2.0.8 that this build reads; " \
    "build the pipeline under albumentations==2.0.8 and save it again with A.save"

/* Files of others that people will try: fails with AUG_UNSUPPORTED and what to do when `text` (before parsing) or `root` is one,
 * else AUG_OK. */
AUG_CHECKED enum aug_status au_foreign_text(const char *text, size_t length, const char *name, struct aug_error *err);
AUG_CHECKED enum aug_status au_foreign_root(const struct au_node *root, const char *name, struct aug_error *err);

#endif
