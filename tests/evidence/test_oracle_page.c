/* SPDX-License-Identifier: Apache-2.0
 * test_oracle_page.c - docs/methods.md has a row for every oracle, and names only tests that exist. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

static char *text_of(const char *path)
{
    FILE *in = fopen(path, "rb");
    CHECK_SAY(in, "cannot open %s", path);
    fseek(in, 0, SEEK_END);
    const long size = ftell(in);
    char *text = calloc((size_t)size + 1, 1);
    rewind(in);
    CHECK(text && fread(text, 1, (size_t)size, in) == (size_t)size);
    fclose(in);
    return text;
}

/* "TEST(name)" in a source of some folder of tests. */
static bool has_test(const char *name)
{
    char pattern[512], path[4096];
    bool found = false;
    snprintf(pattern, sizeof pattern, "TEST(%s)", name);
    DIR *tests = opendir(AUG_SOURCE_DIR "/tests");
    CHECK(tests);
    for (struct dirent *folder = readdir(tests); folder && !found; folder = readdir(tests)) {
        snprintf(path, sizeof path, AUG_SOURCE_DIR "/tests/%s", folder->d_name);
        DIR *files = folder->d_name[0] == '.' ? NULL : opendir(path);
        for (struct dirent *file = files ? readdir(files) : NULL; file && !found; file = readdir(files)) {
            const size_t length = strlen(file->d_name);
            if (length < 2 || strcmp(file->d_name + length - 2, ".c") != 0) continue;
            snprintf(path, sizeof path, AUG_SOURCE_DIR "/tests/%.200s/%.200s", folder->d_name, file->d_name);
            char *text = text_of(path);
            found = strstr(text, pattern) != NULL;
            free(text);
        }
        if (files) closedir(files);
    }
    closedir(tests);
    return found;
}

/* Tests named in a row, `like_this`; each must exist. */
static int check_row(const char *row, const char *end)
{
    int named = 0;
    for (const char *at = row; (at = memchr(at, '`', (size_t)(end - at))) != NULL;) {
        const char *close = memchr(at + 1, '`', (size_t)(end - at - 1));
        CHECK_SAY(close, "an odd backtick in %.60s", row);
        char name[400];
        snprintf(name, sizeof name, "%.*s", (int)(close - at - 1), at + 1);
        at = close + 1;
        if (strlen(name) < 24 || !strchr(name, '_')) continue; /* a verdict, not a test */
        CHECK_SAY(has_test(name), "there is no test %s", name);
        named++;
    }
    return named;
}

TEST(every_oracle_has_its_row_and_every_test_of_the_table_exists)
{
    char *page = text_of(AUG_SOURCE_DIR "/docs/methods.md");
    for (int i = 1; i <= 23; i++) {
        char start[32];
        snprintf(start, sizeof start, "\n| O%d |", i);
        const char *row = strstr(page, start);
        CHECK_SAY(row, "O%d has no row", i);
        const char *end = strchr(row + 1, '\n');
        const int named = check_row(row + 1, end);
        CHECK_SAY(named > 0 || i == 18, "O%d names no test",
                  i); /* O18: the tests of docs/statistics.md, which has a test of its own */
    }
    free(page);
}
