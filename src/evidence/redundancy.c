/* SPDX-License-Identifier: Apache-2.0
 * redundancy.c - which share of what the transform makes is in the data already? (methods.md F5)
 *
 * Two laws with equal shares overlap by twice the error of the best classifier that tells them apart, so any classifier's error bounds the overlap from
 * above. Typicality and the loss of a clean learner bound it too: judge.h puts the three together. */
#include <math.h>

#include "core/memory.h"
#include "probe.h"

static double doubt(float seen)
{
    return seen > 0.5f ? 1 : seen == 0.5f ? 0.5 : 0; /* a calibrated half is a tie (R7) */
}

static double clean_doubt(const void *context, size_t row)
{
    return doubt(((const struct au_scores *)context)->seen_clean[row]);
}

static double moved_doubt(const void *context, size_t row)
{
    return 1 - doubt(((const struct au_scores *)context)->seen_transformed[row]);
}

static double both(const void *context, size_t row)
{
    return clean_doubt(context, row) + moved_doubt(context, row);
}

/* Of clean images of class k and of the transformed ones that count as k. */
static struct au_stat overlap_of(const struct au_scores *x, size_t k, struct au_mean_scratch *means)
{
    const size_t from = au_counts_as(x, k);
    if (from == k) return au_class_mean(x->setting, k, both, x, means);
    const struct au_stat clean = au_class_mean(x->setting, k, clean_doubt, x, means),
                         moved = au_class_mean(x->setting, from, moved_doubt, x, means);
    return (struct au_stat){clean.mean + moved.mean, hypot(clean.se, moved.se)};
}

static enum aug_status measure(const struct au_scores *x, struct au_findings *f, struct aug_error *err)
{
    const struct au_setting *s = x->setting;
    struct au_mean_scratch means = {0};
    if (x->source->is_stratum) return AUG_OK;
    AUG_TRY(au_mean_scratch_make(s, &means, err));
    f->insight.has_overlap = 1;
    f->insight.overlap = au_overall_mean(s, both, x, &means);
    for (size_t k = 0; k < s->classes; k++) {
        f->of_class[k].insight.has_overlap = 1;
        f->of_class[k].insight.overlap = overlap_of(x, k, &means);
    }
    au_mean_scratch_release(&means);
    return AUG_OK;
}

const struct au_probe au_probe_redundancy = {"redundancy", "Does the data already contain what the transform makes?",
                                             measure};
