/* SPDX-License-Identifier: Apache-2.0
 * test_page.c - docs/statistics.md names every function of the headers, and only tests that exist. */
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

static char *read_text(const char *path)
{
    FILE *in = fopen(path, "rb");
    CHECK_SAY(in, "cannot open %s", path);
    fseek(in, 0, SEEK_END);
    const long size = ftell(in);
    char *text = malloc((size_t)size + 1);
    CHECK(size >= 0 && text);
    rewind(in);
    text[fread(text, 1, (size_t)size, in)] = 0;
    fclose(in);
    return text;
}

/* All files of a folder with that ending, one behind the other. */
static char *read_all(const char *folder, const char *ending)
{
    char path[4096], *all = calloc(1, 1);
    snprintf(path, sizeof path, "%s/%s", AUG_SOURCE_DIR, folder);
    DIR *dir = opendir(path);
    CHECK(dir && all);
    for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        const size_t length = strlen(entry->d_name), end = strlen(ending);
        if (length < end || strcmp(entry->d_name + length - end, ending) != 0) continue;
        snprintf(path, sizeof path, "%s/%s/%s", AUG_SOURCE_DIR, folder, entry->d_name);
        char *text = read_text(path);
        all = realloc(all, strlen(all) + strlen(text) + 1);
        CHECK(all);
        strcat(all, text);
        free(text);
    }
    closedir(dir);
    return all;
}

static size_t word_length(const char *at)
{
    size_t length = 0;
    while (isalnum((unsigned char)at[length]) || at[length] == '_') length++;
    return length;
}

static bool has(const char *text, const char *before, const char *word, size_t length, const char *behind)
{
    char pattern[256];
    snprintf(pattern, sizeof pattern, "%s%.*s%s", before, (int)length, word, behind);
    return strstr(text, pattern) != NULL;
}

TEST(every_function_of_the_headers_is_on_the_statistics_page)
{
    char *headers = read_all("src/stats", ".h"), *page = read_text(AUG_SOURCE_DIR "/docs/statistics.md");
    int count = 0;
    for (const char *at = strstr(headers, "au_"); at; at = strstr(at + 1, "au_")) {
        const size_t length = word_length(at);
        const bool is_type = length > 3 && strncmp(at + length - 3, "_fn", 3) == 0;
        if (at[length] != '(' || is_type || strncmp(at, "au_rng", 6) == 0) continue;
        CHECK_SAY(has(page, "`", at, length, "`"), "docs/statistics.md does not name %.*s", (int)length, at);
        count++;
    }
    CHECK(count > 60);
    free(headers);
    free(page);
}

TEST(every_test_on_the_statistics_page_exists)
{
    char *tests = read_all("tests/stats", ".c"), *page = read_text(AUG_SOURCE_DIR "/docs/statistics.md");
    int count = 0;
    for (const char *at = strchr(page, '`'); at; at = strchr(at + 1, '`')) {
        const size_t length = word_length(at + 1);
        if (length < 15 || at[1 + length] != '`' || strncmp(at + 1, "au_", 3) == 0) continue;
        CHECK_SAY(has(tests, "TEST(", at + 1, length, ")"), "docs/statistics.md names a test %.*s", (int)length,
                  at + 1);
        count++;
    }
    CHECK(count > 30);
    free(tests);
    free(page);
}
