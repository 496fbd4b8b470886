/* SPDX-License-Identifier: Apache-2.0
 * html_appendix.c - assumptions, numbers, data, versions, timing. */
#include <string.h>

#include "html.h"

static void put_assumptions(struct au_text *out, const struct aug_audit *audit)
{
    if (audit->assumption_count == 0) return;
    au_text_puts(out, "<h3>Assumptions</h3>\n<p>No audit of data alone can do without these.</p>\n"
                      "<dl class=\"assumptions\">\n");
    for (size_t i = 0; i < audit->assumption_count; i++)
        au_html_put(out, "<div><dt>%s</dt><dd>%s <span class=\"if-false\"><b>If false:</b> %s</span></dd></div>\n",
                    audit->assumptions[i].id, audit->assumptions[i].text, audit->assumptions[i].if_false);
    au_text_puts(out, "</dl>\n");
}

static void put_fact(struct au_text *out, const char *what, const char *value)
{
    au_html_put(out, "<div><dt>%s</dt><dd>%s</dd></div>\n", what, value ? value : "unknown");
}

static void put_count_fact(struct au_text *out, const char *what, size_t count)
{
    char buffer[32];
    put_fact(out, what, au_count_text(count, buffer));
}

static void put_bad_files(struct au_text *out, const struct aug_audit *audit)
{
    if (audit->bad_named == 0) return;
    au_text_puts(out,
                 "<details><summary>Files that are damaged or could not be read</summary>\n<dl class=\"files\">\n");
    for (size_t i = 0; i < audit->bad_named; i++)
        au_html_put(out, "<div><dt><code>%s</code></dt><dd>%s</dd></div>\n", audit->bad[i].below, audit->bad[i].why);
    au_text_puts(out, "</dl>\n");
    if (audit->bad_named < audit->bad_count + audit->warning_count)
        au_html_put(out, "<p class=\"note\">The first %zu are named.</p>\n", audit->bad_named);
    au_text_puts(out, "</details>\n");
}

static void put_class_counts(struct au_text *out, const struct aug_audit *audit)
{
    const int shown = audit->class_count < 100 ? audit->class_count : 100;
    au_text_puts(out, "<details><summary>Images of each class</summary>\n<ul class=\"counts\">\n");
    for (int c = 0; c < shown; c++) {
        au_html_put(out, "<li><span class=\"name\">%s</span> <span class=\"quiet\">", audit->class_names[c]);
        au_html_count(out, audit->class_images[c]);
        if (audit->class_clusters[c] != audit->class_images[c]) {
            au_text_puts(out, " in ");
            au_html_count(out, audit->class_clusters[c]);
            au_text_puts(out, " clusters, worth ");
            au_html_count(out, (size_t)(audit->independence.class_effective[c] + 0.5));
        }
        au_text_puts(out, "</span></li>\n");
    }
    au_text_puts(out, "</ul>\n");
    if (shown < audit->class_count) au_html_put(out, "<p class=\"note\">The first %d classes.</p>\n", shown);
    au_text_puts(out, "</details>\n");
}

static void put_independence(struct au_text *out, const struct aug_audit *audit)
{
    struct au_text text = {0};
    au_independence_text(audit, &text);
    if (text.bytes) au_html_put(out, "<p class=\"note\">%s</p>\n", text.bytes);
    out->failed = out->failed || text.failed;
    au_text_release(&text);
}

static void put_data(struct au_text *out, const struct aug_audit *audit)
{
    au_text_puts(out, "<h3 id=\"data\">Data</h3>\n<dl class=\"facts\">\n");
    put_fact(out, "Folder", audit->data_dir);
    put_count_fact(out, "Image files found", audit->found_count);
    put_count_fact(out, "Images audited", audit->image_count);
    put_count_fact(out, "Clusters", audit->cluster_count);
    put_count_fact(out, "Unreadable files", audit->bad_count);
    put_count_fact(out, "Damaged but used", audit->warning_count);
    put_count_fact(out, "Duplicates", audit->duplicate_count);
    put_count_fact(out, "Duplicates across classes", audit->duplicates_across_classes);
    put_count_fact(out, "Near-duplicates", audit->independence.near_duplicate_count);
    au_text_puts(out, "</dl>\n");
    put_independence(out, audit);
    put_bad_files(out, audit);
    put_class_counts(out, audit);
}

/* A ruling on a transform that the pipeline does not hold may be a slip. */
static void put_unused_rulings(struct au_text *out, const struct aug_audit *audit)
{
    if (audit->intent_unused_count) au_text_puts(out, "<p class=\"note\">Ruled on, but not in the pipeline: ");
    for (size_t i = 0; i < audit->intent_unused_count; i++)
        au_html_put(out, "%s<code>%s</code>", i ? ", " : "", audit->intent_unused[i]);
    if (audit->intent_unused_count) au_text_puts(out, ".</p>\n");
}

static void put_making(struct au_text *out, const struct aug_audit *audit)
{
    au_text_puts(out, "<h3>How it was made</h3>\n<dl class=\"facts\">\n");
    put_fact(out, "Pipeline", audit->pipeline_source);
    put_fact(out, "Format", audit->pipeline_format);
    if (audit->intent_source) put_fact(out, "Your rulings", audit->intent_source);
    put_fact(out, "Learner", audit->learner);
    au_text_puts(out, "<div><dt>Its error on clean images</dt><dd>");
    au_html_percent(out, audit->clean_error);
    au_text_puts(out, "</dd></div>\n");
    au_text_puts(out, "<div><dt>Seed</dt><dd>");
    au_text_printf(out, "%llu", (unsigned long long)audit->seed);
    au_text_puts(out, "</dd></div>\n");
    put_fact(out, "augaudit", audit->version);
    for (size_t i = 0; i < audit->library_count; i++)
        put_fact(out, audit->library_names[i], audit->library_versions[i]);
    au_text_puts(out, "</dl>\n");
    put_unused_rulings(out, audit);
}

static void put_seconds(struct au_text *out, const char *what, double seconds)
{
    au_html_put(out, "<div><dt>%s</dt><dd>%.1f s</dd></div>\n", what, seconds);
}

static void put_timing(struct au_text *out, const struct aug_audit *audit)
{
    au_text_puts(out, "<h3>Timing</h3>\n<dl class=\"facts\">\n");
    put_seconds(out, "All", audit->seconds_total);
    put_seconds(out, "Features", audit->seconds_features);
    put_seconds(out, "Evidence", audit->seconds_evidence);
    put_count_fact(out, "Threads", (size_t)audit->threads);
    put_fact(out, "Instruction set", audit->instruction_set);
    put_count_fact(out, "Work units computed", audit->units_computed);
    put_count_fact(out, "Work units from the store", audit->units_reused);
    au_text_puts(out, "</dl>\n");
}

void au_html_appendix(struct au_text *out, const struct au_view *view, const struct aug_report_options *options)
{
    au_text_puts(out, "<section class=\"appendix\" aria-labelledby=\"appendix\">\n<h2 id=\"appendix\">Appendix</h2>\n");
    put_assumptions(out, view->audit);
    au_html_glossary(out, view);
    au_html_numbers(out, view);
    put_data(out, view->audit);
    put_making(out, view->audit);
    if (!options->skip_timing) put_timing(out, view->audit);
    au_text_puts(out, "</section>\n");
}
