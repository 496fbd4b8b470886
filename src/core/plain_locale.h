/* SPDX-License-Identifier: Apache-2.0
 * plain_locale.h - numbers are formatted and read with a point, whatever locale the program that uses the library has set.
 *
 * Only the calling thread is affected, between enter and leave. glibc and musl hand out the C locale without allocating.
 */
#ifndef AU_PLAIN_LOCALE_H
#define AU_PLAIN_LOCALE_H

#include <locale.h>
#include <stdarg.h>
#include <stddef.h>

struct au_plain_locale {
    locale_t plain, before; /* plain 0: it could not be had, and the thread's own locale stays */
};

struct au_plain_locale au_plain_locale_enter(void);
void au_plain_locale_leave(struct au_plain_locale locale);

/* vsnprintf in the C locale. */
int au_vformat(char *buffer, size_t size, const char *format, va_list values);

#endif
