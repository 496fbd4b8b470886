/* SPDX-License-Identifier: Apache-2.0
 * html_parts.c - signs, badges, tallies and axes that the larger parts of the page share. */
#include <string.h>

#include "html.h"

static const char *sign_shape(enum au_tone tone)
{
#define STROKE "fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.4\" stroke-linecap=\"round\"/>"
    static const char *const shapes[] = {
        ("<path d=\"M-4-4 4 4M4-4-4 4\" " STROKE),
        ("<circle r=\"4.2\" fill=\"var(--surface)\" stroke=\"currentColor\" stroke-width=\"2.2\"/>"),
        ("<path d=\"M-4.5 0h9\" " STROKE),
        ("<circle r=\"4.2\" fill=\"currentColor\"/>"),
    };
#undef STROKE
    return shapes[tone];
}

void au_html_sign(struct au_text *out, enum au_tone tone)
{
    au_html_put(out, "<svg class=\"sign %s\" viewBox=\"-7 -7 14 14\" aria-hidden=\"true\">", au_tone_word(tone));
    au_html_put(out, "<use href=\"#m-%s\"/></svg>", au_tone_word(tone));
}

void au_html_shapes(struct au_text *out)
{
    au_text_puts(out, "<svg class=\"shapes\" aria-hidden=\"true\"><defs>");
    for (int tone = 0; tone <= AU_TONE_HOLDS; tone++) {
        au_html_put(out, "<g id=\"m-%s\">", au_tone_word((enum au_tone)tone));
        au_text_puts(out, sign_shape((enum au_tone)tone));
        au_text_puts(out, "</g>");
    }
    au_text_puts(
        out,
        "<path id=\"m-cap\" class=\"cap\" d=\"M0-4V4\"/><path id=\"m-left\" class=\"cap\" d=\"M5-4 0 0 5 4\"/>"
        "<path id=\"m-right\" class=\"cap\" d=\"M-5-4 0 0-5 4\"/><path id=\"m-line\" d=\"M0 0V300\"/></defs></svg>\n");
}

void au_svg_shape(struct au_text *out, const char *shape, double across, double down_px)
{
    au_html_put(out, "<use href=\"#m-%s\" x=\"%.1f%%\" y=\"%.0f\"/>", shape, across, down_px);
}

void au_svg_mark(struct au_text *out, enum au_tone tone, double across, double down_px)
{
    au_html_put(out, "<use href=\"#m-%s\" x=\"%.1f%%\" y=\"%.1f\" class=\"%s\"/>", au_tone_word(tone), across, down_px,
                au_tone_word(tone));
}

void au_svg_vertical(struct au_text *out, const char *class, double across)
{
    au_html_put(out, "<use href=\"#m-line\" class=\"%s\" x=\"%.1f%%\"/>", class, across);
}

void au_html_badge(struct au_text *out, const struct au_view_transform *transform)
{
    char words[24] = "";
    const char *name = aug_verdict_name(transform->result->verdict);
    for (size_t i = 0; name[i] && i + 1 < sizeof words; i++) words[i] = name[i] == '_' ? ' ' : name[i];
    au_html_put(out, "<span class=\"badge %s\">", au_tone_word(transform->tone));
    au_html_sign(out, transform->tone);
    au_html_put(out, "%s</span>", words);
}

void au_html_spec(struct au_text *out, const char *spec)
{
    au_text_puts(out, "<code>");
    while (*spec) {
        char piece[64];
        size_t length = strcspn(spec, ",:|=");
        length += spec[length] != '\0';
        if (length >= sizeof piece) length = sizeof piece - 1;
        while (length > 1 && ((unsigned char)spec[length] & 0xC0) == 0x80) length--; /* keep a character whole */
        memcpy(piece, spec, length);
        piece[length] = '\0';
        au_html_put(out, "%s", piece);
        spec += length;
        if (*spec) au_text_puts(out, "<wbr>");
    }
    au_text_puts(out, "</code>");
}

