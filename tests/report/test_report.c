/* SPDX-License-Identifier: Apache-2.0
 * test_report.c - the writers as a table: every one of them renders, is deterministic, and hides nothing hostile. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <augaudit/image.h>
#include <augaudit/report.h>

#include "check.h"
#include "core/file.h"
#include "core/memory.h"
#include "core/utf8.h"
#include "fixture.h"

static struct aug_error err;

struct rendered {
    struct au_arena arena;
    char *text;
    size_t length;
};

static struct rendered render(const char *name, const struct aug_report_options *options, int class_count)
{
    struct rendered r = {0};
    const struct aug_audit audit = class_count ? fixture_large(&r.arena, class_count) : fixture_audit(&r.arena);
    CHECK_OK(aug_report_render(&audit, name, options, &r.text, &r.length, &err));
    CHECK(strlen(r.text) == r.length);
    return r;
}

static void done(struct rendered *r)
{
    aug_bytes_free(r->text);
    au_arena_release(&r->arena);
}

TEST(every_report_has_a_name_and_a_sentence)
{
    CHECK(aug_report_count() == 3);
    for (size_t i = 0; i < aug_report_count(); i++) {
        const char *about = aug_report_about(i);
        CHECK_SAY(about[strlen(about) - 1] == '.', "%s: '%s' is no sentence", aug_report_name(i), about);
    }
    CHECK(aug_report_name(aug_report_count()) == NULL);
    CHECK(aug_report_about(aug_report_count()) == NULL);
}

TEST(an_unknown_report_is_refused_by_name)
{
    struct aug_audit audit = {0};
    char *text = NULL;
    size_t length;
    CHECK(aug_report_render(&audit, "pdf", NULL, &text, &length, &err) == AUG_BAD_INPUT);
    CHECK(strstr(err.message, "pdf"));
    CHECK(!text);
}

TEST(every_report_gives_the_same_bytes_twice)
{
    for (size_t i = 0; i < aug_report_count(); i++) {
        struct rendered a = render(aug_report_name(i), NULL, 0), b = render(aug_report_name(i), NULL, 0);
        CHECK_SAY(a.length == b.length && memcmp(a.text, b.text, a.length) == 0, "%s differs", aug_report_name(i));
        done(&a);
        done(&b);
    }
}

TEST(without_timing_two_audits_that_differ_only_in_timing_read_the_same)
{
    const struct aug_report_options options = {.skip_timing = true};
    for (size_t i = 0; i < aug_report_count(); i++) {
        struct au_arena arena = {0};
        struct aug_audit audit = fixture_audit(&arena);
        char *texts[2];
        size_t lengths[2];
        CHECK_OK(aug_report_render(&audit, aug_report_name(i), &options, &texts[0], &lengths[0], &err));
        audit.seconds_total = 99, audit.seconds_features = 1, audit.seconds_evidence = 2;
        audit.threads = 7, audit.instruction_set = "scalar", audit.units_computed = 1, audit.units_reused = 2;
        CHECK_OK(aug_report_render(&audit, aug_report_name(i), &options, &texts[1], &lengths[1], &err));
        CHECK_SAY(strcmp(texts[0], texts[1]) == 0, "%s shows timing", aug_report_name(i));
        aug_bytes_free(texts[0]);
        aug_bytes_free(texts[1]);
        au_arena_release(&arena);
    }
}

/* An audit in which each counted pointer may be NULL: what a run that found nothing leaves. */
TEST(an_empty_audit_can_be_reported)
{
    const struct aug_audit audit = {.data_dir = "d", .version = "0", .pipeline_source = "p", .pipeline_format = "spec"};
    for (size_t i = 0; i < aug_report_count(); i++) {
        char *text;
        size_t length;
        CHECK_OK(aug_report_render(&audit, aug_report_name(i), NULL, &text, &length, &err));
        CHECK(length > 20);
        aug_bytes_free(text);
    }
}

static void check_lines_fit(const char *text, int columns)
{
    int width = 0;
    const char *line = text;
    for (const char *s = text; *s;) {
        const char *at = s;
        const uint32_t code = au_utf8_next(&s);
        if (code == '\n') {
            CHECK_SAY(width <= columns, "%d columns: %.*s", width, (int)(at - line), line);
            width = 0;
            line = s;
            continue;
        }
        CHECK_SAY(code >= 0x20 && (code < 0x7F || code >= 0xA0), "control character %x", (unsigned)code);
        width += au_utf8_width(code);
    }
}

TEST(the_terminal_report_fits_its_columns_and_holds_no_control_characters)
{
    static const int widths[] = {0, 72, 80, 100, 160};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        struct rendered r = render("text", &(struct aug_report_options){.columns = widths[i]}, 0);
        check_lines_fit(r.text, widths[i] ? widths[i] : 100);
        done(&r);
    }
}

