/* SPDX-License-Identifier: Apache-2.0
 * suggest.h - "did you mean": the nearest of the names that are offered one by one.
 */
#ifndef CLI_SUGGEST_H
#define CLI_SUGGEST_H

#include <stddef.h>

struct suggestion {
    const char *wanted; /* what was typed, `length` bytes */
    size_t length;
    const char *best; /* NULL while nothing is near */
    int distance;     /* of best */
};

/* Keeps `name` if it is near and nearer than what came before. Near: at most a third of the letters are wrong, or the name
 * starts with what was typed (three letters or more). */
void suggestion_offer(struct suggestion *s, const char *name);

#endif
