/* SPDX-License-Identifier: Apache-2.0
 * error.c - formats a failure's sentence and names the status values. */
#include <augaudit/error.h>

#include <stdarg.h>

#include "plain_locale.h"

enum aug_status aug_fail(struct aug_error *err, enum aug_status status, const char *format, ...)
{
    if (!err) return status;
    err->status = status;
    va_list values;
    va_start(values, format);
    au_vformat(err->message, sizeof err->message, format, values);
    va_end(values);
    return status;
}

const char *aug_status_name(enum aug_status status)
{
    static const char *const names[] = {"ok", "bad_input", "unsupported", "no_memory", "io", "cancelled"};
    return (unsigned)status < sizeof names / sizeof *names ? names[status] : "unknown";
}
