/* SPDX-License-Identifier: Apache-2.0
 * test_counter.c - what speaks against a label, and what would decide where nothing was decided. */
#include <math.h>
#include <string.h>

#include "check.h"
#include "made.h"
#include "verdict/case.h"
#include "verdict/judge.h"
#include "verdict/touched.h"

enum { CLASSES = 4 };
static const char *const names[CLASSES] = {"a", "b", "c", "d"};
static struct aug_error err;
static struct au_arena arena;
static struct au_findings f;

static void harmless(void)
{
    f = made_harmless(CLASSES);
}

static void add_pair(int from, int to, double landing, double directed)
{
    struct au_pair_findings pair = made_collision(from, to);
    pair.landing[0] = pair.landing[1] = (struct au_stat){landing, 0.01};
    pair.directed.mean = directed;
    f.pairs[f.pair_count++] = pair;
}

static struct au_judgement judge(void)
{
    struct au_judgement j = {0};
    CHECK_OK(
        au_judge(&(struct au_judgement_input){.name = "T", .class_names = names, .findings = &f}, &arena, &j, &err));
    for (size_t k = 0; k < CLASSES; k++) {
        const struct au_judged_class *c = &j.classes[k];
        const bool is_open = c->label == AUG_LABEL_UNDECIDED;
        CHECK_SAY(is_open == (c->need.kind != AUG_NEED_NOTHING) && is_open == (c->need.sentence != NULL),
                  "%s has a label and a need, or neither", names[k]);
        CHECK(!is_open || strstr(c->reason, c->need.sentence));
        if (!c->counter.number) continue;
        CHECK(aug_evidence_about(c->counter.number) && c->counter.class_index == (int)k && c->counter.margin > 0);
        CHECK(c->counter.value.low <= c->counter.value.estimate && c->counter.value.estimate <= c->counter.value.high);
        CHECK(c->counter.sentence[strlen(c->counter.sentence) - 1] == '.' && !strchr(c->counter.sentence, '#'));
    }
    return j;
}

static void end(void)
{
    au_findings_release(&f);
    au_arena_release(&arena);
}

static void check_counter(const struct au_judged_class *c, const char *number, const char *words)
{
    CHECK_SAY(c->counter.number && strcmp(c->counter.number, number) == 0, "%s: %s",
              c->counter.number ? c->counter.number : "none", c->counter.sentence ? c->counter.sentence : c->reason);
    CHECK_SAY(strstr(c->counter.sentence, words), "%s", c->counter.sentence);
}

TEST(against_a_kept_class_stands_the_number_that_comes_nearest_to_its_margin)
{
    harmless();
    for (int a = 0; a < AU_ARM_COUNT; a++) f.of_class[0].lost[a] = (struct au_stat){0.03, 0.005};
    f.of_class[1].precision_lost[AU_ARM_OWN] = f.of_class[1].precision_lost[AU_ARM_POOLED] = 0.09;
    for (int a = 0; a < AU_ARM_COUNT; a++) f.of_class[1].lost[a].mean = 0.001, f.of_class[1].precision_lost[a] = 0.09;
    add_pair(2, 3, 0.025, 0.5);
    const struct au_judgement j = judge();
    for (int k = 0; k < CLASSES; k++) CHECK(j.classes[k].label == AUG_LABEL_KEPT);
    check_counter(&j.classes[0], "recoverability_loss", "Nearest to breaking it: up to ");
    check_counter(&j.classes[1], "precision_loss", "9.0 points fewer are right (margin 10)");
    check_counter(&j.classes[2], "landing", "2.5 % of the transformed images look like another class (margin 3)");
    check_counter(&j.classes[3], "recoverability_loss", "Nothing measured comes near");
    CHECK_SAY(strncmp(j.counter.sentence, "b: Nearest to breaking it", 25) == 0, "%s", j.counter.sentence);
    CHECK(j.counter.class_index == 1);
    end();
}

TEST(against_a_collision_stands_the_sign_that_disagrees_most)
{
    harmless();
    add_pair(0, 1, 0.6, 0.6);
    add_pair(1, 0, 0.6, 0.6);
    f.pairs[0].landing[1] = (struct au_stat){0.01, 0.01};
    for (int k = 0; k < 2; k++) {
        f.of_class[k].conflict[AU_P_HALF] = (struct au_stat){0.1, 0.01};
        f.of_class[k].own[0] = f.of_class[k].own[1] = 0.005;
    }
    f.pairs[1].pooled_harm = (struct au_stat){0.012, 0.01};
    const struct au_judgement j = judge();
    CHECK(j.classes[0].label == AUG_LABEL_BROKEN && j.classes[1].label == AUG_LABEL_BROKEN);
    check_counter(&j.classes[0], "landing_pixels", "Most against it: by small pixels only 1.0 %");
    check_counter(&j.classes[1], "pooled_harm", "Most against it: a learner trained with it moves");
    CHECK_SAY(strncmp(j.counter.sentence, "a: Most against it", 18) == 0, "%s", j.counter.sentence);
    end();
}

