/* SPDX-License-Identifier: Apache-2.0
 * completion.c - the lists behind completion, and the script for bash. */
#include "completion.h"

#include <string.h>

#include <augaudit/augaudit.h>

#include "help.h"
#include "sections.h"
#include "source.h"

static void put_word(FILE *out, const char *word, int *count)
{
    fprintf(out, "%s%s", (*count)++ ? " " : "", word);
}

static void put_transforms(FILE *out, int *count)
{
    for (size_t i = 0; i < aug_transform_count(); i++) put_word(out, aug_transform_at(i)->name, count);
    for (size_t i = 0; i < aug_known_count(); i++) put_word(out, aug_known_at(i)->name, count);
}

void completion_words(FILE *out, enum completion kind)
{
    int count = 0;
    switch (kind) {
    case COMPLETES_PRESET:
        for (size_t i = 0; i < aug_preset_count(); i++) put_word(out, aug_preset_name(i), &count);
        break;
    case COMPLETES_CLUSTERS:
        for (const char *const *word = cluster_words(); *word; word++) put_word(out, *word, &count);
        break;
    case COMPLETES_WORD:
        for (size_t i = 0; i < aug_spec_word_count(); i++) put_word(out, aug_spec_word(i), &count);
        break;
    case COMPLETES_EXPLAINED:
        put_transforms(out, &count);
        for (size_t i = 0; aug_evidence_note_at(i); i++) put_word(out, aug_evidence_note_at(i)->name, &count);
        for (size_t i = 0; aug_rule_at(i); i++) put_word(out, aug_rule_at(i)->name, &count);
        break;
    case COMPLETES_COMMAND:
        for (size_t i = 0; command_at(i); i++) put_word(out, command_at(i)->name, &count);
        break;
    case COMPLETES_SECTION:
        for (size_t i = 0; section_at(i); i++) put_word(out, section_at(i)->name, &count);
        break;
    case COMPLETES_NOTHING:
    case COMPLETES_FILE:
    case COMPLETES_FOLDER: break;
    }
}

int first_sentence(const char *text)
{
    const char *end = strstr(text, ". ");
    const size_t length = end ? (size_t)(end - text) : strlen(text);
    return (int)(length - (!end && length && text[length - 1] == '.'));
}

int help_completion(FILE *out, const char *shell)
{
    if (strcmp(shell, "bash") == 0) completion_bash(out);
    else if (strcmp(shell, "zsh") == 0) completion_zsh(out);
    else if (strcmp(shell, "fish") == 0) completion_fish(out);
    else return 0;
    return 1;
}

/* ---- bash ---- */

static void put_reply(FILE *out, enum completion kind)
{
    if (kind == COMPLETES_FILE) fputs("compopt -o filenames; COMPREPLY=($(compgen -f -- \"$word\"))", out);
    else if (kind == COMPLETES_FOLDER) fputs("compopt -o filenames; COMPREPLY=($(compgen -d -- \"$word\"))", out);
    else if (kind == COMPLETES_NOTHING) fputs("COMPREPLY=()", out);
    else {
        fputs("COMPREPLY=($(compgen -W \"", out);
        completion_words(out, kind);
        fputs("\" -- \"$word\"))", out);
    }
}

static void put_bash_value(const struct option *row, void *context)
{
    FILE *out = context;
    if (!row->argument) return;
    fputs("            ", out);
    if (row->letter) fprintf(out, "-%c|", row->letter);
    fprintf(out, "--%s) ", row->name);
    put_reply(out, row->completes);
    fputs("; return ;;\n", out);
}

static void put_bash_name(const struct option *row, void *context)
{
    fprintf(context, " --%s", row->name);
}

static void put_bash_command(FILE *out, const struct command *command)
{
    fprintf(out, "    %s)\n        case $previous in\n", command->name);
    each_option(command, put_bash_value, out);
    fputs("            *) ;;\n        esac\n        case $word in\n            -*) COMPREPLY=($(compgen -W \"", out);
    each_option(command, put_bash_name, out);
    fputs("\" -- \"$word\")) ;;\n            *) ", out);
    put_reply(out, command->operand_completion);
    fputs(" ;;\n        esac ;;\n", out);
}

void completion_bash(FILE *out)
{
    fputs("# bash completion for augaudit, made by `augaudit help --completion bash`\n"
          "_augaudit()\n{\n"
          "    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
          "    # bash takes --name=value apart at the equals sign\n"
          "    if [ \"$previous\" = = ]; then previous=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
          "    if [ \"$word\" = = ]; then word=; fi\n"
          "    COMPREPLY=()\n"
          "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        COMPREPLY=($(compgen -W \"",
          out);
    completion_words(out, COMPLETES_COMMAND);
    fputs(" --version --help\" -- \"$word\"))\n        return\n    fi\n    case ${COMP_WORDS[1]} in\n", out);
    for (size_t i = 0; command_at(i); i++) put_bash_command(out, command_at(i));
    fputs("    esac\n}\ncomplete -F _augaudit augaudit\n", out);
}
