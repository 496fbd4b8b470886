/* SPDX-License-Identifier: Apache-2.0
 * text_assumptions.c - "Rests on A2, A4 and A5; A1 for 6 and 9." */
#include "writers.h"

#define NAMED_MAX 4

struct group { /* assumptions that the same classes touch */
    const struct aug_audit *audit;
    const struct aug_transform_result *result;
    unsigned members;
};

static bool same_classes(const struct aug_transform_result *r, size_t a, size_t b)
{
    for (size_t k = 0; k < r->class_count; k++)
        if (((r->classes[k].assumptions >> a) & 1) != ((r->classes[k].assumptions >> b) & 1)) return false;
    return true;
}

static size_t count_classes(const struct aug_transform_result *r, size_t a)
{
    size_t count = 0;
    for (size_t k = 0; k < r->class_count; k++) count += (r->classes[k].assumptions >> a) & 1;
    return count;
}

static void put_ids(const struct group *g, struct au_text *out)
{
    size_t total = 0, put = 0;
    for (size_t i = 0; i < g->audit->assumption_count; i++) total += (g->members >> i) & 1;
    for (size_t i = 0; i < g->audit->assumption_count; i++) {
        if (!((g->members >> i) & 1)) continue;
        au_text_printf(out, "%s%s", put == 0 ? "" : put + 1 == total ? " and " : ", ", g->audit->assumptions[i].id);
        put++;
    }
}

static void put_classes(const struct group *g, size_t first, struct au_text *out)
{
    const size_t total = count_classes(g->result, first), shown = total > NAMED_MAX ? NAMED_MAX - 1 : total;
    if (total == g->result->class_count) return;
    size_t put = 0;
    au_text_puts(out, " for ");
    for (size_t k = 0; k < g->result->class_count && put < shown; k++) {
        if (!((g->result->classes[k].assumptions >> first) & 1)) continue;
        au_text_printf(out, "%s%s", put == 0 ? "" : put + 1 == total ? " and " : ", ", g->result->classes[k].name);
        put++;
    }
    if (total > shown) au_text_printf(out, " and %zu more", total - shown);
}

void au_text_assumptions(const struct aug_audit *audit, const struct aug_transform_result *result, struct au_text *out)
{
    unsigned left = result->assumptions;
    bool is_first = true;
    for (size_t i = 0; i < audit->assumption_count; i++) {
        if (!((left >> i) & 1)) continue;
        struct group g = {audit, result, 0};
        for (size_t j = i; j < audit->assumption_count; j++)
            if (((left >> j) & 1) && same_classes(result, i, j)) g.members |= 1u << j;
        left &= ~g.members;
        au_text_puts(out, is_first ? "Rests on " : "; ");
        put_ids(&g, out);
        put_classes(&g, i, out);
        is_first = false;
    }
    if (!is_first) au_text_puts(out, ".");
}
