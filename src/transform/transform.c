/* SPDX-License-Identifier: Apache-2.0
 * transform.c - the list of all transforms, made of the families' tables, and the search in it. */
#include <augaudit/transform.h>

#include <string.h>

#include "core/text.h"

#include "family.h"
#include "params.h"

static const struct aug_family *const families[] = {
#define FAMILY(name) &au_family_##name,
#include "families.inc"
#undef FAMILY
};

static const size_t family_count = sizeof families / sizeof *families;

const struct aug_transform *aug_transform_at(size_t i)
{
    for (size_t f = 0; f < family_count; f++)
        for (const struct aug_transform *t = families[f]->transforms; t->name; t++)
            if (i-- == 0) return t;
    return NULL;
}

size_t aug_transform_count(void)
{
    size_t count = 0;
    for (size_t f = 0; f < family_count; f++)
        for (const struct aug_transform *t = families[f]->transforms; t->name; t++) count++;
    return count;
}

const struct aug_transform *aug_transform_find(const char *name)
{
    for (size_t f = 0; f < family_count; f++)
        for (const struct aug_transform *t = families[f]->transforms; t->name; t++)
            if (strcmp(t->name, name) == 0) return t;
    return NULL;
}

struct nearest {
    const char *wanted, *name;
    int far;  /* a name at this distance is another word */
    int rank; /* twice the distance, and one more when the first letter differs: `rotat` means rotate, not Rotate */
};

static void consider(struct nearest *best, const char *name)
{
    const int distance = au_text_distance(best->wanted, name, best->far);
    const int rank = 2 * distance + (name[0] != best->wanted[0]);
    if (distance >= best->far || rank >= best->rank) return;
    best->rank = rank;
    best->name = name;
}

const char *aug_transform_suggest(const char *name)
{
    struct nearest best = {.wanted = name, .far = strlen(name) < 6 ? 3 : 4, .rank = 1000};
    for (size_t f = 0; f < family_count; f++)
        for (const struct aug_transform *t = families[f]->transforms; t->name; t++) consider(&best, t->name);
    for (size_t i = 0; i < aug_known_count(); i++) consider(&best, aug_known_at(i)->name);
    return best.name;
}

void aug_transform_defaults(const struct aug_transform *transform, void *params)
{
    if (transform->params_bytes) memset(params, 0, transform->params_bytes);
    for (const struct aug_param *row = transform->params; row && row->name; row++) au_param_default(row, params);
}
