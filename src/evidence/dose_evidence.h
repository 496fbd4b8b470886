/* SPDX-License-Identifier: Apache-2.0
 * dose_evidence.h - how wide a range do the labels themselves favour? (methods.md F31)
 *
 * Plain data inside the findings of a transform with one signed range. Nothing is held out and no label is decided by it.
 */
#ifndef AU_DOSE_EVIDENCE_H
#define AU_DOSE_EVIDENCE_H

#include <stdint.h>

#define AU_EVIDENCE_RANGES 8

struct au_dose_evidence {
    uint32_t count; /* ranges that were tried, rising; the first is 0 alone, clean images; 0: not asked */
    uint32_t rows;  /* images that were asked */
    double low[AU_EVIDENCE_RANGES], high[AU_EVIDENCE_RANGES];
    double evidence[AU_EVIDENCE_RANGES]; /* log evidence of features averaged over the range, nats an image */
};

/* Which of them is best; 0 where none was tried. */
uint32_t au_dose_evidence_best(const struct au_dose_evidence *evidence);

#endif
