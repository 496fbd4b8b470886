/* SPDX-License-Identifier: Apache-2.0
 * split_loss.c - on images that taught nobody: how many labels that a clean reader reads does a reader of transformed images lose?
 *
 * What certificates need (methods.md F34): one fold is read only by learners that were trained on the other four, and which learner reads is settled
 * beforehand, the pooled one. Each cluster is one trial, its loss the mean over its images. */
#include "core/memory.h"
#include "probe.h"

#define TEST_FOLD 1 /* the penalty of all learners was chosen by what they read of fold 0 */

static bool is_right(const struct au_setting *s, const float *scores, size_t row, uint32_t label)
{
    return au_largest(scores + row * s->classes, s->classes) == label;
}

static bool is_lost(const struct au_scores *x, size_t row)
{
    const struct au_setting *s = x->setting;
    return is_right(s, s->space[AU_SPACE_MAIN].scores, row, s->label[row]) &&
           !is_right(s, x->read[AU_ARM_POOLED], row, x->moved_label[row]);
}

static struct au_split split_of_class(const struct au_scores *x, size_t k, struct au_cluster_sum *sums)
{
    const struct au_setting *s = x->setting;
    struct au_split split = {.is_whole = 1};
    for (size_t at = s->class_start[k]; at < s->class_start[k + 1]; at++) {
        const uint32_t row = s->by_class[at];
        if (s->part[row] / 2 != TEST_FOLD) continue;
        sums[s->local_cluster[at]].count++;
        sums[s->local_cluster[at]].sum += is_lost(x, row) ? 1 : 0;
    }
    for (size_t c = 0; c < s->class_clusters[k]; c++) {
        if (sums[c].count == 0) continue;
        const double loss = sums[c].sum / (double)sums[c].count;
        split.clusters++;
        split.losses += loss;
        if (loss > 0 && loss < 1) split.is_whole = 0;
        sums[c] = (struct au_cluster_sum){0};
    }
    return split;
}

static enum aug_status measure(const struct au_scores *x, struct au_findings *f, struct aug_error *err)
{
    const struct au_setting *s = x->setting;
    struct au_mean_scratch means = {0};
    AUG_TRY(au_mean_scratch_make(s, &means, err));
    for (size_t k = 0; k < s->classes; k++) f->of_class[k].split = split_of_class(x, k, means.sums);
    au_mean_scratch_release(&means);
    return AUG_OK;
}

const struct au_probe au_probe_split_loss = {
    "split_loss", "On images that taught nobody, how many labels does the transform lose?", measure};
