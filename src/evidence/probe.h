/* SPDX-License-Identifier: Apache-2.0
 * probe.h - a probe answers one question about one transform: it reads the scores and writes its numbers into the findings.
 *
 * A new probe is one file with one `const struct au_probe au_probe_<name>` and one line in probes.inc (and its numbers in findings.h).
 */
#ifndef AU_PROBE_H
#define AU_PROBE_H

#include "findings.h"
#include "scores.h"

struct au_probe {
    const char *name;
    const char *question; /* a full sentence ending in a question mark */
    enum aug_status (*measure)(const struct au_scores *scores, struct au_findings *findings, struct aug_error *err);
};

/* landing.c: appends to the findings' pairs. */
AUG_CHECKED enum aug_status au_add_pair(struct au_findings *findings, struct au_pair_findings pair,
                                        struct aug_error *err);

size_t au_probe_count(void);
const struct au_probe *au_probe_at(size_t i);

/* Trains, reads and lets every probe write. */
AUG_CHECKED enum aug_status au_measure(const struct au_setting *setting, const struct au_arm_source *source,
                                       struct au_findings *out, struct aug_error *err);

/* Share of transformed images among those that look like this one when a share p of the training images is transformed, from that share w at p = 1/2:
 * p r / ((1 - p) + p r) with r = w / (1 - w) (methods.md F7). What is never seen as transformed (w = 0) stays so at p = 1. */
double au_mixture_weight(double w, double p);

#endif
