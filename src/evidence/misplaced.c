/* SPDX-License-Identifier: Apache-2.0
 * misplaced.c - can the shared label be read off a mixture? Half the sum of differences between it and what a learner of mixtures says, less the
 * same for what a clean learner says of the images by themselves, mixed as they are (docs/methods.md, Mixtures). */
#include <math.h>

#include "core/memory.h"
#include "probe.h"

struct question {
    const struct au_scores *scores;
    const float *scores_mixed; /* of the learner that is asked */
    float *read, *alone;       /* probabilities of one row: scratch */
};

/* Share of the label of row's mixture that class k has; 0 unless image `at` is the first of its class in it. */
static double share_of_class(const struct au_scores *x, size_t row, int at)
{
    const struct au_mixed *m = x->source->mixed;
    const uint32_t *label = x->setting->label, *rows = m->row + row * (size_t)m->count;
    double share = 0;
    for (int j = 0; j < m->count; j++) {
        if (label[rows[j]] != label[rows[at]]) continue;
        if (j < at) return 0;
        share += (double)m->share[row * (size_t)m->count + (size_t)j];
    }
    return share;
}

/* Half the sum of differences between the shared label of a row's mixture and probabilities of the classes. */
static double misplaced_by(const struct question *q, size_t row, const float *probability)
{
    const struct au_mixed *m = q->scores->source->mixed;
    const uint32_t *label = q->scores->setting->label, *rows = m->row + row * (size_t)m->count;
    double common = 0;
    for (int k = 0; k < m->count; k++)
        common += fmin(share_of_class(q->scores, row, k), (double)probability[label[rows[k]]]);
    return 1 - common;
}

/* What a clean learner says of the images by themselves, mixed like their labels. */
static void mix_alone(const struct question *q, size_t row)
{
    const struct au_setting *s = q->scores->setting;
    const struct au_mixed *m = q->scores->source->mixed;
    for (size_t c = 0; c < s->classes; c++) q->alone[c] = 0;
    for (int k = 0; k < m->count; k++) {
        const size_t at = row * (size_t)m->count + (size_t)k;
        au_probabilities(s->space[AU_SPACE_MAIN].scores + m->row[at] * s->classes, s->classes, q->read);
        for (size_t c = 0; c < s->classes; c++) q->alone[c] += m->share[at] * q->read[c];
    }
}

static double misplaced(const void *context, size_t row)
{
    const struct question *q = context;
    const struct au_setting *s = q->scores->setting;
    mix_alone(q, row);
    au_probabilities(q->scores_mixed + row * s->classes, s->classes, q->read);
    return misplaced_by(q, row, q->read) - misplaced_by(q, row, q->alone);
}

/* What a clean learner gives to the class of an image, above chance: 1 is all. */
static double skill(const void *context, size_t row)
{
    const struct question *q = context;
    const struct au_setting *s = q->scores->setting;
    const double chance = 1 / (double)s->classes;
    au_probabilities(s->space[AU_SPACE_MAIN].scores + row * s->classes, s->classes, q->read);
    return ((double)q->read[s->label[row]] - chance) / (1 - chance);
}

static void measure_class(struct question *q, size_t k, struct au_mean_scratch *means, struct au_class_mixing *out)
{
    const struct au_scores *x = q->scores;
    const float *const learners[AU_MIXED_LEARNERS] = {x->read[AU_ARM_OWN], x->read[AU_ARM_POOLED], x->mixed_pixels};
    for (int i = 0; i < AU_MIXED_LEARNERS; i++) {
        q->scores_mixed = learners[i];
        out->misplaced[i] = au_class_mean(x->setting, k, misplaced, q, means);
    }
    out->skill = au_class_mean(x->setting, k, skill, q, means).mean;
}

static enum aug_status measure(const struct au_scores *x, struct au_findings *f, struct aug_error *err)
{
    const struct au_setting *s = x->setting;
    struct au_mean_scratch means = {0};
    if (!x->source->mixed) return AUG_OK;
    struct question q = {
        .scores = x, .read = au_alloc(s->classes, sizeof(float)), .alone = au_alloc(s->classes, sizeof(float))};
    const enum aug_status status = q.read && q.alone ? au_mean_scratch_make(s, &means, err)
                                                     : au_no_memory(err, "the labels of mixtures");
    for (size_t k = 0; status == AUG_OK && k < s->classes; k++) measure_class(&q, k, &means, &f->of_class[k].mixing);
    au_mean_scratch_release(&means);
    au_free(q.alone);
    au_free(q.read);
    return status;
}

const struct au_probe au_probe_misplaced = {"misplaced", "Can the shared label be read off a mixture?", measure};
