/* SPDX-License-Identifier: Apache-2.0
 * test_strata.c - what a fixed strength inside a range may do to the label of the whole. */
#include "check.h"
#include "made.h"
#include "verdict/case.h"
#include "verdict/judge.h"

enum { CLASSES = 3 };
static struct aug_error err;

TEST(a_strength_that_is_open_or_blind_or_hardly_suspected_leaves_the_whole_as_it_is)
{
    static const char *const names[CLASSES] = {"a", "b", "c"};
    for (int which = 0; which < 4; which++) {
        struct au_arena arena = {0};
        struct au_judgement j = {0};
        struct au_findings whole = made_harmless(CLASSES), part = made_harmless(CLASSES);
        if (which == 0)
            part.of_class[0].lost[AU_ARM_OWN] = part.of_class[0].lost[AU_ARM_POOLED] = (struct au_stat){0, 0.1};
        if (which == 1) part.of_class[0].blind_to = 1;
        if (which >= 2) part.pairs[part.pair_count++] = made_collision(0, 1);
        if (which == 2) part.pairs[0].directed = (struct au_stat){0.2, 0.1}, part.of_class[0].own[0] = 0.9;
        if (which == 3) part.of_class[0].own[0] = part.of_class[0].own[1] = 0.05;
        const struct au_stratum_input stratum = {&part, "limit", 90, "r:90", true, false};
        const struct au_judgement_input in = {
            .name = "r", .class_names = names, .findings = &whole, .strata = &stratum, .stratum_count = 1};
        CHECK_OK(au_judge(&in, &arena, &j, &err));
        CHECK(j.doses[0].classes[0].label != AUG_LABEL_KEPT);
        CHECK_SAY(j.classes[0].label == (which == 3 ? AUG_LABEL_BROKEN : AUG_LABEL_KEPT), "%d: %s", which,
                  j.classes[0].reason);
        au_findings_release(&whole);
        au_findings_release(&part);
        au_arena_release(&arena);
    }
}
