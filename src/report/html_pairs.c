/* SPDX-License-Identifier: Apache-2.0
 * html_pairs.c - do transforms hurt each other: the predicted change of two together against the sum of each alone. */
#include <math.h>
#include <stdlib.h>

#include "html.h"

#define ROWS_MAX 40

static int worst_first(const void *a, const void *b)
{
    const struct aug_pair_change *x = *(const struct aug_pair_change *const *)a,
                                 *y = *(const struct aug_pair_change *const *)b;
    if (x->interaction.estimate != y->interaction.estimate)
        return x->interaction.estimate < y->interaction.estimate ? -1 : 1;
    return x < y ? -1 : 1; /* in the order of the report */
}

static enum au_tone tone_of(const struct aug_change *interaction)
{
    return interaction->high < 0 ? AU_TONE_BROKEN : interaction->low > 0 ? AU_TONE_HOLDS : AU_TONE_NEUTRAL;
}

static const char *word_of(const struct aug_change *interaction)
{
    return interaction->high < 0 ? "hurt each other" : interaction->low > 0 ? "help each other" : "add up";
}

static struct au_axis fit_axis(const struct aug_audit *audit)
{
    struct au_axis axis = {-1, 1};
    for (size_t i = 0; i < audit->pair_count; i++) {
        axis.low = fmin(axis.low, audit->pairs[i].interaction.low);
        axis.high = fmax(axis.high, audit->pairs[i].interaction.high);
    }
    return axis;
}

static void put_number(struct au_text *out, const char *label, double points)
{
    au_html_put(out, "<td class=\"number\" data-label=\"%s\">", label);
    au_html_points(out, points);
    au_text_puts(out, "</td>");
}

static void put_row(struct au_text *out, const struct aug_pair_change *pair, const struct au_axis *axis)
{
    const enum au_tone tone = tone_of(&pair->interaction);
    au_html_put(out, "<tr class=\"%s\"><th scope=\"row\">", au_tone_word(tone));
    au_html_sign(out, tone);
    au_text_puts(out, "<span>");
    au_html_spec(out, pair->first);
    au_text_puts(out, " and ");
    au_html_spec(out, pair->second);
    au_html_put(out, "<small class=\"%s\">%s</small></span></th>", au_tone_word(tone), word_of(&pair->interaction));
    put_number(out, "first", pair->first_alone.estimate);
    put_number(out, "second", pair->second_alone.estimate);
    put_number(out, "sum", pair->sum.estimate);
    put_number(out, "together", pair->together.estimate);
    au_html_put(out, "<td class=\"%s\" data-label=\"interaction\">", au_tone_word(tone));
    au_html_change_track(out, &pair->interaction, axis, tone);
    au_text_puts(out, "</td><td class=\"number\"><b>");
    au_html_points(out, pair->interaction.estimate);
    au_text_puts(out, "</b> <span class=\"quiet\">");
    au_html_points(out, pair->interaction.low);
    au_text_puts(out, " to ");
    au_html_points(out, pair->interaction.high);
    au_text_puts(out, "</span></td></tr>\n");
}

static void put_head(struct au_text *out, const struct au_axis *axis)
{
    au_text_puts(
        out,
        "<figure class=\"chart changes pairs\"><table><caption class=\"hidden\">Pairs of transforms, worst interaction "
        "first</caption><thead><tr><th scope=\"col\">Pair</th><th scope=\"col\" class=\"number\">First</th>"
        "<th scope=\"col\" class=\"number\">Second</th><th scope=\"col\" class=\"number\">Sum</th>"
        "<th scope=\"col\" class=\"number\">Together</th><th scope=\"col\">Interaction");
    au_html_change_axis(out, axis);
    au_text_puts(out,
                 "</th><th scope=\"col\" class=\"number\">Points<small>90&#160;% interval</small></th></tr></thead>\n"
                 "<tbody>\n");
}

static void put_rows(struct au_text *out, const struct aug_audit *audit, const struct aug_pair_change **rows)
{
    const struct au_axis axis = fit_axis(audit);
    for (size_t i = 0; i < audit->pair_count; i++) rows[i] = &audit->pairs[i];
    qsort(rows, audit->pair_count, sizeof *rows, worst_first);
    put_head(out, &axis);
    for (size_t i = 0; i < audit->pair_count && i < ROWS_MAX; i++) put_row(out, rows[i], &axis);
    au_text_puts(out, "</tbody></table></figure>\n");
}

void au_html_pairs(struct au_text *out, struct au_view *view)
{
    const struct aug_audit *audit = view->audit;
    if (audit->pair_count == 0) return;
    const struct aug_pair_change **rows = au_arena_alloc(&view->arena, audit->pair_count, sizeof *rows);
    if (!rows) {
        out->failed = true;
        return;
    }
    au_text_puts(
        out,
        "<h3>Do transforms hurt each other?</h3>\n<p class=\"note\">Two transforms in one pipeline against the sum of each "
        "alone, at the dose that each has in the pair; points of accuracy on clean images. Interaction is what is left over: "
        "below zero they hurt each other.");
    if (audit->pair_count > ROWS_MAX) au_html_put(out, " The worst %d of %zu pairs.", ROWS_MAX, audit->pair_count);
    au_text_puts(out, "</p>\n");
    put_rows(out, audit, rows);
}
