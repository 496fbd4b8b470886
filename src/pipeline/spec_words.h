/* SPDX-License-Identifier: Apache-2.0
 * spec_words.h - the words of the SPEC language: `rotate:+-15`, `cutout:8px`, `gray`.
 */
#ifndef AU_SPEC_WORDS_H
#define AU_SPEC_WORDS_H

#include <augaudit/transform.h>

#include "core/arena.h"
#include "core/node.h"

/* What an argument's value v becomes. */
enum au_argument {
    AU_ARGUMENT_NONE,    /* this form does not exist */
    AU_ARGUMENT_VALUE,   /* v, or the range [v, v] */
    AU_ARGUMENT_SPAN,    /* the range [-v, v] */
    AU_ARGUMENT_UP_TO_1, /* the range [v, 1] */
    AU_ARGUMENT_FROM_1,  /* the range [1, v] */
    AU_ARGUMENT_TEXT     /* a word, as it is */
};

struct au_word {
    const char *word;
    const char *about;     /* with its argument, and what that means */
    const char *transform; /* the row of the transform table; the word itself */
    const char *param;     /* NULL: no argument */
    const char *unit;      /* "px" or "": must follow the number */
    double min, max;       /* of the number; `plain` forms of ranges that have two sides may be negative too */
    bool whole;
    enum au_argument plain; /* `word:v` */
    enum au_argument span;  /* `word:+-v` */
};

const struct au_word *au_word_find(const char *word, size_t length);

/* Where an argument stands: for messages and for the places of nodes. */
struct au_spec_at {
    const char *label; /* starts the messages: "SPEC 'rotate:x'" */
    const char *spec;  /* the whole SPEC */
    size_t start, end; /* of the argument in it */
};

/* The argument as the map of parameters {param: value}, in `arena`. Fails with the place. */
AUG_CHECKED enum aug_status au_word_argument(const struct au_word *word, const struct au_spec_at *at,
                                             struct au_arena *arena, const struct au_node **map, struct aug_error *err);

/* `word:v` for a transform of this language whose parameter `row` is fixed at `value`; NULL when there is no such form. */
AUG_CHECKED enum aug_status au_word_fixed_text(struct au_arena *arena, const struct aug_transform *t,
                                               const struct aug_param *row, double value, const char **text,
                                               struct aug_error *err);

/* Does the parameter mean whole pixels? */
bool au_word_is_whole(const struct aug_transform *t, const struct aug_param *row);

#endif
