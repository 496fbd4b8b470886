/* SPDX-License-Identifier: Apache-2.0
 * html_write.h - HTML and SVG text in which no string can be markup by accident.
 */
#ifndef AU_HTML_WRITE_H
#define AU_HTML_WRITE_H

#include <stddef.h>
#include <stdint.h>

#include "text.h"

/* Appends `text` with markup characters as entities and control characters made visible (utf8.h). NULL: nothing. */
void au_html_escape(struct au_text *out, const char *text);

/* The template as it stands, with %s escaped, and the numbers %d %zu %.Nf (always with a point, never "-0.0"); %% is a per cent sign.
 * Nothing else is understood. Markup goes into the template or through au_text_puts. */
void au_html_put(struct au_text *out, const char *format, ...) AUG_PRINTF(2, 3);

/* <img> of a PNG as a data URI, with its width and height when the header tells them. `alt` and `classes` are escaped. */
void au_html_png(struct au_text *out, const uint8_t *png, size_t size, const char *alt, const char *classes);

/* Start and end of a self-contained page that may load nothing from anywhere: between them is <body>. `css` is markup. */
void au_html_start(struct au_text *out, const char *title, const char *css, size_t css_length);
void au_html_end(struct au_text *out);

#endif
