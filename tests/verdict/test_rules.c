/* SPDX-License-Identifier: Apache-2.0
 * test_rules.c - findings made by hand, whose labels and verdicts are known. */
#include <string.h>

#include "check.h"
#include "core/memory.h"
#include "made.h"
#include "verdict/case.h"
#include "verdict/judge.h"

enum { CLASSES = 6 };
static const char *const names[CLASSES] = {"a", "b", "c", "d", "e", "f"};
static struct aug_error err;

/* The number that is said to decide must be on the side of its margin that the label needs. */
static void check_deciding(const struct au_judged_class *c)
{
    const struct aug_deciding *d = &c->deciding;
    CHECK(d->rule && aug_rule_find(d->rule));
    CHECK_SAY(strcmp(aug_rule_find(d->rule)->result, aug_label_name(c->label)) == 0, "%s: %s", d->rule, c->reason);
    if (!d->number) return;
    CHECK_SAY(aug_evidence_about(d->number), "%s", d->number);
    CHECK(d->value.low <= d->value.estimate && d->value.estimate <= d->value.high);
    const bool is_unchanged = strcmp(d->number, "unchanged_share") == 0;
    const bool fits = is_unchanged || c->label == AUG_LABEL_BROKEN ? d->value.low > d->margin
                      : c->label == AUG_LABEL_KEPT                 ? d->value.high < d->margin
                                                                   : d->value.high >= d->margin;
    CHECK_SAY(fits, "%s: %s %g in %g .. %g, margin %g", d->rule, d->number, d->value.estimate, d->value.low,
              d->value.high, d->margin);
}

static struct au_judgement judge_input(const struct au_judgement_input *in, struct au_arena *arena)
{
    struct au_judgement j = {0};
    CHECK_OK(au_judge(in, arena, &j, &err));
    for (size_t k = 0; k < in->findings->classes; k++) check_deciding(&j.classes[k]);
    CHECK(aug_rule_find(j.deciding.rule));
    CHECK_SAY(strcmp(aug_rule_find(j.deciding.rule)->result, aug_verdict_name(j.verdict)) == 0, "%s", j.deciding.rule);
    return j;
}

static struct au_judgement judge(const struct au_findings *f, struct au_arena *arena)
{
    return judge_input(&(struct au_judgement_input){.name = "T", .class_names = names, .findings = f}, arena);
}

