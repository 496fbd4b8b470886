/* SPDX-License-Identifier: Apache-2.0
 * names.c - what file names propose as groups, and joining those that the pixels confirm. */
#include "names.h"

#include <stdlib.h>
#include <string.h>

#include "core/hash.h"
#include "core/memory.h"

#define IMAGES_MIN 12
#define SHAPES_MAX 2 /* tested for each naming, largest first: at most 8 tests in all */
#define LEVEL 0.001
#define CORRELATION_MIN \
    0.2 /* eight such images are worth at most 3.3; arbitrary numbers give 0.03, one writer's digits 0.14, frames 0.4 */

/* Length of the part of `below` that names the group, 0: none. */
typedef size_t cut_fn(const char *below, const char *class_folder_end);

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *name_of(const char *below)
{
    const char *slash = strrchr(below, '/');
    return slash ? slash + 1 : below;
}

/* Exports that repeat one picture write name.hash.jpg. */
static size_t before_first_dot(const char *below, const char *class_folder_end)
{
    const char *name = name_of(below), *dot = strchr(name, '.'), *last = strrchr(name, '.');
    (void)class_folder_end;
    return dot && dot != last && dot > name ? (size_t)(dot - below) : 0;
}

static bool has_digit(const char *from, const char *end)
{
    while (from < end && !is_digit(*from)) from++;
    return from < end;
}

/* Start of the k-th number from the end of the name (1: the last) if another number stands before it in the name. */
static size_t before_number(const char *below, int k)
{
    const char *name = name_of(below), *dot = strrchr(name, '.'), *p = dot ? dot : name + strlen(name);
    for (; k > 0; k--) {
        while (p > name && !is_digit(p[-1])) p--;
        while (p > name && is_digit(p[-1])) p--;
    }
    return has_digit(name, p) ? (size_t)(p - below) : 0;
}

static size_t before_last_number(const char *below, const char *class_folder_end)
{
    (void)class_folder_end;
    return before_number(below, 1);
}

static size_t before_last_but_one(const char *below, const char *class_folder_end)
{
    (void)class_folder_end;
    return before_number(below, 2);
}

static size_t folder_below_class(const char *below, const char *class_folder_end)
{
    const char *name = name_of(below);
    return name > class_folder_end + 1 ? (size_t)(name - below) : 0;
}

static const struct naming {
    const char *about; /* "images whose names agree ..." */
    cut_fn *cut;
    bool has_shapes;
} namings[] = {
    /* fine ones first */
    {"up to the first dot", before_first_dot, false},
    {"before the last number", before_last_number, true},
    {"before the last number but one", before_last_but_one, true},
    {"in the folder below the class", folder_below_class, false},
};

static uint64_t shape_of(const struct naming *naming, const char *name, size_t length)
{
    char shape[256];
    size_t n = 0;
    for (size_t i = 0; naming->has_shapes && i < length && n < sizeof shape; i++) {
        const char c = name[i];
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const char kind = is_digit(c) ? '#' : is_letter ? 'a' : c;
        if (n == 0 || kind != shape[n - 1] || (kind != '#' && kind != 'a')) shape[n++] = kind;
    }
    return au_hash64(shape, n, (uint64_t)(naming - namings));
}

static const char *class_folder_end(const struct au_opening *o, const struct au_found *found)
{
    const char *name = o->class_names[found->class_index], *at = found->below;
    const size_t length = strlen(name);
    for (int level = 0; level < 2 && at; level++) {
        if (strncmp(at, name, length) == 0 && at[length] == '/') return at + length;
        at = strchr(at, '/');
        at = at ? at + 1 : NULL;
    }
    return found->below + strlen(found->below);
}

static size_t list_members(const struct au_opening *o, const struct naming *naming, struct au_member *members)
{
    size_t count = 0;
    for (uint32_t i = 0; i < o->count; i++) {
        const struct au_found *f = &o->found[i];
        const size_t cut = naming->cut(f->below, class_folder_end(o, f)),
                     before = (size_t)(name_of(f->below) - f->below);
        if (cut == 0) continue;
        members[count++] = (struct au_member){
            .shape = shape_of(naming, f->below + before, cut > before ? cut - before : 0),
            .group = au_hash64(f->below, cut, (uint64_t)f->class_index),
            .class_index = (uint32_t)f->class_index,
            .cluster = au_cluster_root(o, i),
            .index = i,
            .luck = au_hash64(f->below, strlen(f->below), 1),
        };
    }
    return count;
}

