/* SPDX-License-Identifier: Apache-2.0
 * param_text.h - parameter rows in words.
 */
#ifndef CLI_PARAM_TEXT_H
#define CLI_PARAM_TEXT_H

#include <augaudit/transform.h>

#define PARAM_TEXT_MAX 256

/* "number", "range" ... */
const char *param_kind_name(enum aug_param_kind kind);
/* The default as a file writes it: "[-90, 90]", "1", "true", "nearest", "null". */
void param_default_text(const struct aug_param *row, char text[PARAM_TEXT_MAX]);
/* What is accepted: "from 0 to 1", "one of a, b"; "" when anything is. */
void param_allowed_text(const struct aug_param *row, char text[PARAM_TEXT_MAX]);

#endif
