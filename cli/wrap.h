/* SPDX-License-Identifier: Apache-2.0
 * wrap.h - paragraphs that fit a width.
 */
#ifndef CLI_WRAP_H
#define CLI_WRAP_H

#include <stdio.h>

#define COLUMNS 80

/* Code points of UTF-8 text: what it takes on a terminal, near enough. */
int text_width(const char *text);

/* Writes the words of `text` and ends the line. The cursor stands at column `at`; further lines start at `indent`; none
 * is longer than COLUMNS unless a word is. */
void wrap(FILE *out, const char *text, int at, int indent);

/* "label" at `margin`, then `text` wrapped in a column that starts at `indent`. */
void wrap_labelled(FILE *out, const char *label, const char *text, int margin, int indent);

#endif
