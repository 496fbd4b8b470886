/* SPDX-License-Identifier: Apache-2.0
 * plain_locale.c - the C locale for the calling thread, for a moment. */
#include "plain_locale.h"

#include <stdio.h>

struct au_plain_locale au_plain_locale_enter(void)
{
    struct au_plain_locale locale = {newlocale(LC_ALL_MASK, "C", (locale_t)0), (locale_t)0};
    if (locale.plain != (locale_t)0) locale.before = uselocale(locale.plain);
    return locale;
}

void au_plain_locale_leave(struct au_plain_locale locale)
{
    if (locale.plain == (locale_t)0) return;
    uselocale(locale.before);
    freelocale(locale.plain);
}

int au_vformat(char *buffer, size_t size, const char *format, va_list values)
{
    const struct au_plain_locale locale = au_plain_locale_enter();
    const int length = vsnprintf(buffer, size, format, values);
    au_plain_locale_leave(locale);
    return length;
}