TEST(a_harmless_transform_is_kept_for_every_class)
{
    struct au_arena arena = {0};
    struct au_findings f = made_harmless(CLASSES);
    const struct au_judgement j = judge(&f, &arena);
    CHECK_SAY(j.verdict == AUG_VERDICT_KEEP, "%s: %s", aug_verdict_name(j.verdict), j.sentence);
    for (int k = 0; k < CLASSES; k++)
        CHECK_SAY(j.classes[k].label == AUG_LABEL_KEPT, "%s: %s", names[k], j.classes[k].reason);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(a_reciprocal_collision_breaks_both_classes_and_names_the_partner)
{
    struct au_arena arena = {0};
    struct au_findings f = made_harmless(CLASSES);
    made_add_collision(&f, 0, 1);
    made_add_collision(&f, 1, 0);
    const struct au_judgement j = judge(&f, &arena);
    CHECK(j.verdict == AUG_VERDICT_RESTRICT);
    CHECK(j.classes[0].label == AUG_LABEL_BROKEN && j.classes[0].partners[0] == 1);
    CHECK(j.classes[1].label == AUG_LABEL_BROKEN && j.classes[1].partners[0] == 0);
    CHECK(j.classes[2].label == AUG_LABEL_KEPT);
    CHECK_SAY(strstr(j.classes[0].reason, "becomes b"), "%s", j.classes[0].reason);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(landing_alone_convicts_nobody_it_only_makes_a_suspect)
{
    struct au_arena arena = {0};
    struct au_findings f = made_harmless(CLASSES);
    made_add_collision(&f, 0, 1);
    f.pairs[0].plug_in_harm = f.pairs[0].pooled_harm = (struct au_stat){-0.01, 0.01};
    const struct au_judgement j = judge(&f, &arena);
    CHECK(j.classes[0].label == AUG_LABEL_UNDECIDED && j.classes[0].cause == AU_CAUSE_SUSPICION);
    CHECK(j.classes[0].partner_count == 1 && j.classes[0].partners[0] == 1);
    CHECK(j.verdict == AUG_VERDICT_UNDECIDED);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(a_learner_that_pays_for_capacity_alone_convicts_nobody_but_a_material_harm_does)
{
    struct au_arena arena = {0};
    struct au_findings f = made_harmless(CLASSES);
    made_add_collision(&f, 0, 1);
    f.pairs[0].plug_in_harm = (struct au_stat){0, 0};
    f.pairs[0].pooled_harm = (struct au_stat){0.021, 0.003};
    CHECK(judge(&f, &arena).classes[0].label == AUG_LABEL_UNDECIDED);
    f.pairs[0].pooled_harm = (struct au_stat){0.05, 0.003};
    CHECK(judge(&f, &arena).classes[0].label == AUG_LABEL_BROKEN);
    f.pairs[0].pooled_harm = (struct au_stat){0, 0.003};
    f.pairs[0].plug_in_harm = (struct au_stat){0.01, 0.002};
    CHECK(judge(&f, &arena).classes[0].label == AUG_LABEL_BROKEN);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(a_second_embedding_that_sees_no_collision_acquits_unless_the_harm_is_material)
{
    struct au_arena arena = {0};
    struct au_findings f = made_harmless(CLASSES);
    made_add_collision(&f, 0, 1);
    f.of_class[0].own[1] = 0.9;
    f.pairs[0].plug_in_harm = f.pairs[0].pooled_harm = (struct au_stat){0.012, 0.002};
    CHECK(judge(&f, &arena).classes[0].label == AUG_LABEL_UNDECIDED);
    f.pairs[0].plug_in_harm = (struct au_stat){0.24, 0.02};
    CHECK(judge(&f, &arena).classes[0].label == AUG_LABEL_BROKEN);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(what_was_not_measured_is_never_cleared)
{
    struct au_arena arena = {0};
    struct au_findings f = {0};
    const size_t images[CLASSES] = {400, 400, 400, 400, 400, 400};
    CHECK_OK(au_findings_counts(CLASSES, images, images, &f, &err));
    const struct au_judgement j = judge(&f, &arena);
    for (int k = 0; k < CLASSES; k++) CHECK_SAY(j.classes[k].label == AUG_LABEL_UNDECIDED, "%s", j.classes[k].reason);
    CHECK_SAY(j.verdict == AUG_VERDICT_UNDECIDED && strstr(j.advice, "--max-images"), "%s", j.advice);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(a_class_with_few_images_or_few_clusters_is_never_cleared_nor_accused)
{
    struct au_arena arena = {0};
    struct au_findings f = made_harmless(CLASSES);
    f.of_class[0].images = 49;
    f.of_class[1].clusters = 4;
    made_add_collision(&f, 0, 2);
    const struct au_judgement j = judge(&f, &arena);
    CHECK(j.classes[0].label == AUG_LABEL_UNDECIDED && j.classes[1].label == AUG_LABEL_UNDECIDED);
    CHECK(j.classes[0].partner_count == 1);
    au_findings_release(&f);
    au_arena_release(&arena);
}

static void lose(struct au_class_findings *c, double loss)
{
    for (int a = 0; a < AU_ARM_COUNT; a++) c->lost[a] = (struct au_stat){loss, 0.01};
}

TEST(a_loss_that_no_learner_mends_breaks_the_label_where_nothing_undoes_the_transform)
{
    struct au_arena arena = {0};
    struct au_findings f = made_harmless(CLASSES);
    lose(&f.of_class[3], 0.4);
    const struct au_judgement j = judge(&f, &arena);
    CHECK_SAY(j.classes[3].label == AUG_LABEL_BROKEN && j.classes[3].cause == AU_CAUSE_LOST, "%s", j.classes[3].reason);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(a_loss_convicts_only_where_a_network_that_was_asked_agrees)
{
    for (int agrees = 0; agrees <= 1; agrees++) {
        struct au_arena arena = {0};
        struct au_findings f = made_harmless(CLASSES);
        lose(&f.of_class[3], 0.4);
        f.has_network = 1;
        f.of_class[3].network_lost = (struct au_stat){agrees ? 0.3 : 0.002, 0.005};
        const struct au_judgement j = judge(&f, &arena);
        CHECK_SAY(j.classes[3].label == (agrees ? AUG_LABEL_BROKEN : AUG_LABEL_KEPT), "%s", j.classes[3].reason);
        au_findings_release(&f);
        au_arena_release(&arena);
    }
}

/* 0.1: the margin of precision (R4), which all readers but the first are asked for. */
TEST(R4_a_reader_that_keeps_a_class_by_default_clears_nothing)
{
    for (int reader = 0; reader < 3; reader++)
        for (int is_default = 0; is_default <= 1; is_default++) {
            struct au_arena arena = {0};
            struct au_findings f = made_harmless(CLASSES);
            struct au_class_findings *c = &f.of_class[3];
            const struct au_stat lost = {0.002, 0.005};
            const double precision_lost = is_default ? 0.1 : 0.0999;
            lose(c, 0.055); /* open */
            *(uint32_t *[]){&f.has_pixels, &f.has_second, &f.has_network}[reader] = 1;
            *(struct au_stat *[]){&c->pixels_lost, &c->second_lost, &c->network_lost}[reader] = lost;
            *(double *[]){&c->pixels_precision_lost, &c->second_precision_lost,
                          &c->network_precision_lost}[reader] = precision_lost;
            const struct au_judgement j = judge(&f, &arena);
            CHECK_SAY(j.classes[3].label == (is_default ? AUG_LABEL_UNDECIDED : AUG_LABEL_KEPT), "reader %d: %s",
                      reader, j.classes[3].reason);
            au_findings_release(&f);
            au_arena_release(&arena);
        }
}

TEST(
    a_loss_convicts_nobody_that_a_learner_of_small_pixels_does_not_share_unless_it_gives_the_class_to_what_it_cannot_read)
{
    static const struct {
        double lost, precision_lost;
        enum aug_label label;
    } cases[] = {{0.002, 0.01, AUG_LABEL_KEPT}, {0.3, 0.01, AUG_LABEL_BROKEN}, {0.002, 0.5, AUG_LABEL_BROKEN}};
    for (int i = 0; i < 3; i++) {
        struct au_arena arena = {0};
        struct au_findings f = made_harmless(CLASSES);
        lose(&f.of_class[3], 0.4);
        f.has_pixels = 1;
        f.of_class[3].pixels_lost = (struct au_stat){cases[i].lost, 0.005};
        f.of_class[3].pixels_precision_lost = cases[i].precision_lost;
        f.of_class[2].pixels_lost = (struct au_stat){0.3, 0.005}; /* read well by the main learner: no loss */
        const struct au_judgement j = judge(&f, &arena);
        CHECK_SAY(j.classes[3].label == cases[i].label && j.classes[2].label == AUG_LABEL_KEPT, "%d: %s", i,
                  j.classes[3].reason);
        au_findings_release(&f);
        au_arena_release(&arena);
    }
}

/* At the margin of 5 points a network's bound at 5 % would clear what the second learner's at half of that does not. */
TEST(a_loss_convicts_only_where_the_second_learner_agrees_which_clears_at_half_the_level)
{
    const double lost[] = {0.3, 0.002, 0.0305};
    const enum aug_label label[] = {AUG_LABEL_BROKEN, AUG_LABEL_KEPT, AUG_LABEL_UNDECIDED};
    for (int i = 0; i < 3; i++) {
        struct au_arena arena = {0};
        struct au_findings f = made_harmless(CLASSES);
        lose(&f.of_class[3], 0.4);
        f.has_second = 1;
        f.of_class[3].second_lost = (struct au_stat){lost[i], 0.01};
        f.of_class[3].second_precision_lost = 0.5; /* it gives the class to what it cannot read */
        struct au_judgement j = judge(&f, &arena);
        CHECK_SAY(j.classes[3].label == AUG_LABEL_BROKEN, "%s", j.classes[3].reason);
        f.of_class[3].second_precision_lost = 0.01;
        j = judge(&f, &arena);
        CHECK_SAY(j.classes[3].label == label[i], "%s", j.classes[3].reason);
        f.has_network = 1;
        f.of_class[3].network_lost = f.of_class[3].second_lost;
        j = judge(&f, &arena);
        CHECK_SAY(j.classes[3].label == (i == 0 ? AUG_LABEL_BROKEN : AUG_LABEL_KEPT), "%s", j.classes[3].reason);
        au_findings_release(&f);
        au_arena_release(&arena);
    }
}

TEST(a_loss_that_undoing_mends_is_the_learners_weakness_and_convicts_nobody)
{
    struct au_arena arena = {0};
    struct au_findings f = made_harmless(CLASSES);
    f.has_undo = 1;
    for (int k = 0; k < CLASSES; k++) f.of_class[k].undone = (struct au_stat){0.001, 0.002};
    lose(&f.of_class[3], 0.15);
    struct au_judgement j = judge(&f, &arena);
    CHECK_SAY(j.classes[3].label == AUG_LABEL_KEPT, "%s", j.classes[3].reason);
    f.of_class[3].undone = (struct au_stat){0.5, 0.01};
    lose(&f.of_class[3], 0.5);
    j = judge(&f, &arena);
    CHECK_SAY(j.classes[3].label == AUG_LABEL_BROKEN, "%s", j.classes[3].reason);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(a_lone_class_that_loses_ten_points_is_not_forgiven_by_the_others)
{
    struct au_arena arena = {0};
    struct au_findings f = made_harmless(CLASSES);
    for (int k = 0; k < CLASSES; k++) {
        f.of_class[k].images = f.of_class[k].clusters = 150;
        for (int a = 0; a < AU_ARM_COUNT; a++)
            f.of_class[k].lost[a] = (struct au_stat){k == 3 ? 0.10 : 0.0, k == 3 ? 0.025 : 0.004};
    }
    const struct au_judgement j = judge(&f, &arena);
    CHECK_SAY(j.classes[3].label != AUG_LABEL_KEPT, "%s", j.classes[3].reason);
    CHECK_SAY(j.classes[0].label == AUG_LABEL_KEPT, "%s", j.classes[0].reason);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(more_draws_that_mend_a_loss_acquit)
{
    struct au_arena arena = {0};
    struct au_findings f = made_harmless(CLASSES);
    f.has_many = 1;
    lose(&f.of_class[2], 0.4);
    f.of_class[2].lost[AU_ARM_OWN_MANY] = f.of_class[2].lost[AU_ARM_POOLED_MANY] = (struct au_stat){0.2, 0.01};
    for (int k = 0; k < CLASSES; k++)
        if (k != 2) f.of_class[k].lost[AU_ARM_POOLED_MANY].mean = 0.001;
    const struct au_judgement j = judge(&f, &arena);
    CHECK_SAY(j.classes[2].label == AUG_LABEL_UNDECIDED, "%s", j.classes[2].reason);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(recall_kept_by_default_is_no_survival)
{
    struct au_arena arena = {0};
    struct au_findings f = made_harmless(CLASSES);
    for (int a = 0; a < AU_ARM_COUNT; a++) f.of_class[1].precision_lost[a] = 0.5;
    f.of_class[1].own[0] = 0.02;
    struct au_judgement j = judge(&f, &arena);
    CHECK_SAY(j.classes[1].label == AUG_LABEL_BROKEN, "%s", j.classes[1].reason);
    f.of_class[1].own[0] = 0.5;
    j = judge(&f, &arena);
    CHECK_SAY(j.classes[1].label == AUG_LABEL_UNDECIDED, "%s", j.classes[1].reason);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(what_the_learner_cannot_see_on_clean_images_it_never_clears)
{
    struct au_arena arena = {0};
    struct au_findings f = made_harmless(CLASSES);
    f.of_class[4].blind_to = 5;
    f.of_class[4].blind_space = 2;
    f.of_class[4].blind_error = 0.3;
    const struct au_judgement j = judge(&f, &arena);
    CHECK(j.classes[4].label == AUG_LABEL_UNDECIDED && j.classes[4].cause == AU_CAUSE_BLIND);
    CHECK_SAY(strstr(j.classes[4].reason, "colours alone tell"), "%s", j.classes[4].reason);
    CHECK(j.classes[5].label == AUG_LABEL_KEPT);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(a_learner_no_better_than_chance_accuses_nobody)
{
    struct au_arena arena = {0};
    struct au_findings f = made_harmless(CLASSES);
    made_add_collision(&f, 0, 1);
    for (int k = 0; k < CLASSES; k++) {
        struct au_class_findings *c = &f.of_class[k];
        c->clean_error = 0.8; /* chance among six is 0.83 */
        c->blind_to = k == 0 ? 1 : 0;
        c->blind_error = 0.48;
        for (int a = 0; a < AU_ARM_COUNT; a++) c->lost[a] = (struct au_stat){0.15, 0.01};
    }
    const struct au_judgement j = judge(&f, &arena);
    for (int k = 0; k < CLASSES; k++)
        CHECK_SAY(j.classes[k].label == AUG_LABEL_UNDECIDED, "%s: %s", names[k], j.classes[k].reason);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(colours_that_land_elsewhere_are_named_as_a_cue_though_the_label_survives)
{
    struct au_arena arena = {0};
    struct au_findings f = made_harmless(CLASSES);
    f.pairs[f.pair_count++] = (struct au_pair_findings){
        .from = 0, .to = 1, .landing = {{0}, {0}, {0.9, 0.02}}, .example = {-1, -1}, .nearest = {-1, -1}};
    f.of_class[0].own_clean[2] = 0.95;
    const struct au_judgement j = judge(&f, &arena);
    CHECK(j.classes[0].label == AUG_LABEL_KEPT && j.classes[0].partner_count == 1 && j.classes[0].partners[0] == 1);
    CHECK_SAY(strstr(j.classes[0].reason, "colour is invalidated"), "%s", j.classes[0].reason);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(wide_intervals_leave_a_class_open_and_say_how_many_images_would_decide)
{
    struct au_arena arena = {0};
    struct au_findings f = made_harmless(CLASSES);
    for (int k = 0; k < CLASSES; k++) {
        f.of_class[k].images = f.of_class[k].clusters = 60;
        for (int a = 0; a < AU_ARM_COUNT; a++) f.of_class[k].lost[a] = (struct au_stat){0.02, 0.04};
    }
    const struct au_judgement j = judge(&f, &arena);
    CHECK(j.classes[0].label == AUG_LABEL_UNDECIDED && j.classes[0].cause == AU_CAUSE_WIDTH);
    CHECK_SAY(strstr(j.classes[0].reason, "would decide"), "%s", j.classes[0].reason);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(the_worst_strength_inside_a_range_decides_and_a_safe_part_of_it_is_offered)
{
    struct au_arena arena = {0};
    struct au_findings whole = made_harmless(CLASSES), weak = made_harmless(CLASSES), strong = made_harmless(CLASSES);
    made_add_collision(&strong, 0, 1);
    const struct au_stratum_input strata[] = {{&strong, "limit", 180, "rotate:180", true, false},
                                              {&weak, "limit", -15, "rotate:-15", false, false},
                                              {&weak, "limit", 15, "rotate:15", false, false}};
    const struct au_judgement_input in = {
        .name = "rotate", .class_names = names, .findings = &whole, .strata = strata, .stratum_count = 3};
    struct au_judgement j = judge_input(&in, &arena);
    CHECK(j.classes[0].label == AUG_LABEL_BROKEN && j.classes[0].partners[0] == 1);
    CHECK(j.doses[0].strength == -15 && j.doses[2].strength == 180);
    CHECK(j.doses[1].classes[0].label == AUG_LABEL_KEPT && j.doses[2].classes[0].label == AUG_LABEL_BROKEN);
    CHECK(strcmp(j.classes[0].deciding.at, "rotate:180") == 0 && j.classes[0].touched != j.classes[2].touched);
    CHECK(j.deciding.class_index == 0 && strcmp(j.deciding.number, "landing") == 0);
    CHECK_SAY(j.verdict == AUG_VERDICT_NARROW && strstr(j.advice, "limit to [-15, 15]"), "%s: %s",
              aug_verdict_name(j.verdict), j.advice);
    au_findings_release(&whole);
    au_findings_release(&weak);
    au_findings_release(&strong);
    au_arena_release(&arena);
}

TEST(an_unsafe_strength_on_one_side_narrows_both_and_other_parameters_are_left_alone)
{
    struct au_arena arena = {0};
    struct au_findings whole = made_harmless(CLASSES), weak = made_harmless(CLASSES), strong = made_harmless(CLASSES);
    made_add_collision(&strong, 0, 1);
    const struct au_stratum_input strata[] = {
        {&weak, "hue", -90, "h:-90", true, false},  {&weak, "hue", -30, "h:-30", true, false},
        {&weak, "hue", 30, "h:30", true, false},    {&strong, "hue", 60, "h:60", true, false},
        {&weak, "sat", -20, "s:-20", false, false}, {&weak, "sat", 20, "s:20", false, false}};
    const struct au_judgement_input in = {
        .name = "hsv", .class_names = names, .findings = &whole, .strata = strata, .stratum_count = 6};
    struct au_judgement j = judge_input(&in, &arena);
    CHECK(j.dose_count == 6 && strcmp(j.doses[4].param, "sat") == 0);
    CHECK_SAY(j.verdict == AUG_VERDICT_NARROW && strstr(j.advice, "hue to [-30, 30]"), "%s: %s",
              aug_verdict_name(j.verdict), j.advice);
    au_findings_release(&whole);
    au_findings_release(&weak);
    au_findings_release(&strong);
    au_arena_release(&arena);
}

TEST(the_strong_end_of_a_range_that_only_grows_is_advice_not_an_accusation)
{
    struct au_arena arena = {0};
    struct au_findings whole = made_harmless(CLASSES), weak = made_harmless(CLASSES), strong = made_harmless(CLASSES);
    lose(&strong.of_class[0], 0.3);
    const struct au_stratum_input strata[] = {{&strong, "amount", -0.4, "b:-0.4", false, false},
                                              {&weak, "amount", -0.2, "b:-0.2", false, false},
                                              {&weak, "amount", 0.2, "b:0.2", false, false}};
    const struct au_judgement_input in = {
        .name = "brightness", .class_names = names, .findings = &whole, .strata = strata, .stratum_count = 3};
    struct au_judgement j = judge_input(&in, &arena);
    CHECK(j.classes[0].label == AUG_LABEL_KEPT && j.verdict == AUG_VERDICT_NARROW);
    CHECK_SAY(strstr(j.advice, "amount to [-0.2, 0.2]"), "%s", j.advice);
    for (int k = 0; k < CLASSES; k++) /* open as a whole: now it counts */
        for (int a = 0; a < AU_ARM_COUNT; a++) whole.of_class[k].lost[a] = (struct au_stat){0.04, 0.03};
    j = judge_input(&in, &arena);
    CHECK(j.classes[0].label == AUG_LABEL_BROKEN);
    au_findings_release(&strong);
    au_findings_release(&whole);
    strong = made_harmless(CLASSES);
    whole = made_harmless(CLASSES);
    made_add_collision(&strong, 0,
                       1); /* a collision at one fixed strength that the range does not share is a learner's weakness */
    j = judge_input(&in, &arena);
    CHECK_SAY(j.verdict == AUG_VERDICT_KEEP, "%s: %s", aug_verdict_name(j.verdict), j.sentence);
    au_findings_release(&whole);
    au_findings_release(&weak);
    au_findings_release(&strong);
    au_arena_release(&arena);
}

TEST(a_range_with_room_beyond_it_may_be_widened_and_one_that_breaks_there_is_kept)
{
    struct au_arena arena = {0};
    struct au_findings whole = made_harmless(CLASSES), inside = made_harmless(CLASSES), beyond = made_harmless(CLASSES);
    const struct au_stratum_input strata[] = {{&inside, "limit", -10, "r:-10", true, false},
                                              {&inside, "limit", 10, "r:10", true, false},
                                              {&beyond, "limit", -15, "r:-15", true, true},
                                              {&beyond, "limit", 15, "r:15", true, true}};
    const struct au_judgement_input in = {
        .name = "rotate", .class_names = names, .findings = &whole, .strata = strata, .stratum_count = 4};
    struct au_judgement j = judge_input(&in, &arena);
    CHECK_SAY(j.verdict == AUG_VERDICT_WIDEN && strstr(j.advice, "[-15, 15]"), "%s: %s", aug_verdict_name(j.verdict),
              j.advice);
    made_add_collision(&beyond, 0, 1);
    j = judge_input(&in, &arena);
    CHECK_SAY(j.verdict == AUG_VERDICT_KEEP && j.classes[0].label == AUG_LABEL_KEPT, "%s: %s",
              aug_verdict_name(j.verdict), j.sentence);
    au_findings_release(&whole);
    au_findings_release(&inside);
    au_findings_release(&beyond);
    au_arena_release(&arena);
}

TEST(an_outcome_that_breaks_a_class_breaks_the_transform_and_is_no_dose)
{
    struct au_arena arena = {0};
    struct au_findings whole = made_harmless(CLASSES), turned = made_harmless(CLASSES);
    made_add_collision(&turned, 2, 3);
    const struct au_stratum_input strata[] = {{&turned, NULL, 0, "rotate:180", true, false}};
    const struct au_judgement_input in = {
        .name = "RandomRotate90", .class_names = names, .findings = &whole, .strata = strata, .stratum_count = 1};
    struct au_judgement j = judge_input(&in, &arena);
    CHECK(j.dose_count == 0 && j.classes[2].label == AUG_LABEL_BROKEN && j.verdict == AUG_VERDICT_RESTRICT);
    CHECK_SAY(strstr(j.classes[2].reason, "As rotate:180"), "%s", j.classes[2].reason);
    au_findings_release(&whole);
    au_findings_release(&turned);
    au_arena_release(&arena);
}

TEST(breaking_most_of_the_images_asks_for_removal)
{
    struct au_arena arena = {0};
    struct au_findings f = made_harmless(CLASSES);
    for (int k = 0; k < 4; k++) lose(&f.of_class[k], 0.5);
    CHECK(judge(&f, &arena).verdict == AUG_VERDICT_REMOVE);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(a_transform_that_changes_no_pixel_is_redundant)
{
    struct au_arena arena = {0};
    struct au_findings f = made_harmless(CLASSES);
    f.unchanged = 1;
    const struct au_judgement j = judge(&f, &arena);
    CHECK(j.verdict == AUG_VERDICT_REDUNDANT && j.classes[0].label == AUG_LABEL_KEPT);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(every_verdict_and_label_has_a_name_and_ranks_are_a_permutation)
{
    bool taken[AUG_VERDICT_COUNT] = {false};
    for (int v = 0; v < AUG_VERDICT_COUNT; v++) {
        const int rank = aug_verdict_rank((enum aug_verdict)v);
        CHECK(rank >= 0 && rank < AUG_VERDICT_COUNT && !taken[rank]);
        taken[rank] = true;
        CHECK(strcmp(aug_verdict_name((enum aug_verdict)v), "unknown") != 0);
    }
    CHECK(aug_verdict_rank(AUG_VERDICT_REMOVE) == 0 && aug_verdict_rank(AUG_VERDICT_KEEP) == AUG_VERDICT_COUNT - 1);
}
