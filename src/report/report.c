/* SPDX-License-Identifier: Apache-2.0
 * report.c - the table of writers; rendering and writing by name. */
#include <augaudit/report.h>

#include <string.h>

#include "core/file.h"
#include "core/memory.h"
#include "writers.h"

static const struct {
    const char *name, *about;
    au_report_fn *write;
} reports[] = {
#define REPORT(name, about) {#name, about, au_report_##name},
#include "reports.inc"
#undef REPORT
};

#define REPORT_COUNT (sizeof reports / sizeof *reports)

size_t aug_report_count(void)
{
    return REPORT_COUNT;
}

const char *aug_report_name(size_t i)
{
    return i < REPORT_COUNT ? reports[i].name : NULL;
}

const char *aug_report_about(size_t i)
{
    return i < REPORT_COUNT ? reports[i].about : NULL;
}

enum aug_status aug_report_render(const struct aug_audit *audit, const char *name,
                                  const struct aug_report_options *options, char **text, size_t *length,
                                  struct aug_error *err)
{
    static const struct aug_report_options defaults = {0};
    size_t i = 0;
    while (i < REPORT_COUNT && strcmp(reports[i].name, name) != 0) i++;
    if (i == REPORT_COUNT)
        return aug_fail(err, AUG_BAD_INPUT, "there is no report called '%s'; choose text, json or html", name);

    struct au_text out = {0};
    enum aug_status status = reports[i].write(audit, options ? options : &defaults, &out, err);
    if (status == AUG_OK) status = au_text_status(&out, err);
    *length = out.length;
    *text = status == AUG_OK ? au_text_take(&out) : NULL;
    if (status == AUG_OK && !*text) status = au_no_memory(err, "the report");
    au_text_release(&out);
    return status;
}

enum aug_status aug_report_write(const struct aug_audit *audit, const char *name,
                                 const struct aug_report_options *options, const char *path, struct aug_error *err)
{
    char *text = NULL;
    size_t length = 0;
    AUG_TRY(aug_report_render(audit, name, options, &text, &length, err));
    const enum aug_status status = au_file_write(path, text, length, err);
    au_free(text);
    return status;
}
