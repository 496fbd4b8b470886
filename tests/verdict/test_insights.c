/* SPDX-License-Identifier: Apache-2.0
 * test_insights.c - explaining numbers and remarks from findings made by hand. */
#include <augaudit/evidence.h>

#include <math.h>
#include <string.h>

#include "check.h"
#include "core/memory.h"
#include "verdict/insights.h"

static struct aug_error err;

/* Two classes of 400 images whose transforms are in the data already. */
static struct au_findings contained(void)
{
    struct au_findings f = {0};
    CHECK_OK(au_findings_make(2, 0, &f, &err));
    for (int p = 0; p < AU_P_GRID; p++) f.probability[p] = (double[]){0.1, 0.25, 0.5, 0.75, 0.9, 0.5}[p];
    for (int k = 0; k < 2; k++) {
        struct au_class_findings *c = &f.of_class[k];
        c->images = c->clusters = 400;
        c->lost[AU_ARM_CLEAN] = (struct au_stat){0.001, 0.002};
        c->insight = (struct au_insight){.has_overlap = 1,
                                         .has_typicality = 1,
                                         .overlap = {0.98, 0.02},
                                         .atypical_own = {0.05, 0.01},
                                         .typical_p = {0.5, 0.01}};
    }
    f.insight = f.of_class[0].insight;
    return f;
}

static const char *remark_about(const struct au_findings *f, size_t k, const char *about, struct au_arena *arena)
{
    const struct aug_remark *remarks = NULL;
    size_t count = 0;
    CHECK_OK(au_remarks(f, k, &remarks, &count, arena, &err));
    for (size_t i = 0; i < count; i++)
        if (strcmp(remarks[i].about, about) == 0) return remarks[i].text;
    return NULL;
}

TEST(what_is_typical_not_told_apart_and_read_by_a_clean_learner_is_in_the_data_already)
{
    struct au_arena arena = {0};
    struct au_findings f = contained();
    const struct au_redundancy r = au_redundancy(&f, 0);
    CHECK_SAY(r.is_redundant && r.estimate > 0.95 && r.low > 0.9 && r.high >= r.estimate, "%g [%g, %g]", r.estimate,
              r.low, r.high);
    CHECK(strstr(remark_about(&f, 0, "redundancy", &arena), "Your data already contains it"));
    CHECK(strstr(remark_about(&f, AU_ALL_CLASSES, "redundancy", &arena), "Your data already contains it"));
    au_arena_release(&arena);
    au_findings_release(&f);
}

TEST(each_of_the_three_signs_alone_denies_redundancy)
{
    for (int sign = 0; sign < 3; sign++) {
        struct au_arena arena = {0};
        struct au_findings f = contained();
        struct au_class_findings *c = &f.of_class[1];
        if (sign == 0) c->insight.overlap.mean = 0.5;
        if (sign == 1) c->insight.atypical_own.mean = 0.5;
        if (sign == 2) c->lost[AU_ARM_CLEAN].mean = 0.2;
        const struct au_redundancy r = au_redundancy(&f, 1);
        CHECK_SAY(!r.is_redundant && r.estimate < 0.65 && r.high < 0.72, "sign %d: %g, at most %g", sign, r.estimate,
                  r.high);
        CHECK(au_redundancy(&f, 0).is_redundant && !remark_about(&f, 1, "redundancy", &arena));
        au_arena_release(&arena);
        au_findings_release(&f);
    }
}

TEST(O1_where_no_pixel_changes_the_data_contains_all_of_it)
{
    struct au_arena arena = {0};
    struct au_findings f = contained();
    f.unchanged = 1;
    f.of_class[0].insight.overlap.mean = 0.3; /* whatever the rest says */
    const struct au_redundancy r = au_redundancy(&f, 0);
    CHECK(r.is_redundant && r.low == 1 && r.high == 1);
    CHECK(strstr(remark_about(&f, 0, "redundancy", &arena), "no pixel changes"));
    au_arena_release(&arena);
    au_findings_release(&f);
}

