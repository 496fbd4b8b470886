/* SPDX-License-Identifier: Apache-2.0
 * recovery.c - is the label still there after the transform, for some learner? (methods.md F4, revision R2, R4) */
#include <string.h>

#include "core/memory.h"
#include "probe.h"

struct comparison { /* of two readings of the same rows */
    const struct au_setting *setting;
    const float *before, *after;
    const uint32_t *label_after; /* what is right after the transform */
};

static bool right(const struct au_setting *s, const float *scores, const uint32_t *label, size_t row)
{
    return au_largest(scores + row * s->classes, s->classes) == label[row];
}

static double lost(const void *context, size_t row)
{
    const struct comparison *c = context;
    return (double)right(c->setting, c->before, c->setting->label, row) -
           (double)right(c->setting, c->after, c->label_after, row);
}

struct au_stat au_class_loss(const struct au_setting *s, size_t k, const float *before, const float *after,
                             const uint32_t *label_after, struct au_mean_scratch *scratch)
{
    const struct comparison c = {s, before, after, label_after};
    return au_class_mean(s, k, lost, &c, scratch);
}

void au_balanced_precision(const struct au_setting *s, const float *scores, const uint32_t *label, double *hit,
                           double *taken)
{
    memset(taken, 0, s->classes * sizeof *taken);
    memset(hit, 0, s->classes * sizeof *hit);
    for (size_t i = 0; i < s->count; i++) {
        const size_t read = au_largest(scores + i * s->classes, s->classes), k = s->label[i];
        const double weight = 1 / (double)(s->class_start[k + 1] - s->class_start[k]);
        taken[read] += weight;
        if (read == label[i]) hit[read] += weight;
    }
    for (size_t k = 0; k < s->classes; k++) hit[k] /= taken[k] > 1e-9 ? taken[k] : 1e-9;
}

struct scratch {
    struct au_mean_scratch *means;
    double *before, *after, *taken;
};

static void compare_arm(const struct au_scores *x, int arm, const struct scratch *t, struct au_findings *f)
{
    const struct au_setting *s = x->setting;
    const float *clean = s->space[AU_SPACE_MAIN].scores;
    au_balanced_precision(s, x->read[arm], x->moved_label, t->after, t->taken);
    for (size_t k = 0; k < s->classes; k++) {
        f->of_class[k].lost[arm] = au_class_loss(s, k, clean, x->read[arm], x->moved_label, t->means);
        const size_t after = au_counts_as(x, k);
        f->of_class[k].precision_lost[arm] = t->before[after] - t->after[after];
    }
}

static double share_right(const struct au_setting *s, const float *scores)
{
    size_t count = 0;
    for (size_t i = 0; i < s->count; i++) count += right(s, scores, s->label, i);
    return (double)count / (double)s->count;
}

/* The black borders of an undone image are new to a clean learner, so one that has seen undone images may read better. */
static void compare_undone(const struct au_scores *x, const struct scratch *t, struct au_findings *f)
{
    const struct au_setting *s = x->setting;
    const bool seen_reads_better = share_right(s, x->undone_seen) > share_right(s, x->undone);
    const float *clean = s->space[AU_SPACE_MAIN].scores, *undone = seen_reads_better ? x->undone_seen : x->undone;
    for (size_t k = 0; k < s->classes; k++)
        f->of_class[k].undone = au_class_loss(s, k, clean, undone, s->label, t->means);
}

/* ---- a second learner ---- */

static const double worth_a_second_reading = 0.05; /* the margin of a loss */

static bool may_be_lost(const struct au_findings *f)
{
    enum au_arm arms[AU_ARM_COUNT];
    au_findings_arms(f, arms);
    for (size_t k = 0; k < f->classes; k++) {
        const struct au_stat lost = f->of_class[k].lost[arms[0]];
        if (lost.mean + 1.645 * lost.se > worth_a_second_reading) return true;
    }
    return false;
}

struct second { /* sees small pixels, and was trained on clean and transformed images */
    struct au_gram gram;
    struct au_learn_scratch scratch;
    float *weights, *read;
};

