/* SPDX-License-Identifier: Apache-2.0
 * help.c - help texts for the terminal, and the same tables as JSON. */
#include "help.h"

#include <string.h>

#include <augaudit/augaudit.h>

#include "json.h"
#include "wrap.h"

#define MARGIN 2
#define OPTION_INDENT 26
#define COMMAND_INDENT 12

const char tool_about[] =
    "Every augmentation claims that it keeps labels. augaudit measures that claim on your own labelled images, for every "
    "transform of your pipeline and every class, and says which to keep, narrow, restrict or remove.";

const struct exit_row exit_rows[] = {
    {EXIT_FINE, "Done; an audit found no broken claim."},
    {EXIT_BROKEN, "The audit is done and found a broken claim."},
    {EXIT_USER, "The command line, a file or the data set is wrong; the message says where."},
    {EXIT_MACHINE, "The disk, the memory or the tool itself failed."},
    {EXIT_STOPPED, "Stopped by Ctrl-C or SIGTERM; a store keeps what is finished."},
    {0, NULL},
};

void option_title(const struct option *row, int letters, char text[64])
{
    char letter[8] = "";
    if (letters && row->letter) snprintf(letter, sizeof letter, "-%c, ", row->letter);
    else if (letters) snprintf(letter, sizeof letter, "    ");
    snprintf(text, 64, "%s--%s%s%s", letter, row->name, row->argument ? " " : "", row->argument ? row->argument : "");
}

void each_option(const struct command *command, void (*each)(const struct option *row, void *context), void *context)
{
    for (const struct option *row = command->options; row->name; row++)
        if (!row->hidden) each(row, context);
    each(&option_help, context);
}

static void put_option(const struct option *row, void *context)
{
    char title[64], about[512];
    option_title(row, 1, title);
    snprintf(about, sizeof about, "%s%s%s%s", row->about, row->default_text ? " Default: " : "",
             row->default_text ? row->default_text : "", row->default_text ? "." : "");
    wrap_labelled(context, title, about, MARGIN, OPTION_INDENT);
}

static void put_usage(FILE *out, const struct command *command)
{
    const char *line = command->usage, *label = "Usage: ";
    do {
        const size_t length = strcspn(line, "\n");
        fprintf(out, "%saugaudit %s%s%.*s\n", label, command->name, length ? " " : "", (int)length, line);
        line += length;
        label = "       ";
    } while (*line++ == '\n');
}

static void put_examples(FILE *out, const struct command *command)
{
    if (!command->examples) return;
    fputs("\nExamples:\n", out);
    for (const char *const *example = command->examples; *example; example++) {
        const size_t length = strcspn(*example, "\n");
        fprintf(out, "  %.*s\n", (int)length, *example);
        if ((*example)[length]) {
            fputs("      ", out);
            wrap(out, *example + length + 1, 6, 6);
        }
    }
}

void help_command(FILE *out, const struct command *command)
{
    put_usage(out, command);
    fputc('\n', out);
    wrap(out, command->about, 0, 0);
    for (const char *const *paragraph = command->details; paragraph && *paragraph; paragraph++) {
        fputc('\n', out);
        wrap(out, *paragraph, 0, 0);
    }
    fputs("\nOptions:\n", out);
    each_option(command, put_option, out);
    put_examples(out, command);
}

void help_overview(FILE *out)
{
    fputs("Usage: augaudit COMMAND [options]\n       augaudit --version\n\n", out);
    wrap(out, tool_about, 0, 0);
    fputs("\nCommands:\n", out);
    const struct command *command;
    for (size_t i = 0; (command = command_at(i)); i++)
        wrap_labelled(out, command->name, command->about, MARGIN, COMMAND_INDENT);
    fputs("\nExit status:\n", out);
    for (const struct exit_row *row = exit_rows; row->about; row++) {
        char code[16];
        snprintf(code, sizeof code, "%d", row->code);
        wrap_labelled(out, code, row->about, MARGIN, COMMAND_INDENT);
    }
    fputs("\nA first report in a minute:\n  augaudit sample signs\n"
          "  augaudit audit --data signs -t hflip -t rotate:+-15 --html report.html\n"
          "\n`augaudit help COMMAND` tells more about one command.\n",
          out);
}

static void put_option_json(const struct option *row, void *context)
{
    struct json *json = context;
    const char letter[2] = {row->letter, 0};
    json_open(json, NULL, '{');
    json_text(json, "name", row->name);
    json_text(json, "letter", row->letter ? letter : NULL);
    json_text(json, "argument", row->argument);
    json_text(json, "default", row->default_text);
    json_switch(json, "repeatable", row->kind == OPTION_TEXTS);
    json_text(json, "about", row->about);
    json_close(json, '}');
}

static void put_command_json(struct json *json, const struct command *command)
{
    json_open(json, NULL, '{');
    json_text(json, "name", command->name);
    json_text(json, "about", command->about);
    json_text(json, "operand", command->operand);
    json_open(json, "options", '[');
    each_option(command, put_option_json, json);
    json_close(json, ']');
    json_close(json, '}');
}

void help_json(FILE *out)
{
    struct json json = {.out = out};
    json_open(&json, NULL, '{');
    json_text(&json, "schema", "augaudit-help/1");
    json_text(&json, "version", aug_version());
    json_open(&json, "commands", '[');
    for (size_t i = 0; command_at(i); i++) put_command_json(&json, command_at(i));
    json_close(&json, ']');
    json_open(&json, "exit_codes", '[');
    for (const struct exit_row *row = exit_rows; row->about; row++) {
        json_open(&json, NULL, '{');
        json_number(&json, "code", row->code);
        json_text(&json, "about", row->about);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
}
