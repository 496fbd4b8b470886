/* SPDX-License-Identifier: Apache-2.0
 * cmd_help.c - `augaudit help`; its hidden options write manual pages and completion while the tool is built. */
#include <stdio.h>

#include "command.h"
#include "help.h"

struct help {
    bool json, man;
    const char *completion;
};

static int unknown(const char *name)
{
    const char *near = command_suggest(name);
    if (near) return usage_error(NULL, "there is no command \"%s\"; did you mean %s?", name, near);
    return usage_error(NULL, "there is no command \"%s\"; for a transform: augaudit explain %s", name, name);
}

static int run(const void *values, const struct operands *operands)
{
    const struct help *help = values;
    const char *name = operands->count ? operands->items[0] : NULL;
    const struct command *command = name ? command_find(name) : NULL;
    if (name && !command) return unknown(name);
    if (help->completion)
        return help_completion(stdout, help->completion)
                   ? EXIT_FINE
                   : usage_error(&command_help, "--completion \"%s\": expected bash, zsh or fish", help->completion);
    if (help->man) help_man(stdout, command);
    else if (help->json) help_json(stdout);
    else if (command) help_command(stdout, command);
    else help_overview(stdout);
    return EXIT_FINE;
}

static const struct option options[] = {
    SWITCH_OPTION(struct help, json, "json", 0, "Write all commands and options as JSON."),
    SWITCH_OPTION(struct help, man, "man", 0, "Write the manual page.", .hidden = true),
    TEXT_OPTION(struct help, completion, "completion", 0, "SHELL", NULL, "Write the completion script of a shell.",
                .hidden = true),
    {0},
};

const struct command command_help = {
    .name = "help",
    .about = "Show help, for all commands or for one.",
    .usage = "[COMMAND]",
    .operand = "COMMAND",
    .operand_completion = COMPLETES_COMMAND,
    .operands_max = 1,
    .options = options,
    .values_bytes = sizeof(struct help),
    .run = run,
};
