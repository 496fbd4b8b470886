/* SPDX-License-Identifier: Apache-2.0
 * check.h - tests as sentences: thin names over cmocka.
 *
 *     TEST(vertical_flip_puts_the_last_row_first)
 *     {
 *         CHECK(out.pixels[0] == in.pixels[6]);
 *         CHECK_SAY(same, "%s differs at %d", name, x);
 *     }
 *
 * Every TEST of an executable runs; arguments choose by substring of the name, or 2/3 the second, fifth ... of all. The last line is "N passed, N failed, N skipped".
 */
#ifndef AUG_CHECK_H
#define AUG_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include <augaudit/error.h>

void check_register(const char *name, void (*body)(void));
_Noreturn void check_failed(const char *file, int line, const char *format, ...) AUG_PRINTF(3, 4);
_Noreturn void check_skip(const char *format, ...) AUG_PRINTF(1, 2);

#define TEST(name)                                                       \
    static void name(void);                                              \
    __attribute__((constructor)) static void check_register_##name(void) \
    {                                                                    \
        check_register(#name, name);                                     \
    }                                                                    \
    static void name(void)

#define CHECK(condition)                                                      \
    do {                                                                      \
        if (!(condition)) check_failed(__FILE__, __LINE__, "%s", #condition); \
    } while (0)

#define CHECK_SAY(condition, ...)                                        \
    do {                                                                 \
        if (!(condition)) check_failed(__FILE__, __LINE__, __VA_ARGS__); \
    } while (0)

/* The call returns AUG_OK; else the message is shown. Needs a `struct aug_error err`. */
#define CHECK_OK(call)                                                                        \
    do {                                                                                      \
        if ((call) != AUG_OK) check_failed(__FILE__, __LINE__, "%s: %s", #call, err.message); \
    } while (0)

/* Path of ../shared/<below> beside the project, or NULL when this machine has none. Static storage. Skip the test then. */
const char *check_shared(const char *below);
/* A fresh empty folder for this test's files, removed when the program ends. Static storage, overwritten by the next call. */
const char *check_folder(void);

#endif