TEST(the_terminal_report_tells_the_worst_first_and_ends_with_a_count)
{
    struct rendered r = render("text", NULL, 0);
    const char *remove = strstr(r.text, "✗ remove"), *restrict_ = strstr(r.text, "✗ restrict"),
               *narrow = strstr(r.text, "✗ narrow"), *undecided = strstr(r.text, "? undecided"),
               *keep = strstr(r.text, "✓ keep");
    CHECK(remove && restrict_ && narrow && undecided && keep);
    CHECK(remove < restrict_ && restrict_ < narrow && narrow < undecided && undecided < keep);
    CHECK(strstr(r.text, "arrow_left → arrow_right"));
    CHECK(strstr(r.text, "3 of 6 transforms break labels. Broken 3, undecided 1, hold 2.\n"));
    CHECK(strcmp(strstr(r.text, "hold 2."), "hold 2.\n") == 0);
    done(&r);
}

TEST(a_predicted_change_is_told_where_there_is_one_and_nowhere_else)
{
    for (int large = 0; large <= 1; large++) {
        struct rendered text = render("text", NULL, large ? 3 : 0), json = render("json", NULL, large ? 3 : 0),
                        html = render("html", NULL, large ? 3 : 0);
        CHECK(!large ==
              (strstr(text.text, "Training with it: -2.3 points of accuracy predicted (90 % interval -3.3 to -0.8).") !=
               NULL));
        CHECK(!large == (strstr(json.text, "\"change\"") != NULL));
        CHECK(!large == (strstr(html.text, "What training would gain") != NULL));
        done(&text);
        done(&json);
        done(&html);
    }
}

TEST(a_verdict_is_explained_by_its_number_with_interval_and_margin_and_the_number_by_a_glossary)
{
    struct rendered html = render("html", NULL, 0), json = render("json", NULL, 0);
    CHECK(strstr(html.text,
                 "Decided by <a class=\"term\" href=\"#n-landing\"><code>landing</code></a> of <b class=\"name\">"
                 "arrow_left</b> at <code>HorizontalFlip:<wbr>&lt;p&gt;=<wbr>1</code>: 94\u00a0%, interval "));
    CHECK(strstr(html.text, ", margin 5.0\u00a0%; suspected."));
    CHECK(strstr(html.text, "<div id=\"n-landing\">") && strstr(html.text, "F6 in <code>docs/methods.md#f6</code>"));
    CHECK(!strstr(html.text, "id=\"n-need\"")); /* not in this report */
    CHECK(strstr(json.text, "\"decided_by\": {\"rule\": \"restrict_some\", \"number\": \"landing\""));
    done(&json);
    done(&html);
}

TEST(a_tell_stands_in_the_table_under_its_transform_and_in_the_json)
{
    struct rendered text = render("text", NULL, 0), json = render("json", NULL, 0);
    const char *flip = strstr(text.text, "HorizontalFlip"), *tell = strstr(text.text, "· 12 % of the images are JPEG");
    CHECK(flip && tell && flip < tell);
    CHECK(strstr(json.text, "\"tells\"") && strstr(json.text, "12 % of the images are JPEG files"));
    done(&text);
    done(&json);
}

TEST(remarks_and_tells_stand_in_the_card_and_name_their_number)
{
    struct rendered html = render("html", NULL, 0);
    CHECK(strstr(html.text, "A third of its images look like no image of any class. "
                            "<a class=\"term\" href=\"#n-off_manifold\">"));
    CHECK(strstr(html.text, "<div id=\"n-off_manifold\">"));
    CHECK(strstr(html.text, "<b>It gives itself away.</b> 12 % of the images are JPEG files"));
    done(&html);
}

TEST(rulings_of_the_user_are_told_as_such)
{
    struct rendered html = render("html", NULL, 0);
    CHECK(strstr(html.text, "by your ruling</small><small class=\"quiet\">broken without the swap</small>"));
    CHECK(strstr(html.text, "<dd>rulings.json</dd>"));
    CHECK(strstr(html.text, "Ruled on, but not in the pipeline: <code>vflip &amp; &lt;co&gt;</code>.</p>"));
    done(&html);
}

TEST(dose_curves_show_their_intervals_where_they_break_and_what_is_safe)
{
    struct rendered html = render("html", NULL, 0);
    CHECK(strstr(html.text, "From -20 to 20 at most 5 % of the labels are lost. The green line"));
    CHECK(strstr(html.text, "<line class=\"safe\""));
    CHECK(strstr(html.text, "<polygon class=\"band\""));
    CHECK(strstr(html.text, "breaks at "));
    CHECK(strstr(html.text, "<rect class=\"beyond\""));
    CHECK(strstr(html.text, "from p = 0.20 (0.15 or more)"));
    done(&html);
}