static enum aug_status second_make(const struct au_setting *s, struct second *out, struct aug_error *err)
{
    const struct au_basis *basis = &s->space[AU_SPACE_PIXELS].basis;
    out->weights = au_alloc(basis->fourier_count * s->classes, sizeof *out->weights);
    out->read = au_alloc(s->count * s->classes, sizeof *out->read);
    if (!out->weights || !out->read) return au_no_memory(err, "a second learner");
    AUG_TRY(au_gram_make(basis->fourier_count, s->classes, &out->gram, err));
    return au_learn_scratch_make(basis->fourier_count, basis->count, s->classes, &out->scratch, err);
}

static void second_release(struct second *second)
{
    au_learn_scratch_release(&second->scratch);
    au_gram_release(&second->gram);
    au_free(second->read);
    au_free(second->weights);
}

static void second_reads(const struct au_scores *x, struct second *second)
{
    const struct au_setting *s = x->setting;
    const struct au_learner *clean = &s->space[AU_SPACE_PIXELS];
    const struct au_gram *const pooled[] = {&clean->gram, &second->gram};
    const float *moved = au_moved(x, AU_SPACE_PIXELS);
    au_gram_add_arm(&second->gram, &clean->basis, moved, x->moved_label, NULL, &s->parts, &second->scratch);
    for (int fold = 0; fold < AU_FOLDS; fold++) {
        au_ridge_fit(pooled, 2, fold, clean->lambda, (struct au_columns){second->weights, s->classes},
                     &second->scratch);
        au_ridge_score(&clean->basis, moved, &s->parts, fold, second->weights, s->classes, second->read,
                       &second->scratch);
    }
}

/* Success of any learner proves that the label is there (F4); failure of one learner proves nothing. */
static enum aug_status ask_second(const struct au_scores *x, const struct scratch *t, struct au_findings *f,
                                  struct aug_error *err)
{
    const struct au_setting *s = x->setting;
    struct second second = {0};
    const enum aug_status status = second_make(s, &second, err);
    if (status == AUG_OK) {
        second_reads(x, &second);
        const float *clean = s->space[AU_SPACE_MAIN].scores;
        au_balanced_precision(s, second.read, x->moved_label, t->after, t->taken);
        for (size_t k = 0; k < s->classes; k++) {
            const size_t after = au_counts_as(x, k);
            f->of_class[k].pixels_lost = au_class_loss(s, k, clean, second.read, x->moved_label, t->means);
            f->of_class[k].pixels_precision_lost = t->before[after] - t->after[after];
        }
        f->has_pixels = 1;
    }
    second_release(&second);
    return status;
}

static double wrong(const void *context, size_t row)
{
    const struct comparison *c = context;
    return right(c->setting, c->before, c->setting->label, row) ? 0 : 1;
}

static void measure_all(const struct au_scores *x, const struct scratch *t, struct au_findings *f)
{
    const struct au_setting *s = x->setting;
    const struct comparison clean = {.setting = s, .before = s->space[AU_SPACE_MAIN].scores};
    au_balanced_precision(s, clean.before, s->label, t->before, t->taken);
    for (size_t k = 0; k < s->classes; k++)
        f->of_class[k].clean_error = au_class_mean(s, k, wrong, &clean, t->means).mean;
    for (int arm = 0; arm < AU_ARM_COUNT; arm++)
        if (x->read[arm]) compare_arm(x, arm, t, f);
    if (x->undone) compare_undone(x, t, f);
}

static enum aug_status measure(const struct au_scores *x, struct au_findings *f, struct aug_error *err)
{
    const struct au_setting *s = x->setting;
    struct au_mean_scratch means = {0};
    AUG_TRY(au_mean_scratch_make(s, &means, err));
    double *of_classes = au_alloc(3 * s->classes, sizeof *of_classes);
    enum aug_status status = of_classes ? AUG_OK : au_no_memory(err, "the recovery probe");
    if (status == AUG_OK) {
        const struct scratch t = {&means, of_classes, of_classes + s->classes, of_classes + 2 * s->classes};
        measure_all(x, &t, f);
        if (may_be_lost(f)) status = ask_second(x, &t, f, err);
    }
    au_mean_scratch_release(&means);
    au_free(of_classes);
    return status;
}

const struct au_probe au_probe_recovery = {
    "recovery", "Is what the label rests on still in the image after the transform?", measure};
