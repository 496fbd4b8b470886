/* SPDX-License-Identifier: Apache-2.0
 * report_text.c - the report for the terminal: a table, worst news first, then the broken classes with their partners. */
#include <stdio.h>
#include <string.h>

#include "columns.h"
#include "core/memory.h"
#include "writers.h"

#define CLASSES_SHOWN 20 /* of one broken transform */
#define PARTNERS_SHOWN 3 /* of one class */
#define INDENT 13        /* where the second column starts */

struct page {
    struct au_text *out;
    const struct au_view *view;
    int columns;
    bool colour;
};

static const char *tone_code(enum au_tone tone)
{
    static const char *const codes[] = {"\x1b[1;31m", "\x1b[33m", "\x1b[2m", "\x1b[32m"};
    return codes[tone];
}

static void start_style(const struct page *page, const char *code)
{
    if (page->colour) au_text_puts(page->out, code);
}

static void end_style(const struct page *page)
{
    if (page->colour) au_text_puts(page->out, "\x1b[0m");
}

/* Two lines: what was audited, and with what. */
static void put_head(const struct page *page)
{
    const struct aug_audit *audit = page->view->audit;
    struct au_text line = {0};
    char images[32], classes[32], clusters[32], found[32];
    au_text_printf(&line, "augaudit %s: %s, %s image%s in %s classes", audit->version, audit->data_dir,
                   au_count_text(audit->image_count, images), audit->image_count == 1 ? "" : "s",
                   au_count_text((size_t)audit->class_count, classes));
    if (audit->image_count + audit->bad_count < audit->found_count)
        au_text_printf(&line, " (of %s found)", au_count_text(audit->found_count, found));
    if (audit->cluster_count != audit->image_count)
        au_text_printf(&line, " (%s clusters)", au_count_text(audit->cluster_count, clusters));
    au_text_printf(&line, ", under %s", audit->pipeline_source);
    if (audit->pipeline_library) au_text_printf(&line, " (%s)", audit->pipeline_library);
    if (line.bytes) au_columns_wrap(page->out, NULL, line.bytes, 0, page->columns);
    page->out->failed = page->out->failed || line.failed;
    au_text_release(&line);
}

#define BAD_NAMED 3

/* The sentence of a codec begins with the name already. */
static void name_bad_file(const struct page *page, const struct aug_bad_file *bad)
{
    struct au_text line = {0};
    if (strncmp(bad->why, bad->below, strlen(bad->below)) == 0) au_text_puts(&line, bad->why);
    else au_text_printf(&line, "%s: %s", bad->below, bad->why);
    if (line.bytes) au_columns_wrap(page->out, "  ", line.bytes, 2, page->columns);
    page->out->failed = page->out->failed || line.failed;
    au_text_release(&line);
}

static void put_bad_files(const struct page *page)
{
    const struct aug_audit *audit = page->view->audit;
    char bad[32], warnings[32], line[160];
    if (audit->bad_count + audit->warning_count == 0) return;
    snprintf(line, sizeof line, "%s file%s could not be read and %s left out; %s damaged but usable.",
             au_count_text(audit->bad_count, bad), audit->bad_count == 1 ? "" : "s",
             audit->bad_count == 1 ? "was" : "were", au_count_text(audit->warning_count, warnings));
    au_columns_wrap(page->out, NULL, line, 0, page->columns);
    for (size_t i = 0; i < audit->bad_named && i < BAD_NAMED; i++) name_bad_file(page, &audit->bad[i]);
    if (audit->bad_named > BAD_NAMED) au_text_puts(page->out, "  ... and more, named in the JSON and on the page\n");
}

static void put_independence(const struct page *page)
{
    struct au_text line = {0};
    au_independence_text(page->view->audit, &line);
    if (line.bytes) au_columns_wrap(page->out, NULL, line.bytes, 0, page->columns);
    page->out->failed = page->out->failed || line.failed;
    au_text_release(&line);
}

static void put_heading(const struct page *page)
{
    start_style(page, "\x1b[1m");
    au_columns_cell(page->out, "VERDICT", INDENT, false);
    au_columns_cell(page->out, "TRANSFORM", page->columns - INDENT - 35, false);
    au_columns_cell(page->out, "FIRES", 8, true);
    au_columns_cell(page->out, "BROKEN", 9, true);
    au_columns_cell(page->out, "UNDECIDED", 11, true);
    au_columns_cell(page->out, "KEPT", 7, true);
    end_style(page);
    au_text_puts(page->out, "\n");
}

static void put_verdict(const struct page *page, const struct au_view_transform *transform, int width)
{
    char text[40];
    snprintf(text, sizeof text, "%s %s", au_tone_sign(transform->tone), aug_verdict_name(transform->result->verdict));
    start_style(page, tone_code(transform->tone));
    au_columns_cell(page->out, text, width, false);
    end_style(page);
}

