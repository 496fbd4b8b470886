/* SPDX-License-Identifier: Apache-2.0
 * explain_note.h - a number of the report, or a rule that gives labels and verdicts, under one shape.
 */
#ifndef CLI_EXPLAIN_NOTE_H
#define CLI_EXPLAIN_NOTE_H

#include <stdbool.h>
#include <stdio.h>

#include <augaudit/evidence.h>

#include "json.h"

struct explained_note {
    const char *name, *about;
    const char *source;   /* of a number: labels of its formulas; NULL: a rule */
    enum aug_grade grade; /* of a number, at best */
    const char *result;   /* of a rule: the label or verdict that it gives */
    char section[AUG_SECTION_BYTES];
};

/* The number or rule of that name; false when there is none. */
bool explain_note_find(const char *name, struct explained_note *out);

void explain_note_print(FILE *out, const struct explained_note *note);
void explain_note_json(struct json *json, const struct explained_note *note);

#endif
