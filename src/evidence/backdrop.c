/* SPDX-License-Identifier: Apache-2.0
 * backdrop.c - how near clean images are to each other: within their class, and from group to group. */
#include "backdrop.h"

#include <string.h>

#include "core/memory.h"
#include "setting.h"
#include "stats/rank.h"

static size_t size_of_class(const struct au_setting *s, size_t k)
{
    return s->class_start[k + 1] - s->class_start[k];
}

static struct au_points points_of(const struct au_setting *s, const float *values, const uint32_t *rows, size_t count)
{
    return (struct au_points){values, rows, count, s->space[AU_SPACE_MAIN].basis.count, s->cluster};
}

static struct au_points class_points(const struct au_setting *s, size_t k)
{
    return points_of(s, s->space[AU_SPACE_MAIN].projected, s->by_class + s->class_start[k], size_of_class(s, k));
}

/* ---- oddness ---- */

struct floats {
    float *values;
};

static bool less(const void *items, size_t i, size_t j)
{
    const struct floats *f = items;
    return f->values[i] < f->values[j];
}

static void swap(void *items, size_t i, size_t j)
{
    const struct floats *f = items;
    const float kept = f->values[i];
    f->values[i] = f->values[j];
    f->values[j] = kept;
}

static enum aug_status find_oddness(struct au_setting *s, struct au_backdrop *b, struct aug_error *err)
{
    for (size_t k = 0; k < s->classes; k++) {
        const struct au_points points = class_points(s, k), references = au_class_references(s, AU_SPACE_MAIN, k);
        float *sorted = b->sorted_oddness + s->class_start[k];
        if (points.count == 0) continue;
        AUG_TRY(au_kth_distance(&points, &references, AU_NEIGHBOUR, sorted, NULL, err));
        for (size_t i = 0; i < points.count; i++) b->oddness[points.rows[i]] = sorted[i];
        au_sort(&(struct au_sortable){&(struct floats){sorted}, less, swap}, points.count);
    }
    return AUG_OK;
}

/* ---- off the manifold ---- */

static void choose_asked(const struct au_setting *s, struct au_backdrop *b)
{
    size_t count = 0;
    const size_t share = AU_ASKED / s->classes, wanted = share > AU_ASKED_OF_CLASS ? share : AU_ASKED_OF_CLASS;
    for (size_t k = 0; k < s->classes; k++) {
        const size_t all = size_of_class(s, k), some = all < wanted ? all : wanted;
        b->asked_start[k] = count;
        for (size_t i = 0; i < some; i++) b->asked[count++] = (uint32_t)(s->class_start[k] + i * all / some);
    }
    b->asked_start[s->classes] = count;
}

size_t au_not_below(const struct au_setting *s, size_t k, float oddness)
{
    const float *sorted = s->backdrop.sorted_oddness + s->class_start[k];
    size_t from = 0, to = size_of_class(s, k);
    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        if (sorted[middle] < oddness) from = middle + 1;
        else to = middle;
    }
    return size_of_class(s, k) - from;
}

double au_typical_p(const struct au_setting *s, size_t row, size_t k, float oddness)
{
    const size_t odder = au_not_below(s, k, oddness), count = size_of_class(s, k);
    if (s->label[row] != k) return (double)(1 + odder) / (double)(count + 1);
    const bool itself = s->backdrop.oddness[row] >= oddness;
    return (double)(1 + odder - itself) / (double)count;
}

/* In a class of fewer than twenty images the smallest p-value that there is has to do. */
static bool is_atypical(const struct au_setting *s, size_t row, size_t k, float oddness)
{
    const double smallest = 1 / (double)(size_of_class(s, k) + (s->label[row] != k));
    const double p = au_typical_p(s, row, k, oddness);
    return p <= 0.05 || p <= smallest;
}