static void put_change(const struct page *page, const struct aug_transform_result *result)
{
    char line[160];
    if (!result->has_change) return;
    snprintf(line, sizeof line, "Training with it: %+.1f points of accuracy predicted (90 %% interval %+.1f to %+.1f).",
             result->change.estimate, result->change.low, result->change.high);
    au_columns_wrap(page->out, NULL, line, INDENT, page->columns);
}

/* The gravest; the others stand in the JSON and on the page. */
static void put_tells(const struct page *page, const struct aug_transform_result *result)
{
    char first[INDENT + 8];
    snprintf(first, sizeof first, "%*s· ", INDENT - 2, "");
    if (result->tell_count > 0) au_columns_wrap(page->out, first, result->tells[0], INDENT, page->columns);
}

/* Which cue is gone and which still tells: a verdict of `keep` may hide it. */
static void put_cue(const struct page *page, const struct aug_transform_result *result)
{
    char first[INDENT + 8];
    snprintf(first, sizeof first, "%*s· ", INDENT - 2, "");
    for (size_t i = 0; i < result->remark_count; i++) {
        if (strncmp(result->remarks[i].about, "cue_", 4) != 0) continue;
        au_columns_wrap(page->out, first, result->remarks[i].text, INDENT, page->columns);
        return;
    }
}

static void put_counter(const struct page *page, const struct aug_transform_result *result)
{
    if (result->counter.sentence) au_columns_wrap(page->out, NULL, result->counter.sentence, INDENT, page->columns);
}

static void put_assumptions(const struct page *page, const struct aug_transform_result *result)
{
    struct au_text line = {0};
    au_text_assumptions(page->view->audit, result, &line);
    if (line.bytes) au_columns_wrap(page->out, NULL, line.bytes, INDENT, page->columns);
    page->out->failed = page->out->failed || line.failed;
    au_text_release(&line);
}

/* "Decided by landing of 6 at rotate:180, estimated: 71 %, margin 5 %." */
static void put_deciding(const struct page *page, const struct aug_transform_result *result)
{
    const struct aug_deciding *d = &result->deciding;
    struct au_text line = {0};
    char value[32], margin[32];
    if (!d->number) return;
    au_text_printf(&line, "Decided by %s", d->number);
    if (d->class_index >= 0) au_text_printf(&line, " of %s", au_class_name(page->view->audit, d->class_index));
    if (d->at) au_text_printf(&line, " at %s", d->at);
    au_text_printf(&line, ", %s: %s, margin %s.", aug_grade_name(d->value.grade),
                   au_percent_text(d->value.estimate, value), au_percent_text(d->margin, margin));
    if (line.bytes) au_columns_wrap(page->out, NULL, line.bytes, INDENT, page->columns);
    page->out->failed = page->out->failed || line.failed;
    au_text_release(&line);
}

static void put_row(const struct page *page, const struct au_view_transform *transform)
{
    const struct aug_transform_result *result = transform->result;
    char number[32];
    put_verdict(page, transform, INDENT);
    start_style(page, "\x1b[1m");
    au_columns_cell(page->out, result->spec, page->columns - INDENT - 36, false);
    end_style(page);
    au_columns_cell(page->out, au_percent_text(result->fires, number), 9, true);
    au_columns_cell(page->out, au_count_text(transform->broken, number), 9, true);
    au_columns_cell(page->out, au_count_text(transform->undecided, number), 11, true);
    au_columns_cell(page->out, au_count_text(transform->kept, number), 7, true);
    au_text_puts(page->out, "\n");
    au_columns_wrap(page->out, NULL, result->sentence, INDENT, page->columns);
    put_deciding(page, result);
    put_counter(page, result);
    put_assumptions(page, result);
    put_change(page, result);
    if (result->advice && result->advice[0]) {
        char first[INDENT + 8];
        snprintf(first, sizeof first, "%*s→ ", INDENT - 2, "");
        au_columns_wrap(page->out, first, result->advice, INDENT, page->columns);
    }
    put_cue(page, result);
    put_tells(page, result);
}

static void put_partners(struct au_text *line, const struct aug_audit *audit, const struct aug_class_result *result)
{
    for (size_t i = 0; i < result->collides_count && i < PARTNERS_SHOWN; i++)
        au_text_printf(line, "%s%s", i ? ", " : "", au_class_name(audit, result->collides_with[i]));
    if (result->collides_count > PARTNERS_SHOWN)
        au_text_printf(line, " and %zu more", result->collides_count - PARTNERS_SHOWN);
}

