/* SPDX-License-Identifier: Apache-2.0
 * test_transform_tables.c - every row of every table is sane: names, sentences, limits, offsets; the lists can be searched. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <augaudit/transform.h>

#include "check.h"
#include "transform/params.h"

static bool is_sentence(const char *text)
{
    const size_t length = text ? strlen(text) : 0;
    return length > 4 && text[length - 1] == '.' && !strchr(text, '\n') && text[0] != ' ';
}

static size_t field_bytes(enum aug_param_kind kind)
{
    switch (kind) {
    case AUG_PARAM_NUMBER: return sizeof(double);
    case AUG_PARAM_INTEGER:
    case AUG_PARAM_CHOICE: return sizeof(int);
    case AUG_PARAM_SWITCH: return sizeof(bool);
    case AUG_PARAM_RANGE: return sizeof(struct aug_range);
    case AUG_PARAM_NUMBERS: return sizeof(struct aug_numbers);
    case AUG_PARAM_NOTED: break;
    }
    return 0;
}

static void check_default(const char *owner, const struct aug_param *row)
{
    if (row->kind == AUG_PARAM_NOTED) return;
    CHECK_SAY(row->min <= row->max, "%s.%s: min above max", owner, row->name);
    CHECK_SAY(row->kind == AUG_PARAM_NUMBERS || (row->min <= row->default_low && row->default_low <= row->max),
              "%s.%s: the default %g is outside %g to %g", owner, row->name, row->default_low, row->min, row->max);
    if (row->kind == AUG_PARAM_RANGE)
        CHECK_SAY(row->default_low <= row->default_high && row->default_high <= row->max,
                  "%s.%s: the default range is empty", owner, row->name);
    if (row->kind == AUG_PARAM_NUMBERS)
        CHECK_SAY(row->default_high <= AUG_LIST_MAX, "%s.%s: too many defaults", owner, row->name);
}

static void check_rows(const char *owner, const struct aug_param *rows, size_t bytes)
{
    for (const struct aug_param *row = rows; row && row->name; row++) {
        CHECK_SAY(is_sentence(row->about), "%s.%s: '%s' is no sentence", owner, row->name,
                  row->about ? row->about : "");
        CHECK_SAY(row->offset + field_bytes(row->kind) <= bytes, "%s.%s lies outside its struct", owner, row->name);
        CHECK_SAY(au_param_find(rows, row->name) == row, "%s.%s appears twice", owner, row->name);
        check_default(owner, row);
        if (row->kind == AUG_PARAM_CHOICE)
            CHECK_SAY(row->choices && row->choices[(int)row->max] && !row->choices[(int)row->max + 1],
                      "%s.%s: max is not the last choice", owner, row->name);
    }
}

static void check_claim(const char *owner, const struct aug_claim *claim)
{
    CHECK_SAY(is_sentence(claim->asserts), "%s: asserts '%s' is no sentence", owner,
              claim->asserts ? claim->asserts : "");
    CHECK_SAY(is_sentence(claim->unless), "%s: unless '%s' is no sentence", owner, claim->unless ? claim->unless : "");
    CHECK_SAY(is_sentence(claim->victims), "%s: victims '%s' is no sentence", owner,
              claim->victims ? claim->victims : "");
    CHECK_SAY(is_sentence(claim->places), "%s: places '%s' is no sentence", owner, claim->places ? claim->places : "");
}

TEST(every_row_of_every_table_is_sane)
{
    for (size_t i = 0; i < aug_transform_count(); i++) {
        const struct aug_transform *t = aug_transform_at(i);
        CHECK_SAY(aug_transform_find(t->name) == t, "%s appears twice", t->name);
        CHECK_SAY(is_sentence(t->about), "%s: '%s' is no sentence", t->name, t->about ? t->about : "");
        CHECK_SAY(t->apply, "%s cannot be applied", t->name);
        CHECK_SAY(t->draw || !(t->flags & AUG_TRANSFORM_RANDOM), "%s is random and draws nothing", t->name);
        check_claim(t->name, &t->claim);
        check_rows(t->name, t->params, t->params_bytes);
        check_rows(t->name, t->draws, AUG_DRAW_BYTES);
        for (const char *const *name = t->strata; name && *name; name++) {
            const struct aug_param *row = au_param_find(t->params, *name);
            CHECK_SAY(row && row->kind == AUG_PARAM_RANGE, "%s: stratum %s is no range", t->name, *name);
        }
    }
    CHECK(aug_transform_at(aug_transform_count()) == NULL);
}

TEST(every_known_name_has_a_claim_and_is_not_a_transform_too)
{
    CHECK(aug_known_count() > 90);
    for (size_t i = 0; i < aug_known_count(); i++) {
        const struct aug_known *known = aug_known_at(i);
        CHECK_SAY(aug_known_find(known->name) == known, "%s appears twice", known->name);
        CHECK_SAY(!aug_transform_find(known->name), "%s can be applied: take it out of known.c", known->name);
        CHECK_SAY(is_sentence(known->about), "%s: '%s' is no sentence", known->name, known->about);
        check_claim(known->name, &known->claim);
    }
    CHECK(aug_known_at(aug_known_count()) == NULL);
}

TEST(a_misspelt_name_gets_the_nearest_one)
{
    CHECK(strcmp(aug_transform_suggest("HorizontalFlop"), "HorizontalFlip") == 0);
    CHECK(strcmp(aug_transform_suggest("rotat"), "rotate") == 0);
    CHECK(strcmp(aug_transform_suggest("ElasticTranform"), "ElasticTransform") == 0);
    CHECK(aug_transform_suggest("Wxyzzyqqpl") == NULL);
    CHECK(!aug_transform_find("horizontalflip") && !aug_known_find(""));
}

static bool is_in_the_lists(const char *name)
{
    return aug_transform_find(name) || aug_known_find(name);
}

/* All class names that any release of Albumentations since 1.3.1 had. */
TEST(every_name_of_albumentations_is_a_transform_or_known)
{
    static char text[4 << 20];
    const char *path = check_shared("reference/albumentations_transforms.json");
    if (!path) check_skip("no ../shared on this machine");
    FILE *file = fopen(path, "r");
    CHECK(file);
    text[fread(text, 1, sizeof text - 1, file)] = 0;
    fclose(file);
    const char *at = strstr(text, "\"versions\"");
    CHECK(at);
    int names = 0;
    struct au_arena arena = {0};
    struct aug_error err = {0};
    const struct au_node *root;
    CHECK_OK(au_node_read(text, strlen(text), AU_NODE_JSON, path, &arena, &root, &err));
    const struct au_node *versions = au_node_find(root, "versions");
    for (size_t v = 0; v < versions->count; v++)
        for (size_t i = 0; i < versions->children[v]->count; i++, names++) {
            const char *name = au_node_find(versions->children[v]->children[i], "name")->text;
            CHECK_SAY(is_in_the_lists(name), "%s of %s is in no list", name, versions->children[v]->key);
        }
    CHECK(names > 500);
    au_arena_release(&arena);
}