TEST(the_margin_is_reached_where_the_straight_line_between_two_probabilities_crosses_it)
{
    struct au_arena arena = {0};
    struct au_findings f = contained();
    struct au_class_findings *c = &f.of_class[0];
    CHECK(au_margin_probability(&f, 0).estimate == 1 && !remark_about(&f, 0, "margin_probability", &arena));
    c->clusters = 1e9; /* no floor */
    for (int p = 0; p < AU_P_GRID; p++) c->conflict[p] = (struct au_stat){(double[]){0, 0.01, 0.05, 0.2, 0.4, 0}[p], 0};
    const struct aug_number number = au_margin_probability(&f, 0);
    CHECK_SAY(fabs(number.estimate - (0.25 + 0.25 * 0.25)) < 1e-6, "reached at %g", number.estimate);
    CHECK(strstr(remark_about(&f, 0, "margin_probability", &arena), "from p = 0.31 on"));
    c->conflict[0] = (struct au_stat){0.04, 0};
    CHECK_SAY(fabs(au_margin_probability(&f, 0).estimate - 0.05) < 1e-6, "the curve starts at 0");
    au_arena_release(&arena);
    au_findings_release(&f);
}

TEST(the_margin_is_reached_earlier_by_the_upper_bound_and_later_by_the_lower)
{
    struct au_findings f = contained();
    for (int p = 0; p < AU_P_GRID - 1; p++)
        f.of_class[0].conflict[p] = (struct au_stat){0.08 * f.probability[p], 0.012};
    const struct aug_number number = au_margin_probability(&f, 0);
    CHECK_SAY(number.low < number.estimate && number.estimate < number.high && number.high < 1, "%g [%g, %g]",
              number.estimate, number.low, number.high);
    CHECK_SAY(fabs(number.estimate - 0.25) < 1e-6, "%g", number.estimate);
    au_findings_release(&f);
}

static struct au_insight covering(double worth, double ratio, double change)
{
    return (struct au_insight){.has_coverage = 1,
                               .has_worth = 1,
                               .has_ratio = 1,
                               .worth = {worth, 0.02},
                               .gain_ratio = {ratio, 0.05},
                               .neighbour_change = {change, 0.004}};
}

TEST(a_fall_of_the_neighbours_accuracy_counts_only_where_other_classes_gain_more)
{
    const struct au_insight confuser = covering(0.2, 0.5, -0.02), noise = covering(0.4, 1.01, -0.02),
                            gap = covering(0.6, 1.3, 0.005), nothing = covering(0.01, 1, 0);
    CHECK(au_coverage_kind(&confuser, 400) == AU_COVERAGE_CONFUSER);
    CHECK(au_coverage_kind(&noise, 400) != AU_COVERAGE_CONFUSER);
    CHECK(au_coverage_kind(&gap, 400) == AU_COVERAGE_GAP);
    CHECK(au_coverage_kind(&nothing, 400) == AU_COVERAGE_NOTHING);
    CHECK(au_coverage_kind(&(struct au_insight){0}, 400) == AU_COVERAGE_UNKNOWN);
}

TEST(every_number_has_a_sentence_and_bounds_around_its_estimate)
{
    struct au_findings f = contained();
    f.of_class[0].insight = covering(0.6, 1.3, 0.005);
    f.of_class[0].insight.has_information = f.of_class[0].insight.has_typicality = 1;
    f.of_class[0].insight.has_overlap = 1;
    f.of_class[0].insight.bits_lost = (struct au_stat){1.7, 0.1}; /* more than 1 is kept */
    struct aug_evidence items[AU_INSIGHT_NUMBERS];
    size_t count = 0;
    au_insight_numbers(&f, 0, items, &count);
    CHECK_SAY(count > 15 && count <= AU_INSIGHT_NUMBERS, "%zu numbers", count);
    for (size_t i = 0; i < count; i++) {
        const struct aug_number *n = &items[i].number;
        CHECK_SAY(aug_evidence_about(items[i].name) != NULL, "%s is not explained", items[i].name);
        CHECK_SAY(isfinite(n->low) && isfinite(n->high) && n->low <= n->estimate && n->estimate <= n->high,
                  "%s: %g [%g, %g]", items[i].name, n->estimate, n->low, n->high);
        if (strcmp(items[i].name, "bits_lost") == 0) CHECK(n->estimate == 1.7 && n->low > 1.4 && n->high > 1.8);
    }
    count = 0;
    f.of_class[0].clusters = 1;
    au_insight_numbers(&f, 0, items, &count);
    CHECK_SAY(count == 0, "%zu numbers from one cluster", count);
    au_findings_release(&f);
}

