/* SPDX-License-Identifier: Apache-2.0
 * grades.c - how far a number can be trusted at best; which of them are more or less than estimates. */
#include "grades.h"

#include <string.h>

/* The rest are estimated: chosen among several on the same images (the best arm, the strongest pair), plugged into a formula, or without bounds. */
static const struct {
    const char *name;
    enum aug_grade best;
} grades[] = {
    /* Exact counts, or exactly nought for a bijection. */
    {"unchanged_share", AUG_GRADE_CERTIFIED},
    {"undone_loss", AUG_GRADE_CERTIFIED},
    {"artefact_told", AUG_GRADE_CERTIFIED},
    {"artefact_share", AUG_GRADE_CERTIFIED},
    {"jpeg_share", AUG_GRADE_CERTIFIED},
    {"jpeg_grid_moved", AUG_GRADE_CERTIFIED},
    {"jpeg_turn_share", AUG_GRADE_CERTIFIED},
    {"border_depth_px", AUG_GRADE_CERTIFIED},
    {"trace_prior", AUG_GRADE_CERTIFIED},
    /* Means over held-out clusters of what each image answers to one learner that was named before. */
    {"need", AUG_GRADE_CERTIFIED},
    {"network_loss", AUG_GRADE_CERTIFIED},
    {"retrained_excess", AUG_GRADE_CERTIFIED},
    {"seen_as_transformed", AUG_GRADE_CERTIFIED},
    /* Leads. */
    {"own_landing", AUG_GRADE_SUSPECTED},
    {"off_data", AUG_GRADE_SUSPECTED},
    {"class_leak_bits", AUG_GRADE_SUSPECTED},
};

enum aug_grade aug_evidence_grade(const char *name)
{
    for (size_t i = 0; i < sizeof grades / sizeof *grades; i++)
        if (strcmp(grades[i].name, name) == 0) return grades[i].best;
    return AUG_GRADE_ESTIMATED;
}

enum aug_grade au_grade_of(const char *name, double clusters)
{
    const enum aug_grade best = aug_evidence_grade(name);
    return best == AUG_GRADE_CERTIFIED && clusters < AU_CERTIFIED_CLUSTERS ? AUG_GRADE_ESTIMATED : best;
}

const char *aug_grade_name(enum aug_grade grade)
{
    static const char *const names[] = {"certified", "estimated", "suspected"};
    return (size_t)grade < sizeof names / sizeof *names ? names[grade] : "unknown";
}

const char *aug_grade_about(enum aug_grade grade)
{
    static const char *const abouts[] = {
        "exact, or a bound that fails seldom, on held-out clusters, for the learner that the number names",
        "an estimate; its interval has no such guarantee, because something was chosen or assumed on the way",
        "a lead, not a proof",
    };
    return (size_t)grade < sizeof abouts / sizeof *abouts ? abouts[grade] : "";
}
