/* SPDX-License-Identifier: Apache-2.0
 * test_evidence.c - the numbers that stand beside a label: each explained, inside its interval, and graded. */
#include <string.h>

#include "check.h"
#include "core/memory.h"
#include "made.h"
#include "verdict/judge.h"

enum { CLASSES = 6 };
static struct aug_error err;

static enum aug_grade grade_of(const struct au_findings *f, const char *name)
{
    struct au_arena arena = {0};
    const struct aug_evidence *list = NULL;
    size_t count = 0;
    enum aug_grade grade = AUG_GRADE_SUSPECTED;
    CHECK_OK(au_class_evidence(f, 0, &list, &count, &arena, &err));
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].name, name) == 0) grade = list[i].number.grade;
    au_arena_release(&arena);
    return grade;
}

TEST(only_what_one_named_learner_says_of_enough_held_out_clusters_is_certified)
{
    struct au_findings f = made_harmless(CLASSES);
    f.has_undo = 1;
    CHECK(grade_of(&f, "need") == AUG_GRADE_CERTIFIED && grade_of(&f, "retrained_excess") == AUG_GRADE_CERTIFIED);
    CHECK(grade_of(&f, "recoverability_loss") == AUG_GRADE_ESTIMATED &&
          grade_of(&f, "conflict") == AUG_GRADE_ESTIMATED);
    CHECK(grade_of(&f, "undone_loss") == AUG_GRADE_ESTIMATED && grade_of(&f, "own_landing") == AUG_GRADE_SUSPECTED);
    f.exact_undo = 1;
    CHECK(grade_of(&f, "undone_loss") == AUG_GRADE_CERTIFIED);
    f.of_class[0].clusters = 4;
    CHECK(grade_of(&f, "need") == AUG_GRADE_ESTIMATED);
    au_findings_release(&f);
}

TEST(every_number_of_the_evidence_is_explained_and_inside_its_interval)
{
    struct au_arena arena = {0};
    struct au_findings f = made_harmless(CLASSES);
    made_add_collision(&f, 0, 1);
    f.has_undo = f.has_second = f.has_network = 1;
    f.of_class[1].adequacy = (struct au_adequacy){2, 31, {0.3, 0.2, 0.4, 0.1, 0.05}};
    CHECK(grade_of(&f, "second_loss") == AUG_GRADE_ESTIMATED);
    const struct aug_evidence *list = NULL;
    size_t count = 0;
    for (size_t k = 0; k < CLASSES; k++) {
        CHECK_OK(au_class_evidence(&f, k, &list, &count, &arena, &err));
        CHECK(count > 8);
        for (size_t i = 0; i < count; i++) {
            CHECK_SAY(aug_evidence_about(list[i].name), "%s is not explained", list[i].name);
            CHECK_SAY(list[i].number.low <= list[i].number.estimate && list[i].number.estimate <= list[i].number.high,
                      "%s: %g not in %g .. %g", list[i].name, list[i].number.estimate, list[i].number.low,
                      list[i].number.high);
            CHECK_SAY(list[i].number.grade >= aug_evidence_grade(list[i].name), "%s is graded too well", list[i].name);
        }
    }
    au_findings_release(&f);
    au_arena_release(&arena);
}