/* A lamp: colour and position carry the label. */
static struct au_findings lamp(void)
{
    struct au_findings f = contained();
    f.of_class[0].insight.has_cues = 1;
    f.of_class[0].insight.cue[AU_CUE_COLOUR] = f.of_class[0].insight.cue[AU_CUE_PLACE] = (struct au_cue_stats){
        .clean = {0.95, 0.02}, .kept = {0.93, 0.02}};
    f.of_class[0].insight.cue[AU_CUE_TEXTURE] = (struct au_cue_stats){.clean = {0.1, 0.04}};
    return f;
}

TEST(the_lamp_whose_colour_misleads_is_said_to_be_told_by_its_position)
{
    struct au_arena arena = {0};
    struct au_findings f = lamp();
    CHECK(!remark_about(&f, 0, "cue_colour_kept", &arena));
    f.of_class[0].insight.cue[AU_CUE_COLOUR].misled = (struct au_stat){0.12, 0.02};
    CHECK(strcmp(remark_about(&f, 0, "cue_colour_kept", &arena),
                 "Of what tells the label, colour is invalidated; position still tells.") == 0);
    f.of_class[0].insight.is_grey = 1;
    CHECK(strstr(remark_about(&f, 0, "cue_colour_kept", &arena), "tone is invalidated"));
    f.of_class[0].insight.cue[AU_CUE_PLACE].kept.mean = 0.1;
    CHECK(strstr(remark_about(&f, 0, "cue_colour_kept", &arena),
                 "tone and position are invalidated; no other cue was seen to tell."));
    au_arena_release(&arena);
    au_findings_release(&f);
}

TEST(a_cue_that_carried_nothing_is_not_invalidated_and_one_that_may_be_half_kept_is_open)
{
    struct au_findings f = lamp();
    struct au_cue_stats *cue = f.of_class[0].insight.cue;
    CHECK(au_cue_state(&f, 0, AU_CUE_TEXTURE) == AU_CUE_SILENT && au_cue_state(&f, 0, AU_CUE_PLACE) == AU_CUE_TELLS);
    cue[AU_CUE_PLACE].kept = (struct au_stat){0.48, 0.05};
    CHECK(au_cue_state(&f, 0, AU_CUE_PLACE) == AU_CUE_OPEN);
    cue[AU_CUE_PLACE].kept = (struct au_stat){0.2, 0.02};
    CHECK(au_cue_state(&f, 0, AU_CUE_PLACE) == AU_CUE_INVALID);
    CHECK(au_cue_state(&f, 1, AU_CUE_PLACE) == AU_CUE_SILENT); /* not measured */
    au_findings_release(&f);
}

TEST(what_the_data_contains_already_is_not_said_to_fill_a_gap)
{
    struct au_arena arena = {0};
    struct au_findings f = contained();
    const struct au_insight gap = covering(0.6, 1.3, 0.005);
    f.insight.has_coverage = f.insight.has_worth = f.insight.has_ratio = 1;
    f.insight.worth = gap.worth;
    f.insight.gain_ratio = gap.gain_ratio;
    f.insight.neighbour_change = gap.neighbour_change;
    CHECK(remark_about(&f, AU_ALL_CLASSES, "redundancy", &arena) && !remark_about(&f, AU_ALL_CLASSES, "worth", &arena));
    f.insight.overlap.mean = 0.6;
    CHECK(strstr(remark_about(&f, AU_ALL_CLASSES, "worth", &arena), "It fills a gap"));
    au_arena_release(&arena);
    au_findings_release(&f);
}
