/* SPDX-License-Identifier: Apache-2.0
 * tells.h - what the findings say of tells: numbers for the report, and a sentence for each tell that is worth one.
 *
 * Tells judge no label: that a network could read "transformed" off a border says that it might learn less than was meant, not that labels break.
 */
#ifndef AU_VERDICT_TELLS_H
#define AU_VERDICT_TELLS_H

#include <stddef.h>

#include <augaudit/evidence.h>

#include "core/arena.h"
#include "evidence/findings.h"

#define AU_TELLS_NUMBERS_MAX 24

/* Writes at most AU_TELLS_NUMBERS_MAX numbers and returns how many; 0 where no pixels were looked at. */
size_t au_tells_evidence(const struct au_findings *findings, struct aug_evidence *out);

/* Of clean images: class read off traces alone, and the most frequent class. Writes two numbers and returns how many. */
size_t au_shortcut_evidence(struct au_stat accuracy, double prior, double clusters, struct aug_evidence *out);

/* Sentences, the gravest kind first, in the arena. */
AUG_CHECKED enum aug_status au_tells_sentences(const struct au_findings *findings, const char *const *class_names,
                                               const char *const **out, size_t *count, struct au_arena *arena,
                                               struct aug_error *err);

#endif
