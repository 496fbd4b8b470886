/* SPDX-License-Identifier: Apache-2.0
 * html_p.c - p-curves: conflict against the share of training images that are transformed, a panel for each class that may lose its margin. */
#include <math.h>

#include "html.h"

#define PANELS_MAX 8
#define MARGIN 0.02
#define GRID 5

static const struct {
    double p;
    const char *name;
} grid[GRID] = {{0.1, "conflict_at_p10"},
                {0.25, "conflict_at_p25"},
                {0.5, "conflict"},
                {0.75, "conflict_at_p75"},
                {0.9, "conflict_at_p90"}};

struct samples {
    double at[GRID], value[GRID], low[GRID], high[GRID];
    enum au_tone tones[GRID];
};

static bool sample(const struct aug_class_result *class, struct samples *s)
{
    for (int i = 0; i < GRID; i++) {
        const struct aug_number *number = au_class_number(class, grid[i].name);
        if (!number) return false;
        s->at[i] = grid[i].p;
        s->value[i] = number->estimate;
        s->low[i] = number->low;
        s->high[i] = number->high;
        s->tones[i] = number->high < MARGIN ? AU_TONE_HOLDS : number->low > MARGIN ? AU_TONE_BROKEN : AU_TONE_UNDECIDED;
    }
    return true;
}

/* Where the estimates cross; where only a bound does it is said to be open. */
static const struct aug_number *crossing(const struct aug_class_result *class)
{
    const struct aug_number *number = au_class_number(class, "margin_probability");
    return number && number->low < 1 ? number : NULL;
}

static void put_crossing(struct au_text *out, const struct aug_number *p)
{
    if (p->estimate >= 1) au_html_put(out, "perhaps from p = %.2f", p->low);
    else if (p->high >= 1) au_html_put(out, "from p = %.2f (%.2f or more)", p->estimate, p->low);
    else au_html_put(out, "from p = %.2f (%.2f to %.2f)", p->estimate, p->low, p->high);
}

struct chosen {
    size_t count, crossing, measured;
    const struct aug_class_result *classes[PANELS_MAX]; /* earliest crossing first */
};

static bool earlier(const struct aug_class_result *a, const struct aug_class_result *b)
{
    const struct aug_number *p = crossing(a), *q = crossing(b);
    return p->estimate != q->estimate ? p->estimate < q->estimate : p->low < q->low;
}

static void insert(struct chosen *chosen, const struct aug_class_result *class)
{
    size_t at = chosen->count;
    if (at == PANELS_MAX && !earlier(class, chosen->classes[--at])) return;
    if (chosen->count < PANELS_MAX) chosen->count++;
    for (; at > 0 && earlier(class, chosen->classes[at - 1]); at--) chosen->classes[at] = chosen->classes[at - 1];
    chosen->classes[at] = class;
}

static void choose(const struct au_view_transform *transform, struct chosen *chosen)
{
    struct samples s;
    for (size_t i = 0; i < transform->result->class_count; i++) {
        const struct aug_class_result *class = au_view_class(transform, i);
        if (!sample(class, &s)) continue;
        chosen->measured++;
        if (!crossing(class)) continue;
        chosen->crossing++;
        insert(chosen, class);
    }
}

static struct au_axis conflicts(const struct chosen *chosen)
{
    double high = 3 * MARGIN;
    struct samples s;
    for (size_t i = 0; i < chosen->count; i++)
        if (sample(chosen->classes[i], &s))
            for (int p = 0; p < GRID; p++) high = fmax(high, s.high[p] < 0.999 ? s.high[p] : s.value[p]);
    return (struct au_axis){0, au_axis_end(high)};
}

static void put_panel(struct au_text *out, const struct aug_class_result *class, struct au_axis y)
{
    struct samples s;
    if (!sample(class, &s)) return;
    const struct aug_number *p = crossing(class);
    const struct au_curve curve = {.name = class->name,
                                   .tone = p->high < 1 ? AU_TONE_BROKEN : AU_TONE_UNDECIDED,
                                   .x = {0, 1},
                                   .y = y,
                                   .inside = {0, 1},
                                   .margin = MARGIN,
                                   .safe = {NAN, NAN},
                                   .crossing = p->estimate < 1 ? p->estimate : NAN,
                                   .count = GRID,
                                   .at = s.at,
                                   .value = s.value,
                                   .low = s.low,
                                   .high = s.high,
                                   .tones = s.tones};
    au_html_curve_start(out, &curve);
    put_crossing(out, p);
    au_html_curve_end(out, &curve);
}

static void put_words(struct au_text *out, const struct chosen *chosen)
{
    au_text_puts(out, "<p class=\"note\">");
    au_html_number_name(out, "conflict");
    au_text_puts(
        out,
        ", the predicted loss of clean accuracy, against the share p of training images that are transformed; the dashed "
        "line is the margin. ");
    if (chosen->crossing == 0) au_text_puts(out, "Every class stays inside it for certain, up to p = 0.9.");
    else if (chosen->crossing > chosen->count)
        au_html_put(out, "Shown are the %zu of %zu classes that lose it first.", chosen->count, chosen->crossing);
    else if (chosen->crossing < chosen->measured)
        au_html_put(out, "The other %zu classes stay inside it for certain, up to p = 0.9.",
                    chosen->measured - chosen->crossing);
    au_text_puts(out, "</p>\n");
}

void au_html_p(struct au_text *out, const struct au_view_transform *transform)
{
    struct chosen chosen = {0};
    choose(transform, &chosen);
    if (chosen.measured == 0) return;
    au_text_puts(out, "<h4>How often is too often</h4>\n");
    put_words(out, &chosen);
    if (chosen.count == 0) return;
    au_text_puts(out, "<div class=\"curves\">");
    const struct au_axis y = conflicts(&chosen);
    for (size_t i = 0; i < chosen.count; i++) put_panel(out, chosen.classes[i], y);
    au_text_puts(out, "</div>\n");
}
