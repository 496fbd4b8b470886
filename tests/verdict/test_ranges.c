/* SPDX-License-Identifier: Apache-2.0
 * test_ranges.c - safe strengths from findings made by hand. */
#include <math.h>
#include <string.h>

#include "check.h"
#include "core/memory.h"
#include "core/random.h"
#include "verdict/ranges.h"

enum { CLASSES = 2, DOSES = 4 };
static struct aug_error err;

struct made {
    struct au_findings whole, at[DOSES];
    struct au_judged_class classes[DOSES][CLASSES], all[CLASSES];
    struct au_judged_dose doses[DOSES];
    struct au_arena arena;
};

/* One parameter at `count` strengths, 200 test clusters a class, of which lost[i] lose the label in either class. */
static void make(struct made *m, const double *strengths, const double *lost, size_t count)
{
    *m = (struct made){0};
    CHECK_OK(au_findings_make(CLASSES, 0, &m->whole, &err));
    for (size_t i = 0; i < count; i++) {
        CHECK_OK(au_findings_make(CLASSES, 0, &m->at[i], &err));
        for (int k = 0; k < CLASSES; k++) {
            m->at[i].of_class[k].images = 1000;
            m->at[i].of_class[k].split = (struct au_split){200, lost[i], 1};
            m->classes[i][k].harm.estimate = lost[i] / 200;
        }
        m->doses[i] = (struct au_judged_dose){.param = "limit",
                                              .spec = "T",
                                              .own_view = true,
                                              .strength = strengths[i],
                                              .findings = &m->at[i],
                                              .classes = m->classes[i]};
    }
}

static struct aug_range_result range_of(struct made *m, size_t count)
{
    const struct aug_range_result *ranges = NULL;
    size_t range_count = 0;
    static const char *const names[CLASSES] = {"six", "nine"};
    const struct au_param_law law = {"limit", {-20, 20, 0, 1}};
    const struct au_judgement j = {.classes = m->all, .doses = m->doses, .dose_count = count};
    const struct au_judgement_input in = {.findings = &m->whole, .class_names = names, .laws = &law, .law_count = 1};
    CHECK_OK(au_ranges(&in, &j, &m->arena, &ranges, &range_count, &err));
    CHECK(range_count == 1);
    return ranges[0];
}

static void unmake(struct made *m)
{
    au_findings_release(&m->whole);
    for (int i = 0; i < DOSES; i++) au_findings_release(&m->at[i]);
    au_arena_release(&m->arena);
}

TEST(strengths_are_safe_outwards_from_zero_until_the_first_that_is_not)
{
    struct made m;
    make(&m, (double[]){-20, -10, 10, 20}, (double[]){0, 30, 2, 40}, DOSES);
    const struct aug_range_result r = range_of(&m, DOSES);
    CHECK_SAY(r.neutral == 0 && r.safe_low == 0 && r.safe_high == 10, "%g .. %g", r.safe_low, r.safe_high);
    CHECK(r.class_safe_low[0] == 0 && r.class_safe_high[1] == 10);
    CHECK_SAY(fabs(r.reaches_high - (10 + 10 * (0.05 - 0.01) / 0.19)) < 1e-9, "reached at %g", r.reaches_high);
    CHECK_SAY(r.reaches_low > -10 && r.reaches_low < 0, "reached at %g", r.reaches_low);
    CHECK(strstr(r.sentence, "limit from 0 to 10") && strstr(r.sentence, "at none of them"));
    unmake(&m);
}

TEST(where_nothing_can_be_shown_no_strength_is_safe)
{
    struct made m;
    make(&m, (double[]){-10, 10}, (double[]){30, 30}, 2);
    const struct aug_range_result r = range_of(&m, 2);
    CHECK(isnan(r.safe_low) && isnan(r.safe_high) && strstr(r.sentence, "No strength of limit"));
    unmake(&m);
}

