/* SPDX-License-Identifier: Apache-2.0
 * explain.h - a transform that can be applied, or one that is only known, under one shape.
 */
#ifndef CLI_EXPLAIN_H
#define CLI_EXPLAIN_H

#include <stdio.h>

#include <augaudit/transform.h>

#include "json.h"

struct explained {
    const char *name, *about;
    const struct aug_claim *claim;
    const struct aug_transform *transform; /* NULL: only known */
    const char *word_about;                /* how it is written as a SPEC; NULL: it is no SPEC word */
};

/* What is known under that name; false when nobody knows it. */
bool explain_find(const char *name, struct explained *out);

void explain_print(FILE *out, const struct explained *explained);
void explain_json(struct json *json, const struct explained *explained);

/* A sentence for a law, NULL for none; its JSON word. */
const char *law_sentence(enum aug_law law);
const char *law_name(enum aug_law law);

#endif
