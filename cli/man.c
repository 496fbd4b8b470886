/* SPDX-License-Identifier: Apache-2.0
 * man.c - manual pages from the command tables, in the macros of man(7). */
#include <augaudit/augaudit.h>

#include <ctype.h>
#include <string.h>

#include "help.h"

/* Text with what roff would read as its own made harmless. */
static void put(FILE *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        const int at_start = i == 0 || text[i - 1] == '\n';
        if (at_start && (text[i] == '.' || text[i] == '\'')) fputs("\\&", out);
        if (text[i] == '\\') fputs("\\e", out);
        else if (text[i] == '-') fputs("\\-", out);
        else if (text[i] == '"') fputs("\\(dq", out);
        else if (text[i] == '\'') fputs("\\(aq", out);
        else if (text[i] == '`') fputs("\\(ga", out);
        else if (text[i] == '^') fputs("\\(ha", out);
        else if (text[i] == '~') fputs("\\(ti", out);
        else fputc(text[i], out);
    }
}

static void put_line(FILE *out, const char *text)
{
    put(out, text, strlen(text));
    fputc('\n', out);
}

static void put_paragraph(FILE *out, const char *text)
{
    fputs(".PP\n", out);
    put_line(out, text);
}

static void put_term(FILE *out, const char *term, const char *text)
{
    fputs(".TP\n.B ", out);
    put_line(out, term);
    put_line(out, text);
}

static void put_head(FILE *out, const char *page, const char *about)
{
    fputs(".TH ", out);
    for (const char *c = page; *c; c++) fputc(toupper((unsigned char)*c), out);
    fprintf(out, " 1 \"\" \"augaudit %s\" \"User Commands\"\n.SH NAME\n", aug_version());
    put(out, page, strlen(page));
    fputs(" \\- ", out);
    put(out, about, strlen(about) - (about[strlen(about) - 1] == '.'));
    fputc('\n', out);
}

static void put_option(const struct option *row, void *context)
{
    FILE *out = context;
    fputs(".TP\n", out);
    if (row->letter) fprintf(out, "\\fB\\-%c\\fR, ", row->letter);
    fputs("\\fB\\-\\-", out);
    put(out, row->name, strlen(row->name));
    fputs("\\fR", out);
    if (row->argument) fprintf(out, " \\fI%s\\fR", row->argument);
    fputc('\n', out);
    put_line(out, row->about);
    if (row->default_text) {
        fputs("Default: ", out);
        put(out, row->default_text, strlen(row->default_text));
        fputs(".\n", out);
    }
}

static void put_synopsis(FILE *out, const struct command *command)
{
    fputs(".SH SYNOPSIS\n", out);
    const char *line = command->usage;
    do {
        const size_t length = strcspn(line, "\n");
        fputs("\\fBaugaudit ", out);
        put(out, command->name, strlen(command->name));
        fputs("\\fR ", out);
        put(out, line, length);
        fputc('\n', out);
        if (line[length]) fputs(".br\n", out);
        line += length;
    } while (*line++ == '\n');
}

static void put_examples(FILE *out, const struct command *command)
{
    if (!command->examples) return;
    fputs(".SH EXAMPLES\n", out);
    for (const char *const *example = command->examples; *example; example++) {
        const size_t length = strcspn(*example, "\n");
        fputs(".TP\n.B ", out);
        put(out, *example, length);
        fputc('\n', out);
        put_line(out, (*example)[length] ? *example + length + 1 : "");
    }
}

static void put_end(FILE *out)
{
    fputs(".SH EXIT STATUS\n", out);
    for (const struct exit_row *row = exit_rows; row->about; row++) {
        char code[16];
        snprintf(code, sizeof code, "%d", row->code);
        put_term(out, code, row->about);
    }
    fputs(".SH ENVIRONMENT\n", out);
    put_term(out, "NO_COLOR", "When set to anything, the report on a terminal has no colours.");
    put_term(out, "AUG_KERNELS",
             "\"scalar\" switches the vector versions of pixel loops off. Results are the same bytes.");
    put_term(
        out, "OPENBLAS_CORETYPE",
        "Names the kernels of OpenBLAS. Unset, audit and predict set it and start again where the processor has AVX-512 and "
        "OpenBLAS has overlooked it: that halves the time.");
}

static void put_see_also(FILE *out, const struct command *self)
{
    fputs(".SH SEE ALSO\n", out);
    const char *comma = "";
    if (self) fputs("\\fBaugaudit\\fR(1)", out), comma = ", ";
    for (size_t i = 0; command_at(i); i++) {
        if (command_at(i) == self) continue;
        fprintf(out, "%s\\fBaugaudit\\-%s\\fR(1)", comma, command_at(i)->name);
        comma = ", ";
    }
    fputc('\n', out);
}

static void put_overview(FILE *out)
{
    put_head(out, "augaudit", "measure what augmentations do to labels");
    fputs(
        ".SH SYNOPSIS\n\\fBaugaudit\\fR \\fICOMMAND\\fR [options]\n.br\n\\fBaugaudit \\-\\-version\\fR\n.SH DESCRIPTION\n",
        out);
    put_line(out, tool_about);
    fputs(".SH COMMANDS\n", out);
    for (size_t i = 0; command_at(i); i++) put_term(out, command_at(i)->name, command_at(i)->about);
    put_paragraph(out, "Each command has a page of its own: augaudit-audit(1) and so on.");
}

static void put_command(FILE *out, const struct command *command)
{
    char page[64];
    snprintf(page, sizeof page, "augaudit-%s", command->name);
    put_head(out, page, command->about);
    put_synopsis(out, command);
    fputs(".SH DESCRIPTION\n", out);
    put_line(out, command->about);
    for (const char *const *paragraph = command->details; paragraph && *paragraph; paragraph++)
        put_paragraph(out, *paragraph);
    fputs(".SH OPTIONS\n", out);
    each_option(command, put_option, out);
    put_examples(out, command);
}

void help_man(FILE *out, const struct command *command)
{
    fputs(".\\\" Made by `augaudit help --man` from the tables of the tool.\n", out);
    if (command) put_command(out, command);
    else put_overview(out);
    put_end(out);
    put_see_also(out, command);
}
