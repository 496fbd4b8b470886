/* SPDX-License-Identifier: Apache-2.0
 * writers.h - what a report writer is, and the view of an audit that the writers for people share.
 */
#ifndef AU_WRITERS_H
#define AU_WRITERS_H

#include <stdbool.h>
#include <stddef.h>

#include <augaudit/audit.h>
#include <augaudit/report.h>

#include "core/arena.h"
#include "core/text.h"

/* Appends the report to `out`; text that could not grow is found by the caller. Bytes depend on the arguments alone. */
typedef enum aug_status au_report_fn(const struct aug_audit *audit, const struct aug_report_options *options,
                                     struct au_text *out, struct aug_error *err);

#define REPORT(name, about) au_report_fn au_report_##name;
#include "reports.inc"
#undef REPORT

/* How a finding sounds; each has one colour and one shape everywhere. */
enum au_tone {
    AU_TONE_BROKEN,
    AU_TONE_UNDECIDED,
    AU_TONE_NEUTRAL, /* holds, but is no gain: redundant, costly */
    AU_TONE_HOLDS
};

enum au_tone au_tone_of_label(enum aug_label label);
const char *au_tone_word(enum au_tone tone); /* "broken" "undecided" "neutral" "kept": also the CSS class */
const char *au_tone_sign(enum au_tone tone); /* one character of one column */

struct au_view_class {
    size_t index; /* into the classes of the transform */
    enum aug_label label;
    double harm; /* largest estimate of a loss or collision, for sorting */
};

struct au_view_transform {
    const struct aug_transform_result *result;
    size_t number; /* 1-based place in the pipeline */
    enum au_tone tone;
    size_t broken, undecided, kept;      /* classes */
    const struct au_view_class *classes; /* broken, undecided, kept; within a label most harmed first */
};

struct au_view { /* {0} is empty; release when done */
    const struct aug_audit *audit;
    size_t count;
    const struct au_view_transform *transforms; /* worst first */
    size_t broken, undecided, holding;          /* transforms; holding includes neutral ones */
    struct au_arena arena;
};

AUG_CHECKED enum aug_status au_view_make(const struct aug_audit *audit, struct au_view *view, struct aug_error *err);
void au_view_release(struct au_view *view);

/* The result of the class at `place` in worst-first order. */
const struct aug_class_result *au_view_class(const struct au_view_transform *transform, size_t place);
/* An evidence number by name; NULL when it was not measured. */
const struct aug_number *au_class_number(const struct aug_class_result *result, const char *name);
/* Name of a class of the dataset; "?" outside. */
const char *au_class_name(const struct aug_audit *audit, int index);

/* Short texts, into a buffer of 32 bytes which is returned. No locale. */
char *au_count_text(size_t count, char buffer[32]);   /* "12,345" */
char *au_percent_text(double share, char buffer[32]); /* "12 %", "3.4 %", "<0.1 %" */
/* Which assumptions the labels of a transform rest on, in a sentence; nothing where on none. */
void au_text_assumptions(const struct aug_audit *audit, const struct aug_transform_result *result, struct au_text *out);
/* How many images are really independent, and why, in sentences; nothing where all are. */
void au_independence_text(const struct aug_audit *audit, struct au_text *out);
/* The finding in one line: "2 of 5 transforms break labels". */
char *au_headline(const struct au_view *view, struct au_arena *arena);

#endif