TEST(a_range_with_one_side_is_tested_from_the_end_that_harms_least)
{
    struct made m;
    make(&m, (double[]){3, 5, 7}, (double[]){40, 3, 0}, 3);
    const struct aug_range_result r = range_of(&m, 3);
    CHECK_SAY(r.neutral == 7 && r.safe_low == 5 && r.safe_high == 7, "%g: %g .. %g", r.neutral, r.safe_low,
              r.safe_high);
    CHECK(r.reaches_low > 3 && r.reaches_low < 5 && isnan(r.reaches_high));
    unmake(&m);
}

TEST(F29_a_strength_that_loses_more_than_the_limit_is_called_safe_in_at_most_one_of_twenty_runs)
{
    enum { RUNS = 400 };
    const double risk[DOSES] = {0.2, 0.03, 0.03, 0.051}; /* at -20, -10, 10 and 20 */
    struct au_rng rng;
    int wrong = 0;
    au_rng_start(&rng, 11, 11);
    for (int run = 0; run < RUNS; run++) {
        double lost[DOSES] = {0};
        for (int i = 0; i < DOSES; i++)
            for (int n = 0; n < 200; n++) lost[i] += au_rng_uniform(&rng) < risk[i];
        struct made m;
        make(&m, (double[]){-20, -10, 10, 20}, lost, DOSES);
        const struct aug_range_result r = range_of(&m, DOSES);
        wrong += r.class_safe_low[0] <= -20 || r.class_safe_high[0] >= 20;
        unmake(&m);
    }
    CHECK_SAY(wrong <= 28, "wrong in %d of %d runs (seed 11)", wrong, RUNS); /* P(Bin(400, 0.05) > 28) = 3 % */
}

TEST(a_strength_at_which_a_class_becomes_another_is_safe_for_nobody_whom_it_concerns)
{
    struct made m;
    make(&m, (double[]){-20, -10, 10, 20}, (double[]){0, 0, 0, 0}, DOSES);
    m.classes[3][0].cause = AU_CAUSE_COLLISION;
    struct aug_range_result r = range_of(&m, DOSES);
    CHECK(r.readable_low == -20 && r.readable_high == 20);
    CHECK_SAY(r.safe_low == -20 && r.safe_high == 10, "%g .. %g", r.safe_low, r.safe_high);
    CHECK(r.class_safe_high[0] == 10 && r.class_safe_high[1] == 20);
    CHECK(fabs(r.draws_beyond - 0.25) < 1e-12);
    CHECK_SAY(strstr(r.sentence, "six becomes") && strstr(r.sentence, "only -20 to 10") &&
                  strstr(r.sentence, "25 % of its draws"),
              "%s", r.sentence);
    m.classes[0][1].cause = AU_CAUSE_SUSPICION;
    m.classes[0][1].strong_suspicion = true;
    r = range_of(&m, DOSES);
    CHECK(r.safe_low == -10 && r.class_safe_low[0] == -20 && r.class_safe_low[1] == -10);
    unmake(&m);
}

TEST(who_becomes_another_where_no_label_can_be_read_anyway_is_not_named_among_the_readable)
{
    struct made m;
    make(&m, (double[]){-20, -10, 10, 20}, (double[]){0, 0, 0, 40}, DOSES);
    m.classes[2][0].cause = m.classes[3][1].cause = AU_CAUSE_COLLISION;
    const struct aug_range_result r = range_of(&m, DOSES);
    CHECK(r.readable_high == 10 && r.safe_high == 0);
    CHECK_SAY(strstr(r.sentence, "six becomes") && !strstr(r.sentence, "nine"), "%s", r.sentence);
    unmake(&m);
}

