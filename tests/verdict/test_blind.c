/* SPDX-License-Identifier: Apache-2.0
 * test_blind.c - features that cannot see what a transform does (O11): nothing is cleared, nothing called redundant. */
#include <string.h>

#include "check.h"
#include "core/memory.h"
#include "evidence/cloud.h"
#include "verdict/judge.h"

static const char *const names[3] = {"6", "9", "0"};
static struct aug_error err;

/* Rotation-invariant features of a 6 and a 9 are the same, and a half turn changes none of them. */
static struct cloud blind_cloud(uint64_t seed)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.classes = 3, .per_class = 400, .apart = 5, .is_blind = true, .seed = seed}, &c);
    CHECK_OK(au_setting_compare(&c.setting, &err));
    return c;
}

static struct au_judgement judge(const struct au_findings *f, struct au_arena *arena)
{
    struct au_judgement j = {0};
    const struct au_judgement_input in = {.name = "T", .class_names = names, .findings = f};
    CHECK_OK(au_judge(&in, arena, &j, &err));
    return j;
}

TEST(O11_a_half_turn_that_the_features_cannot_see_is_undecided_and_never_redundant)
{
    for (uint64_t seed = 1100; seed < 1103; seed++) {
        struct au_arena arena = {0};
        struct cloud c = blind_cloud(seed);
        struct au_findings f = cloud_measure(&c, cloud_stay, false);
        const struct au_judgement j = judge(&f, &arena);
        CHECK_SAY(j.verdict == AUG_VERDICT_UNDECIDED, "%s: %s", aug_verdict_name(j.verdict), j.sentence);
        for (int k = 0; k < 2; k++)
            CHECK_SAY(j.classes[k].label == AUG_LABEL_UNDECIDED && j.classes[k].cause == AU_CAUSE_BLIND, "%s is %s: %s",
                      names[k], aug_label_name(j.classes[k].label), j.classes[k].reason);
        CHECK_SAY(strstr(j.classes[0].reason, "9"), "%s", j.classes[0].reason);
        au_findings_release(&f);
        cloud_release(&c);
        au_arena_release(&arena);
    }
}

/* The same features and transform where every class is seen: then, and only then, it is redundant. */
TEST(O11_the_same_transform_is_redundant_where_the_features_see_every_class)
{
    struct au_arena arena = {0};
    struct cloud c;
    cloud_make(&(struct cloud_plan){.classes = 3, .per_class = 400, .apart = 5, .seed = 1100}, &c);
    CHECK_OK(au_setting_compare(&c.setting, &err));
    struct au_findings f = cloud_measure(&c, cloud_stay, false);
    const struct au_judgement j = judge(&f, &arena);
    CHECK_SAY(j.verdict == AUG_VERDICT_REDUNDANT, "%s: %s", aug_verdict_name(j.verdict), j.sentence);
    au_findings_release(&f);
    cloud_release(&c);
    au_arena_release(&arena);
}

typedef uint32_t (*read_fn)(uint32_t label, size_t number, size_t one_in); /* class read of image `number` of a class */

static void read_all_as(struct cloud *c, read_fn read, size_t one_in)
{
    size_t seen[3] = {0};
    for (size_t i = 0; i < c->count; i++) {
        const uint32_t as = read(c->label[i], seen[c->label[i]]++, one_in);
        for (int space = 0; space < AU_SPACE_COUNT; space++)
            for (uint32_t k = 0; k < 3; k++) c->setting.space[space].scores[3 * i + k] = k == as ? 1 : 0;
    }
    au_free(c->setting.blind_to);
    au_free(c->setting.blind_space);
    au_free(c->setting.blind_error);
    au_free(c->setting.adequacy);
    CHECK_OK(au_setting_compare(&c->setting, &err));
}

/* Class 0 right once in `one_in` and else as 1 or 2 in turn, the others always right. */
static uint32_t rarely(uint32_t label, size_t number, size_t one_in)
{
    return label > 0 || number % one_in == 0 ? label : (uint32_t)(1 + number % 2);
}

/* Class 0 right once in `one_in` and else as 1, class 1 wrong once in `one_in` and then as 2, class 2 always right. */
static uint32_t as_the_next(uint32_t label, size_t number, size_t one_in)
{
    const bool first = number % one_in == 0;
    return label == 2 || (label == 0) == first ? label : label + 1;
}

TEST(a_class_of_which_hardly_an_image_is_read_right_cannot_be_seen_to_lose_its_label)
{
    struct cloud c = blind_cloud(1109);
    read_all_as(&c, rarely, 15);
    CHECK_SAY(c.setting.blind_to[0] > 0 && c.setting.blind_space[0] < 0, "blind to %d", c.setting.blind_to[0]);
    CHECK(c.setting.blind_to[1] < 0 && c.setting.blind_to[2] < 0);
    read_all_as(&c, rarely, 3);
    CHECK_SAY(c.setting.blind_to[0] < 0, "blind to %d", c.setting.blind_to[0]);
    cloud_release(&c);
}

TEST(a_class_is_not_called_blind_for_what_is_the_fault_of_another)
{
    struct cloud c = blind_cloud(1110);
    read_all_as(&c, as_the_next, 4);
    for (int k = 0; k < 3; k++) CHECK_SAY(c.setting.blind_to[k] < 0, "%d blind to %d", k, c.setting.blind_to[k]);
    cloud_release(&c);
}