TEST(where_every_sign_of_a_collision_agrees_the_weakest_is_said_to_agree)
{
    harmless();
    add_pair(0, 1, 0.6, 0.6);
    f.of_class[0].conflict[AU_P_HALF] = (struct au_stat){0.3, 0.01};
    f.of_class[0].own[0] = f.of_class[0].own[1] = 0.01;
    const struct au_judgement j = judge();
    CHECK(j.classes[0].label == AUG_LABEL_BROKEN);
    CHECK_SAY(strstr(j.classes[0].counter.sentence, "No sign disagrees; the weakest: "), "%s",
              j.classes[0].counter.sentence);
    end();
}

TEST(nothing_speaks_against_what_changes_no_pixel_nor_for_or_against_what_is_open)
{
    harmless();
    f.unchanged = 1;
    f.of_class[3].images = f.of_class[3].clusters = 20;
    const struct au_judgement j = judge();
    for (int k = 0; k < CLASSES; k++) CHECK(!j.classes[k].counter.number && !j.classes[k].counter.sentence);
    CHECK(!j.counter.number && j.counter.class_index == -1);
    end();
}

/* ---- what a label rests on ---- */

static bool rests_on(const struct au_judged_class *c, int number)
{
    return (c->touched & AU_TOUCHES(number)) != 0;
}

TEST(a_label_rests_on_looks_where_it_collides_on_losses_and_learners_where_it_is_cleared)
{
    harmless();
    add_pair(0, 1, 0.6, 0.6);
    f.of_class[0].own[0] = f.of_class[0].own[1] = 0.01;
    const struct au_judgement j = judge();
    CHECK(rests_on(&j.classes[0], 1) && !rests_on(&j.classes[0], 3) && !rests_on(&j.classes[0], 4));
    CHECK(!rests_on(&j.classes[2], 1) && rests_on(&j.classes[2], 3) && rests_on(&j.classes[2], 4));
    for (int k = 0; k < CLASSES; k++)
        CHECK(rests_on(&j.classes[k], 2) && rests_on(&j.classes[k], 5) && !rests_on(&j.classes[k], 6));
    end();
}

TEST(a_cleared_class_whose_images_leave_the_data_rests_on_the_assumption_that_nothing_can_contradict_it)
{
    harmless();
    f.of_class[1].off_data = 0.4;
    f.of_class[2].off_data = 0.4;
    f.of_class[2].blind_to = 3;
    const struct au_judgement j = judge();
    CHECK(!rests_on(&j.classes[0], 6) && rests_on(&j.classes[1], 6) && !rests_on(&j.classes[2], 6));
    CHECK(rests_on(&j.classes[1], 3) && !rests_on(&j.classes[2], 3) &&
          rests_on(&j.classes[2], 4)); /* a blind learner */
    end();
}

TEST(what_was_not_measured_rests_on_nothing)
{
    harmless();
    f.of_class[3].images = f.of_class[3].clusters = 20;
    CHECK(judge().classes[3].touched == 0);
    f.unchanged = 1;
    CHECK(judge().classes[0].touched == 0);
    end();
}

/* ---- what would decide ---- */

TEST(too_few_images_need_fifty_in_five_groups)
{
    harmless();
    f.of_class[2].images = 49;
    f.of_class[2].clusters = 4;
    const struct aug_need need = judge().classes[2].need;
    CHECK(need.kind == AUG_NEED_IMAGES && need.images_needed == AU_FEW_IMAGES && need.class_index == 2);
    CHECK_SAY(strstr(need.sentence, "At least 50 images of c in 5 independent groups"), "%s", need.sentence);
    end();
}

