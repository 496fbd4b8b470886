/* SPDX-License-Identifier: Apache-2.0
 * columns.h - lines of text that fit a terminal, whatever characters a name holds.
 */
#ifndef AU_COLUMNS_H
#define AU_COLUMNS_H

#include <stdbool.h>

#include "core/text.h"

/* Columns that `text` takes when shown safely (utf8.h). */
int au_columns_width(const char *text);

/* `text` in exactly `width` columns: padded with spaces on the right (or on the left when `flush_right`), cut with "…". */
void au_columns_cell(struct au_text *out, const char *text, int width, bool flush_right);

/* `text` cut to at most `width` columns with "…", not padded. */
void au_columns_cut(struct au_text *out, const char *text, int width);

/* `text` broken at spaces into lines of at most `columns`, each started by `indent` spaces and ended by a newline; a word that
 * is longer than a line is broken anywhere. When `first` is not NULL it stands in the indent of the first line (its width
 * is at most `indent`). */
void au_columns_wrap(struct au_text *out, const char *first, const char *text, int indent, int columns);

#endif
