/* SPDX-License-Identifier: Apache-2.0
 * table.c - reads the tables. */
#include "table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

struct table {
    FILE *in;
};

struct table *table_open(const char *name)
{
    char path[4096];
    struct table *table = malloc(sizeof *table);
    snprintf(path, sizeof path, "%s/tests/data/stats/%s.csv", AUG_SOURCE_DIR, name);
    CHECK(table != NULL);
    table->in = fopen(path, "r");
    CHECK_SAY(table->in, "cannot open %s", path);
    return table;
}

bool table_next(struct table *table, struct table_row *row)
{
    char line[512];
    if (!fgets(line, sizeof line, table->in)) {
        fclose(table->in);
        free(table);
        return false;
    }
    char *at = strchr(line, ',');
    CHECK(at && at - line < (int)sizeof row->word);
    *row = (struct table_row){0};
    memcpy(row->word, line, (size_t)(at - line));
    while (*at == ',' && row->count < TABLE_NUMBERS) row->n[row->count++] = strtod(at + 1, &at);
    CHECK_SAY(*at == '\n', "bad row: %s", line);
    return true;
}

bool near(double a, double b, double tolerance)
{
    return fabs(a - b) <= tolerance * fmax(1, fabs(b));
}

bool relatively_near(double a, double b, double tolerance)
{
    return a == b || fabs(a - b) <= tolerance * fabs(b);
}
