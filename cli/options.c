/* SPDX-License-Identifier: Apache-2.0
 * options.c - walks the arguments once; every problem ends with a sentence and, where one is near, the right name. */
#include "options.h"

#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "suggest.h"

const struct option option_help = {
    .name = "help", .letter = 'h', .kind = OPTION_SWITCH, .about = "Show this help and do nothing else."};

struct parse {
    const struct command *command;
    int argc, at;
    char **argv;
    void *values;
    struct operands *operands;
    bool given[OPTIONS_MAX];
};

static const struct option *find_long(const struct parse *p, const char *name, size_t length)
{
    if (strlen(option_help.name) == length && memcmp(option_help.name, name, length) == 0) return &option_help;
    for (const struct option *row = p->command->options; row->name; row++)
        if (strlen(row->name) == length && memcmp(row->name, name, length) == 0) return row;
    return NULL;
}

static const struct option *find_letter(const struct parse *p, char letter)
{
    if (letter == option_help.letter) return &option_help;
    for (const struct option *row = p->command->options; row->name; row++)
        if (row->letter == letter) return row;
    return NULL;
}

static int unknown_long(const struct parse *p, const char *name, size_t length)
{
    struct suggestion near = {.wanted = name, .length = length};
    suggestion_offer(&near, option_help.name);
    for (const struct option *row = p->command->options; row->name; row++)
        if (!row->hidden) suggestion_offer(&near, row->name);
    if (near.best)
        return usage_error(p->command, "unknown option --%.*s; did you mean --%s?", (int)length, name, near.best);
    return usage_error(p->command, "unknown option --%.*s", (int)length, name);
}

static int needs_value(const struct parse *p, const struct option *row)
{
    return usage_error(p->command, "--%s needs a value: --%s %s", row->name, row->name, row->argument);
}

/* Marks the row as given; twice is an error unless it may be repeated. */
static int mark(struct parse *p, const struct option *row)
{
    const size_t i = (size_t)(row - p->command->options);
    if (p->given[i] && row->kind != OPTION_TEXTS && row->kind != OPTION_SWITCH)
        return usage_error(p->command, "--%s is given twice", row->name);
    p->given[i] = true;
    return 0;
}

static int set(struct parse *p, const struct option *row, const char *text)
{
    if (row == &option_help) {
        p->operands->help = true;
        return 0;
    }
    const int code = mark(p, row);
    if (code) return code;
    const char *expected = option_set(row, text, p->values);
    if (expected) return usage_error(p->command, "--%s \"%s\": expected %s", row->name, text ? text : "", expected);
    return 0;
}

/* The next argument as a value; NULL when there is none or an option stands in its place. */
static const char *next_value(struct parse *p)
{
    if (p->at + 1 >= p->argc) return NULL;
    const char *next = p->argv[p->at + 1];
    if (next[0] == '-' && next[1] == '-') return NULL;
    if (next[0] == '-' && next[1] && find_letter(p, next[1])) return NULL;
    return p->argv[++p->at];
}

static int set_from(struct parse *p, const struct option *row, const char *attached)
{
    if (!row->argument) return set(p, row, NULL);
    const char *value = attached ? attached : next_value(p);
    return value && value[0] ? set(p, row, value) : needs_value(p, row);
}

static int parse_long(struct parse *p, const char *text)
{
    const char *equals = strchr(text, '=');
    const size_t length = equals ? (size_t)(equals - text) : strlen(text);
    const struct option *row = find_long(p, text, length);
    if (!row) return unknown_long(p, text, length);
    if (equals && !row->argument) return usage_error(p->command, "--%s takes no value", row->name);
    return set_from(p, row, equals ? equals + 1 : NULL);
}

static int parse_letters(struct parse *p, const char *text)
{
    for (const char *c = text; *c; c++) {
        const struct option *row = find_letter(p, *c);
        if (!row) {
            if (find_long(p, text, strcspn(text, "=")))
                return usage_error(p->command, "unknown option -%s; did you mean --%s?", text, text);
            return usage_error(p->command, "unknown option -%c", *c);
        }
        if (row->argument) return set_from(p, row, c[1] ? c + 1 : NULL);
        const int code = set(p, row, NULL);
        if (code) return code;
    }
    return 0;
}

static int add_operand(struct parse *p, char *text)
{
    const struct command *command = p->command;
    if (!command->operand)
        return usage_error(command, "\"%s\" is not an option, and %s takes nothing else", text, command->name);
    if (p->operands->count == command->operands_max)
        return usage_error(command, "\"%s\" is too much: %s takes one %s", text, command->name, command->operand);
    p->operands->items[p->operands->count++] = text;
    return 0;
}

static int parse_one(struct parse *p, bool *options_ended)
{
    char *text = p->argv[p->at];
    if (*options_ended || text[0] != '-' || !text[1]) return add_operand(p, text);
    if (text[1] != '-') return parse_letters(p, text + 1);
    if (text[2]) return parse_long(p, text + 2);
    *options_ended = true;
    return 0;
}

/* Defaults that are numbers are read from the same text that the help shows. */
static void set_defaults(const struct command *command, void *values)
{
    for (const struct option *row = command->options; row->name; row++)
        if (row->kind == OPTION_WHOLE && row->default_text) option_set(row, row->default_text, values);
}

int options_parse(const struct command *command, int argc, char **argv, void *values, struct operands *operands)
{
    struct parse p = {.command = command, .argc = argc, .argv = argv, .values = values, .operands = operands};
    bool options_ended = false;
    *operands = (struct operands){.items = argv};
    set_defaults(command, values);
    for (p.at = 0; p.at < argc; p.at++) {
        const int code = parse_one(&p, &options_ended);
        if (operands->help) return 0;
        if (code) return code;
    }
    return 0;
}

void options_release(const struct command *command, void *values)
{
    for (const struct option *row = command->options; row->name; row++) {
        if (row->kind != OPTION_TEXTS) continue;
        struct texts *texts = (struct texts *)(void *)((char *)values + row->offset);
        free(texts->items);
        *texts = (struct texts){0};
    }
}