TEST(the_confusion_shows_only_classes_that_change)
{
    struct rendered html = render("html", NULL, 0);
    const char *matrix = strstr(html.text, "<table class=\"matrix\">");
    CHECK(matrix);
    const char *end = strstr(matrix, "</table>"), *left = strstr(matrix, ">arrow_left<"),
               *disc = strstr(matrix, ">disc<");
    CHECK(left && left < end && (!disc || disc > end));
    CHECK(strstr(matrix, "style=\"--s:0.45\">+45</td>") < end);
    done(&html);
}

TEST(the_strongest_sign_against_a_verdict_and_what_would_decide_are_told)
{
    struct rendered html = render("html", NULL, 0);
    CHECK(strstr(html.text, "Most against it: retrained, only 0.4 points. <a class=\"term\" href=\"#n-pooled_harm\">"));
    CHECK(strstr(html.text, "<div id=\"n-pooled_harm\">"));
    CHECK(strstr(html.text, "<h4>Open classes, and what would decide</h4>"));
    CHECK(strstr(html.text, "&lt;script&gt;&quot;é\\n</b><p>About 260 independent images would decide.</p>"));
    done(&html);
}

TEST(what_speaks_against_a_verdict_and_what_it_takes_for_granted_are_told_beside_it)
{
    struct rendered text = render("text", NULL, 0), html = render("html", NULL, 0), json = render("json", NULL, 0);
    const char *const told[] = {text.text, html.text};
    for (int i = 0; i < 2; i++) {
        CHECK(strstr(told[i], "Most against it: retrained, only 0.4 points."));
        CHECK_SAY(
            strstr(told[i], "Rests on A1 for arrow_left, arrow_right, b and d; A2; A4 for arrow_down, arrow_up, disc"),
            "%s", i ? "html" : told[i]);
    }
    CHECK(
        strstr(text.text, "Decided by landing of arrow_left at HorizontalFlip:<p>=1, suspected:"));
    CHECK(strstr(html.text, ", margin 5.0\u00a0%; suspected.</p>")); /* once */
    CHECK(strstr(json.text, "\"counter\": {\"number\": \"pooled_harm\""));
    CHECK(strstr(json.text, "\"assumptions\": [\"A1\", \"A2\"]"));
    CHECK(strstr(json.text, "\"id\": \"A1\", \"how\": \"Looks decided.\", \"classes\": ["));
    CHECK(strstr(json.text, "\"images_needed\": 150, \"tier\": null, \"sentence\": \"About 150"));
    done(&json);
    done(&html);
    done(&text);
}

TEST(pairs_are_told_worst_interaction_first_and_only_where_there_are_some)
{
    struct rendered html = render("html", NULL, 0), json = render("json", NULL, 0), large = render("html", NULL, 3);
    const char *hurt = strstr(html.text, "hurt each other</small>"),
               *help = strstr(html.text, "help each other</small>"), *add = strstr(html.text, "add up</small>");
    CHECK(hurt && add && help && hurt < add && add < help);
    CHECK(strstr(html.text, "<title>−2.5 points, −3.5 to −1.5</title>"));
    CHECK(strstr(json.text,
                 "\"interaction\": {\"estimate\": -2.5, \"low\": -3.5, \"high\": -1.5, \"grade\": \"estimated\"}"));
    CHECK(!strstr(large.text, "hurt each other</small>"));
    done(&large);
    done(&json);
    done(&html);
}

TEST(every_report_tells_what_the_pipeline_as_it_is_would_change_or_why_not)
{
    static const char *const told[][2] = {
        {"text", "with the pipeline as it is: -1.9 points of accuracy predicted"},
        {"html", "The pipeline as it is, every transform as it is run: −1.9 points (90&#160;% interval −3.1 to −0.7)"},
        {"json", "\"change\": {\"estimate\": -1.9, \"low\": -3.1, \"high\": -0.7, \"grade\": \"estimated\"}"}};
    for (size_t i = 0; i < 3; i++) {
        struct rendered r = render(told[i][0], NULL, 0);
        struct au_arena arena = {0};
        struct aug_audit audit = fixture_audit(&arena);
        char *without = NULL;
        size_t length;
        CHECK_SAY(strstr(r.text, told[i][1]), "%s", told[i][0]);
        audit.whole = (struct aug_whole_change){.why_not = "RandomFog cannot be applied."};
        CHECK_OK(aug_report_render(&audit, told[i][0], NULL, &without, &length, &err));
        CHECK(strstr(without, "RandomFog cannot be applied.") && !strstr(without, told[i][1]));
        aug_bytes_free(without);
        au_arena_release(&arena);
        done(&r);
    }
}

TEST(the_terminal_names_files_that_could_not_be_read)
{
    struct rendered text = render("text", NULL, 0);
    CHECK(strstr(text.text, "1 file could not be read and was left out; 1 damaged but usable.\n  six/<img src=x"));
    done(&text);
}

