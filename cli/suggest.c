/* SPDX-License-Identifier: Apache-2.0
 * suggest.c - Damerau-Levenshtein distance in its restricted form: insert, delete, change, exchange two neighbours. */
#include "suggest.h"

#include <string.h>

#define LETTERS_MAX 64 /* longer names are not suggested for */

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c == '_' ? '-' : (unsigned char)c;
}

static int least(int a, int b, int c)
{
    const int ab = a < b ? a : b;
    return ab < c ? ab : c;
}

static int distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    int rows[3][LETTERS_MAX + 1];
    for (size_t j = 0; j <= b_length; j++) rows[0][j] = (int)j;
    for (size_t i = 1; i <= a_length; i++) {
        int *row = rows[i % 3];
        const int *above = rows[(i - 1) % 3], *above2 = rows[(i + 1) % 3];
        row[0] = (int)i;
        for (size_t j = 1; j <= b_length; j++) {
            const int same = lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1;
            row[j] = least(above[j] + 1, row[j - 1] + 1, above[j - 1] + same);
            const int exchanged = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                                  lower(a[i - 2]) == lower(b[j - 1]);
            if (exchanged && above2[j - 2] + 1 < row[j]) row[j] = above2[j - 2] + 1;
        }
    }
    return rows[a_length % 3][b_length];
}

void suggestion_offer(struct suggestion *s, const char *name)
{
    const size_t name_length = strlen(name);
    if (s->length == 0 || s->length > LETTERS_MAX || name_length > LETTERS_MAX) return;
    int far = distance(s->wanted, s->length, name, name_length);
    const int limit = (int)(s->length > name_length ? s->length : name_length) / 3;
    const int starts = s->length >= 3 && s->length < name_length && strncmp(s->wanted, name, s->length) == 0;
    if (far > limit && !starts) return;
    if (starts) far = 1;
    if (s->best && far >= s->distance) return;
    s->best = name;
    s->distance = far;
}
