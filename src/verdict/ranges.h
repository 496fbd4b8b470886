/* SPDX-License-Identifier: Apache-2.0
 * ranges.h - the largest safe strength of each parameter, and where harm rises to the margin (methods.md F29, F30).
 */
#ifndef AU_RANGES_H
#define AU_RANGES_H

#include <augaudit/evidence.h>

#include "judge.h"

/* From the judged doses and classes, parameter by parameter; in the arena. Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_ranges(const struct au_judgement_input *input, const struct au_judgement *judgement,
                                      struct au_arena *arena, const struct aug_range_result **out, size_t *count,
                                      struct aug_error *err);

/* Share of the images of which some value of the parameter lies outside low .. high; NaN: not known. */
double au_share_beyond(const struct au_judgement_input *input, const char *param, double low, double high);

#endif
