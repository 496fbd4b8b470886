/* SPDX-License-Identifier: Apache-2.0
 * utf8.h - code points one by one, and how to show the ones that must not reach a screen as they are.
 *
 * Strings come from file names and may hold anything but NUL.
 */
#ifndef AU_UTF8_H
#define AU_UTF8_H

#include <stdint.h>

#define AU_UTF8_REPLACEMENT 0xFFFDu

/* Bytes of the valid UTF-8 sequence at `s` (1..4); 0 when there is none. The text must not be at its end. */
int au_utf8_length(const char *s);

/* Reads one code point and advances `*s` past it; U+FFFD for one byte that starts no valid sequence; 0, not advancing, at the end. */
uint32_t au_utf8_next(const char **s);

/* Columns on a terminal: 0 (combining marks), 1, or 2 (East Asian wide characters and emoji). */
int au_utf8_width(uint32_t code);

/* What to show for a code point, into `buffer`, which is returned: the character itself, or a visible escape ("\n", "\x1b",
 * "\u202e") for controls and for marks that turn the reading direction, so that no name can forge a report. */
char *au_utf8_shown(uint32_t code, char buffer[12]);

#endif