void au_html_partners(struct au_text *out, const struct aug_audit *audit, const struct aug_class_result *result,
                      size_t most)
{
    for (size_t i = 0; i < result->collides_count && i < most; i++)
        au_html_put(out, "%s<b class=\"name\">%s</b>", i ? ", " : "", au_class_name(audit, result->collides_with[i]));
    if (result->collides_count > most) au_html_put(out, " and %zu more", result->collides_count - most);
}

static void tally_bar(struct au_text *out, enum au_tone tone, size_t before, size_t count, size_t all)
{
    if (count == 0) return;
    au_html_put(out, "<rect class=\"%s\" x=\"%.2f%%\" width=\"%.2f%%\" height=\"6\"/>", au_tone_word(tone),
                100.0 * (double)before / (double)all, 100.0 * (double)count / (double)all);
}

static void tally_word(struct au_text *out, enum au_tone tone, const char *word, size_t count)
{
    if (count == 0) return;
    au_html_put(out, "<span class=\"%s\">", au_tone_word(tone));
    au_html_sign(out, tone);
    au_html_count(out, count);
    au_html_put(out, " %s</span> ", word);
}

void au_html_tally(struct au_text *out, const struct au_view_transform *transform)
{
    const size_t all = transform->result->class_count;
    if (all == 0) {
        au_text_puts(out, "<span class=\"quiet\">not measured</span>");
        return;
    }
    au_text_puts(out, "<svg class=\"bar\" width=\"100%\" height=\"6\" aria-hidden=\"true\">");
    tally_bar(out, AU_TONE_BROKEN, 0, transform->broken, all);
    tally_bar(out, AU_TONE_UNDECIDED, transform->broken, transform->undecided, all);
    tally_bar(out, AU_TONE_HOLDS, transform->broken + transform->undecided, transform->kept, all);
    au_text_puts(out, "</svg><span class=\"tally\">");
    tally_word(out, AU_TONE_BROKEN, "broken", transform->broken);
    tally_word(out, AU_TONE_UNDECIDED, "undecided", transform->undecided);
    tally_word(out, AU_TONE_HOLDS, "kept", transform->kept);
    au_text_puts(out, "</span>");
}

void au_html_percent(struct au_text *out, double share)
{
    char buffer[32];
    for (const char *s = au_percent_text(share, buffer); *s; s++) /* a number and its sign stay on one line */
        if (*s == ' ') au_text_puts(out, "\u00a0");
        else if (*s == '<') au_text_puts(out, "&lt;");
        else au_text_add(out, s, 1);
}

void au_html_count(struct au_text *out, size_t count)
{
    char buffer[32];
    au_text_puts(out, au_count_text(count, buffer));
}

size_t au_html_shown(const struct au_view *view, const struct au_view_transform *transform)
{
    const size_t all = transform->result->class_count, even = AU_HTML_CLASS_ROWS / view->count;
    const size_t most = even < AU_HTML_CLASSES_LEAST ? AU_HTML_CLASSES_LEAST
                        : even > AU_HTML_CLASSES_MAX ? AU_HTML_CLASSES_MAX
                                                     : even;
    return all < most ? all : most;
}

void au_html_note_hidden(struct au_text *out, const struct au_view *view, const struct au_view_transform *transform)
{
    const size_t all = transform->result->class_count, shown = au_html_shown(view, transform);
    if (shown == all) return;
    au_html_put(out, "<p class=\"note\">The worst %zu of ", shown);
    au_html_count(out, all);
    au_text_puts(out, " classes are shown. The JSON report has every one.</p>\n");
}

double au_axis_at(const struct au_axis *axis, double value)
{
    const double at = 100 * (value - axis->low) / (axis->high - axis->low);
    return at < 0 ? 0 : at > 100 ? 100 : at;
}

double au_axis_end(double value)
{
    static const double ends[] = {0.15, 0.2, 0.3, 0.5, 0.75};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (value <= ends[i]) return ends[i];
    return 1;
}