TEST(the_terminal_report_is_coloured_only_when_asked)
{
    struct rendered plain = render("text", NULL, 0),
                    bright = render("text", &(struct aug_report_options){.colour = true}, 0);
    CHECK(!strchr(plain.text, '\x1b'));
    CHECK(strstr(bright.text, "\x1b[1;31m"));
    char *out = bright.text; /* the words are the same once the colours are taken out */
    for (const char *s = bright.text; *s; s++) {
        if (*s == '\x1b') s = strchr(s, 'm');
        else *out++ = *s;
    }
    *out = '\0';
    CHECK(strcmp(plain.text, bright.text) == 0);
    done(&plain);
    done(&bright);
}

TEST(the_page_holds_no_markup_from_names_and_loads_nothing)
{
    struct rendered r = render("html", NULL, 0);
    CHECK(!strstr(r.text, "<script"));
    CHECK(!strstr(r.text, "<img src=x"));
    CHECK(strstr(r.text, "&lt;script&gt;&quot;é\\n"));
    CHECK(!strstr(r.text, "http://") && !strstr(r.text, "https://"));
    CHECK(strstr(r.text, "id=\"t3\"") && strstr(r.text, "href=\"#t3\""));
    check_lines_fit(r.text, 1 << 30);
    done(&r);
}

TEST(ten_thousand_classes_make_a_page_of_modest_size)
{
    struct rendered page = render("html", NULL, 10000), text = render("text", NULL, 10000);
    CHECK_SAY(page.length < 1000000, "%zu bytes", page.length);
    CHECK(strstr(page.text, "The worst 40 of 10,000 classes are shown."));
    CHECK_SAY(text.length < 10000, "%zu bytes", text.length);
    check_lines_fit(text.text, 100);
    done(&page);
    done(&text);
}

TEST(many_transforms_make_a_page_of_modest_size)
{
    struct au_arena arena = {0};
    const struct aug_audit audit = fixture_many(&arena);
    char *page = NULL;
    size_t length = 0;
    CHECK_OK(aug_report_render(&audit, "html", NULL, &page, &length, &err));
    CHECK_SAY(length < 2000000, "%zu bytes", length);
    aug_bytes_free(page);
    au_arena_release(&arena);
}

TEST(a_report_that_runs_out_of_memory_says_so_and_leaks_nothing)
{
    for (size_t i = 0; i < aug_report_count(); i++) {
        struct au_arena arena = {0};
        const struct aug_audit audit = fixture_audit(&arena);
        const struct aug_report_options options = {0};
        const size_t live = au_memory_live();
        for (size_t n = 1; n < 10000; n++) {
            char *text = NULL;
            size_t length;
            au_memory_fail_at(n);
            const enum aug_status status = aug_report_render(&audit, aug_report_name(i), &options, &text, &length,
                                                             &err);
            const bool failed = au_memory_failed();
            au_memory_fail_at(0);
            CHECK_SAY(failed ? status == AUG_NO_MEMORY && !text : status == AUG_OK, "%s, allocation %zu: status %d",
                      aug_report_name(i), n, status);
            aug_bytes_free(text);
            CHECK_SAY(au_memory_live() == live, "%s, allocation %zu: leaked", aug_report_name(i), n);
            if (!failed) break;
        }
        au_arena_release(&arena);
    }
}

/* Python tests run this one with AUGAUDIT_REPORT_TO set to a folder of theirs. */
TEST(reports_are_written_whole_to_files)
{
    const char *wanted = getenv("AUGAUDIT_REPORT_TO");
    const char *folder = wanted ? wanted : check_folder();
    for (size_t i = 0; i < aug_report_count(); i++) {
        struct au_arena arena = {0};
        const struct aug_audit audits[] = {fixture_audit(&arena), fixture_large(&arena, 300), fixture_many(&arena)};
        static const char *const names[] = {"report", "large", "many"};
        for (int a = 0; a < 3; a++) {
            char path[4096];
            uint8_t *bytes = NULL;
            char *text = NULL;
            size_t size = 0, length = 0;
            snprintf(path, sizeof path, "%s/%s.%s", folder, names[a], aug_report_name(i));
            CHECK_OK(aug_report_write(&audits[a], aug_report_name(i), NULL, path, &err));
            CHECK_OK(au_file_read(path, (size_t)1 << 30, &bytes, &size, &err));
            CHECK_OK(aug_report_render(&audits[a], aug_report_name(i), NULL, &text, &length, &err));
            CHECK(size == length && memcmp(bytes, text, size) == 0);
            au_free(bytes);
            aug_bytes_free(text);
        }
        CHECK(aug_report_write(&audits[0], aug_report_name(i), NULL, "/nowhere/at/all/report", &err) == AUG_IO);
        au_arena_release(&arena);
    }
}