static void put_broken_class(const struct page *page, const struct aug_class_result *result)
{
    struct au_text partners = {0};
    put_partners(&partners, page->view->audit, result);
    start_style(page, tone_code(AU_TONE_BROKEN));
    au_text_printf(page->out, "  %s ", au_tone_sign(AU_TONE_BROKEN));
    end_style(page);
    au_columns_cut(page->out, result->name, page->columns / 2 - 6);
    if (partners.bytes) {
        au_text_puts(page->out, " → ");
        au_columns_cut(page->out, partners.bytes, page->columns / 2 - 3);
    }
    au_text_puts(page->out, "\n");
    au_columns_wrap(page->out, NULL, result->reason ? result->reason : "", 4, page->columns);
    page->out->failed = page->out->failed || partners.failed;
    au_text_release(&partners);
}

static void put_broken_classes(const struct page *page, const struct au_view_transform *transform)
{
    if (transform->broken == 0) return;
    char number[32];
    au_text_puts(page->out, "\n");
    start_style(page, "\x1b[1m");
    au_columns_cut(page->out, transform->result->spec, page->columns - 40);
    end_style(page);
    au_text_printf(page->out, " breaks %s class%s:\n", au_count_text(transform->broken, number),
                   transform->broken == 1 ? "" : "es");
    for (size_t i = 0; i < transform->broken && i < CLASSES_SHOWN; i++)
        put_broken_class(page, au_view_class(transform, i));
    if (transform->broken > CLASSES_SHOWN)
        au_text_printf(page->out, "  and %s more; the JSON report names all.\n",
                       au_count_text(transform->broken - CLASSES_SHOWN, number));
}

static void put_summary(const struct page *page)
{
    const struct au_view *view = page->view;
    char broken[32], undecided[32], holding[32], line[160];
    struct au_arena arena = {0};
    const char *headline = au_headline(view, &arena);
    au_text_puts(page->out, "\n");
    start_style(page, view->broken ? tone_code(AU_TONE_BROKEN) : "\x1b[1m");
    au_text_puts(page->out, headline ? headline : "");
    au_text_puts(page->out, ".");
    end_style(page);
    page->out->failed = page->out->failed || !headline;
    au_arena_release(&arena);
    if (view->count == 0) {
        au_text_puts(page->out, "\n");
        return;
    }
    snprintf(line, sizeof line, " Broken %s, undecided %s, hold %s.\n", au_count_text(view->broken, broken),
             au_count_text(view->undecided, undecided), au_count_text(view->holding, holding));
    au_text_puts(page->out, line);
}

static int worst_class(const struct aug_audit *audit)
{
    int worst = 0;
    for (int k = 1; k < audit->class_count; k++)
        if (audit->whole.classes[k].estimate < audit->whole.classes[worst].estimate) worst = k;
    return worst;
}

static void put_whole(const struct page *page, const struct aug_audit *audit)
{
    const struct aug_whole_change *whole = &audit->whole;
    struct au_text line = {0};
    if (!audit->has_whole) return;
    if (whole->is_known)
        au_text_printf(&line,
                       "Training with the pipeline as it is: %+.1f points of accuracy predicted (90 %% interval %+.1f "
                       "to %+.1f), fewest on %s: %+.1f.",
                       whole->change.estimate, whole->change.low, whole->change.high,
                       audit->class_names[worst_class(audit)], whole->classes[worst_class(audit)].estimate);
    else
        au_text_printf(&line, "What training with the pipeline as it is would change is not predicted. %s",
                       whole->why_not);
    page->out->failed = page->out->failed || line.failed;
    if (line.bytes) au_columns_wrap(page->out, NULL, line.bytes, 0, page->columns);
    au_text_release(&line);
}

static void put_page(const struct page *page)
{
    put_head(page);
    put_bad_files(page);
    put_independence(page);
    au_text_puts(page->out, "\n");
    if (page->view->count > 0) put_heading(page);
    for (size_t i = 0; i < page->view->count; i++) put_row(page, &page->view->transforms[i]);
    for (size_t i = 0; i < page->view->count; i++) put_broken_classes(page, &page->view->transforms[i]);
    put_whole(page, page->view->audit);
    put_summary(page);
}

#define NARROWEST 72

enum aug_status au_report_text(const struct aug_audit *audit, const struct aug_report_options *options,
                               struct au_text *out, struct aug_error *err)
{
    struct au_view view;
    AUG_TRY(au_view_make(audit, &view, err));
    const int columns = options->columns == 0 ? 100 : options->columns < NARROWEST ? NARROWEST : options->columns;
    put_page(&(struct page){out, &view, columns, options->colour});
    au_view_release(&view);
    return AUG_OK;
}
