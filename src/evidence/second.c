/* SPDX-License-Identifier: Apache-2.0
 * second.c - the small network learns four folds and reads the fifth, of clean images once and of transformed ones where asked. */
#include "second.h"

#include "core/memory.h"
#include "core/workers.h"
#include "learn/mlp.h"
#include "scores.h"

struct lessons {
    const struct au_setting *setting;
    const float *const *draws;
    size_t draw_count;
    const uint32_t *label;
    float *scores;
};

static enum aug_status learn_fold(void *context, size_t fold, int worker, struct aug_error *err)
{
    const struct lessons *l = context;
    const struct au_setting *s = l->setting;
    const struct au_parts *parts = &s->parts;
    const size_t first = parts->start[2 * fold], end = parts->start[2 * fold + 2];
    uint32_t *rows = au_alloc(s->count, sizeof *rows);
    struct au_mlp mlp = {0};
    size_t count = 0;
    (void)worker;
    if (!rows) return au_no_memory(err, "the folds of a small network");
    for (size_t i = 0; i < s->count; i++)
        if (i < first || i >= end) rows[count++] = parts->order[i];
    const struct au_mlp_lesson lesson = {.draws = l->draws,
                                         .draw_count = l->draw_count,
                                         .inputs = s->space[AU_SPACE_MAIN].basis.count,
                                         .classes = s->classes,
                                         .rows = rows,
                                         .row_count = count,
                                         .label = l->label,
                                         .seed = fold + 1};
    enum aug_status status = count > 0 ? au_mlp_train(&lesson, &mlp, err) : AUG_OK;
    if (status == AUG_OK && count > 0)
        status = au_mlp_score(&mlp, l->draws[0], parts->order + first, end - first, l->scores, err);
    au_mlp_release(&mlp);
    au_free(rows);
    return status;
}

enum aug_status au_setting_second(struct au_setting *s, struct aug_error *err)
{
    if (s->second_scores) return AUG_OK;
    const float *clean = s->space[AU_SPACE_MAIN].projected;
    float *scores = au_alloc(s->count * s->classes, sizeof *scores);
    if (!scores) return au_no_memory(err, "the readings of a small network");
    struct lessons l = {s, &clean, 1, s->label, scores};
    const enum aug_status status = au_workers_run(s->threads, AU_FOLDS, learn_fold, &l, err);
    if (status == AUG_OK) s->second_scores = scores;
    else au_free(scores);
    return status;
}

static size_t count_right(const struct au_setting *s, size_t k, const float *scores)
{
    size_t count = 0;
    for (size_t at = s->class_start[k]; at < s->class_start[k + 1]; at++)
        count += au_largest(scores + s->by_class[at] * s->classes, s->classes) == k;
    return count;
}

/* What there was to lose: clean images of the class as the better of the two learners reads them. */
static const float *better_clean(const struct au_setting *s, size_t k)
{
    const float *const first = s->space[AU_SPACE_MAIN].scores, *const second = s->second_scores;
    return count_right(s, k, second) > count_right(s, k, first) ? second : first;
}

static void compare_all(const struct au_setting *s, const float *scores, struct au_mean_scratch *means,
                        double *of_classes, struct au_findings *f)
{
    double *const first = of_classes, *const second = first + s->classes, *const moved = second + s->classes,
                  *const taken = moved + s->classes;
    au_balanced_precision(s, s->space[AU_SPACE_MAIN].scores, s->label, first, taken);
    au_balanced_precision(s, s->second_scores, s->label, second, taken);
    au_balanced_precision(s, scores, s->label, moved, taken);
    for (size_t k = 0; k < s->classes; k++) {
        const float *before = better_clean(s, k);
        f->of_class[k].second_lost = au_class_loss(s, k, before, scores, s->label, means);
        f->of_class[k].second_precision_lost = (before == s->second_scores ? second[k] : first[k]) - moved[k];
    }
    f->has_second = 1;
}

static enum aug_status compare(const struct au_setting *s, const float *scores, struct au_findings *f,
                               struct aug_error *err)
{
    struct au_mean_scratch means = {0};
    double *of_classes = au_alloc(4 * s->classes, sizeof *of_classes);
    enum aug_status status = of_classes ? au_mean_scratch_make(s, &means, err)
                                        : au_no_memory(err, "the readings of a small network");
    if (status == AUG_OK) compare_all(s, scores, &means, of_classes, f);
    au_mean_scratch_release(&means);
    au_free(of_classes);
    return status;
}

enum aug_status au_second_read(const struct au_setting *s, const float *const *draws, size_t draw_count,
                               struct au_findings *f, struct aug_error *err)
{
    float *scores = au_alloc(s->count * s->classes, sizeof *scores);
    if (!scores) return au_no_memory(err, "the readings of a small network");
    struct lessons l = {s, draws, draw_count, s->label, scores};
    enum aug_status status = AUG_OK;
    for (size_t fold = 0; status == AUG_OK && fold < AU_FOLDS; fold++) status = learn_fold(&l, fold, 0, err);
    if (status == AUG_OK) status = compare(s, scores, f, err);
    au_free(scores);
    return status;
}