/* Drops from `left` (indices of asked entries) those that are typical of class k; returns how many stay. */
static enum aug_status drop_typical(const struct au_setting *s, const float *values, size_t k, uint32_t *left,
                                    size_t *left_count, uint32_t *rows, float *distance, struct aug_error *err)
{
    const struct au_points references = au_class_references(s, AU_SPACE_MAIN, k);
    for (size_t i = 0; i < *left_count; i++) rows[i] = s->by_class[s->backdrop.asked[left[i]]];
    const struct au_points queries = points_of(s, values, rows, *left_count);
    AUG_TRY(au_kth_distance(&queries, &references, AU_NEIGHBOUR, distance, NULL, err));
    size_t kept = 0;
    for (size_t i = 0; i < *left_count; i++)
        if (is_atypical(s, rows[i], k, distance[i])) left[kept++] = left[i];
    *left_count = kept;
    return AUG_OK;
}

enum aug_status au_off_manifold(const struct au_setting *s, const float *values, const int32_t *landed, bool *off,
                                struct aug_error *err)
{
    const struct au_backdrop *b = &s->backdrop;
    const size_t asked = b->asked_start[s->classes];
    uint32_t *left = au_alloc(asked, sizeof *left), *rows = au_alloc(asked, sizeof *rows);
    float *distance = au_alloc(asked, sizeof *distance);
    enum aug_status status = left && rows && distance ? AUG_OK : au_no_memory(err, "the typicality of images");
    size_t left_count = 0;
    for (size_t i = 0; status == AUG_OK && i < asked; i++)
        if (landed[s->by_class[b->asked[i]]] < 0) left[left_count++] = (uint32_t)i;
    for (size_t k = 0; status == AUG_OK && k < s->classes && left_count > 0; k++)
        if (size_of_class(s, k) > 0) status = drop_typical(s, values, k, left, &left_count, rows, distance, err);
    if (status == AUG_OK) memset(off, 0, asked * sizeof *off);
    for (size_t i = 0; status == AUG_OK && i < left_count; i++) off[left[i]] = true;
    au_free(distance);
    au_free(rows);
    au_free(left);
    return status;
}

/* ---- groups ---- */

int au_group_of(const struct au_setting *s, size_t row)
{
    return s->part[row] % AU_GROUPS;
}

/* Of class k in each group. */
static void count_groups(const struct au_setting *s, size_t k, size_t counts[AU_GROUPS])
{
    for (int g = 0; g < AU_GROUPS; g++) counts[g] = 0;
    for (size_t at = s->class_start[k]; at < s->class_start[k + 1]; at++) counts[au_group_of(s, s->by_class[at])]++;
}

static size_t least_of(const size_t counts[AU_GROUPS])
{
    size_t least = counts[0];
    for (int g = 1; g < AU_GROUPS; g++) least = counts[g] < least ? counts[g] : least;
    return least;
}

/* As many of each class as the smallest group has, or in proportion where that is too many. */
static size_t references_of(size_t least, size_t all)
{
    if (all <= AU_REFERENCES) return least;
    const size_t share = least * AU_REFERENCES / all, floor = least < 10 ? least : 10;
    return share > floor ? share : floor;
}

static void choose_group(const struct au_setting *s, size_t k, size_t wanted, struct au_group groups[AU_GROUPS])
{
    size_t counts[AU_GROUPS], seen[AU_GROUPS] = {0}, taken[AU_GROUPS] = {0};
    count_groups(s, k, counts);
    for (size_t at = s->class_start[k]; at < s->class_start[k + 1]; at++) {
        const uint32_t row = s->by_class[at];
        const int g = au_group_of(s, row);
        if (taken[g] == wanted || seen[g]++ * wanted / counts[g] < taken[g]) continue;
        groups[g].rows[groups[g].count++] = row;
        taken[g]++;
    }
}

static bool choose_groups(const struct au_setting *s, struct au_backdrop *b)
{
    size_t counts[AU_GROUPS], all = 0;
    bool complete = true;
    for (size_t k = 0; k < s->classes; k++) {
        count_groups(s, k, counts);
        all += least_of(counts);
    }
    for (int g = 0; g < AU_GROUPS; g++)
        complete = (b->group[g].rows = au_alloc(s->count, sizeof(uint32_t))) && complete;
    for (size_t k = 0; complete && k < s->classes; k++) {
        count_groups(s, k, counts);
        choose_group(s, k, references_of(least_of(counts), all), b->group);
    }
    return complete;
}

