/* SPDX-License-Identifier: Apache-2.0
 * check.c - collects the TESTs, runs each as a cmocka test, counts. */
#include "check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define TESTS_MAX 1024

static struct CMUnitTest tests[TESTS_MAX];
static void (*bodies[TESTS_MAX])(void);
static size_t test_count, skipped_count;
static char root[64];
static int folder_number;

static void run_one(void **state)
{
    const size_t *number = *state;
    bodies[*number]();
}

void check_register(const char *name, void (*body)(void))
{
    static size_t numbers[TESTS_MAX];
    if (test_count == TESTS_MAX) abort();
    numbers[test_count] = test_count;
    bodies[test_count] = body;
    tests[test_count] = (struct CMUnitTest){name, run_one, NULL, NULL, &numbers[test_count]};
    test_count++;
}

void check_failed(const char *file, int line, const char *format, ...)
{
    char message[4096];
    va_list values;
    va_start(values, format);
    vsnprintf(message, sizeof message, format, values);
    va_end(values);
    print_error("%s:%d: %s\n", file, line, message);
    _fail(file, line);
    abort();
}

void check_skip(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    fputs("skipped: ", stderr);
    vfprintf(stderr, format, values);
    fputc('\n', stderr);
    va_end(values);
    skipped_count++;
    _skip(__FILE__, __LINE__);
    abort();
}

const char *check_shared(const char *below)
{
    static char path[4096];
    struct stat info;
    const char *dir = getenv("AUGAUDIT_SHARED");
    if (dir) snprintf(path, sizeof path, "%s/%s", dir, below);
    else snprintf(path, sizeof path, "%s/../shared/%s", AUG_SOURCE_DIR, below);
    return stat(path, &info) == 0 ? path : NULL;
}

static void remove_root(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", root);
    if (system(command) != 0) fputs("could not remove the test folder\n", stderr);
}

const char *check_folder(void)
{
    static char path[128];
    if (!root[0]) {
        snprintf(root, sizeof root, "/tmp/augaudit-test-XXXXXX");
        if (!mkdtemp(root)) abort();
        atexit(remove_root);
    }
    snprintf(path, sizeof path, "%s/%d", root, ++folder_number);
    if (mkdir(path, 0777) != 0) abort();
    return path;
}

/* "2/3": the second, fifth ... of all tests. */
static bool is_of_part(size_t i, const char *part, bool *is_part)
{
    size_t number, parts;
    *is_part = sscanf(part, "%zu/%zu", &number, &parts) == 2 && parts > 0;
    return *is_part && i % parts + 1 == number;
}

static bool is_wanted(size_t i, int argc, char **argv)
{
    bool is_part, wanted = argc < 2;
    for (int a = 1; a < argc; a++)
        wanted = wanted || is_of_part(i, argv[a], &is_part) || (!is_part && strstr(tests[i].name, argv[a]));
    return wanted;
}

int main(int argc, char **argv)
{
    size_t chosen = 0;
    static struct CMUnitTest picked[TESTS_MAX];
    for (size_t i = 0; i < test_count; i++)
        if (is_wanted(i, argc, argv)) picked[chosen++] = tests[i];
    const int failed = chosen ? _cmocka_run_group_tests(argv[0], picked, chosen, NULL, NULL) : 0;
    printf("%zu passed, %d failed, %zu skipped\n", chosen - (size_t)failed - skipped_count, failed, skipped_count);
    return failed ? 1 : 0;
}
