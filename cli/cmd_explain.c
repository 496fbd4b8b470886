/* SPDX-License-Identifier: Apache-2.0
 * cmd_explain.c - `augaudit explain`: names, SPEC words and whole SPECs. */
#include <stdio.h>
#include <string.h>

#include <augaudit/augaudit.h>

#include "command.h"
#include "explain.h"

struct explain {
    bool json;
};

struct printer {
    struct json *json; /* NULL: text */
    int count;
};

static void put(struct printer *printer, const struct explained *explained)
{
    if (printer->json) explain_json(printer->json, explained);
    else {
        if (printer->count) fputc('\n', stdout);
        explain_print(stdout, explained);
    }
    printer->count++;
}

static int unknown(const char *name)
{
    const char *near = aug_transform_suggest(name);
    if (near) return usage_error(NULL, "nobody knows a transform \"%s\"; did you mean %s?", name, near);
    return usage_error(NULL, "nobody knows a transform \"%s\"; `augaudit list transforms` shows the names", name);
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
    if (explain_find(name, &explained)) return 0;
    if (!strpbrk(name, ":|")) return unknown(name);
    if (aug_pipeline_specs(&name, 1, 1, &pipeline, &err) != AUG_OK) return library_error(&err);
    aug_pipeline_release(&pipeline);
    return 0;
}

static int run(const void *values, const struct operands *operands)
{
    const struct explain *explain = values;
    struct json json = {.out = stdout};
    struct printer printer = {.json = explain->json ? &json : NULL};
    int code = 0;
    if (operands->count == 0)
        return usage_error(&command_explain, "explain needs a NAME; `augaudit list transforms` shows the names");
    for (int i = 0; i < operands->count && !code; i++) code = check(operands->items[i]);
    if (code) return code;
    if (explain->json) {
        json_open(&json, NULL, '{');
        json_text(&json, "schema", "augaudit-explain/1");
        json_open(&json, "transforms", '[');
    }
    for (int i = 0; i < operands->count && !code; i++) code = explain_one(&printer, operands->items[i]);
    if (explain->json) {
        json_close(&json, ']');
        json_close(&json, '}');
    }
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
    NULL,
};

static const char *const examples[] = {
    "augaudit explain HorizontalFlip",
    "augaudit explain --json 'rotate:+-15'",
    NULL,
};

const struct command command_explain = {
    .name = "explain",
    .about = "Say in words what a transform claims about labels.",
    .usage = "NAME ... [--json]",
    .details = details,
    .examples = examples,
    .operand = "NAME",
    .operand_completion = COMPLETES_TRANSFORM,
    .operands_max = 64,
    .options = options,
    .values_bytes = sizeof(struct explain),
    .run = run,
};
