/* SPDX-License-Identifier: Apache-2.0
 * explain_note.c - numbers and rules in words, with their place in the documents. */
#include "explain_note.h"

#include <augaudit/augaudit.h>

#include "wrap.h"

#define INDENT 13

bool explain_note_find(const char *name, struct explained_note *out)
{
    const struct aug_evidence_note *number = aug_evidence_about(name);
    const struct aug_rule_note *rule = aug_rule_find(name);
    if (number) {
        *out = (struct explained_note){.name = number->name,
                                       .about = number->about,
                                       .source = number->source,
                                       .grade = aug_evidence_grade(number->name)};
        aug_methods_section(number->source, out->section);
    } else if (rule) {
        *out = (struct explained_note){.name = rule->name, .about = rule->about, .result = rule->result};
        snprintf(out->section, sizeof out->section, "docs/methods.md#rule-%s", rule->name);
    }
    return number || rule;
}

static void print_grade(FILE *out, enum aug_grade grade)
{
    char text[200];
    snprintf(text, sizeof text, "%s%s: %s", aug_grade_name(grade), grade == AUG_GRADE_CERTIFIED ? " at best" : "",
             aug_grade_about(grade));
    wrap_labelled(out, "Grade", text, 0, INDENT);
}

void explain_note_print(FILE *out, const struct explained_note *note)
{
    fprintf(out, "%s\n  ", note->name);
    wrap(out, note->about, 2, 2);
    fputc('\n', out);
    if (note->source) wrap_labelled(out, "Formula", note->source, 0, INDENT);
    if (note->source) print_grade(out, note->grade);
    if (note->result) wrap_labelled(out, "Result", note->result, 0, INDENT);
    wrap_labelled(out, "Section", note->section, 0, INDENT);
}

void explain_note_json(struct json *json, const struct explained_note *note)
{
    json_open(json, NULL, '{');
    json_text(json, "name", note->name);
    json_text(json, "about", note->about);
    if (note->source) json_text(json, "grade", aug_grade_name(note->grade));
    if (note->source) json_text(json, "source", note->source);
    else json_text(json, "result", note->result);
    json_text(json, "section", note->section);
    json_close(json, '}');
}
