/* SPDX-License-Identifier: Apache-2.0
 * sections.h - what `list` can list, each as a count and a row.
 */
#ifndef CLI_SECTIONS_H
#define CLI_SECTIONS_H

#include <stddef.h>

struct section {
    const char *name; /* "presets": heading, operand and JSON key */
    const char *about;
    size_t (*count)(void);
    const char *(*item_name)(size_t i);
    const char *(*item_about)(size_t i); /* a sentence */
};

/* NULL past the end. */
const struct section *section_at(size_t i);
const struct section *section_find(const char *name);

#endif