TEST(where_a_range_only_grows_and_a_class_is_kept_a_collision_at_one_strength_does_not_count)
{
    struct made m;
    make(&m, (double[]){-20, -10, 10, 20}, (double[]){0, 0, 0, 0}, DOSES);
    m.classes[3][0].cause = AU_CAUSE_COLLISION;
    CHECK(range_of(&m, DOSES).safe_high == 10);
    m.doses[3].own_view = false;
    m.all[0].label = AUG_LABEL_KEPT;
    CHECK(range_of(&m, DOSES).safe_high == 20);
    m.all[0].label = AUG_LABEL_UNDECIDED;
    CHECK(range_of(&m, DOSES).safe_high == 10);
    unmake(&m);
}

TEST(a_class_that_becomes_another_somewhere_in_the_range_has_no_safe_strength)
{
    struct made m;
    make(&m, (double[]){-20, -10, 10, 20}, (double[]){0, 0, 0, 0}, DOSES);
    m.all[1].cause = AU_CAUSE_SUSPICION;
    struct aug_range_result r = range_of(&m, DOSES);
    CHECK(isnan(r.safe_low) && isnan(r.class_safe_low[1]) && r.class_safe_low[0] == -20 && isnan(r.draws_beyond));
    CHECK_SAY(strstr(r.sentence, "nine becomes") && strstr(r.sentence, "no strength is safe for all"), "%s",
              r.sentence);
    m.classes[3][1].cause = AU_CAUSE_COLLISION; /* now one shows where */
    r = range_of(&m, DOSES);
    CHECK(r.safe_low == -20 && r.safe_high == 10);
    unmake(&m);
}

TEST(what_happens_beyond_the_range_does_not_show_where_inside_it_a_class_is_another)
{
    struct made m;
    make(&m, (double[]){-20, -10, 10, 30}, (double[]){0, 0, 0, 0}, DOSES);
    m.all[1].cause = AU_CAUSE_SUSPICION;
    m.classes[3][1].cause = AU_CAUSE_COLLISION;
    m.doses[3].beyond = true;
    CHECK(isnan(range_of(&m, DOSES).safe_low));
    unmake(&m);
}

TEST(a_suspect_that_the_own_class_outweighs_narrows_no_range)
{
    struct made m;
    make(&m, (double[]){-20, -10, 10, 20}, (double[]){0, 0, 0, 0}, DOSES);
    m.classes[3][0].cause = AU_CAUSE_SUSPICION;
    CHECK(range_of(&m, DOSES).safe_high == 20);
    m.classes[3][0].strong_suspicion = true;
    CHECK(range_of(&m, DOSES).safe_high == 10);
    unmake(&m);
}

/* P(at most 4 of 200 lost | 5 %) = .026: enough for the one side of a range, too much for each of two. */
TEST(F29_two_sides_share_the_five_per_cent)
{
    struct made m;
    make(&m, (double[]){-10, 10}, (double[]){40, 2}, 2);
    CHECK(range_of(&m, 2).class_safe_high[0] == 10);
    m.at[1].of_class[0].split.losses = 4;
    CHECK(isnan(range_of(&m, 2).class_safe_high[0]));
    unmake(&m);
    make(&m, (double[]){3, 5}, (double[]){40, 4}, 2);
    CHECK(range_of(&m, 2).class_safe_high[0] == 5);
    unmake(&m);
}

TEST(the_range_that_the_labels_favour_stands_beside_the_safe_one)
{
    struct made m;
    make(&m, (double[]){-20, -10, 10, 20}, (double[]){0, 0, 0, 0}, DOSES);
    CHECK(isnan(range_of(&m, DOSES).evidence_low));
    m.whole.dose_evidence = (struct au_dose_evidence){3, 100, {0, -10, -20}, {0, 10, 20}, {1, 1.5, 1.25}};
    const struct aug_range_result r = range_of(&m, DOSES);
    CHECK(r.evidence_low == -10 && r.evidence_high == 10 && r.evidence_gain == 0.5 && r.evidence_lost == 0.25);
    CHECK_SAY(strstr(r.sentence, "0.50 nats") && strstr(r.sentence, "0.25 less"), "%s", r.sentence);
    unmake(&m);
}
