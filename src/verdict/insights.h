/* SPDX-License-Identifier: Apache-2.0
 * insights.h - the explaining numbers (evidence/insight.h) as evidence of a report, and what they say in sentences.
 *
 * They decide no label. Bounds are one-sided at 5 % on each side, cluster-t.
 */
#ifndef AU_INSIGHTS_H
#define AU_INSIGHTS_H

#include <stdbool.h>
#include <stddef.h>

#include <augaudit/evidence.h>

#include "core/arena.h"
#include "core/text.h"
#include "evidence/findings.h"

#define AU_ALL_CLASSES ((size_t)-1) /* in place of a class: all images together */
#define AU_INSIGHT_NUMBERS 40       /* most that au_insight_numbers adds */

/* Adds the numbers that were measured to items[*count] ..., none for fewer than two clusters. */
void au_insight_numbers(const struct au_findings *findings, size_t class_index, struct aug_evidence *items,
                        size_t *count);

/* Which share of what the transform makes is in the data already: the least of three upper bounds of it. */
struct au_redundancy {
    double estimate, low, high;
    bool
        is_redundant; /* told apart no better than chance, typical, and a clean learner loses nothing (methods.md section 6, 6a and 6b) */
};
struct au_redundancy au_redundancy(const struct au_findings *findings, size_t class_index);

/* Where the curve of the predicted loss in p first reaches the conflict margin, linear between the probabilities that were measured; 1: nowhere.
 * estimate by the estimates, low by the upper bounds, high by the lower bounds. */
struct aug_number au_margin_probability(const struct au_findings *findings, size_t class_index);

enum au_coverage_kind {
    AU_COVERAGE_UNKNOWN,
    AU_COVERAGE_GAP,      /* worth at least a tenth of new images, and the own class gains most */
    AU_COVERAGE_CONFUSER, /* other classes come nearer, and nearest neighbours get worse */
    AU_COVERAGE_NOTHING,  /* worth less than a twentieth */
    AU_COVERAGE_MIXED
};
enum au_coverage_kind au_coverage_kind(const struct au_insight *insight, double clusters);

enum au_cue_state {
    AU_CUE_SILENT,  /* it says little about the label, or that is not known */
    AU_CUE_TELLS,   /* it carries the label, surely at least half of that is kept, and it does not mislead */
    AU_CUE_INVALID, /* it carries the label, and surely less than half of that is kept, or it misleads */
    AU_CUE_OPEN     /* it carries the label, and neither is sure */
};
enum au_cue_state au_cue_state(const struct au_findings *findings, size_t class_index, enum au_cue cue);
/* Adds "shape, texture and position" of the cues in that state and returns how many; text may be NULL. Of grey images colour is called tone. */
int au_name_cues(const struct au_findings *findings, size_t class_index, enum au_cue_state state, struct au_text *text);

/* Sentences worth saying, in the arena; class_index may be AU_ALL_CLASSES. */
AUG_CHECKED enum aug_status au_remarks(const struct au_findings *findings, size_t class_index,
                                       const struct aug_remark **out, size_t *count, struct au_arena *arena,
                                       struct aug_error *err);

#endif
