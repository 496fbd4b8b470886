/* SPDX-License-Identifier: Apache-2.0
 * case.h - the findings about one class under one transform, boiled down to the bounds that the rules ask for.
 *
 * All bounds are one-sided at 5 % (of the second learner, where it clears, at 2.5 %). Upper bounds used for clearing are the smaller of the class's own and the one shrunk over the classes
 * of the transform (methods-revision R1b); own bounds are never tighter than 1.5 discordant clusters allow (R1a).
 */
#ifndef AU_CASE_H
#define AU_CASE_H

#include <stdbool.h>
#include <stddef.h>

#include "evidence/findings.h"
#include "stats/shrink.h"

/* Margins (methods.md section 6, methods-revision R1-R4). */
#define AU_MARGIN_LOSS 0.05     /* recoverability */
#define AU_MARGIN_CONFLICT 0.02 /* clean accuracy of any class */
#define AU_MARGIN_NEED 0.02     /* accuracy of a clean learner on transformed images */
#define AU_MARGIN_COST 0.005    /* mean retrained excess */
#define AU_MARGIN_LANDING 0.05  /* in another class */
#define AU_SUSPECT_LANDING 0.03 /* the same, enough for a suspicion */
#define AU_MARGIN_DIRECTED 0.10 /* clean images of the other class read as this one */
#define AU_MARGIN_PRECISION 0.10
#define AU_MARGIN_ROUNDING 0.001 /* plug-in harm: free of capacity cost, so that more than rounding counts */
#define AU_FEW_IMAGES 50
#define AU_FEW_CLUSTERS 5

#define AU_PARTNERS_MAX 16

struct au_case {
    const struct au_findings *findings;
    size_t class_index;
    size_t counts_as; /* the class as which its transformed images count */
    bool is_few;
    /* collisions */
    int hits[AU_PARTNERS_MAX], suspects[AU_PARTNERS_MAX];
    size_t hit_count, suspect_count;
    int cues[AU_PARTNERS_MAX]; /* classes that the colours alone now point to, though other cues still tell */
    size_t cue_count;
    int blind_to, blind_space; /* adequacy: evidence/adequacy.c */
    bool suspects_outweigh;    /* some suspect is landed in more often than the own class, in the main embedding */
    double strongest_landing;  /* of the hits, else of the suspects */
    const struct au_pair_findings *strongest; /* that pair; NULL: none */
    double tail;                              /* of each test for a collision: 5 % over the number of candidates */
    /* recovery */
    double loss, loss_low, loss_high; /* of the best arm, by its own bounds */
    double loss_upper;                /* of the better two arms, shrunk, and of other learners that were asked */
    double first_loss;                /* with one draw an image */
    double room;                      /* accuracy above chance that there is to lose */
    double precision_lost;
    bool can_undo;
    double undone_loss, undone_low, undone_high, undone_upper;
    /* conflict */
    double conflict, conflict_upper, seen_upper;
};

struct au_overview {                /* what the classes of one transform say together */
    enum au_arm arms[AU_ARM_COUNT]; /* best first */
    int arm_count;
    struct au_shrinkage loss[AU_ARM_COUNT], conflict[AU_P_GRID], undone, excess, seen;
};
AUG_CHECKED enum aug_status au_overview_make(const struct au_findings *findings, struct au_overview *out,
                                             struct aug_error *err);

/* Fills `out`; never fails. Partners beyond AU_PARTNERS_MAX are left out. */
void au_case_make(const struct au_findings *findings, const struct au_overview *overview, size_t class_index,
                  struct au_case *out);

/* One-sided bounds of a class's own statistic with G clusters, never tighter than 1.5 discordant clusters allow. */
double au_case_low(struct au_stat stat, double clusters);
double au_case_high(struct au_stat stat, double clusters);

/* Cluster-t bounds without that floor, at a tail of the caller's choice. */
double au_case_low_at(struct au_stat stat, double clusters, double tail);
double au_case_high_at(struct au_stat stat, double clusters, double tail);

/* Do colours alone, which told class `from` before, now say another? */
bool au_case_is_cue(const struct au_findings *findings, const struct au_pair_findings *pair);

/* Upper bound of a conflict statistic at probability grid index p_index, own or shrunk. */
double au_case_conflict_upper(const struct au_findings *findings, const struct au_overview *overview,
                              size_t class_index, int p_index);

#endif
