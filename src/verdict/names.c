/* SPDX-License-Identifier: Apache-2.0
 * names.c - the words for labels and verdicts, and which verdict is the worst news. */
#include <augaudit/evidence.h>
#include <augaudit/verdict.h>

#include <stddef.h>

static const struct {
    const char *name;
    int rank;
} verdicts[AUG_VERDICT_COUNT] = {
    [AUG_VERDICT_REMOVE] = {"remove", 0},       [AUG_VERDICT_RESTRICT] = {"restrict", 1},
    [AUG_VERDICT_NARROW] = {"narrow", 2},       [AUG_VERDICT_LOWER_P] = {"lower_p", 3},
    [AUG_VERDICT_UNDECIDED] = {"undecided", 4}, [AUG_VERDICT_COSTLY] = {"costly", 5},
    [AUG_VERDICT_REDUNDANT] = {"redundant", 6}, [AUG_VERDICT_WIDEN] = {"widen", 7},
    [AUG_VERDICT_KEEP] = {"keep", 8},
};

const char *aug_label_name(enum aug_label label)
{
    static const char *const names[] = {"kept", "broken", "undecided"};
    return (size_t)label < sizeof names / sizeof *names ? names[label] : "unknown";
}

const char *aug_verdict_name(enum aug_verdict verdict)
{
    return (size_t)verdict < AUG_VERDICT_COUNT ? verdicts[verdict].name : "unknown";
}

int aug_verdict_rank(enum aug_verdict verdict)
{
    return (size_t)verdict < AUG_VERDICT_COUNT ? verdicts[verdict].rank : AUG_VERDICT_COUNT;
}

const char *aug_need_name(enum aug_need_kind kind)
{
    static const char *const names[] = {"nothing", "images", "learner", "ruling"};
    return (size_t)kind < sizeof names / sizeof *names ? names[kind] : "unknown";
}
