/* SPDX-License-Identifier: Apache-2.0
 * completion.h - the words that a shell may offer, taken from the library's lists.
 */
#ifndef CLI_COMPLETION_H
#define CLI_COMPLETION_H

#include <stdio.h>

#include "command.h"

/* Writes the words of a list kind, a blank before each but the first; nothing for files, folders and COMPLETES_NOTHING. */
void completion_words(FILE *out, enum completion kind);

/* Length of the first sentence without its full stop: what fits beside an option. */
int first_sentence(const char *text);

/* One writer a shell. */
void completion_bash(FILE *out);
void completion_zsh(FILE *out);
void completion_fish(FILE *out);

#endif
