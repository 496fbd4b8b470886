/* SPDX-License-Identifier: Apache-2.0
 * table.h - rows of tests/data/stats/NAME.csv: a word and numbers.
 */
#ifndef STATS_TABLE_H
#define STATS_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#define TABLE_NUMBERS 8

struct table_row {
    char word[32];
    double n[TABLE_NUMBERS];
    int count;
};

struct table;
struct table *table_open(const char *name);
/* The next row; false at the end, which also closes. */
bool table_next(struct table *table, struct table_row *row);

/* |a - b| <= tolerance * max(1, |b|); NaN equals nothing. */
bool near(double a, double b, double tolerance);
/* |a - b| <= tolerance * |b|, or equal (infinities too). */
bool relatively_near(double a, double b, double tolerance);

#endif
