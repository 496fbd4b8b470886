/* SPDX-License-Identifier: Apache-2.0
 * cmd_list.c - `augaudit list`: what there is. */
#include <string.h>

#include "command.h"
#include "json.h"
#include "sections.h"
#include "suggest.h"
#include "wrap.h"

#define MARGIN 2
#define INDENT_MAX 26

struct list {
    bool json;
};

static void put_section(const struct section *section)
{
    int indent = 0;
    printf("%s (%s):\n", section->name, section->about);
    for (size_t i = 0; i < section->count(); i++) {
        const int width = MARGIN + text_width(section->item_name(i)) + 2;
        if (width > indent) indent = width;
    }
    if (indent > INDENT_MAX) indent = INDENT_MAX;
    for (size_t i = 0; i < section->count(); i++)
        wrap_labelled(stdout, section->item_name(i), section->item_about(i), MARGIN, indent);
}

static void put_section_json(struct json *json, const struct section *section)
{
    json_open(json, section->name, '[');
    for (size_t i = 0; i < section->count(); i++) {
        json_open(json, NULL, '{');
        json_text(json, "name", section->item_name(i));
        json_text(json, "about", section->item_about(i));
        json_close(json, '}');
    }
    json_close(json, ']');
}

static int unknown_section(const struct command *command, const char *name)
{
    struct suggestion near = {.wanted = name, .length = strlen(name)};
    for (size_t i = 0; section_at(i); i++) suggestion_offer(&near, section_at(i)->name);
    if (near.best) return usage_error(command, "there is no list \"%s\"; did you mean %s?", name, near.best);
    return usage_error(command, "there is no list \"%s\"; `augaudit list` without a name shows all", name);
}

static int run(const void *values, const struct operands *operands)
{
    const struct list *list = values;
    struct json json = {.out = stdout};
    for (int i = 0; i < operands->count; i++)
        if (!section_find(operands->items[i])) return unknown_section(&command_list, operands->items[i]);
    if (list->json) {
        json_open(&json, NULL, '{');
        json_text(&json, "schema", "augaudit-list/1");
    }
    for (size_t i = 0, shown = 0; section_at(i); i++) {
        bool wanted = operands->count == 0;
        for (int j = 0; j < operands->count; j++) wanted = wanted || section_find(operands->items[j]) == section_at(i);
        if (!wanted) continue;
        if (list->json) put_section_json(&json, section_at(i));
        else if (shown++) putchar('\n');
        if (!list->json) put_section(section_at(i));
    }
    if (list->json) json_close(&json, '}');
    return EXIT_FINE;
}

static const struct option options[] = {
    SWITCH_OPTION(struct list, json, "json", 0, "Write the lists as JSON."),
    {0},
};

static const char *const details[] = {
    "Without a NAME all lists are shown; a NAME (transforms, known, words, presets, formats, codecs, reports, numbers, rules) chooses.",
    NULL,
};

static const char *const examples[] = {
    "augaudit list presets",
    "augaudit list --json | python3 -m json.tool",
    NULL,
};

const struct command command_list = {
    .name = "list",
    .about = "List the transforms, presets, pipeline formats, image formats and reports that this build knows.",
    .usage = "[NAME ...] [--json]",
    .details = details,
    .examples = examples,
    .operand = "NAME",
    .operand_completion = COMPLETES_SECTION,
    .operands_max = 16,
    .options = options,
    .values_bytes = sizeof(struct list),
    .run = run,
};
