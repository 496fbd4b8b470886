/* SPDX-License-Identifier: Apache-2.0
 * completion_zsh.c - the script for zsh, in the words of its _arguments function. */
#include <string.h>

#include "completion.h"
#include "help.h"

/* Inside single quotes, where [ ] : and \ mean something to _arguments. */
static void put_about(FILE *out, const char *text)
{
    const int length = first_sentence(text);
    for (int i = 0; i < length; i++) {
        if (text[i] == '\'') fputs("'\\''", out);
        else if (strchr("[]:\\", text[i])) fprintf(out, "\\%c", text[i]);
        else fputc(text[i], out);
    }
}

static void put_action(FILE *out, enum completion kind)
{
    if (kind == COMPLETES_FILE) fputs("_files", out);
    else if (kind == COMPLETES_FOLDER) fputs("_files -/", out);
    else if (kind != COMPLETES_NOTHING) {
        fputc('(', out);
        completion_words(out, kind);
        fputc(')', out);
    } else fputc(' ', out);
}

static void put_option(const struct option *row, void *context)
{
    FILE *out = context;
    const char *star = row->kind == OPTION_TEXTS ? "*" : "", *equals = row->argument ? "=" : "";
    fputs(" \\\n            ", out);
    if (row->letter && star[0]) fprintf(out, "'*'{-%c,--%s%s}'[", row->letter, row->name, equals);
    else if (row->letter)
        fprintf(out, "'(-%c --%s)'{-%c,--%s%s}'[", row->letter, row->name, row->letter, row->name, equals);
    else fprintf(out, "'%s--%s%s[", star, row->name, equals);
    put_about(out, row->about);
    fputc(']', out);
    if (row->argument) {
        fprintf(out, ":%s:", row->argument);
        put_action(out, row->completes);
    }
    fputc('\'', out);
}

static void put_command(FILE *out, const struct command *command)
{
    fprintf(out, "    %s)\n        _arguments -s", command->name);
    each_option(command, put_option, out);
    if (command->operand) {
        fprintf(out, " \\\n            '%s:%s:", command->operands_max > 1 ? "*" : "1", command->operand);
        put_action(out, command->operand_completion);
        fputc('\'', out);
    }
    fputs(" ;;\n", out);
}

void completion_zsh(FILE *out)
{
    fputs("#compdef augaudit\n# zsh completion for augaudit, made by `augaudit help --completion zsh`\n"
          "_augaudit()\n{\n    local -a commands\n    commands=(\n",
          out);
    for (size_t i = 0; command_at(i); i++) {
        fprintf(out, "        '%s:", command_at(i)->name);
        put_about(out, command_at(i)->about);
        fputs("'\n", out);
    }
    fputs("    )\n    if (( CURRENT == 2 )); then\n        _describe command commands\n"
          "        _arguments '--version[Show the version]' '--help[Show help]'\n        return\n    fi\n"
          "    local command=$words[2]\n    shift words\n    (( CURRENT-- ))\n    case $command in\n",
          out);
    for (size_t i = 0; command_at(i); i++) put_command(out, command_at(i));
    fputs("    esac\n}\n_augaudit \"$@\"\n", out);
}
