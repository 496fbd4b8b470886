/* SPDX-License-Identifier: Apache-2.0
 * test_rulings.c - what the user rules beside findings made by hand. */
#include <string.h>

#include "check.h"
#include "made.h"
#include "verdict/case.h"
#include "verdict/judge.h"
#include "verdict/touched.h"

enum { CLASSES = 4 };
static const char *const names[CLASSES] = {"a", "b", "c", "d"};
static struct aug_error err;

/* Class k loses perhaps nothing, perhaps much, and nothing conflicts: transformed images live elsewhere. */
static void open_off_support(struct au_findings *f, int k)
{
    for (int a = 0; a < AU_ARM_COUNT; a++) f->of_class[k].lost[a] = (struct au_stat){0.03, 0.04};
}

static struct au_judgement judge(const struct au_findings *f, const struct au_findings *unswapped,
                                 const struct aug_ruling rulings[CLASSES], struct au_arena *arena)
{
    const struct au_judgement_input in = {.name = "T",
                                          .class_names = names,
                                          .findings = f,
                                          .rulings = rulings,
                                          .intent = "intent.yaml",
                                          .unswapped = unswapped};
    struct au_judgement j = {0};
    CHECK_OK(au_judge(&in, arena, &j, &err));
    return j;
}

#define RULE(k)                  \
    {                            \
        AUG_RULING_##k, -1, 3, 7 \
    }
#define SWAP(with)                  \
    {                               \
        AUG_RULING_SWAP, with, 3, 7 \
    }

