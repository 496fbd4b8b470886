/* SPDX-License-Identifier: Apache-2.0
 * json.h - indented JSON onto a stream; commas, quoting and bytes that are no UTF-8 are taken care of.
 */
#ifndef CLI_JSON_H
#define CLI_JSON_H

#include <stdbool.h>
#include <stdio.h>

struct json { /* `out` set, the rest zero */
    FILE *out;
    int depth;
    bool has_members; /* of what is open */
};

/* `key` NULL: an element of a list (or the document). `bracket`: '{' or '['; the last closing one ends the line. */
void json_open(struct json *json, const char *key, char bracket);
void json_close(struct json *json, char bracket);
void json_text(struct json *json, const char *key, const char *value); /* NULL is null */
void json_number(struct json *json, const char *key, double value);    /* shortest text that reads back the same */
void json_switch(struct json *json, const char *key, bool value);

#endif
