/* SPDX-License-Identifier: Apache-2.0
 * help.h - everything that can be said about the tool, from its tables: for people, for man, for shells, for programs.
 */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include <stdio.h>

#include "command.h"

/* One row of the exit codes, as text. */
struct exit_row {
    int code;
    const char *about;
};
extern const struct exit_row exit_rows[]; /* ends with a row whose about is NULL */

extern const char tool_about[]; /* what question the tool answers, a paragraph */

/* "--data DIR" or "--quiet"; `letters` puts "-d, " before. `text` has room for 64 bytes. */
void option_title(const struct option *row, int letters, char text[64]);

/* Calls `each` for the shown options of a command, --help last. */
void each_option(const struct command *command, void (*each)(const struct option *row, void *context), void *context);

void help_overview(FILE *out);
void help_command(FILE *out, const struct command *command);
void help_json(FILE *out);

/* "augaudit" (command NULL) or "augaudit-audit", section 1, in man(7) macros. */
void help_man(FILE *out, const struct command *command);

/* "bash", "zsh" or "fish"; false for another shell. */
int help_completion(FILE *out, const char *shell);

#endif