TEST(changes_breaks_a_class_that_the_data_clear_and_the_report_says_whose_ruling_it_is)
{
    struct au_arena arena = {0};
    struct au_findings f = made_harmless(CLASSES);
    const struct au_judgement j = judge(&f, NULL, (struct aug_ruling[CLASSES]){{0}, RULE(CHANGES), {0}, {0}}, &arena);
    CHECK(j.classes[1].label == AUG_LABEL_BROKEN && j.classes[1].cause == AU_CAUSE_RULING);
    CHECK(j.classes[0].label == AUG_LABEL_KEPT && j.verdict == AUG_VERDICT_RESTRICT);
    CHECK_SAY(strstr(j.classes[1].reason, "Broken by your ruling (intent.yaml:3)") &&
                  strstr(j.classes[1].reason, "By the data alone: The label survives"),
              "%s", j.classes[1].reason);
    CHECK_SAY(strstr(j.sentence, "By your ruling it changes the label of b."), "%s", j.sentence);
    CHECK(j.classes[1].touched == AU_TOUCHES(6) && j.classes[1].need.kind == AUG_NEED_NOTHING);
    CHECK(j.classes[1].counter.number && strcmp(j.classes[1].counter.sentence, "By the data alone it is kept.") == 0);
    CHECK(strcmp(j.classes[1].deciding.rule, "ruled_broken") == 0 && !j.classes[1].deciding.number);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(invariant_keeps_what_is_open_off_the_support_of_the_data)
{
    struct au_arena arena = {0};
    struct au_findings f = made_harmless(CLASSES);
    open_off_support(&f, 2);
    const struct au_judgement alone = judge(&f, NULL, NULL, &arena);
    CHECK(alone.classes[2].label == AUG_LABEL_UNDECIDED && alone.classes[2].off_support);
    static const enum aug_ruling_kind kinds[] = {AUG_RULING_INVARIANT, AUG_RULING_EQUIVARIANT};
    for (int i = 0; i < 2; i++) {
        const struct au_judgement j = judge(&f, NULL, (struct aug_ruling[CLASSES]){{0}, {0}, {kinds[i], -1, 3, 7}, {0}},
                                            &arena);
        CHECK(j.classes[2].label == AUG_LABEL_KEPT && j.classes[2].cause == AU_CAUSE_RULING);
        CHECK(strcmp(j.classes[2].deciding.rule, "ruled_kept") == 0);
        CHECK_SAY(strstr(j.classes[2].reason, "where the data cannot tell") && strstr(j.classes[2].reason, "Open: "),
                  "%s", j.classes[2].reason);
        CHECK_SAY(strstr(j.sentence, "By your ruling, where the data cannot tell, it keeps the label of c."), "%s",
                  j.sentence);
        CHECK(j.verdict == AUG_VERDICT_KEEP);
    }
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(invariant_decides_for_a_class_with_too_few_images_unless_it_is_seen_to_collide)
{
    struct au_arena arena = {0};
    struct au_findings f = made_harmless(CLASSES);
    f.of_class[3].images = f.of_class[3].clusters = 20;
    f.of_class[0].images = f.of_class[0].clusters = 20;
    made_add_collision(&f, 0, 1);
    const struct aug_ruling all[CLASSES] = {RULE(INVARIANT), RULE(INVARIANT), RULE(INVARIANT), RULE(INVARIANT)};
    const struct au_judgement j = judge(&f, NULL, all, &arena);
    CHECK(j.classes[3].label == AUG_LABEL_KEPT && j.classes[3].cause == AU_CAUSE_RULING);
    CHECK_SAY(j.classes[0].label == AUG_LABEL_UNDECIDED, "%s", j.classes[0].reason);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(a_measured_collision_loss_suspicion_or_blindness_is_never_overridden_and_both_sides_are_named)
{
    struct au_arena arena = {0};
    struct au_findings f = made_harmless(CLASSES);
    made_add_collision(&f, 0, 1);
    for (int a = 0; a < AU_ARM_COUNT; a++) f.of_class[1].lost[a] = (struct au_stat){0.3, 0.01};
    made_add_collision(&f, 2, 0);
    f.pairs[1].plug_in_harm = f.pairs[1].pooled_harm = (struct au_stat){-0.01, 0.01};
    f.of_class[3].blind_to = 2;
    const struct aug_ruling all[CLASSES] = {RULE(INVARIANT), RULE(INVARIANT), RULE(INVARIANT), RULE(INVARIANT)};
    const struct au_judgement alone = judge(&f, NULL, NULL, &arena), j = judge(&f, NULL, all, &arena);
    static const enum au_cause causes[] = {AU_CAUSE_COLLISION, AU_CAUSE_LOST, AU_CAUSE_SUSPICION, AU_CAUSE_BLIND};
    for (int k = 0; k < CLASSES; k++) {
        CHECK_SAY(j.classes[k].cause == causes[k] && j.classes[k].label == alone.classes[k].label, "%s: %s", names[k],
                  j.classes[k].reason);
        CHECK(j.classes[k].label != AUG_LABEL_KEPT);
        CHECK_SAY(strstr(j.classes[k].reason, alone.classes[k].reason) &&
                      strstr(j.classes[k].reason, "Your ruling (intent.yaml:3, invariant)"),
                  "%s", j.classes[k].reason);
    }
    CHECK_SAY(strstr(j.sentence, "You ruled that it keeps the label of a and b; the data, inside their support, say "
                                 "that it does not."),
              "%s", j.sentence);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(open_conflict_lies_inside_the_support_and_stays_open_whatever_was_ruled)
{
    struct au_arena arena = {0};
    struct au_findings f = made_harmless(CLASSES);
    struct au_class_findings *c = &f.of_class[1];
    c->conflict[2] = c->conflict_soft = c->excess = c->seen = (struct au_stat){0.018, 0.02};
    const struct au_judgement j = judge(&f, NULL, (struct aug_ruling[CLASSES]){{0}, RULE(INVARIANT), {0}, {0}}, &arena);
    CHECK(j.classes[1].label == AUG_LABEL_UNDECIDED && j.classes[1].cause == AU_CAUSE_WIDTH);
    CHECK_SAY(strstr(j.classes[1].reason, "cannot decide this"), "%s", j.classes[1].reason);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(a_swap_that_is_needed_and_holds_is_said_to_be_the_condition_and_goes_into_the_advice)
{
    struct au_arena arena = {0};
    struct au_findings with = made_harmless(CLASSES), without = made_harmless(CLASSES);
    with.of_class[0].swap = 2, with.of_class[1].swap = 1;
    made_add_collision(&without, 0, 1);
    made_add_collision(&without, 1, 0);
    const struct au_judgement j = judge(&with, &without, (struct aug_ruling[CLASSES]){SWAP(1), SWAP(0), {0}, {0}},
                                        &arena);
    CHECK(j.verdict == AUG_VERDICT_KEEP);
    for (int k = 0; k < CLASSES; k++) CHECK(j.classes[k].label == AUG_LABEL_KEPT);
    CHECK(j.classes[0].has_unswapped && j.classes[0].unswapped == AUG_LABEL_BROKEN && !j.classes[2].has_unswapped);
    CHECK_SAY(strstr(j.classes[0].reason, "With the swap of a and b that you declared (intent.yaml:3)") &&
                  strstr(j.classes[0].reason, "Without it: broken."),
              "%s", j.classes[0].reason);
    CHECK_SAY(strstr(j.sentence, "Valid only with the swap that you declared: a with b; without it"), "%s", j.sentence);
    CHECK_SAY(strstr(j.advice, "Apply it only together with the label map a ↔ b"), "%s", j.advice);
    au_findings_release(&without);
    au_findings_release(&with);
    au_arena_release(&arena);
}

TEST(a_swap_without_which_nothing_breaks_is_said_to_show_nothing)
{
    struct au_arena arena = {0};
    struct au_findings with = made_harmless(CLASSES), without = made_harmless(CLASSES);
    with.of_class[0].swap = 2, with.of_class[1].swap = 1;
    const struct au_judgement j = judge(&with, &without, (struct aug_ruling[CLASSES]){SWAP(1), SWAP(0), {0}, {0}},
                                        &arena);
    CHECK_SAY(strstr(j.sentence, "With and without the declared swap of a with b nothing breaks"), "%s", j.sentence);
    CHECK_SAY(!strstr(j.advice, "label map"), "%s", j.advice);
    au_findings_release(&without);
    au_findings_release(&with);
    au_arena_release(&arena);
}

/* Called b, a turned a still looks like an a. */
TEST(a_wrong_swap_is_a_collision_with_the_own_class_and_is_to_be_taken_back)
{
    struct au_arena arena = {0};
    struct au_findings with = made_harmless(CLASSES), without = made_harmless(CLASSES);
    with.of_class[0].swap = 2, with.of_class[1].swap = 1;
    made_add_collision(&with, 0, 0);
    made_add_collision(&with, 1, 1);
    const struct au_judgement j = judge(&with, &without, (struct aug_ruling[CLASSES]){SWAP(1), SWAP(0), {0}, {0}},
                                        &arena);
    CHECK(j.verdict == AUG_VERDICT_RESTRICT && j.classes[0].label == AUG_LABEL_BROKEN);
    CHECK(j.classes[0].partner_count == 1 && j.classes[0].partners[0] == 0);
    CHECK_SAY(strstr(j.classes[0].reason, "Counted as b it looks like a"), "%s", j.classes[0].reason);
    CHECK_SAY(strstr(j.sentence, "The declared swap of a with b is wrong"), "%s", j.sentence);
    CHECK_SAY(strstr(j.advice, "Take the swap of a with b back."), "%s", j.advice);
    au_findings_release(&without);
    au_findings_release(&with);
    au_arena_release(&arena);
}

/* Whichever of the two it is: a swap is one claim. */
TEST(a_swap_that_fails_for_one_of_its_classes_is_wrong_as_a_whole)
{
    for (int k = 0; k < 2; k++) {
        struct au_arena arena = {0};
        struct au_findings with = made_harmless(CLASSES), without = made_harmless(CLASSES);
        with.of_class[0].swap = 2, with.of_class[1].swap = 1;
        made_add_collision(&with, k, k);
        const struct au_judgement j = judge(&with, &without, (struct aug_ruling[CLASSES]){SWAP(1), SWAP(0), {0}, {0}},
                                            &arena);
        CHECK_SAY(strstr(j.sentence, "The declared swap of a with b is wrong") && !strstr(j.sentence, "Valid only"),
                  "%s", j.sentence);
        CHECK_SAY(strstr(j.advice, "Take the swap of a with b back.") && !strstr(j.advice, "label map"), "%s",
                  j.advice);
        au_findings_release(&without);
        au_findings_release(&with);
        au_arena_release(&arena);
    }
}

static void set_conflict(struct au_findings *f, int k, double mean)
{
    struct au_class_findings *c = &f->of_class[k];
    c->conflict[AU_P_HALF] = c->excess = (struct au_stat){mean, 0.005};
    c->conflict_soft = (struct au_stat){mean + 0.015, 0.005};
    c->seen = (struct au_stat){0.3, 0.05};
}

TEST(what_a_swap_does_to_clean_images_is_told_by_both_of_its_classes_together)
{
    struct au_arena arena = {0};
    struct au_findings f = made_harmless(CLASSES);
    set_conflict(&f, 0, 0.0105);
    set_conflict(&f, 1, -0.02);
    CHECK(judge(&f, NULL, NULL, &arena).classes[0].label == AUG_LABEL_UNDECIDED);
    f.of_class[0].swap = 2, f.of_class[1].swap = 1;
    CHECK(judge(&f, NULL, NULL, &arena).classes[0].label == AUG_LABEL_KEPT);
    set_conflict(&f, 1, 0.03);
    CHECK(judge(&f, NULL, NULL, &arena).classes[0].label == AUG_LABEL_UNDECIDED);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(under_a_swap_what_one_class_gains_does_not_pay_for_what_the_other_loses)
{
    struct au_arena arena = {0};
    struct au_findings f = made_harmless(CLASSES);
    f.of_class[0].swap = 2, f.of_class[1].swap = 1;
    set_conflict(&f, 0, 0.018);
    set_conflict(&f, 1, -0.1);
    CHECK(judge(&f, NULL, NULL, &arena).classes[0].label == AUG_LABEL_UNDECIDED);
    CHECK(judge(&f, NULL, NULL, &arena).classes[1].label == AUG_LABEL_KEPT);
    struct au_overview overview = {0}; /* nor at a smaller probability */
    CHECK_OK(au_overview_make(&f, &overview, &err));
    CHECK(au_case_conflict_upper(&f, &overview, 0, AU_P_HALF) > AU_MARGIN_CONFLICT &&
          au_case_conflict_upper(&f, &overview, 1, AU_P_HALF) < AU_MARGIN_CONFLICT);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(a_transform_that_changes_no_pixel_is_not_cleared_for_classes_whose_labels_it_swaps)
{
    struct au_arena arena = {0};
    struct au_findings with = made_harmless(CLASSES), without = made_harmless(CLASSES);
    with.unchanged = without.unchanged = 1;
    with.of_class[0].swap = 2, with.of_class[1].swap = 1;
    made_add_collision(&with, 0, 0);
    made_add_collision(&with, 1, 1);
    const struct au_judgement j = judge(&with, &without, (struct aug_ruling[CLASSES]){SWAP(1), SWAP(0), {0}, {0}},
                                        &arena);
    CHECK(j.classes[0].label == AUG_LABEL_BROKEN && j.classes[2].label == AUG_LABEL_KEPT);
    CHECK_SAY(j.verdict == AUG_VERDICT_RESTRICT, "%s", j.sentence);
    au_findings_release(&without);
    au_findings_release(&with);
    au_arena_release(&arena);
}