static enum aug_status nearest_of_group(const struct au_setting *s, const float *values, const uint32_t *wanted, int g,
                                        int step, uint32_t *rows, float *found, struct au_nearest *out,
                                        struct aug_error *err)
{
    const struct au_group *group = &s->backdrop.group[(g + step) % AU_GROUPS];
    size_t count = 0;
    for (size_t i = 0; i < s->count; i++)
        if (au_group_of(s, i) == g) rows[count++] = (uint32_t)i;
    const struct au_points queries = points_of(s, s->space[AU_SPACE_MAIN].projected, rows, count);
    const struct au_points references = points_of(s, values, group->rows, group->count);
    AUG_TRY(au_nearest_by_label(&queries, &references, wanted, s->label, found, found + s->count, err));
    for (size_t i = 0; i < count; i++) {
        out->own[rows[i]] = found[i];
        out->other[rows[i]] = found[s->count + i];
    }
    return AUG_OK;
}

enum aug_status au_group_nearest(const struct au_setting *s, const float *values, const uint32_t *wanted, int step,
                                 struct au_nearest *out, struct aug_error *err)
{
    uint32_t *rows = au_alloc(s->count, sizeof *rows);
    float *found = au_alloc(2 * s->count, sizeof *found);
    enum aug_status status = rows && found ? AUG_OK : au_no_memory(err, "a neighbour search");
    for (int g = 0; g < AU_GROUPS && status == AUG_OK; g++)
        status = nearest_of_group(s, values, wanted, g, step, rows, found, out, err);
    au_free(found);
    au_free(rows);
    return status;
}

/* ---- all of it ---- */

static bool allocate(const struct au_setting *s, struct au_backdrop *b)
{
    float **const of_rows[] = {&b->oddness,     &b->sorted_oddness, &b->first.own,
                               &b->first.other, &b->second.own,     &b->second.other};
    bool complete = true;
    for (size_t i = 0; i < sizeof of_rows / sizeof *of_rows; i++)
        complete = (*of_rows[i] = au_alloc(s->count, sizeof(float))) && complete;
    b->asked = au_alloc(s->count, sizeof *b->asked);
    b->asked_off = au_alloc(s->count, sizeof *b->asked_off);
    b->asked_start = au_alloc(s->classes + 1, sizeof *b->asked_start);
    return complete && b->asked && b->asked_off && b->asked_start;
}

enum aug_status au_backdrop_make(struct au_setting *s, struct aug_error *err)
{
    struct au_backdrop *b = &s->backdrop;
    const struct au_learner *main = &s->space[AU_SPACE_MAIN];
    if (!allocate(s, b) || !choose_groups(s, b)) return au_no_memory(err, "the distances between clean images");
    AUG_TRY(find_oddness(s, b, err));
    choose_asked(s, b);
    AUG_TRY(au_off_manifold(s, main->projected, main->landed, b->asked_off, err));
    AUG_TRY(au_group_nearest(s, main->projected, s->label, 1, &b->first, err));
    AUG_TRY(au_group_nearest(s, main->projected, s->label, 2, &b->second, err));
    b->is_made = true;
    return AUG_OK;
}

void au_backdrop_release(struct au_backdrop *b)
{
    float *const of_rows[] = {b->oddness,     b->sorted_oddness, b->first.own,
                              b->first.other, b->second.own,     b->second.other};
    for (size_t i = 0; i < sizeof of_rows / sizeof *of_rows; i++) au_free(of_rows[i]);
    for (int g = 0; g < AU_GROUPS; g++) au_free(b->group[g].rows);
    au_free(b->asked);
    au_free(b->asked_off);
    au_free(b->asked_start);
    *b = (struct au_backdrop){0};
}