/* With so many groups the bound, its estimate unchanged, would come inside its margin; with far fewer it would not. */
TEST(a_wide_interval_needs_as_many_images_as_would_narrow_it_to_its_margin)
{
    harmless();
    struct au_class_findings *c = &f.of_class[1];
    c->images = c->clusters = 60;
    for (int a = 0; a < AU_ARM_COUNT; a++) c->lost[a] = (struct au_stat){0.02, 0.03};
    const struct aug_need need = judge().classes[1].need;
    CHECK(need.kind == AUG_NEED_IMAGES && need.class_index == 1);
    CHECK_SAY(need.images_needed > 60 && need.images_needed < 600, "%zu images", need.images_needed);
    const double more = (double)need.images_needed / 60;
    for (int enough = 0; enough < 2; enough++) {
        const double factor = enough ? 1.05 * more : 0.6 * more;
        c->images = c->clusters = floor(60 * factor);
        for (int a = 0; a < AU_ARM_COUNT; a++) c->lost[a] = (struct au_stat){0.02, 0.03 / sqrt(factor)};
        CHECK_SAY((judge().classes[1].label == AUG_LABEL_KEPT) == enough, "%.0f images: %s", c->images,
                  judge().classes[1].reason);
    }
    end();
}

TEST(a_loss_that_images_would_not_settle_needs_networks_and_after_them_a_ruling_off_the_support)
{
    harmless();
    for (int a = 0; a < AU_ARM_COUNT; a++) f.of_class[1].lost[a] = (struct au_stat){0.06, 0.02};
    const struct aug_need first = judge().classes[1].need;
    CHECK(first.kind == AUG_NEED_LEARNER && first.is_offered && first.tier == AUG_EFFORT_THOROUGH);
    CHECK_SAY(strstr(first.sentence, "--thorough"), "%s", first.sentence);
    f.has_network = 1;
    f.of_class[1].network_lost = (struct au_stat){0.06, 0.02};
    const struct aug_need second = judge().classes[1].need;
    CHECK_SAY(second.kind == AUG_NEED_RULING && !second.is_offered, "%s", second.sentence);
    end();
}

TEST(a_suspicion_needs_images_where_landing_alone_is_unsure_and_else_a_learner_that_we_lack)
{
    harmless();
    add_pair(0, 1, 0.08, 0.6);
    f.of_class[0].clusters = f.of_class[0].images = 100;
    for (int i = 0; i < 2; i++) f.pairs[0].landing[i].se = 0.03;
    f.of_class[0].own[0] = f.of_class[0].own[1] = 0.05;
    const struct au_judgement j = judge();
    CHECK(j.classes[0].cause == AU_CAUSE_SUSPICION);
    CHECK_SAY(j.classes[0].need.kind == AUG_NEED_IMAGES && j.classes[0].need.images_needed > 100, "%s",
              j.classes[0].reason);
    for (int i = 0; i < 2; i++) f.pairs[0].landing[i].mean = 0.04;
    const struct aug_need need = judge().classes[0].need;
    CHECK_SAY(need.kind == AUG_NEED_LEARNER && !need.is_offered, "%s", need.sentence);
    end();
}

TEST(a_blind_learner_needs_a_stronger_one)
{
    harmless();
    f.of_class[0].blind_to = 1;
    const struct aug_need need = judge().classes[0].need;
    CHECK_SAY(need.kind == AUG_NEED_LEARNER && !need.is_offered, "%s", need.sentence);
    end();
}

TEST(what_cannot_be_applied_needs_a_ruling_and_is_broken_where_one_says_so)
{
    harmless();
    const struct aug_ruling rulings[CLASSES] = {{AUG_RULING_CHANGES, -1, 4, 1}, {AUG_RULING_INVARIANT, -1, 5, 1}};
    struct au_judgement_input in = {.name = "T", .class_names = names, .findings = &f};
    struct au_judgement j = {0};
    CHECK_OK(au_judge_unapplied(&in, "It needs a model.", &arena, &j, &err));
    CHECK(j.verdict == AUG_VERDICT_UNDECIDED && strcmp(j.sentence, "Not audited: It needs a model.") == 0);
    for (int k = 0; k < CLASSES; k++)
        CHECK(j.classes[k].label == AUG_LABEL_UNDECIDED && j.classes[k].need.kind == AUG_NEED_RULING &&
              strcmp(j.classes[k].reason, "not_audited") == 0);
    in.rulings = rulings;
    in.intent = "i.yaml";
    CHECK_OK(au_judge_unapplied(&in, NULL, &arena, &j, &err));
    CHECK(j.classes[0].label == AUG_LABEL_BROKEN && j.classes[1].label == AUG_LABEL_UNDECIDED);
    CHECK(j.verdict == AUG_VERDICT_RESTRICT && j.classes[0].need.kind == AUG_NEED_NOTHING);
    CHECK_SAY(strstr(j.sentence, "By your ruling it changes the label of a."), "%s", j.sentence);
    end();
}
