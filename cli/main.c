/* SPDX-License-Identifier: Apache-2.0
 * main.c - finds the command, lets its table read the options, runs it, and turns what happened into an exit code. */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <augaudit/augaudit.h>

#include "command.h"
#include "help.h"
#include "output.h"
#include "restart.h"
#include "suggest.h"

static const struct command *const commands[] = {
#define COMMAND(name) &command_##name,
#include "commands.inc"
#undef COMMAND
};

const struct command *command_at(size_t i)
{
    return i < sizeof commands / sizeof *commands ? commands[i] : NULL;
}

const struct command *command_find(const char *name)
{
    for (size_t i = 0; command_at(i); i++)
        if (strcmp(commands[i]->name, name) == 0) return commands[i];
    return NULL;
}

const char *command_suggest(const char *name)
{
    struct suggestion near = {.wanted = name, .length = strlen(name)};
    for (size_t i = 0; command_at(i); i++) suggestion_offer(&near, commands[i]->name);
    return near.best;
}

int usage_error(const struct command *command, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    fputs("augaudit: ", stderr);
    vfprintf(stderr, format, values);
    va_end(values);
    if (command) fprintf(stderr, "\nTry `augaudit help %s`.\n", command->name);
    else fputc('\n', stderr);
    return EXIT_USER;
}

int library_error(const struct aug_error *err)
{
    static const int codes[] = {
        [AUG_OK] = EXIT_MACHINE,        [AUG_BAD_INPUT] = EXIT_USER, [AUG_UNSUPPORTED] = EXIT_USER,
        [AUG_NO_MEMORY] = EXIT_MACHINE, [AUG_IO] = EXIT_MACHINE,     [AUG_CANCELLED] = EXIT_STOPPED,
    };
    fprintf(stderr, "augaudit: %s\n", err->message);
    return codes[err->status];
}

static int run_with_values(const struct command *command, int argc, char **argv, void *values)
{
    struct operands operands;
    const int code = options_parse(command, argc, argv, values, &operands);
    if (operands.help) help_command(stdout, command);
    return (code || operands.help) ? code : command->run(values, &operands);
}

static int run_command(const struct command *command, int argc, char **argv)
{
    void *values = calloc(1, command->values_bytes);
    if (!values) return library_error(&(struct aug_error){AUG_NO_MEMORY, "out of memory"});
    const int code = run_with_values(command, argc, argv, values);
    options_release(command, values);
    free(values);
    return code;
}

static int unknown_command(const char *name)
{
    const char *near = command_suggest(name);
    if (name[0] == '-')
        return usage_error(NULL, "unknown option %s; a command comes first: `augaudit help` lists them", name);
    if (near) return usage_error(NULL, "unknown command \"%s\"; did you mean %s?", name, near);
    return usage_error(NULL, "unknown command \"%s\"; `augaudit help` lists the commands", name);
}

static int run_tool(int argc, char **argv)
{
    if (argc < 2) {
        help_overview(stderr);
        return EXIT_USER;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("augaudit %s\n", aug_version());
        return EXIT_FINE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        help_overview(stdout);
        return EXIT_FINE;
    }
    const struct command *command = command_find(argv[1]);
    return command ? run_command(command, argc - 2, argv + 2) : unknown_command(argv[1]);
}

int main(int argc, char **argv)
{
    const struct command *command = argc > 1 ? command_find(argv[1]) : NULL;
    if (command && command->is_heavy) restart_for_speed(argv);
    signal(SIGPIPE, SIG_IGN);
    output_start();
    return output_finish(run_tool(argc, argv));
}