#define BY(field) \
    if (x->field != y->field) return x->field < y->field ? -1 : 1

static int compare_members(const void *a, const void *b)
{
    const struct au_member *x = a, *y = b;
    BY(shape);
    BY(class_index);
    BY(group);
    BY(luck);
    BY(index);
    return 0;
}

static int compare_clusters(const void *a, const void *b)
{
    const struct au_member *x = a, *y = b;
    BY(shape);
    BY(group);
    BY(cluster);
    BY(luck);
    BY(index);
    return 0;
}

/* Leaves one image of each cluster in a group. */
static size_t one_of_each_cluster(struct au_member *members, size_t count)
{
    size_t kept = 0;
    qsort(members, count, sizeof *members, compare_clusters);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || members[i].shape != members[kept - 1].shape || members[i].group != members[kept - 1].group ||
            members[i].cluster != members[kept - 1].cluster)
            members[kept++] = members[i];
    return kept;
}

struct range { /* members of one shape */
    size_t first, count;
};

static int compare_ranges(const void *a, const void *b)
{
    const struct range *x = a, *y = b;
    if (x->count != y->count) return x->count > y->count ? -1 : 1;
    return x->first < y->first ? -1 : x->first > y->first;
}

static size_t list_ranges(const struct au_member *members, size_t count, struct range *ranges)
{
    size_t range_count = 0;
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && members[end].shape == members[i].shape;) end++;
        if (end - i >= IMAGES_MIN) ranges[range_count++] = (struct range){i, end - i};
    }
    if (range_count > 1) qsort(ranges, range_count, sizeof *ranges, compare_ranges);
    return range_count;
}

/* Groups keep whole clusters whole: one image of each stands for it. */
static void join(struct au_opening *o, const struct au_member *members, const struct range *range,
                 struct aug_grouping *out)
{
    const struct au_member *m = members + range->first;
    for (size_t i = 0; i < range->count; i++) {
        const bool is_new = i == 0 || m[i].class_index != m[i - 1].class_index || m[i].group != m[i - 1].group;
        out->groups += is_new;
        if (!is_new && out->accepted) au_cluster_join(o, m[i - 1].index, m[i].index);
    }
}

static enum aug_status judge(struct au_opening *o, const struct naming *naming, const struct au_member *members,
                             const struct range *range, bool *tested, struct aug_error *err)
{
    struct au_names_test test;
    AUG_TRY(au_names_test(o, members + range->first, range->count, &test, err));
    *tested = test.is_possible;
    if (!test.is_possible) return AUG_OK;
    struct aug_grouping *out = &o->groupings[o->grouping_count++];
    *out = (struct aug_grouping){.about = naming->about,
                                 .example = o->found[members[range->first].index].below,
                                 .correlation = test.correlation,
                                 .p_value = test.p,
                                 .accepted = test.p <= LEVEL && test.correlation >= CORRELATION_MIN};
    join(o, members, range, out);
    return AUG_OK;
}

static enum aug_status judge_naming(struct au_opening *o, const struct naming *naming, struct au_member *members,
                                    struct range *ranges, struct aug_error *err)
{
    int tests = 0;
    const size_t count = one_of_each_cluster(members, list_members(o, naming, members));
    if (count > 1) qsort(members, count, sizeof *members, compare_members);
    const size_t range_count = list_ranges(members, count, ranges);
    for (size_t i = 0; i < range_count && tests < SHAPES_MAX; i++) {
        bool tested;
        AUG_TRY(judge(o, naming, members, &ranges[i], &tested, err));
        tests += tested;
    }
    return AUG_OK;
}

enum aug_status au_dataset_names(struct au_opening *o, struct aug_error *err)
{
    if (o->options->clusters == AUG_CLUSTERS_NONE || o->options->cluster_by) return AUG_OK;
    enum { NAMINGS = sizeof namings / sizeof *namings };
    struct au_member *members = au_alloc(o->count, sizeof *members);
    struct range *ranges = au_alloc(o->count, sizeof *ranges);
    o->groupings = au_arena_alloc(&o->arena, (size_t)NAMINGS * SHAPES_MAX, sizeof *o->groupings);
    enum aug_status status = members && ranges && o->groupings ? AUG_OK : au_no_memory(err, "groups of file names");
    for (int i = 0; status == AUG_OK && i < NAMINGS; i++) status = judge_naming(o, &namings[i], members, ranges, err);
    au_free(members);
    au_free(ranges);
    return status;
}
