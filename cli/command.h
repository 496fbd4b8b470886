/* SPDX-License-Identifier: Apache-2.0
 * command.h - what a command of the tool is: one row of words, one table of options, one function.
 *
 * Help, manual pages and shell completion are made from these tables; nothing about an option is written twice.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include <augaudit/error.h>

#include "options.h"

enum exit_code {
    EXIT_FINE = 0,
    EXIT_BROKEN = 1,   /* the audit ran and found a broken claim */
    EXIT_USER = 2,     /* an option, file or data set of the user is wrong */
    EXIT_MACHINE = 3,  /* the disk, the memory or we ourselves */
    EXIT_STOPPED = 130 /* interrupted */
};

struct command {
    const char *name;
    const char *about;           /* one sentence, for the overview */
    const char *usage;           /* what follows the name, lines divided by \n */
    const char *const *details;  /* paragraphs; NULL-terminated, may be NULL */
    const char *const *examples; /* "command\nwhat it does" each; NULL-terminated, may be NULL */
    const char *operand;         /* "NAME"; NULL: takes none */
    enum completion operand_completion;
    int operands_max;
    const struct option *options; /* ends with a row whose name is NULL; never NULL */
    bool is_heavy;                /* worth a restart for faster kernels */
    size_t values_bytes;          /* size of the struct that the options fill; it starts as zeros */
    int (*run)(const void *values, const struct operands *operands);
};

#define COMMAND(name) extern const struct command command_##name;
#include "commands.inc"
#undef COMMAND

/* Rows of commands.inc; NULL past the end. */
const struct command *command_at(size_t i);
const struct command *command_find(const char *name);
const char *command_suggest(const char *name);

/* Says what is wrong with the command line of `command` (NULL: of the tool) and where to look; gives EXIT_USER. */
int usage_error(const struct command *command, const char *format, ...) AUG_PRINTF(2, 3);
/* The library's sentence on stderr; gives the exit code of its status. */
int library_error(const struct aug_error *err);

#endif
