/* SPDX-License-Identifier: Apache-2.0
 * cmd_explain.c - `augaudit explain`: transforms, numbers of the report, rules. */
#include <stdio.h>
#include <string.h>

#include <augaudit/augaudit.h>

#include "command.h"
#include "explain.h"
#include "explain_note.h"
#include "suggest.h"

struct explain {
    bool json;
};

enum kind { TRANSFORMS, NUMBERS, RULES, KIND_COUNT };

struct printer {
    struct json *json; /* NULL: text */
    int count;
};

static void start(struct printer *printer)
{
    if (!printer->json && printer->count) fputc('\n', stdout);
    printer->count++;
}

static void put(struct printer *printer, const struct explained *explained)
{
    start(printer);
    if (printer->json) explain_json(printer->json, explained);
    else explain_print(stdout, explained);
}

static void put_note(struct printer *printer, const struct explained_note *note)
{
    start(printer);
    if (printer->json) explain_note_json(printer->json, note);
    else explain_note_print(stdout, note);
}

static enum kind kind_of(const char *name)
{
    struct explained_note note;
    if (!explain_note_find(name, &note)) return TRANSFORMS;
    return note.source ? NUMBERS : RULES;
}

static int unknown(const char *name)
{
    struct suggestion near = {.wanted = name, .length = strlen(name)};
    for (size_t i = 0; aug_evidence_note_at(i); i++) suggestion_offer(&near, aug_evidence_note_at(i)->name);
    for (size_t i = 0; aug_rule_at(i); i++) suggestion_offer(&near, aug_rule_at(i)->name);
    const char *transform = aug_transform_suggest(name), *best = transform ? transform : near.best;
    if (best) return usage_error(NULL, "nobody knows a transform, number or rule \"%s\"; did you mean %s?", name, best);
    return usage_error(NULL, "nobody knows a transform, number or rule \"%s\"; `augaudit list` shows the names", name);
}

/* The parts of a SPEC with arguments (`rotate:180`, `hflip|invert`) in their order. */
static int explain_spec(struct printer *printer, const char *spec)
{
    struct aug_error err = {0};
    struct aug_pipeline pipeline = {0};
    if (aug_pipeline_specs(&spec, 1, 1, &pipeline, &err) != AUG_OK) return library_error(&err);
    for (size_t i = 0; i < pipeline.leaf_count; i++) {
        const struct aug_leaf *leaf = &pipeline.leaves[i];
        struct explained explained;
        if (leaf->part_count == 0 && explain_find(leaf->name, &explained)) put(printer, &explained);
        for (size_t j = 0; j < leaf->part_count; j++)
            if (explain_find(leaf->parts[j].transform->name, &explained)) put(printer, &explained);
    }
    aug_pipeline_release(&pipeline);
    return 0;
}

static int explain_one(struct printer *printer, const char *name)
{
    struct explained explained;
    struct explained_note note;
    if (explain_note_find(name, &note)) {
        put_note(printer, &note);
        return 0;
    }
    if (explain_find(name, &explained)) {
        put(printer, &explained);
        return 0;
    }
    return strpbrk(name, ":|") ? explain_spec(printer, name) : unknown(name);
}

/* Names are checked before anything is printed, so that JSON is never cut off. */
static int check(const char *name)
{
    struct explained explained;
    struct aug_error err = {0};
    struct aug_pipeline pipeline = {0};
    if (kind_of(name) != TRANSFORMS || explain_find(name, &explained)) return 0;
    if (!strpbrk(name, ":|")) return unknown(name);
    if (aug_pipeline_specs(&name, 1, 1, &pipeline, &err) != AUG_OK) return library_error(&err);
    aug_pipeline_release(&pipeline);
    return 0;
}

static int print_json(const struct operands *operands)
{
    static const char *const lists[KIND_COUNT] = {"transforms", "numbers", "rules"};
    struct json json = {.out = stdout};
    struct printer printer = {.json = &json};
    int code = 0;
    json_open(&json, NULL, '{');
    json_text(&json, "schema", "augaudit-explain/1");
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        json_open(&json, lists[kind], '[');
        for (int i = 0; i < operands->count && !code; i++)
            if (kind_of(operands->items[i]) == (enum kind)kind) code = explain_one(&printer, operands->items[i]);
        json_close(&json, ']');
    }
    json_close(&json, '}');
    return code;
}

static int run(const void *values, const struct operands *operands)
{
    const struct explain *explain = values;
    struct printer printer = {0};
    int code = 0;
    if (operands->count == 0)
        return usage_error(&command_explain, "explain needs a NAME; `augaudit list` shows the names");
    for (int i = 0; i < operands->count && !code; i++) code = check(operands->items[i]);
    if (code || explain->json) return code ? code : print_json(operands);
    for (int i = 0; i < operands->count && !code; i++) code = explain_one(&printer, operands->items[i]);
    return code;
}

static const struct option options[] = {
    SWITCH_OPTION(struct explain, json, "json", 0, "Write the explanation as JSON."),
    {0},
};

static const char *const details[] = {
    "What it asserts about labels, when that is false, its typical victims, what it does to boxes, masks and key points, the law "
    "it obeys, and its parameters with units and defaults.",
    "NAME is a transform of Albumentations (Rotate), a word of the SPEC language (rotate) or a whole SPEC (rotate:+-15, hflip|invert).",
    "Or NAME is a number of the report (conflict) or a rule that gives labels and verdicts (collision): what it means, and the section of "
    "docs/methods.md with its formula and where its threshold comes from. `augaudit list numbers rules` shows them.",
    NULL,
};

static const char *const examples[] = {
    "augaudit explain HorizontalFlip",
    "augaudit explain --json 'rotate:+-15'",
    "augaudit explain conflict collision",
    NULL,
};

const struct command command_explain = {
    .name = "explain",
    .about = "Say in words what a transform claims, what a number means, when a rule holds.",
    .usage = "NAME ... [--json]",
    .details = details,
    .examples = examples,
    .operand = "NAME",
    .operand_completion = COMPLETES_EXPLAINED,
    .operands_max = 64,
    .options = options,
    .values_bytes = sizeof(struct explain),
    .run = run,
};
