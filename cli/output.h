/* SPDX-License-Identifier: Apache-2.0
 * output.h - results go to stdout and to files, chatter to stderr; nothing is lost without a word.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include <augaudit/error.h>

/* Once, before anything is printed. */
void output_start(void);

/* Writes a result to stdout at once. */
void output_write(const char *bytes, size_t length);

/* Flushes stdout. Gives `code`, or EXIT_MACHINE after a sentence when something could not be written (disk full). A reader
 * that went away (`augaudit list | head -1`) is no failure. */
int output_finish(int code);

/* Chatter for people, a line on stderr; nothing when `quiet`. */
void say(bool quiet, const char *format, ...) AUG_PRINTF(2, 3);

/* May results be coloured: a terminal, no NO_COLOR, not "dumb"? */
bool output_colour(void);
/* Columns of the terminal on stdout, 0 when it is none. */
int output_columns(void);

/* Will a file at `path` find its place? Gives 0, or EXIT_USER after saying what is wrong with --`option`. */
int output_place(const char *option, const char *path);

/* Writes a file whole: a hidden temporary one beside it, then renamed over it. */
enum aug_status output_file(const char *path, const void *bytes, size_t length, struct aug_error *err);

#endif
