/* SPDX-License-Identifier: Apache-2.0
 * ruling.h - one row of an intent file: a class, or all, and what is ruled about it.
 */
#ifndef AU_RULING_H
#define AU_RULING_H

#include <augaudit/intent.h>

#include "core/node.h"

#define AU_ALL_CLASSES (-1)

struct au_ruling_names { /* what messages and look-ups need */
    const char *file;
    const struct aug_dataset *data;
};

struct au_ruling_row {
    int class_index; /* AU_ALL_CLASSES: "*" */
    struct aug_ruling ruling;
};

/* Reads `value` as the ruling about the class `key`. Fails: AUG_BAD_INPUT with the place. */
AUG_CHECKED enum aug_status au_ruling_read(const struct au_ruling_names *names, const char *key,
                                           const struct au_node *value, struct au_ruling_row *out,
                                           struct aug_error *err);

/* A comma ends a word inside braces, so that { a: swap(a,b) } would be torn apart: puts ';' for the commas of every unquoted swap(...),
 * which au_ruling_read takes for a comma. Lengths stay, so that columns stay. */
void au_ruling_mend_swaps(char *text, size_t length);

#endif
