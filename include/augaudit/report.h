/* SPDX-License-Identifier: Apache-2.0
 * report.h - write an audit for people and for programs.
 *
 * Writers are a table: "text" (terminal, fits 100 columns, worst first), "json" (schema augaudit-report/1, see
 * share/augaudit-report-1.schema.json) and "html" (one self-contained file). Bytes depend on the audit alone.
 */
#ifndef AUGAUDIT_REPORT_H
#define AUGAUDIT_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include <augaudit/audit.h>
#include <augaudit/error.h>

#ifdef __cplusplus
extern "C" {
#endif

struct aug_report_options { /* zero means default */
    bool colour;            /* text: ANSI colours */
    int columns;            /* text: width, 0: 100 */
    bool skip_timing;       /* json, html: leave out everything that may differ between equal runs */
};

AUG_API size_t aug_report_count(void);
AUG_API const char *aug_report_name(size_t i);
AUG_API const char *aug_report_about(size_t i);

/* Renders into *text (caller frees with aug_bytes_free); *length excludes the final NUL. Unknown name: AUG_BAD_INPUT. */
AUG_API AUG_CHECKED enum aug_status aug_report_render(const struct aug_audit *audit, const char *name,
                                                      const struct aug_report_options *options, char **text,
                                                      size_t *length, struct aug_error *err);
/* Renders and writes atomically (temporary file, then rename). AUG_IO when that fails. */
AUG_API AUG_CHECKED enum aug_status aug_report_write(const struct aug_audit *audit, const char *name,
                                                     const struct aug_report_options *options, const char *path,
                                                     struct aug_error *err);

#ifdef __cplusplus
}
#endif
#endif
