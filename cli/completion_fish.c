/* SPDX-License-Identifier: Apache-2.0
 * completion_fish.c - the script for fish: one line an option. */
#include "completion.h"
#include "help.h"

struct place {
    FILE *out;
    const struct command *command;
};

static void put_about(FILE *out, const char *text)
{
    const int length = first_sentence(text);
    fputs(" -d '", out);
    for (int i = 0; i < length; i++) {
        if (text[i] == '\'' || text[i] == '\\') fputc('\\', out);
        fputc(text[i], out);
    }
    fputc('\'', out);
}

static void put_values(FILE *out, enum completion kind)
{
    if (kind == COMPLETES_FILE) fputs(" -rF", out);
    else if (kind == COMPLETES_FOLDER) fputs(" -x -a '(__fish_complete_directories)'", out);
    else {
        fputs(" -x -a '", out);
        completion_words(out, kind);
        fputc('\'', out);
    }
}

static void put_option(const struct option *row, void *context)
{
    const struct place *place = context;
    fprintf(place->out, "complete -c augaudit -n '__fish_seen_subcommand_from %s' -l %s", place->command->name,
            row->name);
    if (row->letter) fprintf(place->out, " -s %c", row->letter);
    if (row->argument) put_values(place->out, row->completes);
    put_about(place->out, row->about);
    fputc('\n', place->out);
}

static void put_command(FILE *out, const struct command *command)
{
    fprintf(out, "complete -c augaudit -n __fish_use_subcommand -a %s", command->name);
    put_about(out, command->about);
    fputc('\n', out);
    each_option(command, put_option, &(struct place){out, command});
    if (!command->operand) return;
    fprintf(out, "complete -c augaudit -n '__fish_seen_subcommand_from %s'", command->name);
    put_values(out, command->operand_completion);
    fputc('\n', out);
}

void completion_fish(FILE *out)
{
    fputs("# fish completion for augaudit, made by `augaudit help --completion fish`\n"
          "complete -c augaudit -f\ncomplete -c augaudit -n __fish_use_subcommand -l version -d 'Show the version'\n",
          out);
    for (size_t i = 0; command_at(i); i++) put_command(out, command_at(i));
}
